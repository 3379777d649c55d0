"""What is still open: for the next step, the closing, the handover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from .due import Due, Office, dues
from .facts import figures_on_form, label_at
from .state import State

if TYPE_CHECKING:
    from console.plan.model import Plan
    from console.plan.organisation import Body
    from console.plan.work import Follow

ACTIONS_WORDS = {"phone": "电话报告", "written": "书面报告"}


def report_name(plan: Plan, due: Due) -> str:
    """「州政府 书面报告」: who reports and how."""
    return f"{plan.post(due.milestone.post).name} {ACTIONS_WORDS[due.milestone.action]}"


def members(plan: Plan) -> tuple[Body, ...]:
    """The bodies to be told when a level is started."""
    return tuple(body for body in plan.bodies if body.member)


def not_told(plan: Plan, state: State) -> tuple[Body, ...]:
    """Members that were not notified yet."""
    return tuple(b for b in members(plan) if b.id not in state.agencies or state.agencies[b.id].step == "silent")


def not_confirmed(plan: Plan, state: State) -> tuple[Body, ...]:
    """Members that were notified and have not confirmed."""
    return tuple(b for b in members(plan) if b.id in state.agencies and state.agencies[b.id].step == "notified")


def to_renew(plan: Plan, state: State, now: datetime) -> tuple[Body, ...]:
    """Members whose acknowledgement has run out."""
    held = {a.id for a in state.agencies.values() if a.renew_at and a.renew_at <= now and a.step != "done"}
    return tuple(b for b in plan.bodies if b.id in held)


def unverified(plan: Plan, state: State) -> tuple[str, ...]:
    """The labels of the figures on the form that are not verified."""
    return tuple(label_at(plan, path) for path, figure in figures_on_form(plan, state) if figure.now.certainty != "verified")


def follows_left(plan: Plan, state: State) -> tuple[Follow, ...]:
    """What the plan has done after the end of the response and is not: none where no response was ended."""
    last = next((d.before for d in reversed(state.declarations) if d.action == "end"), None)
    if last is None or state.level is not None:
        return ()
    fits = (f for f in plan.follows if not f.levels or last in f.levels)
    return tuple(f for f in fits if f"follow:{f.id}" not in state.tasks)


def unfinished(
    plan: Plan, state: State, now: datetime, office: Office, contradictions: Sequence[str] = (), warnings: Sequence[str] = (),
) -> tuple[str, ...]:  # fmt: skip
    """Everything still open, a line each, as the closing shows it to the officer; what contradicts comes first.

    `warnings` is what those still ask.
    """
    lines = [f"数字矛盾：{sentence}" for sentence in contradictions]
    lines += [f"未登记：{report_name(plan, due)}({due.milestone.clause})"
             for due in dues(plan, state, now, office) if not due.done]
    level = next((d.level for d in reversed(state.declarations) if d.level), None)
    tasks = plan.level(level).tasks if level else ()
    lines += [f"任务未办结：{t.text}({t.clause})" for t in tasks if f"task:{t.id}" not in state.tasks]
    silent, waiting = not_told(plan, state), not_confirmed(plan, state)
    if level and silent:
        lines.append(f"未通知单位{_named(silent)}")
    if waiting:
        lines.append(f"未确认单位{_named(waiting)}")
    lines += warnings
    lines += [f"交办未办结：{x.text}" for x in state.extras.values() if not x.done]
    lines += [f"后续未办：{f.title}({f.clause})" for f in follows_left(plan, state)]
    lines += [f"数字未核实：{label}" for label in unverified(plan, state)]
    return tuple(lines)


def _named(bodies: tuple[Body, ...]) -> str:
    return f"{len(bodies)}家：{'、'.join(b.name for b in bodies[:6])}{' 等' if bodies[6:] else ''}"
