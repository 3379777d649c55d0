"""What a drill asks its trainee: the opening, the pace, whether it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from console.exercise.clock import SPEEDS
from console.journal.errors import NotRecorded

from ..dialog import Ask, Dialog

if TYPE_CHECKING:
    from .app import DrillApp


def open_drill(app: DrillApp) -> None:
    """Read the opening; the clock goes when it was read."""
    exercise = app.exercise
    about, speed = exercise.scenario.scenario, exercise.clock.speed
    exercise.go(speed, paused=True)

    async def begin(_answers: Mapping[str, str]) -> str:
        try:
            await asyncio.to_thread(exercise.go, speed, paused=False)
        except NotRecorded as error:
            return str(error)
        app.call_later(app.step)
        return ""

    goals = "\n".join(f"- {objective}" for objective in about.objectives)
    note = (
        f"{about.opening}\n\n练什么:\n{goals}\n\n约{about.minutes}分钟，{speed}倍速。电话响按 Ctrl+V 接听，通话中按 Ctrl+V 问。"
        "\n真电话来了按 Ctrl+Z。"
    )
    app.push_screen(Dialog(f"演练 {about.title}", (), begin, note=note, ok="开始"))


def ask_pace(app: DrillApp) -> None:
    """Choose how fast the drill's clock goes."""
    exercise = app.exercise
    choices = [("next", "跳到下一件事")]
    choices.append(("go_on", "继续") if exercise.run.paused else ("pause", "暂停"))
    choices += [(str(speed), f"{speed}倍速") for speed in SPEEDS]

    async def submit(answers: Mapping[str, str]) -> str:
        picked = answers["pace"]
        if not picked:
            return "请选一项"
        try:
            if picked == "next":
                if not await asyncio.to_thread(exercise.step_to_next):
                    return "后面没有定好时间的事"
            elif picked in ("pause", "go_on"):
                await asyncio.to_thread(exercise.go, exercise.clock.speed, paused=picked == "pause")
            else:
                await asyncio.to_thread(exercise.go, int(picked), paused=False)
        except NotRecorded as error:
            return str(error)
        app.call_later(app.step)
        return ""

    app.push_screen(Dialog("演练快慢", (Ask("pace", "上下键选，回车", "", tuple(choices)),), submit))


def ask_over(app: DrillApp) -> None:
    """End the drill, after a question."""
    exercise = app.exercise

    async def submit(_answers: Mapping[str, str]) -> str:
        try:
            await asyncio.to_thread(exercise.end, "受训人结束")
        except NotRecorded as error:
            return str(error)
        app.call_later(app.over)
        return ""

    app.push_screen(Dialog("结束演练", (), submit, note="到此为止，没做的按没做计分。", ok="结束"))
