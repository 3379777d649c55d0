"""Standards compiled once: the nodes of an expression with closures over the slots of the names they use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    Operand,
    Or,
    Word,
    atoms,
)

from .cases import Whole, figures
from .facts import TOP, Slots
from .kleene import (
    Number,
    Range,
    Reach,
    Test,
    all_of,
    any_of,
    enclosing,
    figure_test,
    minus,
    minus_reach,
    negated,
    opened,
    ranged_test,
    slot_test,
    words_that_fit,
)
from .scope import Scope


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

    def __init__(self, own: Scope, top: Scope, in_cases: bool = False) -> None:
        """`in_cases`: for facts in which a percentage may be known by its range only."""
        self._own = own
        self._top = top
        self._in_cases = in_cases

    def in_cases(self) -> Terms:
        """The same names, for the cases of a whole that is not told."""
        return Terms(self._own, self._top, True)

    def field(self, name: str) -> Field:
        """The field behind a name; KeyError where there is none."""
        return self._own.fields[name] if name in self._own.fields else self._top.fields[name]

    @property
    def top_level(self) -> bool:
        """Whether the expressions are about the top-level facts, not about the items of a list."""
        return self._own is self._top

    def is_own(self, name: str) -> bool:
        """Whether the name belongs to the expression's own scope."""
        return self._own is self._top or name in self._own.fields

    def scope(self, name: str) -> Scope:
        """The scope that has the name."""
        return self._own if self.is_own(name) else self._top

    def compile(self, node: Node) -> Part:
        """The node as closures; KeyError for a name, ValueError for a word that the plan does not have."""
        if isinstance(node, And | Or):
            parts = tuple(self.compile(part) for part in node.parts)
            join = all_of if isinstance(node, And) else any_of
            return Part(node, join([p.test for p in parts]), join([p.relaxed for p in parts]), parts)
        if isinstance(node, Not):
            part = self.compile(node.part)
            test = negated(part.test)
            # Under a `not` an open end would make less hold, not more: it stays literal there.
            return Part(node, test, test, (part,))
        test = self._atom(node)
        relaxed = opened(node)
        return Part(node, test, test if relaxed is node else self._atom(relaxed))

    def joined(self, kind: type[And | Or], parts: Sequence[Part]) -> Part:
        """Compiled parts under one `and` or `or`."""
        if len(parts) == 1:
            return parts[0]
        join = all_of if kind is And else any_of
        node = kind(tuple(part.node for part in parts))
        return Part(node, join([p.test for p in parts]), join([p.relaxed for p in parts]), tuple(parts))

    def wholes(self, node: Node) -> Iterator[Whole]:
        """The numbers in it that may be tried case by case: what percentages are taken of, and what has two bounds."""
        held: dict[str, set[Compare | Band]] = {}
        for atom in atoms(node):
            if isinstance(atom, Compare | Band) and isinstance(atom.operand, Name):
                held.setdefault(atom.operand.id, set()).add(atom)
        own = self._own
        for name, against in held.items():
            share = next((f for f in own.fields.values() if f.share and f.share.whole == name), None)
            if name in own.fields and name not in own.range and (share or len(against) > 1):
                part = own.slot[share.share.part] if share and share.share else None
                slots = (own.slot[share.id], own.range[share.id]) if share else (None, None)
                yield Whole(name, own.slot[name], figures(against), len(against) > 1, part, *slots)

    def value(self, name: str, slots: Slots) -> object:
        """The value of a name, None where it is unknown."""
        return self._slots(name, slots)[self.scope(name).slot[name]]

    def reach(self, operand: Operand, slots: Slots) -> Range | None:
        """The least and most that a number can be; None where nothing is known of it."""
        if isinstance(operand, Name):
            return self._reach(operand)(slots)
        return minus_reach(self._reach(operand.left), self._reach(operand.right))(slots)

    def _slots(self, name: str, slots: Slots) -> Slots:
        found: Slots = slots if self.is_own(name) else slots[TOP]
        return found

    def _atom(self, atom: Atom) -> Test:
        if isinstance(atom, Compare | Band):
            return self._number_test(atom)
        name = atom.name.id
        test = self._word_test(atom, self.scope(name).slot[name])
        return test if self.is_own(name) else enclosing(test)

    def _word_test(self, atom: Flag | Word | Contains, i: int) -> Test:
        if isinstance(atom, Flag):
            return lambda slots: slots[i]
        if isinstance(atom, Contains):
            word = atom.word

            def among(slots: Slots) -> bool | None:
                ticked = slots[i]
                return None if ticked is None else word in ticked

            return among
        fits, field = words_that_fit(atom, self.field(atom.name.id)), self.field(atom.name.id)

        def fitting(slots: Slots) -> bool | None:
            chosen = slots[i]
            return None if chosen is None else chosen in fits

        def named(slots: Slots) -> bool | None:
            chosen = slots[i]
            return None if chosen is None else (chosen == atom.word) is equal

        equal = atom.op == "=="
        return fitting if field.choices else named

    def _number_test(self, atom: Compare | Band) -> Test:
        operand = atom.operand
        if isinstance(operand, Difference):
            return figure_test(atom, minus(self._number(operand.left), self._number(operand.right)),
                                minus_reach(self._reach(operand.left), self._reach(operand.right)))  # fmt: skip
        scope = self.scope(operand.id)
        test = slot_test(atom, scope.slot[operand.id])
        if operand.id in (scope.range if self._in_cases else scope.chained):
            test = ranged_test(atom, test, scope.slot[operand.id], scope.range[operand.id])
        return test if self.is_own(operand.id) else enclosing(test)

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
