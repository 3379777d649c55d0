"""Any history of appends, faults, power cuts, re-openings, second writers, readers and tampering keeps the promise."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from console.incident.entry import Draft, Entry
from console.journal.errors import NotRecorded
from console.journal.files import APPEND
from console.journal.writer import Journal
from tests.journal.disks import Failing, PowerDisk
from tests.journal.helpers import AT

FOLDER = Path("/home/e1")
LOG = FOLDER / "log.jsonl"
clock = st.sampled_from([AT, "2020-01-01T00:00:00+08:00", "2031-12-31T23:59:59+08:00", "2026-11-23T06:05:00Z"])
drafts = st.lists(
    st.builds(Draft, at=clock, event_at=clock, by=st.text(max_size=5), kind=st.just("note"),
              data=st.fixed_dictionaries({"text": st.text(max_size=400)})), min_size=1, max_size=4,
)  # fmt: skip


class History(RuleBasedStateMachine):
    """The console and its disk; `said` is what was acknowledged, or found whole and put on the medium, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = PowerDisk()
        self.disk.make_folder(Path("/home"))
        self.disk.sync_folder(Path("/"))
        self.fs = Failing(self.disk)
        self.journal = Journal.create(FOLDER, self.fs)
        self.reader = Journal.open(FOLDER, False, self.disk)
        self.said: list[Entry] = []
        self.shown: list[Entry] = []

    def refuse_or_record(self, journal: Journal, wanted: list[Draft]) -> None:
        try:
            self.said += journal.append(wanted)
        except NotRecorded as error:
            assert str(error).startswith("没有记上")

    def reopen(self) -> None:
        self.journal = Journal.open(FOLDER, True, self.fs)
        if self.journal.damaged:
            assert self.journal.findings
        if self.journal.writable:
            assert self.journal.entries[: len(self.said)] == self.said
            self.said = list(self.journal.entries)
            lost = [Draft(AT, AT, "值班台", "recovered", data) for data in self.journal.to_log]
            self.refuse_or_record(self.journal, lost)

    @rule(wanted=drafts)
    def append(self, wanted: list[Draft]) -> None:
        self.refuse_or_record(self.journal, wanted)

    @rule(
        wanted=drafts,
        start=st.integers(1, 12),
        length=st.integers(1, 12),
        code=st.sampled_from([errno.EIO, errno.ENOSPC, Failing.SHORT]),
    )
    def append_while_the_disk_fails(self, wanted: list[Draft], start: int, length: int, code: int) -> None:
        self.fs = Failing(self.disk, start, start + length, code)
        self.journal._fs = self.journal._end._fs = self.fs
        for draft in wanted:
            self.refuse_or_record(self.journal, [draft])
        self.fs.last = 0

    @rule()
    def restart(self) -> None:
        self.journal.close()
        self.reopen()

    @rule(seed=st.integers(0, 1000))
    def lose_power(self, seed: int) -> None:
        self.disk = self.disk.after_crash(seed)
        self.fs = Failing(self.disk)
        self.reader = Journal.open(FOLDER, False, self.disk)
        self.shown = list(self.reader.entries)
        self.reopen()
        if self.journal.damaged:  # a refused batch of which the middle alone is missing: a person decides
            Journal.open(FOLDER, True, self.disk, cut_damage=True).close()
            self.reopen()

    @precondition(lambda self: self.journal.writable)
    @rule(wanted=drafts)
    def let_another_program_write(self, wanted: list[Draft]) -> None:
        with Journal.open(FOLDER, True, self.disk) as other:
            self.refuse_or_record(other, wanted)
        before = list(self.said)
        self.refuse_or_record(self.journal, wanted)
        assert self.said == before, "the first writer notices and adds nothing"
        self.journal.close()
        self.reopen()

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def change_a_byte(self, data: st.DataObject) -> None:
        self.journal.close()
        raw = self.disk.content(LOG)
        spot = data.draw(st.integers(0, len(raw) - 2))
        self.put(raw[:spot] + bytes([raw[spot] ^ data.draw(st.integers(1, 255))]) + raw[spot + 1 :])
        with Journal.open(FOLDER, True, self.disk) as journal:
            assert journal.findings
            assert len(journal.entries) <= raw[:spot].count(b"\n")
        self.put(raw)
        self.reopen()

    def put(self, raw: bytes) -> None:
        fd = self.disk.open(LOG, APPEND)
        self.disk.truncate(fd, 0)
        self.disk.write(fd, raw)
        self.disk.fsync(fd)
        self.disk.close(fd)

    @rule()
    def follow(self) -> None:
        news = self.reader.refresh()
        if news < 0:
            self.shown = list(self.reader.entries)
        elif news:
            self.shown += self.reader.entries[len(self.shown) :]
        assert self.shown == self.reader.entries
        if not self.reader.damaged:
            assert self.reader.entries[: len(self.said)] == self.said

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        found = Journal.open(FOLDER, False, self.disk)
        assert found.entries[: len(self.said)] == self.said

    def teardown(self) -> None:
        self.journal.close()


LONG = bool(os.environ.get("DUTY_LONG"))
History.TestCase.settings = settings(
    max_examples=2000 if LONG else 60, stateful_step_count=40 if LONG else 20, deadline=None
)
TestHistory = History.TestCase
