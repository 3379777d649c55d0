"""The list of commands to pick from by name."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette


class Palette(CommandPalette):
    """As Textual's, but a second Enter that comes before it is gone is no fault."""

    _left = False

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close it, once."""
        if self._left:
            return AwaitComplete()
        self._left = True
        left: AwaitComplete = super().dismiss(result)
        return left
