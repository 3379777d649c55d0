"""Keys: each does one thing."""

from __future__ import annotations

from collections import Counter

from console.tui.commands import APP_COMMANDS, DRILL_COMMANDS
from console.tui.director import COMMANDS


def test_no_key_stands_for_two_commands() -> None:
    """Everywhere, in a drill, and at the director's: a key is given once."""
    for commands in ((*APP_COMMANDS, *DRILL_COMMANDS), COMMANDS):
        counts = Counter(key for command in commands for key in command.keys.split(","))
        assert not [key for key, count in counts.items() if count > 1]
