"""The shift changes by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk import handing
from console.desk.desk import Desk
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
        assert says(app, "张三在值班;有人来接班按 F10")
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
        assert says(app, "张三还在值班: 按 Ctrl+A 交接班")
        await words(pilot, "张三送医")
        await keys(pilot, "f10")
        await settle(pilot)
        assert desk.by == "李四"
        assert desk.room.state.shifts[-1].without == "张三送医"
    desk.close()
