"""处置: the screen of the night: reports against their deadlines, agencies, tasks, risks, and a line for the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from console.incident import commands as c
from console.incident.times import Unreadable, parse_when
from console.incident.unfinished import not_told
from console.plan.organisation import Body

from ..commands import Command, bindings
from ..contact_words import number_lines
from ..report_words import report_detail, report_row, start_words
from ..response_dialogs import add_extra, do_extra, do_task, give_report, move_agencies, start_of_clocks, try_call
from ..sizes import WIDTHS
from ..task_words import risk_rows, task_detail, task_rows
from ..text import joined, safe
from ..unit_words import GROUP, unit_detail, unit_rows
from ..widgets.entry import Entry
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from ..widgets.rows import Rows
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import CaseView, View

PANES = {"reports": "报告", "units": "单位", "tasks": "任务", "risks": "风险和措施"}
QUIET = 15
"""Minutes without an entry after which the screen reminds, without a sound."""


class ResponseScreen(DutyScreen):
    """The screen of the night."""

    PLACE = "处置"
    CSS_PATH = "response.tcss"
    AUTO_FOCUS = "#rows"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "四栏：1 报告、2 单位、3 任务、4 风险和措施，F10 换栏。上下选，回车登记，登记就记下时间。\n"
        "报告：每份写着力争和最迟两个时限；过了就往上数，办了才停。超时的问一次原因。\n"
        "单位：打拼音首字母就找到(gaj 公安局)，回车往前走一步；空格选几家一起登记；F12 没接通；Ctrl+F 全部已通知。号码在旁边，Ctrl+U 通讯录一家一家打。\n"
        "最下面一行随时记一条(Ctrl+L 到那里，回车保存)，开头写 -5 或 0210 就是补录。\n"
        "Ctrl+Y 改计时起点，全部时限跟着变；Ctrl+D 记领导指示、承诺和预案外的任务。"
    )
    ACTIONS: ClassVar = (
        Command("pane", "换栏", "f10", "报告、单位、任务、风险，一栏一栏换", footer=False),
        Command("write", "记一条", "ctrl+l", "光标到最下面的记录行", footer=False),
        Command("tried", "没接通", "f12", "电话没接通：无人接听、占线、号码错误", footer=False),
        Command("all_told", "全部已通知", "ctrl+f", "把还没通知的成员单位一次登记", footer=False),
        Command("extra", "交办", "ctrl+d", "领导指示、承诺、预案外的任务", footer=False),
        Command("start", "计时起点", "ctrl+y", "从哪一刻起算，或更正那一刻", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(ACTIONS), *(Binding(str(n), f"show_pane('{p}')", show=False) for n, p in enumerate(PANES, 1)),
        Binding("escape", "clear", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._pane = "reports"
        self._marked: set[str] = set()
        self._sought = ""

    def compose_body(self) -> ComposeResult:
        """The panes' names, the list, the one that is picked in full, the log line."""
        yield Line(id="panes")
        with Container(id="response"):
            yield Rows(id="rows")
            with VerticalScroll(id="detail", can_focus=False):
                yield Folded(id="one")
        yield Keys(self.ACTIONS)
        yield Entry(placeholder="记一条(回车保存；开头写 -5 或 0210 就是补录)")

    def on_mount(self) -> None:
        """Show what is known at once."""
        self.watch_view(self.duty.view)

    # --- showing --------------------------------------------------------------------------------------------------

    def watch_view(self, view: View | None) -> None:
        """Show the pane that is open."""
        if view is None or not self.built:
            return
        case = view.current
        if case is None:
            self.query_one("#panes", Line).show(safe("还没有事件；按 Ctrl+N 新开，或 F2 选一件", "bold"))
            return
        self.query_one("#panes", Line).show(self._panes(case, view))
        width = max(40, self.query_one("#rows").size.width - 2)
        self.query_one("#rows", Rows).show(self._rows(case, view, width))
        self.query_one("#one", Line).show(self._detail(case), layout=True)

    def _panes(self, case: CaseView, view: View) -> Content:
        late = sum(d.state in ("late", "over") for d in case.dues)
        counts = {
            "reports": f"{sum(bool(d.done) for d in case.dues)}/{len(case.dues)}" + (f" 超时{late}" if late else ""),
            "units": f"{len(case.state.agencies)}/{sum(b.member for b in case.plan.bodies)}",
        }
        parts: list[Content | str] = []
        for number, (pane, name) in enumerate(PANES.items(), 1):
            words = f" {number}{name} {counts.get(pane, '')}".rstrip() + " "
            parts += [safe(words, "bold reverse" if pane == self._pane else ""), " "]
        parts.append(start_words(case))
        last = self.duty.desk.case(case.id).entries[-1]
        quiet = int((view.now.timestamp() - parse_when(last.at, view.now).timestamp()) // 60)
        if quiet >= QUIET and case.state.stage == "response":
            parts.append(f"  已{quiet}分钟没有记录，是否记一条?")
        if self._sought:
            parts.append(safe(f"  找：{self._sought}", "bold"))
        return joined(*parts)

    def _rows(self, case: CaseView, view: View, width: int) -> list[tuple[str, Content]]:
        if self._pane == "reports":
            return [(d.milestone.id, report_row(case, d, view.now, width)) for d in case.dues]
        if self._pane == "units":
            return unit_rows(case, view.now, width, self._marked, self._sought)
        return task_rows(case, view.now, width) if self._pane == "tasks" else risk_rows(case, width)

    def _detail(self, case: CaseView) -> Content:
        picked = self.query_one("#rows", Rows).picked
        if picked is None or picked.startswith(GROUP):
            return safe("")
        if self._pane == "reports":
            due = next((d for d in case.dues if d.milestone.id == picked), None)
            return report_detail(case, due) if due else safe("")
        if self._pane == "units":
            body, desk = case.plan.body(picked), self.duty.desk
            numbers = number_lines(desk.contacts.contacts, body, desk.clock.now().date(), drill=desk.drill)
            return joined(numbers, safe("\n", lines=True), unit_detail(case, body, full=True))
        return task_detail(case, picked)

    @on(Rows.OptionHighlighted, "#rows")
    def _highlighted(self) -> None:
        if self.case:
            self.query_one("#one", Line).show(self._detail(self.case), layout=True)

    def action_show_pane(self, pane: str) -> None:
        """Show a pane by name."""
        self._pane, self._sought = pane, ""
        self.watch_view(self.view)
        self.query_one("#rows").focus()

    def action_pane(self) -> None:
        """The next pane."""
        names = list(PANES)
        self.action_show_pane(names[(names.index(self._pane) + 1) % len(names)])

    # --- doing ----------------------------------------------------------------------------------------------------

    def begin(self, step: object) -> None:
        """Start what F5 came here for."""
        what, key = str(getattr(step, "what", "")), str(getattr(step, "key", ""))
        panes = {"report": "reports", "chase": "reports", "notify": "units", "confirm": "units", "renew": "units"}
        self.action_show_pane(panes.get(what, "tasks"))
        names = {"task": ("task:", "follow:"), "extra": ("extra:",)}.get(what, ("",))
        rows = self.query_one("#rows", Rows)
        for prefix in names:
            rows.pick(f"{prefix}{key}")
        self._register()

    @on(Rows.OptionSelected, "#rows")
    def _chosen(self) -> None:
        self._register()

    def _register(self) -> None:
        case, picked = self.case, self.query_one("#rows", Rows).picked
        if case is None or picked is None:
            return
        if self._pane == "reports":
            due = next((d for d in case.dues if d.milestone.id == picked), None)
            if due:
                give_report(self, due)
        elif self._pane == "units":
            marked = [case.plan.body(b) for b in sorted(self._marked)] if self._marked else []
            body = self._body()
            move_agencies(self, marked or ([body] if body else []))
            self._marked = set()
        elif picked.startswith("extra:"):
            do_extra(self, picked.removeprefix("extra:"))
        elif not picked.startswith(GROUP):
            do_task(self, picked, self._detail(case).plain)

    def _body(self) -> Body | None:
        picked = self.query_one("#rows", Rows).picked
        known = {b.id: b for b in self.case.plan.bodies} if self.case and self._pane == "units" else {}
        return known.get(picked or "")

    def on_key(self, event: events.Key) -> None:
        """Letters find an agency, the space bar marks it."""
        if self._pane != "units" or self.focused is not self.query_one("#rows"):
            return
        body = self._body()
        if event.key == "space" and body:
            self._marked ^= {body.id}
        elif event.key == "backspace" and self._sought:
            self._sought = self._sought[:-1]
        elif event.character and event.character.isalpha() and event.is_printable:
            self._sought += event.character.lower()
        else:
            return
        event.stop()
        self.watch_view(self.view)

    def action_clear(self) -> None:
        """Drop the search and the marks, back to the list."""
        self._sought, self._marked = "", set()
        self.query_one("#rows").focus()
        self.watch_view(self.view)

    def action_write(self) -> None:
        """To the log line."""
        self.set_focus(self.query_one(Entry))  # at once: what is typed right behind the key must find it

    def action_tried(self) -> None:
        """A call did not get through."""
        try_call(self, self._body())

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

    @on(Input.Submitted)
    async def _note(self, event: Input.Submitted) -> None:
        """A new entry; a time at its head makes it a late one. The words stay until they are recorded or kept."""
        words, now = event.value, self.duty.desk.clock.now()
        head, _, rest = words.strip().partition(" ")
        at = None
        if rest.strip() and (head.startswith("-") or head[:2].isdigit()):
            try:
                at, words = parse_when(head, now), rest.strip()
            except Unreadable:
                at = None
        note = c.Note(words, at)
        if not await self.do(note) or any(note in kept.commands for kept in self.duty.desk.kept):
            event.input.clear()  # recorded, or kept to be offered again and shown in the banner
