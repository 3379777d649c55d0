"""The common ground of the screens: the frame, the view, and the one way to do something."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import var
from textual.screen import Screen

from console.incident.refused import Refused, said
from console.incident.times import instant, read_words
from console.journal.errors import NotRecorded

from ..commands import Command
from ..widgets.frame import Bottom, Said, Top
from ..widgets.sheet import Sheet

if TYPE_CHECKING:
    from console.desk.view import CaseView, View
    from console.incident import commands as c
    from console.incident.entry import Entry

    from ..app import DutyApp


class DutyScreen(Screen[None]):
    """A screen of the console. Subclasses give `PLACE`, `ACTIONS`, `HELP` and `compose_body`, and watch `view`."""

    PLACE: ClassVar[str] = ""
    ACTIONS: ClassVar[Sequence[Command]] = ()
    HELP: ClassVar[str] = ""
    """What one does on this screen, in a few Chinese sentences."""

    OF_EVENT: ClassVar[bool] = False
    """Whether what is typed here belongs to the event on the screens."""

    view: var[View | None] = var(None)
    _built = False

    @property
    def duty(self) -> DutyApp:
        """The app, with its own type."""
        return cast("DutyApp", self.app)

    @property
    def built(self) -> bool:
        """Whether all parts of the screen are there: the view may come before them, and once more while they go away."""
        there = bool(self.query("#trust"))
        if there and not self._built:  # the deepest parts come last
            self._built = all(part.is_mounted for part in self.query("*"))
        return there and self._built

    @property
    def case(self) -> CaseView | None:
        """The event on the screens."""
        return self.view.current if self.view else None

    def compose(self) -> ComposeResult:
        """The frame and, between, the body."""
        yield Top(self.PLACE).data_bind(DutyScreen.view)
        yield from self.duty.above_body()
        with Container(id="body"):
            yield from self.compose_body()
        yield Bottom().data_bind(DutyScreen.view)

    def compose_body(self) -> ComposeResult:
        """What the screen is about."""
        yield from ()

    async def leaving(self) -> None:
        """Called before another screen takes the place: record or keep what was typed."""

    async def do(self, *commands: c.Command, event: str | None = None) -> str:
        """Carry out commands on the current event; empty when recorded, else the sentence that says why not."""
        target = event or (self.case.id if self.case else None)
        if target is None:
            return self.refuse("还没有事件，按 Ctrl+N 新开一件")
        try:
            with self.duty.under_way(self):
                entries = await asyncio.to_thread(self.duty.desk.do, target, *commands)
        except (Refused, NotRecorded) as error:
            self.duty.refresh_view()
            return self.refuse(said(error))
        self.duty.refresh_view()
        self.recorded(entries)
        return ""

    def recorded(self, entries: Sequence[Entry]) -> None:
        """Say that something is on the disk."""
        from console.incident.narrate import is_late  # noqa: PLC0415 # the first paint does not need it

        if entries:
            last = entries[-1]
            at = instant(last.at)
            late = f"，补录 {read_words(instant(last.event_at), at)}" if last.kind == "note" and is_late(last) else ""
            self.say(f"已记录 第{last.seq}条 {at.strftime('%H:%M:%S')}{late}")

    def action_turn_words(self, pages: int) -> None:
        """Turn the words that are shown in full."""
        for sheet in self.query(Sheet):
            sheet.turn(pages)

    def say(self, words: str) -> None:
        """Show a word of the console in the message line."""
        for line in self.query(Said):
            line.recorded(words)

    def refuse(self, words: str) -> str:
        """Show why something was not done, and give it back."""
        for line in self.query(Said):
            line.refused(words)
        return words
