"""The four lists of the response screen: reports, agencies, tasks, risks. Each knows its rows, its words, its dialogs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from console.plan.organisation import Body

from .contact_words import number_lines
from .report_words import report_detail, report_head, report_row
from .response_dialogs import do_extra, do_task, give_report, move_agencies
from .task_words import risk_count, risk_rows, task_count, task_detail, task_rows
from .text import joined, safe
from .unit_words import GROUP, Row, group_detail, silent_of, totals_words, unit_detail, unit_rows
from .widgets.line import Line
from .widgets.rows import Rows

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.desk.view import CaseView

    from .screens.base import DutyScreen

NARROWEST = 40
"""Cells of a row before its list is laid out."""


class PickRows(Rows):
    """Rows that a first click picks, so that they can be read, and a second click opens."""

    def __init__(self) -> None:
        super().__init__(classes="pane-rows")
        self._pressed_on: int | None = None
        self._pressed = False

    def on_mouse_down(self) -> None:
        """Keep what was picked before this press."""
        self._pressed, self._pressed_on = True, self.highlighted

    def opens(self, index: int) -> bool:
        """Whether the row that was just chosen is to be opened: by Enter, or by a click on the row that was picked."""
        pressed, self._pressed = self._pressed, False
        return not pressed or self._pressed_on == index


class Pane(Vertical):
    """A list under a line that says what its columns are, or how much of it is done."""

    NAME: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    SHORT: ClassVar[bool] = False
    """Few rows: the room below is the log's."""

    class Changed(Message):
        """Another row is picked, or the rows are to be shown anew."""

    class Chosen(Message):
        """The picked row is to be registered."""

    def __init__(self) -> None:
        super().__init__(id=f"pane-{self.NAME}", classes="pane")
        self.rows = PickRows()
        """The list."""
        self._head = Line(classes="pane-head")
        self._seen: tuple[CaseView, datetime] | None = None

    def compose(self) -> ComposeResult:
        """The head and the rows."""
        yield self._head
        yield self.rows

    @property
    def picked(self) -> str:
        """The id of the row under the cursor; empty where there is none."""
        return self.rows.picked or ""

    def look(self, case: CaseView, now: datetime) -> None:
        """Show the event as it stands; before the list is there, nothing: it is looked at again then."""
        if not self.rows.is_attached:
            return
        self._seen = case, now
        width = max(NARROWEST, self.rows.size.width - 2)
        self._head.show(safe(self.head(case)))
        self.rows.show(self.lines(case, now, width))

    def again(self) -> None:
        """Show it anew at once, for the next key acts on what is shown; then tell the screen."""
        if self._seen is not None:
            self.look(*self._seen)
        self.post_message(self.Changed())

    def count(self, case: CaseView) -> str:
        """What stands behind the name of the list: how much of it is done."""
        raise NotImplementedError

    def head(self, case: CaseView) -> str:
        """The line above the rows."""
        return f"{self.TITLE} {self.count(case)}"

    def lines(self, case: CaseView, now: datetime, width: int) -> list[Row]:
        """The rows."""
        raise NotImplementedError

    def words(self, case: CaseView, now: datetime, desk: Desk) -> Content:
        """The picked row in full."""
        return task_detail(case, self.picked) if self.picked and not self.picked.startswith(GROUP) else safe("")

    def register(self, screen: DutyScreen, case: CaseView) -> None:
        """Enter: the dialog for the picked row."""
        if self.picked.startswith("extra:"):
            do_extra(screen, self.picked.removeprefix("extra:"))
        elif self.picked and not self.picked.startswith(GROUP):
            do_task(screen, self.picked, task_detail(case, self.picked).plain)

    def take(self, event: events.Key) -> bool:
        """A key that nothing else wanted, while this list is the open one; whether it meant something here."""
        return False

    @on(Rows.OptionHighlighted)
    def _highlighted(self) -> None:
        self.post_message(self.Changed())

    @on(Rows.OptionSelected)
    def _selected(self, event: Rows.OptionSelected) -> None:
        event.stop()
        if self.rows.opens(event.option_index):
            self.post_message(self.Chosen())


class ReportsPane(Pane):
    """Every report with its deadlines."""

    NAME, TITLE, SHORT = "reports", "报告", True

    def count(self, case: CaseView) -> str:
        """「1/8 超时5」."""
        late = sum(d.state in ("late", "over") for d in case.dues)
        return f"{sum(bool(d.done) for d in case.dues)}/{len(case.dues)}" + (f" 超时{late}" if late else "")

    def head(self, case: CaseView) -> str:
        """The names of the columns."""
        return report_head()

    def lines(self, case: CaseView, now: datetime, width: int) -> list[Row]:
        """A row a report."""
        return [(d.milestone.id, report_row(case, d, now, width)) for d in case.dues]

    def words(self, case: CaseView, now: datetime, desk: Desk) -> Content:
        """The report in full."""
        due = next((d for d in case.dues if d.milestone.id == self.picked), None)
        return report_detail(case, due, now) if due else safe("")

    def register(self, screen: DutyScreen, case: CaseView) -> None:
        """It was given, or has come in."""
        due = next((d for d in case.dues if d.milestone.id == self.picked), None)
        if due:
            give_report(screen, due)


class UnitsPane(Pane):
    """Every agency by group; letters find one, the space bar marks several."""

    NAME, TITLE = "units", "单位"

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[str] = set()
        self.sought = ""

    def count(self, case: CaseView) -> str:
        """「6/31」: how many were reached at all."""
        return f"{len(case.state.agencies)}/{sum(b.member for b in case.plan.bodies)}"

    def head(self, case: CaseView) -> str:
        """What is looked for, what is marked, or how many stand on each step."""
        if self.sought:
            return f"找：{self.sought}(退格改，Esc 清除)"
        if self.marked:
            return f"选了{len(self.marked)}家，回车一起登记，Esc 放下"
        return f"{totals_words(case)} (打拼音首字母找)"

    def lines(self, case: CaseView, now: datetime, width: int) -> list[Row]:
        """A row an agency, under the names of the groups."""
        return unit_rows(case, now, width, self.marked, self.sought)

    def body(self, case: CaseView | None) -> Body | None:
        """The agency under the cursor."""
        return next((b for b in case.plan.bodies if b.id == self.picked), None) if case else None

    def words(self, case: CaseView, now: datetime, desk: Desk) -> Content:
        """The agency with its numbers, duties and measures; or the group."""
        body = self.body(case)
        if body is None:
            return group_detail(case, self.picked) if self.picked else safe("没有这样的单位；退格改，Esc 清除")
        numbers = number_lines(desk.contacts.contacts, body, desk.clock.now().date(), drill=desk.drill)
        return joined(numbers, safe("\n", lines=True), unit_detail(case, body, now))

    def register(self, screen: DutyScreen, case: CaseView) -> None:
        """A step of what is marked, of the one under the cursor, or of those of a group that nobody told yet."""
        body = self.body(case)
        if self.marked:
            bodies = [b for b in case.plan.bodies if b.id in self.marked]
        elif body:
            bodies = [body]
        else:
            bodies = silent_of(case, self.picked) if self.picked else []
            if self.picked and not bodies:
                screen.refuse("这一组的单位都已通知")
                return
        move_agencies(screen, bodies, self.onward)

    def onward(self) -> None:
        """What was looked for is done: the whole list again, its cursor on the next one that nobody told."""
        self.clear()
        self.rows.action_cursor_down()

    def clear(self) -> None:
        """Neither search nor marks."""
        self.sought, self.marked = "", set()
        self.again()

    def mark(self) -> None:
        """Mark the one under the cursor, or take the mark off."""
        if self.picked and not self.picked.startswith(GROUP):
            self.marked ^= {self.picked}
            self.again()

    def take(self, event: events.Key) -> bool:
        """Letters find, the space bar marks."""
        if event.key == "space":
            self.mark()
        elif event.key == "backspace" and self.sought:
            self.seek(self.sought[:-1])
        elif event.character and event.character.isalpha() and event.is_printable:
            self.seek(self.sought + event.character.lower())
        else:
            return False
        return True

    def seek(self, words: str) -> None:
        """Show what is meant by these letters, the cursor on the nearest."""
        self.sought = words
        self.again()
        if words and self.rows.option_count:
            self.rows.highlighted = 0


class TasksPane(Pane):
    """The tasks of the level, what leaders ordered, what follows the end."""

    NAME, TITLE = "tasks", "任务"

    def count(self, case: CaseView) -> str:
        """「2/7」, ordered ones among them."""
        return task_count(case)

    def lines(self, case: CaseView, now: datetime, width: int) -> list[Row]:
        """A row a task."""
        return task_rows(case, now, width)


class RisksPane(Pane):
    """The risks to ask about, and the measures."""

    NAME, TITLE = "risks", "风险措施"

    def count(self, case: CaseView) -> str:
        """「1/19」: how many of the risks were asked about."""
        return risk_count(case)

    def lines(self, case: CaseView, now: datetime, width: int) -> list[Row]:
        """A row a risk, a row a measure."""
        return risk_rows(case, width)


PANES: tuple[Callable[[], Pane], ...] = (ReportsPane, UnitsPane, TasksPane, RisksPane)
"""In the order of their numbers."""
