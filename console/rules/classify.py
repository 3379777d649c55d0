"""Facts in, level out: the plan's standards tried on what is known, with the reasons and what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from console.plan.base import LEVELS
from console.plan.model import Plan

from .asking import Asker
from .facts import CONFLICTS, FactError, Slots
from .gaps import gap_notes
from .logic import Terms
from .notes import conflict_notes, plain_notes, several_notes, shared_notes
from .rule import Compiler, Rule, item_label
from .scope import FactReader
from .verdict import Margin, Note, Reached, Verdict

__all__ = ["Classifier", "FactError", "Margin", "Note", "Reached", "Verdict"]

_NO_LEVEL = len(LEVELS)


class Classifier:
    """The standards of one plan, compiled once."""

    def __init__(self, plan: Plan) -> None:
        """Compile; KeyError or ValueError for a plan that `check` would refuse."""
        self.plan = plan
        self._reader = FactReader(plan.facts)
        compiler = Compiler(plan, self._reader)
        rules = compiler.rules()
        self._rules = [rule for rule in rules if not rule.criterion.may]
        self._may = [rule for rule in rules if rule.criterion.may]
        told = compiler.told()
        self._excluding = [one for one in told if one.remark.excludes]
        told = [one for one in told if not one.remark.excludes]
        self._several = [one for one in told if one.remark.kind in ("highest-of-several", "assess")]
        self._gaps = [one for one in told if one.remark.kind == "gap"]
        self._plain = [one for one in told if one not in self._several and one not in self._gaps]
        self._shared = compiler.shared(self._rules)
        terms = {"": Terms(self._reader.scope, self._reader.scope)}
        terms.update({name: Terms(items.scope, self._reader.scope) for name, items in self._reader.lists.items()})
        self._asker = Asker({fact.id: order for order, fact in enumerate(plan.facts)}, terms, self._rules)
        self._clauses = _clauses(plan, self._rules)

    def classify(self, facts: Mapping[str, Any]) -> Verdict:
        """What the plan says of these facts.

        Figures are int, Decimal or Fraction; absent or None is unknown.

        Raises:
            FactError: a fact that the plan does not know, of the wrong type, or that cannot be.
        """
        top = self._reader.read(facts)
        if any(one.holds(slots) for one in self._excluding for slots in one.targets(top)):
            notes = (*plain_notes(self._excluding, top), *conflict_notes(top, self._clauses))
            return Verdict(None, None, (), (), (), (), notes, (), self._margins(top))
        met: list[tuple[Rule, Slots]] = []
        still_open: list[tuple[Rule, Slots | None]] = []
        for rule in self._rules:
            if rule.looks_at and rule.looks_at(top) == rule.nothing:
                still_open.append((rule, top))
            elif not rule.over:
                _sort(rule, top, met, still_open)
            elif top[rule.over] is None:
                still_open.append((rule, None))
            else:
                for item in top[rule.over]:
                    _sort(rule, item, met, still_open)
        first = met[0][0] if met else None
        rank = first.rank if first else _NO_LEVEL
        above = [(rule, slots) for rule, slots in still_open if rule.rank < rank]
        may = self._may_by(top) if self._may else ()
        return Verdict(
            level=first.level if first else None,
            grade=first.criterion.grade if first else None,
            met=tuple([_reached(rule, slots) for rule, slots in met]),
            may=tuple(dict.fromkeys(one.level for one in may)) if may else (),
            possible=tuple(dict.fromkeys([rule.level for rule, _ in above])),
            ask=self._asker.ask(above) if above else (),
            notes=self._notes(top, met, rank),
            may_by=may,
            _margins=self._margins(top),
        )

    def _notes(self, top: Slots, met: list[tuple[Rule, Slots]], rank: int) -> tuple[Note, ...]:
        notes = gap_notes(self._rules, self._gaps, top, rank)
        if self._plain:
            notes.extend(plain_notes(self._plain, top))
        if self._several:
            notes[:0] = several_notes(self._several, met, top)
        if self._shared:
            notes[:0] = shared_notes(self._shared, top, rank)
        if top[CONFLICTS]:
            notes[:0] = conflict_notes(top, self._clauses)
        return tuple(notes)

    def _margins(self, top: Slots) -> Callable[[], tuple[Margin, ...]]:
        return lambda: tuple(m for rule in self._rules for slots in rule.targets(top) for m in rule.margins(slots))

    def _may_by(self, top: Slots) -> tuple[Reached, ...]:
        found = ((rule, slots) for rule in self._may for slots in rule.targets(top))
        return tuple([_reached(rule, slots) for rule, slots in found if rule.part.test(slots)])


def _sort(rule: Rule, slots: Slots, met: list[tuple[Rule, Slots]], still_open: list[tuple[Rule, Slots | None]]) -> None:
    holds = rule.part.test(slots)
    if holds:
        met.append((rule, slots))
    elif holds is None:
        still_open.append((rule, slots))


def _reached(rule: Rule, slots: Slots) -> Reached:
    clause, said = "", []
    for own_clause, test, reason in rule.reasons:
        if test(slots):
            clause = clause or own_clause
            said.extend(reason(slots))
    why, label = ";".join(dict.fromkeys(said)), item_label(slots)
    return Reached(
        rule.level, rule.criterion.grade, clause, f"{label}:{why}" if label else why,
        rule.criterion.id, label, lambda: tuple(rule.margins(slots)),
    )  # fmt: skip


def _clauses(plan: Plan, rules: list[Rule]) -> dict[tuple[str, str], str]:
    """List and field to the clause of the first standard, in the plan's order, that looks at it."""
    by_id = {rule.criterion.id: rule for rule in rules}
    found: dict[tuple[str, str], str] = {}
    for criterion in plan.criteria:
        for name in by_id[criterion.id].mentions if criterion.id in by_id else ():
            found.setdefault((criterion.over or "", name), criterion.clause)
    return found


