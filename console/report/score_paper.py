"""The score of a drill as a paper (演练成绩单), and a person's past drills as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from console.drill.score import Mark, Sheet
from console.incident.times import dated
from console.words import cut

from .drawing import Box, Drawing, Shape, Stroke, Words
from .paper import DRILL_WORDS, Block, Paper, Paragraph, Picture, Table

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
        blocks += [Paragraph("三、历次演练", "head1"), Picture(trend_drawing(past), _trend_words(past))]
    return Paper(
        kind="演练成绩单", title=f"「{sheet.title}」成绩单", office=office, at=at, blocks=tuple(blocks), drill=True,
        contact=sheet.trainee, event=sheet.run,
    )


def _table(lost: Sequence[Mark]) -> Table:
    rows = tuple((m.what, f"-{m.lost}", m.why, m.clause, m.entry) for m in lost)
    return Table(("评分点", "失分", "原因", "依据", "记录"), rows, (4, 1, 5, 3, 3))


def _points(mark: Mark) -> str:
    return f"{mark.goal.points - mark.lost}/{mark.goal.points}"


def _trend_words(past: Sequence[Sheet]) -> str:
    return "历次得分：" + "、".join(f"{dated(s.started)} {s.title} {s.percent}%" for s in past)


def trend_drawing(past: Sequence[Sheet]) -> Drawing:
    """A bar a drill, in percent of its points, oldest on the left."""
    shapes: list[Shape] = [Words(WIDTH - 60, 24, DRILL_WORDS, 22, bold=True)]
    for percent in (0, 50, 100):
        y = _y(percent)
        shapes += [Stroke(LEFT, y, WIDTH - 20, y, "#cccccc"), Words(8, y + 5, f"{percent}%")]
    shown = past[-20:]
    step = (WIDTH - LEFT - 40) / max(1, len(shown))
    for number, sheet in enumerate(shown):
        x, y = round(LEFT + 10 + number * step), _y(sheet.percent)
        wide = max(4, min(60, round(step) - 8))
        shapes += [
            Box(x, y, wide, BASE - y, "#1f3a5f"), Words(x, y - 4, str(sheet.percent)),
            Words(x, BASE + 18, dated(sheet.started)[:5], 11), Words(x, BASE + 34, cut(sheet.title, round(step / 6.5)), 11),
        ]  # fmt: skip
    return Drawing(WIDTH, HEIGHT, tuple(shapes))


def _y(percent: int) -> int:
    return BASE - round((BASE - TOP) * percent / 100)
