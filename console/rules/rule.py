"""A plan's standards and remarks compiled: what each looks at, in which list, and at which level it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter

from console.plan.base import LEVELS, LevelId
from console.plan.expression import parse
from console.plan.model import Plan
from console.plan.nodes import And, Band, Compare, Node, Or, names
from console.plan.standards import Branch, Criterion, Remark

from .cases import Whole, tried_by_cases
from .explain import Reason, Words, bounds_of
from .facts import ITEM, Slots
from .kleene import Test, all_of
from .logic import Part, Terms
from .scope import FactReader
from .verdict import Margin
from .ways import MOST_WAYS, Conditions, Way, compiled, ways_of

__all__ = ["MOST_WAYS", "Compiler", "Rule", "Shared", "Told", "item_label"]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A standard ready to be tried on slots."""

    criterion: Criterion
    rank: int
    """Of its level: 0 for I."""
    bit: int
    """A power of two of its own."""
    over: int
    """The slot of the list it is tried on, 0 for none."""
    where: Part | None
    kinds: frozenset[str] | None
    """The kinds of item that `where` picks, where it picks by kind alone; of any other kind it is not tried."""
    order: int
    """Its place among the standards: highest level first, within it by grade, then as in the plan."""
    branches: tuple[tuple[Branch, Part], ...]
    part: Part
    """`where` and any of the branches."""
    test: Test
    """Whether it holds, for facts or for an item of its kind, a whole that is not told tried case by case."""
    wholes: tuple[Whole, ...]
    in_cases: tuple[Part, ...]
    """The branches again, for the cases of a whole."""
    ways: tuple[tuple[Way, ...], ...]
    """For each branch the ways to it."""
    words: Words
    reasons: tuple[tuple[str, Test, Reason], ...]
    """Clause, test and words of each branch."""
    mentions: frozenset[str]
    has_band: bool
    looks_at: Callable[[Slots], object] | None
    """The slots it looks at, where all of them unknown leave it unknown; None where that is not so plain."""
    nothing: object
    """What `looks_at` gives where none of them is known."""

    @property
    def level(self) -> LevelId:
        """The level that it starts."""
        return self.criterion.level

    def applies(self, slots: Slots) -> bool:
        """Whether it is about this item at all."""
        return self.where is None or self.where.test(slots) is True

    def targets(self, top: Slots) -> tuple[Slots, ...]:
        """The slots to try it on: the items of its list, none where the list is unknown, or the facts themselves."""
        return (top[self.over] or ()) if self.over else (top,)

    def margins(self, slots: Slots) -> Iterator[Margin]:
        """Its known figures against their bounds."""
        if not self.applies(slots):
            return
        for branch, part in self.branches:
            for leaf in part.atoms():
                margin = self._margin(branch, leaf, slots)
                if margin is not None:
                    yield margin

    def _margin(self, branch: Branch, leaf: Part, slots: Slots) -> Margin | None:
        node = leaf.node
        if not isinstance(node, Compare | Band):
            return None
        ratio = self.words.figure(node.operand, slots)
        if ratio is None:
            return None
        value = Fraction(*ratio)
        op, bound = (node.op, node.bound) if isinstance(node, Compare) else _end(node, value)
        return Margin(
            criterion=self.criterion.id, item=item_label(slots), clause=branch.clause, level=self.level,
            label=self.words.label(node.operand), value=value, op=op, bound=bound,
            unit=self.words.unit(node.operand), passed=bool(leaf.test(slots)), difference=value - bound,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A remark ready to be tried."""

    remark: Remark
    over: int
    where: Part | None
    kinds: frozenset[str] | None
    """As `Rule.kinds`."""
    when: Part
    mentions: frozenset[str]
    rank: int
    """Of the level it advises: what is not above the level reached need not be told. -1 where it advises none."""

    def targets(self, top: Slots) -> tuple[Slots, ...]:
        """As `Rule.targets`."""
        return (top[self.over] or ()) if self.over else (top,)

    def holds(self, slots: Slots) -> bool:
        """Whether it surely holds for this item, or for the facts."""
        return (self.where is None or self.where.test(slots) is True) and self.when.test(slots) is True


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """One condition that the plan gives to several levels, for the items that its standards are about."""

    part: Part
    members: tuple[tuple[Rule, Branch], ...]
    """Highest level first."""


class Compiler:
    """Compiles one plan; KeyError or ValueError for a plan that `check` would refuse."""

    def __init__(self, plan: Plan, reader: FactReader) -> None:
        self._plan = plan
        self._reader = reader
        self._terms: dict[str | None, Terms] = {None: Terms(reader.scope, reader.scope)}
        self._terms.update({name: Terms(items.scope, reader.scope) for name, items in reader.lists.items()})
        self._words = {over: Words(terms, self._bounds(over)) for over, terms in self._terms.items()}

    def rules(self) -> list[Rule]:
        """The standards: highest level first, within it by grade, then as in the plan."""
        grades = [grade.id for grade in self._plan.grades]
        above = {c.id: self._above(c) for c in self._plan.criteria}
        def place(c: Criterion) -> tuple[int, int]:
            return LEVELS.index(c.level), grades.index(c.grade) if c.grade in grades else -1

        ordered = sorted(self._plan.criteria, key=place)
        return [self._rule(c, order, above[c.id]) for order, c in enumerate(ordered)]

    def told(self) -> list[Told]:
        """The remarks."""
        return [self._remark(remark) for remark in self._plan.remarks]

    def shared(self, rules: Iterable[Rule]) -> list[Shared]:
        """The conditions that stand at more than one level."""
        found: dict[object, list[tuple[Rule, Branch]]] = {}
        for rule in rules:
            if rule.criterion.may:
                continue
            where = None if rule.where is None else frozenset(ways_of(rule.where.node))
            for branch, part in rule.branches:
                for way in dict.fromkeys(ways_of(part.node)):
                    found.setdefault((rule.over, where, way), []).append((rule, branch))
        return [
            Shared(self._together(members[0][0], key[2]), tuple(members))  # type: ignore[index]  # the keys made above
            for key, members in found.items()
            if len({rule.rank for rule, _ in members}) > 1
        ]

    def _together(self, rule: Rule, way: frozenset[Node]) -> Part:
        terms = self._terms[rule.criterion.over]
        # The order of writing, so that the reasons read as the standard does.
        written = [leaf.node for _, part in rule.branches for leaf in part.atoms()]
        parts = [terms.compile(node) for node in sorted(way, key=lambda n: written.index(n) if n in written else 0)]
        return terms.joined(And, parts)

    def _above(self, criterion: Criterion) -> list[Conditions]:
        """The ways to higher standards over the same items."""
        rank = LEVELS.index(criterion.level)
        return [
            way for other in self._plan.criteria
            if not other.may and LEVELS.index(other.level) < rank
            and (other.over, other.where) == (criterion.over, criterion.where)
            for branch in other.any for way in ways_of(parse(branch.when))
        ]  # fmt: skip

    def _rule(self, criterion: Criterion, order: int, above: list[Conditions]) -> Rule:
        terms = self._terms[criterion.over]
        where = None if criterion.where is None else terms.compile(parse(criterion.where))
        branches = tuple((branch, terms.compile(parse(branch.when))) for branch in criterion.any)
        either = terms.joined(Or, [part for _, part in branches])
        words = self._words[criterion.over]
        part = either if where is None else terms.joined(And, [where, either])
        kinds = self._kinds(criterion.over, where)
        looks_at = self._looks_at(criterion, part)
        wholes, inside = tuple(terms.wholes(either.node)), terms.in_cases().compile(either.node)
        return Rule(
            criterion=criterion, rank=LEVELS.index(criterion.level), bit=1 << order, over=self._over(criterion.over),
            where=where, kinds=kinds, order=order, branches=branches, part=part, words=words, wholes=wholes,
            test=tried_by_cases(part.test if kinds is None else either.test, inside.test, wholes),
            in_cases=inside.parts if len(branches) > 1 else (inside,),
            ways=self._ways(terms, [inner.node for _, inner in branches], above),
            reasons=tuple((branch.clause, inner.test, words.reason(inner)) for branch, inner in branches),
            mentions=frozenset(name.id for name in names(either.node)),
            has_band=any(leaf.relaxed is not leaf.test for leaf in either.atoms()),
            looks_at=looks_at, nothing=looks_at and looks_at(self._reader.scope.blank),
        )  # fmt: skip

    def _kinds(self, over: str | None, where: Part | None) -> frozenset[str] | None:
        """The kinds of item that satisfy `where`; None where it looks at more than the kind, or is not there."""
        items = self._reader.lists.get(over or "")
        if items is None or where is None or {name.id for name in names(where.node)} != {items.key}:
            return None
        found = set()
        for kind in items.kinds:
            slots = items.scope.blank.copy()
            slots[items.scope.slot[items.key]] = kind
            if where.test(slots):
                found.add(kind)
        return frozenset(found) if items.kinds else None

    def _ways(self, terms: Terms, branches: Iterable[Node], above: list[Conditions]) -> tuple[tuple[Way, ...], ...]:
        def join(way: Conditions) -> Test:
            return all_of([terms.compile(node).test for node in way])

        return compiled([ways_of(node) for node in branches], above, join, terms.field)

    def _looks_at(self, criterion: Criterion, part: Part) -> Callable[[Slots], object] | None:
        scope = self._reader.scope
        used = {name.id for name in names(part.node)}
        # A count that is itself unknown may be bounded by another one: that is for the standard to say.
        if criterion.over is not None or used.intersection(scope.chained):
            return None
        # What a percentage is made of tells something of it too.
        used |= {share.part for name in used if (share := scope.fields[name].share)}
        return itemgetter(*(scope.slot[name] for name in sorted(used)))

    def _remark(self, remark: Remark) -> Told:
        terms = self._terms[remark.over]
        where = None if remark.where is None else terms.compile(parse(remark.where))
        when = terms.compile(parse(remark.when))
        mentions = frozenset(name.id for name in names(when.node))
        rank = -1 if remark.advise is None else LEVELS.index(remark.advise)
        return Told(remark, self._over(remark.over), where, self._kinds(remark.over, where), when, mentions, rank)

    def _over(self, over: str | None) -> int:
        return 0 if over is None else self._reader.scope.slot[over]

    def _bounds(self, over: str | None) -> dict[str, list[Fraction]]:
        terms = self._terms[over]
        texts = [branch.when for c in self._plan.criteria if c.over == over for branch in c.any]
        texts += [remark.when for remark in self._plan.remarks if remark.over == over]
        return bounds_of(terms.compile(parse(text)) for text in texts)


def item_label(slots: Slots) -> str:
    """The item in words, empty for the top-level facts."""
    return slots[ITEM].label if slots[ITEM] is not None else ""


def by_cases_words(rule: Rule, slots: Slots) -> list[str]:
    """Why a standard holds that only the cases of an unknown whole agree on."""
    said: list[str] = []
    for whole in rule.wholes:
        if slots[whole.slot] is None:
            said.append(rule.words.unknown_whole(whole, slots))
            for case in whole.cases(slots):
                for part in rule.in_cases:
                    if part.test(case):
                        said.extend(rule.words.reached_apart(part, case, slots, whole.name))
    return said


def _end(band: Band, value: Fraction) -> tuple[str, Fraction]:
    over = value > band.high or (value == band.high and not band.high_in)
    if over:
        return ("<=" if band.high_in else "<"), band.high
    return (">=" if band.low_in else ">"), band.low
