"""The log on screen: key entries say so in a word, a long entry is read whole, both times of a late one, a large screen side by side."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.widgets.log_view import LogView
from console.tui.widgets.sheet import Sheet
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle, text_of


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_a_long_entry_is_read_to_its_end_by_keys_beside_the_list(tmp_path: Path, size: tuple[int, int]) -> None:
    """The row is cut, the words beside it are not; Ctrl+Down brings the last of them; on a large screen both stand abreast."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "甲站失压")
    desk.do(case.id, c.Note("头" + "长" * 1200 + "尾巴", key=True), c.Note("十分钟前", desk.clock.now() - timedelta(minutes=10)))
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "f7", "down")
        await settle(pilot)
        rows, sheet = app.screen.query_one(LogView), app.screen.query_one(Sheet)
        listed = text_of(rows).split("\n")
        assert "补录" in listed[0]
        assert "(02:00发生)" in listed[0]
        assert " 要 记录" in listed[1]
        assert "尾巴" not in listed[1]
        assert says(app, "头长长长")
        for _ in range(30):
            await keys(pilot, "ctrl+down")
        await settle(pilot)
        assert says(app, "尾巴")
        await keys(pilot, "up")
        await settle(pilot)
        assert says(app, "十分钟前")
        abreast = sheet.region.x >= rows.region.right
        assert abreast is (size[0] == 200)
        assert "下面还有" not in text_of(sheet)
    desk.close()
