"""Keys that come faster than the screens: none is lost, and each is taken by the screen it was meant for."""

from __future__ import annotations

from pathlib import Path

from textual import events

from console.desk.desk import Desk
from console.tui.app import DutyApp
from tests.desk.clock import FixedClock
from tests.scenarios.driving import settle

TURNS = 12
"""Turns of the loop that are ample for everything to be taken."""


def burst(app: DutyApp, *names: str) -> None:
    """All keys at once, as a terminal sends what was typed while the machine was busy."""
    for name in names:
        character = {"enter": "\r", "space": " "}.get(name, name if len(name) == 1 else None)
        app.post_message(events.Key(name, character))


async def test_a_line_typed_while_the_desk_opens_is_in_the_log(tmp_path: Path) -> None:
    """F6, Ctrl+L, the words and Enter, pressed before the first log was read."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "甲站失压")
    app = DutyApp(lambda: desk)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, "f6", "ctrl+l", *"crew", "space", *"on", "space", *"site", "enter")
        for _ in range(TURNS):
            await settle(pilot)
        assert case.entries[-1].data.get("text") == "crew on site"
    desk.close()


async def test_a_phone_call_is_opened_by_keys_pressed_in_one_breath(tmp_path: Path) -> None:
    """Ctrl+N from another screen, then the dialog's own key: it waits for the dialog."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        burst(app, "f7", "ctrl+n", "f10")
        for _ in range(TURNS):
            await settle(pilot)
        assert app.current in desk.cases
    desk.close()


async def test_what_a_number_picked_does_not_swallow_the_title(tmp_path: Path) -> None:
    """The dialog of a new event: 「1」 picks the plan, and what comes at once behind it is the title."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        burst(app, "ctrl+n", "1", *"220kV", "enter")
        for _ in range(TURNS):
            await settle(pilot)
        (case,) = desk.open_cases()
        assert (case.plan.id, case.state.title) == ("blackout", "220kV")
    desk.close()


async def test_words_and_enter_in_one_breath_fill_a_dialog_field_by_field(tmp_path: Path) -> None:
    """上班登记: name, Enter, leader, Enter, all at once."""
    desk = Desk(tmp_path, clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        burst(app, "ctrl+o", *"Zhang", "enter", *"Li", "enter", "f7")
        for _ in range(TURNS):
            await settle(pilot)
        turn = desk.room.state.on_duty
        assert turn is not None
        assert (turn.name, turn.leader) == ("Zhang", "Li")
        assert app.screen.query("#log-rows")
    desk.close()
