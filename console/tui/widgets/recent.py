"""The newest entries of the log, right above the line where the next one is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.content import Content

from console.incident.entry import Entry
from console.incident.log_index import LogIndex
from console.plan.model import Plan

from ..log_words import recent_lines
from .line import Line


class Recent(Line):
    """As many entries as there is room for, the newest at the bottom; a click opens the whole log."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.border_title = "最近的记录(F7 看全部)"
        self._entries: Sequence[Entry] = ()
        self._index = LogIndex()
        self._plan: Plan | None = None
        self._told: tuple[int, str, int, int] | None = None

    def put(self, entries: Sequence[Entry], index: LogIndex, plan: Plan) -> None:
        """Show the end of this log; nothing is made anew while nothing was added."""
        self._entries, self._index, self._plan = entries, index, plan
        width, height = self.content_size
        told = (len(entries), entries[-1].hash if entries else "", width, height)
        if told == self._told or not width or not height:
            return
        self._told = told
        self.show(Content("\n").join(recent_lines(entries, index, plan, width, height)))

    def on_resize(self) -> None:
        """More or fewer fit."""
        if self._plan is not None:
            self.put(self._entries, self._index, self._plan)

    def on_click(self) -> None:
        """The whole log."""
        self.app.call_later(self.app.run_action, "go('log')")
