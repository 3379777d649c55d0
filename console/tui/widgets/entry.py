"""Inputs that store what was typed as it is, and let nothing of it steer the terminal."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Protocol, runtime_checkable

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from console.words import visible


def harmless(strip: Strip) -> Strip:
    """The strip with control characters made visible, as wide as it was."""
    if all(segment.text.isascii() and segment.text.isprintable() for segment in strip):
        return strip
    shown = [Segment(visible(segment.text), segment.style, segment.control) for segment in strip]
    if all(new.text == old.text for new, old in zip(shown, strip, strict=True)):
        return strip
    return Strip(shown).adjust_cell_length(strip.cell_length)


class Field(Input):
    """An input that takes a click as it takes Tab, and keeps every line of a paste."""

    _fresh = True
    """Whether nothing was done in the field since the cursor came: no key, no click."""

    def render_line(self, y: int) -> Strip:
        """A line of the input, harmless."""
        return harmless(super().render_line(y))

    def on_blur(self) -> None:
        """The cursor is gone: when it comes back, all is selected anew."""
        self._fresh = True

    def on_key(self) -> None:
        """A key was pressed here: the next click places the cursor."""
        self._fresh = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The first click selects all, as Tab does, also where the cursor stood already; the next one places it."""
        if self.select_on_focus and self._fresh:
            event.prevent_default()
            self.action_select_all()
        self._fresh = False

    def on_paste(self, event: events.Paste) -> None:
        """Keep every line of a paste: line ends become blanks."""
        event.prevent_default()
        event.stop()
        text = " ".join(event.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        self.replace(text, *self.selection) if not self.selection.is_empty else self.insert_text_at_cursor(text)


class Entry(Field):
    """A one-line input of a form; up and down are told to it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False), Binding("down", "step(1)", show=False),
    ]

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """As in every input, but a longer text lays out nothing anew: the field stays as wide as it is."""

    class Stepped(Message):
        """The officer pressed up or down."""

        def __init__(self, entry: Entry, step: int) -> None:
            super().__init__()
            self.entry = entry
            self.step = step

    def __init__(self, value: str = "", *, whole: bool = False, placeholder: str = "") -> None:
        """`whole`: the first key replaces what stands there."""
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=whole)
        self.cursor_blink = False

    def action_step(self, step: int) -> None:
        """Tell the form about up and down."""
        self.post_message(self.Stepped(self, step))


class Page(TextArea):
    """A text of its own to be edited: Enter is a new line; Tab leaves it."""

    def __init__(self, value: str = "", name: str | None = None) -> None:
        """`name` is the widget's id, where it needs one."""
        super().__init__(value, compact=True, tab_behavior="focus", show_line_numbers=False, soft_wrap=True, id=name)
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        """A line of the area, harmless."""
        return harmless(super().render_line(y))


class LongEntry(Page):
    """A field for several lines: Enter goes on as in every field, Ctrl+J is a new line, arrows leave at both ends."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "onward", show=False, priority=True),
        Binding("ctrl+j,ctrl+enter", "feed", show=False, priority=True),
    ]

    class Entered(Message):
        """Enter was pressed: what stands here is complete."""

    class Stepped(Message):
        """Up was pressed in the first line, or down in the last."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    async def action_onward(self) -> None:
        """Go on; every key before this one is in the text by then."""
        await settled(self)
        self.post_message(self.Entered())

    async def action_feed(self) -> None:
        """A new line."""
        await settled(self)
        self.insert("\n")

    def action_cursor_up(self, select: bool = False) -> None:
        """Up a line, or out of the field."""
        if self._line == 0 and not select:
            self.post_message(self.Stepped(-1))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down a line, or out of the field."""
        if self._line >= self.wrapped_document.height - 1 and not select:
            self.post_message(self.Stepped(1))
        else:
            super().action_cursor_down(select)

    @property
    def _line(self) -> int:
        """The line with the cursor, as it stands on the screen."""
        return self.wrapped_document.location_to_offset(self.cursor_location).y


async def settled(field: Widget) -> None:
    """Wait until a field has taken in every key that was pressed before now."""
    done = asyncio.Event()
    field.call_later(done.set)
    await done.wait()


class FormEntry(Entry):
    """A field of a form: Enter is handled before the next key, so that no word lands in the field before its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "onward", show=False, priority=True), Binding("escape", "swap", show=False),
    ]

    async def action_onward(self) -> None:
        """Tell the row."""
        await onward(self)

    def action_swap(self) -> None:
        """Tell the row."""
        swap(self)


class CallWords(LongEntry):
    """The caller's words, in their row of the form."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "swap", show=False)]

    def __init__(self, value: str, sample: str) -> None:
        """`sample` stands in the field while it is empty."""
        super().__init__(value)
        self.placeholder = sample

    async def action_onward(self) -> None:
        """Tell the row."""
        await onward(self)

    def action_swap(self) -> None:
        """Tell the row."""
        swap(self)


async def onward(field: Widget) -> None:
    """Let the row of a field go on; it may wait, and the keys behind wait with it."""
    row = field.parent
    if isinstance(row, GoesOn):
        await row.go_on()


def swap(field: Widget) -> None:
    """Let the row of a field bring back what is recorded, or what was typed over it."""
    row = field.parent
    if isinstance(row, GoesOn):
        row.swap()


@runtime_checkable
class GoesOn(Protocol):
    """What has a field in which Enter and Esc are pressed."""

    async def go_on(self) -> None:
        """Go where the words behind Enter belong."""

    def swap(self) -> None:
        """What is recorded stands here again; and from then what was typed."""
