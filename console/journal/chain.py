"""One line of the log: how it is made, and how it is checked. No disk here.

A line is the canonical JSON of its entry and one LF. Its hash is the SHA-256 of the canonical JSON without `hash`,
so it can be had from the line's own bytes with the span `"hash":"..",` cut out: that is how a log is opened fast.
`full_check` writes the entry anew and compares bytes: that is how it is verified.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from console.incident.entry import Draft, Entry
from console.journal.canonical import MAX_DEPTH, NotPlain, depth_of, dump, parse, plain

ZERO = "0" * 64
"""`prev` of the first entry, and the head of an empty log."""
MAX_LINE = 1 << 20
"""The longest line read or written, bytes, LF included."""
MAX_LOG = 1 << 29
"""The longest log opened, bytes: about 1.5 million entries."""

_HASH_KEY = b'"hash":"'
_KIND_KEY = b'"kind":"'
_TIME = re.compile(
    r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


class BadLine(ValueError):
    """Why a line is no entry at its place in the chain: one short Chinese phrase."""


@dataclass(frozen=True, slots=True)
class Bad:
    """Where a log stops being good."""

    line: int
    """1 for the first line."""
    offset: int
    """Where that line begins, bytes."""
    why: str
    """One short Chinese phrase."""


@dataclass(slots=True)
class Scan:
    """What was read of a log: its good beginning, and what stopped the reading."""

    entries: list[Entry]
    size: int
    """Length of the good beginning, bytes."""
    head: str
    last: bytes
    """The last good line with its LF; empty where there is none."""
    bad: Bad | None


def make_line(draft: Draft, seq: int, prev: str) -> tuple[Entry, bytes]:
    """The entry that `draft` becomes at its place, and its line. Raises `NotPlain` where no log can hold it."""
    by, kind = plain(draft.by), plain(draft.kind)
    data = plain(draft.data, MAX_DEPTH - 1)
    if not (isinstance(data, dict) and isinstance(by, str) and isinstance(kind, str)):
        raise NotPlain("记录的内容不成形：人和种类须是文字，内容须是一组名称和值")
    at = _time(draft.at)
    event_at = at if draft.event_at == at else _time(draft.event_at)
    bare = dump({"at": at, "by": by, "data": data, "event_at": event_at, "kind": kind, "prev": prev, "seq": seq})
    digest = hashlib.sha256(bare).hexdigest()
    spot = bare.rfind(_KIND_KEY)  # `hash` comes right before it; the last one is the entry's own, see _hash_holds
    line = b"".join((bare[:spot], _HASH_KEY, digest.encode(), b'",', bare[spot:], b"\n"))
    if len(line) > MAX_LINE:
        raise NotPlain(f"这一条有 {len(line)} 字节，超过每条 {MAX_LINE} 字节；请分成几条")
    return Entry(seq, at, event_at, by, kind, data, prev, digest), line


def line_of(entry: Entry) -> bytes:
    """The line of an entry as it stands in the log, with its LF."""
    return dump({name: getattr(entry, name) for name in _NAMES}) + b"\n"


def read_line(raw: bytes, seq: int, prev: str) -> Entry:
    """The entry in `raw` (without LF), its hash and its place in the chain checked. Raises `BadLine`."""
    return _read(raw, seq, prev)[0]


def full_check(raw: bytes, seq: int, prev: str) -> str:
    """The hash of a line that is byte for byte the canonical JSON of the entry at its place. Raises `BadLine`."""
    entry, body = _read(raw, seq, prev)
    again = dump(body)
    if again != raw:
        spot = next((n for n, (a, b) in enumerate(zip(raw, again, strict=False)) if a != b), min(len(raw), len(again)))
        raise BadLine(f"第 {spot + 1} 字节起不是规范 JSON 的写法 (空格、次序或转义被改过)")
    return entry.hash


def scan(data: bytes, seq: int = 0, prev: str = ZERO) -> Scan:
    """Reads lines from `data` as far as they are good; `seq` and `prev` are those of the entry before them."""
    entries: list[Entry] = []
    start, last = 0, b""
    bad: Bad | None = None
    first = seq
    while start < len(data):
        end = data.find(b"\n", start)
        raw = data[start:end] if end >= 0 else data[start : start + MAX_LINE]
        try:
            if end < 0:
                raise BadLine("这一行没有写完" if raw.strip(b"\0") else "末尾是一片零字节")
            entry = read_line(raw, seq + 1, prev)
        except BadLine as error:
            bad = Bad(seq + 1, start, str(error))
            break
        entries.append(entry)
        seq, prev, last, start = seq + 1, entry.hash, raw, end + 1
    return Scan(entries, start, prev, last + b"\n" if seq > first else b"", bad)


def _read(raw: bytes, seq: int, prev: str) -> tuple[Entry, dict[str, Any]]:
    """The entry, and the object it was read from. A hundred thousand of these are read when a log is opened."""
    body = _object(raw)
    try:
        found = _values(body)
    except KeyError as error:
        raise BadLine(f"缺少字段 {error.args[0]}") from None
    if tuple(map(type, found)) != _TYPES:
        wrong = next(name for name, item, kind in zip(_NAMES, found, _TYPES, strict=True) if type(item) is not kind)
        raise BadLine(f"字段 {wrong} 的类型不对")
    number, at, event_at, by, kind, data, before, digest = found
    if number != seq:
        raise BadLine(f"序号应为 {seq}，却是 {number}")
    if before != prev:
        raise BadLine("与上一条接不上 (prev 不是上一条的 hash)")
    if not (_is_time(at) and (event_at == at or _is_time(event_at))):
        raise BadLine("时间不成形 (应如 2026-11-23T14:05:00+08:00)")
    try:
        if b"\\u" in raw:
            dump(body)  # an escaped lone surrogate parses, and would fail wherever it is written later
        if not _hash_holds(raw, body, digest):
            raise BadLine("内容与 hash 不符，有字节被改过")
    except UnicodeEncodeError:
        raise BadLine("有不能写成 UTF-8 的字符") from None
    return Entry(seq, at, event_at, by, kind, data, prev, digest), body


def _object(raw: bytes) -> dict[str, Any]:
    if len(raw) >= MAX_LINE:
        raise BadLine(f"这一行超过 {MAX_LINE} 字节")
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and depth_of(raw) > MAX_DEPTH:
        raise BadLine(f"嵌套超过 {MAX_DEPTH} 层")
    try:
        value = parse(raw.decode())
    except UnicodeDecodeError as error:
        raise BadLine(f"第 {error.start + 1} 字节不是 UTF-8") from None
    except ValueError as error:
        raise BadLine(str(error)) from None
    if not isinstance(value, dict):
        raise BadLine("不是一条记录 (应为一个 JSON 对象)")
    return value


def _hash_holds(raw: bytes, body: dict[str, Any], digest: str) -> bool:
    """Whether the hash covers every byte of the line.

    Canonical order puts `hash` before `kind`, `prev` and `seq`, and inside a string each quote is escaped: the last
    `"hash":"` of the line is the entry's own, but for fields of a newer version, which take the slow way.
    """
    spot = raw.rfind(_HASH_KEY)
    end = spot + len(_HASH_KEY) + 64
    own = spot >= 0 and raw[end : end + 2] == b'",' and raw[end - 64 : end] == digest.encode()
    if own and hashlib.sha256(raw[:spot] + raw[end + 2 :]).hexdigest() == digest:
        return True
    bare = {name: item for name, item in body.items() if name != "hash"}
    return dump(body) == raw and hashlib.sha256(dump(bare)).hexdigest() == digest


def _is_time(text: str) -> bool:
    if not _TIME.fullmatch(text):
        return False
    if text[8:10] <= "28":
        return True
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _time(text: str) -> str:
    if not (isinstance(text, str) and _is_time(text)):
        raise NotPlain(f"时间「{text!s:.40}」不成形，应如 2026-11-23T14:05:00+08:00")
    return text


_NAMES = ("seq", "at", "event_at", "by", "kind", "data", "prev", "hash")
_TYPES = (int, str, str, str, str, dict, str, str)
_values = itemgetter(*_NAMES)
