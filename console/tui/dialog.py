"""A dialog that asks for a few things at once. What was typed stays until it is accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Button, Input, Label, OptionList, TextArea
from textual.widgets.option_list import Option

from .drill_mark import marked
from .text import safe
from .widgets.entry import LongEntry, harmless
from .widgets.line import Folded, Line


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask for."""

    id: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """(id, words): picked from a list instead of typed."""
    hints: tuple[str, ...] = ()
    """Words that one key (up, down) puts into the field."""
    long: bool = False
    """Several lines."""
    note: str = ""


Submit = Callable[[Mapping[str, str]], Awaitable[str]]
"""Takes the answers; gives back an empty text when done, else one sentence that says what is wrong."""


class Pick(OptionList):
    """A short list to pick one from."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(*(Option(safe(words)) for _, words in ask.choices), id=f"ask-{ask.id}", markup=False)
        self._ids = [choice for choice, _ in ask.choices]
        self._start = self._ids.index(ask.value) if ask.value in self._ids else None
        self.styles.height = min(6, len(self._ids))

    def on_mount(self) -> None:
        """Start on the answer given, if any."""
        self.highlighted = self._start

    @property
    def answer(self) -> str:
        """The id of what is picked; empty where nothing is."""
        return self._ids[self.highlighted] if self.highlighted is not None else ""


class HintInput(Input):
    """An input whose up and down keys go through the hints."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "hint(-1)", show=False), Binding("down", "hint(1)", show=False),
    ]

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask.value, placeholder=" / ".join(ask.hints[:4]), id=f"ask-{ask.id}", compact=True)
        self._hints = ask.hints
        self._at = -1

    def render_line(self, y: int) -> Strip:
        """A line of the input, harmless."""
        return harmless(super().render_line(y))

    def action_hint(self, step: int) -> None:
        """Put the next hint into the field."""
        if self._hints:
            self._at = (self._at + step) % len(self._hints) if self._at >= 0 else (0 if step > 0 else -1)
            self.value = self._hints[self._at]
            self.cursor_position = len(self.value)


class Dialog(ModalScreen[bool]):
    """Asks, hands the answers to `submit`, stays open with the sentence where they are refused."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "取消", priority=True),
        Binding("ctrl+j,f10,ctrl+enter", "accept", "确认", priority=True, key_display="F10"),
    ]

    def __init__(self, title: str, asks: Sequence[Ask], submit: Submit, *, note: str = "", ok: str = "确认") -> None:
        super().__init__()
        self._title, self._asks, self._submit, self._note, self._ok = title, tuple(asks), submit, note, ok
        self._busy = False
        self._warned: dict[str, str] = {}
        self.doing = ""
        """What a long `submit` is at; it may set this from its thread."""

    def compose(self) -> ComposeResult:
        """Title, note, the fields, the buttons."""
        with Vertical(id="dialog"):
            yield Line(safe(marked(self.app, self._title), "bold"), id="dialog-title")
            with VerticalScroll(id="dialog-fields", can_focus=False):
                if self._note:
                    yield Folded(safe(self._note, lines=True), id="dialog-note")
                for ask in self._asks:
                    words = safe(ask.label + (f"  {ask.note}" if ask.note else ""))
                    yield Label(words, markup=False, id=f"label-{ask.id}")
                    if ask.choices:
                        yield Pick(ask)
                    elif ask.long:
                        yield LongEntry(ask.value, f"ask-{ask.id}")
                    else:
                        yield HintInput(ask)
            yield Line(id="dialog-error")
            with Horizontal(id="dialog-buttons"):
                yield Button(safe(f"{self._ok} F10"), id="ok", compact=True)
                yield Button(safe("取消 Esc"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """Start in the first field, or on the button where there is none."""
        first = f"#ask-{self._asks[0].id}" if self._asks else "#ok"
        self.query_one(first).focus()
        self.call_after_refresh(self._settle)

    def on_resize(self) -> None:
        """Another size, another room for the fields."""
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """The buttons and the refusal stay in the window whatever there is to fill in; so does the first label."""
        taken = sum(self.query_one(part).outer_size.height for part in ("#dialog-title", "#dialog-error", "#dialog-buttons"))
        fields = self.query_one("#dialog-fields")
        fields.styles.max_height = max(4, self.size.height * 94 // 100 - taken - 5)  # the frame, and the margins between
        if self._asks and self.focused is not None and self.focused.id == f"ask-{self._asks[0].id}":
            self.query_one(f"#label-{self._asks[0].id}").scroll_visible(animate=False)

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

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _onward(self) -> None:
        """Enter goes to the next field, and from the last one accepts."""
        ids = [f"ask-{ask.id}" for ask in self._asks if self.query_one(f"#ask-{ask.id}").display]
        here = self.focused.id if self.focused else None
        if here in ids and ids.index(here) + 1 < len(ids):
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
            problem = await self._waited_for(self._submit(self.answers()))
        finally:
            self._busy = False
        if problem:
            self._tell(problem)
        else:
            self._busy = True  # a second press that was on its way finds nothing to do
            self.dismiss(True)

    def _tell(self, words: str) -> None:
        """Say what is wrong, above the buttons."""
        self.query_one("#dialog-error", Line).show(safe(words, "bold", lines=True), layout=True)
        self.call_after_refresh(self._settle)

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
