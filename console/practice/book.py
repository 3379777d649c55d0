"""A plan opened for practice: its standards compiled, its edges listed, figures worth telling for each of its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise

from console.plan.facts import Fact, Field
from console.plan.model import Plan
from console.plan.nodes import Band, Compare, Name
from console.rules.classify import Classifier
from console.rules.rule import Compiler, Rule, Told
from console.rules.scope import FactReader

from .edges import Edge, Pivot, Side, pivots, shared_ways
from .ways import Solver

_USUAL = {"%": (5, 15, 35, 55, 85), "MW": (80, 200, 500, 1000), "户": (50_000, 100_000)}
_SMALL = 20
"""A count that can be at most so large is tried at every figure."""


class Book:
    """One plan, ready for making cases."""

    def __init__(self, plan: Plan) -> None:
        """Compile; KeyError or ValueError for a plan that `check` would refuse."""
        self.plan = plan
        self.classifier = Classifier(plan)
        self.reader = FactReader(plan.facts)
        compiler = Compiler(plan, self.reader)
        self.rules: list[Rule] = compiler.rules()
        self.told: list[Told] = compiler.told()
        top = {fact.id: fact for fact in plan.facts}
        self.scopes: dict[str, dict[str, Field]] = {"": dict(top)}
        for fact in plan.facts:
            if fact.type == "list":
                self.scopes[fact.id] = {field.id: field for field in fact.fields}
        self._bounds = self._all_bounds()
        self._figures: dict[tuple[str, str], tuple[Fraction, ...]] = {}
        self.pivots: dict[tuple[str, Side], list[Pivot]] = {}
        for rule in self.rules:
            for pivot in pivots(rule, self.fields(rule.criterion.over or "")):
                self.pivots.setdefault((rule.criterion.id, pivot.side), []).append(pivot)
        for about, found in shared_ways([rule for rule in self.rules if not rule.criterion.may]).items():
            self.pivots[about, "shared"] = found
        edges = [Edge(plan.id, about, side) for about, side in self.pivots]
        self.edges = (*edges, *(Edge(plan.id, one.remark.id, "remark") for one in self.told))
        """Where cases may lie; on a few of them none can (a hole that the next standard closes)."""

    def fields(self, over: str) -> dict[str, Field]:
        """The fields that an expression over this list can use, its own first; the empty name for the top."""
        return {**self.scopes[""], **self.scopes[over]} if over else self.scopes[""]

    def home(self, over: str, name: str) -> str:
        """The scope that has the name: the list itself, or the top-level facts."""
        return over if over and name in self.scopes[over] else ""

    def list_fact(self, over: str) -> Fact:
        """The list fact of that id."""
        return self.plan.fact(over)

    def solver(self, over: str) -> Solver:
        """Finds values for the expressions over a list, or for those of the top-level facts."""
        return Solver(self.fields(over), partial(self.figures, over))

    def bounds(self, scope: str, field: Field) -> Sequence[Fraction]:
        """The figures that the plan holds against a field, rising."""
        return self._bounds.get((scope, field.id), ())

    def step(self, field: Field) -> Fraction:
        """The smallest difference that a caller would tell."""
        return Fraction(1, 10) if field.unit == "%" and not field.whole_number else Fraction(1)

    def figures(self, over: str, field: Field) -> tuple[Fraction, ...]:
        """Figures worth trying: beside and on every bound, between them, and of a usual size."""
        scope = self.home(over, field.id)
        key = scope, field.id
        if key not in self._figures:
            self._figures[key] = self._worth_trying(scope, field)
        return self._figures[key]

    def _worth_trying(self, scope: str, field: Field) -> tuple[Fraction, ...]:
        most = Fraction(field.maximum if field.maximum is not None else 100 if field.unit == "%" else 10**9)
        if field.whole_number and most <= _SMALL:
            return tuple(Fraction(n) for n in range(int(most) + 1))
        bounds, step = self.bounds(scope, field), self.step(field)
        usual = field.spoken.usual if field.spoken and field.spoken.usual else ()
        if not usual and not bounds:
            usual = _USUAL.get(field.unit, (1, 2, 3))
        found = {Fraction(n) for n in usual}
        for bound in bounds:
            found |= {bound - step, bound, bound + step}
        found |= {Fraction(round((low + high) / 2)) for low, high in pairwise(bounds)}
        return tuple(sorted(value for value in found if 0 <= value <= most))

    def _all_bounds(self) -> Mapping[tuple[str, str], Sequence[Fraction]]:
        found: dict[tuple[str, str], set[Fraction]] = {}
        parts = [(rule.criterion.over or "", rule.part) for rule in self.rules]
        parts += [(one.remark.over or "", one.when) for one in self.told]
        for over, part in parts:
            for leaf in part.atoms():
                node = leaf.node
                if isinstance(node, Compare | Band) and isinstance(node.operand, Name):
                    bounds = (node.bound,) if isinstance(node, Compare) else (node.low, node.high)
                    found.setdefault((self.home(over, node.operand.id), node.operand.id), set()).update(bounds)
        return {key: tuple(sorted(bounds)) for key, bounds in found.items()}
