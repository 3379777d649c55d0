"""A whole that nobody has told yet (the load before the event), tried case by case.

Some standards hold, or fail, however large it turns out to be: a county that lost 45 % reaches 四.2 with 100 MW as well
as with 200. And a load that is lost was there before: 700 MW lost is a grid of 700 MW or more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from console.plan.nodes import Band, Compare

from .facts import Slots
from .figures import Ratio
from .kleene import Range, Test

Case = tuple[Ratio, Range | None]
"""A figure for the whole, and the stretch in which the percentage then lies; None where nothing is known of its part."""


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A number that a standard holds against figures, and the percentage that is taken of it."""

    name: str
    slot: int
    figures: Callable[[Ratio | None], tuple[Case, ...]]
    """For a known part, or None, one case for each stretch in which the whole can still lie."""
    several: bool
    """Whether it is compared in more than one way, so that one may hold where the other fails."""
    part: int | None
    """The slot of what is a part of it (the load lost), where a percentage is made of the two."""
    share: int | None
    """The slot of that percentage."""
    share_range: int | None

    def cases(self, slots: Slots) -> Iterator[Slots]:
        """The same facts, once for each stretch in which the whole can still lie."""
        part = None if self.part is None else slots[self.part]
        for figure, share in self.figures(part):
            case = slots.copy()
            case[self.slot] = figure
            if self.share_range is not None and share is not None:
                case[self.share_range] = share
            yield case


def figures(held: Iterable[Compare | Band]) -> Callable[[Ratio | None], tuple[Case, ...]]:
    """`Whole.figures` for a number that is held against bounds in these comparisons."""
    stretches = _stretches(list(held))

    @lru_cache(maxsize=4096)
    def cases(part: Ratio | None) -> tuple[Case, ...]:
        least = Fraction(0) if part is None else Fraction(*part)
        return tuple(_case(least, low, high) for low, high in stretches if high is None or least < high or least == low)

    return cases


def _stretches(held: Sequence[Compare | Band]) -> list[tuple[Fraction, Fraction | None]]:
    """From nothing upwards; within each all the comparisons come out the same."""
    bounds = sorted({b for a in held for b in ((a.bound,) if isinstance(a, Compare) else (a.low, a.high))})
    from_on = all(a.op in (">=", "<") if isinstance(a, Compare) else a.low_in and not a.high_in for a in held)
    found: list[tuple[Fraction, Fraction | None]] = []
    low = Fraction(0)
    for bound in bounds:
        if low < bound:
            found.append((low, bound))
        if not from_on:
            found.append((bound, bound))
        low = bound
    return [*found, (low, None)]


def _case(least: Fraction, low: Fraction, high: Fraction | None) -> Case:
    start = max(low, least)
    # Just above the lower end, so that it lies within whether or not the end does.
    inside = start if low == high or least > low else start + (1 if high is None else (high - start) / 2)
    share = (Fraction(0) if high is None else 100 * least / high, 100 * least / start) if least else None
    return inside.as_integer_ratio(), share


def by_cases(test: Test, inside: Test, whole: Whole) -> Test:
    """The test, and where it leaves the matter open for want of the whole, what all cases of the whole agree on.

    `inside` is the same test for facts in which the percentage may be known by its range only.
    """
    slot, part, several = whole.slot, whole.part, whole.several

    def tried(slots: Slots) -> bool | None:
        result = test(slots)
        if result is not None or slots[slot] is not None:
            return result
        if not several and (part is None or slots[part] is None):
            return None
        agreed = None
        for case in whole.cases(slots):
            found = inside(case)
            if found is None or (agreed is not None and found is not agreed):
                return None
            agreed = found
        return agreed

    return tried


def tried_by_cases(test: Test, inside: Test, wholes: Sequence[Whole]) -> Test:
    """The same for several wholes, one within the other."""
    for whole in wholes:
        test = by_cases(test, inside, whole)
        inside = by_cases(inside, inside, whole)
    return test
