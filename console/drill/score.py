"""The score of a drill (成绩): goal by goal against the plan; each point lost names its clause and its entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from console.shift.state import ShiftState

from . import judge_facts, judge_levels, judge_work
from .course import Course
from .judging import WORDS, Judge, Judging, Loss
from .run import Run
from .scenario import Goal, Scenario

_JUDGES: Mapping[str, Judge] = {**judge_facts.JUDGES, **judge_levels.JUDGES, **judge_work.JUDGES}


@dataclass(frozen=True, slots=True)
class Mark:
    """A goal and what became of it."""

    goal: Goal
    what: str
    """The goal in words."""
    clause: str
    losses: tuple[Loss, ...]
    event: str
    """The id of the drill event; empty where it was never opened."""

    @property
    def lost(self) -> int:
        """Points lost, never more than the goal is worth."""
        return min(self.goal.points, sum(loss.points for loss in self.losses))

    @property
    def why(self) -> str:
        """Why, in a line; empty where nothing was lost."""
        return "；".join(loss.why for loss in self.losses)

    @property
    def entry(self) -> str:
        """「D20261124-01 第12条」; that there is none where nothing was done."""
        seqs = [str(loss.entry) for loss in self.losses if loss.entry]
        if not self.losses:
            return ""
        return f"{self.event} 第{'、'.join(seqs)}条" if seqs else "日志里没有这一条"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The score of one drill (成绩单)."""

    run: str
    scenario: str
    title: str
    trainee: str
    started: datetime
    ended: datetime | None
    why: str
    """Why it ended."""
    marks: tuple[Mark, ...]

    @property
    def full(self) -> int:
        """The points there were."""
        return sum(mark.goal.points for mark in self.marks)

    @property
    def got(self) -> int:
        """The points that were made."""
        return self.full - sum(mark.lost for mark in self.marks)

    @property
    def percent(self) -> int:
        """Points made of a hundred, rounded down."""
        return 100 * self.got // self.full if self.full else 0


def score(scenario: Scenario, run: Run, courses: Mapping[str, Course], shift: ShiftState) -> Sheet:
    """The sheet of a drill; `courses` are the events that were opened, by their names in the scenario."""
    linked = any(course.state.links for course in courses.values())
    marks = []
    for goal in scenario.goals:
        name = goal.event or scenario.events[0].id
        course = courses.get(name)
        if course is None:
            level = f"{goal.level}级" if goal.level else ""
            words, lost = f"{WORDS[goal.kind]}{level}({scenario.event(name).title})", Loss(goal.points, "没有开这件事件")
            marks.append(Mark(goal, words, "", (lost,), ""))
            continue
        judging = Judging(goal, scenario, run, course, shift, linked)
        what, clause, losses = _JUDGES[goal.kind](judging)
        marks.append(Mark(goal, what, clause, losses, course.state.id))
    about = scenario.scenario
    return Sheet(run.id, scenario.id, about.title, run.trainee, run.started, run.ended_at, run.ended_why, tuple(marks))
