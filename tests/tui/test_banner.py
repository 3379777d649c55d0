"""The banner: what cannot be recorded is said with its true cause, and stays."""

from __future__ import annotations

from pathlib import Path

from console.desk.desk import Desk
from console.tui.app import DutyApp
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle, shown, text_of


async def test_a_home_that_cannot_be_written_is_not_blamed_on_another_console(tmp_path: Path) -> None:
    """A lock file that cannot be opened is told as such, nobody else is named, and once mended one key takes the pen."""
    first = Desk(tmp_path, name="张三", clock=FixedClock())
    event = first.open_event("blackout", "甲站失压").id
    first.close()
    lock = tmp_path / "writer.lock"
    lock.unlink()
    lock.mkdir()
    desk = Desk(tmp_path, name="李四", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for again in ((), ("ctrl+r",)):
            await keys(pilot, *again)
            await settle(pilot)
            assert says(app, "也不是别的值班台在记")
            assert says(app, "writer.lock 打不开")
            assert "真正退出后" not in shown(app)
            assert "还在记录，不能接手" not in shown(app)
        lock.rmdir()
        await keys(pilot, "ctrl+r")
        await settle(pilot)
        assert says(app, "已接手，现在可以记录")
        assert not says(app, "也不是别的值班台在记")
    assert len(desk.case(event).entries) > 1
    desk.close()


async def test_long_names_do_not_push_the_level_out_of_the_head_line(tmp_path: Path) -> None:
    """Whatever an officer or an event is called, at 80x24 the screen's name, the level and the time since are seen."""
    desk = Desk(tmp_path, name="值班员" * 20, clock=FixedClock())
    desk.open_event("blackout", "[/] \x1b]0;x\x07" + "很长的标题" * 20)
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        head = text_of(app.screen.query_one("#head"))
        assert "值班台" in head
        assert head.rstrip().endswith("[未定级]  已00:00")
    desk.close()
