"""CAP files at the desk: read within bounds, kept beside the log, and taken in as warnings."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from console.incident.refused import Refused
from console.journal.errors import NotRecorded, reason
from console.journal.files import atomic_write, make_folders
from console.warning.cap import TYPES, CapFile, read_cap
from console.warning.enter import duplicate, from_message, next_id
from console.warning.fault import Fault
from console.warning.info import Info
from console.warning.model import STATUSES, Bulletin
from console.warning.tree import MOST_BYTES, too_large

from .bulletins import bulletins, record
from .desk import Desk

MOST_LISTED = 12
PEEKED = 256 * 1024
"""Bytes of a file that is looked into only to say in a list what it is."""
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
FOLDER = "warnings"
"""Where the originals are kept, under the home."""


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a file."""

    bulletins: tuple[Bulletin, ...]
    """Its warnings; none where the file could not be used."""
    faults: tuple[Fault, ...]
    said: tuple[str, ...] = ()
    known: bool = False
    """The very same file was taken in before; nothing new was recorded."""
    file: CapFile | None = None

    @property
    def bulletin(self) -> Bulletin | None:
        """The first of its warnings."""
        return next(iter(self.bulletins), None)


def read_file(path: Path, now: datetime) -> tuple[bytes, CapFile]:
    """The bytes of a file and what they say; never more than the bound is read.

    Raises:
        Refused: no such file, no plain file, or it cannot be read.
    """
    name = str(path)[:200]
    try:
        with open(os.open(path, _READ), "rb") as file:  # noqa: PTH123 # a pipe must not hang: opened without waiting
            kind = os.fstat(file.fileno())
            if not stat.S_ISREG(kind.st_mode):
                raise Refused(f"{name} 不是普通文件，请写预警文件的路径")
            if kind.st_size > MOST_BYTES:
                return b"", CapFile(None, (too_large(kind.st_size),), Info())
            raw = file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise Refused(f"{name} 是文件夹，请写里面预警文件的路径") from None
    except OSError as error:
        raise Refused(f"{name} 读不了({reason(error)})，请核对路径") from None
    except ValueError:
        raise Refused(f"{name} 读不了(路径不合法)，请核对路径") from None
    return raw, read_cap(raw, now)


def path_of(typed: str) -> Path:
    """The file meant by what was typed, pasted or dropped into the terminal: quoted, as an address, from `~`."""
    text = typed.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if text.startswith("file:///"):
        text = unquote(text.removeprefix("file://"))
        text = text[1:] if re.match(r"/[A-Za-z]:", text) else text
    path = Path(text)
    return Path.home() / path.relative_to("~") if path.parts[:1] == ("~",) else path


def waiting_files(folder: Path) -> tuple[Path, ...]:
    """The `.xml` files of a folder, the newest first, not more than MOST_LISTED; none where it cannot be read."""
    found = []
    try:
        listed = [path for path in folder.iterdir() if path.suffix.lower() == ".xml"]
    except OSError:
        return ()
    for path in listed:
        with contextlib.suppress(OSError):  # one that is gone since hides no other
            if path.is_file():
                found.append((path.stat().st_mtime, path))
    return tuple(path for _, path in sorted(found, reverse=True)[:MOST_LISTED])


def headline_of(path: Path, now: datetime) -> str:
    """What a file in a list is about: its headline, what it is instead of a warning, or nothing where it is too large to look."""
    try:
        if path.stat().st_size > PEEKED:
            return ""
        file = read_file(path, now)[1]
    except (OSError, Refused):
        return ""
    if file.message is None:
        return file.partly.headline or "不能导入"
    kind = "" if file.message.status == "Actual" else f"[{STATUSES[file.message.status]}]"
    several = f"[{len(file.message.infos)}条]" if file.message.infos[1:] else ""
    return kind + several + (file.message.info.headline or TYPES[file.message.kind])


def import_file(desk: Desk, path: Path) -> Import:
    """Take in a CAP file. Nothing is recorded where it has an essential fault or is known already.

    Raises:
        Refused: the file cannot be read, the desk only reads, or real and drill would mix.
        NotRecorded: the disk refuses.
    """
    return take_in(desk, *read_file(path, desk.clock.now()))


def take_in(desk: Desk, raw: bytes, file: CapFile) -> Import:
    """Take in what was read from a file; as `import_file`."""
    message = file.message
    if message is None:
        return Import((), file.faults, file=file)
    if desk.drill and message.status == "Actual":
        raise Refused("这是一份实际的预警，演练台不收；请离开演练，在值班台导入")
    digest = hashlib.sha256(raw).hexdigest()
    known, new = duplicate(message, digest, bulletins(desk))
    if known and not new:
        which = "、".join(b.id for b in known)
        return Import(known, file.faults, (f"这份文件已经导入过，就是 {which}",), known=True, file=file)
    if known and any(b.sha256 != digest for b in known):
        sentence = f"编号已被 {known[0].id} 用过而内容不同，没有导入；请向发布单位核对是不是改过"
        return Import((), (Fault(True, 1, "identifier", sentence), *file.faults), file=file)
    ids = {part: next_id(bulletins(desk), further) for further, part in enumerate(new)}
    name = _keep(desk, raw, ids[new[0]])
    entered = from_message(file, message, ids, name, digest, bulletins(desk))
    return Import(record(desk, entered), file.faults, entered.said, file=file)


def _keep(desk: Desk, raw: bytes, new_id: str) -> str:
    """Put the original beside the log, under the number its first warning will have; the name it got."""
    if desk.read_only:
        raise Refused("现在只能查看：另一个值班台正在记录，请到那一台上导入")
    folder = desk.home.root / FOLDER
    prefix = "drill-" if desk.drill else ""
    name, extra = f"{prefix}{new_id}.xml", 1
    try:
        make_folders(folder)
        while (folder / name).exists() and (folder / name).read_bytes() != raw:
            extra += 1
            name = f"{prefix}{new_id}-{extra}.xml"
        atomic_write(folder / name, raw)
    except OSError as error:
        raise NotRecorded(f"没有记上：原文件存不进 {folder}({reason(error)})，请检查磁盘") from error
    return name
