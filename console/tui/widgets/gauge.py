"""A figure against the bounds of the levels: in words, and as a bar of plain characters. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from console.rules.figures import shown_exact, with_unit
from console.rules.verdict import Margin

LONGEST = 44
"""Cells of a bar at most."""
_HEAD = Fraction(5, 4)
"""How far a bar reaches beyond its last bound."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure and the bounds it is held against."""

    over: Margin | None
    """The highest bound that is passed."""
    short: Margin | None
    """The nearest one that is not."""
    bounds: tuple[Margin, ...]
    """All of them, rising, one a bound: that of the highest level."""
    alike: Mapping[Fraction, tuple[str, ...]]
    """The levels that ask for a bound, highest first."""

    @property
    def words(self) -> str:
        """「红河电网减供负荷比例 46.7%，过II级 40% 多 6.7%；距I级 60% 差 13.3%」."""
        parts: list[str] = []
        for m, word, by in ((self.over, "过", "多"), (self.short, "距", "差")):
            if m is not None:
                head = "" if parts else f"{f'{m.item} ' if m.item else ''}{m.label} {_figure(m.value, m.unit)}，"
                bound, off = _figure(m.bound, m.unit), _figure(abs(m.difference), m.unit)
                levels = self.alike[m.bound]
                whose = f"{levels[0]}级" if len(levels) == 1 else f"{'、'.join(f'{level}级' for level in levels)}都要的"
                parts.append(f"{head}{word}{whose} {bound} {by} {off}")
        return "；".join(parts)

    def bar(self, width: int) -> str:
        """「==========|II==>.....|I....」; empty where no bound is left to reach, or the width is too small to tell."""
        if self.short is None or width < 20:
            return ""
        width = min(width, LONGEST)
        value = self.short.value
        top = max(self.bounds[-1].bound * _HEAD, value)
        if top <= 0:
            return ""
        at = int(value / top * (width - 1))
        drawn = list("=" * at + ">" + "." * (width - at - 1))
        for m in self.bounds:
            levels = self.alike[m.bound]
            name = f"|{levels[0]}" if len(levels) == 1 else f"|{levels[0]}-{levels[-1]}"
            place = min(int(m.bound / top * (width - 1)), width - len(name))
            # A bound that the figure has just not reached stands to the right of it, whatever the cells say.
            place = place if m.passed else max(place, at + 1)
            if place + len(name) <= width:
                drawn[place:place + len(name)] = name
        return "".join(drawn)


def gauges(margins: Sequence[Margin]) -> list[Gauge]:
    """A gauge for every figure, those first that have a bound left to reach."""
    found: dict[tuple[str, str], list[Margin]] = {}
    for m in margins:
        if m.op.startswith(">"):
            found.setdefault((m.item, m.label), []).append(m)
    made = [_gauge(of) for of in found.values()]
    return [g for g in made if g.short] + [g for g in made if not g.short]


def _gauge(of: Sequence[Margin]) -> Gauge:
    one_each: dict[Fraction, Margin] = {}
    alike: dict[Fraction, tuple[str, ...]] = {}
    for m in of:  # margins come with the highest level first
        one_each.setdefault(m.bound, m)
        alike[m.bound] = (*alike.get(m.bound, ()), *(() if m.level in alike.get(m.bound, ()) else (m.level,)))
    bounds = tuple(one_each[bound] for bound in sorted(one_each))
    over = next((m for m in reversed(bounds) if m.passed), None)
    short = next((m for m in bounds if not m.passed), None)
    return Gauge(over, short, bounds, alike)


def _figure(value: Fraction, unit: str) -> str:
    return with_unit(shown_exact(value), unit)
