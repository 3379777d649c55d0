"""Facts that contradict one another: which they are, what is set aside until that is settled, and what is left.

What the reading of facts refuses as impossible is one, and so is a figure beyond the one that takes it in, and a
percentage that its own figures do not make. There is no other list of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .facts import CONFLICTS, Conflict, FactError
from .scope import FactReader


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Facts that cannot all be so."""

    named: tuple[str, ...]
    """Their paths, as 「counties.个旧市.shed_mw」."""
    aside: tuple[str, ...]
    """Those that count for nothing until it is settled: all, but where figures stand against their percentage, only that."""
    said: str
    """What contradicts what: 「红河电网停电用户58万户比红河电网供电用户50万户多」."""
    numbers: bool
    """Whether all of them are figures."""
    figures_stand: bool = False
    """Whether the level is reckoned with the figures behind a percentage that is set aside."""

    @property
    def sentence(self) -> str:
        """The same with what is done about it: 「...，两个数都先不用，请核对」."""
        if self.figures_stand:
            return f"{self.said}，先按数字算，请核对"
        if len(self.aside) < 2:
            return f"{self.said}，先不用，请核对"
        return f"{self.said}，{'两个数' if self.numbers else '两项'}都先不用，请核对"


def contradictions(reader: FactReader, facts: Mapping[str, Any]) -> tuple[Contradiction, ...]:
    """All of them, whatever the order in which the facts were told: a fact in two of them stands in both."""
    faults: list[FactError] = []
    top = reader.read(facts, faults)
    found = [
        Contradiction(f.named, f.named, f.said, all(_is_number(reader, path) for path in f.named))
        for f in (*faults, *reader.beyond(top))
    ]
    aside = {path for one in found for path in one.aside}
    return tuple(dict.fromkeys([*found, *(_share(conflict, aside) for conflict in top[CONFLICTS] or ())]))


def _share(conflict: Conflict, aside: Container[str]) -> Contradiction:
    """A percentage against its own figures; `aside` are those that contradict others as well."""
    item = conflict.item
    head, led = (f"{item.path}.", f"{item.label}：") if item else ("", "")
    named = tuple(f"{head}{field.id}" for field in (conflict.field, *conflict.made_of))
    # The figure wins over its percentage where both of its parts were told.
    whole = len(conflict.made_of) > 1
    stand = whole and not any(path in aside for path in named[1:])
    return Contradiction(named, named[:1] if whole else named, led + conflict.said, True, stand)


def _is_number(reader: FactReader, path: str) -> bool:
    name, _, rest = path.partition(".")
    scope = reader.lists[name].scope if rest and name in reader.lists else reader.scope
    field = scope.fields.get(rest.rpartition(".")[2] or name)
    return field is not None and field.type == "number"


def without(reader: FactReader, facts: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """The facts without those at `paths`; a list goes whole where it has no such item."""
    left = dict(facts)
    for path in paths:
        name, _, rest = path.partition(".")
        token, _, inner = rest.rpartition(".")
        items = list(_apart(left.get(name), reader.lists[name].key, token, inner)) if rest and name in reader.lists else []
        if items:
            left[name] = items
        else:
            left.pop(name, None)
    return left


def _apart(items: Any, key: str, token: str, inner: str) -> Iterator[dict[str, Any]]:
    if inner != key and isinstance(items, list | tuple) and all(isinstance(item, dict) for item in items):
        for item in items:
            yield {name: value for name, value in item.items() if name != inner or item.get(key) != token}
