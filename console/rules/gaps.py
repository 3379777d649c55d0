"""Holes between the bands: a figure has passed the end of one, and the next level does not take it up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from console.plan.base import LEVELS
from console.plan.nodes import And, Not, Or

from .explain import leaf_names
from .facts import Slots
from .logic import Part
from .rule import Rule, Told, item_label
from .sorting import SortedOut
from .verdict import Note


@dataclass(frozen=True, slots=True)
class _Gap:
    rank: int
    target: int
    """Which facts it is about, by identity of their slots."""
    names: frozenset[str]
    note: Callable[[], Note]


def gap_notes(
    rules: Sequence[Rule], short: Sequence[tuple[Rule, Slots]], told: Sequence[SortedOut[Told]], top: Slots, rank: int
) -> list[Note]:  # fmt: skip
    """The holes above the level of `rank`, the highest first; one that a higher one already tells is left out.

    `short` are the standards with bands that are not reached, each with the facts or the item it was tried on.
    """
    found = [
        gap for rule, slots in short
        if rule.rank < rank and rule.part.relaxed(slots) is True and (gap := _gap(rule, rules, slots, rank))
    ]  # fmt: skip
    for sort in told:
        for slots in (top[sort.at] or ()) if sort.at else (top,):
            for one in sort.for_item(slots):
                if one.rank < rank and one.holds(slots):
                    found.append(_remarked(one, slots))
    kept: list[_Gap] = []
    for gap in sorted(found, key=lambda g: g.rank) if len(found) > 1 else found:
        if not any(k.target == gap.target and k.rank < gap.rank and k.names & gap.names for k in kept):
            kept.append(gap)
    return [gap.note() for gap in kept]


def _remarked(one: Told, slots: Slots) -> _Gap:
    text = _led(slots, one.remark.text)
    return _Gap(one.rank, id(slots), one.mentions, lambda: Note("gap", one.remark.clause, text, one.remark.advise))


def _gap(rule: Rule, rules: Sequence[Rule], slots: Slots, rank: int) -> _Gap | None:
    passed = list(_passed(rule.part, slots))
    names = frozenset(name for leaf in passed for name in leaf_names(leaf))
    higher = [
        other for other in rules
        if other.rank < rule.rank and other.over == rule.over and other.mentions & names and other.applies(slots)
    ]  # fmt: skip
    if not passed or any(other.test(slots) is not False for other in higher):
        return None
    clause = _clause_of(rule, passed[0])
    return _Gap(
        rule.rank, id(slots), names,
        lambda: Note("gap", clause, _text(rule, passed, higher, slots, rank), rule.level),
    )  # fmt: skip


def _passed(part: Part, slots: Slots) -> Iterator[Part]:
    """The bands whose upper end is passed, where that alone keeps the part from holding."""
    if part.test(slots) is True or isinstance(part.node, Not):
        return
    if isinstance(part.node, And | Or):
        for inner in part.parts:
            if inner.relaxed(slots) is True:
                yield from _passed(inner, slots)
    elif part.test(slots) is False and part.relaxed(slots) is True:
        yield part


def _text(rule: Rule, passed: Sequence[Part], higher: Sequence[Rule], slots: Slots, rank: int) -> str:
    said = "；".join(f"{rule.words.state(leaf, slots)}，超过「{rule.words.bound(leaf)}」的上限" for leaf in passed)
    text = f"{said}({_clause_of(rule, passed[0])}，{rule.level}级)。"
    if higher:
        # The nearest level above is the one that the figure would be expected to reach.
        near = max(higher, key=lambda other: other.rank)
        names = [name for leaf in passed for name in leaf_names(leaf)]
        missed = near.words.missed(near.part, slots, names)
        text += f"{near.level}级的条件又不满足：{missed}({near.criterion.clause})。"
    now = f"只到 {LEVELS[rank]}级" if rank < len(LEVELS) else "哪一级都不到"
    return _led(slots, f"{text}按条文{now}；建议按 {rule.level}级提请指挥部研判")


def _clause_of(rule: Rule, leaf: Part) -> str:
    found = (branch.clause for branch, part in rule.branches if any(atom is leaf for atom in part.atoms()))
    return next(found, rule.criterion.clause)


def _led(slots: Slots, text: str) -> str:
    label = item_label(slots)
    return f"{label}：{text}" if label else text
