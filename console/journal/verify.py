"""Whether a log holds: every byte of every line, the chain, and the end where a later head is known."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from console.journal.chain import MAX_LINE, ZERO, BadLine, full_check
from console.journal.errors import NotSealed, reason
from console.journal.files import READ, REAL
from console.journal.recover import LOG
from console.journal.sealfile import SEAL, read_seal


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found."""

    ok: bool
    """The chain holds from the first byte to the last, and up to the known head where one was given."""
    readable: bool
    """False where there is no log to judge: missing, not a file, no permission."""
    entries: int
    """Good entries from the start."""
    head: str
    """The hash of the last good one; 64 zeros where there is none."""
    line: int | None
    """The first bad line, from 1; None where all is well or nothing could be read."""
    why: str
    """What is wrong, one Chinese sentence; empty where all is well."""


@dataclass(slots=True)
class _Known:
    """A head that was written down elsewhere: in an export, a handover sheet, a seal."""

    head: str | None
    seq: int | None
    source: str
    met: bool = False

    def look(self, seq: int, digest: str) -> str:
        """Why the entry cannot be the one that was noted; empty where nothing is against it."""
        if self.seq is not None and seq == self.seq:
            self.met = self.head is None or digest == self.head
            return "" if self.met else f"第 {seq} 条的 hash 与{self.source}不符：日志被换过或重写过"
        self.met = self.met or (self.seq is None and digest == self.head)
        return ""

    def missing(self, entries: int) -> str:
        """Why the log ends too early; empty where it does not."""
        if self.met or (self.head is None and self.seq is None):
            return ""
        if self.seq is not None:
            return f"只有 {entries} 条，{self.source}已有 {self.seq} 条：末尾被截去"
        return f"全部 {entries} 条中没有{self.source}的那个 hash: 末尾被截去，或日志被重写过"


def verify(path: Path, known_head: str | None = None, known_seq: int | None = None) -> Verdict:
    """Checks the log at `path`, a file or an event's folder, without touching it.

    `known_head` and `known_seq` are the last hash and the number of entries as noted at some earlier time. In a folder,
    the seal (seal.json) is held against the log as well; its signature is the business of `check_seal`.
    """
    known = [_Known(known_head.strip().lower() if known_head else None, known_seq, "先前记下的")]
    if is_folder(path):
        try:
            seal = read_seal(path / SEAL)
        except NotSealed as error:
            return Verdict(False, True, 0, ZERO, None, str(error))
        if seal:
            known.append(_Known(seal.head, seal.entries, "封存时的"))
        path = path / LOG
    try:
        fd = REAL.open(path, READ)
    except OSError as error:
        return _unread(path, error)
    except ValueError:  # a NUL in the path
        return Verdict(False, False, 0, ZERO, None, "路径里有不能用的字符")
    with contextlib.closing(os.fdopen(fd, "rb")) as file:
        try:
            return _check(file, path, known)
        except OSError as error:
            return _unread(path, error)


def is_folder(path: Path) -> bool:
    """Whether a folder is there; no for a path that the system does not take."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def summary(verdict: Verdict) -> str:
    """The verdict as the one line that `duty log verify` prints."""
    if verdict.ok:
        return f"{verdict.entries} entries, last hash {verdict.head}"
    place = f"第 {verdict.line} 行：" if verdict.line else ""
    return f"{place}{verdict.why}"


def _check(file: BinaryIO, path: Path, known: list[_Known]) -> Verdict:
    seq, head = 0, ZERO
    while raw := file.readline(MAX_LINE + 1):
        try:
            if not raw.endswith(b"\n") and len(raw) <= MAX_LINE:
                raise BadLine("这一行没有以换行结尾：没有写完，或被截断")
            before, head = head, full_check(raw.removesuffix(b"\n"), seq + 1, head)
        except BadLine as error:
            return Verdict(False, True, seq, head, seq + 1, str(error))
        seq += 1
        for note in known:
            if why := note.look(seq, head):
                return Verdict(False, True, seq - 1, before, seq, why)
    for note in known:
        if why := note.missing(seq):
            return Verdict(False, True, seq, head, seq + 1, why)
    if not seq:
        return Verdict(False, True, 0, ZERO, 1, f"{path} 里一条记录也没有：事件没有建成，或日志被清空")
    return Verdict(True, True, seq, head, None, "")


def _unread(path: Path, error: OSError) -> Verdict:
    return Verdict(False, False, 0, ZERO, None, f"{path} 读不出：{reason(error)}；请核对路径和权限")
