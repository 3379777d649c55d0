"""The other papers of a night: notices of a level, task notices, chronicle, warning texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from console.incident.narrate import is_late, kind_label, narrate
from console.incident.state import ACTIONS, Declaration
from console.incident.times import dated, instant, written_time

from .paper import Block, Flag, Paper, Paragraph, Table, paragraphs
from .situation import UNKNOWN, Situation
from .then import as_of
from .wording import (
    chinese_number,
    document_name,
    event_name,
    formal,
    formal_paper,
    numbered,
    outward_tasks,
    response_name,
)
from .written import end_lines

if TYPE_CHECKING:
    from console.plan.model import Plan
    from console.plan.organisation import Body


def _paper(situation: Situation, kind: str, title: str, blocks: Sequence[Block], to: tuple[str, ...] = ()) -> Paper:
    return Paper(
        kind=kind,
        title=title,
        office=situation.office,
        at=situation.now,
        blocks=tuple(blocks),
        to=to,
        drill=situation.state.drill,
        contact=situation.officer,
        event=situation.state.id,
        head=situation.chain,
    )


def level_notice(situation: Situation, declaration: Declaration | None = None) -> Paper:
    """启动/调整/终止响应通知: the matter, the level, the expected duration, the measures, and who signs.

    Without a `declaration` it is the draft of the last one and tells what is known now; of a `declaration` named it
    says what the log had when that was made.

    Raises:
        ValueError: nothing was declared yet; the message is a sentence.
    """
    if declaration is not None:
        count = next((n for n, e in enumerate(situation.entries, 1) if e.seq == declaration.seq), len(situation.entries))
        then = as_of(situation, count)
        return replace(_level_notice(then, declaration), at=situation.now, head=situation.chain)
    declaration = next((d for d in reversed(situation.state.declarations) if d.action != "refuse"), None)
    if declaration is None:
        raise ValueError("还没有宣布过响应，先在定级屏登记")
    return _level_notice(situation, declaration)


def _level_notice(situation: Situation, declaration: Declaration) -> Paper:
    state, plan = situation.state, situation.plan
    verb = {"start": "启动", "raise": "调整", "lower": "调整", "end": "终止"}[declaration.action]
    title = f"关于{_change(plan, declaration)}的通知"
    lines = [_ordered(situation, declaration)]
    if verb == "终止":
        lines += [f"终止条件：{'；'.join(found)}。" for found in [end_lines(situation)] if found]
        lines.append("请各单位按职责做好善后和总结评估工作。")
    else:
        measures = [*([declaration.measures] if declaration.measures else []),
                    *(f"{t.text}（{t.clause}）" for t in outward_tasks(plan.level(str(declaration.level))))]  # fmt: skip
        lines += [f"一、响应事项：{situation.where}{event_name(situation)}（{state.title}）。",
                  f"二、响应级别：{declaration.level}级。", f"三、预计期限：{declaration.duration or UNKNOWN}。",
                  "四、应急处置措施：", *numbered(measures or ["按预案和职责分工执行"])]  # fmt: skip
    paper = _paper(situation, f"{verb}响应通知", title, paragraphs([*lines, "特此通知。"]), ("各成员单位", "各县市人民政府"))
    missing = [("duration", "预计期限"), ("measures", "应急处置措施")] if verb != "终止" else []
    flags = tuple(Flag("missing", words) for name, words in missing if not getattr(declaration, name))
    return replace(formal_paper(paper), signs="below", flags=flags)


def _change(plan: Plan, declaration: Declaration) -> str:
    """「启动大面积停电II级应急响应」, 「将气象灾害应急响应由I级调整为III级」."""
    if declaration.action in ("raise", "lower"):
        return f"将{plan.plan.name}应急响应由{declaration.before}级调整为{declaration.level}级"
    verb = "启动" if declaration.action == "start" else "终止"
    return f"{verb}{response_name(plan, declaration.level or declaration.before or '')}"


def _ordered(situation: Situation, declaration: Declaration) -> str:
    """Why, by whose decision, from when: the first paragraph of a notice."""
    plan = situation.plan
    act = {"start": "start", "end": "end"}.get(declaration.action, "change")
    clauses = "、".join(declaration.clauses) or next((a.clause for a in plan.authorities if act in a.actions), "")
    decided = f"经{declaration.decided_by}决定，" if declaration.decided_by else ""
    reason = f"{declaration.reason.rstrip('。')}。" if declaration.reason else ""
    return (
        f"{reason}依据{document_name(plan)}{clauses}，{decided}自{written_time(declaration.at)}起"
        f"{_change(plan, declaration)}。"
    )


def task_notice(situation: Situation, agency: str | None = None) -> Paper:
    """任务通知 to one member, or to all: what the plan asks of it, ready to copy."""
    plan, state = situation.plan, situation.state
    bodies = [plan.body(agency)] if agency else [b for b in plan.bodies if b.member]
    level = f"{response_name(plan, state.level)}已启动" if state.level else "应急响应已终止" if state.declarations else "应急响应尚未启动"
    ask = "请做好以下后续工作" if state.declarations and not state.level else "请按职责立即办理以下事项"
    blocks = [Paragraph(f"{situation.when_dated}，{situation.where}发生{event_name(situation)}，{level}。{ask}：")]
    for number, body in enumerate(bodies, 1):
        if len(bodies) > 1:
            blocks.append(Paragraph(f"（{chinese_number(number)}）{body.name}", "head2"))
        blocks += paragraphs(numbered(_duties(body)))
        if agency:
            blocks += paragraphs(f"{m.system}：{m.text.rstrip('。')}（{m.clause}）。" for m in plan.measures_of(agency))
    blocks.append(Paragraph("收到后请回复姓名和时间，办理情况及时报告。"))
    name = bodies[0].name if agency else "各成员单位"
    return formal_paper(_paper(situation, f"任务通知_{name}", f"关于{plan.plan.name}应急处置任务的通知", blocks, (name,)))


def _duties(body: Body) -> list[str]:
    """The duties of a body; the clause where it is another than the one before."""
    lines, before = [], ""
    for duty in body.duties:
        lines.append(duty.text.rstrip("。") + (f"（{duty.clause}）" if duty.clause != before else ""))
        before = duty.clause
    return lines or ["按指挥部安排办理"]


def chronicle(situation: Situation, key_only: bool = False) -> Paper:
    """大事记: the log in order, each line with both times where they differ; what was taken back or corrected says so."""
    entries = situation.entries
    index = situation.index
    rows = tuple(
        (
            str(e.seq),
            dated(instant(e.event_at)),
            f"{dated(instant(e.at))}补录" if is_late(e) else "",
            kind_label(e),
            formal(index.told(e, _in_short(narrate(e, situation.plan)))),
            e.by,
        )
        for e in entries
        if not key_only or index.is_key(e, _KEY)
    )
    table = Table(("编号", "时间", "补录", "类别", "内容", "记录人"), rows, (2, 4, 4, 3, 14, 3))
    return _paper(situation, "大事记", f"{situation.state.title}大事记", [table])


def _in_short(words: str) -> str:
    """The first line of an entry: a paper or script stands in the log whole, and beside this one as itself."""
    first, _, more = words.partition("\n")
    return first + ("（全文见日志）" if more.strip() else "")


def key_chronicle(situation: Situation) -> Paper:
    """大事记 of the key entries only: what is key by nature, and what somebody marked."""
    return replace(chronicle(situation, key_only=True), kind="大事记_要事")


_KEY = frozenset({"opened", "declared", "milestone", "instant", "basis", "closed", "paper"})
"""Kinds that are key by nature."""


def declared_words(declaration: Declaration) -> str:
    """「启动 II级」 for lists."""
    return f"{ACTIONS[declaration.action]} {declaration.level or declaration.before or ''}级"
