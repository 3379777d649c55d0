"""The console while a drill is played: the same screens, a telephone that is played, a clock of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.timer import Timer
from textual.widget import Widget

from console.desk.clock import SystemClock
from console.incident.refused import Refused
from console.journal.errors import NotRecorded

from ..app import DutyApp
from ..commands import APP_COMMANDS, DRILL_COMMANDS, Command, bindings
from ..screens.base import DutyScreen
from ..screens.intake import IntakeScreen
from ..widgets.call_strip import CallStrip

if TYPE_CHECKING:
    from console.exercise.exercise import Exercise

SPEECH = 0.2
"""Seconds between two looks at what is being said."""
SOONEST = 0.01
"""Seconds until an inject that is due already."""


class DrillApp(DutyApp):
    """A drill at the trainee's side. The director is in another process."""

    TITLE = "演练 值班台"
    CSS_PATH = "../app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(DRILL_COMMANDS)]
    commands: ClassVar[tuple[Command, ...]] = (*DRILL_COMMANDS, *APP_COMMANDS)

    def __init__(self, exercise: Exercise) -> None:
        super().__init__(exercise.desk)
        self.exercise = exercise
        self.rang_at: datetime | None = None
        """When the key for a real event was pressed, on the real clock."""
        self._next: Timer | None = None
        self._rung: set[str] = set()

    def on_mount(self) -> None:
        """Sit down, hear the opening, and let the clock go."""
        super().on_mount()
        self.set_interval(SPEECH, self._listen)
        if self.exercise.run.seq == 1:
            from .dialogs import open_drill  # noqa: PLC0415 # once

            open_drill(self)

    def above_body(self) -> Iterable[Widget]:
        """The telephone."""
        yield CallStrip(self.exercise)

    # --- time -----------------------------------------------------------------------------------------------------

    async def _tick(self) -> None:
        await self.step()
        if self.exercise.cut_until is None:
            await super()._tick()

    async def step(self) -> None:
        """Let happen what is due, and wake again exactly when the next thing is."""
        try:
            changed = await asyncio.to_thread(self.exercise.step)
        except NotRecorded as error:
            if str(error) not in self.desk.findings:
                self.desk.findings.append(str(error))
            return
        if self.exercise.cut_until is not None:
            self.exit(None, 0)
            return
        if changed:
            self.refresh_view()
            self._listen()
            self._ring()
            if self.exercise.run.ended_at is not None:
                await self.over()
        if any(self.exercise.run.played(inject.id).standing == "sent" for inject in self.exercise.waiting):
            self.call_after_refresh(self._painted)
        self._arm()

    async def _painted(self) -> None:
        """What waits stands on the screen: the trainee can have seen it."""
        await self._done(self.exercise.seen)

    async def _done(self, act: Callable[[], object]) -> bool:
        """Do something to the drill off the loop; False, with the reason in the message line, where it could not be."""
        try:
            await asyncio.to_thread(act)
        except (Refused, NotRecorded) as error:
            self._refuse(str(error))
            return False
        return True

    def _arm(self) -> None:
        if self._next is not None:
            self._next.stop()
            self._next = None
        wait = self.exercise.wait()
        if wait is not None and self.exercise.run.ended_at is None:
            self._next = self.set_timer(max(SOONEST, wait), self.step)

    def _ring(self) -> None:
        new = {inject.id for inject in self.exercise.waiting} - self._rung
        self._rung |= new
        if new and self.desk.settings.sound:
            self.bell()

    def _listen(self) -> None:
        for screen in self.screen_stack:
            for strip in screen.query(CallStrip):
                strip.look()

    async def over(self) -> None:
        """The drill is over: the score."""
        await self.action_go("score")
        if isinstance(self.screen, DutyScreen):
            self.screen.say("演练结束，时钟停了；Ctrl+Q 离开演练")

    # --- the trainee's keys ---------------------------------------------------------------------------------------

    async def action_answer(self) -> None:
        """Take the call that rings; on the line, ask."""
        if self.exercise.run.ended_at is not None:
            self._refuse("演练已经结束")
            return
        inject = next(iter(self.exercise.waiting), None)
        if inject is None:
            await self._ask()
            return
        if not await self._done(self.exercise.answer):
            return
        self._listen()
        if inject.channel == "phone" and inject.event and inject.event not in self.exercise.run.events:
            await super().action_new_event()
        elif inject.event:
            self.current = self.exercise.run.events.get(inject.event, self.current)

    async def action_new_event(self) -> None:
        """An event is opened at this second; what rings is answered by it."""
        if self.exercise.waiting and await self._done(self.exercise.answer):
            self._listen()
        await super().action_new_event()

    async def _ask(self) -> None:
        screen = self.screen
        place = screen.asking if isinstance(screen, IntakeScreen) else ""
        if not place and self.view and self.view.current and self.view.current.proposal.ask:
            place = f"fact:{self.view.current.proposal.ask[0]}"
        if not place:
            self._refuse("没有要问的；在接报屏把光标放到要问的一栏再按 Ctrl+V")
            return
        if isinstance(screen, IntakeScreen):
            await screen.go_to(place)
        if await self._done(partial(self.exercise.ask, path_of(place), self.current)):
            self._listen()

    def action_real_event(self) -> None:
        """A real telephone rings: the drill stands still, and the real desk opens with this second as the call's."""
        self.rang_at = SystemClock().now()
        with suppress(NotRecorded):  # a full disk must not keep a real call waiting; the record then just ends here
            self.exercise.freeze()
        self.exit(None, 0)

    def action_drill_pace(self) -> None:
        """Pause, go on, faster, slower, on to the next thing."""
        from .dialogs import ask_pace  # noqa: PLC0415 # only when asked for

        ask_pace(self)

    def action_drill_over(self) -> None:
        """End it, after a question."""
        from .dialogs import ask_over  # noqa: PLC0415 # only when asked for

        ask_over(self)

    def _refuse(self, words: str) -> None:
        if isinstance(self.screen, DutyScreen):
            self.screen.refuse(words)

    def copy_to_clipboard(self, text: str) -> None:
        """What is copied in a drill says so."""
        super().copy_to_clipboard(text if "演练" in text else f"[演练] {text}")


def path_of(place: str) -> str:
    """A place of the form (「fact:grid_load_mw」, 「call:unit」) as a scenario's path."""
    kind, _, name = place.partition(":")
    found: dict[str, Any] = {"call": f"call.{name}", "when": name, "places": "places"}
    return str(found.get(kind, name))
