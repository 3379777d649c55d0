"""The only place that asks what time it is. Everything else is told."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from console.incident.times import CHINA, dated_seconds, stamp

JUMP_SECONDS = 30
"""A step of the wall clock from here on is told and logged; less is ordinary correction."""


class Clock(Protocol):
    """What tells the time to a desk."""

    def now(self) -> datetime:
        """The present instant at +08:00, whole seconds."""

    def elapsed(self) -> float:
        """Seconds that passed since some fixed moment, sleep included, whatever was done to the wall clock."""


class SystemClock:
    """The clock of this PC."""

    def now(self) -> datetime:
        """The present instant at +08:00, whole seconds."""
        return datetime.now(CHINA).replace(microsecond=0)

    def elapsed(self) -> float:
        """Seconds on a clock that nobody can set and that runs on while the machine sleeps."""
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        if sys.platform == "darwin":  # time.monotonic() stands still there while the machine sleeps, this one does not
            return time.clock_gettime(time.CLOCK_MONOTONIC)
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Jump:
    """A step of the wall clock."""

    before: datetime
    """The time it should have been."""
    after: datetime
    """The time it is."""
    seconds: int
    """How far it went forward; negative for back."""

    @property
    def data(self) -> dict[str, Any]:
        """The step as a log keeps it."""
        return {"before": stamp(self.before), "after": stamp(self.after), "seconds": self.seconds}

    @property
    def words(self) -> str:
        """The step in a sentence for the officer."""
        was, now = dated_seconds(self.before), dated_seconds(self.after)
        return f"电脑时钟被拨动{self.seconds:+d}秒({was} 变为 {now})，时限已随之换算"


class JumpWatch:
    """Compares the wall clock with the steady one and tells when the wall clock was moved."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall = clock.now()
        self._steady = clock.elapsed()
        self.total = 0
        """Seconds by which the wall clock was moved since the start, forward counted positive."""

    def look(self) -> Jump | None:
        """The step, told once, where the wall clock was moved by JUMP_SECONDS or more since the last one."""
        wall, steady = self._clock.now(), self._clock.elapsed()
        moved = (wall - self._wall).total_seconds() - (steady - self._steady)
        if abs(moved) < JUMP_SECONDS:
            return None
        seconds = round(moved)
        self._wall, self._steady = wall, steady
        self.total += seconds
        return Jump(wall - timedelta(seconds=seconds), wall, seconds)
