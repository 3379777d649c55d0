"""The one seam between the console and the operating system's files.

Everything that must survive a power cut goes through an `Fs`, so that tests can put a failing one in its place.
Files are private to the user (0600, folders 0700). `atomic_write` is how every file but the log itself is written.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import sys
import threading
import time
from pathlib import Path
from typing import Any, Protocol

if sys.platform != "win32":
    import fcntl

FILE_MODE = 0o600
FOLDER_MODE = 0o700

_BINARY: int = getattr(os, "O_BINARY", 0)
_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: int = getattr(os, "O_NONBLOCK", 0)  # a pipe in the log's place must not hang the console
_BUSY_ON_WINDOWS = (5, 32, 33)  # held for a moment by a virus scanner or the indexer
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)

READ = os.O_RDONLY | _BINARY | _NO_WAIT
APPEND = os.O_RDWR | os.O_APPEND | _BINARY | _NO_FOLLOW | _NO_WAIT
CREATE = APPEND | os.O_CREAT | os.O_EXCL


class Fs(Protocol):
    """What the console asks of the file system. Every method may raise `OSError`."""

    def open(self, path: Path, flags: int) -> int:
        """A handle on a regular file; anything else (pipe, folder, device) is an `OSError`."""

    def close(self, fd: int) -> None:
        """Gives the handle back."""

    def read(self, fd: int, offset: int, limit: int) -> bytes:
        """The bytes from `offset` to the end of the file, at most `limit` of them."""

    def write(self, fd: int, data: bytes) -> int:
        """Writes once and says how many bytes were taken: fewer than given where the disk is full."""

    def fsync(self, fd: int) -> None:
        """Returns when what was written is on the medium."""

    def truncate(self, fd: int, size: int) -> None:
        """Cuts the file to `size` bytes."""

    def size(self, fd: int) -> int:
        """The length of the open file in bytes; -1 where the file has no name any more."""

    def identity(self, fd: int) -> tuple[int, int]:
        """What tells the open file from any other."""

    def look(self, path: Path) -> tuple[tuple[int, int], int]:
        """The identity and the length of the file that `path` leads to now; `FileNotFoundError` where there is none."""

    def rename(self, source: Path, target: Path) -> None:
        """Puts `source` in the place of `target` in one step."""

    def remove(self, path: Path) -> None:
        """Removes a file."""

    def make_folder(self, path: Path) -> None:
        """Makes one folder; `FileExistsError` where it is there."""

    def sync_folder(self, path: Path) -> None:
        """Returns when the names in the folder are on the medium (nothing to do on Windows)."""

    def names(self, path: Path) -> list[str]:
        """The names in a folder, sorted."""


class RealFs:
    """The file system of the machine."""

    def open(self, path: Path, flags: int) -> int:
        """See `Fs.open`."""
        fd = os.open(path, flags, FILE_MODE)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return fd

    def close(self, fd: int) -> None:
        """See `Fs.close`."""
        os.close(fd)

    def read(self, fd: int, offset: int, limit: int) -> bytes:
        """See `Fs.read`."""
        os.lseek(fd, offset, os.SEEK_SET)
        want = min(limit, max(os.fstat(fd).st_size - offset, 0) + 1)
        parts: list[bytes] = []
        while want > 0 and (part := os.read(fd, want)):
            parts.append(part)
            want -= len(part)
        return b"".join(parts) if len(parts) != 1 else parts[0]

    def write(self, fd: int, data: bytes) -> int:
        """See `Fs.write`."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """See `Fs.fsync`. On macOS a plain fsync stops at the drive's cache, so the full one is asked for."""
        if sys.platform == "darwin":
            try:
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            except OSError as error:
                if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                    raise
            else:
                return
        os.fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        """See `Fs.truncate`."""
        os.ftruncate(fd, size)

    def size(self, fd: int) -> int:
        """See `Fs.size`."""
        found = os.fstat(fd)
        return found.st_size if found.st_nlink else -1

    def identity(self, fd: int) -> tuple[int, int]:
        """See `Fs.identity`."""
        found = os.fstat(fd)
        return found.st_dev, found.st_ino

    def look(self, path: Path) -> tuple[tuple[int, int], int]:
        """See `Fs.look`."""
        found = os.stat(path)  # noqa: PTH116 - the seam itself
        return (found.st_dev, found.st_ino), found.st_size

    def rename(self, source: Path, target: Path) -> None:
        """See `Fs.rename`. Windows refuses while a scanner holds the file: a bounded number of tries there."""
        for wait in (0.05, 0.1, 0.2, 0.4, 0.8):
            try:
                os.replace(source, target)  # noqa: PTH105 - the seam itself
            except OSError as error:
                if os.name != "nt" or getattr(error, "winerror", None) not in _BUSY_ON_WINDOWS:
                    raise
                time.sleep(wait)
            else:
                return
        os.replace(source, target)  # noqa: PTH105 - the seam itself

    def remove(self, path: Path) -> None:
        """See `Fs.remove`."""
        path.unlink()

    def make_folder(self, path: Path) -> None:
        """See `Fs.make_folder`."""
        path.mkdir(mode=FOLDER_MODE)

    def sync_folder(self, path: Path) -> None:
        """See `Fs.sync_folder`. Some shares cannot: there the names are as safe as the share makes them."""
        if os.name == "nt":
            return
        fd = os.open(path, os.O_RDONLY)
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:
                raise
        finally:
            os.close(fd)

    def names(self, path: Path) -> list[str]:
        """See `Fs.names`."""
        return sorted(os.listdir(path))  # noqa: PTH208 - names, not paths


REAL = RealFs()


def write_all(fs: Fs, fd: int, data: bytes) -> None:
    """Writes all of `data` or raises `OSError`: a full disk takes a part and says so only by the count."""
    view = data
    while view:
        taken = fs.write(fd, view)
        if taken <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        view = view[taken:]


def make_folders(path: Path, fs: Fs = REAL) -> None:
    """Makes `path` and what is missing above it, each private and each safely on the disk.

    A folder that is there already is made safe as well: a crash may have come between making it and its sync.
    """
    try:
        fs.make_folder(path)
    except FileNotFoundError:
        make_folders(path.parent, fs)
        fs.make_folder(path)
    except FileExistsError:
        pass
    fs.sync_folder(path.parent)


def read_file(path: Path, limit: int, fs: Fs = REAL) -> bytes:
    """The whole file, at most `limit` bytes (one more would be read as too large by the caller)."""
    fd = fs.open(path, READ)
    try:
        return fs.read(fd, 0, limit)
    finally:
        fs.close(fd)


def read_json(path: Path, limit: int, fs: Fs = REAL) -> Any:
    """The value of a small JSON file of our own. Raises `OSError`, or `ValueError` for anything that is none."""
    raw = read_file(path, limit + 1, fs)
    if len(raw) > limit:
        raise ValueError("too large")
    try:
        return json.loads(raw.decode())
    except RecursionError:
        raise ValueError("too deep") from None


def put_file(path: Path, data: bytes, fs: Fs = REAL) -> None:
    """Writes a new file, safely on the disk when this returns. For folders that are built hidden and then renamed.

    Raises `OSError`, `FileExistsError` where there is one already.
    """
    fd = fs.open(path, CREATE)
    try:
        write_all(fs, fd, data)
        fs.fsync(fd)
    finally:
        fs.close(fd)


def atomic_write(path: Path, data: bytes, fs: Fs = REAL) -> None:
    """Puts `data` at `path` so that a crash leaves the old file or the new one, never a mixture.

    A temporary file beside it, fsync, rename, fsync of the folder. Raises `OSError`; the old file then stands, unless
    only the last step failed (the new one is then there, but may be gone after a power cut).
    """
    temp = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")  # two threads never share one
    with contextlib.suppress(FileNotFoundError):
        fs.remove(temp)
    try:
        fd = fs.open(temp, CREATE)
        try:
            write_all(fs, fd, data)
            fs.fsync(fd)
        finally:
            fs.close(fd)
        fs.rename(temp, path)
    except OSError:
        with contextlib.suppress(OSError):
            fs.remove(temp)
        raise
    fs.sync_folder(path.parent)
