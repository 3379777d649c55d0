"""Goals about what was taken down: the time it began, figures with how sure they are, the read-back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from console.incident.amounts import as_decimal
from console.incident.facts import field_at, is_on_form, label_at, shown_value
from console.incident.state import CERTAINTIES
from console.incident.times import Unreadable, clock
from console.plan.model import Plan

from .course import Heard, heard
from .judging import Judge, Judged, Judging, Loss, share
from .paths import OCCURRED
from .scenario import elapsed

MINUTE = timedelta(seconds=60)
"""So far may a time be off: people say minutes."""


def _last(judging: Judging, path: str) -> Heard | None:
    found = [h for h in heard(judging.scenario, judging.run, judging.goal.event or "") if h.told.path == path]
    return found[-1] if found else None


def _occurred(judging: Judging) -> Judged:
    state, goal = judging.course.state, judging.goal
    clause = next((m.clause for m in judging.course.plan.milestones), "")
    last = _last(judging, OCCURRED)
    if last is None:
        return "问明发生时间", clause, (Loss(goal.points, "没有问出发生时间"),)
    right: datetime = judging.run.started + elapsed(str(last.told.value))
    what = f"发生时间 {clock(right)}"
    found = state.instant_of("occurred")
    if found is None:
        return what, clause, (Loss(goal.points, "没有登记发生时间"),)
    if abs(found.at - right) > MINUTE:
        return what, clause, (Loss(goal.points, f"登记成{clock(found.at)}", found.seq),)
    return what, clause, ()


def _figure(judging: Judging) -> Judged:
    state, plan, goal = judging.course.state, judging.course.plan, judging.goal
    clause, label = clause_of_fact(plan, goal.path), label_at(plan, goal.path)
    last = _last(judging, goal.path)
    if last is None:
        return f"问明{label}", clause, (Loss(goal.points, "没有问出来"),)
    field = field_at(plan, goal.path)
    what = f"{label} {shown_value(field, last.told.value)}({CERTAINTIES[last.told.certainty]})"
    figure = state.figures.get(goal.path)
    if figure is None or figure.now.value is None or not is_on_form(state, goal.path):
        return what, clause, (Loss(goal.points, "没有登记"),)
    if not _same(figure.now.value, last.told.value):
        return what, clause, (Loss(goal.points, f"登记成{shown_value(field, figure.now.value)}", figure.now.seq),)
    if figure.now.certainty != last.told.certainty:
        lost = Loss(share(goal.points, 1, 2), f"标成{CERTAINTIES[figure.now.certainty]}", figure.now.seq)
        return what, clause, (lost,)
    return what, clause, ()


def _same(kept: Any, told: Any) -> bool:
    """Whether a figure that was kept is the one that was told."""
    if isinstance(told, bool) or isinstance(kept, bool):
        return kept is told
    if isinstance(told, (tuple, list)):
        return isinstance(kept, (tuple, list)) and sorted(map(str, kept)) == sorted(map(str, told))
    try:
        return Decimal(as_decimal(kept)) == Decimal(as_decimal(told))
    except (Unreadable, TypeError, ValueError):
        return str(kept) == str(told)


def clause_of_fact(plan: Plan, path: str) -> str:
    """The clause that asks for a fact: that of a report item, else of the first standard that looks at it."""
    top, inner = path.split(".", maxsplit=1)[0], path.rpartition(".")[2]
    for item in plan.report_items:
        if top in item.facts:
            return item.clause
    found = (c.clause for c in plan.criteria for branch in c.any if inner in branch.when or top in branch.when)
    return next(found, "")


def _readback(judging: Judging) -> Judged:
    done = judging.course.state.read_back
    losses = () if done else (Loss(judging.goal.points, "没有向来电人复述核对"),)
    return "复述核对", next((m.clause for m in judging.course.plan.milestones), ""), losses


JUDGES: Mapping[str, Judge] = {"occurred": _occurred, "figure": _figure, "readback": _readback}
