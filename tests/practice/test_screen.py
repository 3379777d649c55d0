"""研判练习 on the screen, by keys alone."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from console.desk.desk import Desk
from console.tui.app import DutyApp
from console.tui.screens.base import DutyScreen
from console.tui.screens.practice import PracticeScreen
from tests.desk.clock import FixedClock
from tests.scenarios.driving import keys, says, settle, shown, words

HOSTILE = "[/] 张 [@click=app.quit]x[/] \x1b]52;c;eA==\x07 \u202e =1+1 \ud800"


async def opened(app: DutyApp, pilot: object, seed: int = 5) -> PracticeScreen:
    """The practice screen with a seed of the test's."""
    await settle(pilot)  # type: ignore[arg-type]  # a Pilot of this app
    screen = PracticeScreen(Random(seed))
    screen.set_reactive(DutyScreen.view, app.view)
    await app.push_screen(screen)
    await settle(pilot)  # type: ignore[arg-type]  # as above
    return screen


def logs(home: Path) -> dict[Path, bytes]:
    """Every log of the home."""
    return {path: path.read_bytes() for path in home.rglob("log.jsonl")}


def number_of(screen: PracticeScreen, answer: str) -> str:
    """The key of an answer."""
    return str(1 + [option.id for option in screen._options].index(answer))  # the screen's own list


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_right_wrong_and_score_by_number_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    """A right answer by numbers, a wrong one by arrow and F10, the score by F12: the record on the disk holds both."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        screen = await opened(app, pilot)
        case = screen._case
        assert case is not None
        assert says(app, case.text)
        assert "演练  研判练习" in shown(app)
        await keys(pilot, number_of(screen, case.level))
        right = next(option.id for option in screen._options if option.id in case.question.right)
        await keys(pilot, number_of(screen, right))
        await settle(pilot)
        assert says(app, "本次答1题，对1题")
        assert says(app, case.reasons[0].words)
        await keys(pilot, "f10")
        case = screen._case
        assert case is not None
        assert case.number == 2
        wrong = next(n for n, option in enumerate(screen._options) if option.id != case.level)
        await keys(pilot, *["down"] * (wrong + 1), "f10")
        await settle(pilot)
        assert says(app, "本次答2题，对1题")
        assert says(app, "不对：你答")
        await keys(pilot, "f12")
        assert says(app, "合计：2题 对1(50%)")
        await keys(pilot, "f12")
        assert says(app, "不对：你答")
    kept = json.loads((tmp_path / "drills/practice.json").read_text("utf-8"))
    assert kept["people"]["张三"]["count"] == 2
    desk.close()


async def test_nothing_is_answered_by_chance(tmp_path: Path) -> None:
    """F10 and Enter without a choice answer nothing; keys after the answer do not answer again."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await keys(pilot, "f10", "enter")
        assert says(app, "先按数字键或上下键选一项")
        assert screen._answered == []
        assert screen._case is not None
        wrong = next(o.id for o in screen._options if o.id != screen._case.level)
        await keys(pilot, number_of(screen, wrong), "1", "2", "9")
        assert screen._answered == [False]
    desk.close()


async def test_an_answer_can_be_typed(tmp_path: Path) -> None:
    """Ctrl+F: level and clause as words; what cannot be read is said and stays; Esc closes the field, not the screen."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(app, pilot)
        while (case := screen._case) is None or case.question.kind != "clause":
            screen._next()
            await pilot.pause()
        await keys(pilot, "ctrl+f")
        await words(pilot, HOSTILE)
        await keys(pilot, "enter")
        assert says(app, "看不懂「[/] 张")
        assert screen._answered == []
        await keys(pilot, "escape")
        assert app.screen is screen
        await keys(pilot, "ctrl+f")
        await words(pilot, f"{case.level}级")
        await keys(pilot, "enter", "ctrl+f")
        await words(pilot, next(iter(case.question.right)))
        await keys(pilot, "f10")
        await settle(pilot)
        assert screen._answered == [True]
        await keys(pilot, "escape")
        assert app.screen is not screen
    desk.close()


async def test_practising_leaves_every_log_as_it_was_and_a_call_is_taken_at_once(tmp_path: Path) -> None:
    """Answers reach no log; Ctrl+N in the middle of a case opens a real event, which is no drill."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    open_one = desk.open_event("weather", "在办的")
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        before = logs(tmp_path)
        await keys(pilot, "shift+f3")
        await settle(pilot)
        assert isinstance(app.screen, PracticeScreen)
        await keys(pilot, "1", "1", "f10", "2", "2", "ctrl+k")
        await settle(pilot)
        assert logs(tmp_path) == before
        assert before
        await keys(pilot, "ctrl+n", "enter", "enter")
        await settle(pilot)
        assert app.current is not None
        assert app.current != open_one.id
        assert not desk.case(app.current).state.drill
        assert not isinstance(app.screen, PracticeScreen)
        assert "研判练习" not in shown(app)
    desk.close()


async def test_one_plan_alone(tmp_path: Path) -> None:
    """Ctrl+K goes through the plans and back to all; the title says which."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        for plan in desk.plans.values():
            await keys(pilot, "ctrl+k")
            await settle(pilot)
            assert says(app, f"只练{plan.plan.name}")
            assert screen._case is not None
            assert screen._case.plan.id == plan.id
        await keys(pilot, "ctrl+k")
        await settle(pilot)
        assert not says(app, "只练")
    desk.close()


@pytest.mark.parametrize("size", [(80, 24), (200, 55)])
async def test_a_hostile_name_and_a_damaged_record_are_shown_and_harm_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    """The score shows the name as typed, control characters as signs; the damaged file is told in the message line."""
    (tmp_path / "drills").mkdir()
    (tmp_path / "drills/practice.json").write_text("{", "utf-8")
    desk = Desk(tmp_path, name=HOSTILE, clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot)
        assert says(app, "practice.json.bad-1")
        await keys(pilot, "1", "1", "f12")
        await settle(pilot)
        text = shown(app)
        assert says(app, "演练成绩 [/] 张 [@click=app.quit]x[/]")
        assert not {char for char in text if ord(char) < 0x20 and char != "\n"}
        assert "\u202e" not in text
    desk.close()
