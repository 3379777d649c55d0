"""What the warnings ask of the officer: every step with its time, and what of it comes next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.incident.due import DueState, Office, state_of
from console.incident.next_step import Step
from console.incident.state import Done, State
from console.incident.times import minutes_words
from console.plan.model import Plan
from console.plan.work import WarningStep
from console.words import cut

from .model import Bulletin, StepDone, Warnings, in_force
from .steps import NO_WARNING, colour_source, plan_for, steps_of, task_id, told_colour
from .words import ending_words, name_of

OWN = "本单位要求"
"""The mark of a deadline that the office set itself: the plans set none for what a warning asks."""

OPEN = "+"
"""In the key of a step, 「w1:+」: to open an event with the warning or to put it to one; else 「w1:<id of the step>」."""


@dataclass(frozen=True, slots=True)
class Todo:
    """A step of a warning, done or not, with the time it has taken so far."""

    step: WarningStep
    since: datetime
    """When the warning was received: from there its time runs."""
    elapsed: timedelta
    """To its doing, the warning's end or now, whichever came first."""
    target: datetime | None = None
    limit: datetime | None = None
    """Deadlines of the office's own; the plans set none."""
    state: DueState = "untimed"
    done_at: datetime | None = None
    done_by: str = ""
    """Who did it or took the order, of which body, by whose order."""
    note: str = ""

    @property
    def next_at(self) -> datetime | None:
        """The deadline that comes next: the target, then the limit; None when done or untimed."""
        if self.done_at:
            return None
        return self.limit if self.state in ("late", "over") and self.limit else self.target or self.limit

    @property
    def left(self) -> timedelta | None:
        """Until the next deadline, below nothing where it is past; None where there is none."""
        return self.next_at - self.since - self.elapsed if self.next_at else None


def todos(
    plan: Plan, bulletin: Bulletin, states: Mapping[str, State], now: datetime, office: Office | None = None
) -> tuple[Todo, ...]:
    """Every step of a warning with where it stands; `states` are the events by id, as far as they are at hand."""
    return tuple(_todo(plan, bulletin, step, states, now, office or Office()) for step in steps_of(plan, bulletin))


def _todo(
    plan: Plan, bulletin: Bulletin, step: WarningStep, states: Mapping[str, State], now: datetime, office: Office
) -> Todo:
    done_at, done_by, note = _done(bulletin, step, states)
    own = next((t for t in office.times if t.plan == plan.id and t.item == step.id), None)
    since = bulletin.received_at

    def after(minutes: int | None) -> datetime | None:
        return since + timedelta(minutes=minutes) if minutes is not None else None

    target, limit = (after(own.target), after(own.limit)) if own else (None, None)
    moment = min(at for at in (now, done_at, bulletin.over_at(now)) if at is not None)
    return Todo(step, since, max(timedelta(), moment - since), target, limit, state_of(target, limit, done_at, moment),
                done_at, done_by, note)  # fmt: skip


def _done(bulletin: Bulletin, step: WarningStep, states: Mapping[str, State]) -> tuple[datetime | None, str, str]:
    """When a step was done, by whom, and what came of it: by the event's log, where one has it, else by the desk's."""
    task = task_id(bulletin, step)
    ticked = next((t for e in bulletin.events if e in states and (t := states[e].tasks.get(task))), None)
    if ticked:
        return ticked.at, _by_whom(ticked), ticked.note
    done = bulletin.steps.get(step.id)
    if done is None or done.event in states:
        return None, "", ""  # never done, or withdrawn in the event's log since
    return done.at, _by_whom(done), done.note


def _by_whom(done: Done | StepDone) -> str:
    """「州电视台 李四，王主任下令」; who registered it where no name was asked for (0.1)."""
    taker = " ".join(part for part in (done.body, done.name) if part) or done.by
    return f"{taker}，{done.ordered_by}下令" if done.ordered_by else taker


def to_do(
    plans: Iterable[Plan], warnings: Warnings, states: Mapping[str, State], now: datetime, *,
    drill: bool = False, office: Office | None = None,
) -> tuple[Step, ...]:  # fmt: skip
    """What the warnings in force ask of the officer, for the one 下一步 over all."""
    known = tuple(plans)
    current = in_force(warnings, now, drill=drill)
    steps: list[Step] = []
    for bulletin in current:
        plan = plan_for(known, bulletin.hazard)
        if plan is None:
            continue
        name = f"{cut(bulletin.area, 16)}{name_of(bulletin)}"
        left = [t for t in todos(plan, bulletin, states, now, office) if t.done_at is None]
        steps += _owed(name, bulletin, [t for t in left if t.step.stage == "relay"], now, "插播令", 11)
        if not bulletin.events and not bulletin.declined:
            steps.append(Step(13, "warning", f"{bulletin.id}:{OPEN}", f"{name}：研判，是否开事件"))
        steps += _owed(name, bulletin, [t for t in left if t.step.stage == "act"], now, "预警行动", 58)
    return (*steps, *_colours(known, warnings, states, now, drill))


def _owed(name: str, bulletin: Bulletin, left: list[Todo], now: datetime, verb: str, rank: int) -> list[Step]:
    """One line for the steps of a stage; one more for each that the office gave a deadline."""
    timed = sorted((t for t in left if t.next_at), key=lambda t: t.next_at or now)
    steps = [_timed(name, bulletin, todo, now, rank) for todo in timed]
    rest = [t for t in left if not t.next_at]
    if rest:
        first = rest[0].step
        words = f"{verb}({first.clause})：{name}，{len(rest)}项，已过{minutes_words(rest[0].elapsed)}"
        steps.append(Step(rank, "warning", f"{bulletin.id}:{first.id}", words))
    return steps


def _timed(name: str, bulletin: Bulletin, todo: Todo, now: datetime, rank: int) -> Step:
    at = todo.next_at or now
    over = at < now
    past = "已过力争，" if todo.state == "late" else ""
    left = f"已超时{minutes_words(now - at)}" if over else f"{past}还有{minutes_words(at - now)}"
    words = f"{todo.step.text[:14]}({OWN})，{left}：{name}"
    return Step(5 if over else 10 if todo.state in ("soon", "late") else rank, "warning", f"{bulletin.id}:{todo.step.id}", words, at)


def _colours(
    plans: tuple[Plan, ...], warnings: Warnings, states: Mapping[str, State], now: datetime, drill: bool
) -> Iterator[Step]:  # fmt: skip
    """Events whose facts tell another colour of a hazard than the one in force, or one that is in force no longer."""
    pairs = dict.fromkeys((e, b.hazard) for b in warnings.values() if b.actual(drill=drill) for e in b.events if e in states)
    for event, hazard in pairs:
        plan = plan_for(plans, hazard)
        told = told_colour(plan, hazard, states[event]) if plan else None
        source = colour_source(plan, warnings, hazard, event, now, drill=drill) if plan and told else None
        if source is None:
            continue
        if source.standing(now, drill=drill) != "in_force":
            if told != NO_WARNING:
                text = f"{name_of(source)}已不在有效期：更新事件的数字({ending_words(source, now)})"
                yield Step(28, "warning", f"{source.id}:{OPEN}", text, event=event)
        elif told != source.colour:
            text = f"{cut(source.area, 16)}{name_of(source)}：颜色已变，更新事件的数字"
            yield Step(7, "warning", f"{source.id}:{OPEN}", text, event=event)


def left_undone(plan: Plan, warnings: Warnings, state: State) -> tuple[str, ...]:
    """What the warnings of an event asked and nobody has done, a line each: orders to go on air first (3.2.3)."""
    lines: dict[str, list[str]] = {"relay": [], "act": []}
    for bulletin in warnings.values():
        for step in steps_of(plan, bulletin) if state.id in bulletin.events and bulletin.actual(drill=state.drill) else ():
            if step.stage in lines and _done(bulletin, step, {state.id: state})[0] is None:
                verb = "插播令未办" if step.stage == "relay" else "预警行动未办"
                lines[step.stage].append(f"{verb}：{bulletin.id} {name_of(bulletin)} {step.text}({step.clause})")
    return (*lines["relay"], *lines["act"])
