"""One scope of facts, the top or the items of a list: which slot each field has, and how given facts fill the slots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from console.plan.facts import Fact, Field

from .facts import (
    CONFLICTS,
    FAULTS,
    ITEM,
    MAX_ITEMS,
    OWN,
    TOP,
    FactError,
    Reader,
    Slots,
    check_most,
    clear_unless,
    is_list,
    more_than,
    named,
    narrow,
    reader,
    refuse,
    shown_input,
    take_share,
)


class ItemName(NamedTuple):
    """How an item of a list is called: in `ask`, and in words."""

    list_id: str
    token: str
    label: str
    order: int

    @property
    def path(self) -> str:
        """「counties.个旧市」."""
        return f"{self.list_id}.{self.token}"


class Scope:
    """The slots of the fields that stand side by side, with the steps that check and complete them."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.fields = {field.id: field for field in fields}
        self.slot = {field.id: OWN + index for index, field in enumerate(fields)}
        self.chained = {f.id for f in fields if f.includes or any(f.id in other.includes for other in fields)}
        """Counts that include one another: the one bounds the other."""
        ranged = [f.id for f in fields if f.share or f.id in self.chained]
        self.range = {name: OWN + len(fields) + index for index, name in enumerate(ranged)}
        """Of the counts, and of the percentages whose whole is tried case by case."""
        self.blank: Slots = [None] * (OWN + len(fields) + len(ranged))

    def counts(self) -> tuple[tuple[int, int], ...]:
        """The whole numbers that include one another: the slot of each and that of its range."""
        whole = [name for name in sorted(self.chained) if self.fields[name].whole_number]
        return tuple((self.slot[name], self.range[name]) for name in whole)

    def reads(self, fields: Iterable[Field]) -> dict[str, tuple[int, Reader]]:
        """Field id to slot and reader."""
        return {field.id: (self.slot[field.id], reader(field)) for field in fields}

    def steps(self, fields: Sequence[Field]) -> tuple[Callable[[Slots], None], ...]:
        """What is to be done once the given values are in their slots, in order."""
        shares = {(f.share.part, f.share.whole) for f in fields if f.share}
        limits = dict.fromkeys((f.id, f.at_most) for f in fields if f.at_most)
        steps = [check_most(self._at(part), self._at(str(whole))) for part, whole in limits if (part, whole) not in shares]
        for field in fields:
            if field.share:
                (part, part_field), (whole, whole_field) = self._at(field.share.part), self._at(field.share.whole)
                steps.append(take_share(self.slot[field.id], part, whole, (field, part_field, whole_field)))
            if field.empty_unless:
                steps.append(clear_unless(self._at(field.id), self._at(field.empty_unless)))
        pairs = tuple(self._pairs(fields))
        if pairs:
            steps.append(narrow(pairs, {self.slot[name]: at for name, at in self.range.items()}))
        return tuple(steps)

    def _at(self, name: str) -> tuple[int, Field]:
        return self.slot[name], self.fields[name]

    def _pairs(self, fields: Sequence[Field]) -> Iterable[tuple[int, int, Field, Field]]:
        for outer in fields:
            waiting, seen = list(outer.includes), {outer.id}
            while waiting:
                name = waiting.pop()
                if name not in seen:
                    seen.add(name)
                    inner = self.fields[name]
                    waiting.extend(inner.includes)
                    yield self.slot[name], self.slot[outer.id], inner, outer


class FactReader:
    """Reads the facts of one plan into slots."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.scope = Scope(facts)
        self.lists = {fact.id: ListReader(fact) for fact in facts if is_list(fact)}
        self._reads = self.scope.reads(fact for fact in facts if not is_list(fact))
        self._steps = self.scope.steps(facts)

    def blank_top(self) -> Slots:
        """Slots in which nothing is known."""
        slots = self.scope.blank.copy()
        slots[TOP] = slots
        return slots

    def read(self, facts: Mapping[str, Any], faults: list[FactError] | None = None) -> Slots:
        """The slots of the facts; FactError where one of them cannot be.

        With `faults`, what cannot be is put into that list and stays unknown; then nothing is raised for a fact.
        """
        if not isinstance(facts, Mapping):
            raise FactError("facts", f"facts 须是一个对象，给的是「{shown_input(facts)}」")
        slots = self.blank_top()
        slots[FAULTS] = faults
        reads = self._reads
        for name, value in facts.items():
            entry = reads.get(name)
            try:
                if entry is None:
                    self._read_list(name, value, slots)
                elif value is not None:
                    slots[entry[0]] = entry[1](value)
            except FactError as error:
                refuse(slots, error)
        for step in self._steps:
            step(slots)
        return slots

    def _read_list(self, name: str, value: Any, slots: Slots) -> None:
        items = self.lists.get(name)
        if items is None:
            raise FactError(str(name)[:100], f"没有「{shown_input(name)}」这一项事实，请核对名称")
        if value is not None:
            slots[self.scope.slot[name]] = items.read(value, slots)

    def beyond(self, top: Slots) -> Iterator[FactError]:
        """Figures that are larger than those which they are within by the plan (a county's lost load, the grid's).

        `read` takes them: they may have been told at different times.
        """
        yield from self._beyond(self.scope, top, top)
        for name, items in self.lists.items():
            for slots in top[self.scope.slot[name]] or ():
                item = slots[ITEM]
                for error in self._beyond(items.scope, slots, top):
                    yield FactError(f"{item.path}.{error.field}", f"{shown_input(item.label)}：{error}", error.named[1])

    def _beyond(self, scope: Scope, slots: Slots, top: Slots) -> Iterator[FactError]:
        for field in scope.fields.values():
            name, part = field.within, slots[scope.slot[field.id]]
            while name is not None:
                whole_field, whole = self.scope.fields[name], top[self.scope.slot[name]]
                if part is not None and whole is not None and part[0] * whole[1] > whole[0] * part[1]:
                    yield FactError(field.id, more_than((field, part), (whole_field, whole)), name)
                name = whole_field.at_most


class ListReader:
    """Reads the items of one list fact; each kind of item has its own fields."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self.scope = Scope(fact.fields)
        self.key = str(fact.key)
        """The field that tells the items apart."""
        key = self.scope.fields[self.key]
        self._key = key
        self._labels = {choice.id: choice.label for choice in key.choices}
        self.kinds = tuple(self._labels)
        """The kinds of item, none where the key is free text."""
        self._kinds = {kind: self._of_kind(kind) for kind in (self._labels or (None,))}
        self._most = fact.maximum or MAX_ITEMS

    def read(self, value: Any, top: Slots) -> tuple[Slots, ...]:
        """The slots of every item."""
        fact = self.fact
        if not isinstance(value, list | tuple):
            raise FactError(fact.id, f"{named(fact)}须是列表，给的是「{shown_input(value)}」")
        if len(value) > self._most:
            raise FactError(fact.id, f"{named(fact)}最多 {self._most} 项，给了 {len(value)} 项")
        found = tuple(self._item(order, item, top) for order, item in enumerate(value))
        if len(found) > 1:
            self._refuse_repeated(found)
        return found

    def _item(self, order: int, item: Any, top: Slots) -> Slots:
        if not isinstance(item, dict):
            sentence = f"{named(self.fact)}的第 {order + 1} 项须是对象，给的是「{shown_input(item)}」"
            raise FactError(self.fact.id, sentence)
        try:
            name = self._name(order, item)
            return self._fill(name, item, top)
        except FactError as error:
            given = item.get(self._key.id)
            spoken = self._labels.get(given, shown_input(given)) if isinstance(given, str) else f"第 {order + 1} 项"
            token = given if isinstance(given, str) else str(order + 1)
            raise self._of_item(token, spoken, error) from None

    def _fill(self, name: ItemName, item: dict[str, Any], top: Slots) -> Slots:
        reads, steps = self._kinds[name.token if self._labels else None]
        slots = self.scope.blank.copy()
        slots[TOP], slots[ITEM] = top, name
        slots[FAULTS] = None if top[FAULTS] is None else []
        for key, value in item.items():
            entry = reads.get(key)
            try:
                if entry is None:
                    self._refuse_unknown(key, value)
                elif value is not None:
                    slots[entry[0]] = entry[1](value)
            except FactError as error:
                refuse(slots, error)
        for step in steps:
            step(slots)
        if slots[FAULTS]:
            top[FAULTS].extend(self._of_item(name.token, shown_input(name.label), error) for error in slots[FAULTS])
        if slots[CONFLICTS]:
            top[CONFLICTS] = (*(top[CONFLICTS] or ()), *slots[CONFLICTS])
        return slots

    def _of_item(self, token: str, spoken: str, error: FactError) -> FactError:
        """What cannot be, as a fact of this item."""
        named = [f"{self.fact.id}.{token[:100]}.{name}" for name in error.named]
        return FactError(named[0], f"{self.fact.label} {spoken}：{error}", "".join(named[1:]), f"{spoken}：{error.said}")

    def _name(self, order: int, item: dict[str, Any]) -> ItemName:
        given = item.get(self._key.id)
        if self._labels:
            token = str(given) if isinstance(given, str) else ""
            if token not in self._labels:
                words = "、".join(self._labels)
                raise FactError(self._key.id, f"{named(self._key)}必须写明，只能是 {words} 之一")
            return ItemName(self.fact.id, token, self._labels[token], order)
        if not isinstance(given, str):
            return ItemName(self.fact.id, str(order + 1), f"第 {order + 1} 个{self._key.label}", order)
        return ItemName(self.fact.id, given, given, order)

    def _of_kind(self, kind: str | None) -> tuple[dict[str, tuple[int, Reader]], tuple[Callable[[Slots], None], ...]]:
        fields = [field for field in self.fact.fields if kind is None or not field.only or kind in field.only]
        return self.scope.reads(fields), self.scope.steps(fields)

    def _refuse_unknown(self, key: Any, value: Any) -> None:
        field = self.scope.fields.get(key)
        if field is None:
            raise FactError(str(key)[:100], f"没有「{shown_input(key)}」这一项，请核对名称")
        if value is not None:
            raise FactError(field.id, f"没有{named(field)}这一项，它只用于其他种类")

    def _refuse_repeated(self, found: tuple[Slots, ...]) -> None:
        key = self.scope.slot[self._key.id]
        seen = set()
        for slots in found:
            if slots[key] is not None and slots[key] in seen:
                raise FactError(self.fact.id, f"{named(self.fact)}里「{slots[ITEM].label}」出现了两次，一个只能写一次")
            seen.add(slots[key])
