"""The score of a drill (成绩): goal by goal against the plan; each point lost names its clause and its entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from console.shift.state import ShiftState

from .course import Course
from .run import Run
from .scenario import Goal, Scenario


@dataclass(frozen=True, slots=True)
class Loss:
    """Points lost on a goal."""

    points: int
    why: str
    entry: int = 0
    """The entry of the event's log behind it; 0 where there is none: nothing was done."""


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


@dataclass(frozen=True, slots=True)
class Judging:
    """What a goal is judged on."""

    goal: Goal
    scenario: Scenario
    run: Run
    course: Course
    shift: ShiftState
    links: bool
    """Whether any two events of the drill were tied together."""


Judged = tuple[str, str, tuple[Loss, ...]]
"""The goal in words, its clause, what was lost."""
Judge = Callable[[Judging], Judged]


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
        what, clause, losses = _judges()[goal.kind](judging)
        marks.append(Mark(goal, what, clause, losses, course.state.id))
    about = scenario.scenario
    return Sheet(run.id, scenario.id, about.title, run.trainee, run.started, run.ended_at, run.ended_why, tuple(marks))


WORDS: Mapping[str, str] = {
    "occurred": "发生时间", "figure": "数字", "declare": "启动响应", "raise": "提级", "lower": "降级",
    "refuse": "不启动", "end": "终止响应", "report": "报告", "item": "报告内容", "tell": "通知单位",
    "chase": "追问未答复的单位", "handover": "交接班", "readback": "复述核对", "gap": "预案空档报请决定",
    "link": "关联事件", "close": "归档",
}
"""The kinds of goals."""


def _judges() -> Mapping[str, Judge]:
    from . import judge_facts, judge_levels, judge_work  # noqa: PLC0415 # they use the records of this module

    return {**judge_facts.JUDGES, **judge_levels.JUDGES, **judge_work.JUDGES}


def share(points: int, parts: int, of: int) -> int:
    """So many points for `parts` of `of`, rounded up: what is lost is lost whole."""
    return -(-points * parts // of) if of else 0
