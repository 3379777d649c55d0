"""When the conditions of a scenario came to hold, and which injects are due at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.incident.due import Office, dues
from console.incident.state import AgencyMove, State
from console.plan.model import Plan
from console.shift.state import ShiftState

from .paths import OCCURRED
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


def held_since(when: When, run: Run, scene: Scene, since: datetime | None = None) -> datetime | None:
    """The instant from which a condition holds, or the first from `since` on at which it came to; None while it does not."""
    return min((at for at in _instants(when, run, scene) if since is None or at >= since), default=None)


def _instants(when: When, run: Run, scene: Scene) -> Iterable[datetime]:
    """Every instant at which what a condition names happened."""
    if when.answered is not None:
        answered = run.played(when.answered).answered_at
        return (answered,) if answered else ()
    if when.asked is not None:
        event, path = when.asked
        return (a.at for a in run.asked if (a.event, a.path) == (event, path))
    if when.handed_over is not None:
        return [turn.since for turn in scene.shift.shifts if turn.since >= run.started][1:]
    state = scene.states.get(when.event or "")
    if state is None:
        return ()
    if when.missed is not None:
        missed = _missed(when.missed[1], state, scene.plans[when.missed[0]], scene)
        return (missed,) if missed else ()
    return _happened(when, state)


def _happened(when: When, state: State) -> Iterable[datetime]:
    if when.opened is not None:
        return (state.opened_at,)
    if when.declared is not None:
        level = when.declared[1]
        return (d.at for d in state.declarations if d.level == level)
    if when.ended is not None or when.refused is not None:
        action = "refuse" if when.ended is None else "end"
        return (d.at for d in state.declarations if d.action == action)
    if when.reported is not None:
        return (done.at for key, done in state.milestones.items() if key == when.reported[1])
    return noted_at(state, when.noted[1]) if when.noted is not None else _told(when, state)


def _told(when: When, state: State) -> Iterable[datetime]:
    """When a body was told, or told again."""
    if when.chased is not None:
        return (move.at for move in calls_to(state, when.chased[1])[1:])
    agency = state.agencies.get(when.notified[1]) if when.notified is not None else None
    return (move.at for move in agency.moves if move.step != "silent") if agency else ()


def calls_to(state: State, body: str) -> Sequence[AgencyMove]:
    """Every time that a body was told or a call to it was tried; what it confirmed is not among them."""
    agency = state.agencies.get(body)
    return [m for m in agency.moves if m.tried or m.step == "notified"] if agency else []


def noted_at(state: State, path: str) -> Iterable[datetime]:
    """When a fact of a path (of the plan, or when it began) was taken down, each time."""
    if path == OCCURRED:
        return (i.set_at for i in state.instants if i.which == OCCURRED)
    figure = state.figures.get(path)
    return (value.at for value in figure.history) if figure else ()


def _missed(milestone: str, state: State, plan: Plan, scene: Scene) -> datetime | None:
    found = next((d for d in dues(plan, state, scene.now, scene.office) if d.milestone.id == milestone), None)
    if found is None or found.target is None or found.target >= scene.now:
        return None
    return None if found.done and found.done.at <= found.target else found.target
