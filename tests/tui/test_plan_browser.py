"""The plan on screen: found by clause, by Chinese, by initials; a line an item; long words in full beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.tui.app import DutyApp
from console.tui.widgets.rows import Rows
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle, text_of, words


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_an_item_is_found_by_clause_by_words_and_by_initials(tmp_path: Path, size: tuple[int, int]) -> None:
    """The keys typed right behind Ctrl+F are the search; each item is one line that begins with its clause."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    desk.open_event("blackout", "甲站失压")
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "f9")
        await settle(pilot)
        items = app.screen.query_one("#items", Rows)
        assert all(len(line) for line in text_of(items).split("\n")[: items.option_count])
        await pilot.press("ctrl+f", "g", "a", "j")
        await settle(pilot)
        assert "州公安局" in text_of(items)
        await keys(pilot, "escape")
        await pilot.press("ctrl+f", "6", "full_stop", "2", "full_stop", "2")
        await settle(pilot)
        assert text_of(items).lstrip().startswith("6.2.2")
        await keys(pilot, "escape", "ctrl+f")
        await words(pilot, "没有这样的话")
        await settle(pilot)
        assert says(app, "没有找到")
    desk.close()


async def test_the_official_text_stands_beside_the_data_where_the_office_has_put_it(tmp_path: Path) -> None:
    """texts/blackout.txt: the clause is shown in the original; without it the screen says where to put it."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("plan")
        await settle(pilot)
        assert says(app, "texts/blackout.txt")
        assert says(app, "数据版本 2022.1")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "blackout.txt").write_text("6.5 响应终止\n同时满足以下条件，终止应急响应：\n（1）主网恢复。\n", encoding="utf-8")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("plan")
        await pilot.press("ctrl+f", "6", "full_stop", "5")
        await settle(pilot)
        assert says(app, "同时满足以下条件") or says(app, "主网恢复")
    desk.close()
