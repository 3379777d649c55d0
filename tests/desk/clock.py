"""A clock that only a test moves."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.incident.times import instant


class FixedClock:
    """Stands still until it is moved; the wall may be stepped apart from the steady clock."""

    def __init__(self, at: str = "2026-11-24T02:10:00+08:00") -> None:
        self.at = instant(at)
        self.steady = 1000.0

    def now(self) -> datetime:
        """What the wall shows."""
        return self.at

    def elapsed(self) -> float:
        """What the steady clock counts."""
        return self.steady

    def forward(self, seconds: float = 0, minutes: float = 0) -> None:
        """Let time pass on both."""
        passed = seconds + 60 * minutes
        self.at += timedelta(seconds=passed)
        self.steady += passed

    def step(self, seconds: float) -> None:
        """Somebody moves the wall clock."""
        self.at += timedelta(seconds=seconds)
