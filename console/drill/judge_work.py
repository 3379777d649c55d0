"""Goals about the night's work: reports, what they contain, who was told, the shift, the end of the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from console.incident.clock_steps import STEPS
from console.incident.due import Due, dues
from console.incident.fold import fold
from console.incident.state import AGENCY_STEPS, Agency, Paper, State
from console.incident.times import clock, minutes_words
from console.incident.unfinished import report_name
from console.plan.work import ReportItem

from .judging import Judge, Judged, Judging, Loss, share
from .moments import calls_to
from .scenario import elapsed

RULE = "预案未规定，按值班交接"
"""What stands for a clause where the plans have none."""
CONFIRMING = ("confirmed", "working", "done")
"""Steps that only an answer brings."""
WRITTEN = ("首报", "续报", "终报")


def _report(judging: Judging) -> Judged:
    course, goal = judging.course, judging.goal
    now = judging.run.ended_at or judging.run.at or judging.run.started
    due = next(d for d in dues(course.plan, course.state, now, course.office) if d.milestone.id == goal.milestone)
    when = f" {clock(due.target)}前" if due.target else ""
    what, clause = f"{report_name(course.plan, due)}{when}", due.milestone.clause
    if due.done is None:
        return what, clause, (Loss(goal.points, "没有报"),)
    at = due.done.at
    target, limit = _as_known(judging, due, due.done.seq)
    if limit and at > limit:
        return what, clause, (Loss(goal.points, f"超过最迟时限{minutes_words(at - limit)}", due.done.seq),)
    if target and at > target:
        points = share(goal.points, 1, 2) if limit else goal.points
        return what, clause, (Loss(points, f"晚了{minutes_words(at - target)}", due.done.seq),)
    return what, clause, ()


def _as_known(judging: Judging, due: Due, seq: int) -> tuple[datetime | None, datetime | None]:
    """Target and limit as they stood when entry `seq` was written, where a later correction brought them forward:
    nobody keeps a time that he could not know."""
    course = judging.course
    then = fold(course.state.id, [e for e in course.entries if e.seq <= seq or e.kind in STEPS])
    if then is None or due.target is None:
        return due.target, due.limit
    known = next(d for d in dues(course.plan, then, due.target, course.office) if d.milestone.id == due.milestone.id)
    later = [(now, before) for now, before in ((due.target, known.target), (due.limit, known.limit))]
    target, limit = (max(now, before) if now and before else now for now, before in later)
    return target, limit


def _item(judging: Judging) -> Judged:
    course, goal = judging.course, judging.goal
    item = next(i for i in course.plan.report_items if i.id == goal.item)
    what = f"首份书面报告写明{item.label}"
    first = next((p for p in course.state.papers if p.kind.startswith(WRITTEN)), None)
    if first is None:
        return what, item.clause, (Loss(goal.points, "没有送出书面报告"),)
    then = fold(course.state.id, [e for e in course.entries if e.seq <= first.seq])
    if item.label not in first.text or then is None or not _has(item, first, then):
        return what, item.clause, (Loss(goal.points, f"{first.kind}里没有", first.seq),)
    return what, item.clause, ()


def _has(item: ReportItem, paper: Paper, then: State) -> bool:
    """Whether a report could say something of an item when it left."""
    if any(path.split(".")[0] in item.facts for path in paper.figures):
        return True
    if item.words == "level":
        return then.level is not None
    if item.words == "places":
        return bool(then.places)
    return bool(item.words and then.call.get(item.words, "").strip())


def _tell(judging: Judging) -> Judged:
    course, goal = judging.course, judging.goal
    bodies = goal.bodies or tuple(b.id for b in course.plan.bodies if b.member)
    until = judging.run.started + elapsed(goal.within) if goal.within else None
    missing, late = [], 0
    for body in bodies:
        told = [m for m in course.state.agencies.get(body, Agency(body)).moves if m.step != "silent"]
        if not told or (until and told[0].at > until):
            missing.append(course.plan.body(body).name)
            late = late or (told[0].seq if told else 0)
    level = course.plan.level(course.plan.level_ids[0])
    names = "、".join(course.plan.body(b).name for b in bodies) if goal.bodies else f"指挥部{len(bodies)}家成员单位"
    clause = course.plan.body(bodies[0]).clause or level.clause
    if not missing:
        return f"通知{names}", clause, ()
    shown = "、".join(missing[:5]) + (f"等{len(missing)}家" if len(missing) > 5 else "")  # a line
    return f"通知{names}", clause, (Loss(share(goal.points, len(missing), len(bodies)), f"没有通知{shown}", late),)


def _chase(judging: Judging) -> Judged:
    """Who does not answer is called again; in this drill it never answers, so a confirmation is made up."""
    course, goal = judging.course, judging.goal
    names = "、".join(course.plan.body(b).name for b in goal.bodies)
    losses = []
    for body in goal.bodies:
        name, points = course.plan.body(body).name, share(goal.points, 1, len(goal.bodies))
        said = next((m for m in course.state.agencies.get(body, Agency(body)).moves if m.step in CONFIRMING), None)
        if said is not None:
            losses.append(Loss(points, f"{name}没有回音，却登记成{AGENCY_STEPS[said.step]}", said.seq))
        elif len(calls_to(course.state, body)) < 2:  # twice
            losses.append(Loss(points, f"{name}没有回音，没有再打"))
    return f"追问{names}", course.plan.body(goal.bodies[0]).clause, tuple(losses)


def _handover(judging: Judging) -> Judged:
    turns = [turn for turn in judging.shift.shifts if turn.since >= judging.run.started]
    names = {judging.run.trainee, *(turn.name for turn in turns)}
    if len(names) < 2:  # one who goes and one who comes
        return "交接班", RULE, (Loss(judging.goal.points, "没有交接班"),)
    without = next((turn for turn in turns if turn.without), None)
    if without is not None:
        lost = Loss(share(judging.goal.points, 1, 2), f"未经交接接班：{without.without[:40]}")
        return "交接班", RULE, (lost,)
    return "交接班", RULE, ()


def _link(judging: Judging) -> Judged:
    losses = () if judging.links else (Loss(judging.goal.points, "几件事件没有关联"),)
    clause = next((p.clause for p in judging.course.plan.passages if p.clause.startswith("1.3")), "")
    return "关联相关事件", clause, losses


def _close(judging: Judging) -> Judged:
    clause = next((f.clause for f in judging.course.plan.follows), "")
    losses = () if judging.course.state.stage == "closed" else (Loss(judging.goal.points, "没有归档"),)
    return "归档", clause, losses


JUDGES: Mapping[str, Judge] = {
    "report": _report, "item": _item, "tell": _tell, "chase": _chase, "handover": _handover, "link": _link,
    "close": _close,
}
