"""CAP 1.2 (Common Alerting Protocol) with the marks of the Chinese profile: bytes -> a message and all its faults."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from .fault import Fault
from .info import Info, read_info
from .model import STATUSES, Status
from .report import Reporter
from .tree import Node, read

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
TYPES: dict[str, str] = {"Alert": "首次发布", "Update": "更新", "Cancel": "解除", "Ack": "回执", "Error": "差错"}
_PROFILE_ID = re.compile(r"[0-9A-Za-z]{14}_\d{14}_\d")
_ALERT_ELEMENTS = frozenset({
    "identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code", "note",
    "references", "incidents", "info", "Signature",
})
_PROFILE_ELEMENTS = frozenset({"senderName", "senderCode", "sendCode", "eventType", "password", "secClassification",
                               "method", "ext"})  # fmt: skip


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
    info: Info


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
    if root.name != "alert":
        report.add(True, root, "", f"根元素是「{root.name[:40]}」，不是 alert，这不是 CAP 文件")
        return CapFile(None, report.all(), Info())
    message, info = _alert(root, report)
    found = report.all()
    return CapFile(None if any(f.essential for f in found) else message, found, info)


def _alert(root: Node, report: Reporter) -> tuple[Message | None, Info]:
    if root.space != NAMESPACE:
        said = f"「{root.space[:60]}」" if root.space else "没有"
        report.add(False, root, "alert", f"命名空间{said}，应为 {NAMESPACE}，已按 1.2 读取")
    for child in root.children:
        if child.name not in _ALERT_ELEMENTS | _PROFILE_ELEMENTS:
            report.add(False, child, "alert", f"「{child.name[:40]}」不是 CAP 1.2 的元素，没有采用")
    identifier = report.text(root, "identifier", "identifier", essential=True)
    _identifier(identifier, root, report)
    sender = report.text(root, "sender", "sender", essential=True)
    _no_breaks(sender, root, "sender", report)
    sent = report.time(root, "sent", "sent", essential=True)
    report.late(sent, root.first("sent") or root, "sent")
    status = report.word(root, "status", tuple(STATUSES), "status", essential=True)
    kind = report.word(root, "msgType", tuple(TYPES), "msgType", essential=True)
    if kind in ("Ack", "Error"):
        report.add(True, root.first("msgType") or root, "msgType", f"这是{TYPES[kind]}，不是预警")
    _scope(root, report)
    references = _references(root, kind, identifier, report)
    info = _infos(root, kind, report)
    if not status or kind not in ("Alert", "Update", "Cancel"):
        return None, info
    told = cast('Literal["Alert", "Update", "Cancel"]', kind)
    note = report.text(root, "note", "note")
    return Message(identifier, sender, sent, cast("Status", status), told, references, note, info), info


def _identifier(value: str, root: Node, report: Reporter) -> None:
    node = root.first("identifier") or root
    _no_breaks(value, root, "identifier", report)
    if value and not _PROFILE_ID.fullmatch(value):
        report.add(False, node, "identifier", f"「{value[:40]}」不是国家规范的31位编号(单位14位_时间14位_序号1位)")


def _no_breaks(value: str, root: Node, name: str, report: Reporter) -> None:
    if re.search(r"[\s,<&]", value):
        report.add(False, root.first(name) or root, name, f"「{value[:40]}」里有空格、逗号、< 或 &,CAP 不允许")


def _scope(root: Node, report: Reporter) -> None:
    scope = report.word(root, "scope", ("Public", "Restricted", "Private"), "scope", essential=False)
    if scope == "Restricted" and not root.value("restriction"):
        report.add(False, root, "scope", "限制范围的消息应有 restriction 写明限制")
    if scope == "Private" and not root.value("addresses"):
        report.add(False, root, "scope", "定向消息应有 addresses 写明对象")


def _references(root: Node, kind: str, own: str, report: Reporter) -> tuple[Reference, ...]:
    text = report.text(root, "references", "references", essential=True if kind in ("Update", "Cancel") else None)
    found = []
    for part in text.split():
        pieces = part.split(",")
        node = root.first("references") or root
        if len(pieces) != 3 or not all(pieces):
            grave = kind != "Alert"
            report.add(grave, node, "references", f"「{part[:60]}」应写成 发送者，编号，发送时间")
        elif pieces[1] == own:
            report.add(True, node, "references", "引用了自己")
        else:
            found.append(Reference(*pieces))
    return tuple(found)


def _infos(root: Node, kind: str, report: Reporter) -> Info:
    infos = list(root.all("info"))
    if not infos:
        if kind != "Cancel":
            report.add(True, root, "info", "缺少 info，没有预警内容")
        return Info(issuer=root.value("senderName"))
    chosen = next((i for i in infos if i.value("language").lower().startswith("zh")), infos[0])
    for other in infos:
        event = other.value("event")
        if other is not chosen and event != chosen.value("event"):
            report.add(False, other, "info", f"还有一段「{event[:40]}」没有采用，如是另一种预警请手工登记")
    return read_info(chosen, root, kind, report)
