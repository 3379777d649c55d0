"""The words of an event as it stood: level, reports, agencies, figures, call, steps. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content

from console.desk.view import CaseView
from console.incident.due import who_words
from console.incident.facts import NoSuchFact, field_at, is_on_form, label_at, shown_value
from console.incident.state import BASES, CALL_FIELDS, CERTAINTIES, STAGES
from console.incident.times import clock, clock_seconds, dated, span
from console.incident.unfinished import report_name
from console.words import fit

from .report_words import STATE, STYLES, TAGS, left_words
from .text import joined, safe
from .unit_words import totals_words
from .widgets.frame import level_words


def head_words(case: CaseView, at: datetime, count: int, total: int) -> str:
    """「回看 第12条/共40条 11-23 02:47:10」."""
    return f" 回看 第{count}条/共{total}条 {at:%m-%d} {clock_seconds(at)} {case.id} "


def standing(case: CaseView, at: datetime) -> list[Content]:
    """The left half: where the event stood and what was owed."""
    state = case.state
    proposed = f"建议{case.proposal.level}级" if case.proposal.level else "建议 未定级"
    lines = [
        joined(safe(f"[{level_words(case)}]", "bold"), f"  {STAGES[state.stage]}  {proposed}"),
        safe(f"{state.title}"),
        safe(f"起点 {BASES[state.basis_used]} {dated(state.t0)}  已{span(at - state.t0)}"),
    ]
    lines += [safe(f"矛盾：{one.sentence}", "bold") for one in case.contradictions]
    lines += [safe(""), safe("报告时限", "bold"), *_reports(case, at)]
    lines += [safe(""), safe("单位", "bold"), safe(totals_words(case))]
    lines += [safe(""), safe("当时的下一步", "bold")]
    lines += [safe(f"{n} {step.text}") for n, step in enumerate(case.steps[:6], 1)]
    return lines


def known(case: CaseView) -> list[Content]:
    """The right half: the figures and the words that were known."""
    lines = [safe("数字", "bold"), *_figures(case), safe(""), safe("接报要素", "bold")]
    call = case.state.call
    lines += [safe(f"{CALL_FIELDS.get(name, name)}：{words}") for name, words in call.items() if words]
    if case.state.places:
        lines.append(safe(f"涉及县市：{'、'.join(case.state.places)}"))
    for last in case.state.declarations[-1:]:
        words = f"{clock(last.at)} 决定 {last.decided_by or '未填'} 宣布 {last.announced_by or '未填'}"
        lines += [safe(""), safe("响应", "bold"), safe(words)]
        lines += [safe(f"依据：{last.authority}")] if last.authority else []
    return lines


def _reports(case: CaseView, at: datetime) -> Iterator[Content]:
    for due in case.dues:
        standing = fit(f"{TAGS[due.state]} {left_words(due, at)}", STATE)
        style = "" if due.done else STYLES.get(due.state, "")
        by = who_words(due.done) if due.done else clock(due.next_at) if due.next_at else ""
        yield joined(safe(standing, style), f" {report_name(case.plan, due)} {by}{'' if due.done else due.own}")


def _figures(case: CaseView) -> Iterator[Content]:
    for path, figure in case.state.figures.items():
        if figure.now.value is None or not is_on_form(case.state, path):
            continue
        try:
            label, words = label_at(case.plan, path), shown_value(field_at(case.plan, path), figure.now.value)
        except NoSuchFact:
            label, words = path, str(figure.now.value)
        said = figure.now
        source = f" {said.source}" if said.source else ""
        yield safe(f"{label} {words}  {CERTAINTIES[said.certainty]} {clock(said.at)}{source}")
