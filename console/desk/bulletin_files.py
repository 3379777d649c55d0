"""CAP files at the desk: read within bounds, kept beside the log, and taken in as warnings."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.journal.files import atomic_write, make_folders
from console.warning.cap import CapFile, read_cap
from console.warning.enter import duplicate, from_message, next_id
from console.warning.fault import Fault
from console.warning.info import Info
from console.warning.model import Bulletin
from console.warning.tree import MOST_BYTES, too_large

from .bulletins import bulletins, record
from .desk import Desk

FOLDER = "warnings"
"""Where the originals are kept, under the home."""


@dataclass(frozen=True, slots=True)
class Import:
    """What became of a file."""

    bulletin: Bulletin | None
    """The warning; None where the file could not be used."""
    faults: tuple[Fault, ...]
    said: tuple[str, ...] = ()
    known: bool = False
    """The very same file was taken in before; nothing new was recorded."""
    file: CapFile | None = None


def read_file(path: Path, now: datetime) -> tuple[bytes, CapFile]:
    """The bytes of a file and what they say; never more than the bound is read.

    Raises:
        Refused: no such file, no plain file, or it cannot be read.
    """
    try:
        kind = path.stat()
        if not stat.S_ISREG(kind.st_mode):
            raise Refused(f"{path} 不是普通文件，请写预警文件的路径")
        if kind.st_size > MOST_BYTES:
            return b"", CapFile(None, (too_large(kind.st_size),), Info())
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "路径不合法"
        raise Refused(f"{str(path)[:200]} 读不了({why})，请核对路径") from None
    return raw, read_cap(raw, now)


def import_file(desk: Desk, path: Path) -> Import:
    """Take in a CAP file. Nothing is recorded where it has an essential fault or is known already.

    Raises:
        Refused: the file cannot be read, the desk only reads, or real and drill would mix.
        NotRecorded: the disk refuses.
    """
    raw, file = read_file(path, desk.clock.now())
    message = file.message
    if message is None:
        return Import(None, file.faults, file=file)
    if desk.drill and message.status == "Actual":
        raise Refused("这是一份实际的预警，演练台不收；请离开演练，在值班台导入")
    digest = hashlib.sha256(raw).hexdigest()
    twice = duplicate(message, digest, bulletins(desk))
    if twice and twice[1]:
        return Import(twice[0], file.faults, (f"这份文件已经导入过，就是 {twice[0].id}",), known=True, file=file)
    if twice:
        sentence = f"编号已被 {twice[0].id} 用过而内容不同，没有导入；请向发布单位核对是不是改过"
        return Import(None, (Fault(True, 1, "identifier", sentence), *file.faults), file=file)
    new_id, name = _keep(desk, raw)
    entered = from_message(file, message, new_id, name, digest, bulletins(desk))
    return Import(record(desk, entered), file.faults, entered.said, file=file)


def _keep(desk: Desk, raw: bytes) -> tuple[str, str]:
    """Put the original beside the log, under the number the warning will have."""
    if desk.read_only:
        raise Refused("现在只能查看：另一个值班台正在记录，请到那一台上导入")
    new_id = next_id(bulletins(desk))
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
        raise NotRecorded(f"没有记上：原文件存不进 {folder}({error.strerror})，请检查磁盘") from error
    return new_id, name
