"""Decisions of the response: levels, reports, agencies, tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from console.words import blank

from . import commands as c
from .deciding import Context, Decider, Event, doer, fits, named, need, when
from .due import dues
from .refused import Refused
from .state import ACTIONS, AGENCY_STEPS, State
from .times import minutes_words, stamp

DESPITE = "仍要报出的原因"
"""What is asked where a report is to go out while facts contradict one another; a form's field of that name."""
OUT, IN = "对方接报人", "谁报来的"
"""What the form calls the one on the other side: of a report that we give, of one that comes in."""


def _declare(command: c.Declare, state: State, context: Context) -> list[Event]:
    _check_action(command, state, context)
    at = when(command.at, context, state, "宣布时间")
    decided = named(command.decided_by, "谁决定", "decided_by")
    refused = command.action == "refuse"
    announced = command.announced_by.strip() if refused else named(command.announced_by, "谁宣布", "announced_by")
    need(command.authority, "依据的权限", "authority")
    if command.level != command.proposed or command.action in ("refuse", "lower"):
        need(command.reason, "与建议不同、降级或不启动的理由", "reason")
    data: dict[str, Any] = {
        "action": command.action, "level": command.level, "before": state.level, "proposed": command.proposed,
        "decided_by": decided, "announced_by": announced, "authority": command.authority, "channel": command.channel,
        "duration": command.duration, "measures": command.measures, "reason": command.reason,
        "clauses": list(command.clauses), "facts": dict(command.facts),
    }
    for name, value in data.items():
        if isinstance(value, str):
            data[name] = fits(value, _DECLARED.get(name, name), name)
    return [Event("declared", at, data)]


_DECLARED = {
    "decided_by": "决定人", "announced_by": "宣布人", "authority": "依据的权限", "channel": "怎么宣布", "duration": "预计期限",
    "measures": "首批措施", "reason": "理由",
}
"""What is typed for a decision, by its field."""


def _check_action(command: c.Declare, state: State, context: Context) -> None:
    """Refuse what does not follow from the level in force."""
    order = context.plan.level_ids
    if command.action not in ACTIONS:
        raise Refused("只能启动、提级、降级、终止或不启动")
    if command.action in ("end", "refuse"):
        if command.level is not None:
            raise Refused("终止或不启动时不带级别")
        if command.action == "end" and state.level is None:
            raise Refused("响应已经终止" if state.stage in ("ended", "closed") else "响应还没有启动，不能终止")
        if command.action == "refuse" and state.level is not None:
            raise Refused(f"{state.level}级响应已启动，只能调整或终止")
        return
    if command.level not in order:
        raise Refused(f"本预案的响应级别只有{'、'.join(order)}级，请选一个")
    if command.action == "start":
        if state.level is not None:
            raise Refused(f"{state.level}级响应已启动，请用提级或降级")
        return
    if state.level is None:
        raise Refused("响应还没有启动，请先启动")
    higher = order.index(command.level) < order.index(state.level)
    if command.level == state.level or higher != (command.action == "raise"):
        raise Refused(f"现为{state.level}级，{ACTIONS[command.action]}到{command.level}级不成立，请核对")


def _report(command: c.GiveReport, state: State, context: Context) -> list[Event]:
    found = next((d for d in dues(context.plan, state, context.now, context.office)
                  if d.milestone.id == command.milestone), None)
    if found is None:
        raise Refused(f"预案没有「{command.milestone[:40]}」这一报告")
    if found.done:
        raise Refused("这份报告已经登记过；登记错了请先在日志里撤回")
    at = when(command.at, context, state, "报告时间")
    receiver, reporter = fits(command.receiver.strip(), OUT, "name"), fits(command.reporter.strip(), IN, "name")
    if found.mine:
        named(receiver, OUT, "name")
    else:
        named(reporter, IN, "name")
    doubted = _despite(command.despite, context) if found.mine else {}
    deadline = found.target or found.limit
    late = int((at - deadline).total_seconds()) if context.sure and deadline and at > deadline else 0
    if late and deadline and blank(command.late_reason):
        last = found.limit if found.limit and at > found.limit else None  # the same clock as the line 下一步 counts by
        passed = f"最迟时间{minutes_words(at - last)}" if last else f"力争时间{minutes_words(at - deadline)}"
        raise Refused(f"已过{passed}，请写一句迟报原因", "late")
    data = {
        "milestone": command.milestone, "ours": found.mine, "reporter": reporter, "receiver": receiver,
        "channel": command.channel, "late_seconds": late,
        "late_reason": fits(command.late_reason, "迟报原因", "late") if late else "", "words": fits(command.words, "报告原文"),
        "note": fits(command.note, "备注", "note"), "target": stamp(found.target) if found.target else None,
        "limit": stamp(found.limit) if found.limit else None, **doubted,
    }
    return [Event("milestone", at, data)]


def _despite(reason: str, context: Context) -> dict[str, Any]:
    """What goes with an outgoing report while facts contradict one another: which, and why it goes out all the same."""
    if not context.contradictions:
        return {}
    if blank(reason):
        words = f"数字矛盾：{'；'.join(context.contradictions)}。先核对清楚再报；等不及就写{DESPITE}"
        raise Refused(words, "despite")
    return {"contradictions": list(context.contradictions), "despite": fits(reason.strip(), DESPITE)}


def _agency(command: c.MoveAgency, state: State, context: Context) -> list[Event]:
    _known_agency(command.agency, context)
    if command.step not in AGENCY_STEPS or command.step == "silent":
        raise Refused("单位状态只能是已通知、已确认、执行中或已完成")
    at = when(command.at, context, state)
    if command.step == "confirmed":
        named(command.name, "对方姓名", "name")
    renew_at = command.renew_at if command.step != "done" else None  # who has finished is not called back
    data = {
        "agency": command.agency, "step": command.step, "name": fits(command.name, "对方姓名", "name"),
        "channel": fits(command.channel, "方式", "channel"), "note": fits(command.note, "情况", "note"),
        "renew_at": stamp(renew_at) if renew_at else None, "tried": "",
    }
    return [Event("agency", at, data)]


def _try_call(command: c.TryCall, state: State, context: Context) -> list[Event]:
    _known_agency(command.agency, context)
    agency = state.agencies.get(command.agency)
    data = {
        "agency": command.agency, "step": agency.step if agency else "silent", "name": "", "channel": "电话",
        "note": fits(command.number, "号码", "number"), "tried": command.outcome,
        "renew_at": stamp(agency.renew_at) if agency and agency.renew_at else None,
    }
    return [Event("agency", when(command.at, context, state), data)]


def _known_agency(agency: str, context: Context) -> None:
    if all(body.id != agency for body in context.plan.bodies):
        raise Refused(f"预案里没有「{agency[:40]}」这个单位")


def _task(command: c.DoTask, state: State, context: Context) -> list[Event]:
    if command.task in state.tasks:
        raise Refused("这一项已经登记过；登记错了请先在日志里撤回")
    data: dict[str, Any] = {
        "task": fits(command.task, "任务"), "note": fits(command.note, "结果", "note"),
        "name": doer(command.name, "谁办的、谁答的", "name"),
    }
    ordered_by, body = fits(command.ordered_by, "下令人", "ordered_by"), fits(command.body, "接令单位", "body")
    more = {"ordered_by": ordered_by, "body": body, "desk_seq": command.desk_seq}
    data |= {key: value for key, value in more.items() if value}
    return [Event("task", when(command.at, context, state), data)]


def _extra(command: c.AddExtra, state: State, context: Context) -> list[Event]:
    data = {
        "id": f"x{len(state.extras) + 1}", "type": command.type, "text": need(command.text, "什么事", "text"),
        "origin": doer(command.origin, "谁交办的", "origin"), "who": doer(command.who, "谁承办", "who"),
        "due": stamp(command.due) if command.due else None,
    }
    return [Event("extra", context.now, data)]


def _extra_done(command: c.DoExtra, state: State, context: Context) -> list[Event]:
    extra = state.extras.get(command.id)
    if extra is None or extra.done:
        raise Refused("没有这项交办，或已经办结")
    at = when(command.at, context, state)
    late = _late(extra.due, at)
    if late and blank(command.late_reason):
        raise Refused("已过办理时限，请写一句原因", "late")
    data = {
        "id": command.id, "note": fits(command.note, "结果", "note"), "name": doer(command.name, "谁办的", "name"),
        "late_seconds": late, "late_reason": fits(command.late_reason, "原因", "late") if late else "",
    }
    return [Event("extra_done", at, data)]


def _late(due: datetime | None, at: datetime) -> int:
    return int((at - due).total_seconds()) if due and at > due else 0


def _assess(command: c.Assess, _state: State, context: Context) -> list[Event]:
    data = {"experts": need(command.experts, "参加评估的人", "experts"), "finding": need(command.finding, "评估意见", "finding"),
            "advised": command.advised}
    return [Event("assessment", context.now, data)]


def _paper(command: c.SendPaper, _state: State, context: Context) -> list[Event]:
    received_by = named(command.received_by, "接收人", "received")
    if command.number:
        named(command.signed_by, "签发人", "signed")
    data = {
        "paper": command.paper, "number": command.number, "text": fits(command.text, "文书"),
        "draft": fits(command.draft, "草稿") if command.draft != command.text else "", "to": [one for one in command.to if not blank(one)],
        "channel": fits(command.channel, "怎么送", "channel"), "received_by": received_by,
        "signed_by": fits(command.signed_by, "签发人", "signed"), "figures": dict(command.figures),
        **_despite(command.despite, context),
    }
    return [Event("paper", context.now, data)]


DECIDERS: dict[type[c.Command], Decider] = {
    c.Declare: _declare, c.GiveReport: _report, c.MoveAgency: _agency, c.TryCall: _try_call, c.DoTask: _task,
    c.AddExtra: _extra, c.DoExtra: _extra_done, c.Assess: _assess, c.SendPaper: _paper,
}
