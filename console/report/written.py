"""Written reports: 首报, 续报一, 续报二 …, 终报, from the log alone."""

from __future__ import annotations

from typing import Any

from console.incident.facts import NoSuchFact, field_at, label_at, shown_value
from console.incident.state import AGENCY_STEPS, CALL_FIELDS, State
from console.incident.times import spoken

from .paper import Flag, Paper, Paragraph
from .situation import CALL, UNKNOWN, Situation, facts_told, figure_words, flags_of, known_figures

_VERBS = {"start": "启动", "raise": "提升为", "lower": "降为", "end": "终止"}
KINDS = ("首报", "续报", "终报")
_NUMBERS = "零一二三四五六七八九十"


def report_papers(state: State) -> tuple[str, ...]:
    """The kinds of reports that have left so far, oldest first."""
    return tuple(p.kind for p in state.papers if p.kind.startswith(KINDS))


def next_kind(state: State) -> tuple[str, int]:
    """What the next report is called, and its number: 首报 0, 续报一 1, …; 终报 once the response has ended."""
    sent = report_papers(state)
    if state.stage in ("ended", "closed"):
        return "终报", len(sent)
    if not sent:
        return "首报", 0
    number = sum(kind.startswith("续报") for kind in sent) + 1
    return f"续报{_number(number)}", number


def _number(number: int) -> str:
    if number <= 10:
        return _NUMBERS[number]
    tens, ones = divmod(number, 10)
    return f"{_NUMBERS[tens] if tens > 1 else ''}十{_NUMBERS[ones] if ones else ''}"


def written_report(situation: Situation, kind: str | None = None) -> Paper:
    """The draft of a written report; `kind` is the next one where not given.

    A 首报 has every item of the plan and of the practice; a 续报 says only what changed since the report before, and
    corrects by name; a 终报 tells the whole once more with the end.
    """
    state = situation.state
    kind = kind or next_kind(state)[0]
    told = _told_before(state)
    if kind.startswith("续报") and told is not None:
        blocks, flags = _changes(situation, told[0], told[1])
    else:
        blocks, flags = _whole(situation, final=kind == "终报"), flags_of(situation)
    return Paper(
        kind=kind,
        title=f"关于{_where(situation)}{situation.plan.plan.name}事件的{kind}",
        office=situation.office,
        at=situation.now,
        blocks=tuple(blocks),
        drill=state.drill,
        to=_receivers(situation),
        contact=situation.officer,
        flags=flags,
        event=state.id,
        head=situation.chain,
    )


def _where(situation: Situation) -> str:
    places = situation.state.places
    return f"{places[0]}等{len(places)}个县市" if len(places) > 2 else "、".join(places)


def _receivers(situation: Situation) -> tuple[str, ...]:
    mine = [d.milestone for d in situation.dues if d.mine]
    written = [m for m in mine if m.action == "written"] or mine
    return written[0].to if written else ()


def _told_before(state: State) -> tuple[str, dict[str, Any]] | None:
    found = [p for p in state.papers if p.kind.startswith(KINDS)]
    return (found[-1].kind, dict(found[-1].figures)) if found else None


def _whole(situation: Situation, *, final: bool) -> list[Paragraph]:
    plan = situation.plan
    blocks = [Paragraph("一、基本情况", "head1"), Paragraph(_opening(situation))]
    blocks += [Paragraph("二、影响情况", "head1")]
    items = {fact for item in plan.report_items for fact in item.facts}
    others = [figure_words(situation, p, f) for p, f in known_figures(situation) if p.split(".")[0] not in items]
    blocks += [Paragraph("；".join(others) + "。")] if others else []
    blocks += _items(situation)
    blocks += [Paragraph("三、响应和处置情况", "head1"), Paragraph(_level(situation)), Paragraph(_handling(situation))]
    if final:
        blocks += [Paragraph("四、终止和后续", "head1"), Paragraph(_ending(situation))]
        blocks += [Paragraph(f"{f.title}：{f.text}({f.clause})") for f in plan.follows]
    else:
        blocks += [Paragraph("四、下一步措施", "head1"), Paragraph(_next(situation))]
        blocks.append(Paragraph(f"发展趋势：{situation.word('trend')}。请求事项：{situation.word('requests')}。"))
    blocks.append(Paragraph(f"现场负责人：{situation.word('site_lead')}。"))
    return blocks


def _opening(situation: Situation) -> str:
    state = situation.state
    caller = "".join((state.call.get("unit", ""), state.call.get("caller", ""))) or UNKNOWN
    return (
        f"{situation.when}，{situation.where}发生{situation.plan.plan.name}事件。{spoken(state.received_at)}接{caller}报告"
        f"（信息来源：{state.call.get('source', '').strip() or '电话'}）。起因和性质：{situation.word('cause')}。"
        f"伤亡情况：{situation.word('casualties')}。"
    )


def _items(situation: Situation) -> list[Paragraph]:
    """Every item that the plan asks a report for, each with what answers it; no figure is told twice."""
    left = dict(known_figures(situation))
    first: dict[str, str] = {}
    lines = []
    for item in situation.plan.report_items:
        paths = [path for path in left if path.split(".")[0] in item.facts]
        words = "、".join(_words(situation, item.words))
        answers = [*([words] if words else []), *(figure_words(situation, path, left.pop(path)) for path in paths)]
        above = next((first[fact] for fact in item.facts if fact in first), "")
        first.update({path.split(".")[0]: item.label for path in paths if path.split(".")[0] not in first})
        lines.append(f"{item.label}：{'；'.join(answers) or (f'见「{above}」' if above else UNKNOWN)}。")
    return [Paragraph(line) for line in lines]


def _words(situation: Situation, name: str) -> list[str]:
    if name == "level":
        grade = situation.verdict.grade if situation.verdict else None
        level = f"{situation.state.level}级响应" if situation.state.level else ""
        return ["，".join(words for words in (grade, level) if words)] if grade or level else []
    if name == "places":
        return list(situation.state.places)
    words = situation.state.call.get(name, "").strip()
    return [words] if words else []


def _level(situation: Situation) -> str:
    state, verdict = situation.state, situation.verdict
    sentences = [
        f"{spoken(d.at)}{d.announced_by}宣布{_VERBS[d.action]}{f'{d.level}级' if d.level else ''}响应"
        f"（决定：{d.decided_by}，依据：{'、'.join(d.clauses) or d.authority}）"
        for d in state.declarations
        if d.action != "refuse"
    ]
    if sentences:
        return "。".join(sentences) + "。"
    if verdict and verdict.level:
        return f"按现有数字达到{verdict.level}级响应标准（{verdict.met[0].clause}：{verdict.met[0].why}），正报请启动。"
    return f"尚未定级，{UNKNOWN}。"


def _handling(situation: Situation) -> str:
    state, plan = situation.state, situation.plan
    counts = {step: sum(a.step == step for a in state.agencies.values()) for step in AGENCY_STEPS if step != "silent"}
    moved = "、".join(f"{AGENCY_STEPS[step]}{count}家" for step, count in counts.items() if count)
    done = [t.text for level in plan.levels for t in level.tasks if f"task:{t.id}" in state.tasks]
    parts = [f"先期处置：{situation.word('handling')}"]
    if moved:
        parts.append(f"成员单位{moved}")
    if done:
        parts.append("已办：" + "、".join(dict.fromkeys(done)))
    return "。".join(parts) + "。"


def _next(situation: Situation) -> str:
    state, plan = situation.state, situation.plan
    level = plan.level(state.level) if state.level else None
    tasks = [t.text for t in level.tasks if f"task:{t.id}" not in state.tasks][:4] if level else []
    measures = next((d.measures for d in reversed(state.declarations) if d.measures), "")
    words = "、".join([*([measures] if measures else []), *tasks])
    return (words or "核实情况，跟踪事态，按时续报") + "。"


def _ending(situation: Situation) -> str:
    ends = [d for d in situation.state.declarations if d.action == "end"]
    conditions = [
        f"{e.text}（{e.clause}）{'满足' if tick.met else '未满足'}{_said(tick.figures)}"
        for e in situation.plan.end_conditions
        if (tick := situation.state.end.get(e.id))
    ]
    head = f"{spoken(ends[-1].at)}{ends[-1].announced_by}宣布终止响应。" if ends else f"终止情况{UNKNOWN}。"
    return head + "；".join(conditions) + ("。" if conditions else "")


def _said(figures: Any) -> str:
    return f"({'、'.join(f'{value}%' for value in figures.values())})" if figures else ""


def _changes(situation: Situation, before: str, told: dict[str, Any]) -> tuple[list[Paragraph], tuple[Flag, ...]]:
    """Only what changed since `before`; a figure told then and different now is corrected by name."""
    lines, flags = [], list(flags_of(situation))
    now = facts_told(situation)
    for path, value in now.items():
        if path.startswith(CALL):
            if told.get(path) != value:
                lines.append(f"{CALL_FIELDS[path.removeprefix(CALL)]}{'更新为' if path in told else ''}：{value}")
        elif path not in told:
            lines.append("新增：" + figure_words(situation, path, situation.state.figures[path]))
        elif told[path] != value:
            lines.append(f"{before}「{_shown(situation, path, told[path])}」更正为「{_shown(situation, path, value)}」")
            flags.append(Flag("corrected", label_at(situation.plan, path)))
    lines += [f"{before}「{_shown(situation, path, told[path])}」现收回，{UNKNOWN}" for path in told.keys() - now.keys()]
    blocks = [Paragraph("一、情况变化", "head1"),
              Paragraph("；".join(lines) + "。" if lines else f"{before}所报情况没有变化。"),
              Paragraph("二、响应和处置进展", "head1"), Paragraph(_level(situation)), Paragraph(_handling(situation)),
              Paragraph("三、下一步措施", "head1"), Paragraph(_next(situation))]  # fmt: skip
    return blocks, tuple(flags)




def _shown(situation: Situation, path: str, value: Any) -> str:
    if path.startswith(CALL):
        return f"{CALL_FIELDS.get(path.removeprefix(CALL), path)}：{value}"
    try:
        return label_at(situation.plan, path) + shown_value(field_at(situation.plan, path), value)
    except NoSuchFact:
        return f"{path} {value}"
