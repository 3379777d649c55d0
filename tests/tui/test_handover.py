"""The shift changes by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk import handing
from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from tests.desk.clock import FixedClock
from tests.scenarios.driving import fill, keys, says, settle, words


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_shift_changes_by_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    """上班, 交接班, five answers, both names; then the other one is on duty, and the record is a file."""
    desk = Desk(tmp_path, clock=FixedClock())
    desk.open_event("blackout", "[/] 停电")
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+a")
        await settle(pilot)
        assert says(app, "没有登记谁在值班")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "按 Ctrl+O 直接登记上班")
        await keys(pilot, "ctrl+o")
        await fill(pilot, "张三", "李局")
        await settle(pilot)
        assert says(app, "张三在值班；有人来接班按 F10")
        await keys(pilot, "f10")
        await fill(pilot, "李四", "王局", "传真")
        await settle(pilot)
        for number in range(5):
            assert handing.under_way(desk).next_question == number
            await words(pilot, "[/] 不知道")
            await keys(pilot, "enter")
            await settle(pilot)
            assert says(app, "数据上是")
            await keys(pilot, "down", "enter")
            await settle(pilot)
        await words(pilot, "李四")
        await keys(pilot, "enter")
        await words(pilot, "李四")
        await keys(pilot, "enter")
        await settle(pilot)
        assert says(app, "交班人签名要与登记的「张三」一致")
        assert desk.by == "张三"
        await keys(pilot, "escape", "escape", "f10")
        await fill(pilot, "张三", "李四")
        await settle(pilot)
        assert desk.by == "李四"
        assert says(app, "李四在值班")
        await keys(pilot, "f11")
        await settle(pilot)
        assert says(app, "值班员李四报告") and not says(app, "值班员张三")  # the script is read by who is on duty now
        await keys(pilot, "ctrl+a")
        await settle(pilot)
        await keys(pilot, "ctrl+d", "down", "enter")
        await settle(pilot)
        await settle(pilot)
    desk.close()
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "exports").glob("*.html")]
    assert len(pages) == 1
    assert "不知道" in pages[0]
    assert "张三" in pages[0]


async def test_over_anothers_turn_only_with_a_reason(tmp_path: Path) -> None:
    """Ctrl+O says who is on duty and asks for the reason; what was typed stays."""
    desk = Desk(tmp_path, clock=FixedClock())
    handing.come_on_duty(desk, "张三", "")
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+o")
        await fill(pilot, "李四", "", "")
        await settle(pilot)
        assert says(app, "张三还在值班：按 Ctrl+A 交接班")
        await words(pilot, "张三送医")
        await keys(pilot, "f10")
        await settle(pilot)
        assert desk.by == "李四"
        assert desk.room.state.shifts[-1].without == "张三送医"
    desk.close()


async def test_the_shift_log_is_read_on_the_screen_and_saved(tmp_path: Path) -> None:
    """Ctrl+L shows what one recorded in his turn, hostile words as words; a form makes a file; an unknown name is told."""
    desk = Desk(tmp_path, clock=FixedClock())
    handing.come_on_duty(desk, "[/] 张三", "")
    case = desk.open_event("blackout", "停电")
    desk.do(case.id, c.Note("=1+1 水库正常"))
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+a", "ctrl+l", "enter", "enter")
        await settle(pilot)
        assert says(app, "水库正常")
        assert says(app, "[/] 张三")
        await keys(pilot, "escape", "ctrl+l", "enter", "end", "enter")
        await settle(pilot)
        assert says(app, "已存到")
        await keys(pilot, "ctrl+l")
        await words(pilot, "没有这个人")
        await keys(pilot, "enter", "enter")
        await settle(pilot)
        assert says(app, "没有登记过上班")
    desk.close()
    (table,) = (tmp_path / "exports").glob("*.csv")
    assert "水库正常" in table.read_text(encoding="utf-8-sig")


async def test_the_key_of_the_handover_loses_nothing_typed(tmp_path: Path) -> None:
    """Ctrl+A in a field of a dialog leaves the dialog and its words where they are; equipment unseen is asked again."""
    desk = Desk(tmp_path, clock=FixedClock())
    handing.come_on_duty(desk, "张三", "")
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert says(app, "张三 11-24 02:10起值班")
        await keys(pilot, "ctrl+a", "f10")
        assert says(app, "备用电源、值班车")
        await fill(pilot, "李四", "", "")
        assert says(app, "把设备看一遍")
        await keys(pilot, "ctrl+a")
        await settle(pilot)
        assert says(app, "这一框还没有完")
        assert says(app, "李四")
        await keys(pilot, "down", "f10")
        await settle(pilot)
        assert handing.under_way(desk).faulty == ()
    desk.close()
