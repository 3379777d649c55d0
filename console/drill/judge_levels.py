"""Goals about levels: the right one, on the right clause, by the right authority, soon after the facts were enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from console.incident.state import ACTIONS, Declaration
from console.incident.times import clock, minutes_words
from console.plan.model import Plan
from console.plan.standards import Authority

from .course import enough_at, heard, late_by, levels_of, turning_points
from .judging import WORDS, Judge, Judged, Judging, Loss, share
from .scenario import elapsed

SOON = "10:00"
"""Within so long a level is declared where the scenario sets nothing else."""


def _declared(judging: Judging) -> Judged:
    goal, plan = judging.goal, judging.course.plan
    level = str(goal.level)
    what = f"{WORDS[goal.kind]}{level}级"
    clause = "、".join(dict.fromkeys(c.clause for c in plan.criteria if c.level == level))
    action = next(a for a in ACTIONS if a == ("start" if goal.kind == "declare" else goal.kind))
    found = [d for d in judging.course.state.declarations if d.action == action]
    right = next((d for d in found if d.level == level), None) or _started_at(judging, level)
    if right is None:
        if not found:
            return what, clause, (Loss(goal.points, f"没有{ACTIONS[action]}"),)
        return what, clause, (Loss(goal.points, f"{ACTIONS[action]}成了{found[0].level}级", found[0].seq),)
    quarter = goal.points // 4
    losses = [
        *_wrong_clause(plan, right, quarter if goal.kind != "lower" else 0),
        *_wrong_authority(plan, right, "start" if right.action == "start" else "change", level, quarter),
        *_late(judging, right, level, quarter),
    ]
    if found and found[0] is not right:
        losses.append(Loss(goal.points - 3 * quarter, f"先{ACTIONS[action]}成了{found[0].level}级", found[0].seq))
    return what, _used(right, plan, level) or clause, tuple(loss for loss in losses if loss.points)


def _started_at(judging: Judging, level: str) -> Declaration | None:
    """For a raise: the start, where it went to that level at once. What it skipped has cost its own goal already."""
    if judging.goal.kind != "raise":
        return None
    return next((d for d in judging.course.state.declarations if d.action == "start" and d.level == level), None)


def _used(declaration: Declaration, plan: Plan, level: str) -> str:
    return "、".join(c for c in declaration.clauses if c in _clauses(plan, level))


def _clauses(plan: Plan, level: str) -> set[str]:
    """The clauses on which a level can rest: its standards, and the remarks that advise it."""
    own = {c.clause for c in plan.criteria if c.level == level}
    return own | {r.clause for r in plan.remarks if r.advise == level or r.kind in ("same-condition", "gap")}


def _wrong_clause(plan: Plan, declaration: Declaration, points: int) -> list[Loss]:
    if set(declaration.clauses) & _clauses(plan, str(declaration.level)):
        return []
    said = "、".join(declaration.clauses) or "没有写"
    return [Loss(points, f"依据条款不对：{said}", declaration.seq)]


def _wrong_authority(plan: Plan, declaration: Declaration, action: str, level: str, points: int) -> list[Loss]:
    authority = plan.authority(level, action)
    if authority is None or not authority.announces:
        return []
    losses = []
    said = f"{declaration.announced_by} {declaration.authority}"
    if not names_one(said, authority.announces, _all_titles(plan.authorities)):
        why = f"{level}级应由{'或'.join(authority.announces)}宣布({authority.clause})"
        losses.append(Loss(points, why, declaration.seq))
    return losses


def _all_titles(authorities: Sequence[Authority]) -> set[str]:
    return {title for a in authorities for title in (*a.announces, *a.decides)}


def names_one(said: str, allowed: Sequence[str], known: set[str]) -> bool:
    """Whether words name one of the allowed titles: 「副指挥长」 is not 「指挥长」."""
    for title in sorted(known, key=len, reverse=True):
        if title in said:
            if title in allowed:
                return True
            said = said.replace(title, " ")
    return False


def _late(judging: Judging, declaration: Declaration, level: str, points: int) -> list[Loss]:
    goal = judging.goal
    facts = heard(judging.scenario, judging.run, goal.event or "")
    enough = enough_at(judging.course, facts, level, lowered=goal.kind == "lower")
    late = late_by(declaration.at, enough, elapsed(goal.within or SOON))
    if late <= timedelta(0) or enough is None:
        return []
    why = f"{clock(enough)}事实已够，{clock(declaration.at)}才登记，晚了{minutes_words(late + timedelta(seconds=59))}"
    return [Loss(points, why, declaration.seq)]


def _refuse(judging: Judging) -> Judged:
    state, goal, plan = judging.course.state, judging.goal, judging.course.plan
    started = next((d for d in state.declarations if d.action == "start"), None)
    clause = next((p.clause for p in plan.passages if "县" in p.title), "") or plan.plan.below[-8:]
    if started is not None:
        return "够不上标准，不启动", clause, (Loss(goal.points, f"启动了{started.level}级响应", started.seq),)
    if state.refused is None:
        return "够不上标准，不启动", clause, (Loss(share(goal.points, 1, 2), "没有登记不启动的决定和理由"),)
    return "够不上标准，不启动", clause, ()


def _gap(judging: Judging) -> Judged:
    """The plan leaves a hole: somebody has to decide, and the log says who and why."""
    course, goal = judging.course, judging.goal
    facts = heard(judging.scenario, judging.run, goal.event or "")
    notes = [n for _, v in turning_points(course, facts) for n in v.notes if n.kind in ("gap", "same-condition", "assess")]
    gaps = [r.clause for r in course.plan.remarks if r.kind == "gap"]
    clause = notes[-1].clause if notes else next(iter(gaps), "")
    decided = [d for d in course.state.declarations if d.reason.strip() or d.level in levels_advised(judging)]
    losses = () if decided else (Loss(goal.points, "没有报请指挥部决定并写明理由"),)
    return "预案有空档，报请决定并记下理由", clause, losses


def levels_advised(judging: Judging) -> set[str]:
    """Every level that what was heard could rightly start."""
    facts = heard(judging.scenario, judging.run, judging.goal.event or "")
    order = judging.course.plan.level_ids
    return {level for _, v in turning_points(judging.course, facts) for level in levels_of(v, order)}


def _end(judging: Judging) -> Judged:
    state, goal, plan = judging.course.state, judging.goal, judging.course.plan
    clause = "、".join(dict.fromkeys(e.clause for e in plan.end_conditions))
    done = next((d for d in state.declarations if d.action == "end"), None)
    if done is None:
        return "终止响应", clause, (Loss(goal.points, "没有终止响应"),)
    unmet = [e for e in plan.end_conditions if not ((tick := state.end.get(e.id)) and tick.met)]
    losses = []
    if unmet:
        points = share(goal.points // 2, len(unmet), len(plan.end_conditions))
        losses.append(Loss(points, f"还有{len(unmet)}项终止条件没有确认", done.seq))
    losses += _wrong_authority(plan, done, "end", str(done.before), goal.points // 4)
    return "终止响应", clause, tuple(losses)


JUDGES: Mapping[str, Judge] = {
    "declare": _declared, "raise": _declared, "lower": _declared, "refuse": _refuse, "gap": _gap, "end": _end,
}
