"""A drill by keys: it rings, is answered, asked, judged; the power goes; a real event comes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.exercise.exercise import Exercise
from console.exercise.opening import Begin, begin
from console.exercise.watching import Watch
from console.incident import commands as c
from console.journal.errors import NotRecorded
from console.tui.app import DutyApp
from console.tui.drill.app import DrillApp
from console.tui.drill.director import DirectorApp
from console.tui.drill.play import DarkApp, real_event
from console.tui.drill.start import go_on, start
from console.tui.routes import SCREENS
from console.tui.widgets.call_strip import CallStrip
from tests.desk.clock import FixedClock
from tests.exercise.small import CUT, SMALL
from tests.scenarios.driving import case_of, fill, keys, says, settle, shown, text_of, words


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_call_is_answered_asked_and_judged(tmp_path: Path, size: tuple[int, int]) -> None:
    """Opening, ring, answer, the caller's words, a question by one key, the level, the score at the end."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(SMALL, "张三"), real=real)
    app = DrillApp(exercise)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert "练什么" in "".join(str(label.render()) for label in app.screen.query("Label, Line"))
        assert exercise.run.paused
        await keys(pilot, "f10")
        await settle(pilot)
        assert not exercise.run.paused
        real.forward(31)
        await app.step()
        await settle(pilot)
        assert says(app, "电话铃响 红河供电局 老李")
        assert exercise.run.played("call").standing == "seen"
        await keys(pilot, "ctrl+v", "enter", "enter")
        await settle(pilot)
        assert exercise.run.played("call").standing == "answered"
        case = case_of(app)
        assert case.state.drill
        real.forward(30)
        app.refresh_view()
        app.screen.query_one(CallStrip).look()
        await settle(pilot)
        assert says(app, "损失七十万千瓦")
        await keys(pilot, "f10", "ctrl+v")
        await settle(pilot)
        assert exercise.run.asked[-1].path == "grid_load_mw"
        await words(pilot, "1500")
        await keys(pilot, "enter")
        await words(pilot, "700")
        await keys(pilot, "enter")
        await settle(pilot)
        await keys(pilot, "f4")
        await settle(pilot)
        await keys(pilot, "f10")
        await fill(pilot, "", "王副州长", "王副州长", "指挥长", "电话", "", "24小时")
        await keys(pilot, "f10")
        await settle(pilot)
        assert case.state.level == "II"
        await keys(pilot, "shift+f6", "f10")
        await settle(pilot)
        await settle(pilot)
        assert exercise.run.ended_at is not None
        assert says(app, "得分 20/20")
    exercise.close()


async def test_a_real_event_leaves_the_drill_at_once(tmp_path: Path) -> None:
    """One key: the drill is frozen and left; the second of the key is the real call's, on the real desk's disk."""
    exercise = begin(tmp_path, Begin(SMALL), real=FixedClock())
    app = DrillApp(exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "f10", "ctrl+z")
        await settle(pilot)
    assert exercise.run.frozen
    assert app.rang_at is not None
    exercise.close()
    seen: list[datetime | None] = []

    def show(desk: Desk) -> int:
        seen.append(desk.room.state.pending_call)
        desk.close()
        return 0

    assert real_event(tmp_path, app.rang_at, show) == 0
    assert seen == [app.rang_at]


async def test_a_real_event_waits_for_no_dialog_and_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under an open dialog, and with a full disk, the key still leaves the drill at that second."""
    exercise = begin(tmp_path, Begin(SMALL), real=FixedClock())

    def full(*_given: object) -> None:
        raise NotRecorded("磁盘已满")

    app = DrillApp(exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "f10", "ctrl+n")
        await settle(pilot)
        assert len(app.screen_stack) > 1
        monkeypatch.setattr(exercise, "tell", full)
        await keys(pilot, "ctrl+z")
        await settle(pilot)
    assert app.rang_at is not None
    assert app.left == 0
    exercise.close()


async def test_a_full_disk_is_told_and_the_console_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that cannot be recorded as answered goes on ringing; the message line says why."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(SMALL), real=real)
    app = DrillApp(exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "f10")
        real.forward(31)
        await app.step()
        await settle(pilot)
        tell = exercise.tell

        def full(*_given: object) -> None:
            raise NotRecorded("磁盘已满")

        with monkeypatch.context() as patch:
            patch.setattr(exercise, "tell", full)
            await keys(pilot, "ctrl+v")
            await settle(pilot)
            assert says(app, "未执行：磁盘已满")
            assert says(app, "电话铃响")
        assert exercise.tell == tell
        await keys(pilot, "ctrl+v")
        await settle(pilot)
        assert exercise.run.played("call").standing == "answered"
    exercise.close()


async def test_words_come_a_few_characters_at_a_time_and_go(tmp_path: Path) -> None:
    """Between two whole seconds more is heard; two minutes after the last word the form has its room back."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(SMALL), real=real)
    app = DrillApp(exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "f10")
        real.forward(30)
        await app.step()
        await settle(pilot)
        exercise.answer()
        strip = app.screen.query_one(CallStrip)
        heard = []
        for seconds in (1, 0.25, 0.25, 30, 150):
            real.forward(seconds)
            strip.look()
            await settle(pilot)
            heard.append(text_of(strip).strip() if strip.display else "")
        assert len(heard[0]) < len(heard[1]) < len(heard[2]) < len(heard[3])
        assert not strip.display
    exercise.close()


async def test_the_power_goes_and_comes_back(tmp_path: Path) -> None:
    """At the cut the console is gone; in the dark one line; after it the event is there with 关机期间到期 to come."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(CUT), real=real)
    app = DrillApp(exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        exercise.desk.open_event("blackout", "停电")
        real.forward(minutes=10, seconds=1)
        await app.step()
        await settle(pilot)
    assert exercise.cut_until is not None
    dark = DarkApp(exercise)
    async with dark.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "演练 断电" in shown(dark)  # type: ignore[arg-type]  # any app has a screen
    exercise.restart()
    again = DrillApp(exercise)
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert says(again, "停电")
        assert len(exercise.desk.open_cases()) == 1
    exercise.close()


@pytest.mark.parametrize("place", sorted(SCREENS))
async def test_every_screen_of_a_drill_says_so(tmp_path: Path, place: str) -> None:
    """演练 stands in the head of every screen; what is copied says it too."""
    exercise = begin(tmp_path, Begin(SMALL), real=FixedClock())
    exercise.desk.open_event("blackout", "停电")
    app = DrillApp(exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        await app.action_go(place)
        await settle(pilot)
        assert "演练" in shown(app)
        app.copy_to_clipboard("一句话")
        assert app.clipboard == "[演练] 一句话"
    exercise.close()


@pytest.mark.parametrize("key", ["ctrl+n", "ctrl+o", "f1", "ctrl+p", "ctrl+q", "ctrl+e", "shift+f5", "shift+f6"])
async def test_what_covers_a_screen_says_so_too(tmp_path: Path, key: str) -> None:
    """Dialogs, help, the list of commands: 演练 stands in each."""
    exercise = begin(tmp_path, Begin(SMALL), real=FixedClock())
    exercise.desk.open_event("blackout", "停电")
    app = DrillApp(exercise)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        below = app.screen
        await keys(pilot, key)
        await settle(pilot)
        assert app.screen is not below
        assert "演练" in shown(app) + str(getattr(app.focused, "placeholder", ""))
    exercise.close()


async def test_the_director_by_keys(tmp_path: Path) -> None:
    """What is planned stands there; hold, change, shift and a note reach the drill; the trainee's screen shows none of it."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(SMALL), real=real)
    watch = Watch(tmp_path, exercise.run.id, real)
    app = DirectorApp(watch, "[/] 王导")
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "待发" in shown(app)  # type: ignore[arg-type]  # any app has a screen
        await keys(pilot, "f6")
        await settle(pilot)
        exercise.step()
        assert exercise.run.played("call").standing == "held"
        watch.follow()
        app._show()  # the look that a timer takes
        await settle(pilot)
        assert "扣住" in shown(app)  # type: ignore[arg-type]  # as above
        await keys(pilot, "f9")
        await words(pilot, "x")
        await keys(pilot, "f10")
        await settle(pilot)
        assert "请写整数分钟" in shown(app)  # type: ignore[arg-type]  # as above
        await keys(pilot, "backspace")
        await words(pilot, "5")
        await keys(pilot, "f10")
        await settle(pilot)
        await keys(pilot, "ctrl+d")
        await words(pilot, "[/] 看他怎么办")
        await keys(pilot, "f10")
        await settle(pilot)
        exercise.step()
        assert exercise.run.played("paper").moved.total_seconds() == 300
        assert exercise.run.remarks[-1].text == "[/] 看他怎么办"
        await keys(pilot, "f1")
        await settle(pilot)
        assert says(app, "受训人看不到这里")  # type: ignore[arg-type]  # as above
    watch.close()
    exercise.close()


async def test_a_drill_is_chosen_from_the_real_desk(tmp_path: Path) -> None:
    """The scenarios with what they train; not while a real event is open; then the desk is left for the drill."""
    broken = tmp_path / "drills" / "scenarios" / "broken.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text("[scenario]\n", encoding="utf-8")
    desk = Desk(tmp_path, name="[/] 张三", clock=FixedClock())
    case = desk.open_event("blackout", "真的")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("drills")
        await settle(pilot)
        assert says(app, "第一个电话")
        assert says(app, "练什么")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "还有1件真实事件在办，不能开练")
        await keys(pilot, "end")
        await settle(pilot)
        assert says(app, "改好才能用")
        desk.do(case.id, c.Declare("refuse", None, None, "甲", "", "6.2", reason="不够"), c.Close(True))
        app.refresh_view()
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "改好才能开练")
        await keys(pilot, "home", "f10")
        await settle(pilot)
        assert app.then is None
        await keys(pilot, "f10")
        await settle(pilot)
        assert app.then is not None
    desk.close()


async def test_an_interrupted_drill_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the real console: where there is none it says so; else that drill comes next, and the console after it."""
    desk = Desk(tmp_path, clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("drills")
        await settle(pilot)
        await keys(pilot, "ctrl+d")
        await settle(pilot)
        assert says(app, "没有练到一半的演练")
        begin(tmp_path, Begin(SMALL, "张三"), real=FixedClock()).close()
        await keys(pilot, "ctrl+d")
        await settle(pilot)
    desk.close()
    played: list[str] = []

    def play(exercise: Exercise, back: object) -> int:
        assert back is not None
        played.append(exercise.run.id)
        exercise.close()
        return 0

    monkeypatch.setattr("console.tui.drill.start.play", play)
    assert app.then is not None
    assert app.then() == 0
    assert len(played) == 1


def test_what_cannot_be_begun_comes_back_to_the_real_desk(tmp_path: Path) -> None:
    """While another drill is on, the officer is not left without a console: it opens again and says why."""
    other = begin(tmp_path, Begin(SMALL), real=FixedClock())
    said: list[str] = []

    def back(words: str) -> int:
        said.append(words)
        return 0

    assert start(tmp_path, SMALL, "张三", back=back) == 0
    assert go_on(tmp_path, other.run.id, back=back) == 0
    assert ["另有一场演练" in words for words in said] == [True, True]
    other.close()


@pytest.mark.parametrize("size", [(80, 24), (200, 55)])
async def test_the_pace_is_set_by_the_trainee(tmp_path: Path, size: tuple[int, int]) -> None:
    """Pause stands still and says so; another speed goes on; a leap brings the next thing."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(SMALL), real=real)
    app = DrillApp(exercise)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        await keys(pilot, "shift+f5", "down", "down", "f10")
        await settle(pilot)
        assert exercise.run.paused
        app.screen.query_one(CallStrip).look()
        await settle(pilot)
        assert says(app, "时钟停着")
        await keys(pilot, "shift+f5", *["down"] * 4, "f10")
        await settle(pilot)
        assert not exercise.run.paused
        assert exercise.run.speed == 2
        await keys(pilot, "shift+f5", "down", "f10")
        await settle(pilot)
        await app.step()
        await settle(pilot)
        assert says(app, "电话铃响")
    exercise.close()
