"""The office's own deadlines (本单位要求) against the plans: what they name must be there and must be open."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from console.plan.model import Plan

from .settings import FILE, OwnTime, Settings


def problems(settings: Settings, plans: Mapping[str, Plan]) -> tuple[str, ...]:
    """A sentence for every deadline of the settings that has no effect, and why."""
    told = ((number, _problem(own, plans)) for number, own in enumerate(settings.times, 1))
    return tuple(f"{FILE} 第{number}个 [[times]]：{words}" for number, words in told if words)


def _problem(own: OwnTime, plans: Mapping[str, Plan]) -> str:
    plan = plans.get(own.plan)
    if plan is None:
        return f"没有「{own.plan[:40]}」这个预案，可写 {'、'.join(plans)}，这一项没有起作用"
    if own.target is None and own.limit is None:
        return "target 和 limit 都没有写，这一项没有起作用"
    if own.target is not None and own.limit is not None and own.limit < own.target:
        return f"最迟(limit {own.limit})早于力争(target {own.target})，请核对"
    if any(step.id == own.item for step in plan.warning_steps):
        return ""
    report = next((m for m in plan.milestones if m.id == own.item), None)
    if report is None:
        near = get_close_matches(own.item, [s.id for s in plan.warning_steps], 3)
        known = "、".join([*(m.id for m in plan.milestones), *near])
        return f"预案 {own.plan} 没有「{own.item[:40]}」这一项，可写 {known} 或预警措施的编号，这一项没有起作用"
    fixed = [word for word, plans_own, ours in (("力争", report.target, own.target), ("最迟", report.limit, own.limit))
             if plans_own is not None and ours is not None]
    return f"{own.item} 的{'和'.join(fixed)}预案已经写了，以预案为准，这里写的没有起作用" if fixed else ""
