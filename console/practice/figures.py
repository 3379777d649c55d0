"""A percentage told as one, or as the two figures behind it, or as both where they contradict each other."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from random import Random

from .draft import Draft, Place
from .edges import Pivot
from .ways import Values


def tell_share(draft: Draft, place: Place, value: Fraction, pivot: Pivot | None, values: Values, rng: Random) -> None:
    """Put a percentage into the case.

    `pivot` where it is the figure on the edge: the two figures then lie just as close to the bound.
    """
    share = draft.field(place).share
    assert share is not None  # noqa: S101 - the caller looked
    clash = pivot is not None and pivot.side == "conflict"
    if share.part in values or (not clash and rng.random() < 0.5):
        draft.put(place, value)
        return
    part, whole = place._replace(name=share.part), place._replace(name=share.whole)
    total = _total(draft, whole, values, rng)
    figure = _part(total, value, pivot, rng)
    fine = 1 if draft.field(part).whole_number else 10
    if not total or figure < 0 or figure > total or (figure * fine).denominator != 1:
        draft.put(place, value)
        return
    draft.put(whole, total)
    draft.put(part, figure)
    if clash and pivot is not None and pivot.bound is not None:
        away = Fraction(rng.randint(10, 40), 10)
        wrong = pivot.bound + away if figure * 100 < pivot.bound * total else pivot.bound - away
        draft.put(place, min(max(wrong, Fraction(0)), Fraction(100)))


def _total(draft: Draft, whole: Place, values: Values, rng: Random) -> Fraction:
    known = draft.get(whole) or values.get(whole.name)
    if known is not None:
        return Fraction(known)
    field = draft.field(whole)
    usual = field.spoken.usual if field.spoken else ()
    worth = [Fraction(n) for n in usual] or [f for f in draft.book.figures(whole.over, field) if f]
    return rng.choice(worth) if worth else Fraction(0)


def _part(total: Fraction, value: Fraction, pivot: Pivot | None, rng: Random) -> Fraction:
    if pivot is None or pivot.bound is None:
        return total * value / 100
    exact = total * pivot.bound / 100
    side = rng.choice(("below", "at")) if pivot.side == "conflict" else pivot.side
    if side == "below":
        return Fraction(ceil(exact) - 1)
    if side == "above":
        return Fraction(floor(exact) + 1)
    return exact if side == "at" else total * value / 100
