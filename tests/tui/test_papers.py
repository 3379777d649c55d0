"""The papers screen: a script is read and marked with one name, a draft is never older than what it says it told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.clipboard import MOST, copy
from console.tui.dialog import Dialog
from console.tui.screens.papers import PapersScreen
from console.tui.widgets.entry import Page
from console.tui.widgets.rows import Rows
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle


def outage(home: Path) -> tuple[Desk, Case, FixedClock]:
    """An outage of level II that began a minute ago."""
    clock = FixedClock()
    desk = Desk(home, name="张三", clock=clock)
    case = desk.open_event("blackout", "蒙自变失压")
    desk.do(case.id, c.SetInstant("occurred", clock.now() - timedelta(minutes=1)), c.SetPlaces(("蒙自市",)),
            c.SetFigure("grid_load_mw", 1500, "1500", "调度", "verified"),
            c.SetFigure("grid_shed_mw", 700, "700", "调度", "verified"))  # fmt: skip
    return desk, case, clock


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_script_is_marked_given_with_the_receivers_name_alone(tmp_path: Path, size: tuple[int, int]) -> None:
    """F10, a name, F10: the words go into the log as they were read, without the lines that set them apart."""
    desk, case, _ = outage(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await app.action_go("papers")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, PapersScreen)
        words = screen.text
        assert "\n\n" not in words
        assert ("\n\n" in screen.query_one("#paper-text", Page).text) == (size == (120, 40))
        await keys(pilot, "f10")
        await settle(pilot)
        assert isinstance(app.screen, Dialog)
        assert list(app.screen.answers()) == ["name"]
        await keys(pilot, *"zhao", "f10")
        await settle(pilot)
        given = case.state.milestones["county-phone"]
        assert (given.receiver, given.channel, given.words) == ("zhao", "电话", words)
    desk.close()


async def test_why_it_is_late_is_asked_only_where_it_is(tmp_path: Path) -> None:
    """Past the target the dialog asks for the reason too."""
    desk, _, clock = outage(tmp_path)
    clock.forward(minutes=40)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("papers")
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        assert isinstance(app.screen, Dialog)
        assert list(app.screen.answers()) == ["name", "late"]
    desk.close()


async def test_a_draft_that_the_log_has_overtaken_says_so_and_is_kept_as_what_it_told(tmp_path: Path) -> None:
    """A figure that came after the draft was drawn is flagged, and the next report corrects it; sent once, drawn anew."""
    desk, case, _ = outage(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("papers")
        await settle(pilot)
        app.screen.query_one("#paper-list", Rows).pick("report")
        await settle(pilot)
        desk.do(case.id, c.SetFigure("grid_shed_mw", 900, "900", "调度", "verified"))
        app.refresh_view()
        await settle(pilot)
        assert says(app, "拟稿后日志又记了1条")
        await keys(pilot, "f10", "enter", "enter", *"wang", "enter", *"zhou", "f10")
        await settle(pilot)
        sent = case.state.papers[-1]
        assert (sent.kind, sent.number, sent.figures["grid_shed_mw"]) == ("首报", 1, 700)
        assert (sent.signed_by, sent.received_by) == ("wang", "zhou")
        assert "700兆瓦" in sent.text
        assert isinstance(app.screen, PapersScreen)
        assert "首报「红河电网减供负荷700兆瓦」更正为「红河电网减供负荷900兆瓦」" in app.screen.text
    desk.close()


async def test_the_clipboard_takes_short_words_and_says_so_of_long_ones(tmp_path: Path) -> None:
    """What a terminal would drop silently is not offered to it; the sentence names the way out."""
    desk, _, _ = outage(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)):
        assert copy(app, "一句话").startswith("已复制3字")
        assert app.clipboard == "一句话"
        assert "F12" in copy(app, "长" * MOST)
        assert copy(app, "一句话", "再按 Ctrl+K 选一种文件").endswith("请再按 Ctrl+K 选一种文件")
        assert app.clipboard == "一句话"
    desk.close()
