"""The wall follows another process, can do nothing to the home, and shows all that is open, in turn where need be."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from console.desk.desk import Desk
from console.desk.view import view_of
from console.incident import commands as c
from console.journal.lock import HomeLock
from console.tui.figures import bitmap, runs
from console.tui.screens.wall import turn
from console.tui.wall import WallApp
from console.tui.wall_words import large_lines
from console.tui.widgets.line import Line
from console.words import cells
from tests.desk.clock import FixedClock

from .pty_console import console

HOSTILE = "[/] [@click=app.quit]停电[/]\x1b]0;x\x07\u202e"


def shown(app: WallApp) -> str:
    """Everything that the wall says."""
    return "\n".join(str(line.content) for line in app.screen.query(Line) if line.display)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_what_another_desk_records_is_on_the_wall_at_the_next_look(tmp_path: Path, size: tuple[int, int]) -> None:
    writer = Desk(tmp_path, name="张三")
    case = writer.open_event("blackout", HOSTILE)
    app = WallApp(lambda: Desk(tmp_path, write=False))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        while not hasattr(app, "desk"):
            await pilot.pause()
        await app.look()
        assert "未定级" in shown(app)
        assert "未通知" in shown(app)
        assert not {"\x1b", "\x07", "\u202e"} & set(shown(app))
        writer.do(case.id, c.FinishIntake())
        writer.do(case.id, c.Declare("start", "II", "II", "王五", "张三", "6.2"))
        await app.look()
        assert "II级响应" in shown(app)
        assert "启动II级响应" in shown(app)
        second = writer.open_event("weather", "暴雨")
        for _ in range(40):
            await app.look()
        assert "在办2件" in shown(app)
        assert second.id in shown(app) or case.id in shown(app)
    assert "张三" in (writer.lock.holder() or HomeLock(tmp_path).holder()).name  # type: ignore[union-attr] # it holds it
    writer.close()


async def test_a_drill_says_so_and_real_events_are_not_mixed_in(tmp_path: Path) -> None:
    Desk(tmp_path).open_event("blackout", "真停电")
    drill = Desk(tmp_path / "other", drill=True)
    drill.open_event("blackout", "假停电")
    app = WallApp(lambda: Desk(tmp_path / "other", drill=True, write=False))
    async with app.run_test(size=(120, 40)) as pilot:
        while not hasattr(app, "desk"):
            await pilot.pause()
        await app.look()
        assert "演练" in shown(app)
        assert "假停电" in shown(app)
        assert "真停电" not in shown(app)
    drill.close()


def test_the_wall_takes_no_lock_and_writes_nothing(tmp_path: Path) -> None:
    """A home that was only looked at can still be taken, and its files are as they were."""
    desk = Desk(tmp_path)
    desk.open_event("blackout")
    desk.close()
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    wall = Desk(tmp_path, write=False)
    wall.tick()
    assert HomeLock(tmp_path).acquire("x")
    wall.close()
    after = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and p.name != "writer.json"}
    assert {p: b for p, b in before.items() if p.name != "writer.json"} == after


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_real_wall_shows_what_a_verb_records(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    case = desk.open_event("blackout", "110千伏变电站失压")
    with console(tmp_path, "wall") as wall:
        wall.see("110千伏变电站失压")
        desk.do(case.id, c.Note("crew left", key=True))
        wall.see("crew left")
        wall.kill(signal.SIGTERM)
        assert wall.wait() == 143
    desk.close()


def test_events_that_do_not_fit_come_in_turn_and_none_is_left_out() -> None:
    events: list[Any] = [f"e{n}" for n in range(7)]
    for room in (1, 2, 3):
        seen = [one for number in range(-(-7 // room)) for one in turn(events, room, number)]
        assert seen == events


def test_large_figures_are_blank_cells_of_equal_width() -> None:
    """No character of a font is used, and all five rows are as wide."""
    for text in ("I", "II", "III", "IV", "-", "12:34:56", "0:00:00", "123:59:59"):
        rows = bitmap(text)
        assert len(rows) == 5
        assert len({len(row) for row in rows}) == 1
        assert all(sum(cells for _, cells in runs(row, 2)) == 2 * len(row) for row in rows)
    assert len({bitmap(digit) for digit in "0123456789"}) == 10


@pytest.mark.parametrize(("size", "tall"), [((120, 40), 5), ((200, 55), 10)])
async def test_level_age_the_worst_and_the_next_deadline_stand_large(tmp_path: Path, size: tuple[int, int], tall: int) -> None:
    """Twenty-two minutes after the event our call to the province is two over, on a bright field; the written report is to come."""
    clock = FixedClock()
    writer = Desk(tmp_path, name="张三", clock=clock)
    case = writer.open_event("blackout", "甲站失压")
    writer.do(case.id, c.SetInstant("occurred", clock.now()), c.FinishIntake())
    clock.forward(minutes=22)
    view = view_of(writer, case.id)
    assert view.current is not None
    lines = large_lines(view.current, size[0] - 4, size[1] * 3 // 5)
    plain = [line.plain for line in lines]
    assert len([line for line in plain if not line.strip()]) >= 2 * tall
    assert "[!]过力争 (超时共3项) 我方 电话报 州人民政府总值班室" in "\n".join(plain)
    assert "离力争02:35 等 州人民政府 电话报" in "\n".join(plain)
    assert "现在" in plain[0]
    assert all(cells(line) <= size[0] - 4 for line in plain)
    writer.close()


async def test_an_event_whose_turn_it_is_not_still_says_what_is_overdue(tmp_path: Path) -> None:
    """At 120x40 one event is in large; the other has a line with its overdue reports. With none open the time of day is large."""
    writer = Desk(tmp_path, name="张三", clock=FixedClock("2026-11-24T00:10:00+08:00"))
    for title in ("甲站失压", HOSTILE):
        writer.open_event("blackout", title)
    ids = [case.id for case in writer.open_cases()]
    app = WallApp(lambda: Desk(tmp_path, write=False, clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        while not hasattr(app, "desk"):
            await pilot.pause()
        app.show()
        assert ids[0] in shown(app)
        assert f"另有 {ids[1]} 未定级" in shown(app)
        assert "超时7项" in shown(app) or "超时8项" in shown(app)
        assert not {"\x1b", "\x07", "\u202e"} & set(shown(app))
    writer.close()
    empty = WallApp(lambda: Desk(tmp_path / "none", write=False, clock=FixedClock()))
    async with empty.run_test(size=(120, 40)) as pilot:
        while not hasattr(empty, "desk"):
            await pilot.pause()
        empty.show()
        assert "没有在办事件" in shown(empty)
        assert shown(empty).count("\n") > 15
