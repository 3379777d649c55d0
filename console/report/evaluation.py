"""处置评估报告: cause and course, losses, handling, lessons, proposals, with every deadline against what was done."""

from __future__ import annotations

from console.incident.narrate import narrate
from console.incident.times import dated, instant, minutes_words
from console.incident.unfinished import report_name

from .notices import _KEY
from .paper import Block, Flag, Paper, Paragraph, Picture, Table
from .situation import UNKNOWN, Situation, figure_words, known_figures
from .timeline import timeline_svg


def evaluation(situation: Situation) -> Paper:
    """The draft of the evaluation that the plan asks for after the end (blackout 7.1, weather 5.2).

    The parts that only people can write (losses, lessons, proposals) are left as 正在核实 and flagged.
    """
    state, plan = situation.state, situation.plan
    figures = "；".join(figure_words(situation, p, f) for p, f in known_figures(situation)) or UNKNOWN
    late = [d for d in situation.dues if d.done and d.done.late_seconds]
    open_ones = [d for d in situation.dues if not d.done]
    blocks: list[Block] = [
        Paragraph("一、事件发生原因和经过", "head1"),
        Paragraph(f"{situation.when}，{situation.where}发生{plan.plan.name}事件。起因：{situation.word('cause')}。"),
        *_course(situation),
        Paragraph("二、造成的损失和影响", "head1"),
        Paragraph(f"{figures}。伤亡情况：{situation.word('casualties')}。直接损失：{situation.word('losses')}。"),
        Paragraph("三、处置过程", "head1"),
        milestone_table(situation),
        Picture(timeline_svg(situation), "时间线：各项报告的力争、最迟和完成时间，见网页版"),
        Paragraph("四、经验教训", "head1"),
        Paragraph(_lessons(len(late), len(open_ones), situation)),
        *(Paragraph(f"迟报原因（{report_name(plan, d)}）：{d.done.late_reason}。") for d in late if d.done),
        Paragraph("五、改进建议", "head1"),
        Paragraph(f"{UNKNOWN}。"),
    ]
    losses = () if state.call.get("losses", "").strip() else (Flag("missing", "直接损失"),)
    flags = (*losses, Flag("missing", "经验教训需人工补写"), Flag("missing", "改进建议需人工补写"))
    return Paper(
        kind="处置评估报告",
        title=f"{state.title}处置评估报告",
        office=situation.office,
        at=situation.now,
        blocks=tuple(blocks),
        drill=state.drill,
        contact=situation.officer,
        flags=flags,
        event=state.id,
        head=situation.chain,
    )


def _course(situation: Situation) -> list[Paragraph]:
    keyed = [e for e in situation.entries if e.kind in _KEY]
    return [Paragraph(f"{dated(instant(e.event_at))} {_first_line(narrate(e, situation.plan)).rstrip('。')}。") for e in keyed[:40]]


def _first_line(words: str) -> str:
    """A paper that was sent stands in the log whole; here its first line is enough."""
    return words.partition("\n")[0]


def milestone_table(situation: Situation) -> Table:
    """Every report of the plan: target, latest, actual, early or late."""
    rows = []
    for due in situation.dues:
        when = due.target or due.limit
        if due.done is None:
            result = "未登记"
        elif when is None:
            result = "无时限"
        else:
            moved = situation.state.moved(due.done.at, due.done.seq)
            early = "提前" if moved <= when else "迟"
            result = early + minutes_words(moved - when)
        rows.append(
            (
                report_name(situation.plan, due),
                due.milestone.clause + due.own,
                dated(due.target) if due.target else "无",
                dated(due.limit) if due.limit else "无",
                dated(due.done.at) if due.done else "",
                result,
                due.done.name if due.done else "",
            )
        )
    return Table(("报告", "条款", "力争", "最迟", "实际", "早晚", "接报人"), tuple(rows), (6, 2, 4, 4, 4, 4, 3))


def _lessons(late: int, missing: int, situation: Situation) -> str:
    silent = sum(1 for a in situation.state.agencies.values() if a.step == "notified")
    return f"迟报{late}项，未登记{missing}项，始终未确认单位{silent}家。其余{UNKNOWN}，请补写。"
