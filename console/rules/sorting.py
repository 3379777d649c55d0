"""Standards and remarks by what they are tried on: the facts themselves, or the items of a list, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from .facts import Slots
from .rule import Rule, Told
from .scope import FactReader

T = TypeVar("T", Rule, Told)


class SortedOut(Generic[T]):
    """Those over one list, or over the facts themselves."""

    def __init__(self, at: int, key: int, kinds: Iterable[str], every: Sequence[T]) -> None:
        """`at` and `key` are the slots of the list and of its items' kind, both 0 for the facts themselves."""
        self.at = at
        self._key = key
        self._every: Sequence[T] = every
        self._any: list[T] = [one for one in every if one.kinds is None]
        self._by_kind: dict[object, list[T]] = {kind: [one for one in every if one.kinds is None or kind in one.kinds] for kind in kinds}

    def any_at_all(self) -> bool:
        """Whether there is anything to try."""
        return bool(self._every)

    def for_item(self, slots: Slots) -> Sequence[T]:
        """Those to try on the item, or on the facts, in the order in which they were given."""
        return self._by_kind.get(slots[self._key], self._any) if self._by_kind else self._any


def sorted_out(reader: FactReader, every: Sequence[T]) -> list[SortedOut[T]]:
    """Sorts them out; lists that none is about are left out."""
    found = [SortedOut(0, 0, (), [one for one in every if not one.over])]
    for name, items in reader.lists.items():
        at = reader.scope.slot[name]
        found.append(SortedOut(at, items.scope.slot[items.key], items.kinds, [one for one in every if one.over == at]))
    return [one for one in found if one.any_at_all()]
