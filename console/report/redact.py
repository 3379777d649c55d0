"""A copy of a log without phone numbers and names. Pure; the original is only read.

Names are those that stand in the fields meant for them, wherever they come again; the same person keeps the same
number. What is a name only to a reader cannot be found by a machine: the copy says so at its head.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from console.incident.entry import Entry

NAME_FIELDS = frozenset({
    "name", "decided_by", "announced_by", "received_by", "signed_by", "who", "experts", "leader", "caller", "site_lead",
    "officer", "outgoing", "incoming", "by",
})
"""Fields of an entry's data that hold a person."""
CALL_NAMES = frozenset({"caller", "site_lead"})
"""Items of the call that hold a person."""
NUMBER_FIELDS = frozenset({"callback", "number", "phone"})
FIXED = frozenset({
    "kind", "level", "proposed", "advised", "action", "step", "milestone", "agency", "task", "certainty",
    "basis", "which", "plan", "revision", "digest", "id", "event",
    "field", "sha256", "kept", "document", "down_from", "instant", "at", "due", "renew_at", "links",
})
"""Fields that only the program fills, times and numbers of things: nothing is taken from them."""
NO_NAMES = frozenset({"值班员", "值班台", "系统", "console", "duty"})
NAMELESS = frozenset({"warning", "alarm", "opened", "figure", "places", "titled"})
"""Kinds whose `name` is not a person's."""
NUMBER_WORDS = "[号码已去除]"
MAIL_WORDS = "[邮箱已去除]"

# Full-width signs stand as escapes here, so that nobody makes them one with the plain ones beside them.
_HIDDEN = "\u200b-\u200f\u2060-\u2064\ufeff\u00ad"
"""Characters that take no room: between two digits or two parts of a name they hide it from a plain search."""
_SEP = rf"[\s\-_.·\u2010-\u2015\uff0d\u2022()\uff08\uff09{_HIDDEN}]"
_GROUP = rf"(?:{_SEP}|[/,\u3001\uff0c\uff0f])"
_PHONE = re.compile(
    rf"(?<![0-9A-Za-z])(?:(?:\+|00)?86{_SEP}*)?(?:"
    r"\d{17}[\dXx]"
    rf"|[1\uff11][3-9\uff13-\uff19](?:{_SEP}{{0,2}}\d){{9}}"
    rf"|[1\uff11][3-9\uff13-\uff19]\d{_GROUP}\d{{4}}{_GROUP}\d{{4}}"
    rf"|[(\uff08]?[0\uff10]\d{{2,3}}{_SEP}{{0,2}}\d{{3,4}}{_SEP}?\d{{4}}(?:(?:转|-|ext\.?)\s*\d{{1,6}})?"
    rf"|[48\uff14\uff18][0\uff10]{{2}}{_SEP}?\d{{3,4}}{_SEP}?\d{{3,4}}"
    rf"|\d{{3,4}}[\-\uff0d {_HIDDEN}]\d{{4}}"
    r"|(?!20\d{6}-\d{2,4}(?!\d))\d{7,}"
    r")(?![0-9A-Za-z])|[零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{7,}"
)
"""Identity cards, mobile, with area code, 400, seven digits and more, also full-width or in Chinese figures; not an
event's number."""
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", re.ASCII)
_PARTS = re.compile(r"[\u3001,\uff0c;\uff1b/\uff0f()\uff08\uff09:\uff1a\n]+")
"""Between two people in one field."""
_SINGLE = re.compile(r"[\u4e00-\u9fff]")
_SPACED = re.compile(r"[\u4e00-\u9fff]{2,4}")
_PLACE = re.compile(r"(?:州|市|县|乡|镇|区|村)$")
_OFFICE = re.compile(
    r"(?:长|主任|书记|专员|主席|经理|总监|人员|[队科调度]员|调度|局|办|处|室|部|厅|委|科|队|站|所|公司|政府|班|台|中心)$"
)
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤普沙施"
)
_TITLES = r"(?=副?(?:州长|市长|县长|秘书长|主任|书记|局长|处长|科长|部长|所长|站长|队长|经理|工程师|调度员))"
_TITLED = re.compile(rf"(?:(?<![\u4e00-\u9fff])|(?<=[问找请向由与和是]))[{_SURNAMES}]{_TITLES}")
"""A surname before a title."""
_AFTER_TITLE = re.compile(rf"(?:员|长|主任|书记|经理|[局办处室部科队站所司班])([{_SURNAMES}][\u4e00-\u9fff]{{1,2}})$")
"""A name written right behind an office or a title."""


@dataclass(slots=True)
class Redactor:
    """Knows the names of one log and takes them out of texts."""

    people: dict[str, str] = field(default_factory=dict)
    """Name to what stands in its place."""
    taken: int = 0
    """How many places were changed."""

    def learn(self, words: str) -> None:
        """Note the people written in a field for people, each with a number of its own."""
        for part in _people(words):
            if part not in self.people:
                self.people[part] = f"人员{len(self.people) + 1}"

    def clean(self, text: str) -> str:
        """The text without known names and phone numbers."""
        text = self._take(_MAIL, MAIL_WORDS, text)
        text = self._take(_PHONE, NUMBER_WORDS, text)  # before the names, which leave figures of their own
        for name in sorted(self.people, key=len, reverse=True):
            text = self._take(_pattern(name), self.people[name], text)
        return self._take(_TITLED, "某", text)

    def _take(self, pattern: re.Pattern[str], instead: str, text: str) -> str:
        text, count = pattern.subn(instead, text)
        self.taken += count
        return text

    def value(self, value: Any, key: str = "") -> Any:
        """Any value of an entry's data, cleaned."""
        if isinstance(value, str):
            if key in FIXED:
                return value
            if key in NUMBER_FIELDS and value:
                self.taken += 1
                return NUMBER_WORDS
            return self.clean(value)
        if isinstance(value, list):
            return [self.value(item, key) for item in value]
        if isinstance(value, dict):
            return {self.clean(name): self.value(item, name) for name, item in value.items()}
        return value

    def entry(self, entry: Entry) -> dict[str, Any]:
        """An entry without chain, names and numbers."""
        data = entry.data
        if entry.kind == "intake" and data.get("field") in NUMBER_FIELDS:
            data = {**data, "value": NUMBER_WORDS if data.get("value") else ""}
            self.taken += 1
        return {
            "seq": entry.seq, "at": entry.at, "event_at": entry.event_at, "by": self.clean(entry.by),
            "kind": entry.kind, "data": self.value(data),
        }  # fmt: skip


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A name wherever it stands: a Chinese one also with blanks between its characters, another one as a whole word."""
    if name.isascii():
        return re.compile(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])", re.IGNORECASE)
    return re.compile(rf"[\s{_HIDDEN}]*".join(map(re.escape, name)))


def _people(words: str) -> Iterable[str]:
    """The names in a field for people."""
    for piece in _PARTS.split(words.strip()):
        parts = piece.split()
        whole = "".join(parts)
        if _SPACED.fullmatch(whole) and any(_SINGLE.fullmatch(part) for part in parts):
            parts = [whole]  # two characters set apart, to stand in line with names of three
        for part in parts:
            if _is_name(part):
                yield part
                if len(part) > 4 and (found := _AFTER_TITLE.search(part)):
                    yield found[1]


def _is_name(part: str) -> bool:
    if part in NO_NAMES or len(part) < 2 or part.isdigit() or _PLACE.search(part):
        return False
    return not _OFFICE.search(part) or (len(part) <= 3 and part[0] in _SURNAMES)


def _people_in(entry: Entry) -> Iterable[str]:
    yield entry.by
    if entry.kind == "intake" and entry.data.get("field") in CALL_NAMES:
        yield str(entry.data.get("value", ""))
    if entry.kind not in NAMELESS:
        yield from _named(entry.data)


def _named(data: Any) -> Iterable[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key in NAME_FIELDS and isinstance(value, str):
                yield value
            elif isinstance(value, (dict, list)):
                yield from _named(value)
    elif isinstance(data, list):
        for item in data:
            yield from _named(item)


def redactor_of(entries: Iterable[Entry], also: Iterable[str] = ()) -> Redactor:
    """One that knows the names of a log; `also` are further names (the room's officers and leaders)."""
    redactor = Redactor()
    for entry in entries:
        for words in _people_in(entry):
            redactor.learn(words)
    for words in also:
        redactor.learn(words)
    return redactor


def redacted(event_id: str, entries: Sequence[Entry], drill: bool, also: Iterable[str] = ()) -> bytes:
    """The copy as JSON lines: a head that says what it is, then the entries without chain.

    `also` are further names to take out (the room's officers and leaders).
    """
    redactor = redactor_of(entries, also)
    lines = [redactor.entry(entry) for entry in entries]
    mark = "演练 " if drill else ""
    head = {
        "redacted": True, "of": event_id, "drill": drill, "entries": len(entries),
        "original_head": entries[-1].hash if entries else "", "places": redactor.taken,
        "text": f"{mark}去除姓名和电话的副本，不带校验链，不能代替原日志；原日志未动，末条校验值如 original_head。"
                "姓名按填写姓名的各栏查找，只在正文里出现过的姓名可能还在，交出前请人看一遍。",
    }
    return b"".join(json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
                    for line in (head, *lines))
