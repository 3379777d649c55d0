"""接报: the call is taken down while it goes on; beside it, at every keystroke, what it already means."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, TextArea

from console.incident import commands as c
from console.incident.form import Slot, shown, slots_of, summary
from console.incident.form_reading import offered, read_fact
from console.incident.readback import lines_to_speak
from console.incident.state import CERTAINTIES
from console.incident.times import Unreadable

from ..abouts import Abouts
from ..commands import Command, bindings
from ..intake_dialogs import ask_source, finish, read_back, turn_certainty
from ..intake_recording import commit, commit_certainty
from ..keeping import Keeper
from ..sizes import HEIGHTS, WIDTHS
from ..text import safe
from ..widgets.ask_line import AskLine, Question
from ..widgets.form import Form
from ..widgets.form_rows import FormRow, ItemRow
from ..widgets.intake_words import Here, hint_of, mark_of, question_of, sample_of
from ..widgets.judgement import Judgement
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import CaseView, View

DRAFT, OLD_DRAFT = "intake", "draft.json"
"""The draft of the form, and the file beside the log in which version 0.1 kept it."""
PICKED = ("places", "add", "choice", "choices")
"""Places in which a number picks from the list on the screen."""


class IntakeScreen(DutyScreen):
    """The screen of the call."""

    PLACE = "接报"
    OF_EVENT = True
    CSS_PATH = "intake.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HELP = (
        "照着问、照着记：回车记下并到下一栏，进了磁盘后面才出现「已记」；不清楚的直接回车，以后再补。\n"
        "最上面是该问的下一句，左边带「问」字的就是它的栏，F10 到那一栏。\n"
        "时间可写「现在」「-5」「0210」「昨天2350」；地点打拼音首字母，几个用空格隔开（gj ky），去掉一个在前面打 -（-gj）。\n"
        "县市电网打首字母回车，接着填它的数字。列出来的编号就是要打的编号。\n"
        "负荷可写 700、70万千瓦、七十万千瓦、46.5%。写错就重写，原来的留在日志里；新写的数是未核实、由现在的来电人说的，不是就按 F12、Ctrl+L 改。\n"
        "打错了还没记下的按 Esc 就回到记下的，再按一次又回来。没记下的随打随存，换屏、来电话、断电都在，值班台上写着「未记」。\n"
        "右边是按预案推算的级别、依据、离各级还差多少（横条上 > 是现在的数，|II 是那一级的界）。\n"
        "问完按 Ctrl+D 念给来电人核对，再按 Ctrl+F 完成接报。"
    )
    ACTIONS: ClassVar = (
        Command("next_question", "下一问", "f10", "跳到下一句要问的那一栏", footer=False),
        Command("certainty", "核实", "f12", "这个数已核实、未核实还是估算；离开这一栏就记下", footer=False),
        Command("source", "来源", "ctrl+l", "这个数是谁说的", footer=False),
        Command("read_back", "复述", "ctrl+d", "把记下的念给来电人核对", footer=False),
        Command("finish", "完成", "ctrl+f", "接报完成，去定级或处置", footer=False),
        Command("more", "更多项", "ctrl+y", "展开或收起其他要素", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self.event = ""
        """The event that the form is of."""
        self._seq = -1
        self._slots: tuple[Slot, ...] = ()
        self.opened: set[str] = set()
        """List items that show their fields."""
        self._more = False
        self.abouts = Abouts()
        self._keeper: Keeper | None = None
        self.typed_in: dict[str, str] = {}
        """Place of the form to what stands there and is not recorded."""
        self.added = ""
        """The list item that was just put on the form: its first field comes next."""
        self._question = Question("", "", "")

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
        await self.show_case()
        rows = list(self.query_one(Form).rows.values())
        if rows and self.focused is None:
            next((row for row in rows if not row.stored and not row.typed), rows[0]).entry.focus()

    async def watch_view(self, _view: View | None) -> None:
        """Follow the log; the form is only touched where something changed."""
        if self.built and self.case and (self.case.id, self.case.state.seq) != (self.event, self._seq):
            await self.show_case()

    # --- showing --------------------------------------------------------------------------------------------------

    async def show_case(self) -> None:
        """Show the event as it stands; another one with a form of its own."""
        case = self.case
        if case is None:
            self.query_one(AskLine).tell(Question("还没有事件；电话一响按 Ctrl+N", "", ""))
            return
        if case.id != self.event:
            await self._open(case)
        self._seq = case.state.seq
        await self._build(case)
        for row in self.query_one(Form).rows.values():
            self.settle(row, case)
        doubts = [one.said for one in case.contradictions]
        speech = lines_to_speak(case.plan, case.state, case.proposal.ask, doubts)
        self.query_one("#speech-words", Folded).show(safe("\n".join(speech), lines=True))
        self._judge()

    async def _open(self, case: CaseView) -> None:
        """Another event: its own form, and what was typed for it before."""
        self.event = case.id
        self.abouts.forget()
        self._keeper = Keeper(self.duty, case.id, self.PLACE, DRAFT)
        self._keeper.adopt(self.duty.desk.case(case.id).journal.folder / OLD_DRAFT)
        self.typed_in = self._keeper.back(lambda place: place.startswith("when:"))
        if self.typed_in:
            self.say(f"{self._keeper.at}打的有{len(self.typed_in)}栏没有记下，已填回标着「未记」")
        await self.query_one(Form).remove_children()
        self._slots = ()

    async def _build(self, case: CaseView) -> None:
        slots = slots_of(case.plan, case.state, self.opened, self._more)
        form = self.query_one(Form)
        for row in form.items.values():
            row.show(summary(case.plan, case.state, row.slot), row.slot.name in self.opened)
        if slots == self._slots:
            return
        there = {*form.rows, *form.items}
        make: dict[str, Widget] = {s.id: self._new_row(s, case) for s in slots if s.id not in there}
        self._slots = slots
        await form.build(slots, make)

    def _new_row(self, slot: Slot, case: CaseView) -> Widget:
        if slot.kind == "item":
            return ItemRow(slot, summary(case.plan, case.state, slot), slot.name in self.opened)
        return FormRow(slot, shown(slot, case.state), self.typed_in.get(slot.id), sample_of(slot))

    def settle(self, row: FormRow, case: CaseView) -> None:
        """Show what the log says in a row that the officer is not changing."""
        stored = shown(row.slot, case.state)
        if stored != row.stored:
            if not row.dirty or row.slot.id not in self.typed_in:
                row.put(stored)
            row.stored = stored
        self.show_mark(row)

    def show_mark(self, row: FormRow) -> None:
        """What is recorded of a row, and what is not yet."""
        case = self.case
        if case is None:
            return
        turned = CERTAINTIES[self.abouts.of(row, case).certainty] if self.abouts.turned(row, case) else ""
        mark = mark_of(row.slot, case.state, dirty=row.dirty, problem=row.problem, turned=turned)
        row.mark(mark, case.state.places if row.slot.kind == "places" else ())

    def _judge(self, row: FormRow | None = None) -> None:
        """The judgement with what stands in `row`, recorded or not."""
        case = self.case
        if case is None:
            return
        desk_case, found = self.duty.desk.case(case.id), case.judged
        if row is not None and row.dirty and row.slot.is_fact:
            try:
                told = read_fact(row.slot, case.plan, case.state, row.typed, row.offer)
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
            if row.slot.kind in PICKED:
                row.offer = offered(row.slot, case.plan, case.state, row.typed if row.dirty else "", row.offer)
            about, turned = self.abouts.of(row, case), self.abouts.turned(row, case)
            here = Here(row.slot, case.plan, case.state, row.typed, about, self.duty.desk.clock.now(), row.offer, turned)
            self.query_one("#hint", Folded).show(safe(row.problem or hint_of(here)), layout=False)

    # --- typing ---------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typing(self, event: Input.Changed | TextArea.Changed) -> None:
        row = event.control.parent
        if not isinstance(row, FormRow) or self.case is None:
            return
        row.problem = ""
        self.typed_in[row.slot.id] = row.typed
        if not row.dirty:
            self.typed_in.pop(row.slot.id)
        self.show_mark(row)
        self.hint(row)
        self._judge(row)
        self.keep()

    def keep(self) -> None:
        """What is typed and not recorded is kept from the first key on."""
        if self._keeper is not None:
            name = next((f"「{slot.label}」" for slot in self._slots if slot.id in self.typed_in), "")
            self._keeper.keep(self.typed_in, name)

    @on(FormRow.Swapped)
    def _swapped(self, event: FormRow.Swapped) -> None:
        self.say("刚才打的又在了，还没有记" if event.back else "已放回记下的；再按 Esc 取回刚才打的")

    @on(Form.Entered)
    def _entered(self, event: Form.Entered) -> None:
        if isinstance(event.row, FormRow):
            self.hint(event.row)

    @on(Form.Left)
    async def _left(self, event: Form.Left) -> None:
        if event.row.slot.kind not in ("places", "add"):
            await commit(self, event.row)

    @on(Form.Done)
    async def _done(self, event: Form.Done) -> None:
        """Enter: on the disk; back to it where it could not be read, unless something is being typed elsewhere."""
        row, onward = event.row, event.onward
        if not await commit(self, row):
            if onward is None or (self.focused is onward.entry and not onward.dirty):
                self.set_focus(row.entry)
        elif onward is None:
            self.say("这是最后一栏；按 Ctrl+D 复述，Ctrl+F 完成")

    async def _add(self, row: FormRow) -> None:
        """Enter in the place for one more county or hazard: its first field comes next."""
        self.added = ""
        if not await commit(self, row):
            return
        form, path = self.query_one(Form), f"{row.slot.name}.{self.added}."
        first = next((r for r in form.rows.values() if self.added and r.slot.name.startswith(path)), form.after(row))
        self.set_focus(first.entry if first else None)

    async def leaving(self) -> None:
        """How sure a figure is, which is recorded when its row is left."""
        row = self.query_one(Form).here()
        if row is not None and not row.dirty:
            await commit_certainty(self, row)

    @on(ItemRow.Toggled)
    async def _toggled(self, event: ItemRow.Toggled) -> None:
        self.opened ^= {event.row.slot.name}
        await self.show_case()

    @on(ItemRow.Dropped)
    async def _dropped(self, event: ItemRow.Dropped) -> None:
        fact, _, key = event.row.slot.name.partition(".")
        self.focus_previous()
        await self.do(c.DropItem(fact, key))
        await self.show_case()

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
        if path.count(".") >= 2 and path.rpartition(".")[0] not in self.opened:
            self.opened.add(path.rpartition(".")[0])
            await self.show_case()
        row = self.query_one(Form).row_of(place)
        if row is not None:
            self.set_focus(row.entry)

    def action_certainty(self) -> None:
        """The next of unverified, verified, estimated for the figure with the cursor."""
        turn_certainty(self)

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
        await self.show_case()
