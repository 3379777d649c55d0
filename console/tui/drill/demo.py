"""`duty demo`: a night that plays itself in some three minutes, as a drill on a home that is thrown away."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from textual.events import Event, Key, MouseDown
from textual.pilot import Pilot
from textual.widget import Widget

from console.desk.clock import Clock
from console.desk.plans import usable_plans
from console.exercise.exercise import Exercise
from console.exercise.opening import Begin, begin
from console.exercise.store import named

from ..ends import sit
from ..text import safe
from ..widgets.line import Folded
from .app import DrillApp

SCENARIO = "first-call"
NAME = "演示"
KEY = 0.12
"""Seconds between two keys that are typed."""

Rest = Callable[[float], Awaitable[None]]
Step = tuple[str, float, str]
"""What is said about it, seconds to look at it, what is pressed and typed: words, and keys as 「<f10>」."""

NIGHT: tuple[Step, ...] = (
    ("这是演示(演练)，自己走完一夜，约三分钟。看够了按任意键。", 5, ""),
    ("先看要练什么，F10 开始。", 3, "<f10>"),
    ("电话响了：Ctrl+V 接听，这一秒就是来电时间，已经写进磁盘。", 4, "<next><ctrl+v>"),
    ("先选是哪一类事件。", 3, "<enter><enter>"),
    ("对方一句一句说，边听边记；上面是他的话。", 8, ""),
    ("Ctrl+V 问光标所在的一栏，他答，你记，回车落盘。", 5, "<ctrl+v>"),
    ("", 2, "李<enter>红河供电局调度<enter>来电号码<enter>"),
    ("发生时间可写 -6、0204、现在。", 4, "<ctrl+v>"),
    ("", 2, "0204<enter>"),
    ("F10 跳到本台该问的下一句：事发前负荷。", 3, "<f10><ctrl+v>"),
    ("负荷可写 1500、150万千瓦。", 4, "150万千瓦<enter>"),
    ("减供负荷是估的：F12 按两下标成「估算」，离开这一栏才记。右边随时写着够到哪一级、依据哪一条、还差多少。", 6, "700<f12><f12><enter>"),
    ("Ctrl+D 念给对方核对。", 5, "<ctrl+d>"),
    ("", 2, "<f10>"),
    ("F4 定级：本台建议，由人决定。谁定的、谁宣布、依据什么权限，都要登记。", 6, "<f4>"),
    ("", 4, "<f10><enter>王副州长<enter>王副州长<enter>指挥长授权<enter>电话<enter><enter>24小时<enter><f10>"),
    ("F6 处置：整夜用的一屏。「下一步」按 F5 去做。", 5, "<f6>"),
    ("电话报告：稿子照念，只填接报人，时间自己记。", 5, "<f5>赵主任<f10>"),
    ("31家成员单位一次通知，再逐家等确认。", 5, "<ctrl+f><f10>"),
    ("F11 文书：首报由日志生成，缺什么、哪个数没核实，写在旁边。", 6, "<f11>"),
    ("F7 日志：只增不改，每一条都连着上一条的校验值。", 5, "<f7>"),
    ("F9 预案：每一条都能按汉字、条款号、拼音首字母查到。", 5, "<f9>"),
    ("F2 值班台：断电、死机后再开，事件和时钟照旧。", 5, "<f2>"),
    ("演练结束就有成绩：失分写明依据哪一条、日志第几条。", 9, "<shift+f6><f10>"),
)


class DemoApp(DrillApp):
    """A drill whose trainee is a script."""

    def __init__(self, exercise: Exercise, pace: float = 1.0, rest: Rest = asyncio.sleep) -> None:
        """`pace` is how long everything takes; `rest` is what lets so many seconds pass."""
        super().__init__(exercise)
        self._pace, self._rest = pace, rest
        self._said = NIGHT[0][0]
        self._pressing = ""
        """The key of the script that is on its way; any other is somebody's."""
        self._leaving = asyncio.Event()

    def above_body(self) -> Iterable[Widget]:
        """What is said about it, and the telephone."""
        yield Folded(safe(f"[演示] {self._said}", "bold reverse"), id="caption")
        yield from super().above_body()

    async def on_event(self, event: Event) -> None:
        """A key or a click that is not of the script: somebody has seen enough."""
        if isinstance(event, MouseDown) or (isinstance(event, Key) and event.key != self._pressing):
            self.exit(None, 0)
            return
        await super().on_event(event)

    async def run_async(self, **options: Any) -> None:
        """Play as soon as it is up."""
        await super().run_async(**{**options, "auto_pilot": self.play})

    async def play(self, pilot: Pilot[None], night: Iterable[Step] = NIGHT) -> None:
        """The whole night; leaves at its end. Textual waits for this before it leaves: whoever left stops it."""
        playing, left = asyncio.create_task(self._play(pilot, night)), asyncio.create_task(self._leaving.wait())
        done, over = await asyncio.wait((playing, left), return_when=asyncio.FIRST_COMPLETED)
        for task in over:
            task.cancel()
        if playing in done:
            playing.result()
            self.exit(None, 0)

    async def _play(self, pilot: Pilot[None], night: Iterable[Step]) -> None:
        for step in night:
            await self.play_one(pilot, step)

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave, and stop the script."""
        super().exit(result, return_code, message)
        self._leaving.set()

    async def play_one(self, pilot: Pilot[None], step: Step) -> None:
        """Say it, do it, let somebody look."""
        words, seconds, pressed = step
        if words:
            self._caption(words)
        await self._press(pilot, pressed)
        await self.rest(seconds)

    async def rest(self, seconds: float) -> None:
        """Let somebody look."""
        await self._rest(seconds * self._pace)

    def _caption(self, words: str) -> None:
        self._said = words
        for screen in self.screen_stack:
            for line in screen.query("#caption").results(Folded):
                line.show(safe(f"[演示] {words}", "bold reverse"), layout=True)

    async def _press(self, pilot: Pilot[None], pressed: str) -> None:
        for part in parts_of(pressed):
            if part == "<next>":
                self.exercise.step_to_next()
                await self.step()
            elif part.startswith("<"):
                self._pressing = part.strip("<>")
                await pilot.press(self._pressing)
                self._pressing = ""
                await self.rest(4 * KEY)
            else:
                await self._type(pilot, part)
            await pilot.pause()

    async def _type(self, pilot: Pilot[None], words: str) -> None:
        for char in words:
            focused = self.focused
            insert = getattr(focused, "insert_text_at_cursor", None) or getattr(focused, "insert", None)
            if insert is not None:
                insert(char)
            await pilot.pause()
            await self.rest(KEY)


def parts_of(pressed: str) -> list[str]:
    """「700<f12><enter>」 as 「700」, 「<f12>」, 「<enter>」."""
    parts = [""]
    for char in pressed:
        if char == "<":
            parts.append("")
        parts[-1] += char
        if char == ">":
            parts.append("")
    return [part for part in parts if part]


def prepare(root: Path, real: Clock | None = None) -> Exercise:
    """The drill of the demonstration."""
    plans, _ = usable_plans(root / "plans")
    return begin(root, Begin(named(root, plans, SCENARIO).text(), NAME), real=real)


def run_demo(pace: float = 1.0) -> int:
    """Show the night until its end or until it is left; the exit status. Nothing of it stays on the disk."""
    with tempfile.TemporaryDirectory(prefix="duty-demo-") as folder:
        exercise = prepare(Path(folder))
        return sit(DemoApp(exercise, pace), exercise.close, lambda: None)
