"""Words in full that may be longer than their room: by wheel and by key, and it is said how much is still below."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from ..commands import Command
from ..text import safe
from .line import Folded, Line

MORE: tuple[Command, ...] = (
    Command("turn_words(1)", "往下看", "ctrl+down,shift+down,alt+down", "右边(下边)的全文往下翻；鼠标滚轮也行", footer=False),
    Command("turn_words(-1)", "往回看", "ctrl+up,shift+up,alt+up", "全文往回翻", footer=False),
)
"""The commands of every screen that has a sheet; the line under the words names them, so that no key line does."""


class _Below(Line):
    """「下面还有6行」; a click goes there."""

    def on_click(self) -> None:
        """As the key does."""
        if isinstance(self.parent, Sheet):
            self.parent.turn(1)


class Sheet(Vertical):
    """Folded words in a scroll, and under them how many lines are not seen."""

    DEFAULT_CSS = """
    Sheet { padding: 0 1; }
    Sheet > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    Sheet _Below { height: 1; color: $accent; display: none; }
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._words, self._below = Folded(), _Below()
        self._scroll = VerticalScroll(self._words, can_focus=False)

    def compose(self) -> ComposeResult:
        """The words, and the line below them."""
        yield self._scroll
        yield self._below

    def on_mount(self) -> None:
        """Follow the scrolling."""
        self.watch(self._scroll, "scroll_y", self._tell, init=False)
        self.watch(self._scroll, "virtual_size", self._tell, init=False)

    def show(self, content: Content, *, anew: bool = False) -> None:
        """Show these words; `anew` where they are about something else, then from their first line."""
        self._words.show(content)
        if anew and self._scroll.is_attached:
            self._scroll.scroll_home(animate=False)
        self.call_after_refresh(self._tell)

    def on_resize(self) -> None:
        """More or less is below."""
        self.call_after_refresh(self._tell)

    def turn(self, pages: int) -> None:
        """So many pages on or back, two lines of the last one kept."""
        step = max(1, self._scroll.size.height - 2)
        self._scroll.scroll_relative(y=pages * step, animate=False)

    def _tell(self) -> None:
        whole, room = self._words.size.height, self.content_size.height
        self._below.display = whole > room > 1
        left = whole - self._scroll.size.height - round(self._scroll.scroll_y)
        self._below.show(safe(f"下面还有{left}行(Ctrl+下 或滚轮)" if left > 0 else "到底了(Ctrl+上 往回看)"))
