"""The words of the director's window: the injects, one in full, what the trainee does. Pure."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from console.drill.run import STANDINGS, Asked
from console.drill.scenario import CHANNELS, Inject, When
from console.exercise.watching import Planned, Watch
from console.incident.due import dues
from console.incident.facts import label_at
from console.incident.narrate import narrate
from console.incident.state import CALL_FIELDS
from console.incident.times import clock, clock_seconds, instant, span
from console.incident.unfinished import report_name
from console.words import cut, fit

from ..text import joined, safe

LAST = 8
"""Entries of the trainee's log that are shown."""


def head_words(watch: Watch) -> Content:
    """Which drill, its clock and pace."""
    run = watch.run
    pace = "已结束 " + run.ended_why if run.ended_at else "停着" if run.paused else f"{run.speed}倍速"
    gone = span(watch.clock.now() - run.started)
    return joined(
        safe(" 演练 导演 ", "bold reverse"), safe(f" {watch.scenario.scenario.title}  受训人 {run.trainee}  {run.id}"),
        safe(f"  {clock_seconds(watch.clock.now())} 已{gone}  {pace}", "bold"),
    )


def inject_row(planned: Planned) -> Content:
    """One inject in a line: when, how it stands, what it is."""
    at = planned.played.sent_at or planned.at
    when = clock_seconds(at) if at else "等条件  "
    words = (planned.played.words or planned.inject.words or ("",))[0]
    bold = "bold" if planned.played.standing in ("sent", "seen") else ""
    return safe(
        f"{when} {STANDINGS[planned.played.standing]} {CHANNELS[planned.inject.channel]} "
        f"{fit(planned.inject.id, 8)} {cut(words, 26)}", bold,
    )


def inject_words(watch: Watch, planned: Planned) -> Content:
    """One inject in full, with what is expected and the director's note."""
    inject, played = planned.inject, planned.played
    voice = watch.scenario.voice(inject.voice) if inject.voice else None
    lines = [safe(f"{inject.id}  {CHANNELS[inject.channel]}  {STANDINGS[played.standing]}\n", "bold", lines=True)]
    if voice:
        lines.append(safe(f"{voice.unit} {voice.name}{f'({voice.manner})' if voice.manner else ''}\n", lines=True))
    lines += [safe(f"  {line}\n", lines=True) for line in played.words or inject.words]
    if inject.when is not None:
        lines.append(safe(f"条件：{when_words(inject.when)}，之后{inject.after}\n", lines=True))
    for label, at in (("发出", played.sent_at), ("看见", played.seen_at), ("接听", played.answered_at)):
        if at:
            lines.append(safe(f"{label} {clock_seconds(at)}  "))
    if inject.expect:
        window = f"({inject.window}内)" if inject.window else ""
        lines.append(safe(f"\n应做：{inject.expect}{window}\n", lines=True))
    if inject.note:
        lines.append(safe(f"导演注：{inject.note}\n", lines=True))
    return joined(*lines)


def when_words(when: When) -> str:
    """A condition in words."""
    words = {
        "opened": "开了事件", "declared": "定级", "ended": "终止", "reported": "报了", "missed": "误了", "notified": "通知了",
        "answered": "接了", "asked": "问了", "handed_over": "交了班",
    }
    name = next(n for n in type(when).model_fields if getattr(when, n) is not None)
    value = getattr(when, name)
    return words[name] + ("" if value is True else f" {' '.join(value) if isinstance(value, tuple) else value}")


def trainee_words(watch: Watch, now: datetime) -> Content:
    """The trainee's events with level, next report and what was recorded last; the questions asked; the notes."""
    lines = [safe(f"{watch.scenario.scenario.note}\n", lines=True)] if watch.scenario.scenario.note else []
    office = watch.desk.settings.for_deadlines()
    for key, case in watch.cases:
        level = f"{case.state.level}级" if case.state.level else "未定级"
        lines.append(safe(f"{key} {case.id} {case.state.title} [{level}]\n", "bold", lines=True))
        waiting = [d for d in dues(case.plan, case.state, now, office) if d.mine and d.next_at and not d.done]
        if waiting:
            due = waiting[0]
            lines.append(safe(f"  下一份 {report_name(case.plan, due)} {clock(due.next_at or now)}前\n", lines=True))
        for entry in case.entries[-LAST:]:
            words = narrate(entry, case.plan).partition("\n")[0]
            lines.append(safe(f"  {clock_seconds(instant(entry.event_at))} {words[:120]}\n", lines=True))
    asked = [f"  {clock_seconds(a.at)} 问 {_asked_for(watch, a)}：{a.says}\n" for a in watch.run.asked[-4:]]
    noted = [f"  {clock_seconds(r.at)} {r.by}：{r.text[:120]}\n" for r in watch.run.remarks[-4:]]
    for title, rows in (("问过\n", asked), ("导演记\n", noted)):
        if rows:
            lines += [safe(title, "bold", lines=True), *(safe(row, lines=True) for row in rows)]
    return joined(*lines) if lines else safe("受训人还没有开事件")


def _asked_for(watch: Watch, asked: Asked) -> str:
    """What was asked for, in words."""
    names = {"occurred": "发生时间", "places": "地点"}
    if asked.path.startswith("call."):
        return CALL_FIELDS.get(asked.path.removeprefix("call."), asked.path)
    plan = next((case.plan for key, case in watch.cases if key == asked.event), None)
    return names.get(asked.path) or (label_at(plan, asked.path) if plan else asked.path)


def editable(planned: Planned) -> str:
    """The words of an inject, a line each, to be changed."""
    inject: Inject = planned.inject
    return "\n".join(planned.played.words or inject.words)
