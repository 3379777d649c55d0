"""What the officer types for a warning: hazards and places by name or pinyin initials. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from console.incident.times import Unreadable, parse_ahead
from console.initials import initials
from console.plan.model import Plan

_LETTERS = re.compile("[a-z]+", re.IGNORECASE)


def hazard_of(typed: str, plans: Iterable[Plan]) -> str:
    """The hazard meant: 「by」 is 暴雨; any other words stand as typed.

    Raises:
        Unreadable: letters that fit no hazard, or several.
    """
    known = {name: initials(name) for plan in plans for name in plan.plan.warning_hazards}
    return _meant(typed.strip(), known, "灾种")


def area_of(typed: str, plans: Iterable[Plan]) -> str:
    """The area meant: 「gj mz」 is 个旧市、蒙自市; words that are no initials stand as typed.

    Raises:
        Unreadable: letters that fit no place, or several.
    """
    known = {"全州": "qz", **{place.name: place.initials for plan in plans for place in plan.places}}
    parts = re.split(r"[\s、,，]+", typed.strip())
    if not any(_LETTERS.fullmatch(part) for part in parts):
        return typed.strip()
    return "、".join(dict.fromkeys(_meant(part, known, "地点") for part in parts if part))


def _meant(word: str, known: dict[str, str], what: str) -> str:
    if not _LETTERS.fullmatch(word):
        return word
    letters = word.lower()
    found = [name for name, short in known.items() if letters in (short, initials(name))]
    found = found or [name for name, short in known.items() if short.startswith(letters)]
    if len(found) != 1:
        said = f"对得上{'、'.join(found)}，请多打一个字母" if found else "没有对得上的，请打拼音首字母或名称"
        raise Unreadable(f"{what}「{word[:20]}」{said}")
    return found[0]


def parse_until(typed: str, start: datetime, now: datetime) -> datetime:
    """Until when: 「24」 and 「24小时」 are hours from the start, else a time to come after it; 「明天」 is told from `now`.

    Raises:
        Unreadable: neither.
    """
    return parse_ahead(typed, start, timedelta(hours=1), now)


def known_hazards(plans: Iterable[Plan]) -> tuple[str, ...]:
    """Every hazard that a plan takes warnings of."""
    return tuple(name for plan in plans for name in plan.plan.warning_hazards)
