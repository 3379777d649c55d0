"""Telephone numbers in a text, however they were written, and nothing else: no figure, time, date or number of a thing. Pure.

Full-width signs stand as escapes here, so that nobody makes them one with the plain ones beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

HIDDEN = "\u200b-\u200f\u2060-\u2064\ufeff\u00ad"
"""Characters that take no room: between two digits or two parts of a name they hide it from a plain search."""

_SEP = rf"[\s\-_.·\u2010-\u2015\uff0d\u2022()\uff08\uff09/,\u3001\uff0c\uff0f{HIDDEN}]"
_JOIN = rf"[ \-_\u2010-\u2015\uff0d{HIDDEN}]"
_START, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_CHINESE_DIGIT = "[零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]"

_MOBILE = re.compile(rf"{_START}(?:(?:\+|00)?86{_SEP}{{0,2}})?[1\uff11]{_SEP}{{0,2}}[3-9\uff13-\uff19](?:{_SEP}{{0,2}}\d){{9}}{_END}")
_AREA = re.compile(
    rf"{_START}(?:(?:\+|00)86{_SEP}{{0,2}})?[(\uff08]?[0\uff10]\d{{2,3}}{_SEP}{{0,2}}\d{{3,4}}{_JOIN}?\d{{4}}"
    rf"(?:(?:转|-|ext\.?)\s*\d{{1,6}})?{_END}"
)
_SERVICE = re.compile(rf"{_START}[48\uff14\uff18][0\uff10]{{2}}{_JOIN}?\d{{3,4}}{_JOIN}?\d{{3,4}}{_END}")
_IDENTITY = re.compile(rf"{_START}\d{{17}}[\dXx]{_END}")
_LOCAL = re.compile(
    rf"{_START}(?:[2-8\uff12-\uff18]\d{{6,7}}|\d{{9,}}|[2-8]\d{{2,3}}{_JOIN}\d{{4}}|[2-8]\d{{3}}{_JOIN}\d{{3}})"
    rf"(?:转\s*\d{{1,6}})?{_END}"
)
"""Seven or eight digits that do not begin with 0, 1 or 9, in one or two groups; and what is longer than any figure."""
_EXTENSION = re.compile(rf"(?:转\s?\d{{4,6}}|(?:分机|内线|短号|小号|集群号)[\s:\uff1a]?\d{{3,8}}){_END}")
_MASKED = re.compile(
    rf"{_START}(?:(?:\d{{3,4}}-?)?\d{{2,4}}{_JOIN}?[xX*\uff0a\u00d7]{{3,8}}(?:{_JOIN}?\d{{1,4}})?"
    rf"|(?:1[3-9]\d|0\d{{2,3}}){_JOIN}?(?:[\u2026\u22ef]{{1,4}}|\.{{3,6}}|[\u3002\u00b7]{{3,6}}){_JOIN}?\d{{2,4}})(?![0-9A-Za-z*])"
)
_DICTATED = re.compile(rf"{_CHINESE_DIGIT}(?:[ \u3000\-{HIDDEN}]{{0,2}}{_CHINESE_DIGIT}){{6,}}")
_ALL = (_IDENTITY, _MOBILE, _AREA, _SERVICE, _MASKED, _EXTENSION, _DICTATED, _LOCAL)

_HARD = (
    r"(?:[万亿千百]|户(?![主籍口名长])|元|兆瓦|千瓦|瓦|千伏|伏|安|立方|平方|吨|亩|公里|千米|毫米|米|MW|[kK][WVvA]|GW|Hz|mm|km|m3|%|\uff05|‰)"
)
_PIECES = r"(?:株|棵|头(?!儿)|匹|羽|尾|栋|顶|箱|袋)"
_DAY = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_KEPT = re.compile(
    rf"\d{{14}}_?{_DAY}\d{{6}}(?:_?\d{{1,4}})?"  # the number of a warning
    rf"|{_START}D?{_DAY}-\d{{2,4}}(?!\d)"  # of an event
    rf"|{_START}{_DAY}(?:[01]\d|2[0-3])?(?:[0-5]\d){{0,2}}(?!\d)"  # a date with a time
    r"|(?<!\d)(?:19|20)\d{2}[-~\u2014](?:19|20)\d{2}(?!\d)"  # from year to year
    rf"|{_START}[1-9]\d{{3,8}} ?(?:[\-~\u2010-\u2015\uff0d\uff5e\u301c至到]|\u2014\u2014) ?[1-9]\d{{3,8}}"
    rf"(?= ?[多余来几]?(?:{_HARD}|{_PIECES}|人))"  # so much to so much
    rf"|{_START}(?:[01]\d|2[0-3])[0-5]\d[ \-](?:[01]\d|2[0-3])[0-5]\d(?!\d)"  # from time to time
    r"|\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\S*"
)
"""What looks like one and is none."""
_SOFT = r"(?:人|度|年|月|日|时|小时|分钟|秒|头|只|台|辆|家|条|次|件|份|张|名|座|间|段|回|天|个|处)"
_MEASURED = re.compile(rf"[\s{HIDDEN}]{{0,2}}[多余来几]?(?:{_HARD}|{_PIECES})|[多余来几]?{_SOFT}|\.\d")
NO_MEASURE = rf"(?![\s{HIDDEN}]{{0,2}}[多余来几]?{_HARD})"
"""What follows no telephone number: a measure."""
_HARD_MEASURED = re.compile(rf"[\s{HIDDEN}]{{0,2}}[多余来几]?{_HARD}")
_RUNG = re.compile(r"(?:电话|手机|座机|固话|传真|热线|号码|联系|致电|来电|回电|回拨|拨打|[拨打呼找]|tel|phone)[^\d\uff0c\u3002\uff1b]{0,6}$", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:户数?|用户数?|客户数?|负荷|容量|人口|人数|数量|金额|资金|损失|面积|雨量|水量|水位|流量|库容|电量|产值|产量|编号|文号|单号|证号)"
    r"\s*(?:[为是约共达计]|合计|[:\uff1a=])*\s*$"
)
_SHAPES = frozenset({
    (11,), (3, 4, 4), (3, 8), (3, 3, 5), (3, 5, 3), (7, 4), (5, 6), (4, 7), (3, 4, 2, 2), (3, 2, 2, 2, 2), (1,) * 11,
    (1, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 1), (3, *(1,) * 8),
})  # fmt: skip
"""How a mobile number is parted by blanks; parted otherwise they are figures in a row."""


def telephone_numbers(text: str) -> list[tuple[int, int]]:
    """Where telephone numbers (and identity cards) stand, from left to right, no two over one another."""
    kept = [found.span() for found in _KEPT.finditer(text)]
    taken: list[tuple[int, int]] = []
    for pattern in _ALL:
        for start, end in _found(pattern, text):
            if not any(a < end and start < b for a, b in (*kept, *taken)):
                taken.append((start, end))
    return sorted(taken)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while found := pattern.search(text, at):
        good = _is_one(pattern, found, text)
        at = found.end() if good else found.start() + 1
        if good:
            yield found.span()


def _is_one(pattern: re.Pattern[str], found: re.Match[str], text: str) -> bool:
    before, after = text[max(0, found.start() - 24) : found.start()], text[found.end() : found.end() + 8]
    if pattern is _MOBILE:
        return _is_mobile(found[0]) and not _HARD_MEASURED.match(after)
    if pattern is _AREA:
        parts = re.findall(r"\d+", found[0])
        return not (len(parts) > 2 and re.fullmatch(r"0\d[0-5]\d", parts[0]))  # a time and two figures
    if pattern is _EXTENSION:
        return not _MEASURED.match(after)
    return pattern is not _LOCAL or _is_local(found[0], before, after)


def _is_local(words: str, before: str, after: str) -> bool:
    """Whether digits that could be a figure as well are a number, by what stands around them."""
    if _HARD_MEASURED.match(after) or _COUNTED.search(before):
        return False
    if _RUNG.search(before):
        return True
    if _MEASURED.match(after):
        return False
    return " " not in words or not (re.search(r"\d $", before) or re.match(r" \d", after))  # a row of figures


def _is_mobile(words: str) -> bool:
    """Whether digits of that many are parted as people part a number."""
    groups = re.findall(r"\d+", words)
    if len(groups[0]) + sum(map(len, groups[1:])) > 11:  # 86 before it
        groups = re.findall(r"\d+", re.sub(r"^\D*(?:00)?86\D*", "", words))
    blanks = any(sign.isspace() or sign in ".,/\u3001\uff0c\uff0f()\uff08\uff09" for sign in words)
    return not blanks or tuple(map(len, groups)) in _SHAPES
