"""The dialogs of the response: reports, agencies, tasks, extra tasks, the start of the clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.contacts.book import WRONG, call_of, contacts_of, numbers_of
from console.contacts.model import plain_digits
from console.incident import commands as c
from console.incident.decide_response import IN, OUT
from console.incident.due import Due
from console.incident.refused import Wrong
from console.incident.state import AGENCY_STEPS, BASES
from console.incident.times import Unreadable, clock, dated, parse_ahead, parse_when
from console.incident.unfinished import report_name
from console.plan.organisation import Body

from .asking import CALL_CHANNELS, PAPER_CHANNELS, PHONE_CHANNELS, at_ask, contradiction_note, despite_asks, read_at
from .contact_dialogs import doubt_number
from .dialog import Ask, Dialog
from .reader import Reader
from .report_words import start_words
from .text import safe
from .time_field import Reading, start_moved
from .unit_words import LADDER, next_step

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.desk.view import CaseView

    from .screens.base import DutyScreen

LATE = ("late", "over")


def give_report(screen: DutyScreen, due: Due) -> None:
    """A report was given, or one that we await has come in; late ones ask why, once."""
    case = screen.case
    if case is None:
        return
    if due.done:
        screen.refuse(f"这份报告 {clock(due.done.at)} 已登记；登记错了到日志里撤回")
        return

    async def submit(answers: Mapping[str, str]) -> str:
        at, problem = read_at(answers["at"], screen.duty.desk.clock.now())
        if problem:
            return problem
        receiver, reporter = (answers["name"], "") if due.mine else (answers["here"], answers["name"])
        return await screen.do(c.GiveReport(
            due.milestone.id, receiver, answers["channel"], at, answers["late"], note=answers["note"], reporter=reporter,
            despite=answers.get("despite", ""),
        ))  # fmt: skip

    channels = PHONE_CHANNELS if due.milestone.action == "phone" else PAPER_CHANNELS
    here = Ask("here", "我方接报人", duty_name(screen.duty.desk), note="不是本人接的就改")
    who = (Ask("name", OUT),) if due.mine else (Ask("name", IN), here)
    asks = (
        *who, Ask("channel", "方式", channels[0], hints=channels),
        Ask("late", "迟报原因", note="已超时，必填" if due.state in LATE else "没超时不用填"), at_ask(), Ask("note", "备注"),
    )
    to = "、".join(due.milestone.to)
    note = f"{due.milestone.text}\n接收：{to}({due.milestone.clause})"
    if due.mine:
        asks = (*asks, *despite_asks(case.contradictions))
        note = contradiction_note(case.contradictions) + note
        note += "\n要念的稿子和要送的材料在 F11 文书，从那里报出会把原话一并记下。"
    screen.duty.push_screen(Dialog(f"登记：{report_name(case.plan, due)}", asks, submit, note=note))


def duty_name(desk: Desk) -> str:
    """Who is on duty, where a name was given."""
    turn = desk.room.state.on_duty
    return turn.name if turn else desk.name


def move_agencies(screen: DutyScreen, bodies: Sequence[Body], then: Callable[[], None] | None = None) -> None:
    """One agency, or several at once, took a step; `then` once that is recorded."""
    case, minutes = screen.case, screen.duty.desk.settings.acknowledge_minutes
    if case is None or not bodies:
        screen.refuse("先选一个单位")
        return
    first = next_step(case.state.agencies.get(bodies[0].id))

    async def submit(answers: Mapping[str, str]) -> str:
        now = screen.duty.desk.clock.now()
        at, problem = read_at(answers["at"], now)
        renew = answers["renew"].strip()
        if problem or (renew and not renew.isdigit()):
            return problem or Wrong("renew", "回访写多少分钟以后，如 60；不要回访就清空")
        renew_at = now + timedelta(minutes=int(renew[:5])) if renew else None
        step = answers["step"]
        problem = await screen.do(*(
            c.MoveAgency(b.id, step, answers["name"], answers["channel"], answers["note"], at, renew_at)  # type: ignore[arg-type]  # one of the ladder
            for b in bodies
        ))  # fmt: skip
        if not problem and then is not None:
            then()
        return problem

    steps = tuple((step, AGENCY_STEPS[step]) for step in LADDER[1:])
    asks = (
        Ask("step", "到哪一步", first, steps), Ask("name", "对方姓名", hints=_names(screen, bodies), note="「已确认」要填"),
        Ask("channel", "方式", "电话", hints=CALL_CHANNELS), Ask("note", "情况"), at_ask(),
        Ask("renew", "多少分钟后回访", str(minutes), note="不要回访就清空"),
    )
    names = bodies[0].name if len(bodies) == 1 else f"{bodies[0].name}等{len(bodies)}家"
    lines = numbers_of(screen.duty.desk.contacts.contacts, bodies[0]) if len(bodies) == 1 else ()
    note = "\n".join(f"{line.kind} {line.number}  {line.contact.name} {line.contact.post}" for line in lines[:4])
    note = note if len(bodies) == 1 else "、".join(body.name for body in bodies)
    about = ",".join(body.id for body in bodies)
    screen.duty.push_screen(Dialog(names, asks, submit, note=note, about=f"单位 {about}"))


def _names(screen: DutyScreen, bodies: Sequence[Body]) -> tuple[str, ...]:
    """The people of a body that the contact list knows."""
    known = contacts_of(screen.duty.desk.contacts.contacts, bodies[0]) if len(bodies) == 1 else ()
    return tuple(contact.name for contact in known if contact.name)


def _own_names(screen: DutyScreen) -> tuple[str, ...]:
    """Who is on duty, to be put where one did it oneself."""
    name = duty_name(screen.duty.desk)
    return (name,) if name else ()


def try_call(screen: DutyScreen, body: Body | None) -> None:
    """A call that did not get through."""
    if body is None:
        screen.refuse("先在单位栏选一个单位")
        return

    async def submit(answers: Mapping[str, str]) -> str:
        if not answers["outcome"]:
            return Wrong("outcome", "请选怎么没接通")
        problem = await screen.do(c.TryCall(body.id, answers["outcome"], answers["number"]))  # type: ignore[arg-type]  # one of the choices
        line = next((line for line in lines if plain_digits(line.number) == plain_digits(answers["number"])), None)
        if not problem and line and answers["outcome"] == WRONG:
            words = await doubt_number(screen, line.contact, line.number)
            screen.say(f"已记录 {body.name} {line.number} {WRONG}{words}")
        return problem

    outcomes = tuple((words, words) for words in ("无人接听", "占线", "号码错误"))
    case, contacts = screen.case, screen.duty.desk.contacts.contacts
    lines = numbers_of(contacts, body)
    numbers = tuple(line.number for line in lines)
    call = call_of(body, case.state.agencies, contacts_of(contacts, body))[0] if case else None
    dialled = call.line.number if call and call.line else ""
    asks = (Ask("outcome", "怎么没接通", "无人接听", outcomes), Ask("number", "拨的号码", dialled, hints=numbers))
    screen.duty.push_screen(Dialog(f"{body.name}：没接通", asks, submit))


def do_task(screen: DutyScreen, key: str, words: str) -> None:
    """A task, a measure, a question about a risk, a follow-up: what came of it. A question may be asked again."""
    case = screen.case
    if case is None:
        return
    again = key.startswith(("risk:", "measure:"))
    if key in case.state.tasks and not again:
        screen.refuse("这一项已登记；登记错了到日志里撤回")
        return
    count = sum(k == key or k.startswith(f"{key}#") for k in case.state.tasks)
    name = f"{key}#{count + 1}" if count else key

    async def submit(answers: Mapping[str, str]) -> str:
        at, problem = read_at(answers["at"], screen.duty.desk.clock.now())
        return problem or await screen.do(c.DoTask(name, answers["note"], answers["name"], at))

    asks = (Ask("note", "回答、结果", long=True), Ask("name", "谁办的、谁答的", hints=_own_names(screen), note="必填"), at_ask())
    screen.duty.push_screen(Dialog("登记", asks, submit, note=words, about=f"登记 {name}"))


def add_extra(screen: DutyScreen) -> None:
    """A task outside the plan, an instruction, a promise."""

    async def submit(answers: Mapping[str, str]) -> str:
        due, problem = read_at(answers["due"], screen.duty.desk.clock.now(), deadline)
        if problem or not answers["type"]:
            return problem or Wrong("type", "请选是哪一种")
        return await screen.do(
            c.AddExtra(answers["type"], answers["text"], answers["who"], answers["origin"], due)  # type: ignore[arg-type]  # one of the choices
        )

    types = (("task", "预案外的任务"), ("instruction", "领导指示"), ("promise", "对外承诺"))
    asks = (
        Ask("type", "哪一种", "instruction", types), Ask("text", "什么事", long=True),
        Ask("origin", "谁交办的", hints=screen.duty.desk.settings.leaders, note="必填；承诺写谁答应的"),
        Ask("who", "谁承办", hints=_own_names(screen), note="必填"),
        Ask("due", "时限", note="写「30」是30分钟内，也可写「2小时」「0800」「明天0800」；没有就留空",
            reading=Reading(lambda typed, now, _: deadline(typed, now))),
    )
    screen.duty.push_screen(Dialog("交办", asks, submit))


def deadline(typed: str, now: datetime) -> datetime:
    """A time to come; a bare number counts minutes from now. Raises Unreadable."""
    return parse_ahead(typed, now, timedelta(minutes=1))


def do_extra(screen: DutyScreen, extra_id: str) -> None:
    """An extra task was done."""
    case = screen.case
    extra = case.state.extras.get(extra_id) if case else None
    if extra is None or extra.done:
        screen.refuse("这项交办已办结")
        return

    async def submit(answers: Mapping[str, str]) -> str:
        return await screen.do(c.DoExtra(extra_id, answers["note"], answers["name"], answers["late"]))

    asks = (
        Ask("note", "结果", long=True), Ask("name", "谁办的", hints=(extra.who, *_own_names(screen)), note="必填"),
        Ask("late", "过了时限的原因", note="没过不用填"),
    )
    screen.duty.push_screen(Dialog("办结", asks, submit, note=extra.text, about=f"办结 {extra_id}"))


def moved_words(case: CaseView, before: Sequence[Due]) -> str:
    """The deadlines that moved, the old time and the new, a line a report; empty where none did."""
    was = {due.milestone.id: due for due in before}
    lines = []
    for due in case.dues:
        old = was[due.milestone.id]
        times = ((name, a, b) for name, a, b in (("力争", old.target, due.target), ("最迟", old.limit, due.limit)) if a != b)
        found = "  ".join(f"{name} {dated(a) if a else '无'} 改为 {dated(b) if b else '无'}" for name, a, b in times)
        lines += [f"{report_name(case.plan, due)}：{found}"] if found else []
    return "\n".join([f"现在{start_words(case)}。原来的时限仍在日志里，各报告的说明里也写着。", *lines]) if lines else ""


def start_of_clocks(screen: DutyScreen) -> None:
    """From which instant the minutes run, and a correction of that instant; all deadlines move, the old ones stay."""
    case = screen.case
    if case is None:
        screen.refuse("还没有事件")
        return

    async def submit(answers: Mapping[str, str]) -> str:
        commands: list[c.Command] = []
        basis = answers["basis"]
        if answers["at"].strip():
            try:
                at = parse_when(answers["at"], screen.duty.desk.clock.now())
            except Unreadable as error:
                return Wrong("at", str(error))
            commands.append(c.SetInstant(basis, at, answers["reason"]))  # type: ignore[arg-type]  # one of the choices
        if basis != case.state.basis:
            commands.append(c.ChooseBasis(basis, answers["reason"]))  # type: ignore[arg-type]  # one of the choices
        if not commands:
            return Wrong("at", "没有改动；不改就按 Esc")
        before = case.dues
        problem = await screen.do(*commands)
        if not problem and screen.case is not None and (words := moved_words(screen.case, before)):
            screen.call_later(screen.duty.push_screen, Reader("时限变了", safe(words, lines=True)))
        return problem

    def doubt(at: datetime, answers: Mapping[str, str]) -> str:
        return start_moved(replace(case.state, basis=answers["basis"]), answers["basis"], at)  # type: ignore[arg-type]  # the same

    asks = (
        Ask("basis", "从哪一刻起算", case.state.basis, tuple(BASES.items())),
        Ask("at", "这一刻是几点", note="不改就留空；可写 -5、0210", reading=Reading(more=doubt)), Ask("reason", "原因"),
    )
    note = f"现在从{BASES[case.state.basis_used]} {case.state.t0:%m-%d %H:%M:%S} 起算。{case.plan.plan.clock_note}"
    screen.duty.push_screen(Dialog("计时起点", asks, submit, note=note))
