"""The rows of the intake form: a place with its label, its input and its mark; the head of a list item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.input import Selection

from console.incident.form import Slot
from console.incident.form_reading import Offer
from console.words import cells, cut, fit

from ..text import joined, safe
from .entry import CallWords, FormEntry, LongEntry

LABEL = 25
"""Cells up to the field: the gutter, the name of the place, a blank."""
GUTTER = 3
SHORT = ("caller", "unit", "callback", "source", "expected_end", "site_lead")
"""Words of the call that are a name, a number or a time: another one replaces it; longer words are gone on with."""


@runtime_checkable
class LeadsOn(Protocol):
    """The form of a row."""

    async def go_on(self, row: FormRow) -> None:
        """Enter was pressed in the row."""


class FormRow(Widget):
    """A name, the field to write in, and behind it what is recorded of it."""

    class Swapped(Message):
        """Esc was pressed: what was typed and what is recorded changed places."""

        def __init__(self, row: FormRow, *, back: bool) -> None:
            """`back`: what was typed is there again."""
            super().__init__()
            self.row = row
            self.back = back

    asked: var[bool] = var(False)
    """Whether the next question is about this place."""

    def __init__(self, slot: Slot, stored: str, typed: str | None, sample: str = "") -> None:
        """`sample` stands in the field while it is empty: what may be written there."""
        super().__init__(classes=f"row {slot.kind}")
        self.slot = slot
        self.stored = stored
        """What the log says, as text."""
        self.problem = ""
        """Why what stands here could not be recorded."""
        self.offer: Offer = ()
        """The numbered list that stands on the screen for this place."""
        self._mark = Content("")
        self._names: tuple[str, ...] = ()
        self._swapped = ""
        """What was typed here when what is recorded was brought back."""
        start = stored if typed is None else typed
        self.entry: FormEntry | CallWords
        if slot.kind == "long":
            self.entry = CallWords(start, sample)
        else:
            self.entry = FormEntry(start, whole=slot.kind != "text" or slot.name in SHORT, placeholder=sample)

    def compose(self) -> ComposeResult:
        """The field; name and mark are painted by the row itself."""
        yield self.entry

    def render(self) -> Content:
        """The next question's sign, the name, and behind the field the mark."""
        here = self.entry.has_focus
        sign = safe("问" if self.asked else " >" if here else "  ", "bold $accent")
        name = safe(fit((" " if self.slot.depth else "") + self.slot.label, LABEL - GUTTER), "bold" if here else "")
        head = joined(sign, " ", name, " " * (self.entry.outer_size.width + 1), self._mark)
        lines = self._lines()
        if not lines:
            return joined(head, " ", "、".join(self._names))
        return Content("\n").join([head, *(safe(" " * LABEL + line) for line in lines)])

    def _lines(self) -> list[str]:
        """The names on lines of their own, where there is no room for all of them beside the field."""
        room = self.size.width - LABEL - self.entry.outer_size.width - cells(self._mark.plain) - 2
        if not self._names or cells("、".join(self._names)) <= room:
            return []
        lines = [f"{len(self._names)}个："]
        for name in self._names:
            if cells(lines[-1]) + cells(name) > self.size.width - LABEL - 2:
                lines.append(" " * cells(lines[0].partition("：")[0] + "："))
            lines[-1] += f"{name} "
        return lines

    def on_resize(self) -> None:
        """Names take other lines."""
        self._stretch()

    def _stretch(self) -> None:
        lines = 1 + len(self._lines())
        if self._names or lines > 1 or self.styles.has_rule("height"):
            self.styles.height = lines

    def watch_asked(self) -> None:
        """Paint the sign."""
        self.refresh(Region(0, 0, GUTTER, 1))

    async def go_on(self) -> None:
        """Enter was pressed here."""
        form = self.parent
        if isinstance(form, LeadsOn):
            await form.go_on(self)

    @property
    def typed(self) -> str:
        """What stands in the input."""
        return self.entry.text if isinstance(self.entry, LongEntry) else self.entry.value

    @property
    def dirty(self) -> bool:
        """Whether something stands here that is not in the log."""
        return self.typed != self.stored

    def put(self, text: str) -> None:
        """Replace what stands in the input, without telling anybody."""
        if text == self.typed:
            return
        with self.prevent(Input.Changed, TextArea.Changed):
            if isinstance(self.entry, LongEntry):
                self.entry.text = text
            else:
                self.entry.value = text
                self.entry.cursor_position = len(text)

    def swap(self) -> None:
        """Esc: what is recorded stands here again; once more, and what was typed is back."""
        if self.dirty:
            self._swapped, text = self.typed, self.stored
        elif self._swapped:
            self._swapped, text = "", self._swapped
        else:
            return
        if isinstance(self.entry, LongEntry):
            self.entry.text = text
        else:
            self.entry.value = text
            self.entry.selection = Selection(0 if self.entry.select_on_focus else len(text), len(text))
        self.post_message(self.Swapped(self, back=not self._swapped))

    def mark(self, mark: Content, names: Sequence[str] = ()) -> None:
        """Show what is recorded of this place; `names` are all shown, on lines of their own where they need them."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._stretch()
            self.refresh()
        if mark != self._mark:
            self._mark = mark
            at = LABEL + self.entry.outer_size.width
            self.refresh(Region(at, 0, max(0, self.size.width - at), 1))

    def on_click(self) -> None:
        """A click anywhere in the row goes to its input."""
        self.entry.focus()


class ItemRow(Widget, can_focus=True):
    """The head of a list item: opens, closes, takes it off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "unfold", "展开", show=False), Binding("delete,backspace", "drop", "去掉", show=False),
        Binding("up", "app.focus_previous", show=False), Binding("down", "app.focus_next", show=False),
    ]

    class Toggled(Message):
        """Open or close the item."""

        def __init__(self, row: ItemRow) -> None:
            super().__init__()
            self.row = row

    class Dropped(Message):
        """Take the item off the list."""

        def __init__(self, row: ItemRow) -> None:
            super().__init__()
            self.row = row

    asked: var[bool] = var(False)
    """Whether the next question is about one of its fields, while they are folded away."""

    def __init__(self, slot: Slot, words: str, opened: bool) -> None:
        super().__init__(classes="row item")
        self.slot = slot
        self._words, self._opened = words, opened

    def render(self) -> Content:
        """Name, and what is known in short."""
        room = max(0, self.size.width - LABEL - 1)
        sign = safe("问" if self.asked else " >" if self.has_focus else "  ", "bold $accent")
        head = fit(f" {'[-]' if self._opened else '[+]'} {self.slot.label}", LABEL - GUTTER + 1)
        return joined(sign, safe(head, "bold"), " ", cut(self._words, room))

    def watch_asked(self) -> None:
        """Paint the sign."""
        self.refresh(Region(0, 0, GUTTER, 1))

    def show(self, words: str, opened: bool) -> None:
        """Show what is known now."""
        if (words, opened) != (self._words, self._opened):
            self._words, self._opened = words, opened
            self.refresh()

    def on_click(self) -> None:
        """A click opens and closes."""
        self.post_message(self.Toggled(self))

    def action_unfold(self) -> None:
        """Open or close."""
        self.post_message(self.Toggled(self))

    def action_drop(self) -> None:
        """Take off."""
        self.post_message(self.Dropped(self))
