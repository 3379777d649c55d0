"""A fault of a warning file: where, what, and whether the warning can still be used."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in one Chinese sentence."""

    essential: bool
    """True: the warning cannot be relied on and is not taken in."""
    line: int
    """From 1; 1 also where the file as a whole is meant."""
    where: str
    """The element: 「info/expires」; empty for the file as a whole."""
    text: str

    @property
    def mark(self) -> str:
        """「关键」 or 「次要」."""
        return "关键" if self.essential else "次要"

    def __str__(self) -> str:
        place = f"{self.where}：" if self.where else ""
        return f"[{self.mark}] 第{self.line}行 {place}{self.text}"
