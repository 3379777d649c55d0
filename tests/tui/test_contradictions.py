"""Figures that cannot both be so, on the screens: asked first, told first, and nothing goes out over them unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.dialog import Dialog
from console.tui.screens.intake import IntakeScreen
from console.tui.screens.papers import PapersScreen
from console.tui.widgets.ask_line import AskLine
from console.tui.widgets.form import Form
from console.tui.widgets.judgement import Level
from console.tui.widgets.line import Line
from console.tui.widgets.rows import Rows
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle

SAID = "红河电网停电用户58万户比红河电网供电用户50万户多，两个数都先不用，请核对"
FIGURES = {"grid_load_mw": 700, "grid_shed_mw": 320, "grid_customers": 500000, "grid_customers_out": 580000}


def outage(home: Path, figures: Mapping[str, int]) -> tuple[Desk, Case]:
    """An outage of five minutes ago with these figures."""
    clock = FixedClock()
    desk = Desk(home, name="张三", clock=clock)
    case = desk.open_event("blackout", "蒙自变失压")
    desk.do(case.id, c.SetInstant("occurred", clock.now() - timedelta(minutes=5)), c.SetPlaces(("蒙自市",)),
            *(c.SetFigure(path, value, str(value), "调度") for path, value in figures.items()))  # fmt: skip
    return desk, case


async def go(pilot: Pilot[None], place: str) -> None:
    """To a screen."""
    await settle(pilot)
    app = pilot.app
    assert isinstance(app, DutyApp)
    await app.action_go(place)
    await settle(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_a_wrong_digit_at_the_intake_is_asked_about_and_takes_no_level(tmp_path: Path, size: tuple[int, int]) -> None:
    """Of 1,200,000 customers a nought too few: the level stands, the question names both, F10 goes to the field."""
    desk, case = outage(tmp_path, {**FIGURES, "grid_customers": 1200000})
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await go(pilot, "intake")
        form = app.screen.query_one(Form)
        app.screen.set_focus(form.rows["fact:grid_customers"].entry)
        await keys(pilot, *"500000", "enter")
        await settle(pilot)
        assert case.state.figures["grid_customers"].now.value == 500000
        assert SAID in str(app.screen.query_one(AskLine).content).replace("\n", "").replace("  ", "")
        assert "II级(较大)" in str(app.screen.query_one(Level).content)
        assert not says(app, "没有要追问的了") and not says(app, "不能判断")
        if size[1] > 50:  # where the words to read back have room
            assert says(app, "对不上，请再核对：红河电网停电用户58万户比红河电网供电用户50万户多")
        await keys(pilot, "f10", *"480000", "enter")
        await settle(pilot)
        assert case.state.figures["grid_customers_out"].now.value == 480000
        assert not says(app, "矛盾")
    desk.close()


async def test_f5_settles_it_first_and_the_level_screen_says_what_was_left_out(tmp_path: Path) -> None:
    """The step stands before the decision; what is declared holds neither figure."""
    desk, case = outage(tmp_path, FIGURES)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert says(app, f"核对矛盾：{SAID}")
        await keys(pilot, "f5")
        await settle(pilot)
        assert isinstance(app.screen, IntakeScreen)
        assert app.focused is app.screen.query_one(Form).rows["fact:grid_customers_out"].entry
        await go(pilot, "declare")
        assert says(app, "建议启动II级响应") and says(app, "[矛盾]")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "数字矛盾，不作依据：红河电网停电用户58万户比红河电网供电用户50万户多")
        await keys(pilot, "enter", *"wang", "enter", *"wang", "enter", *"zhizhang", "f10")
        await settle(pilot)
        await keys(pilot, "f10")  # whoever doubts the authority is told once
        await settle(pilot)
        (declared,) = case.state.declarations
        assert declared.facts == {"grid_load_mw": 700, "grid_shed_mw": 320}
        assert declared.clauses == ("附录1 三.1",)
    desk.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_script_is_not_marked_given_over_it_without_a_reason(tmp_path: Path, size: tuple[int, int]) -> None:
    """Night 2: 450450 MW of 700. The head says so, the figure is not in it, and the cursor waits where the reason goes."""
    desk, case = outage(tmp_path, {"grid_load_mw": 700, "grid_shed_mw": 450450})
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await go(pilot, "papers")
        screen = app.screen
        assert isinstance(screen, PapersScreen)
        assert screen.text.startswith("[矛盾] 红河电网减供负荷、红河电网负荷报来的数对不上，正在核实。")
        assert "450450" not in screen.text and "64350" not in screen.text
        assert str(screen.query_one("#paper-flags", Line).content).startswith("[矛盾]")
        await keys(pilot, "f10", *"zhao", "f10")
        await settle(pilot)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        assert says(app, "仍要报出的原因")
        assert app.focused is not None and app.focused.id == "ask-despite"
        assert not case.state.milestones
        await keys(pilot, *"shixian", "f10")
        await settle(pilot)
        assert case.state.milestones["county-phone"].receiver == "zhao"
        assert case.entries[-1].data["despite"] == "shixian"
    desk.close()


async def test_the_report_screen_asks_the_same(tmp_path: Path) -> None:
    """F5 on a report of ours at 处置."""
    desk, case = outage(tmp_path, FIGURES)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await go(pilot, "response")
        app.screen.query_one(Rows).pick("county-phone")
        await keys(pilot, "enter", *"zhao", "f10")
        await settle(pilot)
        assert app.focused is not None and app.focused.id == "ask-despite"
        assert says(app, "数字矛盾")
        await keys(pilot, *"shixian", "f10")
        await settle(pilot)
        assert case.entries[-1].data["despite"] == "shixian"
    desk.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_paper_is_not_sent_without_who_received_it(tmp_path: Path, size: tuple[int, int]) -> None:
    """First the signer of a written report, then the receiver: refused with the cursor in the field, then 首报 第1号."""
    desk, case = outage(tmp_path, {"grid_load_mw": 700, "grid_shed_mw": 320})
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await go(pilot, "papers")
        app.screen.query_one("#paper-list", Rows).pick("report")
        await settle(pilot)
        await keys(pilot, "f10", "f10")
        await settle(pilot)
        assert app.focused is not None and app.focused.id == "ask-received"
        await keys(pilot, *"zhou", "f10")
        await settle(pilot)
        assert app.focused is not None and app.focused.id == "ask-signed"
        assert not case.state.papers
        await keys(pilot, *"wang", "f10")
        await settle(pilot)
        (sent,) = case.state.papers
        assert (sent.kind, sent.number, sent.received_by, sent.signed_by) == ("首报", 1, "zhou", "wang")
        assert case.state.milestones["county-written"].channel == sent.channel == "公文系统"
    desk.close()
