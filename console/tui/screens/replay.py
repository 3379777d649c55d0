"""回看: the event on the screens as it stood at an entry or a minute; nothing can be done here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content

from console.desk.replay import find, replay
from console.incident.fold import UnknownKind
from console.incident.narrate import kind_label, narrate
from console.incident.times import Unreadable, clock_seconds, instant

from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..replay_words import head_words, known, standing
from ..sizes import WIDTHS
from ..text import safe
from ..widgets.keys import Keys
from ..widgets.line import Line
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.case import Case
    from console.desk.view import View


class ReplayScreen(DutyScreen):
    """The event as it stood."""

    PLACE = "回看"
    CSS_PATH = "replay.tcss"
    AUTO_FOCUS = "#replay-left"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "事件在某一条记录写下时的样子：那时的级别、时限、单位、数字，只凭日志算出，后来才知道的不算。\n"
        "左右键一条一条往前往后，F10 选第几条或几点几分。这里只看不办；最上面两行仍是现在的事。\n"
        "建议级别按现在的预案数据推算。Esc 回到日志。"
    )
    ACTIONS: ClassVar = (
        Command("step(-1)", "前一条", "left,p", "看前一条写下时", footer=False),
        Command("step(1)", "后一条", "right,n", "看后一条写下时", footer=False),
        Command("step(-10)", "前十条", "pageup,ctrl+left", "往前十条", footer=False),
        Command("step(10)", "后十条", "pagedown,ctrl+right", "往后十条", footer=False),
        Command("edge(0)", "最早", "home", "第一条", footer=False),
        Command("edge(1)", "最新", "end", "最后一条", footer=False),
        Command("choose", "选时刻", "f10,ctrl+d", "选第几条，或几点几分", footer=False),
        Command("back", "回日志", "escape", "回到日志", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        """The entry that is looked at; 0 until one is."""
        self._moment: datetime | None = None
        self._of: str | None = None
        self._up = False

    def compose_body(self) -> ComposeResult:
        """The mark, the entry, the two halves, the keys."""
        yield Line(id="replay-head")
        yield Line(id="replay-entry")
        with Horizontal(id="replay-halves"):
            for half in ("left", "right"):
                with VerticalScroll(id=f"replay-{half}"):
                    yield Line(id=f"replay-{half}-words")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Start at the newest entry, or where `look_at` said."""
        self._up = True
        self.watch_view(self.duty.view)

    @property
    def _past(self) -> Case | None:
        return self.duty.desk.cases.get(self.case.id) if self.case else None

    def watch_view(self, view: View | None) -> None:
        """Another event is looked at from its end; the same one stays where it is."""
        if view is None or not self._up:
            return
        now = self.case.id if self.case else None
        if now != self._of or not self.count:
            start = self.count if self._of is None and self.count else self.case.entries if self.case else 0
            self._of = now
            self.look_at(start)

    def look_at(self, count: int, moment: datetime | None = None) -> None:
        """Show the event when its log had so many entries, seen from `moment` or from the last of them."""
        self.count, self._moment = count, moment
        if self._up:
            self._show()

    def _show(self) -> None:
        past = self._past
        if past is None or not self.count:
            self.query_one("#replay-head", Line).show(safe("还没有事件，按 Ctrl+N 新开一件"))
            return
        entries = past.entries
        self.count = max(1, min(self.count, len(entries)))
        entry = entries[self.count - 1]
        at = self._moment or instant(entry.at)
        office = self.duty.desk.settings.for_deadlines()
        try:
            case = replay(past.id, entries, self.count, past.plan, self.duty.desk.classifier(past.plan.id), office, at)
        except UnknownKind as error:
            self.query_one("#replay-entry", Line).show(safe(str(error)))
            return
        self.query_one("#replay-head", Line).show(safe(head_words(case, at, self.count, len(entries)), "bold reverse"))
        words = f"{clock_seconds(instant(entry.at))} {kind_label(entry)} {narrate(entry, past.plan)}  {entry.by} 记"
        self.query_one("#replay-entry", Line).show(safe(words))
        for half, lines in (("left", standing(case, at)), ("right", known(case))):
            self.query_one(f"#replay-{half}-words", Line).show(Content("\n").join(lines), layout=True)

    # --- what one does ----------------------------------------------------------------------------------------------

    def action_step(self, step: int) -> None:
        """So many entries on or back."""
        past = self._past
        if past:
            self.look_at(max(1, min(self.count + step, len(past.entries))))

    def action_edge(self, last: int) -> None:
        """The first entry, or the last."""
        past = self._past
        if past:
            self.look_at(len(past.entries) if last else 1)

    def action_choose(self) -> None:
        """Ask for an entry or a minute."""
        past = self._past
        if past is None:
            return
        total = len(past.entries)

        async def submit(answers: Mapping[str, str]) -> str:
            try:
                self.look_at(*find(past.entries, answers["at"], self.duty.desk.clock.now()))
            except Unreadable as error:
                return str(error)
            return ""

        ask = Ask("at", f"第几条(1 至 {total})，或时刻", note="如 12、第1200条、0247、11-23 02:47、-30")
        self.duty.push_screen(Dialog("回看哪一刻", (ask,), submit, ok="看"))

    async def action_back(self) -> None:
        """Back to the log."""
        await self.duty.action_go("log")

