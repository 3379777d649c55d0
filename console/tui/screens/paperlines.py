"""纸面补录: the lines written on the emergency pages, typed in one after the other with their own time."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from console.incident.paper_lines import PaperLine, next_number, note_of, out_of_order, taken
from console.incident.times import Unreadable, dated, instant
from console.words import visible

from ..commands import Command, bindings
from ..keeping import Keeper
from ..text import safe
from ..time_field import Reading
from ..widgets.entry import Entry
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from ..widgets.rows import Rows
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import View
    from console.incident.entry import Entry as LogEntry

FIELDS = {"sheet": "页号", "number": "编号", "at": "时间", "text": "什么事", "who": "记录人"}
"""Field to its label, in the order of the sheet."""
OLD_DRAFT = "paper-lines.json"
"""Where version 0.1 kept what was typed, beside the log."""


class PaperLinesScreen(DutyScreen):
    """A line a time, the next number by itself."""

    PLACE = "纸面补录"
    OF_EVENT = True
    CSS_PATH = "paperlines.tcss"
    AUTO_FOCUS = "#paper-at"
    HELP = (
        "停机时在纸面备份第二页上手写的各行，照纸上的次序录进来：时间写纸上的钟点(0210、23日0210)，下面写出读作哪天几点；内容照原话。\n"
        "页号在纸的抬头。回车到下一格，在记录人一格回车(或 F10)就记一条补录，编号自动到下一行。\n"
        "每条都写明是哪一页哪一行；写下的时间照记现在，发生时间用纸上的。录过的行不会再录一遍。\n"
        "没录完就离开也不丢：打了一半的下次还在。录完把纸和日志一起存档。"
    )
    ACTIONS: ClassVar = (
        Command("record", "记下这行", "f10", "把这一行作为补录记进日志", footer=False),
        Command("go_back", "离开", "escape", "回到日志；打了一半的会留着", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._event = ""
        self._keeper: Keeper | None = None
        self._seen = -1

    def compose_body(self) -> ComposeResult:
        """The fields of one line, and below them what is in the log already."""
        yield Line(id="paper-lines-head")
        with Vertical(id="paper-fields"):
            for name, label in FIELDS.items():
                with Horizontal(classes="field"):
                    yield Label(safe(label), markup=False)
                    entry = Entry()
                    entry.id = f"paper-{name}"
                    yield entry
        yield Folded(id="paper-reading")
        yield Keys(self.ACTIONS)
        yield Line(safe("已补录的各行", "bold"), id="paper-done-title")
        yield Rows(id="paper-done")

    async def on_mount(self) -> None:
        """Show what is known at once."""
        await self.watch_view(self.duty.view)

    async def watch_view(self, view: View | None) -> None:
        """Another event: its draft and its lines; else the lines that are new."""
        if view is None or not self.built:
            return
        head = self.query_one("#paper-lines-head", Line)
        if self.case is None:
            head.show(safe("还没有事件；F2 选一件，或按 Ctrl+N 新开一件再补录", "bold"))
            return
        if self.case.id != self._event:
            self._event, self._seen = self.case.id, -1
            head.show(safe(f"{self.case.id} {self.case.state.title}：照纸上的次序一行一行录"))
            self._keeper = Keeper(self.duty, self._event, self.PLACE, "paper lines", "一行")
            self._keeper.adopt(self.duty.desk.case(self._event).journal.folder / OLD_DRAFT)
            self._fill(self._keeper.back("at".__eq__))
        self._tell()
        if self.case.entries != self._seen:
            self._seen = self.case.entries
            self._list()

    def _fill(self, typed: dict[str, str]) -> None:
        for name in FIELDS:
            entry = self.query_one(f"#paper-{name}", Entry)
            with entry.prevent(Input.Changed):
                entry.value = typed.get(name, "")
        if not typed.get("number"):
            self._count_on()

    def _taken(self) -> dict[tuple[str, int], LogEntry]:
        return taken(self.duty.desk.case(self._event).entries) if self._event else {}

    @property
    def _typed(self) -> dict[str, str]:
        return {name: self.query_one(f"#paper-{name}", Entry).value for name in FIELDS}

    def _count_on(self) -> None:
        number = self.query_one("#paper-number", Entry)
        with number.prevent(Input.Changed):
            number.value = next_number(self._typed["sheet"], self._taken())

    def _tell(self) -> None:
        """How the time of the line is read, before it is recorded."""
        words = Reading().words(self._typed["at"], self.duty.desk.clock.now(), {})
        self.query_one("#paper-reading", Folded).show(safe(words, "bold $accent"))

    def _list(self) -> None:
        rows = [
            (str(entry.seq), safe(f"{dated(instant(entry.event_at))}  第{entry.seq}条  {visible(str(entry.data['text']))}"))
            for entry in sorted(self._taken().values(), key=lambda entry: -entry.seq)
        ]
        self.query_one("#paper-done", Rows).show(rows or [("", safe("还没有"))])

    # --- typing ---------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _changed(self) -> None:
        self._tell()
        self._keep()

    def _keep(self) -> None:
        """What was typed is there again next time; a number alone is the console's own."""
        if self._keeper is not None:
            typed = self._typed
            self._keeper.keep(typed if any(typed[name] for name in ("at", "text", "who")) else {})

    @on(Input.Submitted)
    async def _entered(self, event: Input.Submitted) -> None:
        name = (event.input.id or "").removeprefix("paper-")
        if name == "sheet":
            self._count_on()
        if name == "who":
            await self.action_record()
        elif name in FIELDS:
            self._go(list(FIELDS)[list(FIELDS).index(name) + 1])

    @on(Entry.Stepped)
    def _stepped(self, event: Entry.Stepped) -> None:
        if event.step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def _go(self, name: str) -> None:
        self.set_focus(self.query_one(f"#paper-{name}", Entry))

    async def action_record(self) -> None:
        """Record the line as a late entry and go on to the next number."""
        if not self._event:
            self.refuse("还没有事件，先按 Ctrl+N 新开一件")
            return
        line, known = PaperLine(**self._typed), self._taken()
        try:
            note = note_of(line, known, self.duty.desk.clock.now())
        except Unreadable as error:
            self.refuse(str(error))
            return
        if await self.do(note):
            return
        at = note.event_at
        doubt = out_of_order(line.sheet, int(line.number.strip().removesuffix("行")), at, known) if at else ""
        for name in ("at", "text"):
            self.query_one(f"#paper-{name}", Entry).value = ""
        self._count_on()
        self._keep()
        self._go("at")
        if doubt:
            self.say(f"已记录，但{doubt}")

    async def action_go_back(self) -> None:
        """To the log, where the lines stand now."""
        await self.duty.action_go("log")
