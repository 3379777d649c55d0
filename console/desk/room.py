"""The desk log: who is on duty and what belongs to the room rather than to one event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident.decide import Event
from console.incident.entry import Entry
from console.incident.fold import UnknownKind
from console.journal.errors import JournalError, NotRecorded
from console.journal.writer import Journal
from console.shift.kinds import KINDS
from console.shift.state import ShiftState, fold_shift


class Room:
    """The desk log and the state it folds to; made on the first thing that is written."""

    def __init__(self, folder: Path, drill: bool, findings: list[str]) -> None:
        self._folder = folder.with_name("drill-desk") if drill else folder
        self._findings = findings
        self._journal: Journal | None = None
        self._folded = 0
        self.state = ShiftState()

    @property
    def entries(self) -> Sequence[Entry]:
        """Every entry of the desk log, oldest first."""
        return self._journal.entries if self._journal else ()

    def open(self, *, write: bool, now: datetime, by: str) -> None:
        """Read the log from the disk, where there is one."""
        self.close()
        self._folded, self.state = 0, ShiftState()
        if not (self._folder / "log.jsonl").exists():
            return
        self._journal = Journal.open(self._folder, write)
        self._findings += [f"值班日志: {finding}" for finding in self._journal.findings]
        self._fold()
        for data in self._journal.to_log if write and not self._journal.damaged else ():
            self.write("recovered", dict(data), now, now, by)

    def _fold(self) -> bool:
        if self._journal is None:
            return False
        new = self._journal.entries[self._folded:]
        try:
            self.state = fold_shift(new, self.state, KINDS)
        except UnknownKind as error:
            self._findings.append(str(error))
        self._folded += len(new)
        return bool(new)

    def follow(self) -> bool:
        """Read what another process has written; True where there was something."""
        if self._journal is None:
            if (self._folder / "log.jsonl").exists():
                self._journal = Journal.open(self._folder, False)
            return self._fold()
        self._journal.refresh()
        return self._fold()

    def write(self, kind: str, data: dict[str, Any], at: datetime, now: datetime, by: str) -> Entry:
        """Put one entry into the desk log.

        Raises:
            NotRecorded: it is not on the disk.
        """
        if self._journal is None:
            try:
                self._journal = Journal.create(self._folder)
            except JournalError as error:
                raise NotRecorded(str(error)) from error
        entry = self._journal.append([Event(kind, at, data).draft(now, by)])[0]
        self._fold()
        return entry

    def close(self) -> None:
        """Give the file back."""
        if self._journal:
            self._journal.close()
            self._journal = None
