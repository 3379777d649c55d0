"""Something long to read, over the screen; any of the usual keys closes it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from .drill_mark import marked
from .text import safe
from .widgets.line import Folded, Line


class Reader(ModalScreen[None]):
    """A title and words; up, down and page keys scroll."""

    CSS_PATH = "reader.tcss"
    AUTO_FOCUS = "#reader"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,f10", "dismiss", "关闭", priority=True)]

    def __init__(self, title: str, words: Content | str) -> None:
        super().__init__()
        self._title = title
        self._words = words if isinstance(words, Content) else safe(words, lines=True)

    def compose(self) -> ComposeResult:
        """The title, then the words."""
        with VerticalScroll(id="reader", can_focus=True):
            yield Line(safe(f"{marked(self.app, self._title)}  (上下键翻看，Esc 关闭)", "bold"), id="reader-title")
            yield Folded(self._words, id="reader-words")
