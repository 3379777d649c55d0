"""The edges of a plan: each standard just below, at and just above what it asks for, its holes, its unknowns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from console.plan.facts import Field
from console.plan.nodes import Band, Compare, Contains, Flag, Name, Word
from console.plan.standards import Branch
from console.rules.rule import Rule

from .ways import Lit, Way, lit_names, ways

Side = Literal["below", "at", "above", "unknown", "gap", "conflict", "shared", "remark"]

SIDES: dict[Side, str] = {
    "below": "差一点", "at": "正好", "above": "刚过", "unknown": "缺数字", "gap": "缺口", "conflict": "数字与比例对不上",
    "shared": "两级条件相同", "remark": "特别提示",
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Where cases are made; what was wrong comes back by edge."""

    plan: str
    about: str
    """The id of a criterion or of a remark."""
    side: Side

    @property
    def key(self) -> str:
        """As the record keeps it: 「blackout/grid-ii/below」."""
        return f"{self.plan}/{self.about}/{self.side}"


@dataclass(frozen=True, slots=True)
class Pivot:
    """One way to reach a standard, and the condition of it that is put on the edge."""

    rule: Rule
    way: Way
    at: int
    """Which condition of the way; -1 for none, the way holds as a whole."""
    side: Side
    branch: Branch
    """The branch of the standard that the way belongs to."""
    bound: Fraction | None = None
    """Of a figure: the figure of the plan that it is held against."""

    @property
    def lit(self) -> Lit:
        """The condition on the edge."""
        return self.way[self.at]

    @property
    def names(self) -> tuple[str, ...]:
        """The facts of that condition."""
        return lit_names((self.lit,))


def rule_ways(rule: Rule) -> tuple[tuple[Way, Way, Branch], ...]:
    """The ways of a standard: what picks the item, what must hold of it, and the branch that says so."""
    heads = ways(rule.where.node) if rule.where else ((),)
    return tuple((head, way, branch) for head in heads for branch, part in rule.branches for way in ways(part.node))


def pivots(rule: Rule, fields: dict[str, Field]) -> Iterator[Pivot]:
    """Every condition of every way of a standard, on each side of it that can be told."""
    for head, way, branch in rule_ways(rule):
        whole = (*head, *way)
        for at in range(len(head), len(whole)):
            for side, bound in _sides(whole[at], fields):
                yield Pivot(rule, whole, at, side, branch, bound)


def _sides(lit: Lit, fields: dict[str, Field]) -> Iterator[tuple[Side, Fraction | None]]:
    atom = lit.atom
    if isinstance(atom, Compare | Band):
        bounds = (atom.bound,) if isinstance(atom, Compare) else (atom.low, atom.high)
        for bound in bounds:
            yield from (("below", bound), ("at", bound), ("above", bound))
        if isinstance(atom, Band) or atom.op == "==":
            yield "gap", bounds[-1]
        if isinstance(atom.operand, Name) and fields[atom.operand.id].share:
            yield from (("conflict", bound) for bound in bounds)
        yield "unknown", None
        return
    yield from (("at", None), ("below", None), ("unknown", None))
    field = fields[atom.name.id]
    if isinstance(atom, Word):
        words = [choice.id for choice in field.choices]
        if field.ordered and atom.word in words[:-1] and lit.holds:
            yield "above", None
    elif isinstance(atom, Contains) and len(field.choices) > 1 and lit.holds:
        yield "above", None


def shared_ways(rules: list[Rule]) -> dict[str, list[Pivot]]:
    """By criterion: its ways whose conditions the plan gives to a lower level word for word."""
    levels: dict[object, list[Pivot]] = {}
    for rule in rules:
        for head, way, branch in rule_ways(rule):
            pivot = Pivot(rule, (*head, *way), -1, "shared", branch)
            levels.setdefault((rule.over, frozenset(head), frozenset(way)), []).append(pivot)
    found: dict[str, list[Pivot]] = {}
    for members in levels.values():
        rank = min(pivot.rule.rank for pivot in members)
        if any(pivot.rule.rank > rank for pivot in members):
            for pivot in members:
                if pivot.rule.rank == rank:
                    found.setdefault(pivot.rule.criterion.id, []).append(pivot)
    return found


def moved(lit: Lit, side: Side, field: Field) -> object:
    """The answer to a choice, a list of ticks or a yes-or-no that lies on this side of a condition; None for none."""
    atom = lit.atom
    if isinstance(atom, Flag):
        return lit.holds if side == "at" else not lit.holds
    words = [choice.id for choice in field.choices]
    if isinstance(atom, Contains):
        others = [word for word in words if word != atom.word]
        ticked = {"at": [atom.word], "below": [], "above": [atom.word, *others[-1:]]}.get(side, [])
        if not lit.holds:
            ticked = [] if side == "at" else [atom.word]
        return [word for word in words if word in ticked]
    assert isinstance(atom, Word)  # noqa: S101 - the only other kind beside the figures
    if atom.word not in words:
        return None
    step = {"below": -1, "at": 0, "above": 1}.get(side, 0)
    at = words.index(atom.word) + step
    return words[at] if 0 <= at < len(words) else None
