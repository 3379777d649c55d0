"""What is done about a log that does not end well.

Two cases, kept apart as in etcd: a *torn tail* (the last write did not reach the disk whole: no LF, or sectors of
zeros, and nothing whole behind it) is kept aside and cut off, and the log goes on; anything else is *damage*, which is
never repaired unless a person asks for it. Nothing is thrown away: the bytes stay beside the log under their own name.
A tail of zeros as long as several records is cut off in the same way, but told as what it may be: the loss of entries
that were acknowledged.
"""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.incident.entry import Entry
from console.journal.canonical import parse
from console.journal.chain import MAX_LOG, BadLine, Scan, line_of, read_line
from console.journal.files import Fs, atomic_write, read_file

LOG = "log.jsonl"
TORN = f"{LOG}.torn-"
DAMAGED = f"{LOG}.damaged-"
SHORT = f"{LOG}.short-"
"""A log as it stood before a longer copy of it was taken back."""
RECOVERED = "recovered"
"""The `kind` of the entry by which a recovery is logged."""

_USUAL = 300  # bytes of an entry, where the log has none left to measure
_SECTOR = 512
_ZEROS = 16  # fewer zero bytes at the edge of a sector prove nothing


@dataclass(frozen=True, slots=True)
class Mended:
    """A tail that was taken off the log."""

    kept: str
    """Name of the file beside the log that holds the bytes."""
    restored: bytes
    """The line that the tail held whole but for its LF; empty where it held none."""
    finding: str
    """What was found and done, one Chinese sentence."""


def is_torn(scan: Scan, data: bytes) -> bool:
    """Whether what follows the good part of `data` is an unfinished last write, not damage."""
    tail = data[scan.size :]
    first, _, rest = tail.partition(b"\n")
    if b"\n" not in tail:
        return True
    return _has_zero_sector(first, scan.size) and not any(_stands_alone(raw) for raw in rest.split(b"\n"))


def zeroed_words(entries: Sequence[Entry], tail: bytes) -> str:
    """What a tail of zeros may have held, where that is more than one record after `entries`; else empty."""
    zeros = tail.count(0)
    about = round(zeros / _usual(entries))
    return f"{'末尾' if entries else '全部'} {zeros} 字节被清零，约{about}条记录" if about > 1 else ""


def _usual(entries: Sequence[Entry]) -> float:
    """Length of a line of this log. The first entry is longer than the rest and is no measure where there are others."""
    sample = entries[1:][-20:] or entries
    return statistics.median(len(line_of(entry)) for entry in sample) if sample else _USUAL


def restored_line(scan: Scan, tail: bytes) -> bytes:
    """The next entry where the tail holds it whole and only its LF is missing or lost: its hash proves it."""
    raw = tail[: tail.rfind(b"}") + 1]
    try:
        read_line(raw, len(scan.entries) + 1, scan.head)
    except BadLine:
        return b""
    return raw + b"\n"


def set_aside(folder: Path, scan: Scan, data: bytes, fs: Fs) -> Mended:
    """Keeps the tail in a file of its own, safely on the disk; the log is cut by the caller after that.

    Raises `OSError` where the tail cannot be kept: then nothing must be cut.
    """
    tail = data[scan.size :]
    torn = is_torn(scan, data)
    line = scan.bad.line if scan.bad else len(scan.entries) + 1
    name = keep(folder, f"{TORN if torn else DAMAGED}{line}", tail, fs)
    whole = restored_line(scan, tail) if torn else b""
    good = len(scan.entries) + bool(whole)
    why = scan.bad.why if scan.bad else ""
    what = f"不成一条完整记录 ({why})" if torn else f"坏了 ({why})，按要求移出"
    if torn and (lost := zeroed_words(scan.entries, tail)):
        return Mended(name, whole, f"{folder.name}/{LOG} {lost}，其中可能有记上了的；原样存在 {name}，前 {good} 条完好")
    if whole:
        what = "只缺行尾，内容完好，已补齐"
    return Mended(
        name, whole, f"{folder.name}/{LOG} 第 {line} 行起的 {len(tail)} 字节{what}；原样存在 {name}，其余 {good} 条完好"
    )


def unlogged(folder: Path, entries: list[Entry], names: list[str], fs: Fs) -> list[dict[str, Any]]:
    """`data` for a "recovered" entry for each kept-aside file that the log does not speak of yet.

    Found from the folder, not from memory: a crash between the cut and its entry loses nothing.
    """
    kept = [name for name in names if name.startswith((TORN, DAMAGED, SHORT))]
    if not kept:
        return []
    told = {str(entry.data.get("kept")) for entry in entries if entry.kind == RECOVERED}
    found: list[dict[str, Any]] = []
    for name in kept:
        if name not in told:
            raw = read_file(folder / name, MAX_LOG, fs)
            text = f"从 {LOG} 移出 {len(raw)} 字节，原样存在 {name}"
            if name.startswith(SHORT):
                text = f"{LOG} 换成了更完整的副本，换下的 {len(raw)} 字节原样存在 {name}"
            elif name.startswith(TORN) and (lost := zeroed_words(entries, raw)):
                text = f"{LOG} {lost}，其中可能有记上了的；移出的 {len(raw)} 字节原样存在 {name}"
            found.append({"kept": name, "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest(), "text": text})
    return found


def keep(folder: Path, stem: str, tail: bytes, fs: Fs) -> str:
    """Writes bytes that are to go under a free name beside the log, or finds them kept already (a crash came before the cut).

    The name. Raises `OSError`.
    """
    names = set(fs.names(folder))
    name, turn = stem, 1
    while name in names:
        if read_file(folder / name, len(tail) + 1, fs) == tail:
            return name
        turn += 1
        name = f"{stem}-{turn}"
    atomic_write(folder / name, tail, fs)
    return name


def _has_zero_sector(raw: bytes, offset: int) -> bool:
    start = 0
    while start < len(raw):
        end = start + _SECTOR - (offset + start) % _SECTOR
        part = raw[start:end]
        if len(part) >= _ZEROS and not part.strip(b"\0"):
            return True
        start = end
    return False


def _stands_alone(raw: bytes) -> bool:
    """Whether a line is a whole entry by its own hash, wherever in a chain it may belong."""
    try:
        value = parse(raw.decode())
        if not isinstance(value, dict):
            return False
        read_line(raw, value.get("seq", 0), value.get("prev", ""))
    except ValueError:
        return False
    return True
