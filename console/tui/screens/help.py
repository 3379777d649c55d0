"""帮助: what one does on a screen, and every key that works there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from console.words import fit

from ..commands import Command
from ..drill_mark import marked
from ..text import safe
from ..widgets.line import Line


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
            yield Line(safe(f"{marked(self.app, self._place)} - 帮助(Esc 关闭)", "bold"))
            yield Line(safe("\n" + self._words + "\n", lines=True))
            for title, commands in (("本屏的键", self._own), ("到处都能用的键", self._common)):
                if commands:
                    yield Line(safe(title, "bold"))
                    yield Line(safe("\n".join(self._row(c) for c in commands) + "\n", lines=True))
            yield Line(safe("列表里：上下键选，回车打开。对话框里：回车下一项，F10 确认，Esc 取消。鼠标都能点。"))

    @staticmethod
    def _row(command: Command) -> str:
        return f"{fit(command.shown_key, 9)} {fit(command.label, 9)} {command.help}"
