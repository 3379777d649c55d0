"""Warnings at the desk: taken in from a file or by hand, put to events, lifted; every step through the desk log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from console.incident import commands as c
from console.incident.deciding import YEAR, doer, named
from console.incident.refused import Refused
from console.incident.state import State
from console.incident.times import FAST_CLOCKS, stamp
from console.journal.errors import NotRecorded
from console.plan.model import Plan
from console.warning.enter import ByHand, Entered, from_hand, next_id
from console.warning.fold import warnings_of
from console.warning.model import STANDINGS, Bulletin, Said, Warnings
from console.warning.steps import plan_for, same_issuer, task_id
from console.warning.todo import OWN, left_undone, todos
from console.warning.words import name_of, title_of
from console.words import blank

from .bulletin_facts import Put, asked, earlier, facts, words
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


def record(desk: Desk, entered: Entered) -> tuple[Bulletin, ...]:
    """Put an entry into the desk log and tell the events it bears on; raises Refused or NotRecorded."""
    desk.do_room(entered.kind, entered.data)
    known = bulletins(desk)
    brought = tuple(known[data["id"]] for data in (entered.data, *entered.data.get("more", ())))
    for new in brought:
        for old in map(known.__getitem__, new.lifts):
            for event in old.events:
                _tell(desk, event, old, "lifted")
        for event in new.events if new.kind != "Cancel" else ():
            _tell(desk, event, new, "changed")
    return brought


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
    for old_id in form.replaces:
        _may_change(desk, bulletin(desk, old_id), form)
    return record(desk, from_hand(form, next_id(bulletins(desk)), bulletins(desk)))[0]


def _may_change(desk: Desk, old: Bulletin, form: ByHand) -> None:
    """Refuse what cannot take the place of a warning: 谁发布谁解除, and one hazard is not another."""
    if old.ended is not None:
        raise Refused(f"{old.id} {name_of(old)}{STANDINGS[old.ended.what]}，不能再变更，请登记成新的一条", "replaces")
    if old.hazard != form.hazard:
        raise Refused(f"变更了哪一条：{old.id} 是{name_of(old)}，灾种与「{form.hazard[:20]}」不同，请选「是新的一条」", "replaces")
    _by_its_issuer(desk, old, form.issuer, form.note, "变更")


def _by_its_issuer(desk: Desk, old: Bulletin, who: str, ground: str, verb: str) -> None:
    """Another body than the issuer changes or lifts a warning only on a ground that is written down (3.2.4)."""
    plan = plan_for(desk.plans.values(), old.hazard)
    if not same_issuer(plan, old.issuer, who) and blank(ground):
        raise Refused(f"{old.id} 是{old.issuer[:40]}发布的，{verb}它的是{who.strip()[:40]}：谁发布谁解除，请核对；确是这样就在{verb}的依据里写明", "note")


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
    _by_its_issuer(desk, old, who, note, "解除")
    desk.do_room("warning_lifted", {"id": old.id, "who": who.strip()[:2000], "note": note[:2000]}, at)
    lifted = bulletin(desk, warning_id)
    for event in lifted.events:
        _tell(desk, event, lifted, "lifted")
    return lifted


def expire(desk: Desk) -> int:
    """Write down, once, that warnings have run out; how many. The time alone already takes them out of force."""
    if desk.read_only or desk.time.doubt is not None:
        return 0
    now, count = desk.clock.now(), 0
    for old in bulletins(desk).values():
        over = old.until is not None and old.until <= now and not any(ch.what == "expired" for ch in old.changes)
        if over and old.ended is None and old.kind != "Cancel":
            desk.do_room("warning_expired", {"id": old.id, "note": ""}, old.until)
            for event in states_of(desk.open_cases()).keys() & set(old.events):
                _tell(desk, event, old, "expired")
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


def open_event(desk: Desk, warning_id: str, answers: Mapping[str, Any], said: tuple[str, datetime] | None = None) -> Case:
    """Open the event that a warning proposes, its facts filled in, and link the two; `answers` and `said` as in `put_to`.

    Raises:
        Refused: it starts nothing, or it is not said who gave the answers.
        NotRecorded: the disk refuses.
    """
    found = bulletin(desk, warning_id)
    plan = proposes(desk, found)
    if plan is None:
        raise Refused(why_not(desk, found))
    _told(desk, plan, found, answers, said)
    case = desk.open_event(plan.id, title_of(found))
    put_to(desk, warning_id, case.id, answers, said)
    return case


def why_not(desk: Desk, found: Bulletin) -> str:
    """Why a warning opens no event, in a sentence."""
    standing = found.standing(desk.clock.now(), drill=desk.drill)
    if standing == "not_actual":
        return f"{found.id} 不是实际预警，不能据此开事件"
    if found.kind == "Cancel":
        return f"{found.id} 是解除通知，不能据此开事件"
    if standing != "in_force":
        return f"{found.id} 已不在有效期，不能据此开事件"
    return f"没有管「{found.hazard[:20]}」预警的预案，请按 Ctrl+N 自行选预案"


def put_to(
    desk: Desk, warning_id: str, event: str, answers: Mapping[str, Any], said: tuple[str, datetime] | None = None
) -> None:  # fmt: skip
    """Bring an event up to date with a warning: the colour in force, what was told beside it, the steps done before.

    `answers` are the fields that the officer was asked for, by id; absent ones stay as they are. They do not stand in
    the issuer's file, so `said` tells who gave them and when.

    Raises:
        Refused: it is no actual warning, it stands no more and is none of the event's, or it is not said who gave the
            answers.
        NotRecorded: the disk refuses.
    """
    found, case, now = bulletin(desk, warning_id), desk.case(event), desk.clock.now()
    standing = found.standing(now, drill=desk.drill)
    if standing == "not_actual" or (standing != "in_force" and event not in found.events):
        raise Refused(why_not(desk, found))
    told = _told(desk, case.plan, found, answers, said)
    put = Put(case.plan, case.state, bulletins(desk), found, told, now, desk.drill)
    before = earlier(put, states_of(desk.open_cases()))
    notes = [_note(one, "put") for one in put.linked if event not in one.events or (one is found and standing == "in_force")]
    desk.do(event, *facts(put), *(words(put) if standing == "in_force" else ()), *notes, *(one.command for one in before))
    for one in put.linked:
        if event not in one.events or (told and one is found):
            more = {"said": dict(told.answers), "who": told.who, "said_at": stamp(told.at)} if told and one is found else {}
            desk.do_room("warning_event", {"id": one.id, "event": event, "note": "", **more})
    for warning in {one.bulletin.id: one.bulletin for one in before if not one.done.event}.values():
        steps = [one.step.id for one in before if one.bulletin is warning and not one.done.event]
        desk.do_room("warning_carried", {"id": warning.id, "event": event, "steps": steps})


def _told(
    desk: Desk, plan: Plan, found: Bulletin, answers: Mapping[str, Any], said: tuple[str, datetime] | None
) -> Said | None:  # fmt: skip
    """What the officer answered, with who told it; Refused where that is not said, or nothing was asked."""
    if not answers:
        return None
    now = desk.clock.now()
    known = {field.id for field in asked(plan, found, now, drill=desk.drill)}
    if not known.issuperset(answers):
        raise Refused(f"{found.id} 由{found.issuer[:40]}发布或已不在有效期，它的预报不作定级的事实，请在接报表上填")
    if said is None:
        raise Refused("谁说的还没有填：这几项不在预警文件里，请写是谁说的、几点说的", "who")
    who, at = named(said[0], "谁说的", "who"), said[1]
    if len(who) > 2000:
        raise Refused(f"谁说的有{len(who)}字，超过2000字，请缩短", "who")
    if not now - YEAR < at <= now + FAST_CLOCKS:
        raise Refused("几点说的在将来，或早了一年以上，请核对后重填", "at")
    return Said(dict(answers), who.strip(), at)


def do_step(  # noqa: PLR0913 # what 3.2.3 wants to be known of an order
    desk: Desk, warning_id: str, step_id: str, name: str = "", note: str = "", at: datetime | None = None, *,
    ordered_by: str = "", body: str = "",
) -> None:  # fmt: skip
    """Record a step that a warning sets in motion, in the desk log and in that of the event it is in.

    `name` is who did it or took the order; where the plan has it ordered, `ordered_by` is who gave the order, `body` of
    which body the taker is, and `at` when it began to run. Elsewhere no `at` means now.

    Raises:
        Refused: the step is done already, the plan has no such step, or one of those is not told.
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
    ordered = [(ordered_by, "下令人", "ordered_by"), (name, "接令人", "name"), (body, "接令单位", "body")]
    for text, what, field in ordered if step.ordered_by else [(name, "谁办的", "name")]:
        (named if field == "body" else doer)(text, what, field)
        if len(text) > 2000:
            raise Refused(f"{what}有{len(text)}字，超过2000字，请缩短", field)
    if step.ordered_by and at is None:
        raise Refused("几点开始播发还没有填，请填写后再按确认", "at")
    if todo is not None and todo.state in ("late", "over") and blank(note):
        raise Refused(f"超过了{OWN}的时限，请在情况里写原因", "note")
    event = next((e for e in reversed(found.events) if e in states), "")
    if event:
        desk.do(event, c.DoTask(task_id(found, step), note, name, at, ordered_by, body))
    data = {"id": found.id, "step": step.id, "name": name, "note": note[:20_000], "event": event,
            "ordered_by": ordered_by, "body": body}  # fmt: skip
    desk.do_room("warning_step", data, at)


def undone(desk: Desk, state: State, plan: Plan) -> tuple[str, ...]:
    """What the warnings of an event ask and nobody has done, a line each."""
    return left_undone(plan, bulletins(desk), state)


def _note(found: Bulletin, what: str, **more: str) -> c.Observe:
    """A line about a warning for the log of an event."""
    return c.Observe("warning", {"id": found.id, "what": what, "name": name_of(found), "issuer": found.issuer, **more})


def _tell(desk: Desk, event: str, found: Bulletin, what: str) -> None:
    """Leave a line in the log of an event that a warning belongs to."""
    more: dict[str, str] = {}
    over = found.ended
    if what == "lifted" and over is not None:
        at = over.announced or over.at
        more = {"area": found.area[:200], "who": over.who or found.issuer, "time": stamp(at), "notice": over.other, "note": over.note}
    elif what == "expired" and found.until is not None:
        more = {"area": found.area[:200], "time": stamp(found.until)}
    try:
        desk.do(event, _note(found, what, **more))
    except (Refused, NotRecorded):
        return  # the desk log has it all the same; what was not recorded is kept and offered again


def states_of(cases: Sequence[Any]) -> dict[str, State]:
    """The states of open events by id (of cases, or of their views)."""
    return {case.id: case.state for case in cases}
