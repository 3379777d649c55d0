"""墙上的钟现在几点: the question comes up by itself where nothing else is going on, and stands in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.times import instant
from console.tui.app import DutyApp
from console.tui.clock_dialog import ClockQuestion
from tests.desk.clock import FixedClock
from tests.scenarios.driving import fill, keys, says, settle, text_of, words

BANNER = "电脑时钟 2026-11-23 18:18 比上次记下的 2026-11-24 02:13 早 7小时55分：墙上的钟现在几点？按 Ctrl+E 填"


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[Desk, FixedClock]]:
    """An event of 02:10, a power cut at 02:13; at 02:18 the PC is back eight hours slow."""
    clock = FixedClock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    case = desk.open_event("blackout", "甲站失压")
    desk.do(case.id, c.SetInstant("occurred", clock.now()), c.FinishIntake())
    clock.forward(minutes=3)
    desk.close()
    clock.forward(minutes=5)
    clock.step(-8 * 3600)
    desk = Desk(tmp_path, name="张三", clock=clock)
    yield desk, clock
    desk.close()


def asked(app: DutyApp) -> bool:
    """Whether the question lies on the screen."""
    return isinstance(app.screen, ClockQuestion)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_banner_stands_on_every_screen_and_the_answer_takes_it_away(slow: tuple[Desk, FixedClock], size: tuple[int, int]) -> None:
    """It comes up by itself, says what the answer will mean, and all deadlines are right after it."""
    desk, _ = slow
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert asked(app)
        await words(pilot, "02:18")
        assert says(app, "=2026-11-24 02:18，电脑慢8小时")
        await keys(pilot, "escape", "escape")
        assert not asked(app)
        for key in ("f6", "f7", "f9", "f11", "ctrl+x", "ctrl+b", "f2"):
            await keys(pilot, key)
            assert says(app, BANNER), key
        assert says(app, "时钟未核对(Ctrl+E)") or size[0] < 120
        await keys(pilot, "ctrl+e")
        assert asked(app)
        assert app.screen.query_one("#ask-wall").value == "02:18"  # type: ignore[attr-defined]  # an input; what was typed is not lost
        await keys(pilot, "enter")
        await settle(pilot)
        assert not asked(app)
        assert not says(app, "墙上的钟现在几点")
        assert says(app, "已记下：现在是 2026-11-24 02:18，电脑慢8小时")
        assert says(app, "还有12分钟")
    assert desk.clock.now() == instant("2026-11-24T02:18:00+08:00")


async def test_the_phone_rings_while_the_question_stands(slow: tuple[Desk, FixedClock]) -> None:
    """Ctrl+N at once, from inside the question; the event is right after the answer."""
    desk, _ = slow
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert asked(app)
        await words(pilot, "0")
        await keys(pilot, "ctrl+n")
        assert says(app, "新事件") and not asked(app)
        await keys(pilot, "1")
        await fill(pilot, "乙站失压")
        assert len(desk.open_cases()) == 2
        assert says(app, BANNER)
        await keys(pilot, "f2", "ctrl+e")
        await keys(pilot, "backspace")
        await fill(pilot, "0218")
    new = desk.open_cases()[-1]
    assert (new.state.title, new.state.opened_at) == ("乙站失压", instant("2026-11-24T02:18:00+08:00"))


async def test_later_is_later_and_no_key_is_blocked(slow: tuple[Desk, FixedClock]) -> None:
    """Esc: the banner stays, the question does not come back by itself; F5 and the screens work from inside it."""
    desk, clock = slow
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "escape")
        assert not asked(app) and says(app, BANNER)
        clock.forward(seconds=5)
        await app._tick()
        await settle(pilot)
        assert not asked(app)
        for key in ("f5", "f7"):
            await keys(pilot, "f2", "ctrl+e")
            assert asked(app)
            await keys(pilot, key)
            await settle(pilot)
            assert not asked(app) and len(app.screen_stack) > 1, key
            await keys(pilot, "escape", "escape")


async def test_a_bad_answer_stays_and_says_what_to_write(slow: tuple[Desk, FixedClock]) -> None:
    """Empty, and no time at all."""
    desk, _ = slow
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "enter")
        await settle(pilot)
        assert asked(app) and says(app, "还没有填")
        await fill(pilot, "刚才")
        assert asked(app) and says(app, "读不懂") and says(app, "2026-11-28 16:40")
    assert desk.time.doubt is not None


async def test_what_is_surely_overdue_comes_before_the_question(slow: tuple[Desk, FixedClock]) -> None:
    """Twenty-five minutes by the steady clock: our report is late whatever the wall says; the board stays free."""
    desk, clock = slow
    clock.forward(minutes=25)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app._tick()
        await settle(pilot)
        assert not asked(app)
        assert says(app, BANNER.partition("：")[2])
        assert "至少已超时" in text_of(app.screen.query_one("#next"))


async def test_a_console_that_only_looks_shows_the_banner_and_cannot_answer(slow: tuple[Desk, FixedClock], tmp_path: Path) -> None:
    """It says where to."""
    desk, clock = slow
    other = Desk(tmp_path, name="李四", clock=clock)
    app = DutyApp(other)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert not asked(app)
        assert says(app, "墙上的钟现在几点？请到正在记录的那一台上填")
        await keys(pilot, "ctrl+b", "f10")
        assert not asked(app)
    other.close()
    assert desk.time.doubt is not None


async def test_a_right_clock_is_not_asked_about(tmp_path: Path) -> None:
    """No banner, no question; the key says so."""
    desk = Desk(tmp_path, clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert not asked(app) and not says(app, "墙上的钟")
        await keys(pilot, "ctrl+b", "f10")
        assert says(app, "电脑时钟没有疑点")
        await keys(pilot, "ctrl+e")
        assert says(app, "一切正常")
    desk.close()
