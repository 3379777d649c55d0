"""The archive from the screens: where it is, that it was made, and what it is at while one waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.desk import bulletins
from console.desk.desk import Desk
from console.tui.app import DutyApp
from console.warning.enter import ByHand
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle


@pytest.mark.parametrize(("place", "key"), [("ending", "ctrl+k"), ("papers", "ctrl+f")])
async def test_a_key_makes_the_archive_and_the_log_tells_of_it(tmp_path: Path, place: str, key: str) -> None:
    """From both screens: asked where, made there, recorded as an export; a place that refuses keeps the dialog."""
    desk = Desk(tmp_path / "home", name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "停电")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go(place)
        await settle(pilot)
        desk.home.exports.write_bytes(b"in the way")
        await keys(pilot, key, "f10")
        await settle(pilot)
        assert says(app, "档案包写不成")
        desk.home.exports.unlink()
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "档案包在")
        assert [e.data["format"] for e in case.entries if e.kind == "exported"] == ["档案包"]
        assert len(list(desk.home.exports.glob("事件档案_*.zip"))) == 1
    desk.close()


async def test_what_takes_longer_than_a_second_says_what_it_is_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While an archive is being made the dialog tells the piece it is at and the seconds so far."""
    desk = Desk(tmp_path / "home", name="张三", clock=FixedClock())
    desk.open_event("blackout", "停电")
    app = DutyApp(desk)
    go_on = threading.Event()

    def slow(_desk: object, _case: object, _place: object, told: Callable[[int, int, str], None]) -> Any:
        told(3, 14, "处置评估报告")
        go_on.wait(30)
        raise OSError(28, "full")

    monkeypatch.setattr("console.desk.archiving.archive_event", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("ending")
        await settle(pilot)
        await keys(pilot, "ctrl+k")
        pressed = pilot.app.screen.run_action("accept")
        task = asyncio.ensure_future(pressed)
        for _ in range(200):
            await pilot.pause(0.05)
            if says(app, "3/14 处置评估报告"):
                break
        assert says(app, "3/14 处置评估报告")
        go_on.set()
        await task
        await settle(pilot)
        assert says(app, "档案包写不成")
    desk.close()


async def test_the_notice_of_a_warning_is_edited_and_saved_from_its_screen(tmp_path: Path) -> None:
    """Ctrl+K on 预警 shows the notice; saved as Word it stands in the exports under its name."""
    clock = FixedClock()
    desk = Desk(tmp_path / "home", name="张三", clock=clock)
    bulletins.enter(desk, ByHand("暴雨", "red", "红河州气象台", "全州", clock.now(), None, "强降雨 [/]"))
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "ctrl+k")
        assert says(app, "关于转发红河州气象台暴雨红色预警的通知")
        await keys(pilot, "tab", "down", "f10")
        await settle(pilot)
        assert says(app, "已存成 w1_预警发布_暴雨红色预警")
        assert [path.suffix for path in desk.home.exports.iterdir()] == [".docx"]
    desk.close()
