"""The mouse does what the keys do, one click after another."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from console.desk.desk import Desk
from console.tui.app import DutyApp
from console.tui.commands import APP_COMMANDS
from console.tui.screens.base import DutyScreen
from console.tui.widgets.keys import Key
from console.words import cells
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle


async def click_key(pilot: Pilot[None], action: str) -> None:
    """Click a key of the last line of the screen."""
    at = 0
    for command in (c for c in APP_COMMANDS if c.footer):
        words = cells(f"{command.shown_key.replace('Ctrl+', '^')}{command.label} ")
        if command.action == action:
            await pilot.click("#keys", offset=(at + 2, 0))
            await settle(pilot)
            return
        at += words
    raise AssertionError(action)


async def test_every_screen_is_reached_by_clicks_from_any_other(tmp_path: Path) -> None:
    """A click on the key line of one screen brings the next, and the click after that still works."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    desk.open_event("blackout", "甲站失压")
    app = DutyApp(desk)
    places = {"declare": "定级", "ending": "终止", "plan": "预案", "papers": "文书", "response": "处置", "board": "值班台",
              "intake": "接报", "log": "日志"}
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for place, title in (*places.items(), ("declare", "定级")):
            await click_key(pilot, f"go('{place}')")
            assert isinstance(app.screen, DutyScreen)
            assert title == app.screen.PLACE
    desk.close()


async def test_the_keys_of_a_screen_are_clicked_too(tmp_path: Path) -> None:
    """复述 and 完成 open with a click each and go with a key; the line below still works after them."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    desk.open_event("blackout", "甲站失压")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await click_key(pilot, "go('intake')")
        for number, action in ((3, "read_back"), (4, "finish")):
            await pilot.click(list(app.screen.query(Key))[number])
            await settle(pilot)
            if action == "read_back":
                assert says(app, "念给来电人核对")
                await keys(pilot, "escape")
                await settle(pilot)
        assert not isinstance(app.screen, DutyScreen), "the intake asks before it is finished"
        await keys(pilot, "escape")
        await settle(pilot)
        await click_key(pilot, "go('log')")
        assert isinstance(app.screen, DutyScreen)
        assert app.screen.PLACE == "日志"
    desk.close()
