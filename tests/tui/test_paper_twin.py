"""The emergency pages from the screens: behind them at intervals, by a key at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.tui.app import DutyApp
from console.tui.twin_keeper import Keeper
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle, words


def test_the_keeper_writes_behind_the_screens_and_only_when_due(tmp_path: Path) -> None:
    """Nothing without an event; with one the pages are written on a thread, and not again before they are due."""
    clock = FixedClock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    keeper = Keeper(desk)
    keeper.look()
    assert keeper.thread is None
    case = desk.open_event("blackout", "停电")
    keeper.look()
    assert keeper.thread is not None
    keeper.thread.join()
    page = desk.home.exports / f"纸面备份_{case.id}.html"
    page.unlink()
    keeper.look()
    assert not page.exists()
    clock.forward(minutes=15)
    keeper.look()
    keeper.thread.join()
    assert page.exists()
    desk.close()


def test_a_room_that_wants_none_gets_none(tmp_path: Path) -> None:
    """With paper_twin_minutes = 0 nothing is written by itself."""
    (tmp_path / "settings.toml").write_text("paper_twin_minutes = 0\n", encoding="utf-8")
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    desk.open_event("blackout", "停电")
    keeper = Keeper(desk)
    keeper.look()
    assert keeper.thread is None
    desk.close()


async def test_a_key_on_the_papers_screen_writes_the_pages_and_says_where(tmp_path: Path) -> None:
    """Ctrl+K writes both files; a folder that refuses is one sentence."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "停电")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("papers")
        await settle(pilot)
        await keys(pilot, "ctrl+k")
        await settle(pilot)
        assert says(app, "纸面备份已写到")
        assert (desk.home.exports / f"纸面备份_{case.id}.docx").exists()
        for path in desk.home.exports.iterdir():
            path.unlink()
        desk.home.exports.rmdir()
        desk.home.exports.write_bytes(b"in the way")
        await keys(pilot, "ctrl+k")
        await settle(pilot)
        assert says(app, "纸面备份没有写成")
    desk.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_lines_off_the_paper_are_typed_in_one_after_the_other(tmp_path: Path, size: tuple[int, int]) -> None:
    """Time, words, who; Enter records a late entry with the paper's time and goes on to the next number."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "停电")
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "shift+f7")
        await settle(pilot)
        await words(pilot, "0155")
        await keys(pilot, "enter")
        await words(pilot, "电网来电 [/]")
        await keys(pilot, "enter")
        await words(pilot, "李四")
        await keys(pilot, "enter")
        await settle(pilot)
        await words(pilot, "0158")
        await keys(pilot, "enter")
        await words(pilot, "第二件")
        await keys(pilot, "f10")
        await settle(pilot)
        notes = [e for e in case.entries if e.kind == "note"]
        assert [e.data["text"] for e in notes] == ["纸面01行：电网来电 [/](纸上记录人：李四)", "纸面02行：第二件(纸上记录人：李四)"]
        assert [e.event_at[11:16] for e in notes] == ["01:55", "01:58"]
        assert all(e.data["late"] for e in notes)
        assert says(app, "纸面02行：第二件")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "请照纸上写时间")
    desk.close()


async def test_half_a_line_is_there_again_after_escape_and_after_a_crash(tmp_path: Path) -> None:
    """What was typed and not recorded survives leaving the screen and a new console."""
    clock = FixedClock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    desk.open_event("blackout", "停电")
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("paperlines")
        await settle(pilot)
        await words(pilot, "0155")
        await keys(pilot, "escape")
        await settle(pilot)
        assert app.screen.__class__.__name__ == "LogScreen"
        while not (tmp_path / "drafts.json").exists():  # half a second behind the last key
            await pilot.pause()
    desk.abandon()
    again = DutyApp(Desk(tmp_path, name="张三", clock=clock))
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await again.action_go("paperlines")
        await settle(pilot)
        assert says(again, "2026-11-24 01:55")
    again.desk.close()
