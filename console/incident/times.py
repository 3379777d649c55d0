"""Instants as people type them and as the log keeps them; all at +08:00, whole seconds."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "+08:00")
"""China has one zone without summer time: a fixed offset needs no zone database."""

HELP = "可写「现在」「-5」(5分钟前)、「0210」或「2026-11-23 02:10」"


class Unreadable(ValueError):
    """What was typed cannot be read; the message is one sentence for the officer."""


def stamp(at: datetime) -> str:
    """The instant as RFC 3339 with +08:00, whole seconds."""
    return at.astimezone(CHINA).replace(microsecond=0).isoformat()


def instant(text: str) -> datetime:
    """The instant of an RFC 3339 text.

    Raises:
        Unreadable: not such a text, or one without an offset.
    """
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError
        return at.astimezone(CHINA)
    except (ValueError, OverflowError):
        raise Unreadable(f"时间「{text[:40]}」读不懂，应如 2026-11-23T14:05:00+08:00") from None


def parse_when(text: str, now: datetime) -> datetime:
    """What the officer typed for a time, as an instant not after `now` plus five minutes.

    Reads `now`, `-5` (minutes before now), `0210`, `02:10`, `23日0210`, `11-23 02:10`, `2026-11-23 02:10[:30]` and
    RFC 3339. A clock time that would lie in the future is taken as yesterday's.

    Raises:
        Unreadable: with a sentence that shows what can be written.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    lowered = typed.lower().removesuffix("分钟前").removesuffix("分钟").strip()
    now = now.astimezone(CHINA).replace(microsecond=0)
    if lowered in ("now", "现在", "刚才", "n"):
        return now
    if re.fullmatch(r"-\d{1,4}", lowered):
        return now - timedelta(minutes=int(lowered[1:]))
    try:
        at = _clock_time(lowered, now) or _dated(typed, now)
    except ValueError:
        at = None
    if at is None:
        raise Unreadable(f"时间「{typed[:40]}」读不懂，{HELP}")
    if at > now + timedelta(minutes=5):
        raise Unreadable(f"时间「{typed[:40]}」在将来，请核对，{HELP}")
    return at


def _clock_time(text: str, now: datetime) -> datetime | None:
    found = re.fullmatch(r"(\d{1,2})[:点时]?(\d{2})分?", text)
    if not found:
        return None
    at = now.replace(hour=int(found[1]), minute=int(found[2]), second=0)
    return at - timedelta(days=1) if at > now + timedelta(minutes=5) else at


def _dated(text: str, now: datetime) -> datetime | None:
    pattern = (
        r"(?:(?:(\d{4})[-/.年])?(\d{1,2})[-/.月])?(\d{1,2})日?[ T]*"
        r"(\d{1,2})[:点时]?(\d{2})分?(?::(\d{2}))?"
    )
    found = re.fullmatch(pattern, text)
    if not found:
        return instant(text) if "T" in text else None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    at = now.replace(
        year=year or now.year, month=month or now.month, day=day or now.day,
        hour=hour or 0, minute=minute or 0, second=second or 0,
    )
    if year is None and at > now + timedelta(minutes=5):
        at = at.replace(year=at.year - 1)
    return at


AHEAD_HELP = "可写「0800」「明天0800」「2日0800」或「2026-11-23 02:10」"
_AHEAD = re.compile(
    r"(?:(?:(?:(\d{4})[-/.年])?(\d{1,2})[-/.月])?(\d{1,2})(?:日 *|[ T]+))?(\d{1,2})[:点时]?(\d{2})?分?"
)
_DAYS = {"今天": 0, "明天": 1, "后天": 2}


def parse_ahead(text: str, now: datetime) -> datetime:
    """What the officer typed for a time to come: the next 08:00, the next 2nd of a month, or in full.

    Raises:
        Unreadable: with a sentence that shows what can be written.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    now = now.astimezone(CHINA).replace(microsecond=0)
    day = next((n for word, n in _DAYS.items() if typed.startswith(word)), None)
    found = _AHEAD.fullmatch(typed[2:].strip() if day is not None else typed)
    try:
        if found is None:
            return instant(typed)
        return _next(now, day, [int(part) if part else None for part in found.groups()])
    except (ValueError, OverflowError):
        raise Unreadable(f"时间「{typed[:40]}」读不懂，{AHEAD_HELP}") from None


def _next(now: datetime, day: int | None, told: list[int | None]) -> datetime:
    """The next instant that these parts fit; ValueError where there is none."""
    year, month, date, hour, minute = told
    if date is None:
        at = now.replace(hour=hour or 0, minute=minute or 0, second=0)
        return at + timedelta(days=day if day is not None else 0 if at > now else 1)
    if day is not None:
        raise ValueError
    for ahead in range(13):  # a month that has no such day is passed over
        first = now.month - 1 + ahead
        try:
            at = datetime(year or now.year + first // 12, month or first % 12 + 1, date, hour or 0, minute or 0, tzinfo=CHINA)
        except ValueError:
            if year and month:
                raise
            continue
        if at > now or (year and month):
            return at
    raise ValueError


def clock(at: datetime) -> str:
    """「02:10」; the day is added by `dated` where it is not the same."""
    return at.astimezone(CHINA).strftime("%H:%M")


def clock_seconds(at: datetime) -> str:
    """「02:10:05」."""
    return at.astimezone(CHINA).strftime("%H:%M:%S")


def dated(at: datetime) -> str:
    """「11-23 02:10」."""
    return at.astimezone(CHINA).strftime("%m-%d %H:%M")


def dated_seconds(at: datetime) -> str:
    """「2026-11-23 02:10:05」, which `parse_when` reads back as the same instant."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def spoken(at: datetime) -> str:
    """「11月23日2时10分」, for papers and scripts."""
    local = at.astimezone(CHINA)
    return f"{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"


def written_time(at: datetime) -> str:
    """「2026年11月23日2时10分」, where a paper first names a time."""
    return f"{at.astimezone(CHINA).year}年{spoken(at)}"


def span(delta: timedelta) -> str:
    """A length of time as 「07:12」 (minutes, seconds), 「1:45:00」 or 「2天03:10」, without a sign."""
    total = abs(int(delta.total_seconds()))
    days, rest = divmod(total, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    if days:
        return f"{days}天{hours:02d}:{minutes:02d}"
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def minutes_words(delta: timedelta) -> str:
    """「7分钟」 or 「1小时45分钟」, rounded down to the minute."""
    hours, minutes = divmod(abs(int(delta.total_seconds())) // 60, 60)
    if not hours:
        return f"{minutes}分钟"
    return f"{hours}小时{minutes}分钟" if minutes else f"{hours}小时"
