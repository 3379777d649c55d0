"""A list and, below or beside it, the one that is picked in full: what the drills and their scores have in common."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content

from ..sizes import WIDTHS
from ..text import safe
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from ..widgets.rows import Rows
from .base import DutyScreen

ROWS, ONE, WORDS = "listed-rows", "listed-one", "listed-words"
"""Ids of the list, of what scrolls, and of the words in it."""


class ListedScreen(DutyScreen):
    """Rows to pick from and the words of one; subclasses fill both."""

    CSS_PATH = "listed.tcss"
    AUTO_FOCUS = f"#{ROWS}"
    HORIZONTAL_BREAKPOINTS = WIDTHS

    def compose_body(self) -> ComposeResult:
        """The list and the one."""
        with Container(id="listed"):
            yield Rows(id=ROWS)
            with VerticalScroll(id=ONE):
                yield Folded(id=WORDS)
        yield Keys(self.ACTIONS)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(f"#{ROWS}", Rows)

    def tell(self, words: Content | str) -> None:
        """Show the words of the one that is picked."""
        shown = words if isinstance(words, Content) else safe(words, lines=True)
        self.query_one(f"#{WORDS}", Line).show(shown, layout=True)

    def fill(self, rows: list[tuple[str, Content]]) -> None:
        """Show these rows, the first of them picked."""
        self.rows.show(rows)
        self.rows.highlighted = 0 if rows else None

    async def action_go_back(self) -> None:
        """To the board."""
        await self.duty.action_go("board")
