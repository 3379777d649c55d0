"""The ways to a standard, and which of them can still set the level.

A way is what must hold together: one branch of the standard, its alternatives taken apart. A way that cannot hold
without a higher standard holding too brings no level of its own (a red warning that is to stay red is I, never just II);
one that cannot hold without an earlier way of the same standard need not be asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from console.plan.facts import Field
from console.plan.nodes import And, Band, Compare, Node, Not, Or, Word

from .facts import Slots
from .kleene import Test, words_that_fit

MOST_WAYS = 64
"""Alternatives into which one branch is taken apart."""

Conditions = frozenset[Node]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a standard."""

    test: Test
    outdone: tuple[Test, ...]
    """Where one of these is sure, a higher standard or an earlier way holds whenever this way does."""
    later: tuple[tuple[Test, Test], ...]
    """The same for later ways, each with what this way asks for beyond it: where both are sure, this one stands."""

    def is_open(self, slots: Slots) -> bool:
        """Whether it may yet hold and would then count."""
        if self.test(slots) is not None:
            return False
        for test in self.outdone:
            if test(slots):
                return False
        return not any(first(slots) and not back(slots) for first, back in self.later)


def ways_of(node: Node) -> list[Conditions]:
    """The alternatives of a condition, each a set of what must hold together; the order of writing is lost."""
    if isinstance(node, Or):
        ways = [way for part in node.parts for way in ways_of(part)]
        return ways if len(ways) <= MOST_WAYS else [frozenset([node])]
    if isinstance(node, And):
        mixed: list[Conditions] = [frozenset()]
        for part in node.parts:
            mixed = [way | more for way in mixed for more in ways_of(part)]
            if len(mixed) > MOST_WAYS:
                return [frozenset([node])]
        return mixed
    return [frozenset([_bare(node)])]


def missing(way: Conditions, other: Conditions, field: Callable[[str], Field]) -> Conditions | None:
    """What `other` asks for beyond `way`; None where the two have nothing to do with each other."""
    beyond = frozenset(node for node in other if not any(_implies(own, node, field) for own in way))
    return None if len(beyond) == len(other) else beyond


def compiled(
    branches: Sequence[Sequence[Conditions]], above: Sequence[Conditions], join: Callable[[Conditions], Test],
    field: Callable[[str], Field],
) -> tuple[tuple[Way, ...], ...]:  # fmt: skip
    """The ways of each branch of a standard; `above` are the ways to higher standards over the same items."""
    own = [way for ways in branches for way in ways]

    def beyond(way: Conditions, others: Iterable[Conditions]) -> list[Conditions]:
        found = dict.fromkeys(rest for other in others if (rest := missing(way, other, field)) is not None)
        # Where less is enough, more need not be looked at.
        return [rest for rest in found if not any(other < rest for other in found)]

    def made(at: int) -> Way:
        way = own[at]
        later = []
        for other in own[at + 1 :]:
            rest, back = missing(way, other, field), missing(other, way, field)
            if rest is not None and back is not None:
                later.append((join(rest), join(back)))
        return Way(join(way), tuple(join(rest) for rest in beyond(way, [*above, *own[:at]])), tuple(later))

    every = iter([made(at) for at in range(len(own))])
    return tuple(tuple(next(every) for _ in ways) for ways in branches)


def _implies(one: Node, other: Node, field: Callable[[str], Field]) -> bool:
    """Whether the one cannot hold without the other."""
    if one == other:
        return True
    if isinstance(one, Word) and isinstance(other, Word) and one.name == other.name:
        fits = words_that_fit(one, field(one.name.id))
        return bool(fits) and fits <= words_that_fit(other, field(one.name.id))
    if isinstance(one, Compare | Band) and isinstance(other, Compare | Band) and one.operand == other.operand:
        inner, outer = _stretch(one), _stretch(other)
        return inner is not None and outer is not None and _within(inner, outer)
    return False


_Stretch = tuple[tuple[Fraction, int] | None, tuple[Fraction, int] | None]
"""The two ends, None for open; beside each end 1 where it lies just above the figure, -1 where just below."""


def _stretch(node: Compare | Band) -> _Stretch | None:
    if isinstance(node, Band):
        return (node.low, 0 if node.low_in else 1), (node.high, 0 if node.high_in else -1)
    low, high = (node.bound, 1 if node.op == ">" else 0), (node.bound, -1 if node.op == "<" else 0)
    ends: dict[str, _Stretch] = {
        ">": (low, None), ">=": (low, None), "<": (None, high), "<=": (None, high), "==": (low, high),
    }  # fmt: skip
    return ends.get(node.op)


def _within(inner: _Stretch, outer: _Stretch) -> bool:
    low = outer[0] is None or (inner[0] is not None and inner[0] >= outer[0])
    return low and (outer[1] is None or (inner[1] is not None and inner[1] <= outer[1]))


def _bare(node: Node) -> Node:
    while isinstance(node, Not) and isinstance(node.part, Not):
        node = node.part.part
    return node


def opens(branches: Sequence[tuple[Way, ...]], slots: Slots) -> tuple[int, ...]:
    """The branches by which an open standard may yet be reached and set the level."""
    if len(branches) == 1 and not any(way.outdone or way.later for way in branches[0]):
        return (0,)
    return tuple([at for at, ways in enumerate(branches) if any(way.is_open(slots) for way in ways)])
