"""Reads values out of a message and writes down every fault on the way."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from console.incident.times import CHINA

from .fault import Fault
from .tree import MOST_FAULTS, Node

LONGEST = 20_000
"""Characters of one value that the log takes in; the original file keeps all of it."""

_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?", re.IGNORECASE
)


class Reporter:
    """Collects faults; its readers give back what can be used."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.faults: list[Fault] = []
        self._more = 0

    def add(self, essential: bool, node: Node, where: str, text: str) -> None:
        """Write down a fault; beyond a bound only their number."""
        if len(self.faults) >= MOST_FAULTS and not essential:
            self._more += 1
            return
        self.faults.append(Fault(essential, node.line, where, text))

    def all(self) -> tuple[Fault, ...]:
        """Every fault, essential ones first, then by line."""
        more = [Fault(False, 1, "", f"另有{self._more}处次要问题没有列出")] if self._more else []
        return (*sorted(self.faults, key=lambda f: (not f.essential, f.line)), *more)

    def text(self, parent: Node, name: str, where: str, *, essential: bool | None = None) -> str:
        """The text of a child; `essential` says how grave its absence is, None that it may be absent."""
        found = list(parent.all(name))
        if len(found) > 1:
            unlike = bool(essential) and len({node.text for node in found}) > 1
            said = "内容不同，不知道以哪个为准" if unlike else "只用第一个"
            self.add(unlike, found[1], where, f"{name} 有{len(found)}个，{said}")
        value = found[0].text if found else ""
        if not value and essential is not None:
            what = "是空的" if found else "缺少"
            self.add(essential, found[0] if found else parent, where, f"{what}，应有 {name}")
        if len(value) > LONGEST:
            self.add(False, found[0], where, f"有{len(value)}字，记录里只放前{LONGEST}字，全文在原文件里")
        return value[:LONGEST]

    def word(self, parent: Node, name: str, known: Collection[str], where: str, *, essential: bool) -> str:
        """One of the words that CAP allows; empty where it is none of them."""
        value = self.text(parent, name, where, essential=essential)
        if not value or value in known:
            return value
        right = next((k for k in known if k.lower() == value.lower()), "")
        node = parent.first(name) or parent
        if right:
            self.add(False, node, where, f"「{value[:40]}」大小写不对，应为 {right}，已按 {right} 读取")
            return right
        self.add(essential, node, where, f"「{value[:40]}」不是 CAP 的取值，应为 {'、'.join(known)} 之一")
        return ""

    def time(self, parent: Node, name: str, where: str, *, essential: bool | None = None) -> datetime | None:
        """An instant at +08:00; one without an offset is read as such, and said."""
        value = self.text(parent, name, where, essential=essential)
        if not value:
            return None
        return self.instant(value, parent.first(name) or parent, where, essential=bool(essential))

    def instant(self, value: str, node: Node, where: str, *, essential: bool = False) -> datetime | None:
        """An instant as `time` reads it, from its text."""
        hit = _TIME.fullmatch(value)
        try:
            if hit is None:
                raise ValueError
            zone = "+08:00" if hit[7] is None else "+00:00" if hit[7] in "Zz" else hit[7]
            text = f"{hit[1]}-{hit[2]}-{hit[3]}T{hit[4]}:{hit[5]}:{hit[6]}{zone}"
            at = datetime.fromisoformat(text).astimezone(CHINA)
        except (ValueError, OverflowError):
            self.add(essential, node, where, f"时间「{value[:40]}」读不懂，应如 2026-07-01T14:05:00+08:00")
            return None
        if hit[7] is None or hit[7] in "Zz":
            said = "没有时区，按北京时间读取" if hit[7] is None else "写成 Z,CAP 不允许，按世界时换算"
            self.add(False, node, where, f"时间「{value[:40]}」{said}")
        return at

    def late(self, at: datetime | None, node: Node, where: str) -> None:
        """A message from the future is told."""
        if at is not None and at > self.now + timedelta(minutes=5):
            self.add(False, node, where, f"发送时间 {at:%m-%d %H:%M} 晚于本机时钟，请核对本机时钟和文件")
