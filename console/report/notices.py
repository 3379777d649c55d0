"""The other papers of a night: phone record, notices of a level, task notices, chronicle, warning texts."""

from __future__ import annotations

from collections.abc import Sequence

from console.incident.narrate import is_late, kind_label, narrate
from console.incident.state import ACTIONS, CALL_FIELDS, Declaration
from console.incident.times import dated, instant, spoken

from .paper import Block, Flag, Paper, Paragraph, Table
from .situation import UNKNOWN, Situation, figure_words, known_figures


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


def phone_record(situation: Situation) -> Paper:
    """电话记录单: the call as it was taken down, then what was done with it."""
    state = situation.state
    call = state.call
    rows = [
        ("来话单位", call.get("unit", "") or UNKNOWN),
        ("发话人", call.get("caller", "") or UNKNOWN),
        ("回拨电话", call.get("callback", "") or UNKNOWN),
        ("来话时间", spoken(state.received_at)),
        ("事发时间", situation.when),
        ("地点", situation.where),
        ("受话人", state.opened_by),
        ("电话内容", call.get("words", "") or UNKNOWN),
    ]
    rows += [
        (label, call[name])
        for name, label in CALL_FIELDS.items()
        if call.get(name) and name not in ("unit", "caller", "callback", "words", "place_detail")
    ]
    rows.append(("数字", "；".join(figure_words(situation, p, f) for p, f in known_figures(situation)) or UNKNOWN))
    rows.append(
        ("复述", f"{spoken(state.read_back.at)}{state.read_back.name}确认无误" if state.read_back else "未复述")
    )
    given = [(d.milestone, d.done) for d in situation.dues if d.done]
    rows.append(
        ("已报告单位和时间", "；".join(f"{'、'.join(m.to)} {dated(done.at)} {done.name}" for m, done in given) or "无")
    )
    rows += [
        ("拟办意见", _proposed(situation)),
        ("领导批示", _instructions(situation)),
        ("办理结果", ""),
        ("承办人", ""),
    ]
    return _paper(situation, "电话记录单", "电话记录单", [Table(("项目", "内容"), tuple(rows), (1, 4))])


def _proposed(situation: Situation) -> str:
    verdict = situation.verdict
    if verdict and verdict.level:
        return f"建议启动{verdict.level}级响应（{verdict.met[0].clause}）"
    return f"未定级，{UNKNOWN}"


def _instructions(situation: Situation) -> str:
    found = [x for x in situation.state.extras.values() if x.kind == "instruction"]
    return "；".join(f"{x.origin}：{x.text}" for x in found) or "无"


def level_notice(situation: Situation, declaration: Declaration | None = None) -> Paper:
    """启动/调整/终止响应通知: the matter, the level, the expected duration, the measures, and who signs.

    Raises:
        ValueError: nothing was declared yet; the message is a sentence.
    """
    state, plan = situation.state, situation.plan
    declaration = declaration or next((d for d in reversed(state.declarations) if d.action != "refuse"), None)
    if declaration is None:
        raise ValueError("还没有宣布过响应，先在定级屏登记")
    verb = {"start": "启动", "raise": "调整", "lower": "调整", "end": "终止"}[declaration.action]
    level = declaration.level or declaration.before or ""
    change = f"由{declaration.before}级调整为{declaration.level}级" if verb == "调整" else f"{verb}{level}级"
    name = f"{plan.plan.name}应急响应"
    lines = [
        f"响应事项：{state.title}。",
        f"响应级别：{change}{name}。",
        (
            f"依据：{'、'.join(declaration.clauses) or declaration.authority}。决定：{declaration.decided_by}。"
            f"宣布：{declaration.announced_by}，{spoken(declaration.at)}。"
        ),
    ]
    if verb != "终止":
        lines.append(f"预计期限：{declaration.duration or UNKNOWN}。")
        lines.append(f"应急处置措施：{declaration.measures or '按预案和职责分工执行'}。")
        lines += [f"{n}. {task.text}({task.clause})。" for n, task in enumerate(plan.level(level).tasks, 1)]
    if declaration.reason:
        lines.append(f"说明：{declaration.reason}。")
    title = f"关于{verb}{level}级{name}的通知"
    paper = _paper(situation, f"{verb}响应通知", title, [Paragraph(line) for line in lines],
                   ("各成员单位", "各县市人民政府"))  # fmt: skip
    missing = [("duration", "预计期限"), ("measures", "应急处置措施")] if verb != "终止" else []
    flags = tuple(Flag("missing", words) for name, words in missing if not getattr(declaration, name))
    return _signed(paper, declaration.announced_by, flags)


def _signed(paper: Paper, signer: str, flags: tuple[Flag, ...]) -> Paper:
    from dataclasses import replace  # noqa: PLC0415 # one use

    return replace(paper, signer=signer, flags=flags)


def task_notice(situation: Situation, agency: str | None = None) -> Paper:
    """任务通知 to one member, or to all: what the plan asks of it, ready to copy."""
    plan, state = situation.plan, situation.state
    bodies = [plan.body(agency)] if agency else [b for b in plan.bodies if b.member]
    level = f"{state.level}级响应已启动" if state.level else "响应已终止" if state.declarations else "响应尚未启动"
    blocks: list[Block] = [
        Paragraph(f"{situation.when}，{situation.where}发生{plan.plan.name}事件，{level}。请按职责立即办理：")
    ]
    for number, body in enumerate(bodies, 1):
        duties = [f"{duty.text}({duty.clause})" for duty in body.duties] or ["按指挥部安排办理"]
        if len(bodies) > 1:
            blocks.append(Paragraph(f"({number}){body.name}", "head2"))
        blocks += [Paragraph(line.rstrip("。") + "。") for line in duties]
        if agency:
            blocks += [Paragraph(f"{m.system}：{m.text}({m.clause})。") for m in plan.measures_of(agency)]
    blocks.append(Paragraph("收到请回复姓名和时间，办理情况随时报告。"))
    name = bodies[0].name if agency else "全体成员单位"
    return _paper(situation, f"任务通知_{name}", f"关于{plan.plan.name}应急处置任务的通知", blocks, (name,))


def chronicle(situation: Situation, key_only: bool = False) -> Paper:
    """大事记: the log in order, each line with both times where they differ."""
    entries = situation.entries
    marked = {e.data.get("seq") for e in entries if e.kind == "mark" and e.data.get("on")}
    rows = tuple(
        (
            str(e.seq),
            dated(instant(e.event_at)),
            f"补录于{dated(instant(e.at))}" if is_late(e) else "",
            kind_label(e),
            _in_short(narrate(e, situation.plan)),
            e.by,
        )
        for e in entries
        if not key_only or e.seq in marked or e.kind in _KEY
    )
    table = Table(("编号", "时间", "补录", "类别", "内容", "记录人"), rows, (2, 4, 4, 3, 14, 3))
    return _paper(situation, "大事记", f"{situation.state.title}大事记", [table])


def _in_short(words: str) -> str:
    """The first line of an entry: a paper or script stands in the log whole, and beside this one as itself."""
    first, _, more = words.partition("\n")
    return first + ("（全文见日志）" if more.strip() else "")


def key_chronicle(situation: Situation) -> Paper:
    """大事记 of the key entries only: what is key by nature, and what somebody marked."""
    from dataclasses import replace  # noqa: PLC0415 # one use

    return replace(chronicle(situation, key_only=True), kind="大事记_要事")


_KEY = frozenset({"opened", "declared", "milestone", "instant", "basis", "closed", "paper"})
"""Kinds that are key by nature."""


def declared_words(declaration: Declaration) -> str:
    """「启动 II级」 for lists."""
    return f"{ACTIONS[declaration.action]} {declaration.level or declaration.before or ''}级"
