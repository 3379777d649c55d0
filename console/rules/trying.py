"""The standards tried on facts, and on each item of their lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor

from console.plan.base import LEVELS

from .facts import OWN, Slots
from .rule import Rule, by_cases_words, item_label
from .scope import FactReader
from .sorting import SortedOut, sorted_out
from .verdict import Reached
from .ways import opens

NO_LEVEL = len(LEVELS)
_MOST_REMEMBERED = 8192
"""Items of a kind with the same facts meet again and again; beyond so many different ones all are forgotten."""


class Tried:
    """What became of the standards."""

    __slots__ = ("met", "short", "still_open", "untold")

    def __init__(self) -> None:
        self.met: list[tuple[Rule, Slots, Reached]] = []
        """Highest first, within a level as in the plan."""
        self.still_open: list[tuple[Rule, Slots, tuple[int, ...]]] = []
        """Those that could yet set the level, each with the branches by which it could."""
        self.untold = 0
        """The bits of the standards of whose facts nothing is known."""
        self.short: list[tuple[Rule, Slots]] = []
        """Those with bands that are not reached: the places to look for a gap."""

    def sort(self, rules: Iterable[Rule], slots: Slots) -> None:
        """Try standards, highest first, on the facts, or on an item."""
        rank = NO_LEVEL
        for rule in rules:
            holds = rule.test(slots)
            if holds:
                self.met.append((rule, slots, reached(rule, slots)))
                rank = min(rank, rule.rank)
                continue
            if holds is None and rule.rank < rank and (branches := opens(rule.ways, slots)):
                self.still_open.append((rule, slots, branches))
            if rule.has_band:
                self.short.append((rule, slots))

    def take(self, known: Tried, slots: Slots) -> None:
        """Add what became of the standards about an item of the same facts."""
        for rule, _, reached in known.met:
            self.met.append((rule, slots, reached))
        for rule, _, branches in known.still_open:
            self.still_open.append((rule, slots, branches))
        for rule, _ in known.short:
            self.short.append((rule, slots))


    def rule_out(self, rules: Sequence[Rule], counts: Iterable[tuple[int, int]]) -> None:
        """Drop what no value of an unknown count leaves possible; `counts` are their slots and those of their ranges."""
        self.still_open = [one for one in self.still_open if all(_could(one[0], rules, one[1], *at) for at in counts)]


class Trier:
    """The standards of one plan, sorted by what they are to be tried on."""

    def __init__(self, reader: FactReader, rules: Sequence[Rule]) -> None:
        self._top = [rule for rule in rules if not rule.over]
        self._lists = [_List(reader, one, rules) for one in sorted_out(reader, [rule for rule in rules if rule.over])]

    def try_all(self, top: Slots) -> Tried:
        """Every standard on the facts."""
        tried = Tried()
        told = []
        for rule in self._top:
            if rule.looks_at and rule.looks_at(top) == rule.nothing:
                tried.untold |= rule.bit
            else:
                told.append(rule)
        tried.sort(told, top)
        for one in self._lists:
            items = top[one.at]
            if items is None:
                tried.untold |= one.bits
            else:
                for slots in items:
                    one.sort(slots, tried)
        if len(tried.met) > 1:
            tried.met.sort(key=_place)
        return tried


class _List:
    """The standards about the items of one list; an item's facts decide alone, so that equal ones are tried once."""

    def __init__(self, reader: FactReader, sort: SortedOut[Rule], rules: Iterable[Rule]) -> None:
        self.at = sort.at
        own = [rule for rule in rules if rule.over == sort.at]
        self.bits = sum(rule.bit for rule in own)
        self._sort = sort
        items = next(one for name, one in reader.lists.items() if reader.scope.slot[name] == sort.at)
        alone = all(rule.mentions <= items.scope.fields.keys() for rule in own)
        self._known: dict[tuple[object, ...], Tried] | None = {} if items.kinds and alone else None
        self._counts = items.scope.counts()

    def sort(self, slots: Slots, tried: Tried) -> None:
        """Add what becomes of the standards that are about this item."""
        known = self._known
        if known is None:
            tried.sort(self._sort.for_item(slots), slots)
            return
        facts = tuple(slots[OWN:])
        found = known.get(facts)
        if found is None:
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            rules, found = self._sort.for_item(slots), Tried()
            found.sort(rules, slots)
            if found.still_open:
                found.rule_out(rules, self._counts)
            known[facts] = found
        tried.take(found, slots)


def reached(rule: Rule, slots: Slots) -> Reached:
    """A standard that holds, in words."""
    clause, said = "", []
    for own_clause, test, reason in rule.reasons:
        if test(slots):
            clause = clause or own_clause
            said.extend(reason(slots))
    if not clause:
        clause, said = rule.criterion.clause, by_cases_words(rule, slots)
    why, label = "；".join(dict.fromkeys(said)), item_label(slots)
    return Reached(
        rule.level, rule.criterion.grade, clause, f"{label}：{why}" if label else why,
        rule.criterion.id, label, lambda: tuple(rule.margins(slots)),
    )  # fmt: skip


def _could(rule: Rule, rules: Sequence[Rule], slots: Slots, count: int, within: int) -> bool:
    """Whether some value of an unknown count of which the least and the most are known lets the standard set the level."""
    if slots[count] is not None or slots[within] is None or slots[within][1] is None:
        return True
    low, high = slots[within]
    for value in range(ceil(low), floor(high) + 1):
        case = slots.copy()
        case[count] = (value, 1)
        holds = rule.test(case)
        if holds is None and opens(rule.ways, case):
            return True
        if holds and not any(one.rank < rule.rank and one.test(case) for one in rules):
            return True
    return False


def _place(met: tuple[Rule, Slots, Reached]) -> int:
    return met[0].order
