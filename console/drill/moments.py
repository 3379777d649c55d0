"""When the conditions of a scenario came to hold, and which injects are due at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from console.incident.due import Office, dues
from console.incident.state import State
from console.plan.model import Plan
from console.shift.state import ShiftState

from .run import Run
from .scenario import Inject, Scenario, When, elapsed


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands at one moment: the events by their name in the scenario, the desk, the clock."""

    now: datetime
    states: Mapping[str, State]
    plans: Mapping[str, Plan]
    """By the event's name too."""
    shift: ShiftState
    office: Office


def due_at(inject: Inject, run: Run, scene: Scene) -> datetime | None:
    """The instant at which an inject is to happen; None while its condition does not hold."""
    played = run.played(inject.id)
    since = run.started if inject.at is not None else held_since(inject.when, run, scene) if inject.when else None
    if since is None:
        return None
    at = since + elapsed(inject.at or inject.after) + played.moved
    return max(at, played.not_before) if played.not_before else at


def due_now(scenario: Scenario, run: Run, scene: Scene) -> tuple[tuple[datetime, Inject], ...]:
    """The injects that are to be sent by now, oldest first."""
    found = [
        (at, inject) for inject in scenario.injects
        if run.played(inject.id).standing == "planned" and (at := due_at(inject, run, scene)) and at <= scene.now
    ]
    return tuple(sorted(found, key=lambda pair: pair[0]))


def next_at(scenario: Scenario, run: Run, scene: Scene) -> tuple[datetime, Inject] | None:
    """The next inject of which the instant is known."""
    found = [
        (at, inject) for inject in scenario.injects
        if run.played(inject.id).standing == "planned" and (at := due_at(inject, run, scene))
    ]
    return min(found, key=lambda pair: pair[0], default=None)


def held_since(when: When, run: Run, scene: Scene) -> datetime | None:
    """The instant from which a condition holds; None while it does not."""
    if when.answered is not None:
        return run.played(when.answered).answered_at
    if when.asked is not None:
        event, path = when.asked
        return next((a.at for a in run.asked if (a.event, a.path) == (event, path)), None)
    if when.handed_over is not None:
        turns = [turn.since for turn in scene.shift.shifts if turn.since >= run.started]
        return turns[1] if len(turns) > 1 else None
    return _of_event(when, scene)


def _of_event(when: When, scene: Scene) -> datetime | None:
    pair = when.declared or when.reported or when.missed or when.notified
    event = when.opened or when.ended or (pair[0] if pair else "")
    state = scene.states.get(event)
    if state is None:
        return None
    if when.missed is not None:
        return _missed(when.missed[1], state, scene.plans[event], scene)
    return _happened(when, state)


def _happened(when: When, state: State) -> datetime | None:
    found: Iterable[datetime] = ()
    if when.opened is not None:
        found = (state.opened_at,)
    elif when.ended is not None:
        found = (d.at for d in state.declarations if d.action == "end")
    elif when.declared is not None:
        found = (d.at for d in state.declarations if d.level == when.declared[1])
    elif when.reported is not None:
        found = (done.at for key, done in state.milestones.items() if key == when.reported[1])
    elif when.notified is not None:
        agency = state.agencies.get(when.notified[1])
        found = (m.at for m in agency.moves if m.step != "silent") if agency else ()
    return next(iter(found), None)


def _missed(milestone: str, state: State, plan: Plan, scene: Scene) -> datetime | None:
    found = next((d for d in dues(plan, state, scene.now, scene.office) if d.milestone.id == milestone), None)
    if found is None or found.target is None or found.target >= scene.now:
        return None
    return None if found.done and found.done.at <= found.target else found.target
