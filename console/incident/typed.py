"""What the officer types in a hurry: a log line that may begin with a time, and a deadline. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from .times import Unreadable, parse_when

_LINE = re.compile(r"(-\d{1,4}|\d{1,2}:\d{2}|\d{4})[ \u3000]+(\S.*)", re.DOTALL)
_COUNTED = re.compile(
    r"(户|万|千|百|人|名|个|台|条|辆|家|所|座|处|起|兆瓦|MW|mw|kW|kw|千伏|kV|kv|元|米|公里|吨|升|年|天|小时|分钟|%|多|余)"
)
"""Words after which four digits are a number of things and not a time (「1200 户停电」)."""


def split_line(text: str, now: datetime) -> tuple[datetime | None, str]:
    """When it happened and what, of a typed log line; None where it gives no time of its own.

    「-5 主变跳闸」 is five minutes ago, 「0210 主变跳闸」 ten past two; 「1200 户停电」 is no time.
    """
    found = _LINE.fullmatch(text.strip())
    if not found:
        return None, text.strip()
    typed, rest = found[1], found[2].strip()
    if typed.isdigit() and _COUNTED.match(rest):
        return None, text.strip()
    try:
        return parse_when(typed, now), rest
    except Unreadable:
        return None, text.strip()


def parse_deadline(text: str, now: datetime) -> datetime | None:
    """A deadline that lies ahead: `30` (minutes from now), `2小时`, `1430`, `明天0800`, `11-25 08:00`; None for nothing.

    A clock time that has passed today is tomorrow's.

    Raises:
        Unreadable: with a sentence that shows what can be written.
    """
    typed = unicodedata.normalize("NFKC", text).strip().lstrip("+").removesuffix("前").strip()
    if not typed:
        return None
    try:
        at = _from_now(typed, now) or _clock(typed, now) or _full(typed, now)
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise Unreadable(f"时限「{text.strip()[:40]}」读不懂，可写「30」(30分钟后)、「2小时」、「1430」或「2026-11-25 08:00」")
    if at <= now:
        raise Unreadable(f"时限「{text.strip()[:40]}」已经过了，请重写")
    return at


def _from_now(typed: str, now: datetime) -> datetime | None:
    found = re.fullmatch(r"(\d{1,3})(?:分钟|分)?(?:后|内)?", typed)
    if found:
        return now + timedelta(minutes=int(found[1]))
    found = re.fullmatch(r"(\d{1,3})(?:小时|h)(?:后|内)?", typed)
    return now + timedelta(hours=int(found[1])) if found else None


def _clock(typed: str, now: datetime) -> datetime | None:
    found = re.fullmatch(r"(明天|明日)? ?(\d{1,2})[:点时]?(\d{2})分?", typed)
    if not found:
        return None
    at = now.replace(hour=int(found[2]), minute=int(found[3]), second=0, microsecond=0)
    return at + timedelta(days=1) if found[1] or at <= now else at


def _full(typed: str, now: datetime) -> datetime | None:
    found = re.fullmatch(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?[ T]*(\d{1,2})[:点时]?(\d{2})分?", typed)
    if not found:
        return None
    year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
    return now.replace(
        year=year or now.year, month=month or now.month, day=day or now.day, hour=hour or 0, minute=minute or 0,
        second=0, microsecond=0,
    )
