"""What is missing here stands on every screen with one key, and that key takes it back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.screens.wall import WallScreen
from console.tui.wall import WallApp
from tests.desk.clock import FixedClock
from tests.scenarios.driving import fill, keys, says, settle, shown, words

EVENT = "20261124-01"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with an event of four entries and a desk log, both in the second place."""
    root = tmp_path / "home"
    (tmp_path / "usb").mkdir()
    root.mkdir()
    (root / "settings.toml").write_text(f"second_place = {str(tmp_path / 'usb')!r}\n", encoding="utf-8")
    desk = Desk(root, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "甲站失压")
    for number in range(3):
        desk.do(case.id, c.Note(f"第{number}件"))
    desk.do_room("on_duty", {"name": "张三", "leader": ""})
    assert desk._copies.settle(20)
    desk.close()
    return root


def again(home: Path) -> Desk:
    desk = Desk(home, clock=FixedClock("2026-11-24T03:00:00+08:00"))
    assert desk.second.look(wait=20)
    return desk


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_an_event_that_is_gone_here_is_never_a_calm_board_and_one_key_brings_it_back(home: Path, size: tuple[int, int]) -> None:
    log = home / "events" / EVENT / "log.jsonl"
    whole = log.read_bytes()
    shutil.rmtree(log.parent)
    desk = again(home)
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in ("f2", "f6", "f5", "ctrl+t", "shift+f8", "ctrl+q", "escape", "ctrl+e", "escape"):
            await keys(pilot, key)
            await settle(pilot)
            assert says(app, f"{EVENT} 本机少4条，第二处有"), key
            for calm in ("没有在办事件", "一切正常", "副本完整"):
                assert calm not in shown(app), (key, calm)
        await keys(pilot, "f2", "ctrl+b")
        await settle(pilot)
        assert says(app, "[有误]")
        assert f"{EVENT} 本机少4条，第二处有" in shown(app)
        assert "没有在办事件" not in shown(app)
        await keys(pilot, "f2", "ctrl+r")
        await settle(pilot)
        assert says(app, "取回后共4条，末条 11-24 02:10 张三")
        await keys(pilot, "escape")
        assert not log.exists()
        await keys(pilot, "ctrl+r", "f10")
        await settle(pilot)
        assert "本机少" not in shown(app)
        assert says(app, f"已取回：{EVENT}")
        assert app.current == EVENT
        assert says(app, "甲站失压")
    assert log.read_bytes().startswith(whole)
    assert [e.kind for e in desk.case(EVENT).entries[4:]] == ["recovered", "console_opened"]
    desk.close()


async def test_words_for_a_short_event_are_refused_with_the_key_and_stay_on_the_line(home: Path) -> None:
    log = home / "events" / EVENT / "log.jsonl"
    log.write_bytes(log.read_bytes()[:-50])
    desk = again(home)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f6", "ctrl+l")
        await words(pilot, "县供电公司报")
        await keys(pilot, "enter")
        await settle(pilot)
        assert says(app, "未执行：20261124-01 本机少1条，第二处有：先取回再记")
        assert says(app, "按 Ctrl+R 取回")
        await keys(pilot, "ctrl+r", "f10")
        await settle(pilot)
        await keys(pilot, "ctrl+l", "enter")
        await settle(pilot)
    assert desk.case(EVENT).entries[-1].data["text"] == "县供电公司报"
    desk.close()


async def test_a_lost_desk_log_holds_up_no_call(home: Path) -> None:
    shutil.rmtree(home / "desk")
    desk = again(home)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+n", "escape")
        await settle(pilot)
        await keys(pilot, "ctrl+n", "enter")
        await fill(pilot, "乙站失压")
        assert [case.state.title for case in desk.open_cases()] == ["甲站失压", "乙站失压"]
        assert says(app, "值班日志 本机少1条，第二处有")
        await keys(pilot, "ctrl+r", "f10")
        await settle(pilot)
        assert desk.room.state.on_duty is not None
        assert desk.room.state.on_duty.name == "张三"
    desk.close()


async def test_the_wall_tells_of_it_too(home: Path) -> None:
    shutil.rmtree(home / "events" / EVENT)
    app = WallApp(lambda: Desk(home, write=False, clock=FixedClock()))
    async with app.run_test(size=(160, 50)) as pilot:
        await settle(pilot)
        assert app.desk.second.look(wait=20)
        app.show()
        await pilot.pause()
        assert isinstance(app.screen, WallScreen)
        text = "\n".join(str(widget.render()) for widget in app.screen.query("Line"))
        assert f"{EVENT} 本机少4条，第二处有" in text
        assert "没有在办事件" not in text
    app.desk.close()


@pytest.mark.parametrize("place", ["none", "away"])
async def test_a_loss_without_a_copy_is_on_every_screen_until_somebody_takes_note(home: Path, place: str) -> None:
    log = home / "events" / EVENT / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    if place == "none":
        (home / "settings.toml").unlink()
    else:
        shutil.rmtree(home.parent / "usb")
    desk = again(home)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for key in ("f2", "f6", "ctrl+e", "escape"):
            await keys(pilot, key)
            await settle(pilot)
            assert says(app, f"{EVENT} 本机少约"), key
            for calm in ("一切正常", "完好至"):
                assert calm not in shown(app), (key, calm)
        await keys(pilot, "ctrl+b")
        await settle(pilot)
        assert says(app, "[有误]")
        await keys(pilot, "f2", "ctrl+r")
        await settle(pilot)
        if place == "away":
            await keys(pilot, "down")
        await keys(pilot, "f10")
        await settle(pilot)
        assert "本机少约" not in shown(app)
        assert says(app, "完好至")
    assert "accepted" in log.read_text(encoding="utf-8")
    desk.close()
    desk = again(home)
    assert not desk.second.losses
    desk.close()
