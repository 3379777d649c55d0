"""Facts in, level out: the plan's standards tried on what is known, with the reasons and what to ask next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from console.plan.base import LEVELS, LevelId
from console.plan.model import Plan

from .asking import Asker
from .contradictions import Contradiction, contradictions, without
from .facts import CONFLICTS, FactError, Slots
from .gaps import gap_notes
from .logic import Terms
from .notes import conflict_notes, plain_notes, several_notes, shared_notes
from .rule import Compiler, Rule
from .scope import FactReader
from .sorting import sorted_out
from .trying import NO_LEVEL, Tried, Trier, reached
from .verdict import Margin, Note, Reached, Verdict

__all__ = ["Classifier", "Contradiction", "FactError", "Judged", "Margin", "Note", "Reached", "Verdict"]


@dataclass(frozen=True)
class Judged:
    """A verdict on facts that may contradict one another."""

    verdict: Verdict
    contradictions: tuple[Contradiction, ...]
    facts: Mapping[str, Any]
    """What the verdict rests on: all facts but those that are set aside."""
    aside: frozenset[str]
    """The paths of the facts that are set aside."""


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
        gaps = [one for one in told if one.remark.kind == "gap"]
        self._gaps = sorted_out(self._reader, gaps)
        self._plain = [one for one in told if one not in self._several and one not in gaps]
        self._trier = Trier(self._reader, self._rules)
        self._shared = compiler.shared(self._rules)
        terms = {"": Terms(self._reader.scope, self._reader.scope)}
        terms.update({name: Terms(items.scope, self._reader.scope) for name, items in self._reader.lists.items()})
        self._asker = Asker({fact.id: order for order, fact in enumerate(plan.facts)}, terms, self._rules,
                            self._reader.blank_top())  # fmt: skip
        self._clauses = _clauses(plan, self._rules)
        bits = [sum(rule.bit for rule in self._rules if rule.rank == rank) for rank in range(NO_LEVEL)]
        self._by_rank = list(enumerate(bits))
        self._possible = lru_cache(maxsize=512)(self._levels)
        self._above = [sum(bits[:rank]) for rank in range(NO_LEVEL + 1)]

    def classify(self, facts: Mapping[str, Any]) -> Verdict:
        """What the plan says of these facts.

        Figures are int, Decimal or Fraction; absent or None is unknown.

        Raises:
            FactError: a fact that the plan does not know, of the wrong type, or that cannot be.
        """
        top = self._reader.read(facts)
        if self._excluding and self._is_excluded(top):
            notes = (*plain_notes(self._excluding, top), *conflict_notes(top, self._clauses))
            return Verdict(None, None, (), (), (), (), notes, (), self._margins(top))
        tried = self._trier.try_all(top)
        first = tried.met[0][0] if tried.met else None
        rank = first.rank if first else NO_LEVEL
        bits = untold = tried.untold & self._above[rank]
        still_open = [one for one in tried.still_open if one[0].rank < rank] if rank else ()
        for one in still_open:
            bits |= one[0].bit
        may = self._may_by(top) if self._may else ()
        return Verdict(
            level=first.level if first else None,
            grade=first.criterion.grade if first else None,
            met=tuple([one[2] for one in tried.met]),
            may=tuple(dict.fromkeys(one.level for one in may)) if may else (),
            possible=self._possible(bits) if bits else (),
            ask=self._asker.ask(untold, still_open) if bits else (),
            notes=self._notes(top, tried, rank),
            may_by=may,
            _margins=self._margins(top),
        )

    def judge(self, facts: Mapping[str, Any]) -> Judged:
        """What the plan says of facts that may contradict one another: of what is left without those that do.

        A level that other facts reach stands. For an event at the desk, which has to be judged whatever was told;
        `classify` refuses facts that cannot be.
        """
        found = contradictions(self._reader, facts)
        aside = tuple(dict.fromkeys(path for one in found for path in one.aside))
        used = without(self._reader, facts, aside) if aside else facts
        verdict = self.classify(used)
        if aside:  # they were told, and are not asked for as if nobody had
            verdict = replace(verdict, ask=tuple(path for path in verdict.ask if path not in aside))
        return Judged(verdict, found, used, frozenset(aside))

    def _is_excluded(self, top: Slots) -> bool:
        for one in self._excluding:
            for slots in one.targets(top):
                if one.holds(slots):
                    return True
        return False

    def _levels(self, still_open: int) -> tuple[LevelId, ...]:
        return tuple(LEVELS[rank] for rank, bits in self._by_rank if bits & still_open)

    def _notes(self, top: Slots, tried: Tried, rank: int) -> tuple[Note, ...]:
        notes: list[Note] = []
        if tried.short or self._gaps:
            notes = gap_notes(self._rules, tried.short, self._gaps, top, rank)
        if self._plain:
            notes.extend(plain_notes(self._plain, top))
        if self._several:
            notes[:0] = several_notes(self._several, tried.met, top)
        if self._shared:
            notes[:0] = shared_notes(self._shared, top, rank)
        if top[CONFLICTS]:
            notes[:0] = conflict_notes(top, self._clauses)
        return tuple(notes)

    def _margins(self, top: Slots) -> Callable[[], tuple[Margin, ...]]:
        return lambda: tuple(m for rule in self._rules for slots in rule.targets(top) for m in rule.margins(slots))

    def _may_by(self, top: Slots) -> tuple[Reached, ...]:
        found = ((rule, slots) for rule in self._may for slots in rule.targets(top))
        return tuple([reached(rule, slots) for rule, slots in found if rule.part.test(slots)])


def _clauses(plan: Plan, rules: list[Rule]) -> dict[tuple[str, str], str]:
    """List and field to the clause of the first standard, in the plan's order, that looks at it."""
    by_id = {rule.criterion.id: rule for rule in rules}
    found: dict[tuple[str, str], str] = {}
    for criterion in plan.criteria:
        for name in by_id[criterion.id].mentions if criterion.id in by_id else ():
            found.setdefault((criterion.over or "", name), criterion.clause)
    return found


