"""What can be heard of an event in a scenario, and what the plan's rules say after each of it."""

from __future__ import annotations

from console.plan.model import Plan
from console.rules.classify import Classifier
from console.rules.verdict import Verdict

from .course import levels_of
from .paths import CALL, facts_told
from .scenario import Scenario, Told, elapsed

LAST = float("inf")
"""The place in the order of what hangs on a condition."""


def told_of(scenario: Scenario, event: str) -> list[Told]:
    """Everything that can be heard of an event, in the order of the clock; what hangs on a condition comes last.

    What somebody answers comes when he knows it, and not before he is first on the line.
    """
    on_the_line: dict[str, float] = {}
    rows: list[tuple[float, Told]] = []
    for inject in scenario.injects:
        at = elapsed(inject.at).total_seconds() if inject.at is not None else LAST
        if inject.voice is not None:
            on_the_line[inject.voice] = min(at, on_the_line.get(inject.voice, LAST))
        rows += [(at, one) for one in inject.tells if inject.event == event]
    for answer in scenario.answers:
        if answer.event == event:
            rows.append((max(elapsed(answer.since).total_seconds(), on_the_line.get(answer.voice, LAST)), answer))
    return [one for _, one in sorted(rows, key=lambda row: row[0])]


class Hearsay:
    """An event as it can be heard of: who listens to all and asks all would know this."""

    def __init__(self, scenario: Scenario, plan: Plan, event: str) -> None:
        self.plan = plan
        self.told = told_of(scenario, event)
        self.paths = frozenset(one.path for one in self.told)
        self.verdicts = _verdicts(plan, self.told)

    @property
    def levels(self) -> set[str]:
        """The levels that it brings at some time: literally, by the console's advice or as 可视情况."""
        return {level for verdict in self.verdicts for level in levels_of(verdict, self.plan.level_ids)}

    @property
    def note_kinds(self) -> set[str]:
        """The kinds of what the officer must be told beside the level."""
        return {note.kind for verdict in self.verdicts for note in verdict.notes}

    @property
    def at_last(self) -> str | None:
        """The level that stands when everything was heard."""
        return self.verdicts[-1].level if self.verdicts else None

    def sinks_to(self, level: str) -> bool:
        """Whether at some time a higher level no longer holds and this one is what is left."""
        place, higher = self.plan.level_ids.index(level), False
        for verdict in self.verdicts:
            above = verdict.level is not None and self.plan.level_ids.index(verdict.level) < place
            if higher and not above and level in levels_of(verdict, self.plan.level_ids):
                return True
            higher = higher or above
        return False

    def can_say(self, words: str | None, facts: tuple[str, ...]) -> bool:
        """Whether an item of a report can be filled from what is heard."""
        if any(path.split(".")[0] in facts for path in self.paths):
            return True
        if words == "level":
            return bool(self.levels)
        return words is not None and (words in self.paths or CALL + words in self.paths)


def _verdicts(plan: Plan, told: list[Told]) -> list[Verdict]:
    rules = Classifier(plan)
    return [rules.judge(facts_told(plan, told[:end])).verdict for end in range(1, len(told) + 1)]
