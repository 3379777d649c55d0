"""A session of practice: the next case, the judgement of an answer, the record that grows. All chance is the `rng`'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from console.plan.model import Plan
from console.rules.verdict import Verdict

from .answers import Question, level_words, question, right_level
from .book import Book
from .deck import Record, answered, pick
from .edges import Edge
from .making import Maker, feasible
from .reasons import Reason, reasons
from .telling import tell


@dataclass(frozen=True, slots=True)
class Case:
    """One short case with everything that is asked and answered about it."""

    number: int
    edge: Edge
    book: Book
    text: str
    """As a caller would say it."""
    facts: Mapping[str, Any]
    """What the rules were given; figures are int or Decimal."""
    verdict: Verdict
    level: str
    """The right answer: a level, `none` or `ask`."""
    question: Question
    reasons: tuple[Reason, ...]

    @property
    def plan(self) -> Plan:
        """The plan it is about."""
        return self.book.plan


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an answer."""

    right: bool
    words: str


class Trainer:
    """Asks one case after the other."""

    def __init__(self, books: Sequence[Book], record: Record, rng: Random, *, by_seed: bool = False) -> None:
        """On one or more plans; `by_seed` leaves what was practised before aside, so that a seed gives the same cases."""
        self._books = {book.plan.id: book for book in books}
        self._makers = {book.plan.id: Maker(book) for book in books}
        self._edges = [edge for book in books for edge in feasible(book)]
        self._rng = rng
        self.record = record
        self._deck = Record() if by_seed else record
        self._number = 0

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Where cases can be made."""
        return tuple(self._edges)

    def next(self) -> Case | None:
        """The next case; None where no plan has anything to practise."""
        while self._edges:
            edge = pick(self._deck, self._edges, self._rng)
            rng = Random(self._rng.getrandbits(64))  # noqa: S311 - a drill, no secret
            case = self.case(edge, rng)
            if case is not None:
                return case
            self._edges.remove(edge)
        return None

    def case(self, edge: Edge, rng: Random) -> Case | None:
        """A case at this edge; None where none is found."""
        book = self._books[edge.plan]
        made = self._makers[edge.plan].make(edge, rng)
        if made is None:
            return None
        self._number += 1
        asked = question(book, made.draft, made.verdict, rng)
        return Case(
            self._number, edge, book, tell(made.draft, rng), made.draft.facts(), made.verdict, right_level(made.verdict),
            asked, reasons(book, made, asked),
        )  # fmt: skip

    def answer(self, case: Case, level: str, second: str | None, seconds: int) -> Result:
        """Judge an answer and put it into the record; `second` is None where the level was wrong already."""
        result = judged(case, level, second)
        self.record = answered(self.record, case.edge.key, result.right, seconds)
        self._deck = answered(self._deck, case.edge.key, result.right, seconds)
        return result


def judged(case: Case, level: str, second: str | None) -> Result:
    """Whether an answer is right, in words."""
    if level != case.level:
        return Result(False, f"不对：你答{level_words(level)}，应是{level_words(case.level)}")
    if second in case.question.right:
        return Result(True, f"对：{level_words(level)}")
    what = {"clause": "依据不对", "advice": "后面怎么办不对", "ask": "先问的这一项定不了级"}[case.question.kind]
    return Result(False, f"不对：{level_words(level)}对了，{what}")
