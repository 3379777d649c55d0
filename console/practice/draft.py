"""A case while it is being made: what is told, what is left open, and what is quietly known to be nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from console.plan.facts import Field

from .book import Book
from .ways import Values


class Place(NamedTuple):
    """One fact of a case: the list and the number of the item (empty and -1 at the top), and the field."""

    over: str
    item: int
    name: str


class Draft:
    """The facts of a case, growing."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.top: Values = {}
        self.items: dict[str, list[Values]] = {}
        self.told: list[Place] = []
        """What the caller says, in the order in which it was decided."""
        self.unknown: list[Place] = []
        """What the caller says that nobody knows yet."""

    def holder(self, place: Place) -> Values:
        """The values that stand beside this fact."""
        return self.items[place.over][place.item] if place.over else self.top

    def field(self, place: Place) -> Field:
        """The field of a fact."""
        return self.book.scopes[place.over][place.name]

    def get(self, place: Place) -> Any:
        """The value of a fact, None where none is set."""
        return self.holder(place).get(place.name)

    def put(self, place: Place, value: Any, *, told: bool = True) -> None:
        """Set a fact; quietly, where it is not told."""
        self.holder(place)[place.name] = value
        if told and place not in self.told:
            self.told.append(place)

    def add_item(self, over: str, kind: str | None, rng: Random) -> int:
        """A new item of a list, its key told: of this kind, or with a name that no other item has. Its number."""
        fact = self.book.list_fact(over)
        items = self.items.setdefault(over, [])
        if kind is None:
            used = {item[str(fact.key)] for item in items}
            names = [place.name for place in self.book.plan.places if place.name not in used]
            kind = rng.choice(names) if names else f"第{len(items) + 1}处"
        items.append({})
        self.put(Place(over, len(items) - 1, str(fact.key)), kind)
        return len(items) - 1

    def place(self, over: str, item: int, name: str) -> Place:
        """Where a name of an expression over this item lives: in the item, or at the top."""
        return Place(over, item, name) if self.book.home(over, name) else Place("", -1, name)

    def find(self, path: str) -> Place | None:
        """The place of a path as the rules ask for it: 「counties.个旧市.shed_pct」."""
        if path in self.book.scopes[""]:
            return Place("", -1, path)
        for over, items in self.items.items():
            key = str(self.book.list_fact(over).key)
            for number, item in enumerate(items):
                head = f"{over}.{item[key]}."
                if path.startswith(head):
                    return Place(over, number, path.removeprefix(head))
        return None

    def same_group(self, place: Place) -> bool:
        """Whether something of the same heading of the form is told already."""
        group = self.field(place).group
        return any(
            (other.over, other.item) == (place.over, place.item) and self.field(other).group == group
            and other.name != self._key(other.over) for other in (*self.told, *self.unknown)
        )  # fmt: skip

    def _key(self, over: str) -> str:
        return str(self.book.list_fact(over).key) if over else ""

    def in_order(self) -> Iterator[tuple[str, int, list[Place]]]:
        """What is told or unknown, scope by scope, in the order of the plan's form."""
        places = {*self.told, *self.unknown}
        at_top: list[Place] = []
        for fact in self.book.plan.facts:
            if fact.type != "list":
                at_top += [Place("", -1, fact.id)] if Place("", -1, fact.id) in places else []
                continue
            if at_top and fact.id in self.items:
                yield "", -1, at_top
                at_top = []
            for number in range(len(self.items.get(fact.id, ()))):
                own = [Place(fact.id, number, field.id) for field in fact.fields]
                yield fact.id, number, [place for place in own if place in places]
        if at_top:
            yield "", -1, at_top

    def facts(self) -> dict[str, Any]:
        """The facts as the rules take them, figures as int or exact Decimal."""
        found = {name: plain(value) for name, value in self.top.items()}
        for over, items in self.items.items():
            found[over] = [{name: plain(value) for name, value in item.items()} for item in items]
        return found


def plain(value: Any) -> Any:
    """A value as it can be written down exactly."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else Decimal(value.numerator) / Decimal(value.denominator)
    return value
