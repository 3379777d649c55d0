"""Who may announce a decision by the plan, against what the officer wrote down. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from console.plan.model import Plan
    from console.plan.standards import Authority

Moment = Literal["start", "change", "end"]


def authority_for(plan: Plan, moment: Moment, level: str | None, before: str | None) -> Authority | None:
    """Whose decision it is: of the higher of the two levels where one changes into the other."""
    known = [one for one in plan.level_ids if one in (level, before)]
    return plan.authority(known[0], moment) if known else None


def doubt(plan: Plan, moment: Moment, level: str | None, before: str | None, authority: str, announced_by: str) -> str:
    """A sentence where neither the authority nor who announced is the plan's; empty where the plan names nobody.

    Who may announce a higher level may announce a lower one too.
    """
    asked = authority_for(plan, moment, level, before)
    if asked is None or not asked.announces:
        return ""
    place = min(plan.level_ids.index(one) for one in asked.levels)
    allowed = set(asked.announces)
    for higher in plan.level_ids[:place]:
        found = plan.authority(higher, moment)
        allowed |= set(found.announces) if found else set()
    if not authority.strip() or any(_same(words, one) for words in (authority, announced_by) for one in allowed):
        return ""
    what = {"start": "启动", "change": "变更", "end": "终止"}[moment]
    return f"预案写{'、'.join(asked.levels)}级的{what}由{'、'.join(asked.announces)}宣布({asked.clause})，这里写的是「{authority.strip()[:20]}」"


def _same(typed: str, announcer: str) -> bool:
    """「指挥长授权」 is 指挥长授权的人, 「指挥长 王五」 is 指挥长; 副指挥长 is not."""
    words = typed.strip()
    return bool(words) and (announcer.startswith(words) or re.search(rf"(?<!副){re.escape(announcer)}", words) is not None)
