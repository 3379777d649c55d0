"""处置: the screen of the night: reports against their deadlines, agencies, tasks, risks, and the log with a line for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Input

from console.incident.unfinished import not_told

from ..commands import Command, bindings
from ..keeping import Keeper
from ..report_words import start_words
from ..response_dialogs import add_extra, move_agencies, start_of_clocks, try_call
from ..response_panes import PANES, Pane, UnitsPane
from ..response_words import standing_words
from ..sizes import HEIGHTS, LARGE, WIDTHS
from ..text import joined, safe
from ..widgets.entry import Entry
from ..widgets.keys import Keys
from ..widgets.line import Line
from ..widgets.line_reading import LineReading
from ..widgets.recent import Recent
from ..widgets.sheet import MORE, Sheet
from ..widgets.tabs import Tabs
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import CaseView, View

STEPS = {
    "report": ("reports", ""), "chase": ("reports", ""), "notify": ("units", ""), "confirm": ("units", ""),
    "renew": ("units", ""), "task": ("tasks", "task:"), "extra": ("tasks", "extra:"),
}
"""What kind of step is done in which list, and how its row's id begins."""


class ResponseScreen(DutyScreen):
    """The screen of the night."""

    PLACE = "处置"
    OF_EVENT = True
    CSS_PATH = "response.tcss"
    AUTO_FOCUS = "#pane-reports .pane-rows"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HELP = (
        "四栏：1 报告、2 单位、3 任务、4 风险措施，按数字或 F10 换栏(大屏四栏都在)。上下选，回车登记，登记就记下时间。\n"
        "报告：未报、(!)快到、[!]过力争、[!!]过最迟、已报、迟报；「我方」由本台报，「等」是等对方报来。过了就往上数，办了才停；超时的问一次原因。\n"
        "单位：打拼音首字母就找到(gaj 公安局)，回车往前走一步；空格选几家、或停在组名上回车，一起登记。号码在旁边，Ctrl+U 通讯录一家一家打。\n"
        "最近的记录下面一行随时记一条(Ctrl+L 到那里，回车保存)。开头写 -5(5分钟前)或 01:20、空一格，就是补录：\n"
        "下面写出读作几点，Esc 不当时间；写的话总是一字不少地记下，没回车的换屏、来电话、断电都还在。不带冒号的数字(1200 户)从不当时间。\n"
        "鼠标：点一下选中，再点一下登记。Ctrl+Y 改计时起点，全部时限跟着变；Ctrl+D 记领导指示、承诺和预案外的任务。"
    )
    OWN: ClassVar = (
        Command("pane", "换栏", "f10", "报告、单位、任务、风险，一栏一栏换", footer=False),
        Command("write", "记一条", "ctrl+l", "光标到记录行", footer=False),
        Command("mark", "选上", "ctrl+k", "选上或放下这一家单位，选几家再回车一起登记；空格也行", footer=False),
        Command("tried", "没接通", "f12", "电话没接通：无人接听、占线、号码错误", footer=False),
        Command("all_told", "全部已通知", "ctrl+f", "把还没通知的成员单位一次登记", footer=False),
        Command("extra", "交办", "ctrl+d", "领导指示、承诺、预案外的任务", footer=False),
        Command("start", "计时起点", "ctrl+y", "从哪一刻起算，或更正那一刻", footer=False),
    )
    ACTIONS: ClassVar = (*OWN, *MORE)
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(ACTIONS), Binding("escape", "clear", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.panes = tuple(pane() for pane in PANES)
        self._pane: Pane = self.panes[0]
        self._told = ("", "")
        self._keeper: Keeper | None = None
        self._of = ""
        """The event that the words on the record line belong to."""

    def compose_body(self) -> ComposeResult:
        """The lists' names, the lists, the one that is picked in full, the end of the log, the line to write on."""
        yield Tabs(id="panes")
        with Container(id="response"):
            with Container(id="lists"):
                yield from self.panes
            yield Sheet(id="detail")
            yield Recent(id="recent")
        with Horizontal(id="write"):
            yield Line(safe("记录 "), id="write-label")
            yield Entry(placeholder="记一条(回车保存；开头写 -5 或 01:20、空一格，就是补录)")
        yield LineReading()
        yield Keys(self.OWN)

    def on_mount(self) -> None:
        """Show what is known at once."""
        self._open(self._pane)

    def on_resize(self) -> None:
        """Rows are as wide as there is room."""
        self._display()
        self.call_after_refresh(self.watch_view, self.duty.view)

    # --- showing --------------------------------------------------------------------------------------------------

    def watch_view(self, view: View | None) -> None:
        """Show the event as it stands."""
        if view is None or not self.built:
            return
        self.query_one(LineReading).look(self.query_one(Entry).value, view.shown)
        case = view.current
        if case is None:
            self.query_one("#panes", Tabs).put((), "", safe("还没有事件；按 Ctrl+N 新开，或 F2 选一件", "bold"))
            return
        if case.id != self._of:
            self._bring_back(case.id)
        names = [(p.NAME, f"{n}{p.TITLE} {p.count(case)}".rstrip()) for n, p in enumerate(self.panes, 1)]
        self.query_one("#panes", Tabs).put(names, self._pane.NAME, start_words(case))
        for pane in self.panes:
            if pane.display:
                pane.look(case, case.now)
        self._tell(case, view)
        log = self.duty.desk.case(case.id)
        self.query_one(Recent).put(log.entries, log.index, case.plan)

    def _bring_back(self, event: str) -> None:
        """The record line of another event, with what was typed there and never recorded."""
        self._of, self._keeper = event, Keeper(self.duty, event, self.PLACE, "record line", "记录行")
        line = self.query_one("#write Entry", Entry)
        kept = self._keeper.back()
        words, found = kept.get("text", ""), self._keeper.found
        self.query_one(LineReading).bring_back(words, found.at if found else None, dropped="dropped" in kept)
        with line.prevent(Input.Changed):
            line.value = words
            line.cursor_position = len(words)
        if words:
            self.say(f"记录行里 {self._keeper.at} 打的还没有记下，已填回")

    @on(Input.Changed, "#write Entry")
    def _keep(self, event: Input.Changed) -> None:
        if self._keeper is not None:
            dropped = {"dropped": "1"} if event.value and self.query_one(LineReading).dropped else {}
            self._keeper.keep({"text": event.value, **dropped})

    def _tell(self, case: CaseView, view: View) -> None:
        about = (self._pane.NAME, self._pane.picked)
        words = self._pane.words(case, case.now, self.duty.desk)
        if self.has_class("-normal") and self._pane is self.panes[0]:  # a narrow screen has no room, a wide one has it all
            words = joined(words, safe("\n\n", lines=True), standing_words(case))
        self.query_one(Sheet).show(words, anew=about != self._told)
        self._told = about

    @on(Pane.Changed)
    def _changed(self) -> None:
        self.watch_view(self.view)

    def _open(self, pane: Pane) -> None:
        """Show a list, where not all are in view, and its picked row in full."""
        self._pane = pane
        self.set_class(pane.SHORT, "-short")
        self._display()
        self.watch_view(self.view)
        self.call_after_refresh(self.watch_view, self.view)

    def _display(self) -> None:
        """All lists on a large screen, else the open one. At once and not by a style: the next key must find it there."""
        for pane in self.panes:
            pane.display = pane is self._pane or self.size.width >= LARGE
            pane.set_class(pane is self._pane, "-open")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The list with the cursor is the open one."""
        pane = event.widget.parent
        if isinstance(pane, Pane) and pane is not self._pane:
            self._open(pane)

    def on_key(self, event: events.Key) -> None:
        """A number opens a list, letters go to the open one: here, in the order they were typed, wherever the cursor still is."""
        if isinstance(self.focused, Entry):
            return
        if event.key.isdigit() and 1 <= int(event.key) <= len(self.panes):
            self.action_show_pane(int(event.key))
        elif not self._pane.take(event):
            return
        event.stop()

    def action_show_pane(self, number: int) -> None:
        """Show a list by its number, from 1."""
        self._open(self.panes[number - 1])
        self.set_focus(self._pane.rows)

    @on(Tabs.Picked)
    def _tab(self, event: Tabs.Picked) -> None:
        self.action_show_pane([p.NAME for p in self.panes].index(event.name) + 1)

    def action_pane(self) -> None:
        """The next list."""
        self.action_show_pane((self.panes.index(self._pane) + 1) % len(self.panes) + 1)

    @property
    def units(self) -> UnitsPane:
        """The list of agencies."""
        return self.query_one(UnitsPane)

    # --- doing ----------------------------------------------------------------------------------------------------

    def begin(self, step: object) -> None:
        """Start what F5 came here for."""
        name, prefix = STEPS.get(str(getattr(step, "what", "")), ("tasks", "task:"))
        key = str(getattr(step, "key", ""))
        self.units.clear()
        self.action_show_pane([p.NAME for p in self.panes].index(name) + 1)
        for row in (f"{prefix}{key}", f"follow:{key}"):
            self._pane.rows.pick(row)
        self._register()

    @on(Pane.Chosen)
    def _register(self) -> None:
        if self.case is not None:
            self._pane.register(self, self.case)

    @on(Input.Changed)
    def _typing(self, event: Input.Changed) -> None:
        self.query_one(LineReading).look(event.value, self.duty.desk.clock.now())

    def action_clear(self) -> None:
        """Drop the time that was read off the line; else the search and the marks, back to the list."""
        line = self.query_one(Entry)
        if self.focused is line and self.query_one(LineReading).drop(line.value, self.duty.desk.clock.now()):
            if self._keeper is not None:
                self._keeper.keep({"text": line.value, "dropped": "1"})
            return
        self.units.clear()
        self.set_focus(self._pane.rows)

    def action_write(self) -> None:
        """To the log line."""
        self.set_focus(self.query_one(Entry))  # at once: what is typed right behind the key must find it

    def action_mark(self) -> None:
        """Mark the agency under the cursor, to be registered with others."""
        if isinstance(self._pane, UnitsPane):
            self._pane.mark()
        else:
            self.refuse("先按 2 到单位栏，停在一家上再选")

    def action_tried(self) -> None:
        """A call did not get through."""
        try_call(self, self.units.body(self.case) if self._pane is self.units else None)

    def action_all_told(self) -> None:
        """Every member that was not told yet."""
        if self.case:
            left = not_told(self.case.plan, self.case.state)
            if left:
                move_agencies(self, left)
            else:
                self.refuse("成员单位都已通知")

    def action_extra(self) -> None:
        """A task outside the plan."""
        add_extra(self)

    def action_start(self) -> None:
        """The start of the clocks."""
        start_of_clocks(self)

    @on(Input.Submitted, "#write Entry")
    async def _note(self, event: Input.Submitted) -> None:
        """A new entry; a time at its head makes it a late one. The words stay until they are recorded or kept."""
        note = self.query_one(LineReading).note(event.value, self.duty.desk.clock.now())
        if not await self.do(note) or any(note in kept.commands for kept in self.duty.desk.kept):
            event.input.clear()  # recorded, or kept to be offered again and shown in the banner
