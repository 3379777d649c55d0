"""The words of the end: who decides, the conditions with their figures, what is left open, how one goes on. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from console.desk.view import CaseView
from console.incident.state import EndTick
from console.incident.times import clock
from console.plan.work import EndCondition
from console.words import fit

from .authority_words import authority_words
from .text import joined, safe
from .unit_words import Row
from .widgets.line import folded

STATE = 10
"""Cells of the state before a condition."""
KINDS = {
    "未登记：": "报告没登记", "任务未办结：": "任务没办结", "未通知单位": "", "未确认单位": "", "交办未办结：": "交办没办结",
    "后续未办：": "后续没办", "数字未核实：": "数字没核实",
}
"""How the lines of what is open begin, in the order of the list, and the heading over each kind."""


def held(case: CaseView) -> int:
    """How many of the conditions are met."""
    return sum(1 for e in case.plan.end_conditions if (tick := case.state.end.get(e.id)) and tick.met)


def head_words(case: CaseView) -> Content:
    """Where the event stands on its way out, and who decides."""
    state, plan = case.state, case.plan
    if state.stage == "closed":
        return safe("事件已归档；要继续处置按 Ctrl+Y 重开", "bold")
    if state.stage == "ended":
        return safe("响应已终止：办后续工作，然后 F12 归档", "bold")
    if state.level is None:
        return safe("响应没有启动；不用终止，办完可按 F12 归档", "bold")
    who = authority_words(plan.authority(state.level, "end"), state.level)
    words = f"终止条件满足 {held(case)}/{len(plan.end_conditions)}，缺一不可。提级、降级在 F4。\n"
    return joined(safe(words, "bold", lines=True), safe(who))


def condition_rows(case: CaseView, width: int) -> list[Row]:
    """A row a condition: its state in a word, its text and clause, then its figures against what is asked for."""
    rows: list[Row] = []
    for condition in case.plan.end_conditions:
        tick = case.state.end.get(condition.id)
        state = "未登记" if tick is None else "满足" if tick.met else "(!)不满足"
        first = folded(safe(f"{condition.text}({condition.clause})"), width - STATE - 1).split("\n")
        lines = [joined(safe(fit(state, STATE), "" if tick and tick.met else "bold"), first[0])]
        lines += [joined(" " * STATE, line) for line in first[1:]]
        told = _figures(condition, tick)
        lines += [joined(" " * STATE, line) for line in folded(safe(told), width - STATE - 1).split("\n")] if told else []
        rows.append((f"end:{condition.id}", Content("\n").join(lines)))
    return rows


def _figures(condition: EndCondition, tick: EndTick | None) -> str:
    """「减供负荷恢复比例 85%(要80%以上)，02:10 张三登记，供电局说的」."""
    parts = []
    for figure in condition.figures:
        said = tick.figures.get(figure.id, "") if tick else ""
        parts.append(f"{figure.label} {said + figure.unit if said else '没填'}(要{figure.minimum}{figure.unit}以上)")
    if tick:
        parts.append(f"{clock(tick.at)} {tick.by}登记")
        parts += [f"据{tick.name}"] if tick.name else []
        parts += [tick.note] if tick.note else []
    return "，".join(parts)


def left_words(lines: Sequence[str]) -> Content:
    """What is not done, kind after kind."""
    if not lines:
        return safe("都已办结", "bold")
    parts: list[Content] = [safe(f"没办结的 {len(lines)} 项", "bold")]
    for kind, heading in KINDS.items():
        found = [line.removeprefix(kind) if heading else line for line in lines if line.startswith(kind)]
        if found and heading:
            parts.append(safe(f"{heading} {len(found)}项", "bold underline"))
        parts += [safe(f"- {line}") for line in found]
    parts += [safe(f"- {line}") for line in lines if not line.startswith(tuple(KINDS))]
    return Content("\n").join(parts)


def way_words(case: CaseView) -> Content:
    """The way from here to the closed log, the present step marked."""
    plan, stage = case.plan, case.state.stage
    met = held(case) == len(plan.end_conditions)
    at = {"closed": 5, "ended": 3}.get(stage, 2 if met else 1 if case.state.level else 4)
    follows = "后面列出的后续工作逐项登记" if stage in ("ended", "closed") else "终止后在这里列出后续工作，逐项登记"
    steps = (
        "逐条问清终止条件，回车登记：满足没有、数字、谁说的", "报有权的人决定，F10 登记谁决定、谁宣布、何时、理由",
        follows, "F12 归档：先列出没办结的，看过再确认；归档后仍可补录、更正、导出", "Ctrl+K 做档案包",
    )
    lines = [safe(f"{'->' if n == at else '  '} {n} {words}", "bold" if n == at else "") for n, words in enumerate(steps, 1)]
    return Content("\n").join([safe("到归档还有这几步", "bold underline"), *lines])
