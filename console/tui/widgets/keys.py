"""A screen's own keys in one line, each to be clicked as well."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content

from ..commands import Command
from ..text import joined, safe
from .line import Line


def short_key(command: Command) -> str:
    """The key in few cells: 「^F」 for Ctrl+F, 「F12」."""
    return command.shown_key.replace("Ctrl+", "^")


class Key(Line):
    """One key and its word."""

    DEFAULT_CSS = "Key { width: auto; height: 1; margin-right: 1; }"

    def __init__(self, command: Command) -> None:
        words: Content = joined(safe(short_key(command), "bold $accent"), safe(command.label))
        super().__init__(words)
        self._action = command.action

    def on_click(self) -> None:
        """Do what the key does, after this click: the screen may go away by it."""
        self.app.call_later(self.screen.run_action, self._action)


class Keys(Horizontal):
    """The keys of a screen; 「^F」 stands for Ctrl+F."""

    DEFAULT_CSS = "Keys { height: 1; padding: 0 1; overflow: hidden; }"

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        """One part a key."""
        for command in self._commands:
            yield Key(command)
