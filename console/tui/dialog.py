"""A dialog that asks for a few things at once. What was typed stays until it is accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, TextArea

from console.incident.times import dated_seconds, instant
from console.words import blank, cells

from .dialog_fields import HELP, NUMBERED, Ask, HintInput, Pick
from .drill_mark import marked
from .keeping import Keeper, KeepingApp, dialog_keeper
from .text import joined, safe
from .widgets.entry import LongEntry
from .widgets.line import Folded, Line

if TYPE_CHECKING:
    from console.desk.draft import Draft

    from .app import DutyApp

__all__ = ["HELP", "Ask", "Dialog", "Submit"]

SOON = 0.1
"""Seconds of work after which it is said that something is being done."""
LABEL_MOST = 26
"""Cells of the column of names at most."""

Submit = Callable[[Mapping[str, str]], Awaitable[str]]
"""Takes the answers; gives back an empty text when done, else one sentence that says what is wrong."""


class Dialog(ModalScreen[bool]):
    """Asks, hands the answers to `submit`, stays open with the sentence where they are refused."""

    CSS_PATH = "dialog.tcss"
    AUTO_FOCUS = ""
    KEEPS: ClassVar[bool] = True
    """Whether what is typed and not recorded comes back another time."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "取消", priority=True),
        Binding("f10", "accept", "确认", priority=True, key_display="F10"),
        Binding("ctrl+j,ctrl+enter", "line_or_accept", show=False, priority=True),
    ]

    def __init__(
        self, title: str, asks: Sequence[Ask], submit: Submit, *, note: str = "", ok: str = "确认", about: str = "",
        of_event: bool = True,
    ) -> None:  # fmt: skip
        """`about` tells two dialogs of one title apart; one that is not `of_event` belongs to none, whatever is open."""
        super().__init__()
        self._title, self._asks, self._submit, self._note, self._ok = title, tuple(asks), submit, note, ok
        self._about, self._of_event = about or title, of_event
        self._keeper: Keeper | None = None
        self._back: dict[str, str] = {}
        """What was typed here before and never recorded."""
        self._busy = False
        self._done = False
        self._aside = False
        """It was taken off the screen for a call; its work, if any, goes on."""
        self._passed = ""
        """The field that a number in the list before it led to: the Enter behind that number does not leave it."""
        self._warned: dict[str, str] = {}
        self._typed_at: dict[str, datetime] = {}
        """When each time was typed: 「-5」 counts from then, whatever is filled in after it."""
        self.doing = ""
        """What a long `submit` is at; it may set this from its thread."""

    def compose(self) -> ComposeResult:
        """Title, note, the fields, the buttons."""
        if self._asks and self.KEEPS:
            app = cast(KeepingApp, self.app)
            self._keeper = dialog_keeper(app, self._title, self._about, of_event=self._of_event)
            self._back = self._keeper.back() | self._times_meant(self._keeper.found)
        with Vertical(id="dialog"):
            yield Line(safe(marked(self.app, self._title), "bold"), id="dialog-title")
            with VerticalScroll(id="dialog-fields", can_focus=False):
                if self._note:
                    yield Folded(safe(self._note, lines=True), id="dialog-note")
                yield from self._fields()
            yield Folded(id="dialog-reading")
            yield Folded(id="dialog-error")
            with Horizontal(id="dialog-buttons"):
                yield Button(safe(f"{self._ok} F10"), id="ok", compact=True)
                yield Button(safe("取消 Esc"), id="cancel", compact=True)
            yield Folded(id="dialog-guide")

    def _times_meant(self, found: Draft | None) -> dict[str, str]:
        """The times among what comes back, as they were read when they were typed."""
        if found is None:
            return {}
        read = {ask.id: ask.reading.taken(found.fields[ask.id], found.at, found.fields)
                for ask in self._asks if ask.reading is not None and ask.id in found.fields}  # fmt: skip
        return {key: dated_seconds(instant(at)).removesuffix(":00") for key, at in read.items() if at != found.fields[key]}

    def _fields(self) -> ComposeResult:
        """The name at the left, where to write at the right; a name that is too long stands above."""
        column = max((cells(ask.label) for ask in self._asks if cells(ask.label) <= LABEL_MOST), default=0) + 2
        for ask in self._asks:
            label = Line(safe(ask.label), id=f"label-{ask.id}", classes="label")
            field = self._field(ask)
            if cells(ask.label) > LABEL_MOST:
                yield label
                yield field
            else:
                label.styles.width = column
                with Horizontal(classes="asked"):
                    yield label
                    yield field

    def _field(self, ask: Ask) -> Pick | LongEntry | HintInput:
        """Where one thing is answered, with what was typed there before."""
        now = replace(ask, value=self._back.get(ask.id, ask.value))
        if ask.choices:
            return Pick(now)
        return LongEntry(now.value, f"ask-{ask.id}") if ask.long else HintInput(now)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the keys do here."""
        at = event.widget
        if at.id != self._passed:
            self._passed = ""
        ask = next((ask for ask in self._asks if at.id == f"ask-{ask.id}"), None)
        end = "F10 确认，Esc 取消，F1 说明"
        if ask is None:
            words = f"回车按下；{end}"
        elif ask.choices:
            words = f"{'按编号，或' if len(ask.choices) <= NUMBERED else ''}上下键选好再回车；{end}"
        else:
            enter = "确认，Tab 到下一项" if ask.last else "确认" if ask is self._asks[-1] else "到下一项"
            words = f"{'上下键换常用词，' if ask.hints else ''}回车{enter}{'，Ctrl+J 换行' if ask.long else ''}；{end}"
        note = f"{ask.note}。" if ask and ask.note else ""
        self.query_one("#dialog-guide", Folded).show(joined(safe(note, "bold"), words))

    @property
    def help_words(self) -> tuple[str, str]:
        """The title and what one does here."""
        return self._title, f"{self._note}\n\n{HELP}" if self._note else HELP

    def on_mount(self) -> None:
        """Start in the first field, or on the button where there is none."""
        first = f"#ask-{self._asks[0].id}" if self._asks else "#ok"
        self.query_one(first).focus(scroll_visible=False)  # `_settle` brings its label into the window with it
        self._settle()
        if self._keeper and self._back:
            self._tell(f"{self._keeper.at}打的还没有记下，已填回，请看过再确认；不要就按两次 Esc")

    def on_resize(self) -> None:
        """Another size, another room for the fields."""
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """The buttons and the refusal stay in the window whatever there is to fill in; so does the first label."""
        names = ("#dialog-title", "#dialog-error", "#dialog-buttons", "#dialog-guide")
        taken = sum(max(1, self.query_one(part).outer_size.height) for part in names)
        taken += self.query_one("#dialog-reading").outer_size.height
        fields = self.query_one("#dialog-fields")
        fields.styles.max_height = max(4, self.size.height * 94 // 100 - taken - 5)  # the frame, and the margins between
        if self._asks and self.focused is not None and self.focused.id == f"ask-{self._asks[0].id}":
            for part in ("ask", "label"):  # a long note must not hide the first field, nor the field its label
                widget = self.query_one(f"#{part}-{self._asks[0].id}")
                self.call_after_refresh(fields.scroll_to_widget, widget, animate=False, top=False, force=True)
        elif self.focused is not None and fields in self.focused.ancestors:  # a refusal that took room must not hide it
            self.call_after_refresh(fields.scroll_to_widget, self.focused, animate=False, top=False, force=True)

    def answers(self) -> dict[str, str]:
        """What stands in the fields."""
        found: dict[str, str] = {}
        for ask in self._asks:
            widget = self.query_one(f"#ask-{ask.id}")
            if isinstance(widget, Pick):
                found[ask.id] = widget.answer
            elif isinstance(widget, TextArea):
                found[ask.id] = "" if blank(widget.text) else widget.text
            elif isinstance(widget, Input):
                found[ask.id] = "" if blank(widget.value) else widget.value
        return found

    @on(Input.Changed)
    def _read(self, event: Input.Changed) -> None:
        """Tell how the times are read, before they are taken."""
        here = str(event.input.id).removeprefix("ask-")
        timed = {ask.id: (ask.label, ask.reading) for ask in self._asks if ask.reading is not None}
        if here not in timed:
            return
        now = self._typed_at[here] = cast("DutyApp", self.app).desk.clock.now()
        typed, taken = self.answers(), self._taken()
        told = [(label, reading.words(typed[key], self._typed_at.get(key, now), taken)) for key, (label, reading) in timed.items()]
        words = "\n".join(f"{label}：{said}" for label, said in told if said)
        line = self.query_one("#dialog-reading", Folded)
        line.show(safe(words, "bold $accent", lines=True))
        if line.display != bool(words):
            line.display = bool(words)
            self.call_after_refresh(self._settle)

    def _taken(self) -> dict[str, str]:
        """The answers, with each time as it was read when it was typed."""
        found = self.answers()
        for ask in self._asks:
            if ask.reading is not None and ask.id in self._typed_at:
                found[ask.id] = ask.reading.taken(found[ask.id], self._typed_at[ask.id], found)
        return found
    def _next(self) -> Widget | None:
        """The field below the one with the cursor."""
        ids = [f"ask-{ask.id}" for ask in self._asks if self.query_one(f"#ask-{ask.id}").display]
        here = self.focused.id if self.focused else None
        at = ids.index(here) + 1 if here in ids else len(ids)
        return self.query_one(f"#{ids[at]}") if at < len(ids) else None

    @on(Input.Submitted)
    @on(LongEntry.Entered)
    @on(OptionList.OptionSelected)
    def _onward(self) -> None:
        """Enter goes to the next field, and from the last one accepts."""
        onward, passed = self._next(), self._passed
        self._passed = ""
        last = any(ask.last and self.focused is not None and self.focused.id == f"ask-{ask.id}" for ask in self._asks)
        if onward is None or last:
            self.call_later(self.action_accept)
        elif not passed:  # else it is the Enter that one presses behind a number, and the cursor is where it leads
            self.set_focus(onward)  # at once: `focus()` comes after the next keys

    @on(Pick.Numbered)
    def _numbered(self) -> None:
        """A number picks and goes to the next field; it never accepts: the last one stays where it is."""
        onward = self._next()
        if onward is not None:
            self._passed = onward.id or ""
            self.set_focus(onward)

    @on(LongEntry.Stepped)
    def _stepped(self, event: LongEntry.Stepped) -> None:
        if event.step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    async def action_line_or_accept(self) -> None:
        """Ctrl+J: a new line where several are written, else what Ctrl+Enter is in terminals that send it so."""
        if isinstance(self.focused, LongEntry):
            await self.focused.action_feed()
        else:
            self.action_accept()

    @on(Button.Pressed, "#ok")
    def action_accept(self) -> None:
        """Hand the answers over; stay where they are refused. The keys behind it wait until that is done."""
        if not self._busy:
            self._busy = True
            cast(KeepingApp, self.app).begin_work(self)  # now, and not when the worker comes to it: the next key is close behind
            self.app.run_worker(self._accepted())

    async def _accepted(self) -> None:
        """The app's own work, for it goes on where a call takes the dialog off the screen."""
        try:
            problem = await self._waited_for(self._submit(self._taken()))
            # Nothing is awaited from here on: what the submit set going must find this dialog gone.
            self._busy, self._done = not problem, not problem
            if not problem:
                self._drop()
            if self._aside:
                self._tell_later(problem)
            elif problem:
                self._tell(self._labelled(problem))
                self._turn_to(problem)
            elif self.is_active:
                self.dismiss(True)
        finally:
            cast(KeepingApp, self.app).end_work(self)

    def on_screen_resume(self) -> None:
        """What lay over it is gone: it goes too where its work is done."""
        if self._done and self.is_active:
            self.dismiss(True)

    def _labelled(self, problem: str) -> str:
        """The sentence, with the field's name as it stands here where it calls it something else."""
        ask = next((ask for ask in self._asks if ask.id == getattr(problem, "field", "")), None)
        name = ask.label.partition("(")[0] if ask else ""
        return f"「{name}」：{problem}" if name and name not in problem else problem

    def _tell_later(self, problem: str) -> None:
        """Say on the screen of the moment what came of it."""
        tell = getattr(self.app.screen, "refuse" if problem else "say", None)
        if tell is not None:
            tell(f"{self._title}：{problem or '办好了'}")

    def _tell(self, words: str) -> None:
        """Say what is wrong, above the buttons."""
        self.query_one("#dialog-error", Line).show(safe(words, "bold", lines=True), layout=True)
        self.call_after_refresh(self._settle)

    def _turn_to(self, problem: str) -> None:
        """Go to the field that the refusal names, so that the next key is typed where it is wanted."""
        own = getattr(problem, "field", "")
        names = {ask.id: ask.label.partition("(")[0] for ask in self._asks}  # a unit in brackets is not repeated in it
        found = sorted((key for key, name in names.items() if name in problem), key=lambda key: -len(names[key]))
        named = [own] if own in names else found
        field = next((self.query_one(f"#ask-{key}") for key in named), None)
        if field is not None and field.display and field is not self.focused:
            self.set_focus(field)

    async def _waited_for(self, submit: Awaitable[str]) -> str:
        """The answer; what is not done at once says that it is being done, how long already, and what it is at."""
        telling = asyncio.ensure_future(self._tell_how_long())
        try:
            return await submit
        finally:
            telling.cancel()

    async def _tell_how_long(self) -> None:
        await asyncio.sleep(SOON)
        seconds = 0
        while not self._aside:
            since = f"，已{seconds}秒" if seconds else ""
            words = f"正在办：{self._ok}{since} {self.doing}".rstrip()
            self.query_one("#dialog-error", Line).show(safe(f"{words}\n按的键等办完再办；电话响照按 Ctrl+N", lines=True), layout=True)
            await asyncio.sleep(1)
            seconds += 1

    def hold(self) -> None:
        """Another screen was asked for: nothing that was typed here is lost for it."""
        self._tell("这一框还没有完：F10 确认或 Esc 取消，再换屏；电话来了照按 Ctrl+N，这里的会留着")

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Leave without doing anything; what was typed is given up only at the second time."""
        if self._busy:
            return
        answers = self.answers()
        if self._typed(answers) and answers != self._warned:
            self._warned = answers
            self._tell("填的内容还没有记下：F10 确认记下，再按一次 Esc 放弃")
        else:
            self._busy = True
            self._drop()
            self.dismiss(False)

    # --- what is typed and not recorded yet ---------------------------------------------------------------------------

    def _typed(self, answers: Mapping[str, str]) -> dict[str, str]:
        """What stands here otherwise than it was asked; a list alone is quickly picked anew."""
        changed = {ask.id: answers[ask.id] for ask in self._asks if answers[ask.id] != ask.value}
        return changed if any(not ask.choices for ask in self._asks if ask.id in changed) else {}

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(OptionList.OptionHighlighted)
    def _keep(self, event: Input.Changed | TextArea.Changed | OptionList.OptionHighlighted) -> None:
        """Keep what is typed, from the first key on."""
        if not isinstance(event, OptionList.OptionHighlighted):
            self._passed = ""
        if self._keeper is not None and not self._done and self.is_mounted:
            self._keeper.keep(self._typed(self.answers()))

    def _drop(self) -> None:
        if self._keeper is not None:
            self._keeper.drop()

    def set_aside(self) -> None:
        """A call comes first: off the screen, what was typed stays kept."""
        self._aside = True
        self.dismiss(False)
