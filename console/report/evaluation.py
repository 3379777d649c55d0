"""处置评估报告: cause and course, losses, handling, lessons, proposals, with every deadline against what was done."""

from __future__ import annotations

from dataclasses import replace

from console.incident.entry import Entry
from console.incident.log_index import LogIndex
from console.incident.narrate import report_in
from console.incident.times import dated, minutes_words, spoken
from console.incident.unfinished import report_name

from .paper import Block, Flag, Paper, Paragraph, Picture, Table, paragraphs
from .situation import UNKNOWN, Situation, doubt_flags, known_figures
from .then import Moments, first_call, opening_warning
from .timeline import timeline
from .wording import event_name, figures_told, formal_paper, people_words
from .written import declared, end_lines, handled

MOST = 200
"""Lines of the course; what is left out is counted."""


def evaluation(situation: Situation) -> Paper:
    """The draft of the evaluation that the plan asks for after the end (blackout 7.1, weather 5.2).

    The parts that only people can write (losses, lessons, proposals) are left as 正在核实 and flagged.
    """
    state = situation.state
    figures = figures_told(situation, known_figures(situation)) or UNKNOWN
    told = {label: situation.word(name).rstrip("。") for name, label in (("casualties", "伤亡情况"), ("losses", "直接损失"))}
    met = end_lines(situation)
    blocks: list[Block] = [
        *paragraphs(situation.doubts),
        Paragraph("一、事件发生原因和经过", "head1"),
        Paragraph(f"{situation.when_dated}，{situation.where}发生{event_name(situation)}。起因：{situation.word('cause').rstrip('。')}。"),
        *paragraphs(_course(situation)),
        Paragraph("二、事件造成的直接损失和影响", "head1"),
        *paragraphs([f"{figures}。", *(f"{label}：{words}。" for label, words in told.items())]),
        Paragraph("三、事件处置过程", "head1"),
        *paragraphs([*handled(situation), *([f"终止条件：{'；'.join(met)}。"] if met else [])]),
        Paragraph("各项报告的时限和完成情况如下表。"),
        milestone_table(situation),
        Picture(timeline(situation), "时间线：各项报告的力争、最迟和完成时间"),
        Paragraph("四、经验教训", "head1"),
        *paragraphs(_lessons(situation)),
        Paragraph("五、改进建议", "head1"),
        Paragraph(f"{UNKNOWN}。"),
    ]
    flags = list(doubt_flags(situation))
    flags += [] if state.call.get("losses", "").strip() else [Flag("missing", "直接损失")]
    flags += [Flag("missing", "经验教训需人工补写"), Flag("missing", "改进建议需人工补写")]
    if state.stage not in ("ended", "closed"):
        flags.append(Flag("missing", "响应还没有终止，评估在终止后做（草稿）"))
    paper = Paper(
        kind="处置评估报告", title=f"{state.title}处置评估报告", office=situation.office, at=situation.now, blocks=tuple(blocks),
        drill=state.drill, signs="above", contact=situation.officer, event=state.id, head=situation.chain,
    )  # fmt: skip
    return replace(formal_paper(paper), flags=tuple(flags))


def _course(situation: Situation) -> list[str]:
    """The night in dated sentences, as far as it is in the log; what was taken back is no part of it."""
    index, moments = situation.index, Moments(situation.entries)
    said = {d.seq: d for d in situation.state.declarations if d.action != "refuse"}
    lines = []
    for entry in situation.entries:
        if entry.seq in index.withdrawn:
            continue
        at, declaration = moments.happened(entry), said.get(entry.seq)
        line = declared(situation, replace(declaration, at=at)) if declaration else _step(situation, entry, spoken(at))
        lines += [line.rstrip("。") + _corrected(index, entry.seq)] if line else []
    more = [f"其余{len(lines) - MOST}项见大事记。"] if len(lines) > MOST else []
    return [*(f"{line}。" for line in lines[:MOST]), *more]


def _corrected(index: LogIndex, seq: int) -> str:
    """「（有更正：第12条）」, where a later entry puts this one right; what it says stands there."""
    return f"（有更正：第{index.corrected[seq][-1]}条）" if seq in index.corrected else ""


def _step(situation: Situation, entry: Entry, at: str) -> str:
    """A step of the course: the call, an assessment, a report by phone, a paper that left, an instruction."""
    data = entry.data
    if entry.kind == "opened":
        warning = opening_warning(situation.entries)
        unit = first_call(situation).get("unit", "").strip() or "电话"
        return f"{at}，{f'收到{warning}' if warning else f'接{unit}报告'}，开始处置"
    if entry.kind == "assessment":
        return f"{at}，综合评估：{data.get('finding', '')}"
    if entry.kind == "extra" and data.get("type") == "instruction":
        return f"{at}，{data.get('origin', '')}指示：{data.get('text', '')}"
    if entry.kind == "paper":
        received = f"，{data['received_by']}接收" if data.get("received_by") else ""
        return f"{at}，{data.get('paper', '')}送{'、'.join(map(str, data.get('to', ())))}{received}"
    if entry.kind == "milestone":
        milestone = next((m for m in situation.plan.milestones if m.id == data.get("milestone")), None)
        if milestone is not None and milestone.action == "phone":
            done = report_in(entry, situation.plan)
            post = situation.plan.post(milestone.post).name
            said = f"{post}向{'、'.join(milestone.to)}电话报告" if done.ours else f"收到{post}电话报告"
            return "，".join([at, said, *people_words(done)])
    return ""


def milestone_table(situation: Situation) -> Table:
    """Every report of the plan: target, latest, actual, early or late, who gave it and who took it."""
    rows, index = [], situation.index
    for due in situation.dues:
        when = due.target or due.limit
        if due.done is None:
            result = "未登记"
        elif when is None:
            result = "无时限"
        else:
            early = "提前" if due.done.at <= when else "迟"
            result = early + minutes_words(due.done.at - when)
        result += _corrected(index, due.done.seq) if due.done else ""
        rows.append(
            (
                report_name(situation.plan, due),
                due.milestone.clause + due.own,
                dated(due.target) if due.target else "无",
                dated(due.limit) if due.limit else "无",
                dated(due.done.at) if due.done else "",
                result,
                due.done.reporter if due.done else "",
                due.done.receiver if due.done else "",
            )
        )
    return Table(("报告", "条款", "力争", "最迟", "实际", "早晚", "报告人", "接报人"), tuple(rows), (6, 2, 4, 4, 4, 4, 3, 3))


def _lessons(situation: Situation) -> list[str]:
    """What the log shows by itself; the rest is for people."""
    plan = situation.plan
    late = [d for d in situation.dues if d.done and d.done.late_seconds]
    missing = sum(1 for d in situation.dues if not d.done)
    silent = sum(1 for a in situation.state.agencies.values() if a.step == "notified")
    counted = f"迟报{len(late)}项，未登记{missing}项，始终未确认的单位{silent}家。其余{UNKNOWN}，请补写。"
    reasons = [f"迟报原因（{report_name(plan, d)}）：{d.done.late_reason.rstrip('。')}。" for d in late if d.done]
    return [counted, *reasons]
