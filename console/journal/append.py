"""Adding bytes to the end of a log so that they are there after a power cut, or not at all.

The order is write, length checked, fsync, still the file of that name, then acknowledged. A full disk takes a part of a
write without an error: the part is cut off again. After a failed fsync the system may call the pages clean though they
never reached the medium; so that handle is given up, the log read and verified anew, and its acknowledged part written
to new blocks under the same name, before anything more is appended.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from console.journal.chain import ZERO
from console.journal.errors import NotRecorded, reason
from console.journal.files import APPEND, Fs, atomic_write
from console.journal.load import load

_AGAIN = "排除后再记一次，或先用纸笔记下"
_MOVED = "被移走或换掉了；请放回原处再记，或记到另一处"
_FOREIGN = "被别的程序改过；请关闭那个程序，重新打开本事件"


class Appender:
    """The end of one log file, and what of it is acknowledged."""

    def __init__(self, path: Path, fs: Fs) -> None:
        self.path = path
        self.size = 0
        """Length of what is acknowledged, bytes."""
        self.count = 0
        """Entries acknowledged."""
        self.head = ZERO
        """Hash of the last of them."""
        self._fs = fs
        self._fd: int | None = None
        self._identity: tuple[int, int] | None = None
        self._lost = False  # a handle was given up: the file is read anew before it is trusted again
        self._refused = b""  # what the file may hold behind the acknowledged part, through us

    @property
    def open(self) -> bool:
        """Whether there is a sound handle."""
        return self._fd is not None

    def adopt(self, fd: int) -> None:
        """Takes over a handle on the file, which must end with what is acknowledged."""
        self._fd = fd
        self._identity = self._fs.identity(fd)

    def start(self) -> int:
        """A sound handle on the file. Raises `NotRecorded`."""
        if self._fd is None:
            try:
                if self._lost:
                    self._renew()
                self.adopt(self._fs.open(self.path, APPEND))
            except OSError as error:
                self.close()
                raise NotRecorded(f"没有记上：{self.path} 打不开：{reason(error)}；{_AGAIN}") from error
        assert self._fd is not None  # noqa: S101 - adopted just now
        return self._fd

    def put(self, data: bytes, count: int, head: str) -> None:
        """Adds `data`, the lines of `count` entries up to `head`. Raises `NotRecorded`: then none of it counts."""
        fd = self.start()
        try:
            self._look()
            self._write(fd, data)
            self._fs.fsync(fd)
            there = self._fs.size(fd) == self.size + len(data)  # neither removed nor written to under our hands
        except OSError as error:
            self._give_up()
            raise NotRecorded(f"没有记上：{self.path} 写不进磁盘：{reason(error)}；{_AGAIN}") from error
        if not there:
            self._give_up()
            raise NotRecorded(f"没有记上：{self.path} 在写的时候{_MOVED}")
        self.size += len(data)
        self.count += count
        self.head = head
        self._refused = b""

    def close(self) -> None:
        """Gives the handle back."""
        if self._fd is not None:
            with contextlib.suppress(OSError):
                self._fs.close(self._fd)
        self._fd = None

    def astray(self) -> str:
        """Why the file is not as it was left, or not where it was; empty where it is. Raises `OSError`."""
        try:
            identity, size = self._fs.look(self.path)
        except FileNotFoundError:
            return _MOVED
        if self._fd is None:
            return ""  # given up: what the file ends in is looked at when it is opened anew
        if identity != self._identity:
            return _MOVED
        return "" if size == self.size else _FOREIGN

    def _look(self) -> None:
        if why := self.astray():
            self._give_up()
            raise NotRecorded(f"没有记上：{self.path} {why}")

    def _write(self, fd: int, data: bytes) -> None:
        """One write, whole; what was taken of a short one is cut off again."""
        self._refused = data
        try:
            taken = self._fs.write(fd, data)
        except OSError as error:
            self._cut_back(fd)
            raise NotRecorded(f"没有记上：{self.path} 写不进：{reason(error)}；{_AGAIN}") from error
        if taken != len(data):
            self._cut_back(fd)
            raise NotRecorded(f"没有记上：磁盘已满，{len(data)} 字节只写进 {taken} 字节，已撤回；腾出磁盘后再记一次")

    def _cut_back(self, fd: int) -> None:
        try:
            self._fs.truncate(fd, self.size)
            self._fs.fsync(fd)
        except OSError:
            self._give_up()
        else:
            self._refused = b""

    def _give_up(self) -> None:
        """The handle is never used again. Refused bytes that the file may end in are taken off at once if it can be."""
        self.close()
        self._lost = True
        if self._refused:
            with contextlib.suppress(NotRecorded):
                self.start()

    def _renew(self) -> None:
        """Writes the acknowledged part to a new file under the same name. Raises `OSError` or `NotRecorded`.

        Only bytes that were refused through this object are left out; anything else behind that part is somebody's.
        """
        loaded = load(self.path, self._fs)
        entries = loaded.scan.entries
        if len(entries) < self.count or (self.count and entries[self.count - 1].hash != self.head):
            raise NotRecorded(
                f"没有记上：{self.path} 里已确认的 {self.count} 条只读得出 {len(entries)} 条；请换到另一处接着记"
            )
        end = loaded.scan.size if self._refused else len(loaded.data)
        if not self._refused.startswith(loaded.data[self.size : end]):
            raise NotRecorded(f"没有记上：{self.path} {_FOREIGN}")
        atomic_write(self.path, loaded.data[: self.size], self._fs)
        self._lost = False
        self._refused = b""
