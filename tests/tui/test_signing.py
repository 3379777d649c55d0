"""Nothing is signed by nobody unseen: who is on duty is asked with the first call, stays in view, and a name is a name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.entry import NOBODY
from console.tui.app import DutyApp
from console.tui.widgets.frame import WHO, NextLine
from tests.desk.clock import FixedClock
from tests.scenarios.driving import case_of, fill, keys, says, settle, text_of, words

SIZES = [(80, 24), (120, 40)]


@asynccontextmanager
async def console(tmp_path: Path, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[DutyApp, Pilot[None]]]:
    """A console at which nobody has said who is on duty."""
    app = DutyApp(Desk(tmp_path, clock=FixedClock()))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield app, pilot
    app.desk.close()


def second_line(app: DutyApp) -> str:
    """The line under the head."""
    return text_of(app.screen.query_one(NextLine)).strip()


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_call_asks_who_takes_it_and_is_held_up_by_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    """Ctrl+N, 1, Enter is enough; the second line asks until it is told, and what was recorded till then says so."""
    async with console(tmp_path, size) as (app, pilot):
        assert second_line(app).startswith(WHO)
        await keys(pilot, "ctrl+n", "1")
        assert says(app, "谁在值班")
        await keys(pilot, "enter")
        await settle(pilot)
        assert app.screen.__class__.__name__ == "IntakeScreen" and second_line(app).startswith(WHO)
        assert {entry.by for entry in case_of(app).entries} == {NOBODY}
        await keys(pilot, "ctrl+o")
        await fill(pilot, "李明", "")
        assert WHO not in second_line(app) and app.desk.by == "李明"


async def test_a_name_given_with_the_call_signs_its_first_entry_and_is_offered_again(tmp_path: Path) -> None:
    """On duty before the event is opened; the next time somebody is asked, the name is at hand."""
    async with console(tmp_path) as (app, pilot):
        await keys(pilot, "ctrl+n", "1", "tab")
        await words(pilot, "李明")
        await keys(pilot, "enter")
        await settle(pilot)
        assert {entry.by for entry in case_of(app).entries} == {"李明"} and WHO not in second_line(app)
        await keys(pilot, "ctrl+n")
        assert not says(app, "谁在值班")
        await keys(pilot, "escape", "ctrl+o", "down")
        assert says(app, "李明")


@pytest.mark.parametrize("typed", ["1", "12", "：", "值班员"])
async def test_what_is_no_name_puts_nobody_on_duty(tmp_path: Path, typed: str) -> None:
    """Neither with the call, which is opened all the same, nor by 上班登记, which says why."""
    async with console(tmp_path) as (app, pilot):
        await keys(pilot, "ctrl+n", "1", "tab")
        await words(pilot, typed)
        await keys(pilot, "f10")
        await settle(pilot)
        assert app.current is not None and says(app, "按 Ctrl+O 登记值班员") and app.desk.room.state.on_duty is None
        await keys(pilot, "ctrl+o")
        await words(pilot, typed)
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, f"「{typed}」不像姓名") or says(app, f"「{typed}」不是姓名")
        assert app.desk.room.state.on_duty is None


async def test_what_is_overdue_stands_before_who_is_on_duty(tmp_path: Path) -> None:
    """The question never pushes an overdue report from the head of the line."""
    async with console(tmp_path) as (app, pilot):
        clock = app.desk.time.pc
        assert isinstance(clock, FixedClock)
        case = app.desk.open_event("blackout", "甲站失压")
        app.desk.do(case.id, c.FinishIntake(), c.Declare("start", "II", "II", "王五", "王五", "指挥长"))
        clock.forward(minutes=180)
        app.current = case.id
        app.refresh_view()
        await settle(pilot)
        assert app.view is not None and app.view.steps[0].due is not None and app.view.steps[0].due <= clock.now()
        line = second_line(app)
        assert line.startswith("下一步 F5") and WHO in line


async def test_a_paper_names_nobody_where_nobody_is_on_duty(tmp_path: Path) -> None:
    """The script leaves room for one's own name, and the list of what is missing says that it is."""
    async with console(tmp_path) as (app, pilot):
        case = app.desk.open_event("blackout", "甲站失压")
        app.desk.do(case.id, c.SetInstant("occurred", app.desk.clock.now() - timedelta(minutes=5)), c.FinishIntake())
        app.current = case.id
        app.refresh_view()
        await keys(pilot, "f11")
        await settle(pilot)
        assert says(app, "值班员（报您的姓名）报告") and says(app, "值班员姓名") and not says(app, NOBODY + "报告")


@pytest.mark.parametrize(("title", "names"), [("登记", 1), ("交办", 2)])
async def test_a_task_and_an_order_need_their_people(tmp_path: Path, title: str, names: int) -> None:
    """Refused with the cursor in the field that is wanting; with the names it is recorded with them."""
    async with console(tmp_path) as (app, pilot):
        case = app.desk.open_event("blackout", "甲站失压")
        app.desk.do(case.id, c.FinishIntake(), c.Declare("start", "II", "II", "王五", "王五", "指挥长"))
        app.current = case.id
        app.refresh_view()
        await keys(pilot, "f6", *(["3", "down", "enter"] if title == "登记" else ["ctrl+d"]))
        await settle(pilot)
        if title == "交办":
            await keys(pilot, "2")
            await words(pilot, "维持车站秩序")
        before = len(case.entries)
        await keys(pilot, "f10")
        await settle(pilot)
        for label, typed in (("谁办的、谁答的", "小赵"),) if names == 1 else (("谁交办的", "王副州长"), ("谁承办", "公安局李队")):
            assert says(app, f"{label}还没有填") and len(case.entries) == before
            await words(pilot, typed)
            await keys(pilot, "f10")
            await settle(pilot)
        assert len(case.entries) == before + 1
        data = case.entries[-1].data
        assert (data["name"] if names == 1 else (data["origin"], data["who"])) in ("小赵", ("王副州长", "公安局李队"))


async def test_a_condition_of_the_end_holds_because_somebody_says_so(tmp_path: Path) -> None:
    """6.5: met only with a name; the row and the log tell it."""
    async with console(tmp_path) as (app, pilot):
        case = app.desk.open_event("blackout", "甲站失压")
        app.desk.do(case.id, c.FinishIntake(), c.Declare("start", "II", "II", "王五", "王五", "指挥长"))
        app.current = case.id
        app.refresh_view()
        await keys(pilot, "f8", "enter")
        await settle(pilot)
        await keys(pilot, "1", "f10")
        await settle(pilot)
        assert says(app, "谁说的还没有填") and not case.state.end
        await words(pilot, "省调张伟")
        await keys(pilot, "f10")
        await settle(pilot)
        [tick] = case.state.end.values()
        assert tick.met and tick.name == "省调张伟" and says(app, "据省调张伟")
