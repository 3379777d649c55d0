"""The log of one event: opened, followed, appended to.

What is promised: an entry that `append` returned has been written in full, is on the medium and stands in the chain.
Killing the process or losing power loses only what was never returned. Damage to any byte is found and named; an
unfinished last write is set aside with its bytes kept; other damage is never repaired silently.

One `Journal` belongs to one thread at a time. The lock (lock.py) sees to it that one process writes.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

from console.incident.entry import Draft, Entry
from console.journal.append import Appender
from console.journal.canonical import NotPlain
from console.journal.chain import MAX_LOG, ZERO, Scan, make_line, scan
from console.journal.errors import NotOpened, NotRecorded, reason
from console.journal.files import APPEND, CREATE, READ, REAL, Fs, atomic_write, make_folders
from console.journal.load import Loaded, load
from console.journal.recover import LOG, set_aside, unlogged

Hold = Callable[[Path, bytes | None, bool], bool]
"""Told a log's folder, its bytes as just read (None where they cannot be) and whether they are whole: may it be written?"""


def free(_folder: Path, _data: bytes | None, _whole: bool) -> bool:
    """Nothing is known against it."""
    return False


class Journal:
    """An event's log in its folder. Made by `create` or `open`, never directly."""

    def __init__(self, folder: Path, write: bool, fs: Fs) -> None:
        self.folder = folder
        self.path = folder / LOG
        self.entries: list[Entry] = []
        """What is recorded, in order; only ever grows, but see `refresh`."""
        self.head = ZERO
        """The last hash; 64 zeros for an empty log."""
        self.size = 0
        """Length of the good part on the disk, bytes."""
        self.damaged = False
        """Something other than an unfinished last write is wrong: the good part can be read, nothing appended."""
        self.to_log: list[dict[str, Any]] = []
        """`data` of the "recovered" entries that the caller should append: recoveries the log does not tell of yet."""
        self.held = False
        """It lacks what a copy of it has; it is read as it stands and takes nothing, so that it does not part from the copy."""
        self._write = write
        self._fs = fs
        self._end = Appender(self.path, fs)
        self._last = b""
        self._seen = 0  # of the bytes in which damage was found: no need to look again while they stay the same
        self._unread = False  # it could not be read the last time: what is here was read before
        self._done: list[str] = []
        self._state = ""
        self._unsettled: Loaded | None = None  # as read for writing, until it is known to be on the medium

    @classmethod
    def create(cls, folder: Path, fs: Fs = REAL) -> Self:
        """A new, empty log in `folder` (made where missing), open for appending. Raises `NotOpened`."""
        journal = cls(folder, True, fs)
        try:
            make_folders(folder, fs)
            fd = fs.open(journal.path, CREATE)
            journal._end.adopt(fd)
            fs.fsync(fd)
            fs.sync_folder(folder)
        except OSError as error:
            journal.close()
            raise NotOpened(f"{journal.path} 建不成：{reason(error)}；请排除后再试，或换一处数据文件夹") from error
        return journal

    @classmethod
    def open(cls, folder: Path, write: bool, fs: Fs = REAL, *, cut_damage: bool = False, hold: Hold = free) -> Self:
        """The log in `folder`, verified; whatever is wrong with it is in `findings`, never raised.

        `write` asks for appending too and lets an unfinished tail be set aside. `cut_damage` (a person's own decision)
        sets aside all that follows the good part of a damaged log, so that it can go on. `hold` is asked before
        anything is cut or written; where it says so, the log is only read and `held` is set.
        """
        journal = cls(folder, write, fs)
        loaded = journal._load()
        if hold(folder, None if loaded is None else loaded.data, loaded is not None and loaded.scan.bad is None):
            journal.held, journal._write = True, False
            return journal
        if loaded is None or not write or (loaded.damaged and not cut_damage):
            return journal
        journal.damaged = False
        journal._unsettled = loaded
        with contextlib.suppress(NotRecorded):
            journal._ready()
        return journal

    @property
    def findings(self) -> list[str]:
        """What opening or following found and did, in Chinese sentences; empty where all is well."""
        return [*self._done, self._state] if self._state else list(self._done)

    @property
    def trouble(self) -> str:
        """Why the log can be followed no further, or takes nothing more; one sentence, empty where it does.

        Asks the disk where it is open for writing, so that a log that is gone is told of before something is recorded.
        """
        if self.damaged or self._unread:
            return self._state
        if not self._write:
            return ""
        try:
            why = self._end.astray()
        except OSError as error:
            why = f"读不出：{reason(error)}；请检查磁盘"
        return f"{self.path} {why}" if why else ""

    @property
    def writable(self) -> bool:
        """Whether there is a sound handle to append with."""
        return self._end.open

    def append(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Records the drafts in one write and one fsync, and returns them as entries once they are on the medium.

        Raises `NotRecorded`: then none of them is acknowledged, and what is on the disk ends where it did before, as
        far as the disk lets itself be put right. The next call tries again on a handle of its own.
        """
        if not drafts:
            return []
        self._ready()
        made: list[Entry] = []
        lines: list[bytes] = []
        head = self.head
        try:
            for draft in drafts:
                entry, line = make_line(draft, len(self.entries) + len(made) + 1, head)
                made.append(entry)
                lines.append(line)
                head = entry.hash
        except NotPlain as error:
            raise NotRecorded(f"没有记上：{error}") from error
        data = b"".join(lines)
        if self.size + len(data) > MAX_LOG:
            raise NotRecorded(f"没有记上：{self.path} 已到 {MAX_LOG} 字节的上限；请另开一个事件接着记")
        self._end.put(data, len(made), head)
        self.entries += made
        self.head, self.size, self._last = head, self.size + len(data), lines[-1]
        self._state = ""
        if self.to_log:
            self._look_for_kept()
        return made

    def refresh(self) -> int:
        """For a reader: takes in what was written since, and returns how many entries that was.

        -1 where entries seen before are no longer in the log (an append that failed was taken back, or the file was
        cut): `entries` then holds the log as it is now, and a fold over it must start anew. A writer gets 0.
        """
        if self._write:
            return 0
        start = self.size - len(self._last)
        try:
            fd = self._fs.open(self.path, READ)
            try:
                data = self._fs.read(fd, start, MAX_LOG)
            finally:
                self._fs.close(fd)
        except OSError as error:
            self._unread, self._seen = True, 0
            self._state = f"{self.path} 读不出：{reason(error)}；停在第 {len(self.entries)} 条"
            return 0
        self._unread = False
        if self.damaged and hash(data) == self._seen:
            return 0
        if not data.startswith(self._last):
            return self._again()
        news = data[len(self._last) :]
        found = scan(news, len(self.entries), self.head)
        if b"\n" in news[found.size :]:
            return self._again()
        left = len(news) - found.size
        self.damaged = False
        self._state = f"{self.path} 末尾 {left} 字节还没有写完" if left else ""
        found.size += self.size
        self._take(found)
        return len(found.entries)

    def close(self) -> None:
        """Gives the handle back; what was acknowledged needs nothing more."""
        self._end.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _load(self) -> Loaded | None:
        """Reads the log anew into an empty journal; None where it cannot be read."""
        try:
            loaded = load(self.path, self._fs)
        except OSError as error:
            self.damaged = True
            self._state = f"{self.path} 读不出：{reason(error)}；事件没有建成，或日志被移走，请找回后重新打开"
            return None
        self.damaged, self._state = loaded.damaged, loaded.finding
        self._take(loaded.scan)
        self._seen = hash(loaded.data[self.size - len(self._last) :])
        return loaded

    def _take(self, found: Scan) -> None:
        self.entries += found.entries
        self.head, self.size = found.head, found.size
        self._last = found.last or self._last

    def _again(self) -> int:
        """The file is not the one that was followed: reads it from the start."""
        old, head = self.entries, self.head
        count, before = len(old), (self.size, self._last)
        self.entries, self.head, self.size, self._last = [], ZERO, 0, b""
        if self._load() is None:
            self.entries, self.head, (self.size, self._last) = old, head, before
            return 0
        now, self.entries = self.entries, old
        if len(now) >= count and (not count or now[count - 1].hash == head):
            old += now[count:]
            return len(now) - count
        old[:] = now
        return -1

    def _ready(self) -> None:
        """Sees to a sound handle on a log that ends well. Raises `NotRecorded`."""
        if not self._write:
            raise NotRecorded(f"没有记上：{self.path} 是只读打开的")
        if self.damaged:
            raise NotRecorded(f"没有记上：{self._state or self.path}")
        if self._end.open:
            return
        if self._unsettled:
            self._settle(self._unsettled)
        self._end.size, self._end.count, self._end.head = self.size, len(self.entries), self.head
        self._end.start()
        self._look_for_kept()

    def _settle(self, loaded: Loaded) -> None:
        """Keeps an unfinished tail aside and writes the good part to new blocks. Raises `NotRecorded`.

        The good part is written anew even where nothing is wrong with it: another process may have had an fsync fail
        here, and what then reads well from memory need not be on the medium, nor ever get there. Nothing is cut that
        is not kept. A disk too full for a second copy of a sound log is left to the appends to deal with.
        """
        finding, restored = "", b""
        try:
            self._fs.close(self._fs.open(self.path, APPEND))  # neither a link nor without permission
            if loaded.tail:
                mended = set_aside(self.folder, loaded.scan, loaded.data, self._fs)
                finding, restored = mended.finding, mended.restored
            if loaded.data:
                atomic_write(self.path, loaded.data[: self.size] + restored, self._fs)
        except OSError as error:
            if loaded.tail or error.errno != errno.ENOSPC:
                self._state = f"{self.path} 准备续写时出错：{reason(error)}；前 {len(self.entries)} 条可读，排除后再记"
                raise NotRecorded(f"没有记上：{self._state}") from error
        self._unsettled = None
        if finding:
            self._state = ""
            self._done.append(finding)
        self._take(self._with_restored(restored))

    def _with_restored(self, line: bytes) -> Scan:
        found = scan(line, len(self.entries), self.head)
        found.size += self.size
        return found

    def _look_for_kept(self) -> None:
        with contextlib.suppress(OSError):
            names = self._fs.names(self.folder)
            for name in names:
                if name.startswith(f".{LOG}.") and name.endswith(".tmp"):
                    self._fs.remove(self.folder / name)
            self.to_log = unlogged(self.folder, self.entries, names, self._fs)
