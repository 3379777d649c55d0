"""What lies over a screen says 演练 too."""

from __future__ import annotations

from typing import Any

from textual.app import App

MARK = "演练"


def marked(app: App[Any], title: str) -> str:
    """A title as it stands on something that covers the screen: of a drill it begins with 演练."""
    drill = getattr(getattr(app, "desk", None), "drill", False)
    return f"{MARK} {title}" if drill and not title.startswith(MARK) else title
