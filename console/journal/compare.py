"""A log held against its copy in another place, and what the copy still has taken back.

Every line that is an entry by its own hash counts, in whichever of the two files it stands and whatever is broken
around it; they are put in a row by their hashes. So nothing is taken that does not continue what is here, and nothing
that stands only here is left out. Where two entries claim the same place, a person has to decide: nothing is done.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from console.incident.entry import Entry
from console.journal.canonical import parse
from console.journal.chain import MAX_LOG, ZERO, BadLine, full_check, read_line, scan
from console.journal.errors import NotOpened, reason
from console.journal.files import REAL, Fs, atomic_write, make_folders, read_file
from console.journal.recover import LOG, SHORT, keep
from console.journal.verify import verify


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a log and its copy hold together."""

    good: int
    """Entries that can be read here, from the first on."""
    count: int
    """Entries that can be put in a row out of both."""
    lacking: int
    """How many of those do not stand here at all."""
    lines: bytes
    """That row, as the bytes of a log."""
    last: Entry | None
    """Its last entry."""
    apart: int | None
    """The first place in the chain from which on the two are no continuation of each other; None where they are."""

    @property
    def short(self) -> bool:
        """Whether the copy helps: it continues what can be read here, and nothing speaks against taking it."""
        return self.apart is None and self.count > self.good

    @property
    def missing(self) -> int:
        """Entries that would come back."""
        return self.lacking or self.count - self.good


def compare(here: bytes, there: bytes) -> Comparison:
    """The log `here` held against its copy `there`; either may be damaged or empty."""
    good = len(scan(here).entries)
    if here.startswith(there):  # a copy that is behind has nothing to add
        return Comparison(good, good, 0, b"", None, None)
    mine, theirs = dict(_standing(here)), dict(_standing(there))
    after: dict[str, dict[str, tuple[int, bytes]]] = {}
    for digest, (seq, prev, raw) in (mine | theirs).items():
        after.setdefault(prev, {})[digest] = (seq, raw)
    row: list[tuple[str, bytes]] = []
    head, apart = ZERO, None
    while apart is None and (next_ones := {d: raw for d, (seq, raw) in after.get(head, {}).items() if seq == len(row) + 1}):
        if len(next_ones) > 1:
            apart = len(row) + 1
        else:
            head, raw = next_ones.popitem()
            row.append((head, raw))
    taken = {digest for digest, _ in row}
    if apart is None and any(digest not in taken for digest in theirs):
        apart = len(row) + 1
    last = read_line(row[-1][1], len(row), mine[head][1] if head in mine else theirs[head][1]) if row else None
    lines = b"".join(raw + b"\n" for _, raw in row)
    return Comparison(good, len(row), sum(digest not in mine for digest in taken), lines, last, apart)


def held_against(folder: Path, copy: Path, fs: Fs = REAL) -> Comparison | None:
    """The log in `folder` (it need not be there) held against the file `copy`; None where there is no copy.

    Raises `OSError`. The copy is read first: what another process writes meanwhile then looks lost in neither.
    """
    there = read_log(copy, fs)
    return None if there is None else compare(read_log(folder / LOG, fs) or b"", there)


def read_log(path: Path, fs: Fs = REAL) -> bytes | None:
    """The bytes of a log; None where it is not there. Raises `OSError`."""
    try:
        return read_file(path, MAX_LOG, fs)
    except (FileNotFoundError, NotADirectoryError):
        return None


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken back."""

    found: Comparison
    kept: str
    """Name of the file beside the log that holds what stood here before; empty where nothing did."""
    before: bytes
    """Those bytes."""


def take_back(folder: Path, there: bytes, fs: Fs = REAL) -> Taken:
    """Writes what the log in `folder` and its copy, the bytes `there`, hold together, verified before and after.

    What stood here is kept beside it under a name of its own before anything is replaced. Raises `NotOpened` where
    there is nothing to take, the two do not continue each other, or the disk refuses.
    """
    path = folder / LOG
    try:
        before = read_log(path, fs) or b""
        found = compare(before, there)
        if not found.short:
            raise NotOpened(f"副本没有比 {path} 更多的，或两份不是前后相接的：什么也没有动")
        make_folders(folder, fs)
        kept = keep(folder, f"{SHORT}{found.good + 1}", before, fs) if before else ""
        atomic_write(path, found.lines, fs)
    except OSError as error:
        raise NotOpened(f"没有取回：{path} 写不成：{reason(error)}；原来的还在，请排除后再试") from error
    verdict = verify(path, found.last.hash if found.last else None)
    if not verdict.ok or verdict.entries != found.count:
        raise NotOpened(f"取回的 {path} 写到磁盘上以后不对：{verdict.why}；第二处的没有动，请检查磁盘")
    return Taken(found, kept, before)


def _standing(data: bytes) -> Iterator[tuple[str, tuple[int, str, bytes]]]:
    """Every line that is an entry by its own hash, byte for byte: its hash, number, predecessor and bytes."""
    for part in data.split(b"\n"):
        raw = part.strip(b"\0")
        with contextlib.suppress(BadLine, ValueError):
            value = parse(raw.decode()) if raw else None
            if isinstance(value, dict):
                seq, prev = value.get("seq", 0), value.get("prev", "")
                yield full_check(raw, seq, prev), (seq, prev, raw)
