"""The one grammar of times as people type and say them: what a text names, not yet which instant that is. Pure.

A long run of digits names nothing: 「0210」 is a time of day, 「152340」 and 「12350」 are neither a time nor a date.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from .numerals import in_figures

NOW = ("now", "n", "现在", "刚才", "刚刚")


@dataclass(frozen=True, slots=True)
class Named:
    """A time as it was named; what was not said of its day is None."""

    hour: int
    """0 to 24; 24 is the midnight at the day's end."""
    minute: int
    second: int = 0
    year: int | None = None
    month: int | None = None
    day: int | None = None
    from_today: int | None = None
    """Days from today, where the day was said so: 昨天 is -1."""


def plain(text: str) -> str:
    """Words that name a time in one form: half-width, lower case, figures for Chinese numerals; Chinese words without blanks."""
    text = half_width(text).strip().lower()
    if not _CHINESE.search(text):
        return re.sub(r"\s+", " ", text)
    text = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", text)  # a blank between two numbers parts them and stays
    return in_figures(_SPOKEN_ZERO.sub("0", text), decimals=False)


def half_width(text: str) -> str:
    """Typed words with half-width digits, signs and blanks."""
    return unicodedata.normalize("NFKC", text).translate(_SIGNS)


_SIGNS = {0x2212: "-", 0x2013: "-", 0x2014: "-", 0x2236: ":"}
"""What an input method writes for a minus and a colon."""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SPOKEN_ZERO = re.compile("(?<=[点时分])[零〇](?=[一二三四五六七八九\\d])")
"""零 in 「23点零五」 keeps its place: 05."""
_ABOUT = re.compile(r"^(?:大?约莫?|大概|差不多)|(?:左右|前后|许)$")


def length(text: str) -> timedelta | None:
    """A length of time: 「5分钟」, 「半小时」, 「1个半小时」, 「1小时20分」, 「2天」; None where the text names none."""
    found = _LENGTH.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    days, half, hours, more, again, minutes = found.groups()
    whole = 30 if half else int(hours or 0) * 60 + (30 if more or again else 0)
    return timedelta(days=int(days or 0), minutes=whole + int(minutes or 0))


_LENGTH = re.compile(r"(?:(\d{1,2})天)?(?:(?:(半)个?|(\d{1,3})个?(半)?)(?:小时|钟头|h)(半)?)?(?:(\d{1,4})(?:分钟?|min))?")


def ago(text: str) -> timedelta | None:
    """How long ago: 「-5」, 「-5分钟」, 「5分钟前」, 「半小时前」; None where the text does not say so."""
    found = re.fullmatch(r"- ?(\d{1,4})(?:分钟?)?", text)
    if found:
        return timedelta(minutes=int(found[1]))
    found = re.fullmatch(r"(.+?)(?:之前|以前|前)", _ABOUT.sub("", text))
    return length(found[1]) if found else None


def named(text: str) -> Named | None:
    """The day and time of day that a text names; None where it names none, or one that no clock shows."""
    text = _ABOUT.sub("", text).strip()
    found = _DATE.match(text)
    if found:
        year, month, day = (int(part) if part else None for part in found.groups()[:3])
        if day is None:
            day = int(found["only"])
        time = _of_day(text[found.end():])
        return None if time is None else Named(*time, year=year, month=month, day=day)
    word = next((word for word in DAYS if text.startswith(word)), "")
    rest = text.removeprefix(word).strip()
    part = _PART_OF.get(word, "")
    time = _of_day(part + rest) or (_of_day(f"{rest}点") if word and rest.isdigit() else None)
    if time is None or (part == "晚上" and time[0] in _SMALL_HOURS):  # 「昨晚2点」 may be either night's
        return None
    return Named(*time, from_today=DAYS[word] if word else None)


DAYS = {
    "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "明天": 1, "明日": 1, "后天": 2,
    "今晚": 0, "昨晚": -1, "昨夜": -1, "前晚": -2, "明晚": 1, "今早": 0, "明早": 1,
}
_PART_OF = {
    "今晚": "晚上", "昨晚": "晚上", "昨夜": "晚上", "前晚": "晚上", "明晚": "晚上", "今早": "早上", "明早": "早上",
}
"""The part of the day that such a word says as well."""
_DATE = re.compile(
    r"(?:(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})(?:[日号] ?| ?t ?| )|(?P<only>\d{1,2})[日号] ?)(?=\S)"
)
_OF_DAY = re.compile(
    r"(?P<part>[^\d\s:]{2})? ?(?:"
    r"(?P<digits>\d{4}|\d{3})"
    r"|(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?"
    r"|(?P<hour>\d{1,2})[点时](?:(?P<said>半|整|正|钟|[13]刻)|(?P<two>\d{2})|(?P<minute>\d{1,2})分(?:(?P<second>\d{1,2})秒?)?)?"
    r")"
)
_PARTS: tuple[tuple[tuple[str, ...], range], ...] = (
    (("凌晨",), range(7)), (("清晨", "早上", "早晨", "上午"), range(13)), (("中午", "正午"), range(10, 16)),
    (("下午",), range(12, 20)), (("傍晚",), range(15, 22)), (("晚上", "夜里", "半夜", "深夜"), range(17, 25)),
)
"""Parts of the day with the hours that they may mean: 「下午3点」 is 15:00, 「晚上12点」 the midnight at its end."""
_SMALL_HOURS = range(6)
"""「晚上2点」 is 02:00."""


def _of_day(text: str) -> tuple[int, int, int] | None:
    """Hour, minute, second of a time of day; None where it is none that a clock shows."""
    found = _OF_DAY.fullmatch(text)
    if not found:
        return None
    digits = found["digits"]
    if digits:
        hour, minute, second = int(digits[:-2]), int(digits[-2:]), 0
    elif found["h"]:
        hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    else:
        said = found["said"] or ""
        quarters = 30 if said == "半" else int(said[0]) * 15 if said.endswith("刻") else 0
        hour, minute, second = int(found["hour"]), int(found["two"] or found["minute"] or quarters), int(found["second"] or 0)
    midnight = hour == 24 and minute == second == 0
    if not (hour < 24 or midnight) or minute > 59 or second > 59:
        return None
    if not found["part"]:
        return hour, minute, second
    meant = _in_part(found["part"], hour)
    return None if meant is None else (meant, minute, second)


def _in_part(part: str, hour: int) -> int | None:
    """The hour that is meant in a part of the day; 24 and some minutes is past midnight."""
    hours = next((hours for words, hours in _PARTS if part in words), None)
    if hours is None:
        return None
    said = (hour, hour + 12, 0) if hour == 12 else (hour, hour + 12) if hour < 12 else (hour,)
    meant = next((h for h in said if h in hours), None)
    return hour if meant is None and hours.stop == 25 and hour in _SMALL_HOURS else meant
