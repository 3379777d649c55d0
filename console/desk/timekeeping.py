"""The time at a desk: the PC's clock, what is added to it, and whether it is to be believed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from console.shift.clock import ClockTold

from .clock import Clock, Jump, JumpWatch
from .clock_check import Doubt, judge, newest_of


class CorrectedClock:
    """A clock with something added to what it shows."""

    def __init__(self, pc: Clock) -> None:
        self.pc = pc
        self.seconds = 0
        """What is added; 0 where the PC's own time counts."""

    def now(self) -> datetime:
        """The present instant at +08:00, whole seconds."""
        return self.pc.now() + timedelta(seconds=self.seconds)

    def elapsed(self) -> float:
        """Seconds on the steady clock."""
        return self.pc.elapsed()


class Timekeeper:
    """The clock of a desk. Nothing here writes; see `clock_answer.py`."""

    def __init__(self, pc: Clock) -> None:
        self.clock = CorrectedClock(pc)
        self.jumps = JumpWatch(pc)
        self.doubt: Doubt | None = None
        """What is wrong with the clock; None where it is believed."""
        self._judged = 0.0
        self._newest: datetime | None = None

    @property
    def seconds(self) -> int:
        """What is added to the PC's clock."""
        return self.clock.seconds

    def judge(self, times: Iterable[datetime], alive: datetime | None, told: ClockTold) -> None:
        """Hold the PC's clock against what is known: the times in the logs, the sign of life, what the desk log says."""
        pc, newest = self.clock.pc.now(), told.newest
        if newest is None:  # while it was doubted, nothing that was written since counts
            newest = max((at for at in (newest_of(times, told.aside), alive) if at), default=None)
        standing = judge(pc, newest, told.seconds)
        self.clock.seconds = told.seconds if standing == "corrected" else 0
        self.doubt = Doubt(pc, newest, told.seconds) if standing == "doubtful" and newest else None
        self._newest, self._judged = newest, self.clock.elapsed()

    def believe(self, seconds: int) -> None:
        """From now on the clock is the PC's and so many seconds."""
        self.clock.seconds, self.doubt = seconds, None

    def moved(self, jump: Jump) -> None:
        """The PC's clock was moved while it was doubted: hold it against the same time again."""
        if self.doubt is None:
            return
        still = judge(jump.after, self.at_least(), 0) == "doubtful"
        self.doubt = Doubt(jump.after, self.doubt.newest) if still else None

    def at_least(self) -> datetime:
        """The time that it is at least: while the clock is doubted, the newest that was known and what has passed since."""
        if self.doubt is None or self._newest is None:
            return self.clock.now()
        passed = int(self.clock.elapsed() - self._judged)
        return self._newest + timedelta(seconds=passed)
