"""A line that is typed into the log, with the time that may stand at its head. Pure; the words are never changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from .time_words import half_width
from .times import Unreadable, parse_when

MEASURES = (
    "度", "摄氏", "华氏", "°", "%", "‰", "个百分点", "成", "倍", "级", "户", "人", "名", "个", "台", "只", "辆", "条", "座", "层", "楼",
    "号", "次", "处", "起", "家", "秒", "年",
    "万", "亿", "千", "百", "伏", "兆", "赫", "帕", "分贝", "米", "公里", "厘米", "毫米", "吨", "公斤", "升", "立方", "平方",
    "亩", "公顷", "元", "小时", "天",
)
"""Words after which 「-3」 is a figure (「-3 度」) and no time."""
UNITS = ("kv", "mw", "kw", "gw", "mva", "kva", "mvar", "ka", "hz", "km", "cm", "mm", "kg", "c", "f", "v", "a", "mpa", "kpa", "hpa", "db")
"""The same in letters; no letter follows them."""
NO_MEASURES = (
    "个旧", "个人", "个别", "元阳", "人民", "人员", "人大", "人武", "人社", "户外", "户主", "级别", "度假", "台长", "台站", "名单", "条件",
    "座谈", "楼上", "楼下", "成立", "成员", "成功", "万一", "千家", "百货", "百姓", "升压", "升级", "升旗", "天气", "天然气",
    "米轨", "万局", "万主任", "处置", "处理", "处长", "处于", "起火", "起因", "起重", "起初", "家属", "家里", "家中", "家长", "年前", "年初", "年底",
    "次日", "次生", "号召", "号码",
)
"""Words that begin like a measure and are none: 「-5 个旧变跳闸」 is five minutes ago."""
_HEAD = re.compile(r"\s*(-\d{1,3}(?:分钟?)?|\d{1,2}:\d{2}(?::\d{2})?)\s+(\S.*)", re.DOTALL)
_COUNTED = re.compile(
    rf"(?!{'|'.join(NO_MEASURES)})(?:{'|'.join(MEASURES)})|(?:{'|'.join(UNITS)})(?![a-z])|[至到~-]\s*-?\d", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """A time that stands at the head of a line."""

    words: str
    """As typed, in half-width signs."""
    at: datetime


def head_of(line: str, now: datetime) -> Head | None:
    """The time at the head of a line; None where it begins with none.

    Only 「-5」 (also 「-5分」, 「-5分钟」) and 「01:20」 (also 「01:20:05」) with a blank behind them are times. Digits without a
    colon are none (「1200 户停电」), nor is 「-3」 before a measure (「-3 度」). What cannot be read is just words.
    """
    found = _HEAD.fullmatch(half_width(line))
    if not found or (found[1].startswith("-") and found[1][-1].isdigit() and _COUNTED.match(found[2])):
        return None
    try:
        return Head(found[1], parse_when(found[1], now))
    except Unreadable:
        return None
