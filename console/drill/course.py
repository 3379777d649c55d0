"""What the trainee could know when: the facts that were told, in the order of the clock, and what they amounted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from console.incident.due import Office
from console.incident.entry import Entry
from console.incident.state import State
from console.plan.model import Plan
from console.rules.classify import Classifier
from console.rules.verdict import Verdict

from .paths import facts_told
from .run import Run
from .scenario import Scenario, Told
from .voices import told_by


@dataclass(frozen=True)
class Course:
    """One event of a drill as the trainee worked it."""

    plan: Plan
    state: State
    entries: Sequence[Entry]
    office: Office

    @cached_property
    def judge(self) -> Classifier:
        """What the plan's rules say of facts."""
        return Classifier(self.plan)


@dataclass(frozen=True, slots=True)
class Heard:
    """A fact that reached the trainee."""

    at: datetime
    seq: int
    """The entry of the drill's record behind it."""
    told: Told


def heard(scenario: Scenario, run: Run, event: str) -> tuple[Heard, ...]:
    """Every fact of an event that the trainee heard or asked for, in the order of the clock."""
    found: list[Heard] = []
    for inject in scenario.injects:
        at = told_by(scenario, run, inject)
        if inject.event == event and at is not None:
            found += [Heard(at, run.played(inject.id).seq, told) for told in inject.tells]
    for asked in run.asked:
        if asked.event == event and asked.value is not None:
            told = Told.model_validate({"path": asked.path, "value": asked.value, "certainty": asked.certainty})
            found.append(Heard(asked.at, asked.seq, told))
    return tuple(sorted(found, key=lambda h: (h.at, h.seq)))


def levels_of(verdict: Verdict, order: Sequence[str]) -> set[str]:
    """The levels that may rightly be started on a verdict: the literal one, what the console advises, 可视情况, and,
    where two levels share a condition, the lower of them."""
    found = {str(level) for level in (verdict.level, *verdict.may, *(n.advise for n in verdict.notes)) if level}
    if verdict.level and any(note.kind == "same-condition" for note in verdict.notes):
        found.update(order[order.index(verdict.level) + 1 :][:1])
    return found


def turning_points(course: Course, facts: Sequence[Heard]) -> list[tuple[datetime, Verdict]]:
    """What the rules say after each fact that was heard; facts that contradict each other count as at the desk, not at all."""
    return [
        (heard.at, course.judge.judge(facts_told(course.plan, [h.told for h in facts[:end]])).verdict)
        for end, heard in enumerate(facts, 1)
    ]


def enough_at(course: Course, facts: Sequence[Heard], level: str, *, lowered: bool = False) -> datetime | None:
    """When what was heard was first enough for a level; for a lowering, when it no longer bore a higher one."""
    order: Sequence[str] = course.plan.level_ids
    place, was_higher = order.index(level), False
    for at, verdict in turning_points(course, facts):
        levels = levels_of(verdict, order)
        higher = verdict.level is not None and order.index(verdict.level) < place
        if lowered and was_higher and not higher:
            return at
        if not lowered and level in levels:
            return at
        was_higher = was_higher or higher
    return None


def late_by(done: datetime, since: datetime | None, within: timedelta) -> timedelta:
    """By how much something came later than `within` after `since`; zero where it was in time or nothing is known."""
    return max(timedelta(0), done - since - within) if since else timedelta(0)
