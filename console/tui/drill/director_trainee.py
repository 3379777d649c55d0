"""The words of the director's window about the trainee: events and clocks, the score so far, talk and notes. Pure."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from textual.content import Content

from console.desk.case import Case
from console.drill.score import Mark
from console.exercise.watching import Watch
from console.incident.due import Due, Office, dues
from console.incident.narrate import narrate
from console.incident.state import BASES, STAGES
from console.incident.times import clock, clock_seconds, instant, span
from console.incident.unfinished import members, not_confirmed, not_told, report_name
from console.words import cut

from ..text import joined, safe
from .director_words import fact_name

LAST = 12
"""Entries of the trainee's log that are shown, newest first."""
TALK = 8
"""Questions, and notes, that are shown, newest first."""


def trainee_words(watch: Watch, now: datetime) -> Content:
    """The trainee's events: level, start of the clocks, own reports, bodies told, and what was recorded last."""
    office = watch.desk.settings.for_deadlines()
    lines = [safe("受训人\n", "bold", lines=True)]
    for _, case in watch.cases:
        lines += _event(case, now, office)
    if len(lines) == 1:
        lines.append(safe("还没有开事件\n", lines=True))
    return joined(*lines)


def _event(case: Case, now: datetime, office: Office) -> list[Content]:
    state, plan = case.state, case.plan
    level = f"{state.level}级" if state.level else "不启动" if state.refused else "未定级"
    lines = [safe(f"{state.title} [{level}] {STAGES[state.stage]}  {case.id}\n", "bold", lines=True)]
    found = [due for due in dues(plan, state, now, office) if due.mine]
    if found:
        lines.append(safe(f"  {BASES[state.basis_used]} {clock(state.t0)} 起算\n", lines=True))
        lines += [safe(f"  {report_name(plan, due)} {_due(due, now)}\n", lines=True) for due in found]
    told = len(members(plan)) - len(not_told(plan, state))
    if told:
        lines.append(safe(f"  已通知{told}家，{len(not_confirmed(plan, state))}家没有确认\n", lines=True))
    return [*lines, *_recorded(case)]


def _recorded(case: Case) -> list[Content]:
    """What was recorded last, newest first; bodies that were told at one blow are one line."""
    lines: list[Content] = []
    for (_, at), group in groupby(reversed(case.entries), lambda e: (e.kind if e.kind == "agency" else e.seq, e.event_at)):
        entries = list(group)
        several = f"单位动态{len(entries)}条，末一条 " if len(entries) > 1 else ""
        words = case.index.standing(entries[0].seq) + narrate(entries[0], case.plan).partition("\n")[0]
        lines.append(safe(f"  {clock_seconds(instant(at))} {several}{cut(words, 120)}\n", lines=True))
        if len(lines) == LAST:
            break
    return lines


def _due(due: Due, now: datetime) -> str:
    """「02:24前 还有03:12」."""
    if due.done:
        late = f"，晚了{span(due.done.at - due.target)}" if due.state == "done_late" and due.target else ""
        return f"已报 {clock(due.done.at)}{late}"
    if due.next_at is None:
        return "没有时限"
    return f"{clock(due.next_at)}前 {'还有' if due.next_at >= now else '超过'}{span(due.next_at - now)}"


def score_so_far(watch: Watch) -> Content:
    """The points made, lost for good, and still to be made; then each goal with how it stands."""
    sheet = watch.sheet()
    rows = [(standing_of(mark), mark) for mark in sheet.marks]
    won = sum(mark.goal.points - mark.lost for standing, mark in rows if standing != "未")
    lost = sum(mark.lost for standing, mark in rows if standing == "扣")
    head = f"到现在 得{won} 扣{lost} 还没做{sheet.full - won - lost} 满分{sheet.full}\n"
    lines = [safe(head, "bold", lines=True)]
    several = len(watch.scenario.events) > 1
    for standing, mark in rows:
        event = f"({watch.scenario.event(mark.goal.event).title})" if several and mark.goal.event else ""
        lost_words = f" 扣{mark.lost}：{mark.why}，{mark.entry}" if standing == "扣" else ""
        row = f"{standing} {mark.goal.points:3d} {mark.what}{event}{lost_words}\n"
        lines.append(safe(row, "bold" if standing == "扣" else "dim" if standing == "得" else "", lines=True))
    return joined(*lines)


def standing_of(mark: Mark) -> str:
    """Whether a goal is made, lost with an entry behind it, or simply not done yet."""
    if not mark.lost:
        return "得"
    return "扣" if any(loss.entry for loss in mark.losses) else "未"


def notes_words(watch: Watch) -> Content:
    """The scenario's note for the director, what the trainee asked last, the director's own notes."""
    lines = []
    if watch.scenario.scenario.note:
        lines.append(safe(f"脚本注：{watch.scenario.scenario.note}\n", lines=True))
    plans = {key: case.plan for key, case in watch.cases}
    asked = [
        f"  {clock_seconds(a.at)} 问{fact_name(plans.get(a.event), a.path)}：{a.says}\n" for a in reversed(watch.run.asked[-TALK:])
    ]
    noted = [f"  {clock_seconds(r.at)} {r.by}：{r.text[:120]}\n" for r in reversed(watch.run.remarks[-TALK:])]
    for title, rows, none in (("导演记\n", noted, "  Ctrl+D 记一笔，进演练记录\n"), ("问过\n", asked, "  还没有问\n")):
        lines += [safe(title, "bold", lines=True), *(safe(row, lines=True) for row in rows or [none])]
    return joined(*lines)
