"""Which unknown facts could raise the level, and which of them to ask about first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from console.plan.nodes import And, Node, Not, Or, names

from .facts import ITEM, TOP, Slots
from .kleene import Test
from .logic import Part, Terms
from .rule import Rule
from .ways import opens

Open = Sequence[tuple[Rule, Slots, tuple[int, ...]]]
"""Standards that are neither reached nor ruled out, with the facts or the item, and the branches that are open."""


class _Found:
    """Unknown facts by path: how telling each is, the least number first, and which to ask about now."""

    __slots__ = ("leading", "telling")

    def __init__(self, telling: dict[str, int], leading: dict[str, None]) -> None:
        self.telling = telling
        self.leading = leading

    def note(self, path: str, telling: int, leads: bool) -> None:
        """A fact that an open standard looks at."""
        if self.telling.setdefault(path, telling) > telling:
            self.telling[path] = telling
        if leads:
            self.leading[path] = None

    def paths(self) -> tuple[str, ...]:
        """The facts to ask about now."""
        return tuple(sorted(self.leading, key=self.telling.__getitem__))


_RANK = 10**12
"""What one level down weighs against any place on the form."""

_Query = Callable[[Slots, int, bool, _Found], None]


class Asker:
    """Puts the open questions of one plan in order."""

    def __init__(
        self, order: Mapping[str, int], terms: Mapping[str, Terms], rules: Sequence[Rule], blank: Slots
    ) -> None:  # fmt: skip
        """`order` of the top-level facts on the form; `terms` by list, the empty name for the top-level facts."""
        self._order = order
        self._rules = rules
        self._blank = blank
        self._queries = {
            rule: [self._query(part, terms[rule.criterion.over or ""]) for _, part in rule.branches] for rule in rules
        }
        # Of few patterns each plan meets the same again and again: nothing known of the province, no county named.
        self._told_nothing = lru_cache(maxsize=512)(self._nothing_known)

    def ask(self, untold: int, still_open: Open) -> tuple[str, ...]:
        """The facts to ask about: first those that bear on the highest level, then in the order of the form.

        `untold` has the bits of the open standards of whose facts nothing at all is known; `still_open` the others.
        """
        known, paths = self._told_nothing(untold)
        if not still_open:
            return paths
        found = _Found(known.telling.copy(), known.leading.copy())
        for rule, slots, branches in still_open:
            queries = self._queries[rule]
            for at in branches:
                queries[at](slots, rule.rank * _RANK, True, found)
        return found.paths()

    def _nothing_known(self, untold: int) -> tuple[_Found, tuple[str, ...]]:
        found = _Found({}, {})
        for rule in self._rules:
            if untold & rule.bit and rule.over:
                over = str(rule.criterion.over)
                found.note(over, rule.rank * _RANK + _place(self._order[over]), True)
            elif untold & rule.bit:
                for at in opens(rule.ways, self._blank):
                    self._queries[rule][at](self._blank, rule.rank * _RANK, True, found)
        return found, found.paths()

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
                    found.note(whole, rank + whole_at, leads)
                else:
                    found.note(name, rank + at, leads)

        return query

    def _item_name(self, name: str, i: int, share: tuple[int | None, str, int]) -> _Query:
        part, whole, j = share

        def query(slots: Slots, rank: int, leads: bool, found: _Found) -> None:
            if slots[i] is None:
                item = slots[ITEM]
                place = rank + _place(self._order[item.list_id], item.order + 1)
                if part is not None and slots[part] is not None:
                    found.note(f"{item.path}.{whole}", place + j, leads)
                else:
                    found.note(f"{item.path}.{name}", place + i, leads)

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
