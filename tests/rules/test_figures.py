"""Figures are shown rounded, and never on or across a bound that the plan holds against them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.rules.figures import decimal_ratio, shown, shown_beside, shown_exact, with_unit

BOUNDS = [Fraction(20), Fraction(40), Fraction(60)]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Fraction(700, 15), "46.7"),
        (Fraction(60), "60"),
        (Fraction("59.996"), "59.996"),
        (Fraction(599999, 10000), "59.9999"),
        (Fraction(60) - Fraction(1, 10**9), "59.999999999"),
        (Fraction(60) + Fraction(1, 10**9), "60.000000001"),
        (Fraction(180, 3), "60"),
        (Fraction("46.25"), "46.25"),
        (Fraction(1, 3), "0.3"),
        (Fraction(0), "0"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(-1, 3), "-0.3"),
    ],
)
def test_a_figure_is_shown_so(figure: Fraction, text: str) -> None:
    assert shown(figure.as_integer_ratio(), BOUNDS) == text


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.lists(st.fractions(0, 100, max_denominator=50), max_size=4))
def test_what_is_shown_stands_on_the_same_side_of_every_bound(top: int, bottom: int, bounds: list[Fraction]) -> None:
    text = shown((top, bottom), bounds)
    for bound in bounds:
        exact, seen = Fraction(top, bottom) - bound, Fraction(text) - bound
        assert (exact > 0) == (seen > 0)
        assert (exact < 0) == (seen < 0)
    assert abs(Fraction(text) - Fraction(top, bottom)) <= Fraction(1, 20)


@given(st.integers(0, 10**7), st.integers(1, 10**5), st.frozensets(st.integers(0, 100), max_size=4))
def test_the_quick_way_shows_the_same_as_the_careful_one(top: int, bottom: int, whole: frozenset[int]) -> None:
    bounds = [Fraction(bound) for bound in whole]
    assert shown_beside((top, bottom), bounds, whole) == shown((top, bottom), bounds)


def test_units_stand_as_they_are_written() -> None:
    assert with_unit("46.7", "%") == "46.7%"
    assert with_unit("700", "MW") == "700 MW"
    assert with_unit("9", "个") == "9个"
    assert shown_exact(Fraction(1, 2)) == "0.5"


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e10", "1e999999", "1e-31", "1e-999999999"])
def test_a_decimal_that_no_plan_can_need_has_no_ratio(text: str) -> None:
    assert decimal_ratio(Decimal(text)) is None


def test_a_decimal_is_taken_exactly() -> None:
    assert Fraction(*(decimal_ratio(Decimal("46.666666666666664")) or (0, 1))) == Fraction("46.666666666666664")
