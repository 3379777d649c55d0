"""The only place that asks what time it is. Everything else is told."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Protocol

from console.incident.times import CHINA

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
        """Seconds on a clock that nobody can set; on Linux it runs on while the machine sleeps."""
        boot = getattr(time, "CLOCK_BOOTTIME", None)
        return time.clock_gettime(boot) if boot is not None else time.monotonic()


class JumpWatch:
    """Compares the wall clock with the steady one and tells when the wall clock was moved."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall = clock.now()
        self._steady = clock.elapsed()
        self.total = 0
        """Seconds by which the wall clock was moved since the start, forward counted positive."""

    def look(self) -> tuple[datetime, datetime, int] | None:
        """(the time it should have been, the time it is, seconds forward) after a jump; None while all is well."""
        wall, steady = self._clock.now(), self._clock.elapsed()
        moved = (wall - self._wall).total_seconds() - (steady - self._steady)
        if abs(moved) < JUMP_SECONDS:
            return None
        seconds = round(moved)
        expected = datetime.fromtimestamp(wall.timestamp() - seconds, CHINA)
        self._wall, self._steady = wall, steady
        self.total += seconds
        return expected, wall, seconds
