"""Whether the goals of a scenario can be reached at all, by what the plan says and what the voices tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from console.plan.locate import Path as Place
from console.plan.model import Plan

from .paths import OCCURRED, is_figure
from .scenario import Goal, Scenario, elapsed
from .told import Hearsay

NEEDED: Mapping[str, tuple[str, ...]] = {
    "figure": ("path",), "declare": ("level",), "raise": ("level",), "lower": ("level",), "report": ("milestone",),
    "item": ("item",), "chase": ("bodies",),
}
"""What a kind of goal must say beside the event."""
_ALWAYS = ("kind", "event", "points")
_LEVELS = ("level", "within")
_MAY: Mapping[str, tuple[str, ...]] = {
    **NEEDED, "tell": ("bodies", "within"), "declare": _LEVELS, "raise": _LEVELS, "lower": _LEVELS,
}
_NO_EVENT = ("handover", "link")


def goal_findings(scenario: Scenario, plans: Mapping[str, Plan]) -> Iterator[tuple[Place, str]]:
    """Every fault of the goals, each with its place; the plans of all events are known."""
    heard = {e.id: Hearsay(scenario, plans[e.plan], e.id) for e in scenario.events}
    seen: set[Goal] = set()
    for index, goal in enumerate(scenario.goals):
        place: Place = ("goals", index)
        if goal.event is not None and goal.event not in heard:
            yield (*place, "event"), f"没有编号「{goal.event}」的事件"
            continue
        if goal.event is None and goal.kind not in _NO_EVENT:
            yield place, "缺少 event: 是哪一件事的"
            continue
        yield from _form(goal, place)
        if goal in seen:
            yield place, "与前面的评分点重复"
        seen.add(goal)
        if goal.kind == "link" and len(scenario.events) < 2:  # two are tied
            yield place, "只有一件事件，没有可关联的"
        if goal.event is not None:
            yield from _against_plan(goal, heard[goal.event], place)
            yield from _against_others(scenario, goal, place)


def _form(goal: Goal, place: Place) -> Iterator[tuple[Place, str]]:
    for name in type(goal).model_fields:
        given = getattr(goal, name) not in (None, "", ())
        if given and name not in (*_ALWAYS, *_MAY.get(goal.kind, ())):
            yield (*place, name), f"「{goal.kind}」用不着这一项"
        if not given and name in NEEDED.get(goal.kind, ()):
            yield place, f"「{goal.kind}」缺少 {name}"
    if goal.within is not None and elapsed(goal.within) <= elapsed("00:00"):
        yield (*place, "within"), "须大于零"


def _against_plan(goal: Goal, heard: Hearsay, place: Place) -> Iterator[tuple[Place, str]]:
    plan = heard.plan
    items = {i.id: i for i in plan.report_items}
    if goal.milestone is not None and goal.milestone not in {m.id for m in plan.milestones}:
        yield (*place, "milestone"), f"预案没有这份报告，可用 {'、'.join(m.id for m in plan.milestones)}"
    if goal.item is not None and goal.item not in items:
        yield (*place, "item"), f"预案没有这一项报告内容，可用 {'、'.join(items)}"
    elif goal.item is not None and not heard.can_say(items[goal.item].words, items[goal.item].facts):
        yield (*place, "item"), f"脚本里没有人说得出「{items[goal.item].label}」"
    unknown = [b for b in goal.bodies if b not in {body.id for body in plan.bodies}]
    if unknown:
        yield (*place, "bodies"), f"预案没有这些单位：{'、'.join(unknown)}"
    if goal.kind == "figure" and goal.path and not (is_figure(goal.path) and goal.path in heard.paths):
        yield (*place, "path"), "脚本里没有人说出这个数"
    if goal.kind == "occurred" and OCCURRED not in heard.paths:
        yield place, "脚本里没有人说出发生时间(occurred)"
    if goal.level is not None:
        yield from _level(goal, goal.level, heard, place)
    if goal.kind == "end" and not heard.levels:
        yield place, "按脚本说出的事实，哪一级都够不到，没有响应可终止"
    if goal.kind == "refuse" and heard.at_last is not None:
        yield place, f"按脚本说出的事实，最后够到{heard.at_last}级，不该不启动"
    if goal.kind == "gap" and not heard.note_kinds & {"gap", "same-condition", "assess"}:
        yield place, "按脚本说出的事实，预案没有空档，也没有两级条件相同"


def _level(goal: Goal, level: str, heard: Hearsay, place: Place) -> Iterator[tuple[Place, str]]:
    ids = heard.plan.level_ids
    if level not in ids:
        yield (*place, "level"), f"本预案的响应级别只有{'、'.join(ids)}级"
    elif goal.kind == "lower" and level == ids[0]:
        yield (*place, "level"), f"{level}级是最高一级，降不到这一级"
    elif goal.kind == "raise" and level == ids[-1]:
        yield (*place, "level"), f"{level}级是最低一级，提不到这一级"
    elif goal.kind == "lower" and not heard.sinks_to(level):
        yield (*place, "level"), f"按脚本说出的事实，什么时候都不会从高的一级落到{level}级"
    elif goal.kind != "lower" and level not in heard.levels:
        yield (*place, "level"), f"按脚本说出的事实，什么时候都够不到{level}级"


def _against_others(scenario: Scenario, goal: Goal, place: Place) -> Iterator[tuple[Place, str]]:
    kinds = {other.kind for other in scenario.goals if other.event == goal.event}
    if goal.kind == "refuse" and "declare" in kinds:
        yield place, "同一件事既要启动又要不启动"
