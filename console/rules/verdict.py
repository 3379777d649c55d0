"""What the rules say of some facts: the level, why, what could still raise it, and what the officer must be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from console.plan.base import LevelId

NoteKind = Literal["gap", "same-condition", "conflict", "excluded", "highest-of-several", "assess"]


@dataclass(frozen=True, slots=True)
class Margin:
    """A figure of a standard against its bound; of a band the lower end, or the upper one where it is passed."""

    criterion: str
    item: str
    """The item of a list in words (「个旧市」); empty for a standard over the top-level facts."""
    clause: str
    level: LevelId
    label: str
    value: Fraction
    op: str
    bound: Fraction
    unit: str
    passed: bool
    difference: Fraction
    """`value - bound`; negative where the figure is short of it."""


Margins = Callable[[], tuple[Margin, ...]]


@dataclass(frozen=True)
class Reached:
    """A standard that is surely reached."""

    level: LevelId
    grade: str | None
    clause: str
    why: str
    criterion: str
    item: str
    """The item of a list in words; empty for a standard over the top-level facts."""
    _margins: Margins = field(repr=False, compare=False)

    @property
    def margins(self) -> tuple[Margin, ...]:
        """The figures of this standard against their bounds."""
        return self._margins()


@dataclass(frozen=True)
class Note:
    """Something that the officer must be told; the level itself stays literal."""

    kind: NoteKind
    clause: str
    text: str
    advise: LevelId | None = None
    """The level that the console advises to put to the command."""


@dataclass(frozen=True)
class Verdict:
    """What follows from the facts, and only from them."""

    level: LevelId | None
    """The highest level whose standard is surely reached."""
    grade: str | None
    met: tuple[Reached, ...]
    """Every standard surely reached, highest first."""
    may: tuple[LevelId, ...]
    """Levels that the plan says may be started (可视情况); not counted in `level`."""
    possible: tuple[LevelId, ...]
    """Levels above `level` that unknown facts could bring, highest first."""
    ask: tuple[str, ...]
    """Unknown facts that could raise the level, the most telling first."""
    notes: tuple[Note, ...]
    may_by: tuple[Reached, ...] = ()
    """The standards behind `may`."""
    _margins: Margins = field(default=tuple, repr=False, compare=False)

    @property
    def margins(self) -> tuple[Margin, ...]:
        """Every known figure of every standard against its bound, for the screen; made when asked for."""
        return self._margins()
