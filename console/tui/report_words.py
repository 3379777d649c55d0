"""The words for the reports owed: a row each, and one in full. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.content import Content

from console.desk.view import CaseView
from console.incident.clock_told import UNSURE
from console.incident.due import Due, DueState, who_words
from console.incident.state import BASES
from console.incident.times import clock, dated, minutes_words, span
from console.incident.unfinished import ACTIONS_WORDS, report_name
from console.words import cells, cut, fit

from .text import joined, safe

STYLES = {"soon": "bold", "late": "bold reverse", "over": "bold reverse"}
TAGS: dict[DueState, str] = {
    "done": "已报", "done_late": "迟报", "waiting": "未报", "untimed": "无时限", "soon": "(!)快到", "late": "[!]过力争",
    "over": "[!!]过最迟",
}
"""Where a report stands, first by shape and then by word."""
STATE, TIME = 20, 6
"""Cells of the columns: state with what is left, a time of day."""
LEAST = 24
"""Cells that who reports to whom gets in its line at least."""


def left_words(due: Due, now: datetime) -> str:
    """When it was given, how long is left, how long it is over; where there is no deadline, how long it has been."""
    if due.done:
        late = f" 迟{span(timedelta(seconds=due.done.late_seconds))}" if due.done.late_seconds else ""
        return f"{clock(due.done.at)}{late}"
    least = "" if due.sure else "至少"
    if due.state == "over" and due.limit:
        return least + span(now - due.limit)
    if due.state == "late" and due.target:
        return least + span(now - due.target)
    if not due.sure:
        return UNSURE
    at = due.target if due.target and due.target >= now else due.limit
    return f"还有{span(at - now)}" if at else f"已过{span(due.elapsed)}"


def minutes_words_of(seconds: int) -> str:
    """A number of seconds as minutes in words; less than one minute as seconds."""
    return minutes_words(timedelta(seconds=seconds)) if seconds >= 60 else f"{seconds}秒"


def marks(due: Due) -> str:
    """What is remarkable about a deadline."""
    return ("  关机期间到期" if due.while_down else "") + (f"  {due.by_office}" if due.by_office else "")


def report_head() -> str:
    """The names of the columns."""
    return f"{fit('状态', STATE)} {fit('力争', TIME)}{fit('最迟', TIME)}谁报给谁(「等」是等对方报来)"


def report_row(case: CaseView, due: Due, now: datetime, width: int) -> Content:
    """One report in a line of `width` cells: state and time left, target, limit, then who reports to whom.

    What is remarkable about it has a line of its own where there is no room for both.
    """
    over = "" if due.done else STYLES.get(due.state, "")
    standing = fit(f"{TAGS[due.state]} {left_words(due, now)}", STATE)
    times = "".join(fit(clock(at) if at else "  -", TIME) for at in (due.target, due.limit))
    room = width - STATE - 2 * TIME - 2
    said = marks(due)
    below = cells(said) > room - LEAST
    whom = cut(who_to_whom(case, due), room if below else room - cells(said))
    own = "bold" if due.mine and not due.done else ""
    return joined(safe(standing, over or own), " ", safe(times, own), safe(whom, own),
                  safe(f"\n{' ' * STATE}{said}" if below else said, "bold", lines=True))


def who_to_whom(case: CaseView, due: Due) -> str:
    """「我方 电话报 省能源局」, or of what is awaited 「等 电网企业 书面报 ..」."""
    who = "我方" if due.mine else f"等 {case.plan.post(due.milestone.post).name}"
    return f"{who} {ACTIONS_WORDS[due.milestone.action][:2]}报 {'、'.join(due.milestone.to)}"


def standing_words(due: Due, now: datetime) -> str:
    """Where a report stands, as a sentence."""
    if due.done:
        return f"已登记 {left_words(due, now)}"
    if not due.sure and due.state not in ("late", "over"):
        return f"还没登记，{UNSURE}"
    words = {"late": "还没登记，力争时间过了", "over": "还没登记，最迟时间过了", "soon": "快到时限，", "untimed": "没有时限，"}
    found = f"{words.get(due.state, '在时限内，')}{left_words(due, now)}"
    if due.state == "late" and due.limit and due.sure:
        found += f"；离最迟还有{span(due.limit - now)}"
    return found


def report_detail(case: CaseView, due: Due, now: datetime) -> Content:
    """One report in full: where it stands, to whom, both times, former times, what was done."""
    milestone = due.milestone
    post = case.plan.post(milestone.post)
    whose = "我方要报，报完回车登记(稿子在 F11)" if due.mine else "等对方报来，收到后回车登记"
    times = [f"{name} {dated(at)}" if at else f"{name} 预案未写" for name, at in (("力争", due.target), ("最迟", due.limit))]
    lines = [f"{standing_words(due, now)}{marks(due)}", f"报给：{'、'.join(milestone.to)}", "  ".join(times)]
    lines += [] if due.done else [whose]
    for before_target, before_limit in due.former:
        was = f"力争 {dated(before_target)}" if before_target else ""
        was += f"  最迟 {dated(before_limit)}" if before_limit else ""
        lines.append(f"计时起点更正前：{was.strip()}")
    if due.done:
        done = due.done
        late = f"，迟{minutes_words_of(done.late_seconds)}：{done.late_reason}" if done.late_seconds else ""
        said = "，".join(words for words in (who_words(done), done.channel) if words)
        lines.append(f"第{done.seq}条 {dated(done.at)} {done.by} 登记：{said}{late}")
        lines.append("登记错了：F7 日志里选中那一条，Ctrl+W 撤回")
    lines += [words for words in (milestone.text, post.note) if words]
    title = f"{report_name(case.plan, due)}  ({milestone.clause})"
    return joined(safe(title, "bold"), safe("\n" + "\n".join(lines), lines=True))


def start_words(case: CaseView) -> str:
    """From which instant the clocks run: 「起点 发生 12:46」."""
    state = case.state
    used = BASES[state.basis_used]
    if state.basis_used != state.basis:
        return f"起点 {used}{clock(state.t0)}({BASES[state.basis]}时间未知)"
    return f"起点 {used}{clock(state.t0)}"
