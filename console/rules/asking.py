"""Which unknown facts could raise the level, and which of them to ask about first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from console.plan.nodes import And, Not, Or, names

from .facts import ITEM, TOP, Slots
from .logic import Part, Terms
from .rule import Rule

Open = Sequence[tuple[Rule, Slots | None]]
"""Standards that are neither reached nor ruled out, highest first; None for a list that is unknown itself."""

_Place = tuple[int, int, int]
"""Order on the form: the fact, the item, the item's field."""


class Asker:
    """Puts the open questions of one plan in order."""

    def __init__(self, order: Mapping[str, int], terms: Mapping[str, Terms]) -> None:
        self._order = order
        self._terms = terms

    def ask(self, still_open: Open) -> tuple[str, ...]:
        """The facts to ask about: first those that bear on the highest level, then in the order of the form."""
        best: dict[str, tuple[int, _Place]] = {}
        leading: dict[str, None] = {}
        for rule, slots in still_open:
            over = rule.criterion.over or ""
            if slots is None:
                best.setdefault(over, (rule.rank, (self._order[over], -1, 0)))
                leading[over] = None
                continue
            self._walk(rule.part, slots, (rule.rank, self._terms[over]), True, best, leading)
        return tuple(sorted(leading, key=best.__getitem__))

    def _walk(
        self, part: Part, slots: Slots, at: tuple[int, Terms], leads: bool,
        best: dict[str, tuple[int, _Place]], leading: dict[str, None],
    ) -> None:  # fmt: skip
        node = part.node
        if isinstance(node, And | Or | Not):
            for inner in part.parts:
                if inner.test(slots) is None:
                    self._walk(inner, slots, at, leads, best, leading)
                    # Of an `and` only the first open part is asked about: the rest may never matter.
                    leads = leads and not isinstance(node, And)
            return
        rank, terms = at
        for name in names(node):
            if terms.value(name.id, slots) is None:
                path, place = self._asked(name.id, slots, terms)
                best.setdefault(path, (rank, place))
                if leads:
                    leading[path] = None

    def _asked(self, name: str, slots: Slots, terms: Terms) -> tuple[str, _Place]:
        scope = terms.scope(name)
        home = slots if terms.is_own(name) else slots[TOP]
        share = scope.fields[name].share
        if share is not None and home[scope.slot[share.part]] is not None:
            # The lost load is told and only the load before is missing: that figure is what completes the percentage.
            name = share.whole
        item = home[ITEM]
        if item is None:
            return name, (self._order[name], -1, 0)
        return f"{item.path}.{name}", (self._order[item.list_id], item.order, scope.slot[name])
