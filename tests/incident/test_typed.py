"""A line of the log with a time at its head: what is a time, what is only words, and that no word is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.times import instant, stamp
from console.incident.typed import MEASURES, NO_MEASURES, UNITS, head_of
from console.tui.widgets.line_reading import LineReading
from console.words import blank
from tests.desk.clock import FixedClock

NOW = instant("2026-11-28T02:12:40+08:00")


@pytest.mark.parametrize(("line", "meant"), [
    ("-5 主变跳闸", "2026-11-28T02:07:40"), ("-5分 主变跳闸", "2026-11-28T02:07:40"), ("-5分钟 3度低温", "2026-11-28T02:07:40"),
    ("01:20 主变跳闸", "2026-11-28T01:20:00"), ("1:20 主变跳闸", "2026-11-28T01:20:00"), ("01:20:05 主变跳闸", "2026-11-28T01:20:05"),
    ("01:20 1200 户停电", "2026-11-28T01:20:00"), ("23:59 合闸", "2026-11-27T23:59:00"), ("15:23:40 分闸", "2026-11-27T15:23:40"),
    ("０１：２０　主变跳闸", "2026-11-28T01:20:00"), ("－5　主变跳闸", "2026-11-28T02:07:40"), ("01:20\u00a0主变跳闸", "2026-11-28T01:20:00"),
    ("  -5  主变跳闸", "2026-11-28T02:07:40"), ("-5 个旧变跳闸", "2026-11-28T02:07:40"), ("-5 元阳县来电", "2026-11-28T02:07:40"),
    ("-5 人民医院备用电源启动", "2026-11-28T02:07:40"), ("24:00 交班", "2026-11-28T00:00:00"),
])  # fmt: skip
def test_a_time_at_the_head_is_read(line: str, meant: str) -> None:
    """Minutes ago, or a clock time with a colon, and a blank behind; full-width signs and blanks as well."""
    head = head_of(line, NOW)
    assert head is not None
    assert stamp(head.at)[:19] == meant


@pytest.mark.parametrize("line", [
    "1200 户停电", "120 已到州医院", "12345 热线接诉38件", "2100 人受困", "110 千伏线路跳闸", "10 kV 线路跳闸", "0871 打来", "0210 主变跳闸",
    "119 指挥中心来电", "35 千伏", "2026 年", "11-23 02:10 主变", "23日0210 主变", "现在 主变", "昨天2350 主变",
    "-3 度", "-3 ℃", "-3℃ 低温", "-3度 低温", "-10 %", "-2 级", "-1200 户", "-110 千伏", "-3 人", "-2 台主变", "-5 万千瓦", "-10 kV 母线", "-20 MW",
    "-3 到 -5 度", "－３　度", "25:10 主变", "12:61 主变", "152340 主变", "01:20主变", "01:20", "-5", "-5主变", "1:500 地形图", "", " ",
])  # fmt: skip
def test_what_is_no_time_is_only_words(line: str) -> None:
    """A number without a colon, a negative figure before a measure, a clock that no clock shows, no blank behind."""
    assert head_of(line, NOW) is None


@given(st.integers(min_value=0), st.text(max_size=20))
def test_no_bare_number_at_the_head_is_ever_a_time(number: int, rest: str) -> None:
    """However many digits, whatever follows."""
    assert head_of(f"{number} {rest}", NOW) is None


@given(st.integers(0, 999), st.sampled_from([*MEASURES, *UNITS]), st.sampled_from(["", " ", "，", "。"]))
def test_no_negative_figure_with_a_measure_is_a_time(number: int, measure: str, end: str) -> None:
    """The measures are a table; each of them holds."""
    assert head_of(f"-{number} {measure}{end}", NOW) is None


@given(st.integers(0, 999), st.sampled_from(NO_MEASURES))
def test_words_that_only_begin_like_a_measure_leave_the_time(number: int, word: str) -> None:
    """个旧 is a city and 元阳 a county."""
    head = head_of(f"-{number} {word}", NOW)
    assert head is not None
    assert head.at == NOW - timedelta(minutes=number)


@given(st.one_of(
    st.text(min_size=1, max_size=60),
    st.builds("{} {}".format, st.sampled_from(["-5", "01:20", "-3", "1200", "１：２０", "23:59:59", " -5", "120"]), st.text(max_size=40)),
))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_a_line_is_in_the_entry_whole(tmp_path: Path, words: str) -> None:
    """Whatever is typed, the text of the entry is just that, outer blanks and the time at the head included."""
    if blank(words):
        return
    desk = Desk(tmp_path, clock=FixedClock("2026-11-28T02:12:40+08:00"))
    case = next(iter(desk.cases.values()), None) or desk.open_event("blackout", "甲站失压")
    entry = desk.do(case.id, LineReading().note(words, desk.clock.now()))[-1]
    desk.close()
    assert entry.data["text"] == words
    assert (entry.event_at != entry.at) <= ("head" in entry.data)


def test_a_verb_and_a_form_store_the_words_whole_too(tmp_path: Path) -> None:
    """The desk takes a note as it is, whoever sends it."""
    desk = Desk(tmp_path, clock=FixedClock())
    case = desk.open_event("blackout", "甲站失压")
    assert desk.do(case.id, c.Note(" 120  已到 "))[-1].data == {"text": " 120  已到 ", "key": False, "late": False}
    desk.close()
