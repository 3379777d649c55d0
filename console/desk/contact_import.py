"""An office's table at the desk: read within bounds, compared with the list, taken only when somebody says so."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from console.contacts.book import all_bodies
from console.contacts.importing import read_table
from console.contacts.merging import Preview, compare
from console.contacts.sheet import MOST_BYTES, Unusable
from console.incident.refused import Refused
from console.journal.errors import reason

if TYPE_CHECKING:
    from .desk import Desk


def preview_of(desk: Desk, path: Path) -> Preview:
    """What the file would do to the list; nothing is written.

    Raises:
        Refused: the file cannot be read or is no table, or the list has faults and cannot be compared with.
    """
    if desk.contacts.found.faults:
        raise Refused(f"通讯录文件有错，先改好再导入：{desk.contacts.found.faults[0]}")
    try:
        return compare(desk.contacts.contacts, read_table(_bytes(path), all_bodies(desk.plans.values())))
    except Unusable as error:
        raise Refused(f"{path.name[:80]}: {error}") from None


def take(desk: Desk, preview: Preview, *, only_new: bool = False) -> str:
    """Take an import in; a sentence on what became of it.

    Raises:
        Refused: nothing to take, read-only, a drill, or the list changed meanwhile.
        NotRecorded: the disk refuses; the old list stands.
    """
    count = len(preview.new) + (0 if only_new else len(preview.changed))
    if not count:
        raise Refused("没有要收的内容，通讯录没有变")
    kept = desk.contacts.replace(preview.before, preview.result(only_new=only_new))
    return f"通讯录已收{count}条，现有{len(desk.contacts.contacts)}条" + ("；原文件存为 contacts.toml.bak" if kept else "")


def _bytes(path: Path) -> bytes:
    try:
        path = path.expanduser()
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Refused(f"{str(path)[:200]} 不是普通文件，请写表格文件的路径")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"{str(path)[:200]} 读不了({reason(error)})，请核对路径") from None
    except (ValueError, RuntimeError):
        raise Refused("这个路径不合法，请核对") from None
