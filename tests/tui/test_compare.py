"""Several events: side by side, the office's own times marked, and keys as terminals really send them."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.tui.app import DutyApp
from console.tui.commands import APP_COMMANDS, as_terminals_send
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle, shown, words

OWN = (
    '[[times]]\nplan = "weather"\nitem = "office-proposal"\ntarget = 10\n'
    '[[times]]\nplan = "blackout"\nitem = "local-phone"\ntarget = 1\nlimit = 20\n'
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three events in a room with times of its own for either plan."""
    (tmp_path / "settings.toml").write_text(OWN, encoding="utf-8")
    found = Desk(tmp_path, name="张三", clock=FixedClock())
    for plan, title in (("blackout", "[/] 甲站失压"), ("weather", "乙雨"), ("blackout", "丙站失压")):
        found.open_event(plan, title)
    return found


@pytest.mark.parametrize(("size", "together"), [((80, 24), 2), ((120, 40), 3), ((200, 55), 3)])
async def test_events_stand_side_by_side_and_the_cursor_brings_the_others(desk: Desk, size: tuple[int, int], together: int) -> None:
    """As many as fit, moved by the arrow keys to the last; Enter works on the one picked."""
    app = DutyApp(desk)
    ids = [case.id for case in desk.open_cases()]
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.current = ids[0]
        await keys(pilot, "f20")
        await settle(pilot)
        table = str(app.screen.query_one("#compare-words").render())
        assert [one in table for one in ids] == [n < together for n in range(3)]
        assert f">{ids[0]}" in table
        await keys(pilot, "right", "right")
        table = str(app.screen.query_one("#compare-words").render())
        assert f">{ids[2]}" in table
        assert ids[1] in table
        await keys(pilot, "enter")
        await settle(pilot)
        assert app.current == ids[2]
        assert says(app, "力争")
    desk.close()


async def test_the_offices_own_times_are_marked_for_either_plan(desk: Desk) -> None:
    """Weather's untimed report and the limit that the outage plan leaves open say 本单位要求; a time of the plan stays."""
    app = DutyApp(desk)
    first, second, _ = (case.id for case in desk.open_cases())
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert says(app, "02:20 还有10:00  本单位要求")
        assert says(app, "书面报告 州气象灾害应急指挥部(本单位要求)")
        app.current = first
        await app.action_go("response")
        await settle(pilot)
        await keys(pilot, "down")
        assert says(app, "最迟是本单位要求")
        assert says(app, "力争 11-24 02:25  最迟 11-24 02:30")
        assert second in desk.cases
    desk.close()


async def test_what_the_record_stands_on_is_always_in_view(desk: Desk) -> None:
    """Chain, copy, clock, sound, revision, disk room and terminal in one line."""
    app = DutyApp(desk)
    async with app.run_test(size=(160, 40)) as pilot:
        await settle(pilot)
        for part in ("日志完好至第1条", "无副本", "时钟未动", "声音", "40号 2022.1", "磁盘", "终端"):
            assert part in shown(app)
    desk.close()


def test_shifted_function_keys_work_as_terminals_send_them() -> None:
    """Shift+F8 arrives as F20 in most terminals: every command on such a key has both, and no other has it."""
    assert as_terminals_send("shift+f8,ctrl+y") == "shift+f8,ctrl+y,f20"
    pressed = [key for command in APP_COMMANDS for key in command.binding().key.split(",")]
    assert len(pressed) == len(set(pressed))


async def test_several_places_in_one_go(desk: Desk) -> None:
    """Initials with blanks or 、 between them are so many places; one that fits nothing refuses all and keeps what was typed."""
    app = DutyApp(desk)
    case = desk.open_cases()[0]
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.current = case.id
        await app.action_go("intake")
        await settle(pilot)
        await keys(pilot, *["down"] * 4)
        await words(pilot, "gj zz、ml")
        await keys(pilot, "enter")
        await settle(pilot)
        assert not case.state.places
        assert says(app, "没有和「zz」对得上的")
        await keys(pilot, "home", "shift+end", "delete")
        await words(pilot, "gj mz、ml")
        await keys(pilot, "enter")
        await settle(pilot)
        assert case.state.places == ("个旧市", "蒙自市", "弥勒市")
    desk.close()
