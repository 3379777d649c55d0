"""The words for the reports owed: a row each, and one in full. Pure."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from console.desk.view import CaseView
from console.incident.due import Due
from console.incident.state import BASES
from console.incident.times import clock, dated, minutes_words, span
from console.incident.unfinished import ACTIONS_WORDS, report_name
from console.words import cells, cut, fit

from .text import joined, safe

STYLES = {"soon": "bold", "late": "bold reverse", "over": "bold reverse"}


def state_words(due: Due, now: datetime) -> str:
    """Where a report stands: done, so much left, so much over."""
    if due.done:
        late = f" 迟{minutes_words_of(due.done.late_seconds)}" if due.done.late_seconds else ""
        return f"已报 {clock(due.done.at)}{late}"
    if due.state == "over" and due.limit:
        return f"超过最迟 {span(now - due.limit)}"
    if due.state == "late" and due.target:
        return f"超时 {span(now - due.target)}"
    at = due.target if due.target and due.target >= now else due.limit
    if at is None:
        return f"无时限 已过{span(due.elapsed)}"
    return f"{'(!)' if due.state == 'soon' else ''}还有{span(at - now)}"


def minutes_words_of(seconds: int) -> str:
    """A number of seconds as minutes in words; less than one minute as seconds."""
    from datetime import timedelta  # noqa: PLC0415 # one use

    return minutes_words(timedelta(seconds=seconds)) if seconds >= 60 else f"{seconds}秒"


def marks(due: Due) -> str:
    """What is remarkable about a deadline."""
    return ("  关机期间到期" if due.while_down else "") + (f"  {due.by_office}" if due.by_office else "")


def report_row(case: CaseView, due: Due, now: datetime, width: int) -> Content:
    """One report in a line of `width` cells; its marks have a line of their own where they would be cut."""
    box = "[x]" if due.done else "[ ]"
    whose = "我方" if due.mine else "待报"
    post = fit(case.plan.post(due.milestone.post).name, 20 if width < 90 else 24)
    times = f"力争{_column(due.target)} 最迟{_column(due.limit)} " if due.target or due.limit or due.done else ""
    action = ACTIONS_WORDS[due.milestone.action][:2]
    if width < 66:
        post = fit(case.plan.post(due.milestone.post).name, 14)
        head = f"{box}{whose} {action} {post} {times.replace(' 最迟', '/').removeprefix('力争')}"
    else:
        head = f"{box} {whose} {action} {post} {times}"
    state = state_words(due, now)
    style = "" if due.done else STYLES.get(due.state, "")
    room, told = max(8, width - 1 - cells(head)), marks(due)
    below = bool(told) and cells(state + told) > room
    tail = cut(state if below else state + told, room)
    more = f"\n   {told}" if below else ""
    return joined(safe(head, "bold" if due.mine and not due.done else ""), safe(tail, style), safe(more, lines=True))


def _column(at: datetime | None) -> str:
    """A time of day, or as much room."""
    return clock(at) if at else "  -  "


def report_detail(case: CaseView, due: Due) -> Content:
    """One report in full: to whom, both times, former times, what was done."""
    milestone = due.milestone
    whose = "我方要报" if due.mine else "等对方报来，收到后登记"
    target = dated(due.target) if due.target else "预案未写"
    limit = dated(due.limit) if due.limit else "预案未写"
    lines = [f"送：{'、'.join(milestone.to)}", f"力争 {target}  最迟 {limit}  {whose}{marks(due)}"]
    for before_target, before_limit in due.former:
        was = f"力争 {dated(before_target)}" if before_target else ""
        was += f"  最迟 {dated(before_limit)}" if before_limit else ""
        lines.append(f"计时起点更正前：{was.strip()}")
    if due.done:
        done = due.done
        late = f"，迟{minutes_words_of(done.late_seconds)}：{done.late_reason}" if done.late_seconds else ""
        lines.append(f"第{done.seq}条 {dated(done.at)} {done.by} 登记：接报人 {done.name} {done.channel}{late}")
        lines.append("登记错了：F7 日志里选中那一条，Ctrl+W 撤回")
    lines += [words for words in (milestone.text, case.plan.post(milestone.post).note) if words]
    title = f"{report_name(case.plan, due)}  ({milestone.clause})"
    return joined(safe(title, "bold"), safe("\n" + "\n".join(lines), lines=True))


def start_words(case: CaseView) -> str:
    """From which instant the clocks run: 「起点 发生 12:46」."""
    state = case.state
    used = BASES[state.basis_used]
    if state.basis_used != state.basis:
        return f"起点 {used}{clock(state.t0)}({BASES[state.basis]}时间未知)"
    return f"起点 {used}{clock(state.t0)}"
