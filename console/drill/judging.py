"""What the judges of a drill share: what a goal is judged on, what is lost, and the words of the goals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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

WORDS: Mapping[str, str] = {
    "occurred": "发生时间", "figure": "数字", "declare": "启动响应", "raise": "提级", "lower": "降级",
    "refuse": "不启动", "end": "终止响应", "report": "报告", "item": "报告内容", "tell": "通知单位",
    "chase": "追问未答复的单位", "handover": "交接班", "readback": "复述核对", "gap": "预案空档报请决定",
    "link": "关联事件", "close": "归档",
}
"""The kinds of goals."""


def share(points: int, parts: int, of: int) -> int:
    """So many points for `parts` of `of`, rounded up: what is lost is lost whole."""
    return -(-points * parts // of) if of else 0
