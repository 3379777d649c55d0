"""Cases made at an edge: the condition on the edge first, the rest of its way, then what else has to be settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from console.plan.base import LevelId
from console.plan.nodes import Band, Compare, Difference, Flag, Name
from console.plan.standards import Branch
from console.rules.facts import FactError
from console.rules.rule import Told
from console.rules.verdict import Verdict

from .book import Book
from .draft import Draft, Place
from .edges import Edge, Pivot, Side, moved, rule_ways
from .figures import tell_share
from .settling import settle
from .ways import Lit, Values, Way, lit_names, ways

TRIES = 200
"""How often a case is tried at an edge before it is given up."""
_FIGURES = 0.75
_STEPS: dict[Side, int] = {"below": -1, "at": 0, "above": 1}


@dataclass(frozen=True, slots=True)
class Made:
    """A case as facts and verdict, before it is told."""

    edge: Edge
    draft: Draft
    verdict: Verdict
    branch: Branch | None
    """The branch of the standard that was put on its edge; None for a remark of the plan."""


_Try = tuple[Draft, Verdict, Branch | None]


class _DeadEndError(Exception):
    """This try leads nowhere."""


class Maker:
    """Makes cases of one plan; all chance comes from the `rng` of the call."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._remarks = {one.remark.id: one for one in book.told}

    def make(self, edge: Edge, rng: Random) -> Made | None:
        """A case at this edge; None where none was found in `TRIES` tries."""
        try_one = {
            "unknown": self._unknown, "gap": self._gap, "conflict": self._conflict, "shared": self._shared, "remark": self._remark,
        }.get(edge.side, self._at)  # fmt: skip
        for _ in range(TRIES):
            try:
                draft, verdict, branch = try_one(edge, rng)
            except (_DeadEndError, FactError):
                continue
            if edge.side != "unknown" and verdict.possible:
                continue
            return Made(edge, draft, verdict, branch)
        return None

    # --- one try for each kind of edge ----------------------------------------------------------------------------

    def _at(self, edge: Edge, rng: Random) -> _Try:
        pivot = self._pivot(edge, rng)
        draft = Draft(self.book)
        self._set(draft, pivot, rng)
        over = pivot.rule.criterion.over
        if over and not self.book.scopes[over][str(self.book.list_fact(over).key)].choices and rng.random() < 0.3:
            other = rng.choice([p for (_, side), found in self.book.pivots.items() if side == "below"
                                for p in found if p.rule.criterion.over == over])  # fmt: skip
            self._set(draft, other, rng)
        return draft, self._complete(draft, rng), pivot.branch

    def _shared(self, edge: Edge, rng: Random) -> _Try:
        draft = Draft(self.book)
        pivot = self._pivot(edge, rng)
        self._set(draft, pivot, rng)
        return draft, self._noted(self._complete(draft, rng), "same-condition"), pivot.branch

    def _conflict(self, edge: Edge, rng: Random) -> _Try:
        draft = Draft(self.book)
        pivot = self._pivot(edge, rng)
        self._set(draft, pivot, rng)
        return draft, self._noted(self._complete(draft, rng), "conflict"), pivot.branch

    def _gap(self, edge: Edge, rng: Random) -> _Try:
        pivot = self._pivot(edge, rng)
        draft = Draft(self.book)
        item = self._set(draft, pivot, rng)
        over = pivot.rule.criterion.over or ""
        higher = [
            lit for rule in self.book.rules if rule.rank < pivot.rule.rank and rule.criterion.over == pivot.rule.criterion.over
            and rule.mentions.intersection(pivot.names) for _, way, _ in rule_ways(rule) for lit in way
        ]  # fmt: skip
        free = [lit for lit in higher if all(draft.get(draft.place(over, item, name)) is None for name in lit_names((lit,)))]
        if free:
            lit = rng.choice(free)
            self._put_all(draft, over, item, self._solved(over, (Lit(lit.atom, not lit.holds),), {}, rng), None, rng)
        return draft, self._noted(self._complete(draft, rng), "gap", pivot.rule.level), pivot.branch

    def _unknown(self, edge: Edge, rng: Random) -> _Try:
        pivot = self._pivot(edge, rng)
        draft, over = Draft(self.book), pivot.rule.criterion.over or ""
        hidden = pivot.names[0]
        rest = tuple(lit for lit in pivot.way if hidden not in lit_names((lit,)))
        values = self._solved(over, rest, {}, rng)
        item = self._item(draft, over, values, rng, (hidden,))
        field = self.book.fields(over)[hidden]
        share, missing = field.share, hidden
        if share and share.whole not in values and share.part not in values and rng.random() < 0.5:
            part = self.book.fields(over)[share.part]
            values[share.part] = rng.choice([f for f in self.book.figures(over, part) if f] or [Fraction(1)])
            missing = share.whole
        self._put_all(draft, over, item, values, None, rng)
        draft.unknown.append(draft.place(over, item, missing))
        left_open = {hidden, missing, *((share.part, share.whole) if share else ())} - set(values)
        verdict = self._complete(draft, rng, {draft.place(over, item, name) for name in left_open})
        if verdict.level is not None or not verdict.possible:
            raise _DeadEndError
        return draft, verdict, pivot.branch

    def _remark(self, edge: Edge, rng: Random) -> _Try:
        one = self._remarks[edge.about]
        draft, over = Draft(self.book), one.remark.over or ""
        if one.remark.kind == "highest-of-several":
            for pivot in self._several(one, rng):
                self._set(draft, pivot, rng)
        else:
            if one.remark.excludes:
                self._set(draft, rng.choice(self._without_counts()), rng)
            for _ in range(2 if one.remark.kind == "assess" else 1):
                self._hold(draft, one, over, rng)
        verdict = self._complete(draft, rng)
        if not any(note.kind == one.remark.kind and note.clause == one.remark.clause for note in verdict.notes):
            raise _DeadEndError
        return draft, verdict, None

    def _hold(self, draft: Draft, one: Told, over: str, rng: Random) -> None:
        heads = ways(one.where.node) if one.where else ((),)
        values = self._solved(over, (*rng.choice(heads), *rng.choice(ways(one.when.node))), {}, rng)
        item = self._item(draft, over, values, rng)
        self._put_all(draft, over, item, values, None, rng)

    def _without_counts(self) -> list[Pivot]:
        """Standards met by figures alone, and without counting anybody: one thing alone that fails affects nobody else."""
        found = [p for (_, side), pivots in self.book.pivots.items() if side in ("at", "above") for p in pivots]
        counted = {name for fields in self.book.scopes.values() for name, field in fields.items()
                   if field.share and fields[field.share.part].whole_number}  # fmt: skip
        plain = [p for p in found if not any(isinstance(lit.atom, Flag) for lit in p.way)]
        return [p for p in plain if not counted.intersection(lit_names(p.way))] or found

    def _several(self, one: Told, rng: Random) -> Sequence[Pivot]:
        fits = [p for (_, side), found in self.book.pivots.items() if side in _STEPS for p in found
                if p.rule.criterion.over == one.remark.over]  # fmt: skip
        return [rng.choice(fits) for _ in range(3 if rng.random() < 0.25 else 2)] if fits else ()

    # --- the parts of a try ---------------------------------------------------------------------------------------

    def _pivot(self, edge: Edge, rng: Random) -> Pivot:
        found = self.book.pivots.get((edge.about, edge.side))
        if not found:
            raise _DeadEndError
        figures = [pivot for pivot in found if pivot.bound is not None]
        # Figures are what an edge is about; a yes or no beside them comes now and then.
        return rng.choice(figures if figures and rng.random() < _FIGURES else found)

    def _set(self, draft: Draft, pivot: Pivot, rng: Random) -> int:
        """Put a standard on its edge: its condition there, the others fulfilled. The number of the item."""
        over = pivot.rule.criterion.over or ""
        known = self._on_edge(over, pivot, rng)
        values = self._solved(over, pivot.way, known, rng)
        item = self._item(draft, over, values, rng)
        self._put_all(draft, over, item, values, pivot, rng)
        return item

    def _on_edge(self, over: str, pivot: Pivot, rng: Random) -> Values:
        if pivot.at < 0:
            return {}
        fields, atom = self.book.fields(over), pivot.lit.atom
        if not isinstance(atom, Compare | Band):
            name = pivot.names[0]
            value = moved(pivot.lit, pivot.side, fields[name])
            if value is None:
                raise _DeadEndError
            return {name: value}
        assert pivot.bound is not None  # noqa: S101 - every figure on an edge has one
        step = self.book.step(fields[pivot.names[0]])
        side = _STEPS.get(pivot.side, 0)
        if pivot.side == "gap":
            held = isinstance(atom, Band) and not atom.high_in
            side = rng.choice((0, 1, 2)) if held else rng.choice((1, 2))
        figure = pivot.bound + side * step
        operand = atom.operand
        known = {operand.id: figure} if isinstance(operand, Name) else self._apart(over, operand, figure, pivot.way, rng)
        if any(value < 0 for value in known.values()):
            raise _DeadEndError
        return known

    def _apart(self, over: str, operand: Difference, figure: Fraction, way: Way, rng: Random) -> Values:
        alone = [lit for lit in way if isinstance(lit.atom, Compare | Band) and isinstance(lit.atom.operand, Name)]
        rights = self.book.solver(over).numbers(operand.right.id, alone)
        if not rights:
            raise _DeadEndError
        right = rng.choice(rights)
        return {operand.right.id: right, operand.left.id: right + figure}

    def _solved(self, over: str, lits: Way, known: Values, rng: Random) -> Values:
        values = self.book.solver(over).solve(lits, known, rng)
        if values is None:
            raise _DeadEndError
        return values

    def _item(self, draft: Draft, over: str, values: Values, rng: Random, more: Sequence[str] = ()) -> int:
        """The item that the values belong to, made anew, of a kind that has all these fields; -1 at the top."""
        if not over:
            return -1
        fact = self.book.list_fact(over)
        key = self.book.scopes[over][str(fact.key)]
        kind = values.pop(key.id, None)
        if key.choices:
            used = {item[key.id] for item in draft.items.get(over, ())}
            named = [self.book.scopes[over][n] for n in (*values, *more) if self.book.home(over, n)]
            kinds = [c.id for c in key.choices if (kind is None or c.id == kind) and c.id not in used
                     and all(not f.only or c.id in f.only for f in named)]  # fmt: skip
            if not kinds:
                raise _DeadEndError
            kind = rng.choice(kinds)
        return draft.add_item(over, kind, rng)

    def _put_all(self, draft: Draft, over: str, item: int, values: Values, pivot: Pivot | None, rng: Random) -> None:
        on_edge = pivot.names if pivot and pivot.at >= 0 else ()
        for name, value in values.items():
            place = draft.place(over, item, name)
            if self.book.fields(over)[name].share:
                tell_share(draft, place, value, pivot if pivot and name in on_edge else None, values, rng)
            else:
                draft.put(place, value)

    def _complete(self, draft: Draft, rng: Random, left_open: set[Place] | None = None) -> Verdict:
        """The verdict, once everything that could still change the level is settled, but for what is left open."""
        for _ in range(TRIES):
            verdict = self.book.classifier.classify(draft.facts())
            asked = [draft.find(path) for path in verdict.ask]
            waiting = [place for place in asked if place is not None and place not in (left_open or ())]
            if not waiting:
                return verdict
            settle(draft, waiting[0], left_open or set(), rng)
        raise _DeadEndError

    @staticmethod
    def _noted(verdict: Verdict, kind: str, advise: LevelId | None = None) -> Verdict:
        if not any(note.kind == kind and (advise is None or note.advise == advise) for note in verdict.notes):
            raise _DeadEndError
        return verdict


def feasible(book: Book) -> tuple[Edge, ...]:
    """The edges of a plan at which cases can be made; the same for the same plan, whatever the seed of a session."""
    maker = Maker(book)
    return tuple(edge for edge in book.edges if maker.make(edge, Random(edge.key)) is not None)  # noqa: S311 - drill, no secret


