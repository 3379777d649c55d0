"""The screen of the night: states by shape and word, agencies by a few keys, the log's end, four lists on a large screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.response_panes import Pane, UnitsPane
from console.tui.screens.response import ResponseScreen
from console.tui.widgets.recent import Recent
from console.tui.widgets.sheet import Sheet
from console.tui.widgets.tabs import Tabs
from tests.desk.clock import FixedClock
from tests.scenarios.driving import case_of, keys, says, settle, shown, text_of, words

HOSTILE = "[/] [@click=app.quit]停电[/]\x1b]0;x\x07\u202e"


@asynccontextmanager
async def night(tmp_path: Path, size: tuple[int, int], plan: str = "blackout") -> AsyncIterator[tuple[DutyApp, Pilot[None]]]:
    """An event at level II that occurred ten minutes before the call, on the response screen."""
    clock = FixedClock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    case = desk.open_event(plan, "甲站失压")
    desk.do(case.id, c.SetInstant("occurred", clock.now() - timedelta(minutes=10)), c.FinishIntake())
    desk.do(case.id, c.Declare("start", "II", "II", "王五", "王五", "指挥长"))
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await app.action_go("response")
        await settle(pilot)
        yield app, pilot
    desk.close()


def pane_of(app: DutyApp, name: str) -> Pane:
    """One of the lists."""
    return app.screen.query_one(f"#pane-{name}", Pane)


def rows_of(app: DutyApp, name: str) -> list[str]:
    """The rows of a list as they stand on the screen."""
    return [line.rstrip() for line in text_of(pane_of(app, name).rows).split("\n") if line.strip()]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_a_report_says_its_state_by_shape_and_word_at_each_edge(tmp_path: Path, size: tuple[int, int]) -> None:
    """未报, five minutes before (!)快到, a second after the target [!]过力争, a second after the limit [!!]过最迟, then 迟报."""
    async with night(tmp_path, size) as (app, pilot):
        clock, desk = app.desk.time.pc, app.desk
        assert isinstance(clock, FixedClock)

        def row(number: int) -> str:
            app.refresh_view()
            return rows_of(app, "reports")[number]

        # 20 minutes from the event for our telephone report (5.3), 45 and 135 for the written one.
        clock.forward(seconds=4 * 60 + 59)
        assert row(2).startswith("未报 还有05:01")
        assert "我方 电话报 州人民政府总值班室" in row(2)
        clock.forward(seconds=1)
        assert row(2).startswith("(!)快到 还有05:00")
        assert row(6).startswith("未报 还有30:00")
        clock.forward(minutes=5)
        assert row(2).startswith("(!)快到 还有00:00")
        clock.forward(seconds=1)
        assert row(2).startswith("[!]过力争 00:01")
        clock.forward(seconds=115 * 60 - 1)
        assert row(6).startswith("[!]过力争 1:30:00")
        clock.forward(seconds=1)
        assert row(6).startswith("[!!]过最迟 00:01")
        assert row(0).startswith("[!]过力争")
        assert "等 电网企业 电话报 受影响区域电力" in row(0)
        desk.do(case_of(app).id, c.GiveReport("county-written", "钱七", "传真", late_reason="等数字"))
        assert row(6).startswith("迟报 04:15 迟1:30:01")
        await pilot.pause()


async def test_a_plan_without_minutes_counts_up_and_invents_no_deadline(tmp_path: Path) -> None:
    """The weather plan's reports say how long it has been; neither target nor limit is shown."""
    async with night(tmp_path, (80, 24), "weather") as (app, _):
        assert isinstance(app.desk.time.pc, FixedClock)
        app.desk.time.pc.forward(minutes=7)
        app.refresh_view()
        row = rows_of(app, "reports")[0]
        assert row.startswith("无时限 已过17:00")
        assert "02:" not in row


async def test_letters_and_enter_in_one_breath_reach_the_agency_that_was_meant(tmp_path: Path) -> None:
    """「gaj」 and Enter without a pause: the police and nobody else; then the whole list again, the cursor on the next."""
    async with night(tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("2", "g", "a", "j", "enter")
        await settle(pilot)
        assert "州公安局" in text_of(app.screen.query_one("#dialog-title"))
        await keys(pilot, "f10")
        await settle(pilot)
        assert {a.id for a in case_of(app).state.agencies.values()} == {"police"}
        assert app.screen.query_one(UnitsPane).sought == ""
        assert len(rows_of(app, "units")) > 3


async def test_what_was_marked_stays_marked_until_it_is_recorded(tmp_path: Path) -> None:
    """A cancelled dialog gives no mark up; a group's name registers those of it that nobody told."""
    async with night(tmp_path, (120, 40)) as (app, pilot):
        await keys(pilot, "2", "down", "space", "down", "ctrl+k", "enter")
        await settle(pilot)
        await keys(pilot, "escape")
        units = app.screen.query_one(UnitsPane)
        assert len(units.marked) == 2
        assert says(app, "选了2家")
        await keys(pilot, "enter", "f10")
        await settle(pilot)
        assert len(case_of(app).state.agencies) == 2
        assert not units.marked
        group = case_of(app).plan.groups[0]
        units.rows.pick(f"group:{group.id}")
        await keys(pilot, "enter", "f10")
        await settle(pilot)
        told = {a.id for a in case_of(app).state.agencies.values()}
        assert told == {*group.leads, *group.members}
        await keys(pilot, "home", "enter")
        assert says(app, "这一组的单位都已通知")


async def test_the_mouse_picks_first_and_opens_second_and_clicks_the_names_of_the_lists(tmp_path: Path) -> None:
    """One click reads a report, the second registers it; a list is opened by its name."""
    async with night(tmp_path, (120, 40)) as (app, pilot):
        screen = app.screen
        rows = pane_of(app, "reports").rows
        await pilot.click(rows, offset=(30, 2))
        await settle(pilot)
        assert app.screen is screen
        assert rows.highlighted == 2
        assert says(app, "县市人民政府和州能源局 电话报告  (5.3)")
        await pilot.click(rows, offset=(30, 2))
        await settle(pilot)
        assert app.screen is not screen
        await keys(pilot, "escape")
        tabs = screen.query_one(Tabs)
        await pilot.click(tabs, offset=(text_cell(tabs, "2单位"), 0))
        await settle(pilot)
        assert pane_of(app, "units").display
        assert not pane_of(app, "reports").display
        await pilot.click(Recent)
        await settle(pilot)
        assert type(app.screen).__name__ == "LogScreen"


def text_cell(tabs: Tabs, words: str) -> int:
    """The cell at which some words begin."""
    from console.words import cells  # noqa: PLC0415 # one use

    line = text_of(tabs)
    return cells(line[: line.index(words)]) + 1


async def test_long_words_say_how_much_is_below_and_turn_by_key_and_mouse(tmp_path: Path) -> None:
    async with night(tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("2", *"szfbgs", "backspace", *"s")
        await settle(pilot)
        await keys(pilot, "escape", "home")
        await settle(pilot)
        sheet = app.screen.query_one(Sheet)
        first = text_of(sheet.query_one("_Below"))
        assert first.strip().startswith("下面还有")
        await keys(pilot, "ctrl+down")
        await settle(pilot)
        assert text_of(sheet.query_one("_Below")) != first
        for _ in range(12):
            await pilot.click(sheet.query_one("_Below"))
        await settle(pilot)
        assert "到底了" in text_of(sheet.query_one("_Below"))


@pytest.mark.parametrize(("size", "least"), [((80, 24), 2), ((120, 40), 6), ((200, 55), 6)])
async def test_the_end_of_the_log_stands_above_the_line_for_the_next_entry(tmp_path: Path, size: tuple[int, int], least: int) -> None:
    """The newest last; hostile words as typed; what was taken back says so; a long one takes no more than three lines."""
    async with night(tmp_path, size) as (app, pilot):
        await keys(pilot, "ctrl+l")
        await words(pilot, "医院要油")
        await keys(pilot, "enter")
        await settle(pilot)
        case = case_of(app)
        app.desk.do(case.id, c.MoveAgency("police", "notified"))
        app.desk.do(case.id, c.Withdraw(case.entries[-1].seq, "误按"))
        app.refresh_view()
        await settle(pilot)
        end = text_of(app.screen.query_one(Recent))
        assert f"[已撤回(第{len(case.entries)}条)]" in end
        assert "误按" in [line for line in end.split("\n") if line.strip()][-1]
        assert sum(":" in line[:5] for line in (x.strip() for x in end.split("\n"))) >= least
        app.desk.do(case.id, c.Note(HOSTILE), c.Note("长" * 2000), c.Note("最后"))
        app.refresh_view()
        await settle(pilot)
        end = text_of(app.screen.query_one(Recent))
        assert "最后" in end
        assert 0 < len([x for x in end.split("\n") if "长长长" in x]) <= 3
        assert not {"\x1b", "\x07", "\u202e"} & set(shown(app))


async def test_a_large_screen_shows_all_four_lists_and_the_cursor_says_which_is_meant(tmp_path: Path) -> None:
    async with night(tmp_path, (200, 55)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ResponseScreen)
        assert all(pane.display and pane.region.height > 5 for pane in screen.panes)
        for number, name in enumerate(("reports", "units", "tasks", "risks"), 1):
            await keys(pilot, str(number))
            assert screen.focused is pane_of(app, name).rows
        await pilot.click(pane_of(app, "units").rows, offset=(20, 3))
        await settle(pilot)
        assert says(app, "还没有通知，回车登记")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert [pane.NAME for pane in screen.panes if pane.display] == ["units"]


async def test_a_corrected_start_shows_the_old_deadlines_and_the_new(tmp_path: Path) -> None:
    """The event was at 0200; told now that it was at 0205, every deadline is five minutes later, and both times are shown."""
    async with night(tmp_path, (120, 40)) as (app, pilot):
        await keys(pilot, "ctrl+y", "enter")
        await words(pilot, "0205")
        await keys(pilot, "enter")
        await words(pilot, "调度更正")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "县市人民政府和州能源局 电话报告：力争 11-24 02:20 改为 11-24 02:25")
        assert says(app, "最迟 11-24 04:15 改为 11-24 04:20")
        await keys(pilot, "escape")
        await settle(pilot)
        assert says(app, "计时起点更正前：力争 11-24 02:10")


async def test_a_number_and_letters_in_one_burst_are_taken_in_their_order(tmp_path: Path) -> None:
    """All keys are in the queue before the list has changed: the letters are the new list's."""
    async with night(tmp_path, (80, 24)) as (app, pilot):
        for key in "2gaj":
            app.post_message(events.Key(key, key))
        await settle(pilot)
        assert app.screen.query_one(UnitsPane).sought == "gaj"
        assert len(rows_of(app, "units")) == 1


async def test_a_refusal_brings_the_cursor_to_the_field_it_names(tmp_path: Path) -> None:
    """The reason of a late report was left out: the next words typed are the reason, and the name stays as it was."""
    async with night(tmp_path, (80, 24)) as (app, pilot):
        app.desk.time.pc.forward(minutes=90)  # type: ignore[attr-defined]  # the clock of this test
        app.refresh_view()
        await keys(pilot, "f5")
        await settle(pilot)
        await words(pilot, "钱七")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "请写一句迟报原因")
        assert app.focused is not None
        assert app.focused.id == "ask-late"
        await words(pilot, "等数字")
        await keys(pilot, "f10")
        await settle(pilot)
        (done,) = case_of(app).state.milestones.values()
        assert (done.receiver, done.late_reason) == ("钱七", "等数字")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_who_reported_and_who_took_it_are_asked_by_direction(tmp_path: Path, size: tuple[int, int]) -> None:
    """What we await: who reported it, and who took it here, whoever is on duty unless it is changed. What we owe: who took it there."""
    async with night(tmp_path, size) as (app, pilot):
        await keys(pilot, "home", "enter")
        await settle(pilot)
        assert says(app, "谁报来的")
        assert says(app, "我方接报人")
        assert list(app.screen.answers()) == ["name", "here", "channel", "late", "at", "note"]  # type: ignore[attr-defined]  # a dialog
        assert app.screen.answers()["here"] == "张三"  # type: ignore[attr-defined]  # as above
        await words(pilot, "张伟")
        await keys(pilot, "f10")
        await settle(pilot)
        await keys(pilot, "home")
        await settle(pilot)
        done = case_of(app).state.milestones["grid-phone"]
        assert (done.ours, done.reporter, done.receiver) == (False, "张伟", "张三")
        assert says(app, "报告人：张伟；接报人：张三")
        await keys(pilot, "f5")
        await settle(pilot)
        assert says(app, "对方接报人")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "对方接报人还没有填")
        await words(pilot, "赵敏")
        await keys(pilot, "f10")
        await settle(pilot)
        ours = case_of(app).state.milestones["county-phone"]
        assert (ours.ours, ours.reporter, ours.receiver) == (True, "", "赵敏")
