"""The desk log: who is on duty and what belongs to the room rather than to one event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident.deciding import Event
from console.incident.entry import Entry
from console.incident.fold import UnknownKind
from console.incident.refused import Refused
from console.journal.canonical import NotPlain, plain
from console.journal.errors import JournalError, NotRecorded
from console.journal.files import REAL, Fs
from console.journal.mirror import copy_name
from console.journal.writer import Journal
from console.shift.kinds import KINDS
from console.shift.state import ShiftState, fold_shift

from .home import LOG
from .second_place import SecondPlace


class Room:
    """The desk log and the state it folds to; made on the first thing that is written."""

    def __init__(
        self, folder: Path, findings: list[str], second: SecondPlace, fs: Fs = REAL
    ) -> None:  # fmt: skip
        self.folder = folder
        self._second = second
        self._findings = findings
        self._fs = fs
        self._journal: Journal | None = None
        self._ready = False
        """Whether the log is open for writing."""
        self._folded = 0
        self.state = ShiftState()

    @property
    def entries(self) -> Sequence[Entry]:
        """Every entry of the desk log, oldest first."""
        return self._journal.entries if self._journal else ()

    def logs(self) -> Iterator[tuple[Path, int]]:
        """The folder of the desk log with its length, where there is one."""
        if self._journal and not self._journal.held:
            yield self.folder, self._journal.size

    def open(self, *, write: bool) -> None:
        """Read the log from the disk, where there is one."""
        self.close()
        self._folded, self.state = 0, ShiftState()
        if not self._exists():
            return
        self._journal = Journal.open(self.folder, write, self._fs, hold=self._second.hold)
        self._ready = write and not self._journal.held
        for finding in () if self._journal.held else self._journal.findings:
            self._say(finding)
        self._fold()

    def mend(self, now: datetime, by: str) -> None:
        """Log the repairs that the log does not tell of yet."""
        try:
            for data in self._journal.to_log if self._journal and self._ready and not self._journal.damaged else ():
                self.write("recovered", dict(data), now, now, by)
        except NotRecorded as error:
            self._say(str(error))

    def _exists(self) -> bool:
        return (self.folder / LOG).exists()

    def _say(self, sentence: str) -> None:
        said = f"值班日志：{sentence}"
        if said not in self._findings:
            self._findings.append(said)

    def _fold(self) -> bool:
        """Take in what is new. What this version does not know is told and passed over: who is on duty matters more."""
        new = self.entries[self._folded:]
        for entry in new:
            try:
                self.state = fold_shift((entry,), self.state, KINDS)
            except UnknownKind as error:
                self._say(str(error))
        self._folded += len(new)
        return bool(new)

    def follow(self) -> bool:
        """Read what another process has written; True where there was something."""
        if self._journal is None:
            if not self._exists():
                return False
            self._journal = Journal.open(self.folder, False, self._fs)
        elif self._journal.refresh() < 0:
            self._folded, self.state = 0, ShiftState()
        return self._fold()

    def write(self, kind: str, data: dict[str, Any], at: datetime, now: datetime, by: str) -> Entry:
        """Put one entry into the desk log.

        Raises:
            Refused: it would not be understood when the log is read again.
            NotRecorded: it is not on the disk.
            LogShort: the second place has more of the log: that is taken back first.
        """
        event = Event(kind, at, data)
        self._try(event, now, by)
        entry = self._for_writing().append([event.draft(now, by)])[0]
        self._fold()
        self._second.copies.offer(self._for_writing())
        return entry

    def _try(self, event: Event, now: datetime, by: str) -> None:
        try:
            draft = event.draft(now, by)
            entry = Entry(len(self.entries) + 1, draft.at, draft.event_at, by, draft.kind, plain(draft.data), "", "")
            fold_shift((entry,), self.state, KINDS)
        except (UnknownKind, NotPlain) as error:
            raise Refused(f"值班日志不收这一条：{error}") from None

    def _for_writing(self) -> Journal:
        """The log, made or opened for writing where it was not."""
        if self._journal and self._ready:
            return self._journal
        exists = self._exists()
        if not exists:
            self._second.hold(self.folder, None, True)
        self._second.demand_whole(copy_name(self.folder))
        self.close()
        try:
            self._journal = (
                Journal.open(self.folder, True, self._fs, hold=self._second.hold) if exists else Journal.create(self.folder, self._fs)
            )
        except JournalError as error:
            raise NotRecorded(f"没有记上：{error}") from error
        self._second.demand_whole(copy_name(self.folder))
        self._ready = True
        self._fold()
        return self._journal

    def close(self) -> None:
        """Give the file back."""
        if self._journal:
            self._journal.close()
        self._journal, self._ready = None, False
