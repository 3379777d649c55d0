"""Three-valued (Kleene) logic over exact figures, as closures over the slots.

True and False are sure; None is unknown, neither. A closure never raises on slots that a `FactReader` has filled.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction

from console.plan.facts import Field
from console.plan.nodes import Atom, Band, Compare, Op, Word

from .facts import TOP, Slots
from .figures import Ratio

Test = Callable[[Slots], bool | None]
Number = Callable[[Slots], Ratio | None]
Range = tuple[Fraction, Fraction | None]
Reach = Callable[[Slots], Range | None]
"""The least and most that an unknown number can be; None where nothing is known of it."""

_COMPARE: dict[Op, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_ANY: Range = (Fraction(0), None)


def opened(atom: Atom) -> Atom:
    """The atom with its upper end left open: a band from its lower end on, `==` as `>=`."""
    if isinstance(atom, Band):
        return Compare(atom.operand, ">=" if atom.low_in else ">", atom.low)
    if isinstance(atom, Compare) and atom.op == "==":
        return Compare(atom.operand, ">=", atom.bound)
    return atom


def enclosing(test: Test) -> Test:
    """The test made on the enclosing facts."""
    return lambda slots: test(slots[TOP])


def words_that_fit(atom: Word, field: Field) -> frozenset[str]:
    """Which words of a choice satisfy a comparison, none for free text; ValueError for a word that it does not have."""
    words = [choice.id for choice in field.choices]
    if not words:
        return frozenset()
    at, compare = words.index(atom.word), _COMPARE[atom.op]
    return frozenset(word for rank, word in enumerate(words) if compare(rank, at))


def slot_test(atom: Compare | Band, i: int) -> Test:
    """A figure against its bounds, straight from its slot: the form that nearly every standard has."""
    if isinstance(atom, Compare):
        compare, over, under = _COMPARE[atom.op], atom.bound.numerator, atom.bound.denominator
        if atom.op == ">=" and under == 1:
            return _at_least(over, i)

        def single(slots: Slots) -> bool | None:
            value = slots[i]
            return None if value is None else compare(value[0] * under, over * value[1])

        return single
    if atom.low_in and not atom.high_in and atom.low.denominator == atom.high.denominator == 1:
        return _from_to(int(atom.low), int(atom.high), i)
    above, below = _COMPARE[">=" if atom.low_in else ">"], _COMPARE["<=" if atom.high_in else "<"]
    low_over, low_under = atom.low.as_integer_ratio()
    high_over, high_under = atom.high.as_integer_ratio()

    def band(slots: Slots) -> bool | None:
        value = slots[i]
        if value is None:
            return None
        top, bottom = value
        return above(top * low_under, low_over * bottom) and below(top * high_under, high_over * bottom)

    return band


def _at_least(bound: int, i: int) -> Test:
    def at_least(slots: Slots) -> bool | None:
        value = slots[i]
        return None if value is None else value[0] >= bound * value[1]

    return at_least


def _from_to(low: int, high: int, i: int) -> Test:
    def from_to(slots: Slots) -> bool | None:
        value = slots[i]
        return None if value is None else low * value[1] <= value[0] < high * value[1]

    return from_to


def ranged_test(atom: Compare | Band, exact: Test, i: int, j: int) -> Test:
    """A figure with a slot for its range beside it: the range counts where the figure itself is unknown."""
    inside = _range_test(atom)

    def test(slots: Slots) -> bool | None:
        if slots[i] is not None:
            return exact(slots)
        within = slots[j]
        return None if within is None else inside(*within)

    return test


def figure_test(atom: Compare | Band, number: Number, reach: Reach) -> Test:
    """A difference of figures that may be known only by their ranges."""
    exact, inside = slot_test(atom, 0), _range_test(atom)

    def test(slots: Slots) -> bool | None:
        value = number(slots)
        if value is not None:
            return exact([value])
        within = reach(slots)
        return None if within is None else inside(*within)

    return test


def _range_test(atom: Compare | Band) -> Callable[[Fraction, Fraction | None], bool | None]:
    """What a comparison says of a number of which only the least and the most are known."""
    if isinstance(atom, Band):
        at_least = _range_test(Compare(atom.operand, ">=" if atom.low_in else ">", atom.low))
        at_most = _range_test(Compare(atom.operand, "<=" if atom.high_in else "<", atom.high))

        def between(low: Fraction, high: Fraction | None) -> bool | None:
            lower = at_least(low, high)
            upper = False if lower is False else at_most(low, high)
            return False if upper is False else True if lower and upper else None

        return between
    bound, op = atom.bound, atom.op

    def against(low: Fraction, high: Fraction | None) -> bool | None:
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

    return against


def minus(left: Number, right: Number) -> Number:
    """The difference of two numbers."""
    def number(slots: Slots) -> Ratio | None:
        a, b = left(slots), right(slots)
        return None if a is None or b is None else (a[0] * b[1] - b[0] * a[1], a[1] * b[1])

    return number


def minus_reach(left: Reach, right: Reach) -> Reach:
    """The range of a difference."""
    def reach(slots: Slots) -> Range | None:
        a, b = left(slots) or _ANY, right(slots) or _ANY
        if b[1] is None:
            return None
        return a[0] - b[1], None if a[1] is None else a[1] - b[0]

    return reach


def negated(test: Test) -> Test:
    """Kleene `not`."""
    def test_not(slots: Slots) -> bool | None:
        value = test(slots)
        return None if value is None else not value

    return test_not


def all_of(tests: Sequence[Test]) -> Test:
    """Kleene `and`."""
    if len(tests) == 2:
        return _both(*tests)
    if len(tests) == 3:
        return _both(tests[0], _both(*tests[1:]))

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


def _both(first: Test, second: Test) -> Test:
    def both(slots: Slots) -> bool | None:
        one = first(slots)
        if one is False:
            return False
        other = second(slots)
        return other if one else False if other is False else None

    return both


def _either(first: Test, second: Test) -> Test:
    def either(slots: Slots) -> bool | None:
        one = first(slots)
        if one:
            return True
        other = second(slots)
        return other if one is False else True if other else None

    return either


def any_of(tests: Sequence[Test]) -> Test:
    """Kleene `or`."""
    if len(tests) == 2:
        return _either(*tests)
    if len(tests) == 3:
        return _either(tests[0], _either(*tests[1:]))

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
