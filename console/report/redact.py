"""A copy of a log without telephone numbers and names. Pure; the original is only read.

What a field holds is declared beside the kinds of entries (`incident/held.py` and its like). Names are those of the
fields for people, wherever they come again; the same person keeps the same number. A field or a kind that is not
declared is taken out whole. What is a name only to a reader cannot be found by a machine: the copy says so at its head.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from console.incident.entry import Entry
from console.incident.held import CALL, HELD, Held, Holds, held_in

from .numbers import HIDDEN, NO_MEASURE, telephone_numbers
from .people import SURNAMES, TITLES, Names, words_of

if TYPE_CHECKING:
    from console.plan.model import Plan

NUMBER_WORDS = "[号码已去除]"
MAIL_WORDS = "[邮箱已去除]"
WHOLE_WORDS = "[内容已去除]"
"""In the place of what nobody declared."""
SORTS = {"names": "姓名{}处", "numbers": "号码{}处", "mails": "邮箱{}处", "whole": "不认识的内容{}处"}
"""What is taken, in words."""
LEFT_WORDS = "去掉的是各栏里填过的人名(正文里再出现的也去掉)和像电话的号码；没在各栏填过的姓名、地址、车牌、微信号可能还在，交出前请人看一遍"
"""What may still be in it."""

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", re.ASCII)
_TITLED = re.compile(rf"(?:(?<![\u4e00-\u9fff])|(?<=[问找请向由与和是]))[{SURNAMES}](?={TITLES})")
"""A surname before a title."""
_STAND_IN = re.compile(r"人员\d+|某|\[(?:号码|邮箱|内容)已去除\]")
_SHORTEST = 6
"""Digits from which on a number of a field for numbers is looked for elsewhere; shorter ones are figures as well."""


class Redactor:
    """Knows the names of one log and takes them out of texts."""

    def __init__(self, plans: Iterable[Plan] = (), held: Held = HELD) -> None:
        """`plans` say which words are no names, `held` what the fields of the log hold."""
        self.people: dict[str, str] = {}
        """Name to what stands in its place."""
        self.counts = dict.fromkeys(SORTS, 0)
        """How many places were changed, by sort."""
        self._names = Names(plans)
        self._held = held
        self._numbers: set[str] = set()
        self._alone: dict[str, str] = {}
        """Words of a field for people that are looked for nowhere else: one character, a phrase."""

    @property
    def taken(self) -> int:
        """How many places were changed."""
        return sum(self.counts.values())

    @property
    def words(self) -> str:
        """「姓名12处、号码3处」: what was taken out."""
        return "、".join(SORTS[sort].format(count) for sort, count in self.counts.items() if count) or "没有找到姓名和号码"

    # --- whom it knows --------------------------------------------------------------------------------------------

    def learn(self, words: str, *, sure: bool = True) -> None:
        """Note the people written in a field, each with a number of its own; `sure` is a field for people alone."""
        for name in self._names.of(words, sure=sure):
            if name not in self.people:
                self.people[name] = self._next()

    def learn_number(self, words: str) -> None:
        """Note a number written in a field for numbers."""
        digits = re.sub(r"\D", "", words)
        if len(digits) >= _SHORTEST:
            self._numbers.add(digits)

    def learn_entry(self, entry: Entry) -> None:
        """Note whom an entry names, and the numbers in it."""
        self.learn(entry.by)
        fields = held_in(self._held, entry.kind, entry.data) or {}
        for name, value in entry.data.items():
            self._learn(value, fields.get(name, "plain"))

    def _learn(self, value: Any, holds: Holds) -> None:
        if isinstance(value, list):
            for item in value:
                self._learn(item, holds)
        elif isinstance(value, dict):
            for name, item in value.items():
                self._learn(item, _inside(holds, name))
        elif isinstance(value, str) and holds in ("person", "party"):
            self.learn(value, sure=holds == "person")
        elif isinstance(value, str) and holds == "phone":
            self.learn_number(value)

    def _next(self) -> str:
        return f"人员{len(self.people) + len(self._alone) + 1}"

    # --- taking out -----------------------------------------------------------------------------------------------

    def clean(self, text: str) -> str:
        """The text without known names and telephone numbers."""
        text = self._take("mails", _MAIL, MAIL_WORDS, text)
        for number in sorted(self._numbers, key=len, reverse=True):
            text = self._take("numbers", _digits(number), NUMBER_WORDS, text)
        for start, end in reversed(telephone_numbers(text)):  # before the names, which leave figures of their own
            text = f"{text[:start]}{NUMBER_WORDS}{text[end:]}"
            self.counts["numbers"] += 1
        return self._without_names(text)

    def _without_names(self, text: str) -> str:
        for name in sorted(self.people, key=len, reverse=True):
            text = self._take("names", _pattern(name), self.people[name], text)
        return self._take("names", _TITLED, "某", text)

    def _take(self, sort: str, pattern: re.Pattern[str], instead: str, text: str) -> str:
        text, count = pattern.subn(instead, text)
        self.counts[sort] += count
        return text

    def _whole(self, sort: str, words: str) -> str:
        self.counts[sort] += 1
        return words

    def _person(self, words: str) -> str:
        """A field for people alone: what is neither a known name nor a title, body or place is taken as one too."""
        cleaned = self.clean(words)
        for word in words_of(_STAND_IN.sub(" ", cleaned)):
            if not re.search(r"\w", word) or self._names.is_term(word):
                continue
            stand_in = self._whole("names", self._alone.setdefault(word, self._next()))
            if word not in cleaned:
                return stand_in  # set apart in some way: the whole field
            cleaned = cleaned.replace(word, stand_in)
        return cleaned

    def value(self, value: Any, holds: Holds | None) -> Any:
        """Any value of an entry's data, cleaned of what its field holds; None where nobody declared that."""
        if value is None or isinstance(value, bool):
            return value
        if holds is None:
            return self._whole("whole", WHOLE_WORDS)
        if holds == "plain" or isinstance(value, int):
            return value
        if isinstance(value, list):
            return [self.value(item, holds) for item in value]
        if isinstance(value, dict):
            keys = {name: name if isinstance(holds, Mapping) else self.clean(name) for name in value}
            return {keys[name]: self.value(item, _inside(holds, name)) for name, item in value.items()}
        return self._text(str(value), holds)

    def _text(self, words: str, holds: Holds) -> str:
        if holds == "phone" and words.strip():
            return self._whole("numbers", NUMBER_WORDS)
        if holds == "figure" and re.fullmatch(r"[\s\d.,\uff0c]+", words):
            return words  # a figure alone, with nothing beside it that could say whose number it is
        return self._person(words) if holds == "person" else self.clean(words)

    def entry(self, entry: Entry) -> dict[str, Any]:
        """An entry without chain, names and numbers."""
        fields = held_in(self._held, entry.kind, entry.data)
        known = fields or {}
        data = (
            {"text": self._whole("whole", WHOLE_WORDS)} if fields is None else
            {(name if name in known else self.clean(name)): self.value(value, known.get(name)) for name, value in entry.data.items()}
        )  # fmt: skip
        return {
            "seq": entry.seq, "at": entry.at, "event_at": entry.event_at, "by": self._person(entry.by),
            "kind": entry.kind if fields is not None else self.clean(entry.kind), "data": data,
        }  # fmt: skip


def _inside(holds: Holds, name: str) -> Holds:
    """What a field of an object holds."""
    if isinstance(holds, Mapping):
        return holds.get(name, "words")
    if holds == "told":
        return CALL.get(name.removeprefix("call."), "words") if name.startswith("call.") else "figure"
    return holds


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A name wherever it stands: a Chinese one also with blanks between its characters, another one as a whole word."""
    if name.isascii():
        return re.compile(rf"(?<![0-9A-Za-z]){re.escape(name)}(?![0-9A-Za-z])", re.IGNORECASE)
    return re.compile(rf"[\s{HIDDEN}]*".join(map(re.escape, name)))


@cache
def _digits(number: str) -> re.Pattern[str]:
    """A known number, however its digits are set apart."""
    between = rf"[\s\-{HIDDEN}]*"
    return re.compile(rf"(?<![0-9A-Za-z]){between.join(number)}(?![0-9A-Za-z]){NO_MEASURE}")


def redactor_of(
    entries: Iterable[Entry], also: Iterable[str] = (), plans: Iterable[Plan] = (), numbers: Iterable[str] = (),
) -> Redactor:  # fmt: skip
    """One that knows the names and numbers of a log; `also` and `numbers` are further ones (the room's, its contacts')."""
    redactor = Redactor(plans)
    for entry in entries:
        redactor.learn_entry(entry)
    for words in also:
        redactor.learn(words)
    for words in numbers:
        redactor.learn_number(words)
    return redactor


def redacted(event_id: str, entries: Sequence[Entry], drill: bool, redactor: Redactor | None = None) -> bytes:
    """The copy as JSON lines: a head that says what it is, then the entries without chain.

    Without a `redactor` the names of the log itself are taken out.
    """
    redactor = redactor or redactor_of(entries)
    lines = [redactor.entry(entry) for entry in entries]
    mark = "演练 " if drill else ""
    head = {
        "redacted": True, "of": event_id, "drill": drill, "entries": len(entries),
        "original_head": entries[-1].hash if entries else "", "places": redactor.taken, "taken": redactor.counts,
        "text": f"{mark}去除姓名和电话的副本，不带校验链，不能代替原日志；原日志未动，末条校验值如 original_head。"
                f"已去除：{redactor.words}。{LEFT_WORDS}。",
    }
    return b"".join(json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
                    for line in (head, *lines))
