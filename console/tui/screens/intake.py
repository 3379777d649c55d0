"""接报: the call is taken down while it goes on; beside it, at every keystroke, what it already means."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from console.desk.draft import Drafts
from console.incident import commands as c
from console.incident.form import Slot, is_recorded, shown, slots_of, summary
from console.incident.form_reading import command_for, read_fact
from console.incident.readback import lines_to_speak
from console.incident.times import Unreadable

from ..abouts import Abouts
from ..commands import Command, bindings
from ..intake_dialogs import ask_reason, ask_source, finish, read_back, turn_certainty
from ..sizes import HEIGHTS, WIDTHS
from ..text import safe
from ..widgets.ask_line import AskLine, Question
from ..widgets.form import Form, FormRow, ItemRow
from ..widgets.intake_words import Here, hint_of, mark_of, question_of, sample_of
from ..widgets.judgement import Judgement
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import CaseView, View

DRAFT_AFTER = 1.0
"""Seconds after the last key until what is not recorded yet is put into the draft file."""


class IntakeScreen(DutyScreen):
    """The screen of the call."""

    PLACE = "接报"
    CSS_PATH = "intake.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HELP = (
        "照着问、照着记：回车记下并到下一栏，进了磁盘后面才出现「已记」；不清楚的直接回车，以后再补。\n"
        "最上面是该问的下一句，左边带「问」字的就是它的栏，F10 到那一栏。\n"
        "时间可写「现在」「-5」「0210」「昨天2350」；地点打拼音首字母，几个用空格隔开（gj ky）；县市电网打首字母回车，接着填它的数字。\n"
        "负荷可写 700、70万千瓦、七十万千瓦、46.5%。数字写错就重写，原来的数留在日志里。\n"
        "右边是按预案推算的级别、依据、离各级还差多少（横条上 > 是现在的数，|II 是那一级的界）。\n"
        "问完按 Ctrl+D 念给来电人核对，再按 Ctrl+F 完成接报。"
    )
    ACTIONS: ClassVar = (
        Command("next_question", "下一问", "f10", "跳到下一句要问的那一栏", footer=False),
        Command("certainty", "核实", "f12", "这个数已核实、未核实还是估算", footer=False),
        Command("source", "来源", "ctrl+l", "这个数是谁说的", footer=False),
        Command("read_back", "复述", "ctrl+d", "把记下的念给来电人核对", footer=False),
        Command("finish", "完成", "ctrl+f", "接报完成，去定级或处置", footer=False),
        Command("more", "更多项", "ctrl+y", "展开或收起其他要素", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._event = ""
        self._seq = -1
        self._slots: tuple[Slot, ...] = ()
        self._opened: set[str] = set()
        self._more = False
        self.abouts = Abouts()
        self._drafts: Drafts | None = None
        self._typed: dict[str, str] = {}
        self._added = ""
        """The list item that was just put on the form: its first field comes next."""
        self._question = Question("", "", "")
        self._waiting: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """The question over everything; the form and, beside it, what it already means."""
        yield AskLine()
        with Container(id="intake"):
            yield Form(self._add)
            with Vertical(id="right"):
                yield Judgement()
                with VerticalScroll(id="speech", can_focus=False):
                    yield Line(safe("念给来电人核对（Ctrl+D）", "bold"), classes="title")
                    yield Folded(id="speech-words")
        yield Folded(id="hint")
        yield Keys(self.ACTIONS)

    async def on_mount(self) -> None:
        """Build the form for the event on the screens, and begin with who is on the line."""
        await self._show()
        rows = list(self.query_one(Form).rows.values())
        if rows and self.focused is None:
            next((row for row in rows if not row.stored and not row.typed), rows[0]).entry.focus()

    async def watch_view(self, _view: View | None) -> None:
        """Follow the log; the form is only touched where something changed."""
        if self.built and self.case and (self.case.id, self.case.state.seq) != (self._event, self._seq):
            await self._show()

    # --- showing --------------------------------------------------------------------------------------------------

    async def _show(self) -> None:
        case = self.case
        if case is None:
            self.query_one(AskLine).tell(Question("还没有事件；电话一响按 Ctrl+N", "", ""))
            return
        if case.id != self._event:
            self._event = case.id
            self._drafts = Drafts(self.duty.desk.case(case.id).journal.folder)
            self._typed = self._drafts.load()
            await self.query_one(Form).remove_children()
            self._slots = ()
        self._seq = case.state.seq
        await self._build(case)
        for row in self.query_one(Form).rows.values():
            self._settle(row, case)
        doubts = [one.said for one in case.contradictions]
        speech = lines_to_speak(case.plan, case.state, case.proposal.ask, doubts)
        self.query_one("#speech-words", Folded).show(safe("\n".join(speech), lines=True))
        self._judge()

    async def _build(self, case: CaseView) -> None:
        slots = slots_of(case.plan, case.state, self._opened, self._more)
        form = self.query_one(Form)
        for row in form.items.values():
            row.show(summary(case.plan, case.state, row.slot), row.slot.name in self._opened)
        if slots == self._slots:
            return
        there = {*form.rows, *form.items}
        make: dict[str, Widget] = {s.id: self._new_row(s, case) for s in slots if s.id not in there}
        self._slots = slots
        await form.build(slots, make)

    def _new_row(self, slot: Slot, case: CaseView) -> Widget:
        if slot.kind == "item":
            return ItemRow(slot, summary(case.plan, case.state, slot), slot.name in self._opened)
        return FormRow(slot, shown(slot, case.state), self._typed.get(slot.id), sample_of(slot))

    def _settle(self, row: FormRow, case: CaseView) -> None:
        """Show what the log says in a row that the officer is not changing."""
        stored = shown(row.slot, case.state)
        if stored != row.stored:
            if not row.dirty or row.slot.id not in self._typed:
                row.put(stored)
            row.stored = stored
        row.mark(mark_of(row.slot, case.state, dirty=row.dirty, problem=row.problem))

    def _judge(self, row: FormRow | None = None) -> None:
        """The judgement with what stands in `row`, recorded or not."""
        case = self.case
        if case is None:
            return
        desk_case, found = self.duty.desk.case(case.id), case.judged
        if row is not None and row.dirty and row.slot.is_fact:
            try:
                told = read_fact(row.slot, case.plan, case.state, row.typed)
                found = desk_case.preview(told.path, told.exact)
            except Unreadable:
                pass  # the hint line says what is wrong with it
        self.query_one(Judgement).tell(case.plan, found)
        words = desk_case.question(found.verdict.ask[0]) if found.verdict.ask else ""
        self._question = question_of(case.state, found, words)
        self.query_one(AskLine).tell(self._question)
        self.query_one(Form).point(self._question.place)

    def hint(self, row: FormRow) -> None:
        """Show what helps in this row."""
        case = self.case
        if case is not None:
            about = self.abouts.of(row.slot, self.case)
            here = Here(row.slot, case.plan, case.state, row.typed, about, self.duty.desk.clock.now())
            self.query_one("#hint", Folded).show(safe(row.problem or hint_of(here)), layout=False)

    # --- typing ---------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typing(self, event: Input.Changed | TextArea.Changed) -> None:
        row = event.control.parent
        if not isinstance(row, FormRow) or self.case is None:
            return
        row.problem = ""
        self._typed[row.slot.id] = row.typed
        if not row.dirty:
            self._typed.pop(row.slot.id)
        row.mark(mark_of(row.slot, self.case.state, dirty=row.dirty, problem=""))
        self.hint(row)
        self._judge(row)
        if self._waiting is None:
            self._waiting = self.set_timer(DRAFT_AFTER, self._save_draft)

    async def _save_draft(self) -> None:
        self._waiting = None
        if self._drafts is None:
            return
        try:
            await asyncio.to_thread(self._drafts.save, dict(self._typed), self._drafts.ticket())
        except OSError as error:
            self.refuse(f"没填完的内容没有存成草稿({error.strerror})，请尽快按回车记下")

    @on(Form.Entered)
    def _entered(self, event: Form.Entered) -> None:
        if isinstance(event.row, FormRow):
            self.hint(event.row)

    @on(Form.Left)
    async def _left(self, event: Form.Left) -> None:
        if event.row.slot.kind not in ("places", "add"):
            await self._commit(event.row)

    @on(Form.Done)
    async def _done(self, event: Form.Done) -> None:
        """Enter: on the disk; back to it where it could not be read, unless something is being typed elsewhere."""
        row, onward = event.row, event.onward
        if not await self._commit(row):
            if onward is None or (self.focused is onward.entry and not onward.dirty):
                self.set_focus(row.entry)
        elif onward is None:
            self.say("这是最后一栏；按 Ctrl+D 复述，Ctrl+F 完成")

    async def _add(self, row: FormRow) -> None:
        """Enter in the place for one more county or hazard: its first field comes next."""
        self._added = ""
        if not await self._commit(row):
            return
        form, path = self.query_one(Form), f"{row.slot.name}.{self._added}."
        first = next((r for r in form.rows.values() if self._added and r.slot.name.startswith(path)), form.after(row))
        self.set_focus(first.entry if first else None)

    async def _commit(self, row: FormRow) -> bool:
        """Record what stands in a row; False where it could not be."""
        case = self.case
        if case is None or not row.dirty or (row.slot.kind in ("places", "add") and not row.typed.strip()):
            return True
        now = self.duty.desk.clock.now()
        try:
            command = command_for(row.slot, case.plan, case.state, row.typed, now, self.abouts.of(row.slot, self.case))
        except Unreadable as error:
            return self._failed(row, str(error))
        if row.slot.kind == "when" and case.state.stage != "intake" and is_recorded(row.slot, case.state):
            ask_reason(self, row.slot, row.typed)
            return False
        problem = await self.do(command) if command else ""
        if problem:
            return self._failed(row, problem)
        self._typed.pop(row.slot.id, None)
        if isinstance(command, c.AddItem):
            self._added = command.key
            self._opened.add(f"{command.fact}.{command.key}")
        await self._save_draft()
        await self._show()
        row.put(row.stored)
        self._settle(row, self.case or case)
        return True

    def _failed(self, row: FormRow, problem: str) -> bool:
        row.problem = problem
        self.refuse(problem)
        if self.case:
            row.mark(mark_of(row.slot, self.case.state, dirty=True, problem=problem))
        self.hint(row)
        return False

    @on(ItemRow.Toggled)
    async def _toggled(self, event: ItemRow.Toggled) -> None:
        self._opened ^= {event.row.slot.name}
        await self._show()

    @on(ItemRow.Dropped)
    async def _dropped(self, event: ItemRow.Dropped) -> None:
        fact, _, key = event.row.slot.name.partition(".")
        self.focus_previous()
        await self.do(c.DropItem(fact, key))
        await self._show()

    # --- keys -----------------------------------------------------------------------------------------------------

    async def begin(self, step: object) -> None:
        """Start at the place of the step's question."""
        if getattr(step, "what", "") == "ask":
            await self.go_to(f"fact:{getattr(step, 'key', '')}")

    @property
    def asking(self) -> str:
        """The place that is asked about now: the one with the cursor while it is empty, else the next question's."""
        return self.query_one(Form).empty_here or self._question.place

    async def action_next_question(self) -> None:
        """Jump to the place of the next question."""
        await self.go_to(self._question.place)

    async def go_to(self, place: str) -> None:
        """Put the cursor into a place of the form, opening its item where that is closed."""
        path = place.partition(":")[2]
        if path.count(".") >= 2 and path.rpartition(".")[0] not in self._opened:
            self._opened.add(path.rpartition(".")[0])
            await self._show()
        row = self.query_one(Form).row_of(place)
        if row is not None:
            self.set_focus(row.entry)

    async def action_certainty(self) -> None:
        """The next of verified, unverified, estimated for the figure with the cursor."""
        await turn_certainty(self)

    def action_source(self) -> None:
        """Who said the figure with the cursor."""
        ask_source(self)

    def action_read_back(self) -> None:
        """Speak it back to the caller."""
        read_back(self)

    async def action_finish(self) -> None:
        """The call is over."""
        await finish(self)

    async def action_more(self) -> None:
        """Open or close the second part of the form."""
        self._more = not self._more
        await self._show()
