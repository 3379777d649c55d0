"""The list of commands to pick from by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from console.initials import initials
from console.words import fit

from .commands import Command
from .drill_mark import marked
from .text import joined, safe
from .widgets.rows import Rows


class Palette(ModalScreen[int]):
    """Every command that can be given now; gives back the number of the one that was picked, -1 for none."""

    CSS_PATH = "palette.tcss"
    AUTO_FOCUS = "#palette-sought"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "关闭", priority=True),
        Binding("down", "move(1)", show=False, priority=True), Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._left = False

    def compose(self) -> ComposeResult:
        """What is looked for, and what was found."""
        with Vertical(id="palette"):
            yield Input(placeholder=marked(self.app, "命令的名字或按键，上下键选，回车执行，Esc 关闭"), id="palette-sought", compact=True)
            yield Rows(id="palette-rows")

    def on_mount(self) -> None:
        """Show all of them."""
        self._show("")

    def _show(self, sought: str) -> None:
        words = sought.lower().split()
        found = [
            (str(number), _row(command)) for number, command in enumerate(self._commands)
            if all(word in _sought_by(command) for word in words)
        ]
        rows = self.query_one(Rows)
        rows.show(found)
        rows.highlighted = 0 if found else None

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def action_move(self, step: int) -> None:
        """Up or down in the list, while the words stay in the field."""
        rows = self.query_one(Rows)
        if step > 0:
            rows.action_cursor_down()
        else:
            rows.action_cursor_up()

    @on(Input.Submitted)
    @on(Rows.OptionSelected)
    def _pick(self) -> None:
        picked = self.query_one(Rows).picked
        if picked is not None:
            self._leave(int(picked))

    def action_leave(self) -> None:
        """Close it without doing anything."""
        self._leave(-1)

    def _leave(self, number: int) -> None:
        if not self._left:  # a second press that was on its way finds nothing to do
            self._left = True
            self.dismiss(number)


def _sought_by(command: Command) -> str:
    return f"{command.label} {command.shown_key} {command.help}  {initials(command.label)}".lower()


def _row(command: Command) -> Content:
    return joined(safe(fit(command.label, 9), "bold"), safe(fit(command.shown_key, 9)), safe(command.help))
