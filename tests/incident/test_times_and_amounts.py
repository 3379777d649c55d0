"""Times and figures as people type them at three in the morning."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.amounts import as_decimal, parse_amount
from console.incident.times import Unreadable, instant, parse_when, stamp

NOW = instant("2026-11-24T03:00:00+08:00")


@pytest.mark.parametrize(("typed", "meant"), [
    ("now", "2026-11-24T03:00:00+08:00"), ("现在", "2026-11-24T03:00:00+08:00"), ("-5", "2026-11-24T02:55:00+08:00"),
    ("0210", "2026-11-24T02:10:00+08:00"), ("2:10", "2026-11-24T02:10:00+08:00"), ("2355", "2026-11-23T23:55:00+08:00"),
    ("０２１０", "2026-11-24T02:10:00+08:00"), ("11-23 02:10", "2026-11-23T02:10:00+08:00"),
    ("2026-11-23 02:10", "2026-11-23T02:10:00+08:00"), ("2026-11-23T14:05:00+08:00", "2026-11-23T14:05:00+08:00"),
])  # fmt: skip
def test_a_time_is_read_as_the_officer_means_it(typed: str, meant: str) -> None:
    """now, -5, 0210, full width, a date, RFC 3339: a clock time ahead of now is yesterday's."""
    assert stamp(parse_when(typed, NOW)) == meant


@pytest.mark.parametrize("typed", ["", "abc", "2560", "-99999", "2026-13-40 02:10", "2027-01-01 00:00", "1e9", "\x1b[2J"])
def test_a_time_that_cannot_be_meant_is_refused_in_a_sentence(typed: str) -> None:
    """What cannot be read, and what lies in the future, is said so, with what can be written."""
    with pytest.raises(Unreadable, match="时间"):
        parse_when(typed, NOW)


@given(st.text(max_size=40))
def test_no_typed_time_breaks_anything(typed: str) -> None:
    """Any text is either a time not in the future or one sentence."""
    try:
        assert parse_when(typed, NOW) <= NOW + timedelta(minutes=5)
    except Unreadable as refused:
        assert "时间" in str(refused)


@pytest.mark.parametrize(("typed", "unit", "value"), [
    ("700", "MW", 700), ("70万千瓦", "MW", 700), ("1 万千瓦", "MW", 10), ("0.5GW", "MW", 500), ("46.5%", "%", "46.5"),
    ("59.999", "%", "59.999"), ("3.5万户", "户", 35000), ("12,000", "户", 12000), ("7００", "MW", 700),
])  # fmt: skip
def test_figures_are_exact_in_the_unit_of_the_fact(typed: str, unit: str, value: int | str) -> None:
    """1 万千瓦 is 10 MW; nothing goes through a float."""
    assert parse_amount(typed, unit) == value
    assert as_decimal(parse_amount(typed, unit)) == as_decimal(value)


@pytest.mark.parametrize(("typed", "unit"), [("", "MW"), ("-5", "MW"), ("101", "%"), ("nan", "MW"), ("1e400", "MW"), ("5户", "MW")])
def test_impossible_figures_are_refused_in_a_sentence(typed: str, unit: str) -> None:
    """Negative, more than all, no number, another unit: one sentence."""
    with pytest.raises(Unreadable):
        parse_amount(typed, unit)
