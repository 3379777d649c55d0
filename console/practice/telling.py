"""A case in a caller's words: one to three short sentences, from the labels, units and spoken forms of the facts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from console.plan.facts import Field, Spoken
from console.rules.figures import shown, with_unit

from .draft import Draft, Place

QUIET = "没说到的都已问清，没有"
"""What holds for every fact that the caller does not mention; stands on every screen with a case."""
_ENDS = ("其他的都核过，没有要紧的。", "别的都问过了，都没有。", "其余的核实过，没有情况。")
_MANY = 10_000


def tell(draft: Draft, rng: Random) -> str:
    """The case as it is told on the phone."""
    callers = draft.book.plan.plan.callers
    wide = rng.random() < 0.5
    teller = _Teller(draft, wide, rng)
    parts = [teller.part(over, item, places) for over, item, places in draft.in_order()]
    lead = f"{rng.choice(callers)}：" if callers else ""
    return f"{lead}{''.join(part for part in parts if part)}{rng.choice(_ENDS)}"


class _Teller:
    """Says the facts of one case."""

    def __init__(self, draft: Draft, wide: bool, rng: Random) -> None:
        self._draft, self._wide, self._rng = draft, wide, rng

    def part(self, over: str, item: int, places: Sequence[Place]) -> str:
        """One sentence about an item, or about the top-level facts that stand together."""
        said: list[str] = []
        lead = ""
        key = self._draft.book.list_fact(over).key if over else None
        for place in places:
            field, value = self._draft.field(place), self._draft.get(place)
            if place in self._draft.unknown:
                said.append(self._rng.choice((field.spoken and field.spoken.unknown) or (f"{field.label}还不清楚",)))
            elif place.name == key:
                lead = self._rng.choice(sayings(field, value, self._wide))
            elif field.share and {place._replace(name=n) for n in (field.share.part, field.share.whole)} <= set(places):
                said.append(f"报来的比例却是{figure_words(value, field.unit, self._wide)}")
            else:
                said.append(self._rng.choice(sayings(field, value, self._wide)))
        if lead and not said:
            said.append("也受影响")
        words = "，".join(dict.fromkeys(said))
        return f"{lead}，{words}。" if lead else f"{words}。" if words else ""


def sayings(field: Field, value: Any, wide: bool) -> tuple[str, ...]:
    """Every way of saying one fact; `wide` tells power in 万千瓦 where that is exact."""
    spoken = field.spoken or Spoken()
    if field.type == "bool":
        return (spoken.yes if value else spoken.no) or (field.label if value else f"没有「{field.label}」",)
    if not value and field.type in ("choices", "number") and spoken.no:
        return spoken.no
    if field.type == "choices" and not value:
        return (f"{field.label}一项都没有",)
    answers = _answers(field, value, wide)
    if spoken.value:
        return tuple(form.replace("{}", answer) for form in spoken.value for answer in answers)
    whole = field.type == "choice" and any(choice.id == value and choice.said for choice in field.choices)
    led = field.label if field.type == "number" else f"{field.label}:"
    return answers if whole else tuple(f"{led}{answer}" for answer in answers)


def _answers(field: Field, value: Any, wide: bool) -> tuple[str, ...]:
    if field.type == "number":
        return (figure_words(Fraction(value), field.unit, wide),)
    if field.type == "choice":
        return next((choice.said or (choice.label,) for choice in field.choices if choice.id == value), (str(value),))
    if field.type == "choices":
        return ("、".join((choice.said or (choice.label,))[0] for choice in field.choices if choice.id in value),)
    return (str(value),)


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
