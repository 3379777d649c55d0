"""Where an edge lies: one step short, exactly there, one step beyond; for words, ticks, yes-or-no and the figures of a share."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from console.plan.expression import parse
from console.plan.loader import load_shipped
from console.plan.nodes import Contains, Flag, Word
from console.practice.book import Book
from console.practice.draft import Draft, Place
from console.practice.edges import moved
from console.practice.figures import tell_share
from console.practice.ways import Lit, fitting_words, ways

BOOKS = {plan_id: Book(load_shipped(plan_id)) for plan_id in ("blackout", "weather")}


@pytest.mark.parametrize("plan_id", BOOKS)
def test_an_answer_in_words_is_short_of_at_or_beyond_the_condition(plan_id: str) -> None:
    """Below it fails, at it is the very word, above it is a graver one or another tick besides."""
    seen = set()
    for pivot in (pivot for found in BOOKS[plan_id].pivots.values() for pivot in found if pivot.at >= 0):
        atom, side = pivot.lit.atom, pivot.side
        if not isinstance(atom, Flag | Word | Contains) or side not in ("below", "at", "above"):
            continue
        field = BOOKS[plan_id].fields(pivot.rule.criterion.over or "")[atom.name.id]
        value = moved(pivot.lit, side, field)
        seen.add((type(atom).__name__, side))
        if isinstance(atom, Flag):
            assert value is (pivot.lit.holds if side == "at" else not pivot.lit.holds)
        elif isinstance(atom, Contains):
            assert isinstance(value, list)
            assert (atom.word in value) == (side != "below")
            assert (len(value) > 1) == (side == "above")
        elif value is not None:
            assert (value in fitting_words(atom, field)) == (side == "at" or (side == "above" and atom.op == ">="))
            assert (value == atom.word) == (side == "at")
    assert ("Flag", "below") in seen
    if plan_id == "weather":
        assert seen >= {(kind, side) for kind in ("Word", "Contains") for side in ("below", "at", "above")}


@pytest.mark.parametrize("side", ["below", "at", "above", "conflict"])
def test_the_figures_behind_a_percentage_lie_as_close_as_one_unit(side: str) -> None:
    """Told as part and whole, a share is under, on or over its bound by less than two units; a clash is told on the other side."""
    book, seen = BOOKS["blackout"], 0
    for (_, found_side), pivots in book.pivots.items():
        for pivot in pivots if found_side == side else ():
            field = book.fields(pivot.rule.criterion.over or "")[pivot.names[0]]
            if field.share is None or pivot.bound is None:
                continue
            for seed in range(12):
                draft, over = Draft(book), pivot.rule.criterion.over or ""
                item = draft.add_item(over, None, Random(seed)) if over else -1
                place = Place(over, item, field.id)
                tell_share(draft, place, pivot.bound, pivot, {}, Random(seed))
                part, whole = (draft.get(place._replace(name=name)) for name in (field.share.part, field.share.whole))
                if part is None:
                    continue
                seen += 1
                away = Fraction(part) - whole * pivot.bound / 100
                assert abs(away) < 2
                if side == "conflict":
                    assert (away < 0) == (draft.get(place) > pivot.bound)
                else:
                    assert (away > 0) - (away < 0) == {"below": -1, "at": 0, "above": 1}[side]
    assert seen > 50


def test_the_ways_of_an_expression() -> None:
    """Each way is enough by itself; `not` turns an `and` into alternatives."""
    def told(text: str) -> list[list[tuple[str, bool]]]:
        return [[(_name(lit), lit.holds) for lit in way] for way in ways(parse(text))]

    assert told("a and (b or c)") == [[("a", True), ("b", True)], [("a", True), ("c", True)]]
    assert told("not (a and b)") == [[("a", False)], [("b", False)]]
    assert told("not (a or not b)") == [[("a", False), ("b", True)]]


def _name(lit: Lit) -> str:
    assert isinstance(lit.atom, Flag)
    return lit.atom.name.id
