"""The words of the wall: an event in large, its deadlines, agencies, last key entries. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from console.desk.view import CaseView
from console.incident.narrate import kind_label, narrate
from console.incident.state import AGENCY_STEPS, BASES, STAGES
from console.incident.times import clock, dated, span
from console.incident.unfinished import members, report_name
from console.words import cells, cut, fit

from .figures import bitmap, runs
from .text import joined, safe
from .widgets.frame import level_words

if TYPE_CHECKING:
    from console.incident.entry import Entry
    from console.warning.model import Bulletin

KEY_KINDS = frozenset({
    "opened", "declared", "milestone", "closed", "reopened", "correction", "assessment", "paper", "intake_finished",
    "extra", "basis", "clock_jump",
})
"""What is shown of a log beside the entries that were marked."""
_MARKS = {"waiting": "( )", "soon": "(!)", "late": "[超时]", "over": "[超限]"}
_LOOK_BACK = 400
"""So many entries back key ones are looked for."""


def large(text: str, wide: int, tall: int) -> list[Content]:
    """Figures in five lines, or five times `tall`; a point is `wide` cells."""
    rows = [joined(*(safe(" " * n, "reverse" if full else "") for full, n in runs(row, wide))) for row in bitmap(text)]
    return [row for row in rows for _ in range(tall)]


def beside(left: list[Content], right: list[Content], gap: int) -> list[Content]:
    """Two blocks of as many lines, one next to the other."""
    return [joined(one, " " * gap, other) for one, other in zip(left, right, strict=True)]


def age_figures(age: timedelta) -> str:
    """「12:34:56」, hours past a hundred as well."""
    seconds = max(0, int(age.total_seconds()))
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def title_lines(case: CaseView, now: datetime, width: int) -> list[Content]:
    """Number, title, level, stage, start."""
    state = case.state
    since = f"{BASES[state.basis_used]} {dated(state.t0)}  已{span(now - state.t0)}"
    head = f"{'[演练] ' if state.drill else ''}{case.id} {state.title}"
    standing = f"{level_words(case)}  {STAGES[state.stage]}  {since}"
    return [safe(cut(head, width), "bold"), safe(cut(standing, width), "bold")]


def large_lines(case: CaseView, now: datetime, width: int, height: int) -> list[Content]:
    """The level and the age in large figures; a level not declared is 「-」, said in words above."""
    level, age = case.state.level or "-", age_figures(now - case.state.t0)
    points = len(bitmap(level)[0]) + len(bitmap(age)[0])
    sizes = [(4, 2), (2, 1), (1, 1)]
    wide, tall = next(((w, t) for w, t in sizes if (points + 5) * w <= width and t * 22 <= height), (1, 1))
    if (points + 5) * wide > width:
        age = age.rpartition(":")[0]
    return beside(large(level, wide, tall), large(age, wide, tall), 5 * wide)


def due_lines(case: CaseView, now: datetime, width: int, most: int) -> list[Content]:
    """The deadlines that are open, the latest first, our own marked."""
    waiting = sorted((d for d in case.dues if d.next_at and not d.done), key=lambda d: d.next_at or now)
    lines = []
    for due in waiting[:most]:
        at = due.next_at or now
        left = f"已超 {span(now - at)}" if at < now else f"还有 {span(at - now)}"
        words = f"{fit(_MARKS.get(due.state, ''), 7)}{clock(at)} {fit(left, 16)} {'我方 ' if due.mine else '待报 '}"
        head = cut(words + report_name(case.plan, due), width - cells(due.own))
        lines.append(safe(head + due.own, "bold reverse" if at < now else ""))
    given = sum(1 for d in case.dues if d.done)
    return [safe(f"报告 已报{given}项 未报{len(case.dues) - given}项", "bold"), *lines]


def agency_line(case: CaseView, width: int) -> Content:
    """How many members stand on each step."""
    steps = Counter(case.state.agencies[b.id].step if b.id in case.state.agencies else "silent"
                    for b in members(case.plan))
    words = "  ".join(f"{label}{steps[step]}" for step, label in AGENCY_STEPS.items())
    return safe(cut(f"单位 {words}", width), "bold")


def entry_lines(case: CaseView, entries: Sequence[Entry], width: int, most: int) -> list[Content]:
    """The last key entries, the newest first."""
    recent = entries[-_LOOK_BACK:]
    marked = {e.data.get("seq") for e in recent if e.kind == "mark" and e.data.get("on", True)}
    keys = [e for e in reversed(recent) if e.kind in KEY_KINDS or e.seq in marked or e.data.get("key") is True]
    return [
        safe(cut(f"{e.event_at[11:16]} {kind_label(e)} {narrate(e, case.plan)}", width)) for e in keys[:most]
    ]


def warning_lines(found: Iterable[Bulletin], now: datetime, width: int, most: int) -> list[Content]:
    """The warnings in force, each with its colour as a word."""
    from console.warning.words import name_of, until_words  # noqa: PLC0415 # most days there are none

    lines = [safe(cut(f"预警 {name_of(b)} {b.area} {until_words(b, now)}", width), "bold") for b in found]
    return lines[:most] + ([safe(f"另有{len(lines) - most}条预警", "bold")] if len(lines) > most else [])
