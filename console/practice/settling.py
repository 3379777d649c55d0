"""What else would have to be known for the level to be sure: told where its heading is being spoken of, else nothing."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from console.plan.facts import Field

from .draft import Draft, Place


def settle(draft: Draft, place: Place, left_open: set[Place], rng: Random) -> None:
    """Make one asked fact known."""
    field = draft.field(place)
    if field.type == "list":
        draft.items[place.name] = []
        return
    shares = _shares(draft, place)
    waiting = [share for share in shares if share not in left_open and not _is_known(draft, share)]
    if shares and not waiting:
        # The percentages are known: the figure itself decides, and has to be told.
        draft.put(place, _typical(draft, place, field, rng))
        return
    spoken_of = draft.same_group(place)
    for one in waiting or [place]:
        if spoken_of:
            draft.put(one, _harmless(draft, one, draft.field(one), rng))
        else:
            draft.put(one, _nothing(draft, one, draft.field(one)), told=False)


def _shares(draft: Draft, place: Place) -> list[Place]:
    """Where a figure is part or whole of a percentage: the percentages under its heading, that they are asked first."""
    fields = draft.book.scopes[place.over].values()
    if not any(field.share and place.name in (field.share.part, field.share.whole) for field in fields):
        return []
    group = draft.field(place).group
    return [place._replace(name=field.id) for field in fields if field.share and field.group == group]


def _is_known(draft: Draft, share: Place) -> bool:
    """Whether a percentage is set, or follows from its part and its whole."""
    made_of = draft.field(share).share
    values = draft.holder(share)
    return share.name in values or (made_of is not None and {made_of.part, made_of.whole} <= values.keys())


def _typical(draft: Draft, place: Place, field: Field, rng: Random) -> Fraction:
    least = [Fraction(draft.get(place._replace(name=other.id)) or 0) for other in draft.book.scopes[place.over].values()
             if other.at_most == field.id]  # fmt: skip
    fits = [f for f in draft.book.figures(place.over, field) if f and f >= max(least, default=Fraction(0))]
    return rng.choice(fits) if fits else max([*least, Fraction(1)])


def _nothing(draft: Draft, place: Place, field: Field) -> Any:
    if field.type == "number":
        return _least(draft, place, field)
    if field.type == "bool":
        return False
    return [] if field.type == "choices" else field.choices[0].id


def _harmless(draft: Draft, place: Place, field: Field, rng: Random) -> Any:
    """An answer below everything that the plan asks for; now and then any answer at all, so that nothing is sure."""
    if field.type != "number":
        return _nothing(draft, place, field)
    least = _least(draft, place, field)
    bounds = [bound for bound in draft.book.bounds(place.over, field) if bound > 0]
    if rng.random() < 0.15:
        fits = [f for f in draft.book.figures(place.over, field) if f >= least]
        return rng.choice(fits) if fits else least
    if field.whole_number:
        return least
    low = bounds[0] if bounds else Fraction(10)
    return Fraction(round(low * rng.choice((Fraction(1, 5), Fraction(2, 5), Fraction(3, 5), Fraction(4, 5)))))


def _least(draft: Draft, place: Place, field: Field) -> Fraction:
    """What is surely held: the largest of the counts that are part of this one."""
    inner = [draft.get(place._replace(name=name)) for name in field.includes]
    return max((Fraction(value) for value in inner if value is not None), default=Fraction(0))
