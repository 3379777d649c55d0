"""The ways in which an expression can hold, and figures and words that make each of them hold."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from console.plan.facts import Field
from console.plan.nodes import And, Atom, Band, Compare, Contains, Difference, Name, Node, Not, Op, Or, Word
from console.rules.rule import MOST_WAYS

Values = dict[str, Any]
"""Facts by field id: a Fraction for a number, bool, a choice's id, a list of them."""

_COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lit:
    """One condition of a way: an atom that must hold, or must not."""

    atom: Atom
    holds: bool = True


Way = tuple[Lit, ...]
"""Conditions that together are enough."""


def ways(node: Node, holds: bool = True) -> tuple[Way, ...]:
    """The ways in which a node holds (or does not), at most `MOST_WAYS` of them, as they are written."""
    if isinstance(node, Not):
        return ways(node.part, not holds)
    if not isinstance(node, And | Or):
        return ((Lit(node, holds),),)
    if isinstance(node, And) != holds:
        return tuple(way for part in node.parts for way in ways(part, holds))[:MOST_WAYS]
    mixed: tuple[Way, ...] = ((),)
    for part in node.parts:
        mixed = tuple((*way, *more) for way in mixed for more in ways(part, holds))[:MOST_WAYS]
    return mixed


def lit_names(lits: Iterable[Lit]) -> tuple[str, ...]:
    """The facts of some conditions, each once, left to right."""
    found: dict[str, None] = {}
    for lit in lits:
        atom = lit.atom
        if isinstance(atom, Compare | Band):
            for name in (atom.operand,) if isinstance(atom.operand, Name) else (atom.operand.left, atom.operand.right):
                found[name.id] = None
        else:
            found[atom.name.id] = None
    return tuple(found)


def in_bounds(atom: Compare | Band, value: Fraction) -> bool:
    """Whether a figure satisfies a comparison or lies in a band."""
    if isinstance(atom, Compare):
        return _COMPARE[atom.op](value, atom.bound)
    low = value >= atom.low if atom.low_in else value > atom.low
    return low and (value <= atom.high if atom.high_in else value < atom.high)


def fitting_words(atom: Word, field: Field) -> list[str]:
    """The choices that satisfy a comparison with a word, in the plan's order."""
    words = [choice.id for choice in field.choices]
    if atom.word not in words:
        return []
    at = words.index(atom.word)
    return [word for rank, word in enumerate(words) if _COMPARE[atom.op](rank, at)]


@dataclass(frozen=True, slots=True)
class Solver:
    """Finds values for the fields of one scope."""

    fields: Mapping[str, Field]
    figures: Callable[[Field], Sequence[Fraction]]
    """Figures worth trying for a number."""

    def solve(self, lits: Sequence[Lit], known: Values, rng: Random) -> Values | None:
        """Values under which all conditions hold, those of `known` as they are; None where there are none.

        A condition on a known value is left as it is: whoever fixed the value meant it.
        """
        values = dict(known)
        for lit in lits:
            operand = lit.atom.operand if isinstance(lit.atom, Compare | Band) else None
            if isinstance(operand, Difference) and not self._apart(operand, lits, values, rng):
                return None
        for name in lit_names(lits):
            if name not in values:
                field = self.fields.get(name)
                found = [] if field is None else self._fits(field, lits)
                if not found:
                    return None
                values[name] = rng.choice(found)
        return values

    def numbers(self, name: str, lits: Sequence[Lit]) -> list[Fraction]:
        """The figures of a field that satisfy every condition on it alone."""
        own = [
            lit for lit in lits
            if isinstance(lit.atom, Compare | Band) and isinstance(lit.atom.operand, Name) and lit.atom.operand.id == name
        ]
        figures = self.figures(self.fields[name])
        return [v for v in figures if all(in_bounds(lit.atom, v) == lit.holds for lit in own)]  # type: ignore[arg-type]  # only comparisons are in `own`

    def _apart(self, operand: Difference, lits: Sequence[Lit], values: Values, rng: Random) -> bool:
        left, right = operand.left.id, operand.right.id
        if left in values and right in values:
            return True
        between = [lit.atom for lit in lits if isinstance(lit.atom, Compare | Band) and lit.atom.operand == operand and lit.holds]
        lefts = [values[left]] if left in values else self.numbers(left, lits)
        rights = [values[right]] if right in values else self.numbers(right, lits)
        pairs = [(a, b) for a in lefts for b in rights if all(in_bounds(atom, a - b) for atom in between)]
        if not pairs:
            return False
        values[left], values[right] = rng.choice(pairs)
        return True

    def _fits(self, field: Field, lits: Sequence[Lit]) -> list[Any]:
        if field.type == "number":
            return list(self.numbers(field.id, lits))
        own = [lit for lit in lits if not isinstance(lit.atom, Compare | Band) and lit.atom.name.id == field.id]
        if field.type == "bool":
            return [value for value in (True, False) if all(value == lit.holds for lit in own)]
        if field.type == "choice":
            words = [choice.id for choice in field.choices]
            return [w for w in words if all((w in fitting_words(lit.atom, field)) == lit.holds
                                            for lit in own if isinstance(lit.atom, Word))]  # fmt: skip
        if field.type == "choices":
            ticked = {lit.atom.word for lit in own if isinstance(lit.atom, Contains) and lit.holds}
            barred = {lit.atom.word for lit in own if isinstance(lit.atom, Contains) and not lit.holds}
            return [] if ticked & barred else [[c.id for c in field.choices if c.id in ticked]]
        return []


