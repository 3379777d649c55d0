"""The log as a list of lines: only the lines in view are ever made, so that 100,000 entries cost no more than 100."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from console.incident.entry import Entry
from console.words import visible

Words = Callable[[Entry], tuple[str, bool]]
"""The line of an entry, and whether it stands out."""

KEEP = 512
"""So many painted lines are kept."""


class LogView(ScrollView, can_focus=True):
    """Entries, one a line, with a cursor. Rows count from the top of what is shown."""

    DEFAULT_CSS = """
    LogView { background: $background; scrollbar-size-vertical: 1; overflow-x: hidden; }
    LogView > .log--cursor { background: $panel; color: $foreground; text-style: bold; }
    LogView:focus > .log--cursor { background: $accent; color: $background; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"log--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False), Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False), Binding("pagedown", "page(1)", show=False),
        Binding("home", "edge(0)", show=False), Binding("end", "edge(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    cursor: var[int] = var(0, init=False)

    class Moved(Message):
        """The cursor stands on another entry, or on none."""

    class Chosen(Message):
        """Enter, or a second click on a row."""

    def __init__(self, words: Words, *, id: str | None = None) -> None:  # noqa: A002 # the name that Textual gives it
        super().__init__(id=id)
        self._words = words
        self._entries: Sequence[Entry] = ()
        self._places: Sequence[int] | None = None
        self._newest_first = True
        self._count = 0
        self._strips: LRUCache[tuple[int, int, bool], Strip] = LRUCache(KEEP)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    @property
    def picked(self) -> Entry | None:
        """The entry under the cursor."""
        return self.entry_at(self.cursor)

    def entry_at(self, row: int) -> Entry | None:
        """The entry of a row."""
        if not 0 <= row < self._count:
            return None
        at = self._count - 1 - row if self._newest_first else row
        return self._entries[self._places[at] if self._places is not None else at]

    def row_of(self, seq: int) -> int | None:
        """The row of the entry with that number, where it is shown."""
        if self._places is None:
            at: int | None = seq - 1 if 1 <= seq <= self._count else None
        else:
            at = next((n for n, place in enumerate(self._places) if self._entries[place].seq == seq), None)
        if at is None:
            return None
        return self._count - 1 - at if self._newest_first else at

    def show(self, entries: Sequence[Entry], places: Sequence[int] | None, *, newest_first: bool) -> None:
        """Show these entries (`places` from 0; None for all). The cursor stays on its entry, or on the newest."""
        before, at_newest = self.picked, self._at_newest()
        self._entries, self._places, self._newest_first = entries, places, newest_first
        self._count = len(entries) if places is None else len(places)
        self.virtual_size = Size(self.size.width, self._count)
        row = None if at_newest or before is None else self.row_of(before.seq)
        newest = 0 if newest_first else max(0, self._count - 1)
        self.set_reactive(LogView.cursor, newest if row is None else row)
        self._follow()
        self.refresh()
        self.post_message(self.Moved())

    def _at_newest(self) -> bool:
        return self._count == 0 or self.cursor == (0 if self._newest_first else self._count - 1)

    def forget(self) -> None:
        """Lines that were painted may read otherwise now."""
        self._strips.clear()
        self.refresh()

    def go(self, row: int) -> None:
        """Put the cursor on a row."""
        self.cursor = max(0, min(row, self._count - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Repaint the two rows; scroll where needed."""
        self._follow()
        for row in (before, now):
            self.refresh(Region(0, row - self.scroll_offset.y, self.size.width, 1))
        self.post_message(self.Moved())

    def _follow(self) -> None:
        height = max(1, self.scrollable_content_region.height)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True, immediate=True)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        row, width = y + self.scroll_offset.y, self.size.width
        entry = self.entry_at(row)
        if entry is None:
            return Strip.blank(width, self.rich_style)
        at_cursor = row == self.cursor
        style = self.get_component_rich_style("log--cursor") if at_cursor else self.rich_style
        key = (entry.seq, width, at_cursor and self.has_focus)
        strip = None if at_cursor else self._strips.get(key)
        if strip is None:
            strip = self._paint(entry, width, style)
            if not at_cursor:
                self._strips[key] = strip
        return strip

    def _paint(self, entry: Entry, width: int, style: Style) -> Strip:
        words, stands_out = self._words(entry)
        strip = Strip([Segment(visible(words[: width * 4]), style + Style(bold=True) if stands_out else style)])
        return strip.adjust_cell_length(width, style).crop(0, width)

    def notify_style_update(self) -> None:
        """Another theme: nothing that was painted counts."""
        super().notify_style_update()
        self._strips.clear()

    def on_resize(self) -> None:
        """Another width or height."""
        self.virtual_size = Size(self.size.width, self._count)
        self._strips.clear()
        self._follow()

    def action_move(self, step: int) -> None:
        """Up or down."""
        self.go(self.cursor + step)

    def action_page(self, step: int) -> None:
        """A page up or down."""
        self.go(self.cursor + step * max(1, self.scrollable_content_region.height - 1))

    def action_edge(self, last: int) -> None:
        """To the first or the last row."""
        self.go(self._count - 1 if last else 0)

    def action_choose(self) -> None:
        """Open the entry under the cursor."""
        if self.picked is not None:
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """A click picks a row; a click on the picked row opens it."""
        row = event.y + self.scroll_offset.y
        if row >= self._count:
            return
        if row == self.cursor:
            self.action_choose()
        else:
            self.go(row)
