"""帮助: what one does on a screen, and every key that works there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen

from console.words import fit

from ..commands import Command
from ..drill_mark import marked
from ..text import joined, safe
from ..widgets.line import Folded, Line


class HelpScreen(ModalScreen[None]):
    """The help of one screen."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter,q", "dismiss", "关闭", priority=True)]

    def __init__(self, place: str, words: str, own: Sequence[Command], common: Sequence[Command]) -> None:
        super().__init__()
        self._place, self._words, self._own, self._common = place, words, own, common

    def compose(self) -> ComposeResult:
        """The words, then the keys."""
        with VerticalScroll(id="help"):
            yield Folded(safe(f"{marked(self.app, self._place)}：帮助（上下键翻看，Esc 关闭）", "bold"))
            yield Folded(safe("\n" + self._words + "\n", lines=True))
            for title, commands in (("本屏的键", self._own), ("到处都能用的键", self._common)):
                if commands:
                    yield Line(safe(title, "bold $primary"))
                    for command in commands:
                        yield HelpRow(command)
                    yield Line("")
            yield Folded(safe("列表里：上下键选，回车打开。对话框里：回车下一项，F10 确认，Esc 取消。鼠标都能点。"))


class HelpRow(Horizontal):
    """A key, its name, its sentence; the sentence is broken under itself."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self._command = command

    def compose(self) -> ComposeResult:
        """Two parts side by side."""
        key = joined(safe(fit(self._command.shown_key, 10), "bold $accent"), safe(fit(self._command.label, 9), "bold"))
        yield Line(key, classes="key")
        yield Folded(safe(self._command.help_words))
