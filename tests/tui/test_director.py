"""The director's window by keys: every order reaches the drill and its record, and nothing of it the trainee."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from console.exercise.exercise import Exercise
from console.exercise.opening import Begin, begin
from console.exercise.watching import Watch
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.drill.app import DrillApp
from console.tui.drill.director import COMMANDS, DirectorApp
from tests.desk.clock import FixedClock
from tests.exercise.small import SMALL
from tests.scenarios.driving import keys, says, settle, shown, words

SECRET = SMALL.replace('words = ["传真一份。"]', 'words = ["传真一份。"]\nexpect = "应当先核实"\nnote = "别让他知道"')


@dataclass(frozen=True, slots=True)
class Room:
    """A drill with the director's window open."""

    exercise: Exercise
    real: FixedClock
    watch: Watch
    pilot: Pilot[None]

    @property
    def app(self) -> DutyApp:
        """The director's app, as the helpers of the tests take it."""
        return cast("DutyApp", self.pilot.app)

    async def press(self, *names: str) -> None:
        """Press keys at the director's; let the drill take up the orders, and the window look again."""
        await keys(self.pilot, *names)
        await settle(self.pilot)
        self.exercise.step()
        await self.look()

    async def look(self) -> None:
        """The look that a timer takes."""
        self.watch.follow()
        cast("DirectorApp", self.pilot.app)._show()
        await settle(self.pilot)


@asynccontextmanager
async def room(root: Path, size: tuple[int, int] = (120, 40), text: str = SECRET) -> AsyncIterator[Room]:
    """A drill and its director, at the same files."""
    real = FixedClock()
    exercise = begin(root, Begin(text, "张三"), real=real)
    watch = Watch(root, exercise.run.id, real)
    async with DirectorApp(watch, "王导").run_test(size=size) as pilot:
        await settle(pilot)
        yield Room(exercise, real, watch, pilot)
    watch.close()
    exercise.close()


async def panels(r: Room) -> str:
    """Everything that the window can show, on a small screen panel after panel, without blanks."""
    seen = ""
    for _ in range(4):
        seen += "".join(shown(r.app).split())
        await keys(r.pilot, "f2")
        await settle(r.pilot)
    return seen


async def test_the_score_and_what_is_expected_are_live(tmp_path: Path) -> None:
    """A wrong level costs at once with its entry; what was to be done is missed when its window is over, then done late."""
    text = SECRET.replace('words = ["喂', 'expect = "定级"\nwindow = "02:00"\ndone = { declared = ["grid", "II"] }\nwords = ["喂')
    async with room(tmp_path, text=text) as r:
        r.real.forward(30)
        r.exercise.step()
        r.exercise.answer()
        case = r.exercise.desk.open_event("blackout", "停电")
        r.exercise.step()
        await r.look()
        assert says(r.app, "待做：02:00内，02:12:30前，还有")
        r.real.forward(121)
        r.exercise.step()
        r.exercise.desk.do(case.id, c.Declare("start", "III", None, "王", "王", "授权", clauses=("附录1 四.1",), reason="定"))
        await r.look()
        assert says(r.app, "误了：02:00内，已过00:01")
        assert says(r.app, "得0 扣20 还没做0")
        assert says(r.app, "扣 20 启动响应II级 扣20：启动成了III级")
        r.exercise.desk.do(case.id, c.Declare("raise", "II", "II", "王", "王", "授权", clauses=("附录1 三.1",), reason="更正"))
        await r.look()
        assert says(r.app, "迟做：02:12:31，用时02:01")


async def test_bodies_told_at_one_blow_are_one_line(tmp_path: Path) -> None:
    """Thirty entries of one second do not push the rest of the log out of the window."""
    async with room(tmp_path) as r:
        case = r.exercise.desk.open_event("blackout", "停电")
        r.exercise.desk.do(case.id, *(c.MoveAgency(body.id, "notified") for body in case.plan.bodies if body.member))
        await r.look()
        assert says(r.app, "单位动态31条")
        assert says(r.app, "接报，开事件")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_all_that_the_director_needs_stands_there(tmp_path: Path, size: tuple[int, int]) -> None:
    """Planned times, the clock and its pace, the picked inject with what is expected, the trainee's event and its next report."""
    async with room(tmp_path, size) as r:
        for part in ("演练 导演", "小演练", "张三", "02:10:00", "1倍速", "02:10:30 +00:30 待发 红河供电局 老李", "02:30:00 +20:00", "等条件"):
            assert says(r.app, part), part
        await keys(r.pilot, "down")
        await settle(r.pilot)
        assert says(r.app, "计划 02:30:00 +20:00")
        assert says(r.app, "应做：应当先核实")
        assert says(r.app, "导演注：别让他知道")
        r.real.forward(40)
        r.exercise.step()
        r.exercise.seen()
        r.exercise.answer()
        case = r.exercise.desk.open_event("blackout", "甲站失压 [/]")
        r.exercise.desk.do(case.id, c.Note("记了一条"))
        r.exercise.step()
        r.exercise.ask("grid_load_mw", case.id)
        await r.look()
        seen = await panels(r)
        for part in ("已接", case.id, "甲站失压 [/] [未定级]", "02:30前 还有", "记了一条", "问红河电网负荷：", "得0 扣0 还没做20", "未  20 启动响应II级"):
            assert "".join(part.split()) in seen, part
        assert "02:10:40" in seen


async def test_orders_for_one_inject(tmp_path: Path) -> None:
    """Hold and release, other words, fire, skip: each stands in the record under the director's name."""
    async with room(tmp_path) as r:
        run = r.exercise
        await r.press("f6")
        assert run.run.played("call").standing == "held"
        r.real.forward(120)
        await r.press("f6")
        sent = run.run.played("call").sent_at
        assert sent == run.clock.now()
        assert says(r.app, "已发 红河供电局 老李")
        await r.press("f5")
        assert says(r.app, "已经发出，改不了")
        await r.press("f8")
        assert len(r.app.screen_stack) == 1
        await r.press("down", "f8")
        assert "演练 改「红河供电局 老李」的话" in shown(r.app)
        await words(r.pilot, "[/] 换了话。")
        await r.press("f10")
        assert run.run.played("paper").words[0].startswith("[/] 换了话。")
        await r.press("f5")
        assert run.run.played("paper").sent_at == run.clock.now()
        await r.press("end", "f7")
        assert run.run.played("again").standing == "skipped"
        told = [(e.data["what"], e.by) for e in run.record.entries if e.kind == "inject"]
        assert told == [(what, "张三" if what == "sent" and n == 2 else "王导") for n, (what, _) in enumerate(told)]
        assert [what for what, _ in told] == ["held", "released", "sent", "changed", "sent", "skipped"]


async def test_orders_for_the_clock(tmp_path: Path) -> None:
    """Pause, go on, another speed, on to the next thing, all that is left put off, a note, the end."""
    async with room(tmp_path) as r:
        run = r.exercise
        await r.press("f10")
        assert run.run.paused
        assert says(r.app, "停着")
        await r.press("f10")
        assert not run.run.paused
        await r.press("f11", *["down"] * 6, "f10")
        assert run.run.speed == 60
        assert says(r.app, "60倍速")
        await keys(r.pilot, "f9")
        await words(r.pilot, "601")
        await r.press("f10")
        assert says(r.app, "不能超过600分钟")
        await keys(r.pilot, "backspace", "backspace", "backspace")
        await words(r.pilot, "-5")
        await r.press("f10")
        assert run.run.played("call").moved.total_seconds() == -300
        assert run.run.played("call").sent_at == run.clock.now()
        await r.press("f12")
        await r.press()
        assert run.run.played("paper").standing == "sent"
        await keys(r.pilot, "ctrl+d")
        await words(r.pilot, "他没有核实")
        await r.press("f10")
        assert run.run.remarks[-1].text == "他没有核实"
        assert says(r.app, "王导：他没有核实")
        await r.press("ctrl+e")
        assert run.run.ended_at is None
        await r.press("f10")
        assert run.run.ended_why == "导演王导结束"
        assert says(r.app, "已结束")


async def test_the_help_tells_every_key(tmp_path: Path) -> None:
    """F1 names each command with its key, at the smallest screen too."""
    async with room(tmp_path, (80, 24)) as r:
        await r.press("f1")
        assert all(says(r.app, f"{command.label}{command.help}") for command in COMMANDS)


async def test_the_trainee_sees_nothing_of_it(tmp_path: Path) -> None:
    """What is planned, expected, noted and held stands on no screen of the trainee."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(SECRET, "张三"), real=real)
    watch = Watch(tmp_path, exercise.run.id, real)
    watch.order("hold", "王导", id="call")
    watch.order("note", "王导", text="导演自己的话")
    app = DrillApp(exercise)
    async with app.run_test(size=(200, 55)) as pilot:
        await settle(pilot)
        await keys(pilot, "f10")
        exercise.desk.open_event("blackout", "停电")
        real.forward(60)
        await app.step()
        assert exercise.run.played("call").standing == "held"
        for place in ("board", "intake", "declare", "response", "log", "papers", "replay", "drills", "handover"):
            await app.action_go(place)
            await settle(pilot)
            assert not any(word in shown(app) for word in ("应当先核实", "别让他知道", "导演自己的话", "传真一份", "扣住", "王导"))
    watch.close()
    exercise.close()
