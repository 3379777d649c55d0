"""Words of the board: an event in two lines, a deadline, who is on duty, and what there is to do on a quiet night. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from console.incident.clock_told import UNSURE, full
from console.incident.times import clock, dated, span
from console.words import cut, fit

from .text import joined, safe
from .widgets.frame import level_words

if TYPE_CHECKING:
    from console.desk.home import Summary
    from console.desk.view import CaseView, View
    from console.incident.due import Due

SOUND_TRIED = timedelta(hours=12)
"""A trial of the sound is good for a shift."""
_NAME = 12
"""Cells of the names at the left of the quiet board."""


def due_words(case: CaseView, due: Due) -> Content:
    """Until when, how long, and whether it is ours: shape and words first, colour never alone."""
    at = due.next_at
    if at is None:
        return safe("无时限")
    if at < case.now:
        return safe(f"[{'' if due.sure else '至少'}超时 {span(case.now - at)}]", "bold reverse")
    if not due.sure:
        return safe(f"(?) {full(at)} {UNSURE}", "bold")
    mark = "(!)" if due.state == "soon" else "( )"
    return safe(f"{mark} {clock(at)} 还有{span(at - case.now)}", "bold" if due.state == "soon" else "")


def duty_words(view: View) -> str:
    """Who is on duty and since when."""
    turn = view.shift.on_duty
    if turn is None:
        return "没有登记谁在值班，按 Ctrl+O"
    leader = f" 带班{turn.leader}" if turn.leader else ""
    return f"{turn.name} {dated(turn.since)}起值班{leader}{'（未经交接）' if turn.without else ''}"


def case_row(case: CaseView, width: int) -> Content:
    """An open event in two lines: what it is; how long it lasts, the next deadline, what is overdue."""
    from console.incident.unfinished import report_name  # noqa: PLC0415 # the first paint does not need it

    first = f"{fit(level_words(case), 10)} {cut(case.state.title, max(20, width - 36))}"
    links = f"，关联{'、'.join(case.state.links)}" if case.state.links else ""
    second: list[Content | str] = [f"   {case.age}{links}  "]
    due = case.next_due
    if due:
        whose = "我方" if due.mine else "等"
        second += [f"{whose} {report_name(case.plan, due)} ", due_words(case, due), safe(f" {due.by_office}" if due.by_office else "")]
    elif case.state.stage in ("intake", "response"):
        second.append("没有未了的时限")
    waited = sum(1 for d in case.dues if d is not due and not d.done and d.next_at and d.next_at < case.now)
    if waited:
        second.append(safe(f"  另有超时{waited}项", "bold"))
    down = sum(1 for d in case.dues if d.while_down)
    if down:
        second.append(safe(f"  关机期间到期{down}项", "bold reverse"))
    return joined(safe(first, "bold"), safe(f"  {case.id}"), Content("\n"), *second)


def quiet_words(view: View | None, closed: Sequence[Summary]) -> Content:
    """What the board says while nothing is going on: what to press when something comes, and what to use the time for."""
    lines = [
        _row("电话一响", "Ctrl+N", "开一件新事件，这一秒就是来电时间"),
        _row("收到预警", "Ctrl+X", "导入或登记，看要做什么，据此开事件"),
    ]
    if view is None:
        return Content("\n").join(lines)
    if view.shift.on_duty is None:
        lines.append(_row("谁在值班", "Ctrl+O", "还没有登记，先登记上班"))
    else:
        lines.append(_row("换人", "Ctrl+A", "交接班：交接单、五问、双方签名"))
    tried = view.shift.sound_tested
    if view.sound and (tried is None or view.now - tried > SOUND_TRIED):
        lines.append(_row("声音", "Shift+F1", "这一班还没有试过，响一声听听"))
    if not view.mirror:
        lines.append(_row("副本", "Ctrl+B", "日志只有这一份，看体检怎么加第二处"))
    if not view.drill:
        lines.append(_row("没响的时候", "Shift+F2", "挑一个脚本演练；Shift+F9 一题一题练定级；F9 翻预案"))
    if closed:
        lines.append(safe("\n最近办结", "bold", lines=True))
        lines += [safe(f"  {one.id}  {fit(_level(one), 6)} {cut(one.title, 60)}") for one in reversed(closed)]
    return Content("\n").join(lines)


def _row(when: str, key: str, words: str) -> Content:
    return joined(safe(fit(when, _NAME)), safe(fit(key, 10), "bold $accent"), safe(words))


def _level(one: Summary) -> str:
    return f"{one.level}级" if one.level else ""
