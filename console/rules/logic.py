"""Three-valued (Kleene) logic over exact figures: a standard compiled once to closures over the slots.

True and False are sure; None is unknown, neither. A closure never raises on slots that a `FactReader` has filled.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from console.plan.facts import Field
from console.plan.nodes import (
    And,
    Atom,
    Band,
    Compare,
    Contains,
    Difference,
    Flag,
    Name,
    Node,
    Not,
    Op,
    Operand,
    Or,
    Word,
)

from .facts import TOP, Slots
from .figures import Ratio
from .scope import Scope

Test = Callable[[Slots], bool | None]
Number = Callable[[Slots], Ratio | None]
Range = tuple[Fraction, Fraction | None]
Reach = Callable[[Slots], Range | None]
"""The least and most that an unknown number can be; None where nothing is known of it."""

_COMPARE: dict[Op, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_ANY: Range = (Fraction(0), None)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A compiled node: its test, its test with the upper ends of bands left open, and its own parts."""

    node: Node
    test: Test
    relaxed: Test
    parts: tuple[Part, ...] = ()

    def atoms(self) -> Iterator[Part]:
        """The comparisons and flags below, left to right."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.atoms()


class Terms:
    """The names that an expression can use: the fields of its own scope first, then the top-level facts."""

    def __init__(self, own: Scope, top: Scope) -> None:
        self._own = own
        self._top = top

    def field(self, name: str) -> Field:
        """The field behind a name; KeyError where there is none."""
        return self._own.fields[name] if name in self._own.fields else self._top.fields[name]

    def is_own(self, name: str) -> bool:
        """Whether the name belongs to the expression's own scope."""
        return self._own is self._top or name in self._own.fields

    def scope(self, name: str) -> Scope:
        """The scope that has the name."""
        return self._own if self.is_own(name) else self._top

    def compile(self, node: Node) -> Part:
        """The node as closures; KeyError for a name or a word that the plan does not have."""
        if isinstance(node, And | Or):
            parts = tuple(self.compile(part) for part in node.parts)
            join = _all if isinstance(node, And) else _any
            return Part(node, join([p.test for p in parts]), join([p.relaxed for p in parts]), parts)
        if isinstance(node, Not):
            part = self.compile(node.part)
            test = _not(part.test)
            # Under a `not` an open end would make less hold, not more: it stays literal there.
            return Part(node, test, test, (part,))
        test = self._atom(node)
        relaxed = _opened(node)
        return Part(node, test, test if relaxed is node else self._atom(relaxed))

    def joined(self, kind: type[And | Or], parts: Sequence[Part]) -> Part:
        """Compiled parts under one `and` or `or`."""
        if len(parts) == 1:
            return parts[0]
        join = _all if kind is And else _any
        node = kind(tuple(part.node for part in parts))
        return Part(node, join([p.test for p in parts]), join([p.relaxed for p in parts]), tuple(parts))

    def value(self, name: str, slots: Slots) -> object:
        """The value of a name, None where it is unknown."""
        return self._slots(name, slots)[self.scope(name).slot[name]]

    def reach(self, operand: Operand, slots: Slots) -> Range | None:
        """The least and most that a number can be; None where nothing is known of it."""
        if isinstance(operand, Name):
            return self._reach(operand)(slots)
        return _minus_reach(self._reach(operand.left), self._reach(operand.right))(slots)

    def _slots(self, name: str, slots: Slots) -> Slots:
        found: Slots = slots if self.is_own(name) else slots[TOP]
        return found

    def _atom(self, atom: Atom) -> Test:
        if isinstance(atom, Compare | Band):
            return self._number_test(atom)
        name = atom.name.id
        test = self._word_test(atom, self.scope(name).slot[name])
        return test if self.is_own(name) else _above(test)

    def _word_test(self, atom: Flag | Word | Contains, i: int) -> Test:
        if isinstance(atom, Flag):
            return lambda slots: slots[i]
        if isinstance(atom, Contains):
            word = atom.word

            def among(slots: Slots) -> bool | None:
                ticked = slots[i]
                return None if ticked is None else word in ticked

            return among
        fits = _fitting(atom, self.field(atom.name.id))

        def fitting(slots: Slots) -> bool | None:
            chosen = slots[i]
            return None if chosen is None else fits(chosen)

        return fitting

    def _number_test(self, atom: Compare | Band) -> Test:
        operand = atom.operand
        if isinstance(operand, Difference):
            return _figure_test(atom, _minus(self._number(operand.left), self._number(operand.right)),
                                _minus_reach(self._reach(operand.left), self._reach(operand.right)))  # fmt: skip
        scope = self.scope(operand.id)
        if operand.id in scope.range or not self.is_own(operand.id):
            return _figure_test(atom, self._number(operand), self._reach(operand))
        return _slot_test(atom, scope.slot[operand.id])

    def _number(self, name: Name) -> Number:
        i, own = self.scope(name.id).slot[name.id], self.is_own(name.id)
        return lambda slots: (slots if own else slots[TOP])[i]

    def _reach(self, name: Name) -> Reach:
        scope, own = self.scope(name.id), self.is_own(name.id)
        i, j = scope.slot[name.id], scope.range.get(name.id)

        def reach(slots: Slots) -> Range | None:
            home = slots if own else slots[TOP]
            value = home[i]
            if value is not None:
                exact = Fraction(*value)
                return exact, exact
            found: Range | None = None if j is None else home[j]
            return found

        return reach


def _opened(atom: Atom) -> Atom:
    if isinstance(atom, Band):
        return Compare(atom.operand, ">=" if atom.low_in else ">", atom.low)
    if isinstance(atom, Compare) and atom.op == "==":
        return Compare(atom.operand, ">=", atom.bound)
    return atom


def _above(test: Test) -> Test:
    return lambda slots: test(slots[TOP])


def _fitting(atom: Word, field: Field) -> Callable[[str], bool]:
    words = [choice.id for choice in field.choices]
    if not words:
        return lambda chosen: (chosen == atom.word) == (atom.op == "==")
    at, compare = words.index(atom.word), _COMPARE[atom.op]
    fits = frozenset(word for rank, word in enumerate(words) if compare(rank, at))
    return lambda chosen: chosen in fits


def _slot_test(atom: Compare | Band, i: int) -> Test:
    """A figure against whole bounds, straight from its slot: the form that nearly every standard has."""
    if isinstance(atom, Compare):
        compare, over, under = _COMPARE[atom.op], atom.bound.numerator, atom.bound.denominator

        def single(slots: Slots) -> bool | None:
            value = slots[i]
            return None if value is None else compare(value[0] * under, over * value[1])

        return single
    low, high = atom.low, atom.high
    above, below = _COMPARE[">=" if atom.low_in else ">"], _COMPARE["<=" if atom.high_in else "<"]
    low_over, low_under, high_over, high_under = low.numerator, low.denominator, high.numerator, high.denominator

    def band(slots: Slots) -> bool | None:
        value = slots[i]
        if value is None:
            return None
        top, bottom = value
        return above(top * low_under, low_over * bottom) and below(top * high_under, high_over * bottom)

    return band


def _figure_test(atom: Compare | Band, number: Number, reach: Reach) -> Test:
    exact = _slot_test(atom, 0)

    def test(slots: Slots) -> bool | None:
        value = number(slots)
        if value is not None:
            return exact([value])
        within = reach(slots)
        return None if within is None else _within(atom, *within)

    return test


def _within(atom: Compare | Band, low: Fraction, high: Fraction | None) -> bool | None:
    if isinstance(atom, Band):
        lower = _within(Compare(atom.operand, ">=" if atom.low_in else ">", atom.low), low, high)
        upper = _within(Compare(atom.operand, "<=" if atom.high_in else "<", atom.high), low, high)
        if lower is False or upper is False:
            return False
        return True if lower and upper else None
    bound, op = atom.bound, atom.op
    if op in ("==", "!="):
        if low > bound or (high is not None and high < bound):
            return op == "!="
        return (op == "==") if low == high == bound else None
    if op in ("<", "<="):
        surely = high is not None and (high < bound if op == "<" else high <= bound)
        never = low >= bound if op == "<" else low > bound
    else:
        surely = low > bound if op == ">" else low >= bound
        never = high is not None and (high <= bound if op == ">" else high < bound)
    return True if surely else False if never else None


def _minus(left: Number, right: Number) -> Number:
    def number(slots: Slots) -> Ratio | None:
        a, b = left(slots), right(slots)
        return None if a is None or b is None else (a[0] * b[1] - b[0] * a[1], a[1] * b[1])

    return number


def _minus_reach(left: Reach, right: Reach) -> Reach:
    def reach(slots: Slots) -> Range | None:
        a, b = left(slots) or _ANY, right(slots) or _ANY
        if b[1] is None:
            return None
        return a[0] - b[1], None if a[1] is None else a[1] - b[0]

    return reach


def _not(test: Test) -> Test:
    def negated(slots: Slots) -> bool | None:
        value = test(slots)
        return None if value is None else not value

    return negated


def _all(tests: Sequence[Test]) -> Test:
    def every(slots: Slots) -> bool | None:
        result: bool | None = True
        for test in tests:
            value = test(slots)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return every


def _any(tests: Sequence[Test]) -> Test:
    def some(slots: Slots) -> bool | None:
        result: bool | None = False
        for test in tests:
            value = test(slots)
            if value:
                return True
            if value is None:
                result = None
        return result

    return some
