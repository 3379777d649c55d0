"""The next question, over the whole width of the intake: the one thing to say into the telephone now."""

from __future__ import annotations

from dataclasses import dataclass

from ..text import joined, safe
from .line import Folded


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next: the words, of whom, and where the answer goes."""

    words: str
    whom: str
    place: str


class AskLine(Folded):
    """Whom to ask, what, and the key that goes where the answer is written; a click goes there too."""

    def __init__(self) -> None:
        super().__init__(id="ask")
        self._question: Question | None = None

    def tell(self, question: Question) -> None:
        """Show this question; nothing is done where it is the same."""
        if question == self._question:
            return
        self._question = question
        key = safe("F10", "bold $accent")
        head = joined(f"下一句问{question.whom}，按 ", key, safe(" 到要填的一栏\n", lines=True)) if question.place else safe("")
        self.show(joined(head, safe(question.words, "bold $accent")), layout=False)

    async def on_click(self) -> None:
        """Go where the answer is written."""
        await self.screen.run_action("next_question")
