"""交接班记录 and the shift log of one person, as papers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path

from console.incident.times import dated_seconds, spoken
from console.shift.handover import Handover
from console.shift.sheet import Section

from .paper import DRILL_SENTENCE, Block, Paper, Paragraph, Table
from .saving import paper_bytes
from .sheets import harmless


def handover_paper(  # what a record of a handover is made of
    sections: Sequence[Section], found: Handover | None, office: str, at: datetime, officer: str, *, drill: bool
) -> Paper:
    """The sheet as it stands, with the questions and signatures of a handover where there is one."""
    blocks: list[Block] = []
    for title, lines in sections:
        blocks.append(Paragraph(title, "head1"))
        blocks += [Paragraph(line) for line in lines]
    if found is not None:
        rows = []
        for number, question in enumerate(found.questions):
            answer = found.answers.get(number)
            verdict = "" if answer is None or answer.right is None else "对" if answer.right else "补讲后清楚"
            rows.append((str(number + 1), question.text, question.expected, answer.text if answer else "", verdict))
        blocks += [Paragraph("接班五问", "head1"), Table(("号", "问", "数据上是", "答", "评"), tuple(rows), (1, 4, 5, 4, 2))]
        heads = [f"{event} {head}" for event, head in found.heads.items()]
        moment = "签名" if found.signed else "交接开始"
        blocks += [Paragraph(f"{moment}时各日志末条校验值", "head1"), *(Paragraph(line) for line in heads or ["没有在办事件"])]
        minute = spoken(found.signed) if found.signed else "还没有签"
        blocks += [Paragraph("签名", "head1"), Paragraph(f"交班人：{found.outgoing}  接班人：{found.incoming}  带班领导：{found.leader}  {minute}")]
    return Paper(
        kind="交接班记录", title="交接班记录", office=office, at=at, blocks=tuple(blocks), drill=drill, contact=officer, event="值班",
    )


Line = tuple[datetime, str, str]
"""When, which log and entry, what."""


def shift_log_paper(name: str, since: datetime, until: datetime, lines: Sequence[Line], office: str, *, drill: bool) -> Paper:  # as above
    """Everything that one person recorded in a span of time."""
    rows = tuple((dated_seconds(at), where, what) for at, where, what in lines)
    blocks: list[Block] = [
        Paragraph(f"{name} {spoken(since)}至{spoken(until)}，共{len(lines)}条。"),
        Table(("时间", "日志", "内容"), rows, (4, 4, 9)) if rows else Paragraph("没有记录。"),
    ]
    return Paper(kind="个人值班日志", title=f"{name}值班日志", office=office, at=until, blocks=tuple(blocks), drill=drill, contact=name, event="值班")


def shift_log_bytes(paper: Paper, form: str, own: Path | None = None) -> bytes:
    """A shift log in a form: those of `paper_bytes`, and csv (its table alone, no cell of which runs as a formula).

    Raises:
        ValueError: as `paper_bytes`.
    """
    if form != "csv":
        return paper_bytes(paper, form, own)
    out = StringIO(newline="")
    writer = csv.writer(out)
    if paper.drill:
        writer.writerow([DRILL_SENTENCE])
    for table in (block for block in paper.blocks if isinstance(block, Table)):
        writer.writerows([harmless(cell) for cell in row] for row in (table.columns, *table.rows))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "backslashreplace")
