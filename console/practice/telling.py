"""A case in a caller's words: one to three short sentences, from the labels, units and spoken forms of the facts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from console.plan.facts import Field
from console.rules.figures import shown, with_unit

from .draft import Draft, Place

QUIET = "没说到的都已问清,没有"
"""What holds for every fact that the caller does not mention; stands on every screen with a case."""
_ENDS = ("其他的都核过,没有要紧的。", "别的都问过了,都没有。", "其余的核实过,没有情况。")
_MANY = 10_000


def tell(draft: Draft, rng: Random) -> str:
    """The case as it is told on the phone."""
    callers = draft.book.plan.plan.callers
    wide = rng.random() < 0.5
    parts = [_part(draft, over, item, places, wide) for over, item, places in draft.in_order()]
    lead = f"{rng.choice(callers)}: " if callers else ""
    return f"{lead}{''.join(part for part in parts if part)}{rng.choice(_ENDS)}"


def _part(draft: Draft, over: str, item: int, places: Sequence[Place], wide: bool) -> str:
    said: list[str] = []
    lead = ""
    key = draft.book.list_fact(over).key if over else None
    for place in places:
        field = draft.field(place)
        if place.name == key:
            name = _answer(field, draft.get(place), wide)
            lead = field.spoken.value.replace("{}", name) if field.spoken and field.spoken.value else name
        elif place in draft.unknown:
            said.append((field.spoken.unknown if field.spoken else "") or f"{field.label}还不清楚")
        elif field.share and {place._replace(name=n) for n in (field.share.part, field.share.whole)} <= set(places):
            said.append(f"报来的比例却是{_answer(field, draft.get(place), wide)}")
        else:
            said.append(say(field, draft.get(place), wide))
    if lead and not said:
        said.append("也受影响")
    words = ",".join(dict.fromkeys(said))
    return f"{lead},{words}。" if lead else f"{words}。" if words else ""


def say(field: Field, value: Any, wide: bool) -> str:
    """One fact as it is said; `wide` tells power in 万千瓦 where that is exact."""
    spoken = field.spoken
    if field.type == "bool":
        said = spoken.yes if value and spoken else spoken.no if spoken else ""
        return said or (field.label if value else f"没有「{field.label}」")
    if not value and field.type in ("choices", "number") and spoken and spoken.no:
        return spoken.no
    if field.type == "choices" and not value:
        return f"{field.label}一项都没有"
    answer = _answer(field, value, wide)
    if spoken and spoken.value:
        return spoken.value.replace("{}", answer)
    whole = field.type == "choice" and any(choice.id == value and choice.said for choice in field.choices)
    return answer if whole else f"{field.label}{'' if field.type == 'number' else ':'}{answer}"


def _answer(field: Field, value: Any, wide: bool) -> str:
    if field.type == "number":
        return figure_words(Fraction(value), field.unit, wide)
    if field.type == "choice":
        return next((choice.said or choice.label for choice in field.choices if choice.id == value), str(value))
    if field.type == "choices":
        return "、".join(choice.said or choice.label for choice in field.choices if choice.id in value)
    return str(value)


def figure_words(value: Fraction, unit: str, wide: bool) -> str:
    """「70万千瓦」 「700兆瓦」 「59.9%」 「48.9万户」 「2个」; always exact."""
    if unit == "MW":
        tens = value / 10
        if wide and (tens * 10).denominator == 1:
            return f"{_decimal(tens)}万千瓦"
        return f"{_decimal(value)}兆瓦"
    if unit == "户" and value >= _MANY and (value / 1000).denominator == 1:
        return f"{_decimal(value / _MANY)}万户"
    return with_unit(_decimal(value), unit)


def _decimal(value: Fraction) -> str:
    return shown((value.numerator, value.denominator))
