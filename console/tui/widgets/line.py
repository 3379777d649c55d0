"""A line that repaints only when its words change."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.widgets import Static

from console.words import cells
from console.wrap import spans


class Line(Static):
    """Words without markup; `show` with the same words costs nothing."""

    def __init__(self, content: Content | str = "", **kwargs: Any) -> None:
        super().__init__(content if isinstance(content, Content) else Content(content), markup=False, **kwargs)
        self._shown: Content | None = None

    def show(self, content: Content, *, layout: bool = False) -> None:
        """Show these words; `layout` where their number of lines may have changed."""
        if self._shown is not None and content.is_same(self._shown):  # `==` would not see another style
            return
        self._shown = content
        self.update(content, layout=layout)


def folded(content: Content, width: int) -> Content:
    """The content broken where a line is full, by the rules of Chinese lines (`console.wrap`)."""
    plain = content.plain
    lines = spans(plain, width)
    if len(lines) == plain.count("\n") + 1:
        return content
    return Content("\n").join(content[a:b] for a, b in lines)


def _room(content: Content) -> tuple[int, int]:
    """Lines, and cells of the longest."""
    lines = content.plain.split("\n")
    return len(lines), max(cells(line) for line in lines)


class Folded(Line):
    """Several lines of words, broken to the width there is."""

    DEFAULT_CSS = "Folded { height: auto; }"

    def __init__(self, content: Content | str = "", **kwargs: Any) -> None:
        super().__init__(content, **kwargs)
        self._whole = content if isinstance(content, Content) else Content(content)
        self._broken_to = 0
        """The width that the words shown were broken to."""

    def show(self, content: Content, *, layout: bool = True) -> None:
        """Show these words, laid out anew where their lines changed."""
        width = self.content_size.width
        if self._shown is not None and width == self._broken_to and content.is_same(self._whole):
            return
        self._whole, self._broken_to = content, width
        broken, before = folded(content, width) if width > 4 else content, self._shown
        if before is not None and layout:  # words that tick take the same room: nothing around them moves
            layout = _room(broken) != _room(before)
        super().show(broken, layout=layout)

    def on_resize(self) -> None:
        """Break them anew."""
        self.show(self._whole)
