"""The one helper through which every word reaches the screen: no markup, no control characters."""

from __future__ import annotations

from textual.content import Content

from console.words import visible


def safe(text: str, style: str = "", *, lines: bool = False) -> Content:
    """Typed or stored words as content that is shown as it stands; `style` is ours, never typed."""
    shown = visible(text, lines=lines)
    return Content.styled(shown, style) if style else Content(shown)


def joined(*parts: Content | str) -> Content:
    """Pieces one after the other; strings go through `safe`."""
    return Content("").join(part if isinstance(part, Content) else safe(part) for part in parts)
