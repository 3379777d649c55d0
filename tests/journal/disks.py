"""Disks that fail: one that refuses the n-th call, and one that loses its power.

`Failing` stands before any `Fs` and makes the n-th call fail. `PowerDisk` is a disk in memory that keeps apart what a
program has written and what is on the medium; `after_crash` gives the disk as it may look after a power cut. It
forgets like a real one: what was not synced may be there wholly, in part, as zeros, or not; a name that was not synced
may be the old one; and a failed fsync leaves pages that the system calls clean and that never reach the medium.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from console.journal.files import Fs

PAGE = 512
"""Bytes that reach the medium together."""


class PowerCut(BaseException):
    """The machine stops here; no handler of the console sees it."""


class Failing:
    """An `Fs` whose calls number `first` to `last` fail, counted over all methods or over `only` one.

    `code` is the error, or SHORT (half of a write is taken, without a word), or CUT (the power goes, within a write).
    """

    SHORT = -1
    CUT = -2

    def __init__(self, real: Fs, first: int = 0, last: int = 0, code: int = errno.EIO, only: str = "") -> None:
        self.real = real
        self.first, self.last, self.code, self.only = first, last, code, only
        self.calls: list[str] = []

    def _fails(self, name: str) -> bool:
        """Counts the call; whether it is one that fails (a full disk is no matter to most calls)."""
        if self.only in ("", name):
            self.calls.append(name)
            if self.first <= len(self.calls) <= self.last:
                match self.code:
                    case self.SHORT:
                        return name == "write"
                    case errno.ENOSPC:
                        return name in ("write", "open", "rename", "make_folder")
                return True
        return False

    def _check(self, name: str) -> None:
        if self._fails(name):
            if self.code == self.CUT:
                raise PowerCut
            raise OSError(self.code, os.strerror(self.code))

    def open(self, path: Path, flags: int) -> int:
        self._check("open")
        return self.real.open(path, flags)

    def close(self, fd: int) -> None:
        self.real.close(fd)

    def read(self, fd: int, offset: int, limit: int) -> bytes:
        self._check("read")
        return self.real.read(fd, offset, limit)

    def write(self, fd: int, data: bytes) -> int:
        if not self._fails("write"):
            return self.real.write(fd, data)
        taken = self.real.write(fd, data[: len(data) // 2]) if self.code != errno.ENOSPC else 0
        if self.code == self.CUT:
            raise PowerCut
        if self.code == self.SHORT:
            return taken
        raise OSError(self.code, os.strerror(self.code))

    def fsync(self, fd: int) -> None:
        if self._fails("fsync"):
            if self.code == self.CUT:
                raise PowerCut
            if isinstance(self.real, PowerDisk):
                self.real.call_clean(fd)
            raise OSError(self.code, os.strerror(self.code))
        self.real.fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        self._check("truncate")
        self.real.truncate(fd, size)

    def size(self, fd: int) -> int:
        self._check("size")
        return self.real.size(fd)

    def identity(self, fd: int) -> tuple[int, int]:
        self._check("identity")
        return self.real.identity(fd)

    def look(self, path: Path) -> tuple[tuple[int, int], int]:
        self._check("look")
        return self.real.look(path)

    def rename(self, source: Path, target: Path) -> None:
        self._check("rename")
        self.real.rename(source, target)

    def remove(self, path: Path) -> None:
        self._check("remove")
        self.real.remove(path)

    def make_folder(self, path: Path) -> None:
        self._check("make_folder")
        self.real.make_folder(path)

    def sync_folder(self, path: Path) -> None:
        self._check("sync_folder")
        self.real.sync_folder(path)

    def names(self, path: Path) -> list[str]:
        self._check("names")
        return self.real.names(path)


@dataclass(eq=False)
class _File:
    seen: bytearray = field(default_factory=bytearray)
    """What programs read."""
    kept: bytearray = field(default_factory=bytearray)
    """What is on the medium."""
    dirty: set[int] = field(default_factory=set)
    """Pages that the next fsync writes."""

    def touch(self, start: int, end: int) -> None:
        self.dirty.update(range(start // PAGE, (end + PAGE - 1) // PAGE))

    def settle(self) -> None:
        """Writes the dirty pages to the medium."""
        del self.kept[len(self.seen) :]
        self.kept.extend(bytes(len(self.seen) - len(self.kept)))
        for page in self.dirty:
            self.kept[page * PAGE : (page + 1) * PAGE] = self.seen[page * PAGE : (page + 1) * PAGE]
        self.dirty.clear()

    def torn(self, dice: Random) -> bytearray:
        """What the medium may hold after a power cut: some dirty pages, the new length or the old."""
        if not self.dirty and len(self.seen) == len(self.kept):
            return bytearray(self.kept)
        size = dice.choice((len(self.kept), len(self.seen), dice.randint(0, len(self.seen) - 1) if self.seen else 0))
        size = max(size, min(len(self.kept), len(self.seen)))
        made = bytearray(self.kept[:size])
        made.extend(bytes(size - len(made)))
        pages = sorted(self.dirty)
        if dice.random() < 0.3:
            dice.shuffle(pages)
        for page in pages[: dice.randint(0, len(pages))]:
            part = self.seen[page * PAGE : (page + 1) * PAGE]
            made[page * PAGE : page * PAGE + len(part)] = part
        return made[:size]


class PowerDisk:
    """A disk in memory, an `Fs`."""

    def __init__(self) -> None:
        self.seen: dict[Path, _File | None] = {Path("/"): None}
        self.kept: dict[Path, _File | None] = {Path("/"): None}
        self.handles: dict[int, _File] = {}
        self.next = 100

    def after_crash(self, seed: int) -> PowerDisk:
        """The disk when the power is back; the same for the same seed."""
        dice = Random(seed)  # noqa: S311 - a test's dice
        disk = PowerDisk()
        names = dict(self.kept)
        for path in sorted({*self.seen, *self.kept}):
            if self.seen.get(path, 0) is not self.kept.get(path, 0) and dice.random() < 0.5:
                if path in self.seen:
                    names[path] = self.seen[path]
                else:
                    del names[path]
        made: dict[_File, _File] = {}
        for path, file in names.items():
            if any(parent not in names for parent in path.parents):
                continue
            if file is not None and file not in made:
                content = file.torn(dice)
                made[file] = _File(bytearray(content), bytearray(content))
            disk.seen[path] = disk.kept[path] = made[file] if file is not None else None
        return disk

    def call_clean(self, fd: int) -> None:
        """A failed fsync: the pages count as clean and are not on the medium."""
        self.handles[fd].dirty.clear()

    def content(self, path: Path) -> bytes:
        file = self.seen[path]
        assert file is not None
        return bytes(file.seen)

    def open(self, path: Path, flags: int) -> int:
        if path in self.seen:
            if flags & os.O_EXCL:
                raise FileExistsError(errno.EEXIST, "exists", str(path))
        elif not flags & os.O_CREAT or path.parent not in self.seen:
            raise FileNotFoundError(errno.ENOENT, "missing", str(path))
        else:
            self.seen[path] = _File()
        file = self.seen[path]
        if file is None:
            raise OSError(errno.EINVAL, "a folder", str(path))
        self.next += 1
        self.handles[self.next] = file
        return self.next

    def close(self, fd: int) -> None:
        del self.handles[fd]

    def read(self, fd: int, offset: int, limit: int) -> bytes:
        return bytes(self.handles[fd].seen[offset : offset + limit])

    def write(self, fd: int, data: bytes) -> int:
        file = self.handles[fd]
        start = len(file.seen)
        file.seen += data
        file.touch(start, len(file.seen))
        return len(data)

    def fsync(self, fd: int) -> None:
        self.handles[fd].settle()

    def truncate(self, fd: int, size: int) -> None:
        file = self.handles[fd]
        assert size <= len(file.seen)
        del file.seen[size:]
        file.dirty = {page for page in file.dirty if page * PAGE < size}

    def size(self, fd: int) -> int:
        file = self.handles[fd]
        return len(file.seen) if file in self.seen.values() else -1

    def identity(self, fd: int) -> tuple[int, int]:
        return 0, id(self.handles[fd])

    def look(self, path: Path) -> tuple[tuple[int, int], int]:
        file = self.seen.get(path)
        if file is None:
            raise FileNotFoundError(errno.ENOENT, "missing", str(path))
        return (0, id(file)), len(file.seen)

    def rename(self, source: Path, target: Path) -> None:
        if source not in self.seen:
            raise FileNotFoundError(errno.ENOENT, "missing", str(source))
        self.seen[target] = self.seen.pop(source)

    def remove(self, path: Path) -> None:
        if path not in self.seen:
            raise FileNotFoundError(errno.ENOENT, "missing", str(path))
        del self.seen[path]

    def make_folder(self, path: Path) -> None:
        if path in self.seen:
            raise FileExistsError(errno.EEXIST, "exists", str(path))
        if path.parent not in self.seen:
            raise FileNotFoundError(errno.ENOENT, "missing", str(path))
        self.seen[path] = None

    def sync_folder(self, path: Path) -> None:
        for name in {*self.seen, *self.kept}:
            if name.parent == path and name != path:
                if name in self.seen:
                    self.kept[name] = self.seen[name]
                else:
                    del self.kept[name]

    def names(self, path: Path) -> list[str]:
        if path not in self.seen:
            raise FileNotFoundError(errno.ENOENT, "missing", str(path))
        return sorted(name.name for name in self.seen if name.parent == path and name != path)
