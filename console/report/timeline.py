"""The night as a picture: when each thing happened against when it was due, as SVG that needs nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from console.incident.times import clock
from console.incident.unfinished import report_name
from console.words import visible

from .notices import declared_words
from .situation import Situation

WIDTH, LEFT, ROW, TOP = 1000, 260, 30, 60
"""Pixels: the whole width, where the axis begins, the height of a row, where the rows begin."""


def timeline_svg(situation: Situation) -> str:
    """A row a report with its target, its limit and when it was given; above, the levels as they were declared."""
    start = min([situation.state.t0, situation.state.received_at])
    end = _end(situation, start)
    rows = [d for d in situation.dues if d.target or d.done]
    height = TOP + ROW * (len(rows) + 2)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            'font-family="SimSun, Noto Sans CJK SC, sans-serif" font-size="14">'
        ),
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    if situation.state.drill:
        parts.append(f'<text x="{WIDTH - 80}" y="24" font-size="22" font-weight="bold">演练</text>')
    parts += _axis(start, end, height)
    for declaration in situation.state.declarations:
        x = _x(declaration.at, start, end)
        parts.append(f'<line x1="{x}" y1="34" x2="{x}" y2="{height - ROW}" stroke="#444" stroke-dasharray="4 3"/>')
        parts.append(_text(x + 3, 46, declared_words(declaration)))
    for number, due in enumerate(rows):
        y = TOP + ROW * (number + 1)
        parts.append(_text(8, y + 5, report_name(situation.plan, due)))
        if due.own:
            parts.append(f'<text x="8" y="{y + 18}" font-size="11">{escape(due.own)}</text>')
        for at, colour, size in ((due.target, "#1f4e79", 6), (due.limit, "#a02020", 9)):
            if at:
                x = _x(at, start, end)
                parts.append(
                    f'<line x1="{x}" y1="{y - size}" x2="{x}" y2="{y + size}" stroke="{colour}" stroke-width="2"/>'
                )
        if due.done:
            x = _x(due.done.at, start, end)
            fill = "#a02020" if due.done.late_seconds else "#2c6e2c"
            parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="{fill}"/>')
            parts.append(_text(x + 8, y + 5, clock(due.done.at) + ("迟" if due.done.late_seconds else "")))
    parts.append(_text(LEFT, height - 8, "短线：力争  长线：最迟  圆点：完成"))
    return "".join([*parts, "</svg>"])


def _end(situation: Situation, start: datetime) -> datetime:
    moments = [m for d in situation.dues for m in (d.target, d.limit, d.done.at if d.done else None) if m]
    moments += [d.at for d in situation.state.declarations]
    return max([*moments, start + timedelta(minutes=30)])


def _x(at: datetime, start: datetime, end: datetime) -> int:
    share = (at - start).total_seconds() / max(1.0, (end - start).total_seconds())
    return LEFT + round(min(1.0, max(0.0, share)) * (WIDTH - LEFT - 110))


def _axis(start: datetime, end: datetime, height: int) -> list[str]:
    minutes = (end - start).total_seconds() / 60
    step = next((s for s in (5, 10, 15, 30, 60, 120, 360, 720, 1440, 10080) if minutes / s <= 12), 43200)
    out, at = [], start
    while at <= end:
        x = _x(at, start, end)
        out.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{height - ROW}" stroke="#dddddd"/>')
        out.append(_text(x - 16, TOP - 2, clock(at)))
        at += timedelta(minutes=step)
    return out


def _text(x: int, y: int, words: str) -> str:
    return f'<text x="{x}" y="{y}">{escape(visible(words))}</text>'
