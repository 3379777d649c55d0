"""日志: everything that was recorded of an event; find, mark, correct, take back, write in late, export."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Input

from console.incident import commands as c
from console.incident.entry import Entry
from console.incident.log_index import ABOUT_ANOTHER, GROUPS, LogIndex, chosen
from console.incident.narrate import kind_label, narrate

from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..log_words import detail_words, row_words, search_words
from ..reader import Reader
from ..sizes import WIDTHS
from ..text import joined, safe
from ..widgets.entry import Field
from ..widgets.keys import Keys
from ..widgets.line import Line
from ..widgets.log_view import LogView
from ..widgets.sheet import MORE, Sheet
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.case import Case
    from console.desk.view import View
    from console.incident.next_step import Step

ALL, MARKED = "all", "marked"


class FindInput(Field):
    """What is looked for; Esc and Enter go to the list and keep the words."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,down", "screen.list", show=False)]


class LogScreen(DutyScreen):
    """The log of the current event."""

    PLACE = "日志"
    OF_EVENT = True
    CSS_PATH = "log.tcss"
    AUTO_FOCUS = "#log-rows"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "事件的全部记录，一条一行；回车看选中一条的全文。日志只增不改。\n"
        "「要」是要事；「补录」的两个时间都列出：前面是写下的时间，括号里是发生的时间。\n"
        "写错了：「更正」另写一条，指明更正哪一条；登记错了(报告、单位、任务): 「撤回」，要写原因。\n"
        "查找可写几个词，用空格隔开，都要有。键行里的「^F」就是 Ctrl+F。"
    )
    OWN: ClassVar = (
        Command("order", "次序", "f12", "最新在前，或最早在前", footer=False),
        Command("find", "查找", "ctrl+f", "在全部记录里找几个词", footer=False),
        Command("filter", "类别", "ctrl+k", "只看一类记录或要事", footer=False),
        Command("late", "补录", "ctrl+l", "补记先前发生的事，两个时间都留", footer=False),
        Command("mark", "标记", "ctrl+y", "把选中的一条标为要事，再按取消", footer=False),
        Command("correct", "更正", "ctrl+d", "另写一条更正选中的一条", footer=False),
        Command("withdraw", "撤回", "ctrl+w", "撤回登记错的报告、单位、任务", footer=False),
        Command("export", "导出", "f10", "把日志写成文件", footer=False),
    )
    ACTIONS: ClassVar = (*OWN, *MORE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._of: str | None = None
        self._words: list[str] = []
        self._newest_first = True
        self._group = ALL
        self._shown = -1

    def compose_body(self) -> ComposeResult:
        """What is shown, the search, the rows, the picked entry, the keys."""
        with Horizontal(id="log-top"):
            yield Line(id="log-about")
            yield Line(safe("查找"), id="log-find-label")
            yield FindInput(id="log-find", compact=True, placeholder="Ctrl+F")
        with Container(id="log-body"):
            yield LogView(self._row, id="log-rows")
            yield Sheet(id="log-detail")
        yield Keys(self.OWN)

    def on_mount(self) -> None:
        """Show what is there at once, and not only with the next second."""
        self.view = self.duty.view
        self.watch_view(self.view)

    # --- what is shown ----------------------------------------------------------------------------------------------

    @property
    def _entries(self) -> Sequence[Entry]:
        log = self._log
        return log.entries if log else ()

    @property
    def _index(self) -> LogIndex:
        log = self._log
        return log.index if log else LogIndex()

    @property
    def _log(self) -> Case | None:
        return self.duty.desk.cases.get(self.case.id) if self.case else None

    def _row(self, entry: Entry) -> tuple[str, bool]:
        words = narrate(entry, self.case.plan) if self.case else ""
        return row_words(entry, self._index, words), entry.seq in self._index.marked

    def watch_view(self, view: View | None) -> None:
        """Show another event, or what is new in this one."""
        if view is None or not self.built:
            return
        now = self.case.id if self.case else None
        if now != self._of:
            self._of, self._words, self._shown = now, [], -1
        entries = self._entries
        if len(entries) == self._shown:
            return
        if any(entry.kind in ABOUT_ANOTHER for entry in entries[max(0, self._shown):]):
            self.query_one(LogView).forget()
        self._shown = len(entries)
        self._select()

    @property
    def _sought(self) -> str:
        return self.query_one("#log-find", Input).value

    def _select(self) -> None:
        """Show the entries that pass the filter; a search goes through a worker."""
        if self._sought.strip():
            self._seek(self._sought)
        else:
            self._show(chosen(self._entries, self._index, self._group, "", (), self._group == MARKED))

    @work(exclusive=True, group="find")
    async def _seek(self, sought: str) -> None:
        if self.case is None:
            return
        entries, plan, words = self._entries, self.case.plan, self._words
        await asyncio.to_thread(search_words, entries, plan, words)
        places = await asyncio.to_thread(
            chosen, entries, self._index, self._group, sought, words, self._group == MARKED
        )
        if sought == self._sought and words is self._words:
            self._show(places)

    def _show(self, places: list[int] | None) -> None:
        view = self.query_one(LogView)
        view.show(self._entries, places, newest_first=self._newest_first)
        order = "最新在前" if self._newest_first else "最早在前"
        kind = "要事" if self._group == MARKED else GROUPS[self._group][0] if self._group in GROUPS else "全部"
        found = f"{view.count}/{self._shown}条" if places is not None else f"{view.count}条"
        self.query_one("#log-about", Line).show(safe(f"{found}  {order}  类别：{kind}"))

    @on(LogView.Moved)
    def _detail(self) -> None:
        sheet = self.query_one(Sheet)
        entry = self.query_one(LogView).picked
        if entry is None or self.case is None:
            sheet.show(safe("没有记录" if self.case else "还没有事件，按 Ctrl+N 新开一件"), anew=True)
            return
        sheet.show(joined(*detail_words(entry, self._entries, self._index, self.case.plan)), anew=True)

    @on(LogView.Chosen)
    def _read(self) -> None:
        entry = self.query_one(LogView).picked
        if entry is not None and self.case is not None:
            words = detail_words(entry, self._entries, self._index, self.case.plan, full=True)
            self.duty.push_screen(Reader(f"第{entry.seq}条 {kind_label(entry)}", joined(*words)))

    @on(Input.Changed, "#log-find")
    def _changed(self) -> None:
        self._select()

    @on(Input.Submitted, "#log-find")
    def action_list(self) -> None:
        """Back to the rows; what is looked for stays."""
        self.query_one(LogView).focus()

    def begin(self, _step: Step) -> None:
        """F5 brought the officer here: to the newest entry."""
        self.action_list()

    # --- what one does ----------------------------------------------------------------------------------------------

    def action_order(self) -> None:
        """Newest or oldest first."""
        self._newest_first = not self._newest_first
        self._select()

    def action_find(self) -> None:
        """Type what to look for."""
        self.set_focus(self.query_one("#log-find", Input))

    def action_filter(self) -> None:
        """Choose what kinds are shown."""

        async def submit(answers: Mapping[str, str]) -> str:
            self._group = answers["group"] or ALL
            self.call_later(self._select)
            return ""

        choices = ((ALL, "全部"), (MARKED, "要事"), *((key, words) for key, (words, _) in GROUPS.items()))
        self.duty.push_screen(Dialog("看哪一类", (Ask("group", "类别", self._group, choices),), submit))

    async def action_mark(self) -> None:
        """Mark the picked entry as a key one, or take the mark off."""
        entry = self.query_one(LogView).picked
        if entry:
            await self.do(c.Mark(entry.seq, entry.seq not in self._index.marked))

    def action_late(self) -> None:
        """Write in something that happened earlier."""
        from ..log_dialogs import late_entry  # noqa: PLC0415 # only when asked for

        late_entry(self)

    def action_correct(self) -> None:
        """Correct the picked entry by a new one."""
        from ..log_dialogs import correction  # noqa: PLC0415 # only when asked for

        correction(self, self.query_one(LogView).picked)

    def action_withdraw(self) -> None:
        """Take the picked tick back."""
        from ..log_dialogs import withdrawal  # noqa: PLC0415 # only when asked for

        withdrawal(self, self.query_one(LogView).picked)

    def action_export(self) -> None:
        """Write the log to a file."""
        from ..log_dialogs import export  # noqa: PLC0415 # only when asked for

        export(self)
