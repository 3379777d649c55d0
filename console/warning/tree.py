"""Bytes -> a small tree of elements with their lines. No entity, no DTD, no network, bounded in size and depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .fault import Fault

MOST_BYTES = 5 * 1024 * 1024
"""A warning is a few kilobytes; a file above this is refused before anything is read into memory."""
DEEPEST = 20
MOST_ELEMENTS = 20_000
MOST_FAULTS = 200
_CHUNK = 65_536

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "cp936", "x-gbk"})
_PLAIN = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@dataclass(slots=True)
class Node:
    """An element: its name without the namespace, its text, its children, the line it begins on."""

    name: str
    space: str
    line: int
    children: list[Node] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text without outer blanks."""
        return "".join(self.words).strip()

    def all(self, name: str) -> Iterator[Node]:
        """Its children of that name."""
        return (child for child in self.children if child.name == name)

    def has(self, name: str) -> bool:
        """Whether an element of that name is anywhere inside."""
        return any(child.name == name or child.has(name) for child in self.children)

    def first(self, name: str) -> Node | None:
        """The first child of that name."""
        return next(self.all(name), None)

    def value(self, name: str) -> str:
        """The text of the first child of that name; empty where there is none."""
        found = self.first(name)
        return found.text if found else ""


class _Stop(Exception):
    """The file goes beyond a bound; the message says which."""


class _Builder:
    """The target of the parser: builds nodes and keeps the bounds."""

    def __init__(self) -> None:
        self.parser: Any = None
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self._count += 1
        if len(self._open) >= DEEPEST:
            raise _Stop(f"嵌套超过{DEEPEST}层，不是正常的预警文件")
        if self._count > MOST_ELEMENTS:
            raise _Stop(f"元素超过{MOST_ELEMENTS}个，不是正常的预警文件")
        space, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        node = Node(name, space, self.line)
        if self._open:
            self._open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self._open.append(node)

    def data(self, words: str) -> None:
        """Text inside the open element."""
        if self._open:
            self._open[-1].words.append(words)

    def end(self, _tag: str) -> None:
        """The open element ends."""
        self._open.pop()

    def close(self) -> Node | None:
        """The tree."""
        return self.root

    @property
    def line(self) -> int:
        """Where the parser stands."""
        return int(self.parser.CurrentLineNumber) if self.parser is not None else 1


def read(raw: bytes) -> tuple[Node | None, list[Fault]]:
    """The tree of a file and what is wrong with its form; None where it is no readable XML at all."""
    if len(raw) > MOST_BYTES:
        return None, [too_large(len(raw))]
    if not raw.strip():
        return None, [Fault(True, 1, "", "文件是空的，请向发布单位重新要一份")]
    text, faults = _decoded(raw)
    if text is None:
        return None, faults
    root, more = _parsed(text)
    return root, [*faults, *more]


def too_large(size: int) -> Fault:
    """The fault of a file beyond the bound."""
    most = MOST_BYTES // 1048576
    return Fault(True, 1, "", f"文件有{size / 1048576:.1f}MB，超过{most}MB，没有读取；请核对是不是预警文件")


def _decoded(raw: bytes) -> tuple[str | None, list[Fault]]:
    """The text of the file, and what is wrong with its encoding."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _strict(raw, "utf-16", "UTF-16")
    body = raw.removeprefix(b"\xef\xbb\xbf")
    found = _DECLARED.match(body[:400])
    name = found[1].decode("ascii").lower() if found else "utf-8"
    if name in _CHINESE:
        text, faults = _strict(body, "gb18030", name.upper())
        return text, [Fault(False, 1, "", f"编码写的是{name.upper()},CAP 应为 UTF-8，已按所写编码读取"), *faults]
    if name in _PLAIN:
        return _strict(body, "utf-8", "UTF-8")
    sentence = f"编码「{name}」不支持，请向发布单位要 UTF-8 的文件"
    return None, [Fault(True, 1, "", sentence)]


def _strict(raw: bytes, codec: str, name: str) -> tuple[str | None, list[Fault]]:
    try:
        return raw.decode(codec), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = _really(raw, codec)
        sentence = f"第{error.start + 1}字节不是有效的{name}{hint}，请向发布单位要编码正确的文件"
        return None, [Fault(True, line, "", sentence)]


def _really(raw: bytes, declared: str) -> str:
    """Which encoding it looks like instead, where one makes a warning of it."""
    for codec, name in (("gb18030", "GBK"), ("utf-8", "UTF-8"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")):
        try:
            if codec != declared and "预警" in raw.decode(codec):
                return f"，实际像是 {name}"
        except UnicodeDecodeError:
            continue
    return ""


def _parsed(text: str) -> tuple[Node | None, list[Fault]]:
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, encoding="utf-8", forbid_dtd=True)
    builder.parser = parser.parser
    raw = text.encode("utf-8", "surrogatepass")
    try:
        for start in range(0, len(raw), _CHUNK):
            parser.feed(raw[start:start + _CHUNK])
        parser.close()
    except DefusedXmlException:
        sentence = "文件带 DTD 或实体定义，可能有害，没有读取；请向发布单位要不带 DTD 的文件"
        return None, [Fault(True, builder.line, "", sentence)]
    except _Stop as stop:
        return None, [Fault(True, builder.line, "", f"{stop}，没有读取")]
    except ParseError as error:
        line, column = error.position
        return None, [Fault(True, line, "", f"第{column + 1}列起不是完好的 XML({_reason(str(error))})，请重新要一份")]
    return builder.root, []


def _reason(words: str) -> str:
    known = {
        "no element found": "没有结束，可能没传完", "mismatched tag": "标签没有配对",
        "not well-formed": "有不合法的字符", "duplicate attribute": "属性重复",
        "unclosed token": "没有结束，可能没传完", "junk after": "结尾之后还有内容",
        "undefined entity": "用了没有定义的实体", "unbound prefix": "前缀没有声明",
    }
    return next((chinese for english, chinese in known.items() if words.startswith(english)), "格式错误")
