"""Instants as people type them and as the log keeps them; all at +08:00, whole seconds."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta, timezone

from .numerals import in_figures

CHINA = timezone(timedelta(hours=8), "+08:00")
"""China has one zone without summer time: a fixed offset needs no zone database."""

HELP = "可写「现在」「-5」(5分钟前)、「0210」「昨天2350」或「2026-11-23 02:10」"


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
    lowered = in_figures(typed.lower().replace(" ", "") if _CHINESE.search(typed) else typed.lower(), decimals=False)
    now = now.astimezone(CHINA).replace(microsecond=0)
    if lowered in ("now", "现在", "刚才", "刚刚", "n"):
        return now
    ago = _ago(lowered)
    if ago is not None:
        return now - ago
    try:
        at = _on_a_day(lowered, now) or _clock_time(lowered, now) or _dated(typed, now)
    except ValueError:
        at = None
    if at is None:
        raise Unreadable(f"时间「{typed[:40]}」读不懂，{HELP}")
    if at > now + timedelta(minutes=5):
        raise Unreadable(f"时间「{typed[:40]}」在将来，请核对，{HELP}")
    return at


_CHINESE = re.compile("[\u4e00-\u9fff]")
_AGO = re.compile(r"(?:(\d{1,2}|半)个?(半)?(?:小时|钟头)半?)?(?:(\d{1,4})分钟?)?(?:之?前|以前)")
_DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "昨夜": 1, "前天": 2, "前日": 2, "前晚": 2}
_PARTS = ("凌晨", "早上", "早晨", "上午", "中午", "下午", "傍晚", "晚上", "夜里", "今早", "今晚")
_AFTERNOON = {"中午": 1, "下午": 1, "傍晚": 4, "晚上": 5, "今晚": 5}
"""Parts of the day whose hours from this one on are said without the twelve: 「下午3点」 is 15:00, 「晚上2点」 is 02:00."""


def _ago(text: str) -> timedelta | None:
    """「-5」, 「5分钟前」, 「半小时前」, 「1小时20分前」."""
    if re.fullmatch(r"-\d{1,4}(?:分钟?)?", text):
        return timedelta(minutes=int(re.sub(r"\D", "", text)))
    found = _AGO.fullmatch(text)
    if not found or not (found[1] or found[3]):
        return None
    hours = 30 if found[1] == "半" else int(found[1] or 0) * 60
    return timedelta(minutes=hours + (30 if found[2] else 0) + int(found[3] or 0))


def _on_a_day(text: str, now: datetime) -> datetime | None:
    """「昨天2350」, 「昨晚11点50」, 「凌晨2点半」, 「下午3点」: the day or the part of it in words, then the time."""
    day = next((word for word in _DAYS_AGO if text.startswith(word)), "")
    rest = text.removeprefix(day)
    part = next((word for word in _PARTS if rest.startswith(word)), "")
    if not day and not part:
        return None
    told = _hour_and_minute(rest.removeprefix(part))
    if told is None:
        return None
    hour, minute = told
    if hour < 12 and (hour >= _AFTERNOON.get(part, 5 if day in ("昨晚", "前晚") else 12)):
        hour += 12
    at = now.replace(hour=hour, minute=minute, second=0) - timedelta(days=_DAYS_AGO.get(day, 0))
    return at - timedelta(days=1) if not day and at > now + timedelta(minutes=5) else at


def _hour_and_minute(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{1,2})(?:[:点时]?(\d{2})分?|[点时](?:(\d{1,2})分|(半|整|[1-3]刻|钟)?))", text)
    if not found:
        return None
    if found[2] or found[3]:
        return int(found[1]), int(found[2] or found[3])
    rest = found[4] or ""
    return int(found[1]), 30 if rest == "半" else int(rest[0]) * 15 if rest.endswith("刻") else 0


def _clock_time(text: str, now: datetime) -> datetime | None:
    told = _hour_and_minute(text)
    if told is None:
        return None
    at = now.replace(hour=told[0], minute=told[1], second=0)
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


def since_epoch(seconds: float) -> datetime | None:
    """The instant that many seconds after 1970 (a file's own time); None beyond the calendar.

    Reckoned here: the system's own reckoning fails on Windows for times before 1970, and for the first day after.
    """
    try:
        return datetime(1970, 1, 1, 8, tzinfo=CHINA) + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


def clock(at: datetime) -> str:
    """「02:10」; the day is added by `dated` where it is not the same."""
    return at.astimezone(CHINA).strftime("%H:%M")


def clock_seconds(at: datetime) -> str:
    """「02:10:05」."""
    return at.astimezone(CHINA).strftime("%H:%M:%S")


def dated(at: datetime) -> str:
    """「11-23 02:10」."""
    return at.astimezone(CHINA).strftime("%m-%d %H:%M")


def moment(at: datetime, day: datetime) -> str:
    """「02:10」, with its date where that is another than `day`'s."""
    same = at.astimezone(CHINA).date() == day.astimezone(CHINA).date()
    return clock(at) if same else dated(at)


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
    """「不到1分钟」, 「7分钟」 or 「1小时45分钟」, rounded down to the minute."""
    hours, minutes = divmod(abs(int(delta.total_seconds())) // 60, 60)
    if not hours:
        return f"{minutes}分钟" if minutes else "不到1分钟"
    return f"{hours}小时{minutes}分钟" if minutes else f"{hours}小时"
