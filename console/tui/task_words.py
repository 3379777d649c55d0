"""The words for tasks, extra tasks, follow-ups, risks and measures. Pure."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from console.desk.view import CaseView
from console.incident.clock_told import UNSURE
from console.incident.narrate import EXTRA_TYPES, task_label
from console.incident.state import Done, Extra
from console.incident.times import clock, dated, span
from console.plan.work import Follow
from console.words import cut

from .text import joined, safe
from .unit_words import GROUP, Row, fitting, hazards_of


def level_in_force(case: CaseView) -> str | None:
    """The declared level, or after the end the one that was ended."""
    return case.state.level or next((d.level or d.before for d in reversed(case.state.declarations)
                                     if d.action != "refuse"), None)


def follows_of(case: CaseView) -> tuple[Follow, ...]:
    """What follows the end at the level that was ended."""
    last = next((d.before for d in reversed(case.state.declarations) if d.action == "end"), None)
    return tuple(f for f in case.plan.follows if not f.levels or last in f.levels)


def task_rows(case: CaseView, now: datetime, width: int) -> list[Row]:
    """The level's tasks, the extra ones, and after the end what follows."""
    rows: list[Row] = []
    level = level_in_force(case)
    if level:
        rows.append((f"{GROUP}level", safe(f"{level}级任务", "bold underline")))
        rows += [(f"task:{t.id}", _row(case, f"task:{t.id}", f"{t.text}({t.clause})", width))
                 for t in case.plan.level(level).tasks]
    else:
        rows.append((f"{GROUP}none", safe(cut("还没有启动响应，没有分级任务", width - 2))))
    if case.state.extras:
        rows.append((f"{GROUP}extra", safe("交办、指示、承诺", "bold underline")))
        rows += [(f"extra:{x.id}", extra_row(x, now, width, sure=case.sure)) for x in case.state.extras.values()]
    if case.state.stage in ("ended", "closed"):
        rows += follow_rows(case, width)
    return rows


def task_count(case: CaseView) -> str:
    """「2/7」: how many of the level's tasks and of the ordered ones are done."""
    level = level_in_force(case)
    tasks = case.plan.level(level).tasks if level else ()
    done = sum(f"task:{t.id}" in case.state.tasks for t in tasks) + sum(bool(x.done) for x in case.state.extras.values())
    total = len(tasks) + len(case.state.extras)
    return f"{done}/{total}" if total else ""


def risk_count(case: CaseView) -> str:
    """「1/19」: how many of the risks were asked about."""
    asked = sum(bool(times_asked(case, f"risk:{r.id}")) for r in case.plan.risks)
    return f"{asked}/{len(case.plan.risks)}" if case.plan.risks else ""


def follow_rows(case: CaseView, width: int) -> list[Row]:
    """What follows the end."""
    rows: list[Row] = [(f"{GROUP}follow", safe("后续工作", "bold underline"))]
    return rows + [(f"follow:{f.id}", _row(case, f"follow:{f.id}", f"{f.title}({f.clause}) {f.text}", width))
                   for f in follows_of(case)]


def _row(case: CaseView, key: str, words: str, width: int) -> Content:
    done = case.state.tasks.get(key)
    when = f"  {clock(done.at)} {done.name}" if done else ""
    return safe(cut(f"{'已办' if done else '未办'} {words}", max(10, width - 2 - len(when) * 2)) + when)


def extra_row(extra: Extra, now: datetime, width: int, *, sure: bool = True) -> Content:
    """An extra task with its deadline."""
    tail, style = "", ""
    if extra.done:
        tail = f"  {clock(extra.done.at)} 办结"
    elif extra.due and extra.due < now:
        tail, style = f"  超时 {span(now - extra.due)}", "bold reverse"
    elif extra.due:
        tail = f"  {clock(extra.due)}前 {f'还有{span(extra.due - now)}' if sure else UNSURE}"
    head = f"{'已办' if extra.done else '未办'} {EXTRA_TYPES[extra.kind]} {extra.who} {extra.text}"
    return joined(safe(cut(head, max(10, width - 28))), safe(tail, style))


def times_asked(case: CaseView, key: str) -> list[tuple[str, Done]]:
    """Every answer to a question, oldest first."""
    return [(k, d) for k, d in case.state.tasks.items() if k == key or k.startswith(f"{key}#")]


def risk_rows(case: CaseView, width: int) -> list[Row]:
    """The risks by system as questions, then the measures by system."""
    rows: list[Row] = []
    if case.plan.risks:
        rows.append((f"{GROUP}risks", safe("要问的风险(按系统)", "bold underline")))
    for risk in case.plan.risks:
        asked = times_asked(case, f"risk:{risk.id}")
        when = f"  {clock(asked[-1][1].at)}问{len(asked)}次" if asked else ""
        words = f"{'问过' if asked else '没问'} {risk.system}：{risk.ask}"
        rows.append((f"risk:{risk.id}", safe(cut(words, max(10, width - 2 - len(when) * 2)) + when)))
    system = ""
    for measure in fitting(case.plan.measures, hazards_of(case)):
        if measure.system != system:
            system = measure.system
            rows.append((f"{GROUP}measure-{system}", safe(f"措施：{system}", "bold underline")))
        key = f"measure:{measure.id}"
        rows.append((key, _row(case, key, f"{measure.text}({measure.clause})", width)))
    return rows


def task_detail(case: CaseView, key: str) -> Content:
    """One task, risk, measure or follow-up in full, with what was written about it."""
    kind, _, rest = key.partition(":")
    if kind == "extra":
        return _extra_detail(case.state.extras[rest])
    lines = []
    if kind == "risk":
        risk = next(r for r in case.plan.risks if r.id == rest)
        lines.append(f"可能出的事：{risk.watch}")
    if kind == "measure":
        lines += _carriers(case, rest)
    if kind == "follow":
        lines.append(next(f.text for f in case.plan.follows if f.id == rest))
    lines += [f"{dated(d.at)} {d.name}：{d.note} 第{d.seq}条" for _, d in reversed(times_asked(case, key))]
    return joined(safe(task_label(key, case.plan), "bold"), safe("\n" + "\n".join(lines), lines=True))


def _carriers(case: CaseView, measure_id: str) -> list[str]:
    measure = next(m for m in case.plan.measures if m.id == measure_id)
    lines = [f"条件：{measure.when}"] if measure.when else []
    for sector_id in measure.by:
        sector = case.plan.sector(sector_id)
        bodies = "、".join(case.plan.body(b).name for b in sector.bodies)
        lines.append(f"由 {sector.name}：{bodies or '预案没有对应单位'}{f'({sector.note})' if sector.note else ''}")
    return lines


def _extra_detail(extra: Extra) -> Content:
    due = f"，{dated(extra.due)}前" if extra.due else ""
    lines = [f"承办：{extra.who}  交办人：{extra.origin}{due}"]
    if extra.done:
        lines.append(f"{dated(extra.done.at)} {extra.done.name} 办结：{extra.done.note} {extra.done.late_reason}")
    title = f"{EXTRA_TYPES[extra.kind]} {extra.text}"
    return joined(safe(title, "bold"), safe("\n" + "\n".join(lines), lines=True))
