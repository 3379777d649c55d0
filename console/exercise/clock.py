"""The clock of a drill: as fast as it is told to go, standing while it is paused. Nothing but the drill follows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

SPEEDS = (1, 2, 5, 10, 20, 30, 60)
"""Seconds of drill time in a second."""


class DrillClock:
    """A `Clock` whose time passes `speed` times as fast as `steady`, from `start` on."""

    def __init__(self, start: datetime, steady: Callable[[], float], *, speed: int = 1, paused: bool = False) -> None:
        """`steady` counts real seconds from some fixed moment, as `Clock.elapsed` does."""
        self._start = start
        self._steady = steady
        self._passed = 0.0
        self._mark = steady()
        self.speed = speed
        self.paused = paused

    def elapsed(self) -> float:
        """Seconds of drill time since the start."""
        running = 0.0 if self.paused else (self._steady() - self._mark) * self.speed
        return self._passed + running

    def now(self) -> datetime:
        """The instant of the drill, whole seconds."""
        return (self._start + timedelta(seconds=self.elapsed())).replace(microsecond=0)

    def go(self, speed: int, *, paused: bool) -> None:
        """From now on at this speed, or not at all."""
        self._settle()
        self.speed, self.paused = speed, paused

    def leap(self, seconds: float) -> None:
        """Pass over some drill time at once; never back."""
        self._settle()
        self._passed += max(0.0, seconds)

    def real_seconds_until(self, at: datetime) -> float | None:
        """Real seconds until the drill's clock shows `at`; None while it stands."""
        if self.paused:
            return None
        left = (at - self._start).total_seconds() - self.elapsed()
        return max(0.0, left / self.speed)

    def _settle(self) -> None:
        self._passed = self.elapsed()
        self._mark = self._steady()
