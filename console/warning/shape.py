"""What CAP 1.2 asks of the form of a message beyond its words: order, pairs, conditions, attachments, signature."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .report import Reporter
from .tree import Node

ORDER: Mapping[str, tuple[str, ...]] = {
    "alert": ("identifier", "sender", "sent", "status", "msgType", "source", "scope", "restriction", "addresses", "code",
              "note", "references", "incidents", "info", "Signature"),
    "info": ("language", "category", "event", "responseType", "urgency", "severity", "certainty", "audience", "eventCode",
             "effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web", "contact",
             "parameter", "resource", "area"),
    "resource": ("resourceDesc", "mimeType", "size", "uri", "derefUri", "digest"),
    "area": ("areaDesc", "polygon", "circle", "geocode", "altitude", "ceiling"),
}  # fmt: skip
"""The elements of each block, in the order of the standard."""

PROFILE: Mapping[str, frozenset[str]] = {
    "alert": frozenset({"senderName", "senderCode", "sendCode", "eventType", "password", "secClassification", "method",
                        "ext"}),
    "info": frozenset({"eventType", "eventTypeCN", "method"}),
}  # fmt: skip
"""What the Chinese profile has beside them."""

_RESPONSES = ("Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None")
_MEDIA = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(;.*)?")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def check_alert(root: Node, report: Reporter) -> None:
    """The rules of the whole message; the words of its elements are read elsewhere.

    What is of another namespace is not CAP's, whatever its name: it is told and taken out of the tree.
    """
    _foreign(root, root.space, report)
    _elements(root, "alert", report)
    _conditions(root, report)
    for signature in root.all("Signature"):
        report.add(False, signature, "Signature", "文件有数字签名，本台不核验签名，请按来文渠道核对真伪")
    for info in root.all("info"):
        _elements(info, "info", report)
        _info(info, report)


def _foreign(parent: Node, space: str, report: Reporter) -> None:
    for child in [c for c in parent.children if c.space != space and c.name != "Signature"]:
        report.add(False, child, parent.name, f"「{child.name[:40]}」不在 CAP 的命名空间里，没有采用")
        parent.children.remove(child)
    for child in parent.children:
        if child.name != "Signature":
            _foreign(child, space, report)


def _elements(parent: Node, block: str, report: Reporter) -> None:
    """Strange elements, and the first that stands out of order."""
    order, last = ORDER[block], -1
    where = {"area": "info/area", "resource": "info/resource"}.get(block, block)
    told = False
    for child in parent.children:
        if child.name not in order:
            if child.name not in PROFILE.get(block, frozenset()):
                report.add(False, child, where, f"「{child.name[:40]}」不是 CAP 1.2 的元素，没有采用")
            continue
        at = order.index(child.name)
        if at < last and not told:
            told = True
            report.add(False, child, where, f"{child.name} 的位置不合 CAP 的顺序，应在 {order[last]} 之前")
        last = max(last, at)


def _conditions(root: Node, report: Reporter) -> None:
    """What one element asks of another: scope, status and kind."""
    scope = root.value("scope").lower()
    for name, needed, missing, unasked in (
        ("restriction", "restricted", "限制范围的消息应有 restriction 写明限制", "写了 restriction，scope 却不是 Restricted"),
        ("addresses", "private", "定向消息应有 addresses 写明对象", "写了 addresses，scope 却不是 Private"),
    ):
        there = bool(root.value(name))
        if scope == needed and not there:
            report.add(False, root.first("scope") or root, "scope", missing)
        if there and scope != needed:
            report.add(False, root.first(name) or root, name, unasked)
    if root.value("status") == "Exercise" and not root.value("note"):
        report.add(False, root.first("status") or root, "status", "演练消息应有 note 写明是哪一次演练")
    if root.value("msgType") == "Alert" and root.value("references"):
        report.add(False, root.first("references") or root, "references", "首次发布却引用了别的消息，没有据此改动任何预警")


def _info(info: Node, report: Reporter) -> None:
    for node in info.all("responseType"):
        if node.text not in _RESPONSES:
            report.add(False, node, "info/responseType", f"「{node.text[:40]}」不是 CAP 的取值")
    for node in info.all("web"):
        if node.text and not _ADDRESS.fullmatch(node.text):
            report.add(False, node, "info/web", "不是完整的网址")
    for name in ("eventCode", "parameter"):
        for node in info.all(name):
            pair(node, f"info/{name}", report)
    resources = list(info.all("resource"))
    for node in resources:
        _elements(node, "resource", report)
        _resource(node, report)
    if resources:
        words = f"有{len(resources)}个附件，本台不取附件，需要时请向发布单位要"
        report.add(False, resources[0], "info/resource", words)


def pair(node: Node, where: str, report: Reporter) -> None:
    """A code, parameter or geocode has a name and a value."""
    for name in ("valueName", "value"):
        if node.children and not node.value(name):
            report.add(False, node, where, f"缺少 {name}")


def _resource(node: Node, report: Reporter) -> None:
    for name in ("resourceDesc", "mimeType"):
        if not node.value(name):
            report.add(False, node, "info/resource", f"附件缺少 {name}")
    kind, size = node.value("mimeType"), node.value("size")
    if kind and not _MEDIA.fullmatch(kind):
        report.add(False, node, "info/resource", f"附件的类型「{kind[:40]}」不合格式")
    if size and not re.fullmatch(r"\d{1,18}", size):
        report.add(False, node, "info/resource", f"附件的大小「{size[:40]}」不是整数")


def check_area(area: Node, report: Reporter) -> None:
    """The shapes, the codes' pairs and the heights of an area; shapes are checked, never drawn."""
    _elements(area, "area", report)
    for node in area.all("geocode"):
        pair(node, "info/area/geocode", report)
    for node in area.all("polygon"):
        points = [_point(part) for part in node.text[:200_000].split()]
        if len(points) < 4 or None in points or points[0] != points[-1]:
            report.add(False, node, "info/area/polygon", "多边形的坐标不合格式，或首尾不相接")
    for node in area.all("circle"):
        centre, _, radius = node.text[:200].partition(" ")
        if _point(centre) is None or not re.fullmatch(r"\d+(\.\d+)?", radius.strip()):
            report.add(False, node, "info/area/circle", "圆的坐标和半径不合格式")
    heights = [_number(area.value(name)) if area.first(name) else None for name in ("altitude", "ceiling")]
    low, high = area.first("altitude"), area.first("ceiling")
    if any(node is not None and height is None for node, height in zip((low, high), heights, strict=True)):
        report.add(False, low or high or area, "info/area", "高度不是数")
    elif high is not None and (low is None or (heights[0] or 0) > (heights[1] or 0)):
        report.add(False, high, "info/area/ceiling", "有 ceiling 应有不高于它的 altitude")


def _point(text: str) -> tuple[float, float] | None:
    """「23.5,103.1」: latitude and longitude on the globe."""
    found = re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,20})?),(-?\d{1,3}(?:\.\d{1,20})?)", text)
    if not found:
        return None
    at = float(found[1]), float(found[2])
    return at if abs(at[0]) <= 90 and abs(at[1]) <= 180 else None


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", text) else None
