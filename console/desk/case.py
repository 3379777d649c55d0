"""One event at the desk: its log, the state it folds to, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from console.incident.commands import Command
from console.incident.decide import Context, Event, decide
from console.incident.due import Due, Office, dues
from console.incident.entry import Entry
from console.incident.facts import facts_of, field_at
from console.incident.fold import UnknownKind, fold
from console.incident.next_step import Proposal, Step, next_steps
from console.incident.state import State
from console.journal.writer import Journal
from console.plan.model import Plan
from console.rules.classify import Classifier, Verdict
from console.rules.facts import FactError


class Case:
    """An event that is open at the desk. Made from a journal that has at least its first entry."""

    def __init__(self, event_id: str, journal: Journal, plan: Plan, classifier: Classifier) -> None:
        """Raises UnknownKind where the log cannot be folded at all."""
        self.id = event_id
        self.journal = journal
        self.plan = plan
        self._classifier = classifier
        self._folded = 0
        self._verdict: tuple[int, Verdict | None, str] = (-1, None, "")
        state = fold(event_id, journal.entries)
        if state is None:
            raise UnknownKind(f"事件{event_id}的日志是空的")
        self.state: State = state
        self._folded = len(journal.entries)

    @property
    def entries(self) -> Sequence[Entry]:
        """Every entry of the log, oldest first."""
        return self.journal.entries

    def catch_up(self) -> bool:
        """Read what another process has written; True where there was something."""
        self.journal.refresh()
        return self._fold_new()

    def _fold_new(self) -> bool:
        new = self.journal.entries[self._folded:]
        state = fold(self.id, new, self.state)
        self._folded += len(new)
        self.state = state or self.state
        return bool(new)

    def write(self, events: Sequence[Event], now: datetime, by: str) -> tuple[Entry, ...]:
        """Put events into the log and fold them in.

        Raises:
            NotRecorded: nothing was recorded, and the state is as it was.
        """
        entries = self.journal.append([event.draft(now, by) for event in events])
        self._fold_new()
        return tuple(entries)

    def decide(self, command: Command, now: datetime, office: Office) -> list[Event]:
        """What `command` would bring about; raises Refused."""
        return decide(command, self.state, Context(self.plan, now, office, len(self.journal.entries)))

    def facts(self) -> dict[str, Any]:
        """The facts as they stand, in the classifier's shape."""
        return facts_of(self.plan, self.state)

    @property
    def verdict(self) -> Verdict | None:
        """What the rules say of the facts; None where the facts contradict each other, see `contradiction`."""
        if self._verdict[0] != self.state.seq:
            self._verdict = (self.state.seq, *self._classify(self.facts()))
        return self._verdict[1]

    @property
    def contradiction(self) -> str:
        """Why the facts cannot be judged, in a sentence; empty where they can."""
        return "" if self.verdict else self._verdict[2]

    def preview(self, path: str, value: Any) -> tuple[Verdict | None, str]:
        """What the rules would say if `path` had `value`, and why not where they cannot."""
        facts = self.facts()
        name, _, rest = path.partition(".")
        if not rest:
            facts[name] = value
        else:
            key, _, inner = rest.rpartition(".")
            fact = self.plan.fact(name)
            items = [dict(item) for item in facts.get(name, [])]
            for item in items:
                if item[str(fact.key)] == key:
                    item[inner] = value
            facts[name] = items
        return self._classify(facts)

    def _classify(self, facts: dict[str, Any]) -> tuple[Verdict | None, str]:
        try:
            return self._classifier.classify(facts), ""
        except FactError as error:
            return None, str(error)

    @property
    def proposal(self) -> Proposal:
        """The level that the rules propose, and what to ask."""
        verdict = self.verdict
        if verdict is None:
            return Proposal(None)
        questions = tuple(self.question(path) for path in verdict.ask)
        return Proposal(verdict.level, tuple(verdict.possible), tuple(verdict.ask), questions)

    def question(self, path: str) -> str:
        """The question to speak for an unknown fact."""
        field = field_at(self.plan, path)
        if "." not in path:
            return field.ask
        return f"{path.split('.')[1]}: {field.ask}" if field.only == () else field.ask

    def dues(self, now: datetime, office: Office) -> tuple[Due, ...]:
        """The reports owed, as they stand at `now`."""
        return dues(self.plan, self.state, now, office)

    def steps(self, now: datetime, office: Office) -> tuple[Step, ...]:
        """What is to be done, the most urgent first."""
        return next_steps(self.plan, self.state, self.proposal, now, office)
