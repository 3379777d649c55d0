"""What a desk has to know of the drill that it is opened for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DrillRun:
    """The drill that a desk is opened for."""

    folder: Path
    """Where its record, its desk log and its sign of life are."""
    before: frozenset[str]
    """Ids of the drill events that were there before it; they are not on its board."""
