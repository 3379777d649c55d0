"""The record of a drill on the disk: a log of its own, chained and durable like that of an event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from console.desk.home import LOG, Home
from console.desk.second_place import SecondPlace
from console.drill.run import Run, fold_run
from console.incident.deciding import Event
from console.incident.entry import Entry
from console.incident.fold import UnknownKind
from console.incident.refused import Refused
from console.journal.canonical import NotPlain, plain
from console.journal.errors import JournalError, NotRecorded, reason
from console.journal.files import REAL, Fs, make_folders
from console.journal.writer import Journal, free

_RUN_ID = re.compile(r"R\d{8}-\d{2,4}", re.ASCII)


def run_ids(home: Home) -> tuple[str, ...]:
    """The ids of all drills that were begun in a home, oldest first."""
    try:
        return tuple(sorted(p.name for p in home.runs.iterdir() if _RUN_ID.fullmatch(p.name) and (p / LOG).is_file()))
    except OSError:
        return ()


def run_folder(home: Home, run_id: str) -> Path:
    """The folder of a drill.

    Raises:
        Refused: there is none of that id.
    """
    if run_id not in run_ids(home):
        raise Refused(f"没有编号为「{run_id[:20]}」的演练，可用 duty drill list 查看")
    return home.runs / run_id


def new_run_folder(home: Home, day: datetime, fs: Fs = REAL) -> Path:
    """A new folder for a drill, named after the day.

    Raises:
        OSError: it cannot be made.
    """
    make_folders(home.runs, fs)
    number = 1
    while True:
        path = home.runs / f"R{day:%Y%m%d}-{number:02d}"
        try:
            fs.make_folder(path)
            return path
        except FileExistsError:
            number += 1


class Record:
    """The log of one drill and what it folds to."""

    def __init__(self, folder: Path, *, write: bool, new: bool = False, fs: Fs = REAL, second: SecondPlace | None = None) -> None:
        """`second` is asked before one is opened for writing.

        Raises NotRecorded where a new one cannot be made, UnknownKind where one cannot be read, LogShort where the second
        place has more of it.
        """
        self.folder = folder
        try:
            hold = second.hold if second else free
            self._journal = Journal.create(folder, fs) if new else Journal.open(folder, write, fs, hold=hold)
        except JournalError as error:
            raise NotRecorded(f"演练记录没有建成：{error}") from error
        if second and self._journal.held:
            second.demand_whole(folder.name)
        self._run = fold_run(self._journal.entries)
        if self._run is None and not new:
            self._journal.close()
            raise UnknownKind(f"演练记录 {folder.name} 读不出来：{'；'.join(self._journal.findings) or '是空的'}")

    @property
    def run(self) -> Run:
        """The drill as it stands."""
        if self._run is None:
            raise RuntimeError("nothing was recorded yet")
        return self._run

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the record, oldest first."""
        return tuple(self._journal.entries)

    @property
    def head(self) -> str:
        """The hash of the last entry."""
        return self._journal.head

    def write(self, kind: str, data: Mapping[str, Any], now: datetime, by: str, at: datetime | None = None) -> Entry:
        """Put one entry into the record; it is on the disk when this returns.

        Raises:
            Refused: what cannot be read again.
            NotRecorded: the disk refuses.
        """
        event = Event(kind, at or now, dict(data))
        try:
            draft = event.draft(now, by)
            number = len(self._journal.entries) + 1
            fold_run((Entry(number, draft.at, draft.event_at, by, kind, plain(draft.data), "", ""),), self._run)
        except (UnknownKind, NotPlain) as error:
            raise Refused(f"演练记录不收这一条：{error}") from None
        entry = self._journal.append([draft])[0]
        self._run = fold_run((entry,), self._run)
        return entry

    def follow(self) -> bool:
        """Read what the process that plays it has added; True where there was something."""
        before = len(self._journal.entries)
        if self._journal.refresh() < 0:
            self._run, before = None, 0
        self._run = fold_run(self._journal.entries[before:], self._run)
        return len(self._journal.entries) != before

    @property
    def size(self) -> int:
        """Length of what is recorded, bytes."""
        return self._journal.size

    def close(self) -> None:
        """Give the file back."""
        self._journal.close()


def unmade(error: OSError, home: Home) -> NotRecorded:
    """Why the folder of a drill cannot be made, as what a screen shows."""
    return NotRecorded(f"演练没有开始：{home.runs} 写不进去({reason(error)})，请检查磁盘和权限")
