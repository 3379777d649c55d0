"""Instants as people type them and as the log keeps them; all at +08:00, whole seconds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from .time_words import NOW, Named, ago, length, named, plain

CHINA = timezone(timedelta(hours=8), "+08:00")
"""China has one zone without summer time: a fixed offset needs no zone database."""

HELP = "可写「现在」「-5」(5分钟前)、「0210」「02:10:05」「昨天2350」或「2026-11-23 02:10」"


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

    Reads `now`, `-5` (minutes before now), `0210`, `02:10`, `15:23:40`, `15时23分40秒`, `昨天2350`, `凌晨2点半`, `23日0210`,
    `11-23 02:10`, `2026-11-23 02:10[:30]` and RFC 3339. A clock time that would lie ahead is yesterday's; a date without
    a year, or a day without a month, is this year's and this month's or none: the last one's is never guessed.

    Raises:
        Unreadable: with a sentence that shows what can be written, in full where the day or the year would be a guess.
    """
    now = now.astimezone(CHINA).replace(microsecond=0)
    words = plain(text)
    if words in NOW:
        return now
    back = ago(words)
    told = named(words) if back is None else None
    try:
        at = now - back if back is not None else _instant_of(told, now) if told else _in_full(text)
    except (ValueError, OverflowError):
        at = None
    soon = now + FAST_CLOCKS
    if told is not None and told.day and not told.year and (at is None or at > soon):
        raise Unreadable(_ask_in_full(text, told, now, at))
    if at is None:
        raise Unreadable(f"时间「{text.strip()[:40]}」读不懂，{HELP}")
    if told is not None and told.day is None and told.from_today is None and at > soon:
        at -= timedelta(days=1)
    if at > soon:
        raise Unreadable(f"时间「{text.strip()[:40]}」在将来，请核对，{HELP}")
    return at


FAST_CLOCKS = timedelta(minutes=5)
"""So far ahead of our clock somebody else's may be."""
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)")


def _in_full(text: str) -> datetime | None:
    """An RFC 3339 text as an instant; None where it is none."""
    text = text.strip()
    return instant(text.upper()).replace(microsecond=0) if _RFC_3339.fullmatch(text) else None


def _instant_of(told: Named, now: datetime) -> datetime:
    """The instant in this year, this month, today, as far as no other was named; ValueError where there is no such day."""
    day = now.replace(hour=0, minute=0, second=0)
    if told.day:
        day = day.replace(year=told.year or now.year, month=told.month or now.month, day=told.day)
    return day + timedelta(days=told.from_today or 0, hours=told.hour, minutes=told.minute, seconds=told.second)


def _ask_in_full(text: str, told: Named, now: datetime, at: datetime | None) -> str:
    """Why the day is a guess, with the last one that it can have been, in full."""
    typed, this = text.strip()[:40], "今年" if told.month else "本月"
    before = next((found for months in range(1, 12 * 8 + 1) if (found := _months_away(told, now, -months))), None)
    if before is None:
        return f"时间「{typed}」读不懂，没有这一天，{HELP}"
    last = f"{before.month}月" if not told.month else "去年" if before.year == now.year - 1 else f"{before.year}年"
    why = f"{this}没有这一天" if at is None else f"{this}的还没到"
    return f"时间「{typed}」{why}；若是{last}请写全 {_full(before)}"


def _full(at: datetime) -> str:
    """「2025-11-30 02:10」."""
    return dated_seconds(at).removesuffix(":00")


def _months_away(told: Named, now: datetime, months: int) -> datetime | None:
    """The instant so many months from this one; None where that month is not the one named, or has no such day."""
    years, month = divmod(now.month - 1 + months, 12)
    if told.month and told.month != month + 1:
        return None
    try:
        return _instant_of(replace(told, year=now.year + years, month=month + 1), now)
    except (ValueError, OverflowError):
        return None


AHEAD_HELP = "可写「0800」「2小时」「明天0800」「2日0800」或「2026-11-23 02:10」"
SURE_AHEAD = timedelta(days=183)
"""A date without a year that is passed is next year's up to so far ahead; what is further is asked about."""


def parse_ahead(text: str, now: datetime, bare: timedelta | None = None, today: datetime | None = None) -> datetime:
    """What the officer typed for a time to come: `2小时`, the next `0800`, `明天0800`, the next 2nd of a month, or in full.

    `bare` is what a bare number of one or two digits counts (minutes for a deadline, hours for a warning); None for nothing.
    `today` is when it was said, for 「明天」, where `now` is another moment from which it counts.

    Raises:
        Unreadable: with a sentence that shows what can be written; also for what has passed.
    """
    now = now.astimezone(CHINA).replace(microsecond=0)
    typed = text.strip()[:40]
    words = re.sub("(?:之前|以前|前|以内|之内|内|以后|之后|后)$", "", plain(text).removeprefix("+"))
    told, later = named(words), length(words)
    if bare is not None and re.fullmatch("[0-9]{1,3}", words):
        if len(words) == 3:
            unit = "小时" if bare >= timedelta(hours=1) else "分钟"
            raise Unreadable(f"时间「{typed}」是几点还是多少{unit}？请写「0{words}」或「{words}{unit}」")
        later = bare * int(words)
    try:
        at = now + later if later is not None else _next(told, now, today or now) if told else _in_full(text)
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise Unreadable(f"时间「{typed}」读不懂，{AHEAD_HELP}")
    if at <= now:
        raise Unreadable(f"时间「{typed}」已经过了，请核对，{AHEAD_HELP}")
    if told is not None and not told.year and at - now > SURE_AHEAD:
        raise Unreadable(f"时间「{typed}」今年的已经过了；若是明年请写全 {_full(at)}")
    return at


def _next(told: Named, now: datetime, today: datetime) -> datetime | None:
    """The next instant that was named so; the one named where its day is told in full."""
    if told.year or told.from_today is not None:
        return _instant_of(told, today.astimezone(CHINA).replace(microsecond=0))
    if told.day:  # a month that has no such day is passed over
        return next((at for months in range(13) if (at := _months_away(told, now, months)) and at > now), None)
    at = _instant_of(told, now)
    return at if at > now else at + timedelta(days=1)


def parse_near(text: str, now: datetime) -> datetime:
    """What the officer typed for a time that may have passed or be still to come: of a clock time the nearest.

    Raises:
        Unreadable: with a sentence that shows what can be written.
    """
    told = named(plain(text))
    if told is not None and told.day is None and told.from_today is None:
        today = _instant_of(told, now.astimezone(CHINA).replace(microsecond=0))
        return min((today + timedelta(days=days) for days in (-1, 0, 1)), key=lambda at: abs(at - now))
    try:
        return parse_when(text, now)
    except Unreadable:
        try:
            return parse_ahead(text, now)
        except Unreadable:
            pass
        raise


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


def day_words(at: datetime, now: datetime) -> str:
    """The day as one speaks of it, with its date: 「今天」, 「昨天(11-23)」, 「11-20」, 「2025-11-30」."""
    at, now = at.astimezone(CHINA), now.astimezone(CHINA)
    date = at.strftime("%m-%d" if at.year == now.year else "%Y-%m-%d")
    word = {-1: "昨天", 1: "明天", 2: "后天"}.get((at.date() - now.date()).days)
    return "今天" if at.date() == now.date() else f"{word}({date})" if word else date


def distance(at: datetime, now: datetime) -> str:
    """「52分钟前」, 「2小时后」, 「363天前」, 「就是现在」."""
    apart = at - now
    if abs(apart) < timedelta(seconds=1):
        return "就是现在"
    words = f"{abs(apart).days}天" if abs(apart) >= timedelta(days=2) else minutes_words(apart)
    return f"{words}{'后' if apart > timedelta(0) else '前'}"


def read_words(at: datetime, now: datetime) -> str:
    """How a time was read, for the officer to see before it is recorded: 「今天 01:20，52分钟前」."""
    shown = clock_seconds(at) if at.second else clock(at)
    return f"{day_words(at, now)} {shown}，{distance(at, now)}"
