"""Which unknown facts could raise the level, and which of them to ask about first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter

from console.plan.nodes import And, Node, Not, Or, names

from .facts import ITEM, TOP, Slots
from .kleene import Test
from .logic import Part, Terms
from .rule import Rule

Open = Sequence[tuple[Rule, Slots | None]]
"""Standards that are neither reached nor ruled out, highest first; None for a list that is unknown itself."""

_Found = dict[str, list[int]]
"""Path of an unknown fact to [level, place on the form, 1 if it is one to ask about now]."""

_Query = Callable[[Slots, int, bool, _Found], None]


class Asker:
    """Puts the open questions of one plan in order."""

    def __init__(self, order: Mapping[str, int], terms: Mapping[str, Terms], rules: Sequence[Rule]) -> None:
        """`order` of the top-level facts on the form; `terms` by list, the empty name for the top-level facts."""
        self._order = order
        self._queries = {rule: self._query(rule.part, terms[rule.criterion.over or ""]) for rule in rules}

    def ask(self, still_open: Open) -> tuple[str, ...]:
        """The facts to ask about: first those that bear on the highest level, then in the order of the form."""
        found: _Found = {}
        for rule, slots in still_open:
            if slots is None:
                over = str(rule.criterion.over)
                _note(found, over, rule.rank, _place(self._order[over]), True)
            else:
                self._queries[rule](slots, rule.rank, True, found)
        leading = [(entry, path) for path, entry in found.items() if entry[2]]
        leading.sort(key=itemgetter(0))
        return tuple(path for _, path in leading)

    def _query(self, part: Part, terms: Terms) -> _Query:
        if isinstance(part.node, And | Or | Not):
            parts = tuple((inner.test, self._query(inner, terms)) for inner in part.parts)
            # Of an `and` only the first open part is asked about: the rest may never matter.
            return _inner(parts, isinstance(part.node, And))
        return self._leaf(part.node, terms)

    def _leaf(self, node: Node, terms: Terms) -> _Query:
        queries = [self._name(name.id, terms) for name in names(node)]
        if len(queries) == 1:
            return queries[0]

        def each(slots: Slots, rank: int, leads: bool, found: _Found) -> None:
            for query in queries:
                query(slots, rank, leads, found)

        return each

    def _name(self, name: str, terms: Terms) -> _Query:
        scope, own = terms.scope(name), terms.is_own(name)
        share = scope.fields[name].share
        i, part = scope.slot[name], scope.slot[share.part] if share else None
        # The lost load is told and only the load before is missing: that figure is what completes the percentage.
        whole, j = (share.whole, scope.slot[share.whole]) if share else (name, i)
        if own and not terms.top_level:
            return self._item_name(name, i, (part, whole, j))
        at, whole_at = _place(self._order[name]), _place(self._order[whole])

        def query(slots: Slots, rank: int, leads: bool, found: _Found) -> None:
            home = slots if own else slots[TOP]
            if home[i] is None:
                if part is not None and home[part] is not None:
                    _note(found, whole, rank, whole_at, leads)
                else:
                    _note(found, name, rank, at, leads)

        return query

    def _item_name(self, name: str, i: int, share: tuple[int | None, str, int]) -> _Query:
        part, whole, j = share

        def query(slots: Slots, rank: int, leads: bool, found: _Found) -> None:
            if slots[i] is None:
                item = slots[ITEM]
                place = _place(self._order[item.list_id], item.order + 1)
                if part is not None and slots[part] is not None:
                    _note(found, f"{item.path}.{whole}", rank, place + j, leads)
                else:
                    _note(found, f"{item.path}.{name}", rank, place + i, leads)

        return query


def _inner(parts: tuple[tuple[Test, _Query], ...], first_only: bool) -> _Query:
    def query(slots: Slots, rank: int, leads: bool, found: _Found) -> None:
        for test, inner in parts:
            if test(slots) is None:
                inner(slots, rank, leads, found)
                if first_only:
                    leads = False

    return query


def _place(order: int, item: int = 0) -> int:
    """Order on the form in one number: the fact, the item, and room for the item's field."""
    return (order * 1000 + item) * 1000


def _note(found: _Found, path: str, rank: int, place: int, leads: bool) -> None:
    # Standards come highest first, so that the first mention of a fact is that of the highest level.
    entry = found.get(path)
    if entry is None:
        found[path] = [rank, place, leads]
    elif leads:
        entry[2] = True
