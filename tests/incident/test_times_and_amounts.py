"""Times and figures as people type them at three in the morning."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.amounts import as_decimal, parse_amount
from console.incident.times import (
    CHINA,
    Unreadable,
    dated_seconds,
    instant,
    parse_ahead,
    parse_near,
    parse_when,
    read_words,
    stamp,
)

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


LATER = instant("2026-11-28T02:12:40+08:00")


@given(st.integers(0, 24 * 3600 - 1), st.sampled_from(["{:02}:{:02}:{:02}", "{}:{:02}:{:02}", "{:02}时{:02}分{:02}秒", "{}点{:02}分{}秒"]))
def test_every_second_of_the_day_reads_as_itself(second: int, form: str) -> None:
    """HH:MM:SS is today's, or yesterday's where it would lie ahead; never another day."""
    hour, minute, rest = second // 3600, second // 60 % 60, second % 60
    at = parse_when(form.format(hour, minute, rest), LATER)
    assert (at.hour, at.minute, at.second) == (hour, minute, rest)
    assert -timedelta(minutes=5) <= LATER - at < timedelta(days=1)


@pytest.mark.parametrize(("typed", "meant"), [
    ("15:23:40", "2026-11-27T15:23:40"), ("02:10:05", "2026-11-28T02:10:05"), ("15时23分40秒", "2026-11-27T15:23:40"),
    ("约23时50分", "2026-11-27T23:50:00"), ("23点50分左右", "2026-11-27T23:50:00"), ("零点零五", "2026-11-28T00:05:00"),
    ("27号23点50", "2026-11-27T23:50:00"), ("23日0210", "2026-11-23T02:10:00"), ("23日 02:10", "2026-11-23T02:10:00"),
    ("2026-11-23 02:10:30", "2026-11-23T02:10:30"), ("2026年11月23日2时10分", "2026-11-23T02:10:00"), ("２０：１０：０５", "2026-11-27T20:10:05"),
    ("24:00", "2026-11-28T00:00:00"), ("昨天24:00", "2026-11-28T00:00:00"), ("昨晚12点", "2026-11-28T00:00:00"), ("昨晚12点半", "2026-11-28T00:30:00"),
    ("凌晨1点半", "2026-11-28T01:30:00"), ("夜里11点", "2026-11-27T23:00:00"), ("中午11点", "2026-11-27T11:00:00"), ("-5分", "2026-11-28T02:07:40"),
    ("2025-11-30 02:10", "2025-11-30T02:10:00"), ("2026-11-28T01:20", "2026-11-28T01:20:00"), ("2026-11-27T18:00:00Z", "2026-11-28T02:00:00"),
    ("23:59", "2026-11-27T23:59:00"),
])  # fmt: skip
def test_a_time_is_read_to_the_second_and_on_its_day(typed: str, meant: str) -> None:
    """Seconds, the words of the press and of dispatchers, midnight by both its names."""
    assert stamp(parse_when(typed, LATER))[:19] == meant


@pytest.mark.parametrize("typed", [
    "152340", "12350", "012345", "1523405", "20261123", "25:10", "24:01", "12:61", "12:00:61", "0871", "7点61分", "11-23", "23日", "23 0210",
    "昨晚2点", "下午8点40分50秒钟", "23点前", "2026-11-23T02:10:00+0800x", "1200 户", "1:2:3",
])  # fmt: skip
def test_what_is_no_time_is_refused(typed: str) -> None:
    """A long number is neither a time nor a date; a day without a time, and a night that may be either, are none."""
    with pytest.raises(Unreadable, match="读不懂"):
        parse_when(typed, LATER)


@pytest.mark.parametrize(("typed", "full"), [
    ("11-30 02:10", "2025-11-30 02:10"), ("12-31 23:50:07", "2025-12-31 23:50:07"), ("11月30日2时10分", "2025-11-30 02:10"),
    ("30日0210", "2026-10-30 02:10"), ("28号23点50", "2026-10-28 23:50"), ("31日0210", "2026-10-31 02:10"), ("02-29 0210", "2024-02-29 02:10"),
])  # fmt: skip
def test_a_day_that_would_be_a_guess_is_asked_for_in_full(typed: str, full: str) -> None:
    """Never last year's or last month's unasked; the sentence shows the full form, which is then read as just that."""
    with pytest.raises(Unreadable, match=full):
        parse_when(typed, LATER)
    assert dated_seconds(parse_when(full, LATER)).startswith(full)


@given(st.integers(0, 2 * 365 * 24 * 60), st.integers(0, 366 * 24 * 60))
def test_no_date_without_a_year_becomes_another_years(since: int, minutes: int) -> None:
    """Every MM-DD HH:MM is this year's or is refused."""
    now = datetime(2026, 1, 1, tzinfo=CHINA) + timedelta(minutes=since)
    typed = now - timedelta(minutes=minutes) if minutes % 2 else now + timedelta(minutes=minutes)
    try:
        assert parse_when(f"{typed:%m-%d %H:%M}", now).year == now.year
    except Unreadable as refused:
        assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", str(refused))


def test_a_reading_is_told_with_its_day_and_its_distance() -> None:
    """今天 and 昨天, else the date, with the year where it is another."""
    told = [read_words(instant(f"{at}+08:00"), LATER) for at in (
        "2026-11-28T01:20:00", "2026-11-27T23:59:00", "2026-11-23T02:10:05", "2025-11-30T02:10:00", "2026-11-28T02:12:40", "2026-11-29T08:00:00",
    )]  # fmt: skip
    assert told == [
        "今天 01:20，52分钟前", "昨天(11-27) 23:59，2小时13分钟前", "11-23 02:10:05，5天前", "2025-11-30 02:10，363天前",
        "今天 02:12:40，就是现在", "明天(11-29) 08:00，29小时47分钟后",
    ]  # fmt: skip


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


@pytest.mark.parametrize(("typed", "expected"), [
    ("30", "2026-11-23T20:30"), ("2小时", "2026-11-23T22:00"), ("半小时内", "2026-11-23T20:30"), ("120分钟", "2026-11-23T22:00"),
    ("1430", "2026-11-24T14:30"), ("0830", "2026-11-24T08:30"), ("21点前", "2026-11-23T21:00"), ("明天0800", "2026-11-24T08:00"),
    ("11-25 08:00", "2026-11-25T08:00"), ("今晚10点", "2026-11-23T22:00"), ("明早8点", "2026-11-24T08:00"), ("24:00", "2026-11-24T00:00"),
])  # fmt: skip
def test_a_deadline_is_minutes_or_a_time_to_come(typed: str, expected: str) -> None:
    """A bare number of two digits is minutes; four digits are the clock."""
    at = parse_ahead(typed, datetime(2026, 11, 23, 20, 0, tzinfo=CHINA), timedelta(minutes=1))
    assert at.isoformat()[:16] == expected


@pytest.mark.parametrize(("typed", "said"), [
    ("830", "0830"), ("120", "120分钟"), ("11-20 08:00", "2027-11-20 08:00"), ("今天0800", "已经过了"), ("2026-11-20 08:00", "已经过了"),
    ("0", "已经过了"), ("152340", "读不懂"), ("-5", "读不懂"), ("现在", "读不懂"),
])  # fmt: skip
def test_a_deadline_that_would_be_a_guess_is_asked_about(typed: str, said: str) -> None:
    """830 is not 830 minutes, and last week's date is not next year's."""
    with pytest.raises(Unreadable, match=said):
        parse_ahead(typed, datetime(2026, 11, 23, 20, 0, tzinfo=CHINA), timedelta(minutes=1))


@pytest.mark.parametrize(("typed", "expected"), [
    ("2000", "2026-11-23T20:00"), ("1600", "2026-11-23T16:00"), ("0200", "2026-11-24T02:00"), ("现在", "2026-11-23T18:00"),
    ("11-25 0800", "2026-11-25T08:00"), ("明天0800", "2026-11-24T08:00"), ("-10", "2026-11-23T17:50"),
])  # fmt: skip
def test_the_start_of_a_warning_is_the_nearest_time(typed: str, expected: str) -> None:
    """At 18:00, 2000 is tonight's and not yesterday's."""
    assert parse_near(typed, datetime(2026, 11, 23, 18, 0, tzinfo=CHINA)).isoformat()[:16] == expected


@given(st.text(max_size=30))
def test_no_typed_deadline_breaks_anything(typed: str) -> None:
    """Any text is a time to come or one sentence."""
    try:
        assert parse_ahead(typed, NOW, timedelta(minutes=1)) > NOW
    except Unreadable as refused:
        assert "时间" in str(refused)


@pytest.mark.parametrize("typed", ["", "x", "99日0800", "2026-02-30 08:00", "明天2日0800", "2500", "-5"])
def test_what_is_no_time_to_come_is_told(typed: str) -> None:
    """One sentence with what can be written."""
    with pytest.raises(Unreadable, match="明天0800"):
        parse_ahead(typed, datetime(2026, 11, 23, 20, 0, tzinfo=CHINA))
