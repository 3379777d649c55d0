"""Whether the goals of a scenario can be reached at all, by what the plan says and what the voices tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from console.plan.locate import Path as Place
from console.plan.model import Plan
from console.rules.classify import Classifier
from console.rules.facts import FactError

from .paths import OCCURRED, facts_told, is_figure
from .scenario import Goal, Scenario, Told, elapsed

NEEDED: Mapping[str, tuple[str, ...]] = {
    "figure": ("path",), "declare": ("level",), "raise": ("level",), "lower": ("level",), "report": ("milestone",),
    "item": ("item",), "chase": ("bodies",),
}
"""What a kind of goal must say beside the event."""
_ALWAYS = ("kind", "event", "points", "within")
_MAY: Mapping[str, tuple[str, ...]] = {**NEEDED, "tell": ("bodies",)}
_NO_EVENT = ("handover", "link")


def goal_findings(scenario: Scenario, plans: Mapping[str, Plan]) -> Iterator[tuple[Place, str]]:
    """Every fault of the goals, each with its place; the plans of all events are known."""
    events = {e.id: plans[e.plan] for e in scenario.events}
    seen: set[Goal] = set()
    for index, goal in enumerate(scenario.goals):
        place: Place = ("goals", index)
        if goal.event is not None and goal.event not in events:
            yield (*place, "event"), f"没有编号「{goal.event}」的事件"
            continue
        if goal.event is None and goal.kind not in _NO_EVENT:
            yield place, "缺少 event: 是哪一件事的"
            continue
        for name in type(goal).model_fields:
            given = getattr(goal, name) not in (None, "", ())
            if given and name not in (*_ALWAYS, *_MAY.get(goal.kind, ())):
                yield (*place, name), f"「{goal.kind}」用不着这一项"
            if not given and name in NEEDED.get(goal.kind, ()):
                yield place, f"「{goal.kind}」缺少 {name}"
        if goal in seen:
            yield place, "与前面的评分点重复"
        seen.add(goal)
        if goal.event is not None:
            yield from _against_plan(scenario, goal, events[goal.event], place)


def _against_plan(scenario: Scenario, goal: Goal, plan: Plan, place: Place) -> Iterator[tuple[Place, str]]:
    if goal.milestone is not None and goal.milestone not in {m.id for m in plan.milestones}:
        yield (*place, "milestone"), f"预案没有这份报告,可用 {'、'.join(m.id for m in plan.milestones)}"
    if goal.item is not None and goal.item not in {i.id for i in plan.report_items}:
        yield (*place, "item"), f"预案没有这一项报告内容,可用 {'、'.join(i.id for i in plan.report_items)}"
    unknown = [b for b in goal.bodies if b not in {body.id for body in plan.bodies}]
    if unknown:
        yield (*place, "bodies"), f"预案没有这些单位: {'、'.join(unknown)}"
    told = told_of(scenario, goal.event or "")
    if goal.kind == "figure" and goal.path and not any(t.path == goal.path and is_figure(t.path) for t in told):
        yield (*place, "path"), "脚本里没有人说出这个数"
    if goal.kind == "occurred" and not any(t.path == OCCURRED for t in told):
        yield place, "脚本里没有人说出发生时间(occurred)"
    if goal.level is None or goal.kind == "lower":
        return
    if goal.level not in plan.level_ids:
        yield (*place, "level"), f"本预案的响应级别只有{'、'.join(plan.level_ids)}级"
    elif goal.level not in levels_reached(scenario, plan, goal.event or ""):
        yield (*place, "level"), f"按脚本说出的事实,什么时候都够不到{goal.level}级"


def told_of(scenario: Scenario, event: str) -> list[Told]:
    """Everything that can be heard of an event, in the order of the clock; what hangs on a condition comes last."""
    rows: list[tuple[float, Told]] = []
    for inject in scenario.injects:
        at = elapsed(inject.at).total_seconds() if inject.at is not None else float("inf")
        rows += [(at, one) for one in inject.tells if inject.event == event]
    rows += [(elapsed(a.since).total_seconds(), a) for a in scenario.answers if a.event == event]
    return [one for _, one in sorted(rows, key=lambda row: row[0])]


def levels_reached(scenario: Scenario, plan: Plan, event: str) -> set[str]:
    """The levels that the facts of a scenario bring, literally, by the console's advice or as 可视情况."""
    judge, told, found = Classifier(plan), told_of(scenario, event), set[str]()
    for end in range(1, len(told) + 1):
        try:
            verdict = judge.classify(facts_told(plan, told[:end]))
        except FactError:
            continue  # two figures that do not go together: the scenario may well mean it
        found.update(level for level in (verdict.level, *verdict.may, *(n.advise for n in verdict.notes)) if level)
        if any(note.kind == "same-condition" for note in verdict.notes):
            order = plan.level_ids
            found.update(order[order.index(verdict.level) + 1 :][:1] if verdict.level else ())
    return found
