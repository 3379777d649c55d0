"""The intake form: one row a place, each with its label, its input and its mark."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from textual import events, on
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from console.incident.form import Slot

from ..text import safe
from .entry import FormEntry, LongEntry, settled
from .form_rows import FormRow, ItemRow
from .line import Line


class Heading(Line):
    """The name of a part of the form."""

    def __init__(self, section: str) -> None:
        super().__init__(safe(section, "bold"), classes="heading")
        self.section = section


class Form(VerticalScroll, can_focus=False):
    """All rows, under the headings of the plan."""

    class Left(Message):
        """The officer left a row."""

        def __init__(self, row: FormRow) -> None:
            super().__init__()
            self.row = row

    class Entered(Message):
        """The officer came to a row."""

        def __init__(self, row: Widget) -> None:
            super().__init__()
            self.row = row

    class Done(Message):
        """Enter was pressed in a row, and the cursor is where the call goes on already."""

        def __init__(self, row: FormRow, onward: FormRow | None) -> None:
            super().__init__()
            self.row = row
            self.onward = onward

    def __init__(self, add: Callable[[FormRow], Awaitable[None]]) -> None:
        """`add` puts on the form what was typed into an `add` row, and moves the cursor into its first field."""
        super().__init__(id="form")
        self._add = add
        self._pointed: FormRow | ItemRow | None = None

    async def go_on(self, row: FormRow) -> None:
        """The next key that is pressed belongs to the next field: go there first, record after."""
        if row.slot.kind == "add":  # its fields are not there yet: the keys wait for them
            await settled(row.entry)
            await self._add(row)
            return
        onward = self.after(row)
        if onward is not None:
            self.screen.set_focus(onward.entry)
        row.entry.call_later(self.post_message, self.Done(row, onward))

    def point(self, place: str) -> None:
        """The sign of the next question stands before its place, or before the item that has it folded away."""
        here = self._pointed
        if here is not None and here.is_attached and here.slot.id == place:
            return
        item = self.items.get(f"item:{place.partition(':')[2].rpartition('.')[0]}")
        asked = item if item is not None and place not in self.rows else self.row_of(place)
        if asked is not here:
            if here is not None:
                here.asked = False
            self._pointed = asked
        if asked is not None:
            asked.asked = True

    def row_of(self, place: str) -> FormRow | None:
        """The row of a place; that which takes a new item where the place is in none yet."""
        rows = self.rows
        return rows.get(place) or rows.get(f"add:{place.partition(':')[2].partition('.')[0]}")

    @property
    def rows(self) -> Mapping[str, FormRow]:
        """The rows that take input, by the id of their slot."""
        return {row.slot.id: row for row in self.query(FormRow)}

    @property
    def items(self) -> Mapping[str, ItemRow]:
        """The heads of list items, by the id of their slot."""
        return {row.slot.id: row for row in self.query(ItemRow)}

    @property
    def empty_here(self) -> str:
        """The place with the cursor, while nothing stands in it."""
        row = self.here()
        return row.slot.id if row is not None and not row.stored and not row.typed.strip() else ""

    def here(self) -> FormRow | None:
        """The row with the cursor."""
        focused = self.screen.focused
        return focused.parent if focused and isinstance(focused.parent, FormRow) else None

    def after(self, row: FormRow) -> FormRow | None:
        """The field where the call goes on after this one; the console's own stamp of the call is passed over."""
        rows = list(self.rows.values())
        behind = rows[rows.index(row) + 1:] if row in rows else []
        return next((r for r in behind if r.slot.id != "when:received" or not r.stored), None)

    async def build(self, slots: Sequence[Slot], make: Mapping[str, Widget]) -> None:
        """Show these places; `make` has a new widget for each that is not there yet. The others stay as they are."""
        there: dict[str, Widget] = {**self.rows, **self.items}
        headings: dict[str, Widget] = {h.section: h for h in self.query(Heading)}
        wanted, sections = {slot.id for slot in slots}, {slot.section for slot in slots}
        gone = [w for name, w in there.items() if name not in wanted]
        gone += [h for section, h in headings.items() if section not in sections]
        ordered: list[Widget] = []
        last = ""
        for slot in slots:
            if slot.section != last:
                last = slot.section
                ordered.append(headings.get(last) or Heading(last))
            ordered.append(there.get(slot.id) or make[slot.id])
        await self.remove_children(gone)
        run: list[Widget] = []
        for widget in ordered:
            if not widget.is_attached:
                run.append(widget)
            elif run:
                await self.mount(*run, before=widget)
                run = []
        if run:
            await self.mount(*run)

    @on(FormEntry.Stepped)
    @on(LongEntry.Stepped)
    def _stepped(self, event: FormEntry.Stepped | LongEntry.Stepped) -> None:
        """Up and down go from row to row."""
        if event.step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Tell that a row was left."""
        if isinstance(event.widget.parent, FormRow):
            self.post_message(self.Left(event.widget.parent))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Tell which row the cursor is in."""
        widget = event.widget
        row = widget if isinstance(widget, ItemRow) else widget.parent
        if isinstance(row, FormRow | ItemRow):
            self.post_message(self.Entered(row))

