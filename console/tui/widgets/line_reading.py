"""Under a line that is being typed: the time that is read off its head, before it is recorded, and the key that drops it."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.incident.commands import Note
from console.incident.times import read_words
from console.incident.typed import Head, head_of

from ..text import safe
from .line import Line


class LineReading(Line):
    """Takes no room while there is nothing to tell."""

    DEFAULT_CSS = "LineReading { height: 1; padding: 0 1; color: $accent; text-style: bold; display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.dropped = False
        """Whether the officer wants no time read; until the line is empty again."""
        self._back: tuple[str, datetime] | None = None
        """Words that came back, and when they were typed: 「-5」 counts from then as long as they stand."""

    def bring_back(self, words: str, typed_at: datetime | None, *, dropped: bool) -> None:
        """The words of a line that were typed before; `dropped` where no time is to be read off them."""
        self.dropped = dropped
        self._back = (words, typed_at) if words and typed_at else None

    def _head(self, words: str, now: datetime) -> Head | None:
        typed_at = self._back[1] if self._back and self._back[0] == words else now
        return head_of(words, typed_at)

    def look(self, words: str, now: datetime) -> None:
        """Tell how the line is read at this keystroke."""
        if not words.strip():
            self.dropped = False
        head = self._head(words, now)
        if head is None:
            told = ""
        elif self.dropped:
            told = f"按字面记，「{head.words}」不当时间"
        else:
            late = "补录 " if now - head.at >= timedelta(minutes=1) else ""
            told = f"读作 {late}{read_words(head.at, now)}；Esc 不当时间"
        self.show(safe(told))
        self.display = bool(told)

    def drop(self, words: str, now: datetime) -> bool:
        """Read no time off this line any more; False where none is read."""
        if self.dropped or self._head(words, now) is None:
            return False
        self.dropped = True
        self.look(words, now)
        return True

    def note(self, words: str, now: datetime) -> Note:
        """The entry for the line: all its words, and the time that was read."""
        head = None if self.dropped else self._head(words, now)
        return Note(words, head.at, head=head.words) if head else Note(words)
