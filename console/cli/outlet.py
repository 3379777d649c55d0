"""Where a verb puts what leaves the room: never over the record, a device, or what the room itself works with."""

from __future__ import annotations

from pathlib import Path

from console.desk.home import Home, default_home
from console.journal.errors import reason
from console.journal.files import atomic_write

from .faults import VerbError

_RECORD = ("events", "drills", "desk", "drill-desk", "keys", "warnings")
"""Folders of the data home that hold the record and what vouches for it."""
_SCENARIOS = ("drills", "scenarios")
"""The one among them that is there for files to be put into."""
_OWN = ("settings.toml", "contacts.toml", "contacts.toml.bak", "writer.lock", "writer.json", "alive.json", "sounded.json")
"""Files of the home itself."""


def outlet(words: str) -> Path:
    """The path that was named, looked at before anything is made for it.

    Raises:
        VerbError: it lies in the data home beside the record, or is neither a plain file nor a folder.
    """
    if not words.strip():
        raise VerbError("没有写存到哪里，请写文件或文件夹")
    path, home = Path(words), Home(default_home())
    try:
        ours = _is_ours(path.resolve(), home.root.resolve())
        special = path.exists() and not (path.is_file() or path.is_dir())
    except (OSError, RuntimeError):
        raise VerbError(f"{words:.200}: 用不了，请核对路径和权限") from None
    except ValueError:
        raise VerbError("文件名里有不能用的字符，请换一个") from None
    if ours:
        raise VerbError(f"{path} 是数据文件夹里记录的位置，不能盖掉；请存到别处，或存到 {home.exports}")
    if special:
        raise VerbError(f"{path} 不是普通文件，请换一个")
    return path


def _is_ours(path: Path, root: Path) -> bool:
    """Whether what stands or would stand there is the record, or a file that the room works with."""
    if not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    return parts[:1] in [(name,) for name in (*_RECORD, *_OWN)] and parts[:2] != _SCENARIOS


def put(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        VerbError: it may not be written there, or cannot be.
    """
    try:
        atomic_write(outlet(str(path)), data)
    except OSError as error:
        raise VerbError(f"{path}: 写不成({reason(error)})，请换一个位置") from None
