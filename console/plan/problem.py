"""A problem of a plan's files as a record with its place, and the one exception that carries them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a plan folder and what was expected, in one Chinese sentence."""

    file: str
    line: int
    """From 1; 1 also where the file as a whole is meant."""
    where: str
    """The item, as 「criteria[grid-ii].any[2].when」; empty for a file as a whole."""
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: "
        return f"{place}{self.where}:{self.expected}" if self.where else f"{place}{self.expected}"


class PlanProblems(ValueError):
    """A plan folder that cannot be used; `problems` has every fault found, in the order of files and lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        more = f"(另有 {len(problems) - 1} 处)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}")
        self.problems = tuple(problems)
