"""A line that repaints only when its words change."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.widgets import Static

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


class Folded(Line):
    """Several lines of words, broken to the width there is."""

    DEFAULT_CSS = "Folded { height: auto; }"

    def __init__(self, content: Content | str = "", **kwargs: Any) -> None:
        super().__init__(content, **kwargs)
        self._whole = content if isinstance(content, Content) else Content(content)

    def show(self, content: Content, *, layout: bool = True) -> None:
        """Show these words, laid out anew where their lines changed."""
        self._whole = content
        width = self.content_size.width
        super().show(folded(content, width) if width > 4 else content, layout=layout)

    def on_resize(self) -> None:
        """Break them anew."""
        self.show(self._whole)
