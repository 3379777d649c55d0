"""The score of a drill as a paper (演练成绩单), and a person's past drills as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from console.drill.score import Mark, Sheet
from console.incident.times import dated
from console.words import visible

from .paper import Block, Paper, Paragraph, Picture, Table

WIDTH, HEIGHT, LEFT, BASE, TOP = 900, 300, 60, 250, 40
"""Pixels: the whole picture, the axis on the left, the line of 0 and the line of 100."""


def score_paper(sheet: Sheet, past: Sequence[Sheet], office: str, at: datetime) -> Paper:
    """The sheet with every goal, each loss with clause and entry; `past` are the same person's drills, oldest first."""
    ended = f"{dated(sheet.ended)}结束({sheet.why})" if sheet.ended else "还没有结束"
    lost = [mark for mark in sheet.marks if mark.lost]
    blocks: list[Block] = [
        Paragraph(f"受训人：{sheet.trainee}。{dated(sheet.started)}开始，{ended}(演练时钟)。"),
        Paragraph(f"得分 {sheet.got}/{sheet.full}。"),
        Paragraph("一、失分", "head1"),
        _table(lost) if lost else Paragraph("没有失分。"),
        Paragraph("二、全部评分点", "head1"),
        Table(("评分点", "依据", "得分"), tuple((m.what, m.clause, _points(m)) for m in sheet.marks), (6, 3, 2)),
    ]
    if past:
        blocks += [Paragraph("三、历次演练", "head1"), Picture(trend_svg(past), _trend_words(past))]
    return Paper(
        kind="演练成绩单", title=f"{sheet.title}成绩单", office=office, at=at, blocks=tuple(blocks), drill=True,
        contact=sheet.trainee, event=sheet.run,
    )


def _table(lost: Sequence[Mark]) -> Table:
    rows = tuple((m.what, f"-{m.lost}", m.why, m.clause, m.entry) for m in lost)
    return Table(("评分点", "失分", "原因", "依据", "记录"), rows, (4, 1, 5, 3, 3))


def _points(mark: Mark) -> str:
    return f"{mark.goal.points - mark.lost}/{mark.goal.points}"


def _trend_words(past: Sequence[Sheet]) -> str:
    return "历次得分：" + "、".join(f"{dated(s.started)} {s.title} {s.percent}%" for s in past)


def trend_svg(past: Sequence[Sheet]) -> str:
    """A bar a drill, in percent of its points, oldest on the left."""
    parts = [
        (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'font-family="SimSun, Noto Sans CJK SC, sans-serif" font-size="14">'),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{WIDTH - 60}" y="24" font-size="22" font-weight="bold">演练</text>',
    ]
    for percent in (0, 50, 100):
        y = _y(percent)
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - 20}" y2="{y}" stroke="#cccccc"/>')
        parts.append(f'<text x="8" y="{y + 5}">{percent}%</text>')
    shown = past[-20:]
    step = (WIDTH - LEFT - 40) / max(1, len(shown))
    for number, sheet in enumerate(shown):
        x, y = round(LEFT + 10 + number * step), _y(sheet.percent)
        wide = max(4, min(60, round(step) - 8))
        parts.append(f'<rect x="{x}" y="{y}" width="{wide}" height="{BASE - y}" fill="#1f4e79"/>')
        parts.append(f'<text x="{x}" y="{y - 4}">{sheet.percent}</text>')
        parts.append(f'<text x="{x}" y="{BASE + 18}" font-size="11">{escape(visible(dated(sheet.started)[:5]))}</text>')
        name = escape(visible(sheet.scenario[:9]))
        parts.append(f'<text x="{x}" y="{BASE + 34}" font-size="11">{name}</text>')
    return "".join([*parts, "</svg>"])


def _y(percent: int) -> int:
    return BASE - round((BASE - TOP) * percent / 100)
