"""A line that repaints only when its words change."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.widgets import Static


class Line(Static):
    """Words without markup; `show` with the same words costs nothing."""

    def __init__(self, content: Content | str = "", **kwargs: Any) -> None:
        super().__init__(content if isinstance(content, Content) else Content(content), markup=False, **kwargs)
        self._shown: Content | None = None

    def show(self, content: Content, *, layout: bool = False) -> None:
        """Show these words; `layout` where their number of lines may have changed."""
        if self._shown is not None and content == self._shown:
            return
        self._shown = content
        self.update(content, layout=layout)
