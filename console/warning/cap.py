"""CAP 1.2 (Common Alerting Protocol) with the marks of the Chinese profile: bytes -> a message and all its faults."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from .codes import PREFECTURE, PROVINCE
from .fault import Fault
from .info import Info, read_info
from .model import STATUSES, Status
from .report import Reporter
from .shape import check_alert
from .tree import Node, read

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
TYPES: dict[str, str] = {"Alert": "首次发布", "Update": "更新", "Cancel": "解除", "Ack": "回执", "Error": "差错"}
MOST_WARNINGS = 60
"""Blocks in one file at most, translations among them."""
_PROFILE_ID = re.compile(r"[0-9A-Za-z]{14}_\d{14}_\d")
_CAP = re.compile(r"(urn:oasis:names:tc:emergency:cap|http://www\.incident\.com/cap)[:/]1\.[01]")
"""The namespaces of the earlier versions, whose elements read the same."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A message that this one updates or cancels."""

    sender: str
    identifier: str
    sent: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a CAP file says."""

    identifier: str
    sender: str
    sent: datetime | None
    status: Status
    kind: Literal["Alert", "Update", "Cancel"]
    references: tuple[Reference, ...]
    note: str
    infos: tuple[Info, ...]
    """A warning each; translations are none."""

    @property
    def info(self) -> Info:
        """The first of them."""
        return self.infos[0]


@dataclass(frozen=True, slots=True)
class CapFile:
    """A file as read: the message where it can be relied on, and every fault."""

    message: Message | None
    faults: tuple[Fault, ...]
    partly: Info
    """What could be read, even of a faulty file, to be entered by hand."""

    @property
    def essential(self) -> tuple[Fault, ...]:
        """The faults for which the file is not taken in."""
        return tuple(f for f in self.faults if f.essential)


def read_cap(raw: bytes, now: datetime) -> CapFile:
    """Read a file. Never raises for what is in it; `now` only tells messages from the future."""
    root, faults = read(raw)
    if root is None:
        return CapFile(None, tuple(faults), Info())
    report = Reporter(now)
    report.faults += faults
    if root.name != "alert" or not _is_cap(root.space):
        report.add(True, root, "", _not_cap(root))
        return CapFile(None, report.all(), Info())
    message, info = _alert(root, report)
    found = report.all()
    return CapFile(None if any(f.essential for f in found) else message, found, info)


def _is_cap(space: str) -> bool:
    return not space or space == NAMESPACE or bool(_CAP.fullmatch(space))


def _not_cap(root: Node) -> str:
    """What the file is instead, as far as can be said."""
    if root.name == "alert":
        return f"命名空间「{root.space[:60]}」不是 CAP 的，这不是 CAP 文件"
    inside = "；里面套着 CAP 消息，请把 alert 一段单独存成文件再导入" if root.has("alert") else ""
    return f"根元素是「{root.name[:40]}」，不是 alert，这不是 CAP 文件{inside}"


def _alert(root: Node, report: Reporter) -> tuple[Message | None, Info]:
    if root.space != NAMESPACE:
        said = f"「{root.space[:60]}」" if root.space else "没有"
        report.add(False, root, "alert", f"命名空间{said}，应为 {NAMESPACE}，已按 1.2 读取")
    check_alert(root, report)
    identifier = report.text(root, "identifier", "identifier", essential=True)
    _identifier(identifier, root, report)
    sender = report.text(root, "sender", "sender", essential=True)
    _sender(sender, identifier, root, report)
    sent = report.time(root, "sent", "sent", essential=True)
    report.late(sent, root.first("sent") or root, "sent")
    status = report.word(root, "status", tuple(STATUSES), "status", essential=True)
    kind = report.word(root, "msgType", tuple(TYPES), "msgType", essential=True)
    if kind in ("Ack", "Error"):
        report.add(True, root.first("msgType") or root, "msgType", f"这是{TYPES[kind]}，不是预警")
    report.word(root, "scope", ("Public", "Restricted", "Private"), "scope", essential=False)
    references = _references(root, kind, identifier, report)
    infos = _infos(root, kind, report)
    if not status or kind not in ("Alert", "Update", "Cancel"):
        return None, infos[0]
    told = cast('Literal["Alert", "Update", "Cancel"]', kind)
    note = report.text(root, "note", "note")
    return Message(identifier, sender, sent, cast("Status", status), told, references, note, infos), infos[0]


def _sender(sender: str, identifier: str, root: Node, report: Reporter) -> None:
    """The code of the issuing body: of this prefecture or its province, and the same as in the number."""
    _no_breaks(sender, root, "sender", report)
    node = root.first("sender") or root
    if re.fullmatch(r"[0-9A-Za-z]{14}", sender):
        if not sender.startswith((PREFECTURE, PROVINCE)):
            report.add(False, node, "sender", f"发布单位代码 {sender} 不是红河州或云南省的，请核对是不是发错了地方")
        if _PROFILE_ID.fullmatch(identifier) and not identifier.startswith(sender):
            report.add(False, node, "sender", f"编号里的单位代码是 {identifier[:14]}，与 sender 的 {sender} 不同，请核对真伪")


def _identifier(value: str, root: Node, report: Reporter) -> None:
    node = root.first("identifier") or root
    _no_breaks(value, root, "identifier", report)
    if value and not _PROFILE_ID.fullmatch(value):
        report.add(False, node, "identifier", f"「{value[:40]}」不是国家规范的31位编号(单位14位_时间14位_序号1位)")


def _no_breaks(value: str, root: Node, name: str, report: Reporter) -> None:
    if re.search(r"[\s,<&]", value):
        report.add(False, root.first(name) or root, name, f"「{value[:40]}」里有空格、逗号、< 或 &,CAP 不允许")


def _references(root: Node, kind: str, own: str, report: Reporter) -> tuple[Reference, ...]:
    text = report.text(root, "references", "references", essential=True if kind in ("Update", "Cancel") else None)
    found = []
    for part in text.split():
        pieces = part.split(",")
        node = root.first("references") or root
        if len(pieces) != 3 or not all(pieces):
            grave = kind != "Alert"
            report.add(grave, node, "references", f"「{part[:60]}」应写成「发送者,编号,发送时间」，用半角逗号")
        elif pieces[1] == own:
            report.add(True, node, "references", "引用了自己")
        else:
            found.append(Reference(*pieces))
            report.instant(pieces[2], node, "references")
    return tuple(found)


def _infos(root: Node, kind: str, report: Reporter) -> tuple[Info, ...]:
    """Every warning of the message: what each block tells that is no translation of another; one at least.

    A message that cancels is one, however many blocks it has: what it lifts stands in its references.
    """
    found = list(root.all("info"))
    if not found:
        if kind != "Cancel":
            report.add(True, root, "info", "缺少 info，没有预警内容")
        return (Info(issuer=root.value("senderName")),)
    if len(found) > MOST_WARNINGS:
        report.add(True, found[MOST_WARNINGS], "info", f"有{len(found)}段 info，超过{MOST_WARNINGS}段，请向发布单位要分开的文件")
    blocks = [_Block(node, read_info(node, root, "Cancel", Reporter(report.now))) for node in found[:MOST_WARNINGS]]
    main = next((b for b in blocks if b.language.startswith("zh")), blocks[0])
    own: list[_Block] = []
    for block in sorted(blocks, key=lambda b: (b is not main, b.language != main.language)):
        if not any(block.translates(other) for other in own):
            own.append(block)
    return tuple(read_info(block.node, root, kind, report) for block in (own if kind != "Cancel" else [main]))


@dataclass(frozen=True, slots=True)
class _Block:
    """An info block with what it tells, as far as it can be read."""

    node: Node
    info: Info

    @property
    def language(self) -> str:
        return self.node.value("language").lower()

    def translates(self, other: _Block) -> bool:
        """Whether it says what the other says: to the letter, or in another language with nothing that speaks against it."""
        if _words_of(self.node) == _words_of(other.node):
            return True
        if not self.language or not other.language or self.language == other.language:
            return False
        one, two = self.info, other.info
        pairs: list[tuple[object, object]] = [(one.colour, two.colour), (set(one.geocodes), set(two.geocodes)), (one.start, two.start), (one.until, two.until)]
        pairs += [(self.node.value(name), other.node.value(name)) for name in _SAME]
        mine, theirs = _marks(self.node), _marks(other.node)
        pairs += [(mine[name], theirs[name]) for name in mine.keys() & theirs.keys()]
        return all(not first or not second or first == second for first, second in pairs)


_SAME = ("category", "urgency", "severity", "certainty", "eventType")
"""What no language changes."""


def _marks(block: Node) -> dict[str, set[str]]:
    """The codes of a block, each under the name of its list, and the shapes of its areas."""
    found: dict[str, set[str]] = {}
    for code in block.all("eventCode"):
        found.setdefault(f"eventCode {code.value('valueName')}", set()).add(code.value("value"))
    for area in block.all("area"):
        for name in ("polygon", "circle"):
            found.setdefault(name, set()).update(node.text for node in area.all(name))
    return found


def _words_of(block: Node) -> list[object]:
    """Everything that a block says."""
    return [block.name, block.text, *(_words_of(child) for child in block.children)]

