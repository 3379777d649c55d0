"""The words of the wall: an event in large, its deadlines, agencies, last key entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from console.desk.view import CaseView
from console.incident.clock_told import UNSURE
from console.incident.narrate import kind_label, narrate
from console.incident.state import BASES, STAGES
from console.incident.times import clock, dated
from console.words import cut

from .large import beside, block, block_lines, length_figures, points
from .report_words import TAGS, report_row, who_to_whom
from .text import safe
from .unit_words import totals_words
from .widgets.frame import level_words

if TYPE_CHECKING:
    from console.incident.entry import Entry
    from console.incident.log_index import LogIndex
    from console.warning.model import Bulletin

KEY_KINDS = frozenset({
    "opened", "declared", "milestone", "closed", "reopened", "correction", "assessment", "paper", "intake_finished",
    "extra", "basis", "clock_jump", "clock_offset", "withdrawn",
})
"""What is shown of a log beside the entries that were marked."""
SIZES = ((6, 3), (5, 3), (4, 3), (4, 2), (3, 2), (2, 1), (1, 1))
"""Cells a point of a figure is wide, and lines it is tall, the largest first."""
BROAD = 150
"""Cells of a panel from which on the key entries stand beside the reports."""
GAP = 3
Large = tuple[str, str, bool]
"""A word, its figures, and whether they stand on a bright field."""
_LOOK_BACK = 400
"""So many entries back key ones are looked for."""


def title_lines(case: CaseView, width: int) -> list[Content]:
    """Number, title, level, stage, start."""
    state = case.state
    head = f"{'[演练] ' if state.drill else ''}{case.id} {state.title}"
    standing = f"{level_words(case)}  {STAGES[state.stage]}  {BASES[state.basis_used]} {dated(state.t0)}"
    return [safe(cut(head, width), "bold"), safe(cut(standing, width), "bold")]


def large_lines(case: CaseView, width: int, most: int) -> list[Content]:
    """Level, age, time of day; below them the report most overdue and the next deadline. As large as `most` lines allow."""
    lasted = "已历时" if case.sure else f"至少已历时({UNSURE})"
    first = [("级别", case.state.level or "-", False), (lasted, length_figures(case.now - case.state.t0), False)]
    clocks = [part for part in (_overdue(case), _coming(case)) if part]
    both = bool(clocks) and most >= 2 * block_lines(1)
    for wide, tall in SIZES:
        rows = [first, clocks] if both else [first]
        if block_lines(tall) * len(rows) > most or any(_needed(row, wide) > width for row in rows):
            continue
        with_time = [*first, ("现在" if case.sure else "至少是", clock(case.now), False)]
        rows[0] = with_time if _needed(with_time, wide) <= width else first
        return [line for row in rows for line in _row(row, width, wide, tall)]
    return [safe(cut("  ".join(f"{label} {figures}" for label, figures, _ in [*first, *clocks]), width), "bold")]


def _needed(row: Sequence[Large], wide: int) -> int:
    return sum((points(figures) + 2) * wide for _, figures, _ in row) + GAP * (len(row) - 1)


def _row(row: Sequence[Large], width: int, wide: int, tall: int) -> list[Content]:
    """The blocks of a row; the last gets the cells that are left."""
    widths = [(points(figures) + 2) * wide for _, figures, _ in row]
    if len(row) > 1 and row[0][0] != "级别":
        widths = [(width - GAP * (len(row) - 1)) // len(row)] * len(row)
    else:
        widths[-1] = width - sum(widths[:-1]) - GAP * (len(row) - 1)
    return beside([block(label, figures, cell, wide, tall, field=field)
                   for (label, figures, field), cell in zip(row, widths, strict=True)], GAP)


def _overdue(case: CaseView) -> Large | None:
    """The report that is worst over its time: past its limit before past its target, ours before others'."""
    late = [d for d in case.dues if d.state in ("late", "over")]
    if not late:
        return None
    due = min(late, key=lambda d: (d.state != "over", not d.mine, d.target or case.now))
    since = due.limit if due.state == "over" and due.limit else due.target or case.now
    more = "" if case.sure else "至少 "
    more += f"(超时共{len(late)}项) " if len(late) > 1 else ""
    return f"{TAGS[due.state]} {more}{who_to_whom(case, due)}", length_figures(case.now - since), True


def _coming(case: CaseView) -> Large | None:
    """The next time of any report that is still to come."""
    coming = [(at, d) for d in case.dues if not d.done for at in (d.target, d.limit) if at and at >= case.now]
    if not coming:
        return None
    at, due = min(coming, key=lambda pair: (pair[0], not pair[1].mine))
    which = "力争" if at == due.target else "最迟"
    if not case.sure:
        return f"{which} {who_to_whom(case, due)}{due.own} {UNSURE}", clock(at), False
    soon = "(!) " if due.state == "soon" else ""
    return f"{soon}离{which}{clock(at)} {who_to_whom(case, due)}{due.own}", length_figures(at - case.now), False


def due_lines(case: CaseView, width: int, most: int) -> list[Content]:
    """The reports as the response screen has them, what is overdue first, what was given last."""
    order = {"over": 0, "late": 1, "soon": 2, "waiting": 3, "untimed": 4}
    dues = sorted(case.dues, key=lambda d: (order.get(d.state, 5), d.next_at or case.now))
    lines = [line for d in dues for line in report_row(case, d, case.now, width).split("\n")]
    given, late = sum(1 for d in case.dues if d.done), sum(1 for d in case.dues if d.state in ("late", "over"))
    head = f"报告 已报{given} 未报{len(case.dues) - given} 超时{late}"
    return [safe(head, "bold underline"), *lines[: max(1, most - 1)]]


def agency_line(case: CaseView, width: int) -> Content:
    """How many members stand on each step."""
    return safe(cut(f"单位 {totals_words(case)}", width), "bold")


def step_lines(case: CaseView, width: int, most: int) -> list[Content]:
    """The next steps, the first of them in bold."""
    return [safe(cut(f"{'下一步' if n == 0 else '      '} {step.text}", width), "" if n else "bold")
            for n, step in enumerate(case.steps[:most])]


def other_lines(hidden: Sequence[CaseView], width: int) -> list[Content]:
    """The events that are not shown at this turn: a line each, so that nothing overdue is out of sight."""
    lines = []
    for case in hidden:
        late, due = sum(1 for d in case.dues if d.state in ("late", "over")), _coming(case)
        coming = f"  {due[0]} {'还有' if case.sure else ''}{due[1]}" if due else ""
        words = f"另有 {case.id} {level_words(case)} {case.state.title}  超时{late}项{coming}"
        lines.append(safe(cut(words, width), "bold reverse" if late else "bold"))
    return lines


def entry_lines(case: CaseView, entries: Sequence[Entry], index: LogIndex, width: int, most: int) -> list[Content]:
    """The last key entries, the newest first; what was taken back says so."""
    keys = [e for e in reversed(entries[-_LOOK_BACK:]) if index.is_key(e, KEY_KINDS)]
    return [
        safe(cut(f"{e.event_at[11:16]} {kind_label(e)} {index.standing(e.seq)}{narrate(e, case.plan)}", width))
        for e in keys[: max(0, most)]
    ]


def warning_lines(found: Iterable[Bulletin], now: datetime, width: int, most: int) -> list[Content]:
    """The warnings in force, each with its colour as a word."""
    from console.warning.words import name_of, until_words  # noqa: PLC0415 # most days there are none

    lines = [safe(cut(f"预警 {name_of(b)} {b.area} {until_words(b, now)}", width), "bold") for b in found]
    return lines[:most] + ([safe(f"另有{len(lines) - most}条预警", "bold")] if len(lines) > most else [])
