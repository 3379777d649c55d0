"""Keys: each does one thing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from console.desk.desk import Desk
from console.tui.app import DutyApp
from console.tui.commands import APP_COMMANDS, DRILL_COMMANDS
from console.tui.drill.director import COMMANDS
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, settle, shown, words


def test_no_key_stands_for_two_commands() -> None:
    """Everywhere, in a drill, and at the director's: a key is given once."""
    for commands in ((*APP_COMMANDS, *DRILL_COMMANDS), COMMANDS):
        counts = Counter(key for command in commands for key in command.keys.split(","))
        assert not [key for key, count in counts.items() if count > 1]


async def test_a_dialog_is_answered_before_another_screen(tmp_path: Path) -> None:
    """F-keys over a dialog leave it with what was typed, and say what to do; the event on the screens stays."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    first, second = desk.open_event("blackout", "一"), desk.open_event("blackout", "二")
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+o")
        await words(pilot, "李四")
        current = app.current
        for key in ("f7", "f2", "f5", "ctrl+t", "ctrl+g"):
            await keys(pilot, key)
            await settle(pilot)
            assert "这一框还没有完" in shown(app)
            assert "李四" in shown(app)
            assert app.current == current
        await keys(pilot, "f10")
        await settle(pilot)
        assert desk.by == "李四"
    assert {first.id, second.id} == set(desk.cases)
    desk.close()
