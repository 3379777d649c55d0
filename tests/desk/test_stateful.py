"""Any history of commands, full disks, crashes, closings, take-overs and clock steps, with a second desk looking on.

Held after every step: the state of each desk is the fold of its log; what was acknowledged is in the log, in its order;
the chain verifies; whoever looks on sees what the writer has; each step of the clock is told once and moves no deadline.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.fold import fold
from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.journal.files import RealFs
from console.journal.verify import verify

from .clock import FixedClock
from .test_night import COMMANDS

LONG = bool(os.environ.get("DUTY_LONG"))


class Moody(RealFs):
    """A disk that takes so many more writes, then none."""

    left = 10**9

    def write(self, fd: int, data: bytes) -> int:
        self.left -= 1
        if self.left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(fd, data)


class Room(RuleBasedStateMachine):
    """Two desks on one home; `said` is what was acknowledged, by hash, in order."""

    @initialize()
    def begin(self) -> None:
        self.home = Path(tempfile.mkdtemp())
        self.clock, self.disk = FixedClock(), Moody()
        self.writer = Desk(self.home, name="张三", clock=self.clock, fs=self.disk)
        self.event = self.writer.open_event("blackout", "停电").id
        self.said = [self.case.head]
        self.steps: list[int] = []
        self.other = Desk(self.home, name="李四", clock=self.clock)

    @property
    def case(self) -> Case:
        return self.writer.case(self.event)

    @rule(command=COMMANDS, seconds=st.integers(0, 600))
    def do(self, command: c.Command, seconds: int) -> None:
        self.clock.forward(seconds=seconds)
        try:
            self.said += [entry.hash for entry in self.writer.do(self.event, command)]
        except (NotRecorded, Refused) as error:
            assert "\n" not in str(error)

    @rule(left=st.integers(0, 2), command=COMMANDS)
    def do_while_the_disk_fills_up(self, left: int, command: c.Command) -> None:
        self.disk.left = left
        self.do(command, 1)
        self.do(c.Note("又一件"), 1)
        self.disk.left = 10**9
        self.writer.retry()
        assert self.writer.kept == []

    @rule(seconds=st.sampled_from([-86_400, -3600, -31, -29, 29, 31, 3600, 40 * 86_400]))
    def step_the_clock(self, seconds: int) -> None:
        office = self.writer.settings.for_deadlines()
        before = [due.target - self.clock.now() for due in self.case.dues(self.clock.now(), office) if due.target]
        self.clock.step(seconds)
        total = self.writer.time.jumps.total
        self.writer.tick()
        self.writer.tick()
        if self.writer.time.jumps.total != total:
            self.steps.append(self.writer.time.jumps.total - total)
            if self.case.state.stage != "closed":
                after = [due.target - self.clock.now() for due in self.case.dues(self.clock.now(), office) if due.target]
                drift = self.writer.time.jumps.total - total - seconds
                assert all(abs((was - now).total_seconds()) <= abs(drift) for was, now in zip(before, after, strict=True))

    @rule(clean=st.booleans())
    def restart(self, clean: bool) -> None:
        """Closed in order, or cut off as by a power cut."""
        if clean:
            self.writer.close()
        else:
            self.writer.abandon()
        self.writer = Desk(self.home, name="张三", clock=self.clock, fs=self.disk)

    @rule(clean=st.booleans())
    def change_places(self, clean: bool) -> None:
        """The one that looked on takes over, and only once the other is gone."""
        assert not self.other.take_over()
        if clean:
            self.writer.close()
        else:
            self.writer.abandon()
        assert self.other.take_over()
        self.writer = self.other
        self.disk = Moody()
        self.other = Desk(self.home, name="王五", clock=self.clock)

    @precondition(lambda self: hasattr(self, "home"))
    @invariant()
    def everything_stands(self) -> None:
        case = self.case
        hashes = [entry.hash for entry in case.entries]
        assert [digest for digest in hashes if digest in set(self.said)] == self.said
        assert case.state == fold(self.event, case.entries)
        assert verify(case.journal.folder).ok
        self.other.tick()
        seen = self.other.case(self.event)
        assert ([entry.hash for entry in seen.entries], seen.state, seen.trouble) == (hashes, case.state, "")
        told = [entry.data["seconds"] for entry in self.writer.room.entries if entry.kind == "clock_jump"]
        assert told == self.steps

    def teardown(self) -> None:
        if hasattr(self, "home"):
            self.writer.close()
            self.other.close()
            shutil.rmtree(self.home)


Room.TestCase.settings = settings(max_examples=300 if LONG else 8, stateful_step_count=30 if LONG else 10, deadline=None)
TestRoom = Room.TestCase
