"""Conditions and order: whether every inject can come at all, and what is said can be known by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from console.incident.facts import NoSuchFact, field_at
from console.incident.state import CALL_FIELDS
from console.plan.locate import Path as Place
from console.plan.model import Plan

from .paths import CALL, OCCURRED, PLACES, is_figure, unreadable_start
from .scenario import Scenario, When, elapsed
from .told import told_of

Finding = tuple[Place, str]


def form_findings(scenario: Scenario, own: str, when: When, place: Place) -> Iterator[Finding]:
    """Whether a condition of the inject `own` says exactly one thing, of something that there is."""
    given = [name for name in type(when).model_fields if getattr(when, name) is not None]
    if len(given) != 1:
        yield place, f"条件要写一个，只能写一个：{'、'.join(type(when).model_fields)}"
        return
    if when.answered is not None and when.answered not in {i.id for i in scenario.injects} - {own}:
        yield (*place, "answered"), f"没有别的来情叫「{when.answered}」"
    event = when.event
    if event is not None and event not in {e.id for e in scenario.events}:
        yield (*place, given[0]), f"没有编号「{event}」的事件"


def order_findings(scenario: Scenario) -> Iterator[Finding]:
    """What can never come, can never be asked, or is said before it can be known."""
    coming = coming_injects(scenario)
    for index, inject in enumerate(scenario.injects):
        place: Place = ("injects", index)
        if inject.when is not None and inject.id not in coming and not any(form_findings(scenario, inject.id, inject.when, place)):  # told already
            yield (*place, "when"), "这个条件永远等不到，这条来情不会来"
        if elapsed(inject.after) < elapsed("00:00"):
            yield (*place, "after"), "不能在条件成立以前"
        if inject.done is not None and not inject.expect:
            yield (*place, "done"), "有 done 就要写 expect: 应当做什么"
        if inject.window is not None and elapsed(inject.window) <= elapsed("00:00"):
            yield (*place, "window"), "须大于零"
        for number, told in enumerate(inject.tells):
            known = told.path == OCCURRED and inject.at is not None and not unreadable_start(told.value)
            if known and elapsed(str(told.value)) > elapsed(str(inject.at)):
                yield (*place, "tells", number, "value"), f"来情在{inject.at}，这时还没有发生"
    yield from _lifting_findings(scenario)
    yield from _answer_findings(scenario)
    for index, event in enumerate(scenario.events):
        if not any(inject.id in coming and inject.event == event.id for inject in scenario.injects):
            yield ("events", index), "没有一条来情说到这件事，受训人无从知道要开"
        said = [t.value for t in told_of(scenario, event.id) if t.path == OCCURRED and not unreadable_start(t.value)]
        if event.occurred and said and abs(elapsed(event.occurred) - elapsed(str(said[-1]))) > elapsed("01:00"):
            yield ("events", index, "occurred"), f"与最后说出的发生时间「{said[-1]}」对不上"


def _lifting_findings(scenario: Scenario) -> Iterator[Finding]:
    issued = {inject.id: (inject.at, inject.warning) for inject in scenario.injects}
    for index, inject in enumerate(scenario.injects):
        at, first = issued.get((inject.warning and inject.warning.lifts) or "", (None, None))
        if inject.warning is None or first is None:
            continue
        place: Place = ("injects", index, "warning")
        if (first.hazard, first.issuer) != (inject.warning.hazard, inject.warning.issuer):
            yield (*place, "lifts"), f"谁发布谁解除：那一次是{first.issuer}发布的{first.hazard}预警"
        if at is not None and inject.at is not None and elapsed(inject.at) <= elapsed(at):
            yield (*place, "lifts"), f"那一次预警{at}才发布"


def _answer_findings(scenario: Scenario) -> Iterator[Finding]:
    heard = {inject.voice for inject in scenario.injects}
    known = {voice.id for voice in scenario.voices}
    for index, answer in enumerate(scenario.answers):
        if answer.voice in known and answer.voice not in heard:
            yield ("answers", index, "voice"), f"「{answer.voice}」从头到尾没有来电，没法问"
        if elapsed(answer.since) > elapsed(f"{scenario.scenario.minutes}:00"):
            yield ("answers", index, "since"), "演练结束以后才知道，问不到"


def coming_injects(scenario: Scenario) -> set[str]:
    """The injects that can come: those with a time, and those whose condition others can bring about."""
    coming = {inject.id for inject in scenario.injects if inject.when is None}
    while True:
        ringing = {i.id for i in scenario.injects if i.id in coming and i.channel != "power_cut"}
        told = {i.event for i in scenario.injects if i.id in ringing}
        more = {i.id for i in scenario.injects if i.when is not None and _can_hold(i.when, ringing, told)} - coming
        if not more:
            return coming
        coming |= more


def _can_hold(when: When, ringing: set[str], told: set[str | None]) -> bool:
    """Whether somebody can bring it about: an inject that is answered, an event that somebody told of."""
    if when.answered is not None:
        return when.answered in ringing
    event = when.event
    return event is None or event in told


def plan_findings(scenario: Scenario, plans: Mapping[str, Plan]) -> Iterator[Finding]:
    """Conditions that name what the event's plan does not have; the plans of all events are known."""
    events = {e.id: plans[e.plan] for e in scenario.events}
    for index, inject in enumerate(scenario.injects):
        for key, when in (("when", inject.when), ("done", inject.done)):
            plan = events.get(when.event or "") if when is not None else None
            for name, said in _unknown(when, plan) if when is not None and plan is not None else ():
                yield ("injects", index, key, name), said


def _unknown(when: When, plan: Plan) -> Iterator[tuple[str, str]]:
    if when.declared is not None and when.declared[1] not in plan.level_ids:
        yield "declared", f"本预案的响应级别只有{'、'.join(plan.level_ids)}级"
    milestones = {m.id: m for m in plan.milestones}
    for name, pair in (("reported", when.reported), ("missed", when.missed)):
        if pair is not None and pair[1] not in milestones:
            yield name, f"预案没有这份报告，可用 {'、'.join(milestones)}"
        elif pair is not None and name == "missed" and milestones[pair[1]].target is None:
            yield name, "预案没有给这份报告定时限，不会错过"
    for name, pair in (("notified", when.notified), ("chased", when.chased)):
        if pair is not None and pair[1] not in {body.id for body in plan.bodies}:
            yield name, f"预案没有这个单位：{pair[1]}"
    if when.asked is not None and not _can_be_asked(plan, when.asked[1]):
        yield "asked", f"没有这一问：{when.asked[1][:40]}"
    if when.noted is not None and (when.noted[1] == PLACES or not _can_be_asked(plan, when.noted[1], words=False)):
        yield "noted", f"没有这一项事实：{when.noted[1][:40]}"


def _can_be_asked(plan: Plan, path: str, *, words: bool = True) -> bool:
    if path.startswith(CALL):
        return words and path.removeprefix(CALL) in CALL_FIELDS
    if not is_figure(path):
        return path in (OCCURRED, PLACES)
    try:
        field_at(plan, path)
    except NoSuchFact:
        return False
    return True
