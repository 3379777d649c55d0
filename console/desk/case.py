"""One event at the desk: its log, the state it folds to, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.incident.clock_steps import steps_since
from console.incident.commands import Command
from console.incident.decide import decide_all
from console.incident.deciding import Context, Event
from console.incident.due import Due, Office, dues
from console.incident.entry import Entry
from console.incident.facts import facts_of, field_at, item_label, with_value
from console.incident.fold import UnknownKind, fold
from console.incident.log_index import LogIndex
from console.incident.next_step import NOT_A_WORD, Proposal, Step, next_steps
from console.incident.state import State
from console.incident.times import instant
from console.journal.writer import Journal
from console.plan.model import Plan
from console.rules.classify import Classifier, Contradiction, Judged, Verdict

Written = Callable[[Journal], None]
"""Is told of a log that has grown on the disk."""


def nothing_more(_journal: Journal) -> None:
    """Nobody needs to be told."""


class Case:
    """An event that is open at the desk. Made from a journal that has at least its first entry."""

    def __init__(
        self, event_id: str, journal: Journal, plan: Plan, classifier: Classifier, written: Written = nothing_more
    ) -> None:  # fmt: skip
        """`written` is told when something new is on the disk. Raises UnknownKind where the log cannot be folded."""
        self.id = event_id
        self.journal = journal
        self.plan = plan
        self.trouble = ""
        """What is wrong with the log at the last look, one sentence; empty where nothing is."""
        self._classifier = classifier
        self._written = written
        self._folded = 0
        self._judged: tuple[int, Judged] | None = None
        state = fold(event_id, journal.entries)
        if state is None:
            raise UnknownKind(f"事件{event_id}的日志是空的")
        self.state: State = state
        self.index = LogIndex.of(journal.entries)
        """What the log says of its own entries: marks, corrections, withdrawals."""
        self._folded = len(journal.entries)

    @property
    def entries(self) -> Sequence[Entry]:
        """Every entry of the log, oldest first."""
        return self.journal.entries

    @property
    def head(self) -> str:
        """The hash of the last entry."""
        return self.journal.head

    def look(self) -> bool:
        """Look at the log on the disk: read what another process has written; whether something changed.

        What is wrong with it is in `trouble`, also where this console writes: a log that is gone is told of before
        something is to be recorded.
        """
        was, changed = self.trouble, False
        try:
            if self.journal.refresh() < 0:
                self._fold_anew()
                changed = True
            self.trouble = self.journal.trouble
            changed = self._fold_new() or changed
        except UnknownKind as error:
            self.trouble = str(error)
        return changed or self.trouble != was

    def _fold_anew(self) -> None:
        """What was read before was taken back by its writer."""
        state = fold(self.id, self.journal.entries)
        if state is None:
            raise UnknownKind("日志被清空了")
        self.state, self._folded = state, len(self.journal.entries)
        self.index = LogIndex.of(self.journal.entries)

    def _fold_new(self) -> bool:
        new = self.journal.entries[self._folded:]
        if new:
            self.state = fold(self.id, new, self.state) or self.state
            self._folded += len(new)
            self.index.grow(self.journal.entries)
        return bool(new)

    def write(self, events: Sequence[Event], now: datetime, by: str) -> tuple[Entry, ...]:
        """Put events into the log and fold them in.

        Raises:
            NotRecorded: nothing was recorded, and the state is as it was.
        """
        entries = self.journal.append([event.draft(now, by) for event in events])
        self._fold_new()
        self._written(self.journal)
        return tuple(entries)

    def decide_all(self, commands: Sequence[Command], context: Context, by: str) -> list[Event]:
        """What the commands would bring about, each on the state that the ones before it leave; raises Refused."""
        return decide_all(commands, self.state, self._known(context), by)

    def _known(self, context: Context) -> Context:
        """The context with what this event knows of itself."""
        doubts = tuple(one.sentence for one in self.contradictions)
        return replace(context, entries=len(self.journal.entries), contradictions=doubts)

    def facts(self) -> dict[str, Any]:
        """The facts as they stand, in the classifier's shape."""
        return facts_of(self.plan, self.state)

    @property
    def judged(self) -> Judged:
        """What the rules say of the facts; of those that contradict one another both sides are set aside."""
        if self._judged is None or self._judged[0] != self.state.seq:
            self._judged = (self.state.seq, self._classifier.judge(self.facts()))
        return self._judged[1]

    @property
    def verdict(self) -> Verdict:
        """What the rules say of the facts that do not contradict one another."""
        return self.judged.verdict

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The facts that cannot all be so."""
        return self.judged.contradictions

    def preview(self, path: str, value: Any) -> Judged:
        """What the rules would say if `path` had `value`."""
        return self._classifier.judge(with_value(self.plan, self.facts(), path, value))

    @property
    def proposal(self) -> Proposal:
        """The level that the rules propose, and what to ask."""
        verdict = self.verdict
        questions = tuple(self.question(path) for path in verdict.ask)
        doubts = tuple((one.named[0], one.sentence) for one in self.contradictions)
        return Proposal(verdict.level, tuple(verdict.possible), tuple(verdict.ask), questions, doubts)

    def question(self, path: str) -> str:
        """The question to speak for an unknown fact."""
        field = field_at(self.plan, path)
        if "." not in path:
            return field.ask
        return f"{item_label(self.plan, *path.split('.')[:2])}：{field.ask}"

    def dues(self, now: datetime, office: Office) -> tuple[Due, ...]:
        """The reports owed, as they stand at `now`."""
        return dues(self.plan, self.state, now, office)

    def steps(self, now: datetime, office: Office, *, sure: bool = True) -> tuple[Step, ...]:
        """What is to be done, the most urgent first; without `sure`, `now` is only what it is at least."""
        last = next((e for e in reversed(self.entries) if e.kind not in NOT_A_WORD), None)
        word = instant(last.at) + steps_since(self.entries[last.seq:])(last.seq) if last else None
        return next_steps(self.plan, self.state, self.proposal, now, office, word, sure=sure)
