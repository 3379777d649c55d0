"""墙上的钟现在几点: the one question about a PC's clock that cannot be right. It stands in nobody's way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from console.desk.clock_answer import meaning, read_wall
from console.incident.clock_told import slow_words
from console.incident.refused import Refused
from console.incident.times import Unreadable

from .dialog import Ask, Dialog
from .screens.base import DutyScreen

if TYPE_CHECKING:
    from console.desk.clock_check import Doubt
    from console.desk.view import View

    from .app import DutyApp

FRESH = 60.0
"""Seconds for which what was read off the wall is put back into the field, where a call came first."""
LATER = "电话来了照样按 Ctrl+N，先不填按 Esc；横条留着，Ctrl+E 再填"


class ClockQuestion(Dialog):
    """Asks what the clock on the wall shows; says before Enter what the answer will mean."""

    KEEPS = False  # what a clock showed is worth nothing a while later

    def __init__(self, app: DutyApp, note: str) -> None:
        time = app.desk.time
        note_of_form = f"如 16:40，日期不对写全 {time.at_least():%Y-%m-%d} 16:40"
        typed, at = app.wall_typed
        still = typed if time.clock.elapsed() - at < FRESH else ""
        ask = Ask("wall", "墙上的钟", still, hints=_either(time.doubt), note=note_of_form)
        super().__init__("墙上的钟现在几点？", (ask,), self._answered, note=note, ok="记下")
        self._duty = app

    @property
    def answering(self) -> bool:
        """Whether the answer is being written down at this moment."""
        return self._busy

    @on(Input.Changed, "#ask-wall")
    def _say_meaning(self, event: Input.Changed) -> None:
        """What is typed stays for the next time, should something else come first."""
        time = self._duty.desk.time
        self._duty.wall_typed = event.value, time.clock.elapsed()
        try:
            wall = read_wall(event.value, time.at_least())
            self._tell(meaning(wall, time.pc.now(), time.newest or wall))
        except Unreadable:
            self._tell("")

    async def _answered(self, answers: Mapping[str, str]) -> str:
        desk = self._duty.desk
        if not answers["wall"].strip():
            return "还没有填：照挂钟、手机或电视写，如 16:40；先不填按 Esc"
        try:
            wall = read_wall(answers["wall"], desk.time.at_least())
            await asyncio.to_thread(desk.answer_clock, wall)
        except (Unreadable, Refused) as error:
            return str(error)
        self._duty.wall_typed = "", 0.0
        self._duty.refresh_view()
        words = f"，电脑{slow_words(desk.time.seconds)}，此后照墙上的钟记" if desk.time.seconds else "，电脑时钟是对的"
        self._duty.call_later(_say, self._duty, f"已记下：现在是 {desk.clock.now():%Y-%m-%d %H:%M}{words}")
        return ""


def _either(doubt: Doubt | None) -> tuple[str, ...]:
    """Where the PC may have been set right or not: what the time is then, and what it is else."""
    if doubt is None or not doubt.seconds:
        return ()
    return tuple(f"{at:%Y-%m-%d %H:%M}" for at in (doubt.pc, doubt.pc + timedelta(seconds=doubt.seconds)))


def _say(app: DutyApp, words: str) -> None:
    if isinstance(app.screen, DutyScreen):
        app.screen.say(words)


def ask_clock(app: DutyApp) -> None:
    """Ask, with everything else that is to be known beside it."""
    desk = app.desk
    if isinstance(app.screen, ClockQuestion):
        return
    if desk.read_only:
        if isinstance(app.screen, DutyScreen):
            app.screen.refuse("这一台只能看，请到正在记录的那一台上填墙上的钟")
        return
    doubt, seconds = desk.time.doubt, desk.time.seconds
    if doubt is not None:
        note = f"{doubt.words}。{LATER}"
    elif seconds:
        note = f"电脑{slow_words(seconds)}，现在按上次填的墙上的钟记。填错了就在这里重填；把电脑的时间拨准以后不用再填。"
    else:
        if isinstance(app.screen, DutyScreen):
            app.screen.say("电脑时钟没有疑点；要改就直接改电脑的日期和时间，时限会随之换算")
        return
    lost = [f"{one.words}：{one.todo}" for one in desk.second.losses]
    lines = [f"{n}. {line}" for n, line in enumerate([*lost, *desk.findings], 1)]
    app.push_screen(ClockQuestion(app, "\n".join([note, *lines])))


def quiet(app: DutyApp, view: View) -> bool:
    """Whether nothing else is going on: the board is in front, no call waits, nothing of ours is surely overdue."""
    overdue = any(due.mine and due.state in ("late", "over") for case in view.cases for due in case.dues)
    return len(app.screen_stack) == 1 and not view.read_only and view.shift.pending_call is None and not overdue
