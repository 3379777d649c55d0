"""One writer for a data home.

The lock is the kernel's own (flock; msvcrt on Windows) on `writer.lock`: it goes when its process goes, by kill -9 too,
so a dead owner's lock is not forever, and no guess about process numbers is made. Who holds it is written beside it in
`writer.json`, to be shown; that file by itself locks nothing. Where the file system has no locks, nobody gets one and
`problem` says so: reading is all that is safe there.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from console.journal.canonical import canonical, visible
from console.journal.errors import reason
from console.journal.files import FILE_MODE, REAL, Fs, atomic_write, make_folders, read_json

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = "writer.lock"
HOLDER = "writer.json"

_BUSY = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)
_LOOK = 0.25
"""Seconds within which somebody who only looks lets go again, and a new holder has said who it is."""
_BRIEF = 3.0
"""Seconds to wait for a holder that is done in a moment."""
_PAUSE = 0.01  # seconds


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes in a data home."""

    name: str
    """The person on duty, as given to `acquire`; empty where it is not known."""
    pid: int
    host: str
    since: str
    """RFC 3339."""
    brief: bool = False
    """It is a verb, done in a moment, and no console that somebody sits at."""


class HomeLock:
    """The right to write under one data home."""

    def __init__(self, home: Path, fs: Fs = REAL) -> None:
        self.home = home
        self.problem = ""
        """Why there can be no lock here at all, as one sentence; empty where there can."""
        self._fs = fs
        self._fd: int | None = None
        self._mine: Holder | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._fd is not None

    def acquire(self, name: str, since: str = "", *, brief: bool = False) -> bool:
        """Takes the lock if nobody has it; says whether it is held now. `since` is RFC 3339, the clock's by default.

        A holder that is brief, as this one is with `brief`, is waited for a few seconds.
        """
        if self._fd is not None:
            return True
        start = time.monotonic()
        while (fd := self._try()) is None:
            if self.problem or time.monotonic() - start > (_BRIEF if self._read_holder().brief else _LOOK):
                return False
            time.sleep(_PAUSE)
        self._fd = fd
        now = datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="seconds")
        self._mine = Holder(visible(name), os.getpid(), visible(socket.gethostname()), since or now, brief)
        with contextlib.suppress(OSError):  # the name is for show: a full disk must not keep the officer from reading
            atomic_write(self.home / HOLDER, canonical(asdict(self._mine)) + b"\n", self._fs)
        return True

    def holder(self) -> Holder | None:
        """Who holds the lock now; None where nobody does. A dead owner is nobody. Looking leaves nothing behind."""
        if self._fd is not None:
            return self._mine
        if not (self.home / LOCK).exists():
            return None
        fd = self._try()
        if fd is not None:
            os.close(fd)
            return None
        return None if self.problem else self._read_holder()

    def release(self) -> None:
        """Gives the lock back."""
        if self._fd is not None:
            os.close(self._fd)
        self._fd = None
        self._mine = None

    def _try(self) -> int | None:
        """A locked handle, or None: somebody else has it, or `problem` is set."""
        self.problem = ""
        try:
            fd = self._open()
        except OSError as error:
            self.problem = f"{self.home / LOCK} 打不开：{reason(error)}；只能只读使用，请检查数据文件夹的权限"
            return None
        try:
            _lock(fd)
        except OSError as error:
            os.close(fd)
            if error.errno not in _BUSY:
                self.problem = f"{self.home} 所在的盘不支持文件锁；只能只读使用，请把数据文件夹放到本机硬盘"
            return None
        return fd

    def _open(self) -> int:
        path, flags = self.home / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            return os.open(path, flags, FILE_MODE)
        except FileNotFoundError:
            make_folders(self.home, self._fs)
            return os.open(path, flags, FILE_MODE)

    def _read_holder(self) -> Holder:
        try:
            value = read_json(self.home / HOLDER, 4096, self._fs)
            name, pid, host, since = (value[key] for key in ("name", "pid", "host", "since"))
            return Holder(str(name), int(pid), str(host), str(since), value.get("brief") is True)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Holder("", 0, "", "")


def _lock(fd: int) -> None:
    """Locks without waiting, or raises `OSError`."""
    if sys.platform == "win32":
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
