"""Times and figures as people type them at three in the morning."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.amounts import as_decimal, parse_amount
from console.incident.times import CHINA, Unreadable, instant, parse_ahead, parse_when, stamp

NOW = instant("2026-11-24T03:00:00+08:00")


@pytest.mark.parametrize(("typed", "meant"), [
    ("now", "2026-11-24T03:00:00+08:00"), ("现在", "2026-11-24T03:00:00+08:00"), ("-5", "2026-11-24T02:55:00+08:00"),
    ("0210", "2026-11-24T02:10:00+08:00"), ("2:10", "2026-11-24T02:10:00+08:00"), ("2355", "2026-11-23T23:55:00+08:00"),
    ("０２１０", "2026-11-24T02:10:00+08:00"), ("11-23 02:10", "2026-11-23T02:10:00+08:00"),
    ("2点10分", "2026-11-24T02:10:00+08:00"), ("两点半", "2026-11-24T02:30:00+08:00"), ("2点", "2026-11-24T02:00:00+08:00"),
    ("二点一刻", "2026-11-24T02:15:00+08:00"), ("凌晨2点05", "2026-11-24T02:05:00+08:00"), ("两点零五分", "2026-11-24T02:05:00+08:00"),
    ("昨天2350", "2026-11-23T23:50:00+08:00"), ("昨晚11点50", "2026-11-23T23:50:00+08:00"), ("昨晚十一点五十", "2026-11-23T23:50:00+08:00"),
    ("下午3点", "2026-11-23T15:00:00+08:00"), ("中午12点半", "2026-11-23T12:30:00+08:00"), ("晚上8点", "2026-11-23T20:00:00+08:00"),
    ("5分钟前", "2026-11-24T02:55:00+08:00"), ("五分钟前", "2026-11-24T02:55:00+08:00"), ("半小时前", "2026-11-24T02:30:00+08:00"),
    ("1个半小时前", "2026-11-24T01:30:00+08:00"), ("一小时二十分前", "2026-11-24T01:40:00+08:00"), ("刚刚", "2026-11-24T03:00:00+08:00"),
    ("11月23日23点50分", "2026-11-23T23:50:00+08:00"),
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
    ("七十万千瓦", "MW", 700), ("70w", "MW", 700), ("1,500", "MW", 1500), ("１５００", "MW", 1500), ("一千五百兆瓦", "MW", 1500),
    ("七千千瓦", "MW", 7), ("一百二十点五", "MW", "120.5"), ("约七百", "MW", 700), ("一千五", "MW", 1500), ("一千零五", "MW", 1005),
    ("三万五千户", "户", 35000), ("三万五", "户", 35000), ("十二万三千四百户", "户", 123400), ("二十万户", "户", 200000), ("两百", "户", 200),
    ("百分之四十六点五", "%", "46.5"), ("四成", "%", 40), ("十五", "%", 15), ("二二〇", "MW", 220),
    ("59.999", "%", "59.999"), ("3.5万户", "户", 35000), ("12,000", "户", 12000), ("7００", "MW", 700),
])  # fmt: skip
def test_figures_are_exact_in_the_unit_of_the_fact(typed: str, unit: str, value: int | str) -> None:
    """1 万千瓦 is 10 MW; nothing goes through a float."""
    assert parse_amount(typed, unit) == value
    assert as_decimal(parse_amount(typed, unit)) == as_decimal(value)


@pytest.mark.parametrize(("typed", "unit"), [
    ("", "MW"), ("-5", "MW"), ("很多", "MW"), ("十百", "MW"), ("万", "MW"),
    ("五户", "MW"), ("三十万万", "户"), ("101", "%"), ("nan", "MW"), ("1e400", "MW"), ("5户", "MW"),
])  # fmt: skip
def test_impossible_figures_are_refused_in_a_sentence(typed: str, unit: str) -> None:
    """Negative, more than all, no number, another unit: one sentence."""
    with pytest.raises(Unreadable):
        parse_amount(typed, unit)


@pytest.mark.parametrize(("typed", "expected"), [
    ("0800", "2026-11-24T08:00"), ("2300", "2026-11-23T23:00"), ("8点", "2026-11-24T08:00"), ("明天0800", "2026-11-24T08:00"),
    ("后天20", "2026-11-25T20:00"), ("2日0800", "2026-12-02T08:00"), ("11-25 0800", "2026-11-25T08:00"),
    ("1月2日8点", "2027-01-02T08:00"), ("31日0800", "2026-12-31T08:00"), ("2026-11-25 08:00", "2026-11-25T08:00"),
    ("2026-11-25T08:00:00+08:00", "2026-11-25T08:00"), ("２３００", "2026-11-23T23:00"),
])  # fmt: skip
def test_a_time_to_come_is_the_next_that_fits(typed: str, expected: str) -> None:
    """At 20:00 on the 23rd; a day of the month that a month does not have is passed over."""
    at = parse_ahead(typed, datetime(2026, 11, 23, 20, 0, tzinfo=CHINA))
    assert at.isoformat()[:16] == expected


@pytest.mark.parametrize("typed", ["", "x", "99日0800", "2026-02-30 08:00", "明天2日0800", "2500", "-5"])
def test_what_is_no_time_to_come_is_told(typed: str) -> None:
    """One sentence with what can be written."""
    with pytest.raises(Unreadable, match="明天0800"):
        parse_ahead(typed, datetime(2026, 11, 23, 20, 0, tzinfo=CHINA))
