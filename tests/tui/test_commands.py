"""Keys: each does one thing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from console.desk.desk import Desk
from console.initials import initials
from console.tui.app import DutyApp
from console.tui.commands import APP_COMMANDS, DRILL_COMMANDS
from console.tui.drill.director import COMMANDS
from console.tui.palette import Palette
from console.tui.routes import SCREENS, open_screen
from console.tui.widgets.rows import Rows
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle, shown, words


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


def test_a_key_is_written_in_one_way() -> None:
    """「Shift+F11」 as 「Ctrl+N」."""
    for place in SCREENS:
        for command in (*open_screen(place).ACTIONS, *APP_COMMANDS):
            assert "SHIFT" not in command.shown_key


async def test_the_palette_finds_every_command_by_its_name_and_by_its_initials(tmp_path: Path) -> None:
    """Chinese or pinyin initials, of the screen and of the app, at every place."""
    desk = Desk(tmp_path, clock=FixedClock())
    desk.open_event("blackout", "一")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("intake")
        await keys(pilot, "ctrl+p")
        palette = app.screen
        assert isinstance(palette, Palette)
        own = open_screen("intake").ACTIONS
        for number, command in enumerate((*own, *APP_COMMANDS)):
            for sought in (command.label, initials(command.label)):
                palette.query_one("#palette-sought").value = sought  # type: ignore[attr-defined]  # an Input
                await pilot.pause()
                rows = palette.query_one(Rows)
                assert str(number) in rows.ids, (command.label, sought)
    desk.close()


async def test_a_dialog_has_its_own_help_and_says_what_its_keys_do(tmp_path: Path) -> None:
    """F1 over a dialog explains it and leaves what was typed; the line below follows the cursor."""
    desk = Desk(tmp_path, clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+n")
        await settle(pilot)
        assert says(app, "按编号，或上下键选好再回车")
        await keys(pilot, "2")
        assert says(app, "可留空")
        await words(pilot, "大雨")
        await keys(pilot, "f1")
        await settle(pilot)
        assert says(app, "新事件：帮助")
        await keys(pilot, "escape")
        await settle(pilot)
        await keys(pilot, "enter")
        await settle(pilot)
        assert [(case.state.plan, case.state.title) for case in desk.cases.values()] == [("weather", "大雨")]
    desk.close()
