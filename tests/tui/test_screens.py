"""Every screen at every size: it stands, its frame is whole, its help tells every key."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.commands import APP_COMMANDS
from console.tui.screens.base import DutyScreen
from tests.desk.clock import FixedClock
from tests.scenarios.driving import case_of, keys, says, settle, words

PLACES = ("board", "intake", "declare", "response", "log", "ending", "plan", "replay", "health", "papers", "warnings",
          "paperlines", "practice", "drills", "compare")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One event with a level to declare."""
    found = Desk(tmp_path, name="张三", clock=FixedClock())
    case = found.open_event("blackout", "甲站失压 [/] \x1b[2J")
    found.do(case.id, c.SetFigure("grid_load_mw", 1500), c.SetFigure("grid_shed_mw", 700))
    return found


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_every_screen_stands_at_every_size(desk: Desk, size: tuple[int, int]) -> None:
    """Head, next step, trust line and keys are all in the window, and the help at 80x24 names each of its own keys."""
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for place in PLACES:
            await app.action_go(place)
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, DutyScreen), place
            for part in ("#head", "#next", "#trust", "#keys"):
                region = screen.query_one(part).region
                assert region.height > 0, (place, part)
                assert region.bottom <= size[1], (place, part)
                assert region.right <= size[0], (place, part)
            if size[0] != 80:
                continue
            await keys(pilot, "f1")
            told = str([str(w.render()) for w in app.screen.query("Static")])
            assert all(command.shown_key.lower() in told.lower() for command in screen.ACTIONS), place
            await keys(pilot, "escape")
    desk.close()


async def test_a_level_is_declared_and_a_note_taken_by_keys(desk: Desk) -> None:
    """定级 asks who and why and defaults to nothing; 处置 keeps a note as typed."""
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("declare")
        await settle(pilot)
        assert says(app, "II级(较大)")
        await keys(pilot, "f10", "f10")
        await settle(pilot)
        assert case_of(app).state.level is None
        await keys(pilot, "escape")
        await app.action_go("response")
        await settle(pilot)
        await keys(pilot, "ctrl+l")
        await words(pilot, "[/] 来电催问")
        await keys(pilot, "enter")
        await settle(pilot)
        assert case_of(app).entries[-1].data["text"] == "[/] 来电催问"
    desk.close()


def test_every_key_of_the_app_has_a_sentence() -> None:
    """Help, palette and key line come from one list, each with its words."""
    assert all(command.label and len(command.help) > 4 for command in APP_COMMANDS)
