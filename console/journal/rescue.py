"""Going on in another place when a log's own place is gone: a stick pulled out, a share that went away."""

from __future__ import annotations

from pathlib import Path

from console.journal.chain import line_of, scan
from console.journal.errors import NotOpened, reason
from console.journal.files import REAL, Fs, atomic_write, make_folders
from console.journal.recover import LOG
from console.journal.writer import Journal


def rescue(journal: Journal, folder: Path, fs: Fs = REAL) -> Journal:
    """A log in `folder` with all that `journal` holds, byte for byte, open for appending. Raises `NotOpened`.

    For an open journal whose appends are refused; it is left as it is. A folder that has a log already is refused.
    """
    data = b"".join(line_of(entry) for entry in journal.entries)
    if scan(data).head != journal.head:
        raise NotOpened(f"{journal.path} 里有新版本写的内容，不能照原样另存；请用新版本打开")
    try:
        make_folders(folder, fs)
        if LOG in fs.names(folder):
            raise NotOpened(f"{folder / LOG} 已经存在；请换一个文件夹")
        atomic_write(folder / LOG, data, fs)
    except OSError as error:
        raise NotOpened(f"{folder / LOG} 建不成：{reason(error)}；请换一处再试") from error
    moved = Journal.open(folder, True, fs)
    if not moved.writable:
        raise NotOpened(f"{folder / LOG} 不能续写：{'；'.join(moved.findings)}")
    return moved
