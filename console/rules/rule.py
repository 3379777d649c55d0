"""A plan's standards and remarks compiled: what each looks at, in which list, and at which level it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter

from console.plan.base import LEVELS, LevelId
from console.plan.expression import parse
from console.plan.model import Plan
from console.plan.nodes import And, Band, Compare, Node, Not, Or, names
from console.plan.standards import Branch, Criterion, Remark

from .explain import Reason, Words, bounds_of
from .facts import ITEM, Slots
from .kleene import Test
from .logic import Part, Terms
from .scope import FactReader
from .verdict import Margin

MOST_WAYS = 64
"""Alternatives into which one branch is taken apart when conditions of two levels are compared."""


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
    branches: tuple[tuple[Branch, Part], ...]
    part: Part
    """`where` and any of the branches."""
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
        rules = [self._rule(criterion, 1 << number) for number, criterion in enumerate(self._plan.criteria)]
        return sorted(rules, key=lambda r: (r.rank, grades.index(g) if (g := r.criterion.grade) in grades else -1))

    def told(self) -> list[Told]:
        """The remarks."""
        return [self._remark(remark) for remark in self._plan.remarks]

    def shared(self, rules: Iterable[Rule]) -> list[Shared]:
        """The conditions that stand at more than one level."""
        found: dict[object, list[tuple[Rule, Branch]]] = {}
        for rule in rules:
            if rule.criterion.may:
                continue
            where = None if rule.where is None else frozenset(_ways(rule.where.node))
            for branch, part in rule.branches:
                for way in dict.fromkeys(_ways(part.node)):
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

    def _rule(self, criterion: Criterion, bit: int) -> Rule:
        terms = self._terms[criterion.over]
        where = None if criterion.where is None else terms.compile(parse(criterion.where))
        branches = tuple((branch, terms.compile(parse(branch.when))) for branch in criterion.any)
        either = terms.joined(Or, [part for _, part in branches])
        words = self._words[criterion.over]
        part = either if where is None else terms.joined(And, [where, either])
        looks_at = self._looks_at(criterion, part)
        return Rule(
            criterion=criterion, rank=LEVELS.index(criterion.level), bit=bit, over=self._over(criterion.over),
            where=where, branches=branches, part=part, words=words,
            reasons=tuple((branch.clause, inner.test, words.reason(inner)) for branch, inner in branches),
            mentions=frozenset(name.id for name in names(either.node)),
            has_band=any(leaf.relaxed is not leaf.test for leaf in either.atoms()),
            looks_at=looks_at, nothing=looks_at and looks_at(self._reader.scope.blank),
        )  # fmt: skip

    def _looks_at(self, criterion: Criterion, part: Part) -> Callable[[Slots], object] | None:
        scope = self._reader.scope
        used = {name.id for name in names(part.node)}
        # A count that is itself unknown may be bounded by another one: that is for the standard to say.
        if criterion.over is not None or used.intersection(scope.range):
            return None
        return itemgetter(*(scope.slot[name] for name in sorted(used)))

    def _remark(self, remark: Remark) -> Told:
        terms = self._terms[remark.over]
        where = None if remark.where is None else terms.compile(parse(remark.where))
        when = terms.compile(parse(remark.when))
        mentions = frozenset(name.id for name in names(when.node))
        rank = -1 if remark.advise is None else LEVELS.index(remark.advise)
        return Told(remark, self._over(remark.over), where, when, mentions, rank)

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


def _end(band: Band, value: Fraction) -> tuple[str, Fraction]:
    over = value > band.high or (value == band.high and not band.high_in)
    if over:
        return ("<=" if band.high_in else "<"), band.high
    return (">=" if band.low_in else ">"), band.low


def _ways(node: Node) -> list[frozenset[Node]]:
    """The alternatives of a condition, each a set of what must hold together; the order of writing is lost."""
    if isinstance(node, Or):
        ways = [way for part in node.parts for way in _ways(part)]
        return ways if len(ways) <= MOST_WAYS else [frozenset([node])]
    if isinstance(node, And):
        mixed: list[frozenset[Node]] = [frozenset()]
        for part in node.parts:
            mixed = [way | more for way in mixed for more in _ways(part)]
            if len(mixed) > MOST_WAYS:
                return [frozenset([node])]
        return mixed
    return [frozenset([_bare(node)])]


def _bare(node: Node) -> Node:
    while isinstance(node, Not) and isinstance(node.part, Not):
        node = node.part.part
    return node
