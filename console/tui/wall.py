"""`duty wall`: a large screen that follows a home from another process and can do nothing to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from .ends import EndingApp, sit
from .screens.wall import WallScreen
from .theme import THEMES

if TYPE_CHECKING:
    from console.desk.desk import Desk

LOOK = 0.4
"""Seconds between two looks at the disk: what was recorded is here within one second."""


class WallApp(EndingApp):
    """The wall. The desk it is given must be one that does not write."""

    TITLE = "值班大屏"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {"wall": WallScreen}
    DEFAULT_MODE = "wall"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,q,escape", "quit", "离开", priority=True)]

    def __init__(self, opener: Callable[[], Desk]) -> None:
        super().__init__()
        self._opener = opener
        self._beat = 0.0
        self._told: object = None
        """The second and the number of entries that stand on the screen."""
        self.desk: Desk
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    async def on_mount(self) -> None:
        """Open the home off the loop and follow it."""
        self.desk = await asyncio.to_thread(self._opener)
        if self.desk.settings.theme in self.available_themes:
            self.theme = self.desk.settings.theme
        self.set_class(self.desk.drill, "-drill")
        self.show()
        self.set_interval(LOOK, self.look)

    async def look(self) -> None:
        """Take in what the writing console has added, and show it."""
        self._beat += LOOK
        await asyncio.to_thread(self.desk.tick)
        told = self.desk.clock.now(), sum(len(case.entries) for case in self.desk.cases.values())
        if told != self._told:
            self._told = told
            self.show()

    def on_resize(self) -> None:
        """Another size: other things fit."""
        if hasattr(self, "desk"):
            self.show()

    def show(self) -> None:
        """Show the desk as it stands now."""
        from console.desk.view import view_of  # noqa: PLC0415 # painted before the desk is imported

        if isinstance(self.screen, WallScreen):
            self.screen.show(view_of(self.desk, None), self.desk, int(self._beat))


def run_wall(opener: Callable[[], Desk], home: Path) -> int:
    """Show the wall until it is left; the exit status."""
    app = WallApp(opener)

    def close() -> None:
        if hasattr(app, "desk"):
            app.desk.close()

    return sit(app, close, lambda: home)
