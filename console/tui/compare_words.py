"""Several events side by side: the same things of each in the same line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from console.incident.clock_told import UNSURE, full
from console.incident.narrate import narrate
from console.incident.state import BASES, STAGES
from console.incident.times import clock, dated, span
from console.words import fit
from console.wrap import spans

from .report_words import who_to_whom
from .text import joined, safe
from .unit_words import totals_words
from .widgets.frame import level_words

if TYPE_CHECKING:
    from console.desk.view import CaseView
    from console.incident.entry import Entry

LABEL = 10
"""Cells of the names of the lines."""
NARROWEST = 32
"""Cells that an event needs at least."""
_TALLEST = 3
"""Lines that one thing takes at most."""


def room(width: int) -> int:
    """How many events stand side by side in so many cells."""
    return max(1, (width - LABEL) // NARROWEST)


def lines(cases: Sequence[CaseView], last: Sequence[Entry | None], width: int, picked: str | None) -> list[Content]:
    """The table; `last` is the last entry of each event, `picked` the event that the cursor is on."""
    column = (width - LABEL) // max(1, len(cases)) - 2
    told = [_told(case, entry) for case, entry in zip(cases, last, strict=True)]
    heads = [safe(fit(f"{'>' if c.id == picked else ' '}{c.id}", column), "bold reverse" if c.id == picked else "bold") for c in cases]
    rows = [joined(" " * LABEL, *(part for head in heads for part in ("  ", head)))]
    for name in told[0] if told else ():
        cut_up = [_wrapped(words[name], column) for words in told]
        for at in range(max(len(one) for one in cut_up)):
            parts = [safe(fit(one[at] if at < len(one) else "", column)) for one in cut_up]
            label = safe(fit(name if at == 0 else "", LABEL), "bold")
            rows.append(joined(label, *(part for words in parts for part in ("  ", words))))
    return rows


def _told(case: CaseView, entry: Entry | None) -> dict[str, str]:
    """Name of the line to what it says of an event."""
    state, due = case.state, case.next_due
    given = sum(1 for d in case.dues if d.done)
    late = sum(1 for d in case.dues if d.state in ("late", "over"))
    proposed = f"{case.proposal.level}级" if case.proposal.level else "未定级"
    more = f"，还可能 {'、'.join(f'{one}级' for one in case.proposal.possible)}" if case.proposal.possible else ""
    return {
        "事件": f"{'[演练] ' if state.drill else ''}{state.title}",
        "预案": case.plan.plan.title,
        "级别": f"{level_words(case)} {STAGES[state.stage]}",
        "按已知": proposed + more,
        "起点": f"{BASES[state.basis_used]} {dated(state.t0)} {case.age}",
        "地点": "、".join(state.places) or "未登记",
        "下一时限": _due_words(case) if due else "没有",
        "报告": f"已报{given} 未报{len(case.dues) - given} 超时{late}",
        "单位": totals_words(case),
        "下一步": case.steps[0].text if case.steps else "",
        "关联": "、".join(state.links) or "没有",
        "最近一条": f"{entry.event_at[11:16]} {narrate(entry, case.plan)}" if entry else "",
    }


def _due_words(case: CaseView) -> str:
    due = case.next_due
    if due is None or due.next_at is None:
        return "没有"
    if due.next_at < case.now:
        left = f"{'' if due.sure else '至少'}超时{span(case.now - due.next_at)}"
    else:
        left = f"还有{span(due.next_at - case.now)}" if due.sure else UNSURE
    return f"{clock(due.next_at) if due.sure else full(due.next_at)} {left} {who_to_whom(case, due)}{due.own}"


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of `width` cells, the last of them cut where there are too many."""
    lines = spans(text, width)
    found = [text[a:b] for a, b in lines[:_TALLEST]]
    if len(lines) > _TALLEST:
        found[-1] = fit(text[lines[_TALLEST - 1][0]:], width)
    return found
