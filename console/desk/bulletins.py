"""Warnings at the desk: taken in from a file or by hand, put to events, lifted; every step through the desk log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from console.incident import commands as c
from console.incident.refused import Refused
from console.incident.state import State
from console.journal.errors import NotRecorded
from console.plan.model import Plan
from console.warning.enter import ByHand, Entered, from_hand, next_id
from console.warning.fold import warnings_of
from console.warning.model import Bulletin, Warnings, in_force
from console.warning.steps import NO_WARNING, colour_fact, counts_for, plan_for, task_id
from console.warning.todo import OWN, todos
from console.warning.words import name_of, places_in, title_of
from console.words import blank

from .case import Case
from .desk import Desk


def bulletins(desk: Desk) -> Warnings:
    """Every warning the desk has seen."""
    return warnings_of(desk.room.state)


def bulletin(desk: Desk, warning_id: str) -> Bulletin:
    """The warning of that number; Refused where there is none."""
    found = bulletins(desk).get(warning_id)
    if found is None:
        raise Refused(f"没有编号为「{warning_id[:20]}」的预警，可用 duty warning list 查看")
    return found


def of_event(desk: Desk, event: str) -> tuple[Bulletin, ...]:
    """The warnings that opened an event or were put to it, oldest first."""
    return tuple(found for found in bulletins(desk).values() if event in found.events)


def record(desk: Desk, entered: Entered) -> Bulletin:
    """Put an entry into the desk log and tell the events it bears on; raises Refused or NotRecorded."""
    desk.do_room(entered.kind, entered.data)
    new = bulletins(desk)[entered.data["id"]]
    for event in new.events:
        _tell(desk, event, new, "changed")
    return new


def enter(desk: Desk, form: ByHand) -> Bulletin:
    """Take in a warning that came by phone or on paper; raises Refused or NotRecorded."""
    for field, text, what in (("hazard", form.hazard, "灾种"), ("issuer", form.issuer, "发布单位"), ("area", form.area, "范围")):
        if blank(text):
            raise Refused(f"{what}还没有填，请填写后再按确认", field)
        if len(text) > 2000:
            raise Refused(f"{what}有{len(text)}字，超过2000字，请缩短", field)
    for field, text, what in (("text", form.text, "预警内容"), ("instruction", form.instruction, "应采取的措施")):
        if len(text) > 20_000:
            raise Refused(f"{what}有{len(text)}字，超过20000字，请缩短", field)
    if form.until is not None and form.until <= form.start:
        raise Refused("失效时间要晚于开始时间，请核对", "until")
    return record(desk, from_hand(form, next_id(bulletins(desk)), bulletins(desk)))


def lift(desk: Desk, warning_id: str, who: str, note: str = "", at: datetime | None = None) -> Bulletin:
    """Record that a warning was lifted, and by whom (谁发布谁解除); raises Refused or NotRecorded."""
    old = bulletin(desk, warning_id)
    standing = old.standing(desk.clock.now(), drill=desk.drill)
    if standing == "not_actual":
        raise Refused(f"{old.id} 不是实际预警，不用解除")
    if standing != "in_force":
        raise Refused(f"{old.id} {name_of(old)}已经不在有效期，不用再解除")
    if blank(who):
        raise Refused("请填是谁解除的(谁发布谁解除)", "who")
    if who.strip() != old.issuer.strip() and blank(note):
        raise Refused(f"发布的是{old.issuer[:40]}，解除的是{who.strip()[:40]}：谁发布谁解除，请核对；确是这样就在依据里写明", "note")
    desk.do_room("warning_lifted", {"id": old.id, "who": who.strip()[:2000], "note": note[:2000]}, at)
    for event in old.events:
        _tell(desk, event, old, "lifted")
    return bulletin(desk, warning_id)


def expire(desk: Desk) -> int:
    """Write down, once, that warnings have run out; how many. The time alone already takes them out of force."""
    if desk.read_only:
        return 0
    now, count = desk.clock.now(), 0
    for old in bulletins(desk).values():
        over = old.until is not None and old.until <= now and not any(ch.what == "expired" for ch in old.changes)
        if over and old.ended is None and old.kind != "Cancel":
            desk.do_room("warning_expired", {"id": old.id, "note": ""}, old.until)
            count += 1
    return count


def decline(desk: Desk, warning_id: str, why: str) -> None:
    """Record why a warning opens no event; raises Refused or NotRecorded."""
    if blank(why):
        raise Refused("请写一句不开事件的理由", "why")
    desk.do_room("warning_event", {"id": bulletin(desk, warning_id).id, "event": "", "note": why.strip()[:2000]})


def proposes(desk: Desk, found: Bulletin) -> Plan | None:
    """The plan under which a warning proposes an event; None for one that never starts anything.

    A message that is not Actual, or no longer in force, starts nothing.
    """
    if found.standing(desk.clock.now(), drill=desk.drill) != "in_force":
        return None
    return plan_for(desk.plans.values(), found.hazard)


def may_update(desk: Desk, found: Bulletin) -> bool:
    """Whether it belongs to an open event whose facts it may still bring up to date, though it is in force no more."""
    open_ones = {case.id for case in desk.open_cases()}
    actual = found.standing(desk.clock.now(), drill=desk.drill) != "not_actual"
    return actual and any(event in open_ones for event in found.events)


def open_event(desk: Desk, warning_id: str, answers: Mapping[str, Any]) -> Case:
    """Open the event that a warning proposes, its facts filled in, and link the two; raises Refused or NotRecorded."""
    found = bulletin(desk, warning_id)
    plan = proposes(desk, found)
    if plan is None:
        raise Refused(why_not(desk, found))
    case = desk.open_event(plan.id, title_of(found))
    put_to(desk, warning_id, case.id, answers)
    return case


def why_not(desk: Desk, found: Bulletin) -> str:
    """Why a warning opens no event, in a sentence."""
    standing = found.standing(desk.clock.now(), drill=desk.drill)
    if standing == "not_actual":
        return f"{found.id} 不是实际预警，不能据此开事件"
    if standing != "in_force":
        return f"{found.id} 已不在有效期，不能据此开事件"
    return f"没有管「{found.hazard[:20]}」预警的预案，请按 Ctrl+N 自行选预案"


def put_to(desk: Desk, warning_id: str, event: str, answers: Mapping[str, Any]) -> None:
    """Bring a warning's facts into an event, with the issuer as their source; raises Refused or NotRecorded.

    `answers` are the fields that the officer was asked for, by id; absent ones stay as they are.
    """
    found = bulletin(desk, warning_id)
    case = desk.case(event)
    if found.standing(desk.clock.now(), drill=desk.drill) == "not_actual":
        raise Refused(why_not(desk, found))
    commands = [*_facts(desk, case, found, answers), *_words(case.state, case.plan, found)]
    note = c.Observe("warning", {"id": found.id, "what": "put", "name": name_of(found), "issuer": found.issuer})
    desk.do(event, *commands, note)
    if event not in found.events:
        desk.do_room("warning_event", {"id": found.id, "event": event, "note": ""})


def _facts(desk: Desk, case: Case, found: Bulletin, answers: Mapping[str, Any]) -> list[c.Command]:
    """The colour and what was asked beside it, as figures of the plan.

    What was told beside another colour and is not told anew is unknown again: it was said of that warning.
    """
    plan, figures = case.plan, case.state.figures
    where = colour_fact(plan, found.hazard)
    if where is None:
        return []
    now = desk.clock.now()
    commands: list[c.Command] = [c.AddItem(where.fact.id, where.kind)]
    base = f"{where.fact.id}.{where.kind}"
    as_of = min(found.sent or found.received_at, now)
    colour = colour_now(desk, found)
    before = figures.get(f"{base}.{where.field.id}") if where.field else None
    changed = before is not None and before.now.value != colour
    if where.field is not None and counts_for(plan, found):
        commands.append(c.SetFigure(f"{base}.{where.field.id}", colour, "", found.issuer, "verified", as_of))
    for field in where.ask:
        if colour == NO_WARNING and field.empty_unless == (where.field.id if where.field else None):
            commands.append(c.SetFigure(f"{base}.{field.id}", [], "", found.issuer, "verified", as_of))
        elif field.id in answers:
            commands.append(c.SetFigure(f"{base}.{field.id}", answers[field.id], "", found.issuer, "verified", now))
        elif changed and f"{base}.{field.id}" in figures:
            commands.append(c.SetFigure(f"{base}.{field.id}", None, "", found.issuer, "unverified", now))
    return commands


def colour_now(desk: Desk, found: Bulletin) -> str:
    """The colour that stands for this hazard: its own while in force, else that of the one now in force, or none."""
    now = desk.clock.now()
    if found.standing(now, drill=desk.drill) == "in_force" and found.colour:
        return found.colour
    same = [b for b in in_force(bulletins(desk), now, drill=desk.drill) if b.hazard == found.hazard and b.colour]
    return str(same[0].colour) if same else NO_WARNING


def _words(state: State, plan: Plan, found: Bulletin) -> list[c.Command]:
    """Places and words of the call, where the event has none yet."""
    commands: list[c.Command] = []
    places = places_in(found, tuple(p.name for p in plan.places))
    more = tuple(dict.fromkeys((*state.places, *places)))
    if more != state.places:
        commands.append(c.SetPlaces(more))
    source = f"{found.issuer}{name_of(found)}{f'（{found.identifier}）' if found.identifier else ''}"
    told = {"unit": found.issuer, "words": found.text or found.headline, "source": source}
    commands += [c.TakeDown(name, text.strip()) for name, text in told.items() if text and not state.call.get(name)]
    return commands


def do_step(
    desk: Desk, warning_id: str, step_id: str, name: str = "", note: str = "", at: datetime | None = None
) -> None:
    """Record a step that a warning sets in motion, in the desk log and in that of the event it is in.

    Raises:
        Refused: the step is done already, or the plan has no such step.
        NotRecorded: the disk refuses.
    """
    found = bulletin(desk, warning_id)
    plan = plan_for(desk.plans.values(), found.hazard)
    step = next((s for s in plan.warning_steps if s.id == step_id), None) if plan else None
    if plan is None or step is None:
        raise Refused(f"预案没有「{step_id[:40]}」这一预警措施")
    if found.standing(desk.clock.now(), drill=desk.drill) == "not_actual":
        raise Refused(f"{found.id} 不是实际预警，不办理它的措施")
    states = states_of(desk.open_cases())
    all_of_it = todos(plan, found, states, at or desk.clock.now(), desk.settings.for_deadlines())
    todo = next((t for t in all_of_it if t.step is step), None)
    if todo is not None and todo.done_at:
        raise Refused("这一项已经登记过")
    if todo is not None and todo.state in ("late", "over") and blank(note):
        raise Refused(f"超过了{OWN}的时限，请在情况里写原因", "note")
    event = next((e for e in reversed(found.events) if e in states), "")
    if event:
        desk.do(event, c.DoTask(task_id(found, step), note, name, at))
    data = {"id": found.id, "step": step.id, "name": name[:2000], "note": note[:20_000], "event": event}
    desk.do_room("warning_step", data, at)


def _tell(desk: Desk, event: str, found: Bulletin, what: str) -> None:
    """Leave a line in the log of an event that a warning belongs to."""
    data = {"id": found.id, "what": what, "name": name_of(found), "issuer": found.issuer}
    try:
        desk.do(event, c.Observe("warning", data))
    except (Refused, NotRecorded):
        return  # the desk log has it all the same; what was not recorded is kept and offered again


def states_of(cases: Sequence[Any]) -> dict[str, State]:
    """The states of open events by id (of cases, or of their views)."""
    return {case.id: case.state for case in cases}
