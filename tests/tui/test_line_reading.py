"""Every time that is typed is told before it is recorded, with its date and how far off it is; a line's can be dropped."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.times import instant
from console.report.formats import FORMATS
from console.report.notices import chronicle
from console.report.situation import situation_of
from console.tui.app import DutyApp
from console.tui.widgets.entry import Entry
from console.tui.widgets.form import Form
from tests.desk.clock import FixedClock
from tests.scenarios.driving import NAMES, case_of, keys, says, settle

SIZES = [(80, 24), (120, 40), (200, 55)]


@asynccontextmanager
async def at(place: str, tmp_path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[DutyApp, Pilot[None], FixedClock]]:
    """An event that was opened at 02:10 on the 24th, on one of the screens."""
    clock = FixedClock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    desk.open_event("blackout", "甲站失压")
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await app.action_go(place)
        await settle(pilot)
        yield app, pilot, clock
    desk.close()


async def typed(pilot: Pilot[None], text: str) -> None:
    """Press a key for every character."""
    await pilot.press(*(NAMES.get(char, char) for char in text))
    await settle(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_time_at_the_head_of_a_line_is_told_before_enter(tmp_path: Path, size: tuple[int, int]) -> None:
    """While it is typed: the day, the time, how long ago, and the key that drops it; Enter stores all words and that time."""
    async with at("response", tmp_path, size) as (app, pilot, _):
        await keys(pilot, "ctrl+l")
        await typed(pilot, "01:20")
        assert not says(app, "读作")
        await typed(pilot, " 1200 户停电")
        assert says(app, "读作 补录 今天 01:20，50分钟前；Esc 不当时间")
        await keys(pilot, "enter")
        await settle(pilot)
        entry = case_of(app).entries[-1]
        assert entry.data == {"text": "01:20 1200 户停电", "key": False, "late": True, "head": "01:20"}
        assert entry.event_at == "2026-11-24T01:20:00+08:00"
        assert says(app, "补录 今天 01:20，50分钟前")
        assert not says(app, "读作")


@pytest.mark.parametrize("line", ["1200 户停电", "120 已到州医院", "12345 热线接诉38件", "-3 度", "0210 合闸", "25:10 合闸"])
async def test_a_number_at_the_head_stays_in_the_words(tmp_path: Path, line: str) -> None:
    """Nothing is read, nothing is eaten; the entry happened now."""
    async with at("response", tmp_path) as (app, pilot, _):
        await keys(pilot, "ctrl+l")
        await typed(pilot, line)
        assert not says(app, "读作")
        await keys(pilot, "enter")
        await settle(pilot)
        entry = case_of(app).entries[-1]
        assert entry.data == {"text": line, "key": False, "late": False}
        assert entry.event_at == entry.at


async def test_escape_drops_the_reading_and_then_does_what_it_did(tmp_path: Path) -> None:
    """The first Esc: recorded by the letter, now. The second: back to the list. Another line is read again."""
    async with at("response", tmp_path) as (app, pilot, _):
        await keys(pilot, "ctrl+l")
        await typed(pilot, "23:59 合闸")
        assert says(app, "读作 补录 昨天(11-23) 23:59，2小时11分钟前")
        await keys(pilot, "escape")
        assert says(app, "按字面记，「23:59」不当时间")
        assert isinstance(app.focused, Entry)
        await typed(pilot, "送电")
        assert says(app, "按字面记")
        await keys(pilot, "enter")
        await settle(pilot)
        entry = case_of(app).entries[-1]
        assert (entry.data["text"], entry.data["late"], entry.event_at) == ("23:59 合闸送电", False, entry.at)
        await typed(pilot, "-5 分闸")
        assert says(app, "读作 补录 今天 02:05，5分钟前")
        await keys(pilot, "escape")
        assert isinstance(app.focused, Entry)
        await keys(pilot, "escape")
        assert not isinstance(app.focused, Entry)
        assert app.screen.query_one(Entry).value == "-5 分闸"


async def test_the_reading_goes_with_the_clock(tmp_path: Path) -> None:
    """What is told a minute later is what is recorded then."""
    async with at("response", tmp_path) as (app, pilot, clock):
        await keys(pilot, "ctrl+l")
        await typed(pilot, "-5 分闸")
        clock.forward(minutes=2)
        app.refresh_view()
        await settle(pilot)
        assert says(app, "今天 02:07，5分钟前")
        await keys(pilot, "enter")
        await settle(pilot)
        assert case_of(app).entries[-1].event_at == "2026-11-24T02:07:00+08:00"


@pytest.mark.parametrize("size", SIZES[:2])
async def test_a_late_entry_tells_its_time_and_a_guess_asks_for_it_in_full(tmp_path: Path, size: tuple[int, int]) -> None:
    """补录: a date that lies ahead is never last year's; F10 refuses, all stays, the full form is taken."""
    async with at("log", tmp_path, size) as (app, pilot, _):
        await keys(pilot, "ctrl+l")
        await settle(pilot)
        await typed(pilot, "11-30 02:10")
        assert says(app, "今年的还没到；若是去年请写全 2025-11-30 02:10")
        await keys(pilot, "tab")
        await typed(pilot, "1200 户停电")
        await keys(pilot, "f10")
        await settle(pilot)
        assert len(case_of(app).entries) == 1
        field = app.focused
        assert isinstance(field, Input)
        field.value = ""
        await typed(pilot, "23:50:07")
        assert says(app, "发生时间：读作 昨天(11-23) 23:50:07，2小时19分钟前")
        await keys(pilot, "f10")
        await settle(pilot)
        entry = case_of(app).entries[-1]
        assert (entry.data["text"], entry.event_at) == ("1200 户停电", "2026-11-23T23:50:07+08:00")


async def test_minutes_ago_count_from_when_they_were_typed(tmp_path: Path) -> None:
    """What the dialog told is what is recorded, however long the rest takes."""
    async with at("log", tmp_path) as (app, pilot, clock):
        await keys(pilot, "ctrl+l")
        await settle(pilot)
        await typed(pilot, "-5")
        assert says(app, "读作 今天 02:05，5分钟前")
        clock.forward(minutes=3)
        await keys(pilot, "tab")
        await typed(pilot, "主变跳闸")
        await keys(pilot, "f10")
        await settle(pilot)
        assert case_of(app).entries[-1].event_at == "2026-11-24T02:05:00+08:00"


@pytest.mark.parametrize(("answer", "said"), [
    ("30", "读作 今天 02:40，30分钟后"), ("2小时", "读作 今天 04:10，2小时后"), ("1430", "读作 今天 14:30，12小时20分钟后"),
    ("830", "是几点还是多少分钟？请写「0830」或「830分钟」"), ("11-20 08:00", "若是明年请写全 2027-11-20 08:00"),
])  # fmt: skip
async def test_a_deadline_is_told_before_it_is_set(tmp_path: Path, answer: str, said: str) -> None:
    """交办: minutes, hours, a clock time; 830 is asked about."""
    async with at("response", tmp_path, (120, 40)) as (app, pilot, _):
        await keys(pilot, "ctrl+d")
        await settle(pilot)
        app.screen.query_one("#ask-due").focus()
        await typed(pilot, answer)
        assert says(app, said)


async def test_a_line_off_the_paper_tells_its_time(tmp_path: Path) -> None:
    """纸面补录: the paper's own time, by the same reader, told below the fields."""
    async with at("paperlines", tmp_path) as (app, pilot, _):
        await typed(pilot, "25日0210")
        assert says(app, "本月的还没到；若是10月请写全 2026-10-25 02:10")
        app.screen.query_one("#paper-at", Entry).value = ""
        await typed(pilot, "0155")
        assert says(app, "读作 今天 01:55，15分钟前")


async def test_a_time_of_the_event_is_doubted_before_it_is_recorded(tmp_path: Path) -> None:
    """发生时间: read to the second; after the call, or hours from the start of the clocks, it is said beside it."""
    async with at("intake", tmp_path, (120, 40)) as (app, pilot, clock):
        clock.forward(minutes=3)
        app.screen.set_focus(app.screen.query_one(Form).rows["when:occurred"].entry)
        await typed(pilot, "15:23:40")
        assert says(app, "读作 昨天(11-23) 15:23:40，10小时49分钟前；计时起点由 02:10 改到 11-23 15:23，早10小时46分钟，时限跟着变，请核对")
        app.screen.query_one(Form).rows["when:occurred"].put("")
        await typed(pilot, "02:12")
        assert says(app, "读作 今天 02:12，1分钟前；晚于来电时间 11-24 02:10，请核对")
        app.screen.query_one(Form).rows["when:occurred"].put("")
        await typed(pilot, "约2时5分")
        assert says(app, "读作 今天 02:05，8分钟前")
        await keys(pilot, "enter")
        await settle(pilot)
        assert case_of(app).state.t0 == instant("2026-11-24T02:05:00+08:00")
        assert case_of(app).entries[-1].data["typed"] == "约2时5分"


@pytest.mark.parametrize("size", SIZES)
async def test_a_wrong_time_is_put_right_and_both_stand_in_the_log(tmp_path: Path, size: tuple[int, int]) -> None:
    """更正 with the time alone: the row, the detail and the correction's own row show the old time and the right one."""
    async with at("log", tmp_path, size) as (app, pilot, clock):
        case = case_of(app)
        app.desk.do(case.id, c.Note("户恢复供电", instant("2026-11-24T01:00:00+08:00")))
        app.refresh_view()
        await settle(pilot)
        await keys(pilot, "ctrl+d")
        await settle(pilot)
        assert says(app, "发生于 2026-11-24 01:00:00")
        await keys(pilot, "tab")
        await typed(pilot, "0120")
        assert says(app, "发生时间：读作 今天 01:20，50分钟前")
        await keys(pilot, "f10")
        await settle(pilot)
        assert case.entries[-1].data == {"seq": 2, "text": "", "event_at": "2026-11-24T01:20:00+08:00"}
        assert says(app, "更正第2条：发生时间更正为 2026-11-24 01:20:00")
        await keys(pilot, "down")
        await settle(pilot)
        assert says(app, "(01:00发生，更正为01:20)")
        assert says(app, "发生时间由第3条更正为 2026-11-24 01:20:00")
        clock.forward(minutes=1)
        await keys(pilot, "ctrl+d")
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        assert len(case.entries) == 3


def test_a_right_time_is_in_every_export_and_in_the_chronicle(tmp_path: Path) -> None:
    """The recorded time and the right one; a correction of 0.1, which has words alone, reads as it did."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "甲站失压")
    desk.do(case.id, c.Note("户恢复供电", instant("2026-11-24T01:00:00+08:00")))
    desk.do(case.id, c.Correct(2, "1200户恢复供电", instant("2026-11-24T01:20:05+08:00")), c.Correct(2, "见上"))
    situation = situation_of(case)
    for name in ("csv", "md", "html", "toml"):
        text = FORMATS[name](situation).decode("utf-8")
        assert "更正第2条：1200户恢复供电，发生时间更正为 2026-11-24 01:20:05" in text, name
        assert "更正第2条：见上" in text, name
    assert "户恢复供电，发生时间由第3条更正为 2026-11-24 01:20:05" in FORMATS["csv"](situation).decode("utf-8")
    assert 'right_time = "2026-11-24T01:20:05+08:00"' in FORMATS["toml"](situation).decode("utf-8")
    assert any("发生时间由第3条更正为 2026-11-24 01:20:05" in row[4] for block in chronicle(situation).blocks for row in getattr(block, "rows", ()))
    assert json.loads(FORMATS["jsonl"](situation).splitlines()[2])["data"]["event_at"] == "2026-11-24T01:20:05+08:00"
    desk.close()
