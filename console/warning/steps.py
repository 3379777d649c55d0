"""What a warning sets in motion by the plan of its hazard, and what of it is still to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from console.incident.next_step import Step
from console.incident.state import State
from console.plan.facts import Fact, Field
from console.plan.model import Plan
from console.plan.work import WarningStep

from .model import Bulletin, Warnings, in_force
from .words import name_of

NO_WARNING = "none"
"""The word of a colour fact for no warning at all."""


@dataclass(frozen=True, slots=True)
class ColourFact:
    """Where a plan keeps the colour of a warning among its facts."""

    fact: Fact
    kind: str
    """The item of the list: 「rainstorm」."""
    field: Field | None
    """The field that takes the colour; None where this hazard has none."""
    ask: tuple[Field, ...]
    """The fields beside it that the officer is asked for."""


@dataclass(frozen=True, slots=True)
class Todo:
    """A step of a warning, done or not."""

    step: WarningStep
    done_at: datetime | None = None
    done_by: str = ""
    note: str = ""


def plan_for(plans: Iterable[Plan], hazard: str) -> Plan | None:
    """The plan that takes warnings of that hazard."""
    return next((plan for plan in plans if hazard and hazard in plan.plan.warning_hazards), None)


def colour_fact(plan: Plan, hazard: str) -> ColourFact | None:
    """Where the plan keeps this hazard; None where its facts are not by hazard."""
    for fact in plan.facts:
        key = next((f for f in fact.fields if f.id == fact.key), None)
        kind = next((c.id for c in key.choices if c.label == hazard), None) if key else None
        if kind is None:
            continue
        coloured = [f for f in fact.fields if f.type == "choice" and {"red", "blue"} <= {c.id for c in f.choices}]
        group = coloured[0].group if coloured else ""
        own = [f for f in fact.fields if not f.only or kind in f.only]
        field = next((f for f in coloured if f in own), None)
        ask = tuple(f for f in own if group and f.group == group and f is not field)
        return ColourFact(fact, kind, field, ask)
    return None


def counts_for(plan: Plan, bulletin: Bulletin) -> bool:
    """Whether its colour is a fact of the plan: the standards name who must have issued it."""
    issuers = plan.plan.warning_issuers
    return not issuers or any(name in bulletin.issuer for name in issuers)


def steps_of(plan: Plan, bulletin: Bulletin) -> tuple[WarningStep, ...]:
    """The steps of the plan for this colour and hazard; relays first, then acting, issuing and lifting."""
    found = colour_fact(plan, bulletin.hazard)
    kind = found.kind if found else ""
    fits = [s for s in plan.warning_steps
            if bulletin.colour in s.colours and (not s.hazards or kind in s.hazards or bulletin.hazard in s.hazards)]
    order = ("relay", "act", "issue", "lift")
    return tuple(sorted(fits, key=lambda s: order.index(s.stage)))


def task_id(bulletin: Bulletin, step: WarningStep) -> str:
    """Under which name the step is done in an event's log."""
    return f"warning_step:{step.id}@{bulletin.id}"


def todos(plan: Plan, bulletin: Bulletin, states: Mapping[str, State]) -> tuple[Todo, ...]:
    """Every step of a warning with where it stands; `states` are the events by id."""
    found = []
    for step in steps_of(plan, bulletin):
        done = bulletin.steps.get(step.id)
        ticked = next((t for e in bulletin.events if e in states
                       if (t := states[e].tasks.get(task_id(bulletin, step)))), None)
        if ticked:
            found.append(Todo(step, ticked.at, ticked.name or ticked.by, ticked.note))
        elif done:
            found.append(Todo(step, done.at, done.name or done.by, done.note))
        else:
            found.append(Todo(step))
    return tuple(found)


def colour_changed(plan: Plan, bulletin: Bulletin, state: State) -> bool:
    """Whether the event's facts tell another colour than the warning in force."""
    found = colour_fact(plan, bulletin.hazard)
    if found is None or found.field is None or not counts_for(plan, bulletin):
        return False
    figure = state.figures.get(f"{found.fact.id}.{found.kind}.{found.field.id}")
    return figure is not None and figure.now.value != bulletin.colour


def outlived(plan: Plan, bulletin: Bulletin, state: State, current: Iterable[Bulletin]) -> bool:
    """Whether the event's facts still tell the colour of a warning that is no longer in force."""
    found = colour_fact(plan, bulletin.hazard)
    if found is None or found.field is None or any(b.hazard == bulletin.hazard for b in current):
        return False
    figure = state.figures.get(f"{found.fact.id}.{found.kind}.{found.field.id}")
    return figure is not None and figure.now.value not in (None, NO_WARNING)


def to_do(
    plans: Iterable[Plan], warnings: Warnings, states: Mapping[str, State], now: datetime, *, drill: bool = False
) -> tuple[Step, ...]:
    """What the warnings in force ask of the officer, for the one 下一步 over all."""
    known = tuple(plans)
    steps: list[Step] = []
    for bulletin in in_force(warnings, now, drill=drill):
        plan = plan_for(known, bulletin.hazard)
        if plan is None:
            continue
        name = f"{bulletin.area[:12]}{name_of(bulletin)}"
        open_ones = [e for e in bulletin.events if e in states]
        left = [t.step for t in todos(plan, bulletin, states) if t.done_at is None]
        relay = [s for s in left if s.stage == "relay"]
        if relay:
            steps.append(Step(11, "warning", bulletin.id, f"插播令：{name}，{len(relay)}处要播({relay[0].clause})"))
        if not bulletin.events and not bulletin.declined:
            steps.append(Step(13, "warning", bulletin.id, f"{name}：研判，是否开事件"))
        changed = [e for e in open_ones if colour_changed(plan, bulletin, states[e])]
        steps += [Step(7, "warning", bulletin.id, f"{name}：颜色已变，更新事件的数字", event=e) for e in changed]
        act = [s for s in left if s.stage == "act"]
        if act:
            steps.append(Step(58, "warning", bulletin.id, f"{name}：{act[0].text[:30]}(还有{len(act)}项)"))
    return (*steps, *_ended(known, warnings, states, now, drill))


def _ended(
    plans: tuple[Plan, ...], warnings: Warnings, states: Mapping[str, State], now: datetime, drill: bool
) -> tuple[Step, ...]:
    """Events whose facts still hold a warning that was lifted, cancelled or has run out."""
    current = in_force(warnings, now, drill=drill)
    steps: dict[tuple[str, str], Step] = {}
    for bulletin in warnings.values():
        plan = plan_for(plans, bulletin.hazard)
        if plan is None or bulletin.standing(now, drill=drill) not in ("lifted", "cancelled", "expired"):
            continue
        for event in bulletin.events:
            if event in states and outlived(plan, bulletin, states[event], current):
                text = f"{name_of(bulletin)}已不在有效期：更新事件的数字"
                steps[event, bulletin.hazard] = Step(28, "warning", bulletin.id, text, event=event)
    return tuple(steps.values())
