"""对照: the open events side by side, one line for the same thing of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from .. import compare_words as words
from ..commands import Command, bindings
from ..text import safe
from ..widgets.keys import Keys
from ..widgets.line import Line
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import CaseView, View


class CompareScreen(DutyScreen):
    """As many events as fit, the one under the cursor among them."""

    PLACE = "对照"
    CSS_PATH = "compare.tcss"
    AUTO_FOCUS = "#compare"
    HELP = (
        "在办的几件事件并排看：级别、按已知事实、时限、报告、单位、下一步、最近一条，同一项在同一行。\n"
        "左右键选一件(放不下的跟着移过来)，回车进入它的处置；用鼠标点一件也行。日志各记各的。"
    )
    ACTIONS: ClassVar = (
        Command("earlier", "移", "left", "选左边一件", footer=False),
        Command("later", "移", "right", "选右边一件", footer=False),
        Command("enter_event", "进入", "f10,enter", "到选中事件的处置", footer=False),
        Command("go_back", "返回", "escape", "回到值班台", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def compose_body(self) -> ComposeResult:
        """The table."""
        with VerticalScroll(id="compare"):
            yield Line(id="compare-words")
        yield Keys(self.ACTIONS)

    def watch_view(self, view: View | None) -> None:
        """Show the events as they stand."""
        if view is None or not self.built:
            return
        line = self.query_one("#compare-words", Line)
        if not view.cases:
            line.show(safe(view.idle), layout=True)
            return
        cases = self._shown(view)
        known = self.duty.desk.cases
        last = [known[c.id].entries[-1] if c.id in known and known[c.id].entries else None for c in cases]
        rows = words.lines(cases, last, self.size.width - 2, self._picked(view))
        line.show(Content("\n").join(rows), layout=True)

    def on_resize(self) -> None:
        """More or fewer fit."""
        self.watch_view(self.view)

    def _picked(self, view: View) -> str:
        ids = [case.id for case in view.cases]
        return self.duty.current if self.duty.current in ids else ids[0]

    def _shown(self, view: View) -> tuple[CaseView, ...]:
        room = words.room(self.size.width - 2)
        at = [case.id for case in view.cases].index(self._picked(view))
        start = max(0, min(at - room + 1, len(view.cases) - room)) if at >= room else 0
        return view.cases[start : start + room]

    def _move(self, by: int) -> None:
        if self.view and self.view.cases:
            ids = [case.id for case in self.view.cases]
            self.duty.current = ids[(ids.index(self._picked(self.view)) + by) % len(ids)]
            self.duty.refresh_view()
            self.watch_view(self.view)

    def action_earlier(self) -> None:
        """The event on the left."""
        self._move(-1)

    def action_later(self) -> None:
        """The event on the right."""
        self._move(1)

    async def action_enter_event(self) -> None:
        """Work on the event under the cursor."""
        if self.view and self.view.cases:
            self.duty.current = self._picked(self.view)
            await self.duty.action_go("response")

    async def on_click(self, event: events.Click) -> None:
        """An event is picked by pointing at it."""
        if self.view is None or not self.view.cases or event.widget is not self.query_one("#compare-words"):
            return
        cases = self._shown(self.view)
        column = (event.x - words.LABEL) * len(cases) // max(1, self.size.width - 2 - words.LABEL)
        self.duty.current = cases[max(0, min(len(cases) - 1, column))].id
        self.duty.refresh_view()
        self.watch_view(self.view)

    async def action_go_back(self) -> None:
        """To the board."""
        await self.duty.action_go("board")
