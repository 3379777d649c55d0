"""The names of the lists of a screen in one line; each is shown by its number, by F10, or by a click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.content import Content
from textual.message import Message

from console.words import cells

from ..text import joined, safe
from .line import Line


class Tabs(Line):
    """「1报告 1/8  2单位 6/31」, the open one reversed, and words behind them."""

    class Picked(Message):
        """A name was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._ends: list[tuple[int, str]] = []

    def put(self, tabs: Sequence[tuple[str, str]], active: str, *behind: Content | str) -> None:
        """Show (id, words) of each list; `active` is the id of the open one."""
        parts: list[Content | str] = []
        used, self._ends = 0, []
        for name, words in tabs:
            parts.append(safe(f" {words} ", "bold reverse" if name == active else ""))
            used += cells(words) + 2
            self._ends.append((used, name))
        self.show(joined(*parts, *behind))

    def on_click(self, event: events.Click) -> None:
        """Open the list whose name is under the pointer."""
        at = event.get_content_offset(self)
        name = next((name for end, name in self._ends if at is not None and at.x < end), None)
        if name is not None:
            self.post_message(self.Picked(name))
