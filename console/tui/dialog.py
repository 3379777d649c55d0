"""A dialog that asks for a few things at once. What was typed stays until it is accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, TextArea

from console.words import cells

from .dialog_fields import Ask, HintInput, Pick
from .drill_mark import marked
from .text import joined, safe
from .widgets.entry import LongEntry
from .widgets.line import Folded, Line

if TYPE_CHECKING:
    from .app import DutyApp

__all__ = ["HELP", "Ask", "Dialog", "Submit"]

HELP = (
    "回车记住这一项并到下一项，最后一项回车就是确认；F10 随时确认，Esc 取消。\n"
    "有常用词的地方按上下键换着填；要选的地方按编号，或上下键选好再回车，也可打拼音首字母。\n"
    "写长话的地方回车是换行，Tab 到下一项，Shift+Tab 回上一项。\n"
    "填错了或少填了会留在这里并说明，填好的不会丢；填了字按 Esc 要按第二次才放弃。都可以用鼠标点。"
)
"""What one does in any dialog."""
LABEL_MOST = 26
"""Cells of the column of names at most."""

Submit = Callable[[Mapping[str, str]], Awaitable[str]]
"""Takes the answers; gives back an empty text when done, else one sentence that says what is wrong."""


class Dialog(ModalScreen[bool]):
    """Asks, hands the answers to `submit`, stays open with the sentence where they are refused."""

    CSS_PATH = "dialog.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "取消", priority=True),
        Binding("ctrl+j,f10,ctrl+enter", "accept", "确认", priority=True, key_display="F10"),
    ]

    def __init__(self, title: str, asks: Sequence[Ask], submit: Submit, *, note: str = "", ok: str = "确认") -> None:
        super().__init__()
        self._title, self._asks, self._submit, self._note, self._ok = title, tuple(asks), submit, note, ok
        self._busy = False
        self._warned: dict[str, str] = {}
        self._typed_at: dict[str, datetime] = {}
        """When each time was typed: 「-5」 counts from then, whatever is filled in after it."""
        self.doing = ""
        """What a long `submit` is at; it may set this from its thread."""

    def compose(self) -> ComposeResult:
        """Title, note, the fields, the buttons."""
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

    def _fields(self) -> ComposeResult:
        """The name at the left, where to write at the right; a name that is too long stands above."""
        column = max((cells(ask.label) for ask in self._asks if cells(ask.label) <= LABEL_MOST), default=0) + 2
        for ask in self._asks:
            label = Line(safe(ask.label), id=f"label-{ask.id}", classes="label")
            field = Pick(ask) if ask.choices else LongEntry(ask.value, f"ask-{ask.id}") if ask.long else HintInput(ask)
            if cells(ask.label) > LABEL_MOST:
                yield label
                yield field
            else:
                label.styles.width = column
                with Horizontal(classes="asked"):
                    yield label
                    yield field

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the keys do here."""
        at = event.widget
        ask = next((ask for ask in self._asks if at.id == f"ask-{ask.id}"), None)
        end = "F10 确认，Esc 取消，F1 说明"
        if ask is None:
            words = f"回车按下；{end}"
        elif ask.choices:
            words = f"按编号，或上下键选好再回车；{end}"
        elif ask.long:
            words = f"回车换行，Tab 到下一项；{end}"
        else:
            enter = "确认，Tab 到下一项" if ask.last else "确认" if ask is self._asks[-1] else "到下一项"
            words = f"{'上下键换常用词，' if ask.hints else ''}回车{enter}；{end}"
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
                found[ask.id] = widget.text
            elif isinstance(widget, Input):
                found[ask.id] = widget.value
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

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _onward(self) -> None:
        """Enter goes to the next field, and from the last one accepts."""
        ids = [f"ask-{ask.id}" for ask in self._asks if self.query_one(f"#ask-{ask.id}").display]
        here = self.focused.id if self.focused else None
        last = any(ask.last and here == f"ask-{ask.id}" for ask in self._asks)
        if here in ids and not last and ids.index(here) + 1 < len(ids):
            self.set_focus(self.query_one(f"#{ids[ids.index(here) + 1]}"))  # at once: `focus()` comes after the next keys
        else:
            self.call_later(self.action_accept)

    @on(Button.Pressed, "#ok")
    async def action_accept(self) -> None:
        """Hand the answers over; stay where they are refused."""
        if self._busy:
            return
        self._busy = True
        try:
            problem = await self._waited_for(self._submit(self._taken()))
        finally:
            self._busy = False
        if problem:
            self._tell(problem)
            self._turn_to(problem)
        else:
            self._busy = True  # a second press that was on its way finds nothing to do
            self.dismiss(True)

    def _tell(self, words: str) -> None:
        """Say what is wrong, above the buttons."""
        self.query_one("#dialog-error", Line).show(safe(words, "bold", lines=True), layout=True)
        self.call_after_refresh(self._settle)

    def _turn_to(self, problem: str) -> None:
        """Go to the field that the refusal names, so that the next key is typed where it is wanted."""
        names = {ask.id: ask.label.partition("(")[0] for ask in self._asks}  # a unit in brackets is not repeated in it
        named = sorted((key for key, name in names.items() if name in problem), key=lambda key: -len(names[key]))
        field = next((self.query_one(f"#ask-{key}") for key in named), None)
        if field is not None and field.display and field is not self.focused:
            self.set_focus(field)

    async def _waited_for(self, submit: Awaitable[str]) -> str:
        """The answer; what takes longer than a second says how long already, and what it is at."""
        telling = asyncio.ensure_future(self._tell_how_long())
        try:
            return await submit  # here and not in a task: what it sets going must find this dialog gone
        finally:
            telling.cancel()

    async def _tell_how_long(self) -> None:
        seconds = 0
        while True:
            await asyncio.sleep(1)
            seconds += 1
            self.query_one("#dialog-error", Line).show(safe(f"正在办，已{seconds}秒 {self.doing}".rstrip()), layout=True)

    def hold(self) -> None:
        """Another screen was asked for: nothing that was typed here is lost for it."""
        words = "这一框还没有完：F10 确认或 Esc 取消，再换屏"
        self._tell(words)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Leave without doing anything; what was typed is given up only at the second time."""
        if self._busy:
            return
        answers = self.answers()
        typed = any(answers[ask.id] != ask.value for ask in self._asks if not ask.choices)
        if typed and answers != self._warned:
            self._warned = answers
            words = "填的内容还没有记下：F10 确认记下，再按一次 Esc 放弃"
            self._tell(words)
        else:
            self._busy = True
            self.dismiss(False)
