"""Facts as given, read exactly: every figure a ratio, every fault one Chinese sentence that names the field.

What is absent or null is unknown. The slots that come out are what the compiled standards look at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from console.plan.facts import Fact, Field

from .figures import LARGEST, MOST_PLACES, Ratio, decimal_ratio, in_words, shown

Slots = list[Any]
"""The values of one scope: four slots of the engine's own, then one a field, then one a range."""

TOP, CONFLICTS, ITEM, FAULTS = 0, 1, 2, 3
"""The slots of the enclosing facts; of the figures that differ from their percentage; of the item's name; of the list
that takes what cannot be, None where the first such thing is to be raised."""
OWN = 4

MAX_ITEMS = 200
MAX_TEXT = 100

Reader = Callable[[Any], Any]


class FactError(ValueError):
    """A fact that cannot be: one Chinese sentence that names the field and says what is wanted."""

    def __init__(self, field: str, sentence: str, other: str = "", said: str = "") -> None:
        super().__init__(sentence)
        self.field = field
        """The path of the fact, as 「counties.个旧市.shed_mw」."""
        self.named: tuple[str, ...] = (field, other) if other else (field,)
        """Every fact that it is about; two where the one contradicts the other."""
        self.said = said or sentence.replace(f"({field})", "")
        """The same for an officer, without the names that only machines use: 「停电用户 58万户 比供电用户 50万户 多」."""


def shown_input(value: object) -> str:
    """What was given, short and printable."""
    if isinstance(value, dict):
        return "一个对象"
    if isinstance(value, list | tuple):
        return "一个列表"
    if isinstance(value, int | Fraction) and value.numerator.bit_length() + value.denominator.bit_length() > 128:
        return "一个极长的数"
    text = f"{value:.12g}" if isinstance(value, Decimal) else str(value)
    return "".join(c if c.isprintable() else "?" for c in text[:40]) or "空文字"


def reader(field: Field) -> Reader:
    """What turns a given value of this field into the value of its slot, or raises FactError."""
    makers = {"number": _number, "bool": _bool, "choice": _choice, "choices": _choices, "text": _text}
    return makers[field.type](field)


def named(field: Field) -> str:
    """The field as the officer and the machine know it."""
    return f"{field.label}({field.id})"


def _number(field: Field) -> Reader:
    most = min(LARGEST, field.maximum if field.maximum is not None else LARGEST)
    if field.unit == "%" or field.share is not None:
        most = min(most, 100)
    slow = _slow_number(field, most)

    def read(value: Any) -> Ratio:
        if type(value) is int and 0 <= value <= most:
            return value, 1
        return slow(value)

    return read


def _slow_number(field: Field, most: int) -> Callable[[Any], Ratio]:
    def read(value: Any) -> Ratio:
        if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
            raise FactError(field.id, f"{named(field)}须是数字，给的是「{shown_input(value)}」")
        if isinstance(value, Decimal) and not value.is_finite():
            raise FactError(field.id, f"{named(field)}须是有限的数字，给的是「{value}」")
        if value < 0:
            raise FactError(field.id, f"{named(field)}不能是负数，给的是「{shown_input(value)}」")
        if value > most:
            raise FactError(field.id, f"{named(field)}不能大于 {most}{field.unit}，给的是「{shown_input(value)}」")
        ratio = decimal_ratio(value) if isinstance(value, Decimal) else value.as_integer_ratio()
        if ratio is None or ratio[1].bit_length() > 128:
            raise FactError(field.id, f"{named(field)}的小数位太多，请取到 {MOST_PLACES} 位以内")
        if field.whole_number and ratio[0] % ratio[1]:
            raise FactError(field.id, f"{named(field)}须是整数，给的是「{shown_input(value)}」")
        return ratio

    return read


def _bool(field: Field) -> Reader:
    def read(value: Any) -> bool:
        if value is True or value is False:
            return bool(value)
        raise FactError(field.id, f"{named(field)}只能是 true 或 false，给的是「{shown_input(value)}」")

    return read


def _choice(field: Field) -> Reader:
    words = {choice.id: choice.id for choice in field.choices}

    def read(value: Any) -> str:
        if type(value) is str and value in words:
            return words[value]
        raise FactError(field.id, f"{named(field)}只能是 {'、'.join(words)} 之一，给的是「{shown_input(value)}」")

    return read


def _choices(field: Field) -> Reader:
    one = _choice(field)

    def read(value: Any) -> frozenset[str]:
        if not isinstance(value, list | tuple | frozenset):
            raise FactError(field.id, f"{named(field)}须是列表，一项都没有就给空列表，给的是「{shown_input(value)}」")
        found = frozenset(one(word) for word in value)
        if len(found) != len(value):
            raise FactError(field.id, f"{named(field)}里有重复的项，每项只能写一次")
        return found

    return read


def _text(field: Field) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise FactError(field.id, f"{named(field)}须是文字，给的是「{shown_input(value)}」")
        if len(value) > MAX_TEXT:
            raise FactError(field.id, f"{named(field)}太长，最多 {MAX_TEXT} 个字")
        return value

    return read


def refuse(slots: Slots, error: FactError) -> None:
    """Raise what cannot be, or put it with the others where all of it is asked for."""
    if slots[FAULTS] is None:
        raise error
    slots[FAULTS].append(error)


def check_most(part: tuple[int, Field], whole: tuple[int, Field]) -> Callable[[Slots], None]:
    """A step that refuses a part larger than its whole."""
    i, part_field = part
    j, whole_field = whole

    def step(slots: Slots) -> None:
        a, b = slots[i], slots[j]
        if a is not None and b is not None and a[0] * b[1] > b[0] * a[1]:
            sentence = f"{named(part_field)}不能大于{named(whole_field)}：{shown(a)} 大于 {shown(b)}"
            refuse(slots, FactError(part_field.id, sentence, whole_field.id, more_than((part_field, a), (whole_field, b))))

    return step


def more_than(part: tuple[Field, Ratio], whole: tuple[Field, Ratio]) -> str:
    """「停电用户58万户比供电用户50万户多」: that a part is more than the whole."""
    (a, part_figure), (b, whole_figure) = part, whole
    return f"{a.label}{in_words(part_figure, a.unit)}比{b.label}{in_words(whole_figure, b.unit)}多"


class Conflict(NamedTuple):
    """A percentage that was told and differs from what the figures make by more than half a point."""

    field: Field
    made_of: tuple[Field, ...]
    """The figures that were told: both, or the one that is nothing."""
    typed: Ratio
    figure: Ratio
    item: Any
    """Name of the item of a list; None at the top."""

    @property
    def said(self) -> str:
        """「减供负荷比例报的是 60%，按减供负荷和负荷算是 45.7%」."""
        by = "和".join(field.label for field in self.made_of)
        figure = f"{shown(self.figure)}%" if len(self.made_of) > 1 else f"是 0，只能是 {shown(self.figure)}%"
        return f"{self.field.label}报的是 {shown(self.typed)}%，{f'按{by}算是 ' if len(self.made_of) > 1 else by}{figure}"


def take_share(own: int, part: int, whole: int, fields: tuple[Field, Field, Field]) -> Callable[[Slots], None]:
    """A step that sets a percentage from part and whole; a typed one gives way, noted where they differ by over 0.5.

    A part larger than its whole is refused.
    """
    part_of = check_most((part, fields[1]), (whole, fields[2]))

    def step(slots: Slots) -> None:
        a, b = slots[part], slots[whole]
        if a is None or b is None:
            # Of nothing, or nothing of it: that is known without the other figure.
            if (a is None or a[0]) and (b is None or b[0]):
                return
            figure = (0, 1)
        else:
            figure = (100 * a[0] * b[1], a[1] * b[0])
            if figure[0] > 100 * figure[1]:
                part_of(slots)
                return
            if not a[0]:
                figure = (0, 1)
        typed = slots[own]
        slots[own] = figure
        if typed is not None and 2 * abs(typed[0] * figure[1] - figure[0] * typed[1]) > typed[1] * figure[1]:
            made = tuple([f for f, value in ((fields[1], a), (fields[2], b)) if value is not None])
            slots[CONFLICTS] = (*(slots[CONFLICTS] or ()), Conflict(fields[0], made, typed, figure, slots[ITEM]))

    return step


def narrow(pairs: tuple[tuple[int, int, Field, Field], ...], ranges: Mapping[int, int]) -> Callable[[Slots], None]:
    """A step for counts that include one another: refuses a contradiction, and bounds the unknown by the known.

    `pairs` are (inner slot, outer slot, inner field, outer field), every one that follows from the plan.
    """

    def step(slots: Slots) -> None:
        for inner, outer, inner_field, outer_field in pairs:
            a, b = slots[inner], slots[outer]
            if a is not None and b is not None:
                if a[0] * b[1] > b[0] * a[1]:
                    figures = f"{shown(a)} 大于 {shown(b)}"
                    sentence = f"{named(inner_field)}已经算在{named(outer_field)}里，不能比它多：{figures}"
                    said = more_than((inner_field, a), (outer_field, b))
                    refuse(slots, FactError(inner_field.id, sentence, outer_field.id, said))
            elif a is not None:
                low, high = slots[ranges[outer]] or _unbounded(outer_field)
                slots[ranges[outer]] = (max(low, Fraction(*a)), high)
            elif b is not None:
                low, high = slots[ranges[inner]] or _unbounded(inner_field)
                slots[ranges[inner]] = (low, Fraction(*b) if high is None else min(high, Fraction(*b)))

    return step


def _unbounded(field: Field) -> tuple[Fraction, Fraction | None]:
    return Fraction(0), None if field.maximum is None else Fraction(field.maximum)


def clear_unless(own: tuple[int, Field], other: tuple[int, Field]) -> Callable[[Slots], None]:
    """A step for a list that must be empty while a choice reads `none`; unknown, it is then known to be empty."""
    i, field = own
    j, choice = other

    def step(slots: Slots) -> None:
        if slots[j] == "none":
            if slots[i]:
                label = next(c.label for c in choice.choices if c.id == "none")
                sentence = f"{named(field)}在{named(choice)}为「{label}」时须是空列表"
                ticked = "、".join(c.label for c in field.choices if c.id in slots[i])
                said = f"{choice.label}是「{label}」，{field.label}却有「{ticked}」"
                refuse(slots, FactError(field.id, sentence, choice.id, said))
            else:
                slots[i] = frozenset()

    return step


def is_list(fact: Field) -> bool:
    """Whether a fact is a list of items."""
    return isinstance(fact, Fact) and fact.type == "list"
