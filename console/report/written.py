"""Written reports: 首报, 续报一, 续报二 …, 终报, from the log alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from console.incident.state import AGENCY_STEPS, Declaration, State
from console.incident.times import spoken

from .paper import Flag, Paper, Paragraph, paragraphs
from .situation import UNKNOWN, Situation, flags_of, known_figures
from .then import first_call, opening_warning
from .told import changes, reports_of
from .wording import chinese_number, event_name, figures_told, formal_paper, numbered, outward_tasks, response_name

if TYPE_CHECKING:
    from console.plan.work import ReportItem

_LATER = {"handling", "trend"}
"""Items that stand in the sections on handling and outlook, not among the effects."""


def next_kind(state: State) -> tuple[str, int]:
    """What the next report is called, and its number among its kind: 首报 1, 续报一 1, 续报二 2; 终报 once the response has ended."""
    sent = reports_of(state)
    kind = "终报" if state.stage in ("ended", "closed") else "续报" if sent else "首报"
    number = sum(report.kind.startswith(kind) for report in sent) + 1
    return f"续报{chinese_number(number)}" if kind == "续报" else kind, number


def written_report(situation: Situation, kind: str | None = None) -> Paper:
    """The draft of a written report; `kind` is the next one where not given.

    A 首报 has every item of the plan and of the practice; a 续报 says only what changed since the report before, and
    corrects by name; a 终报 tells the whole once more with the end.
    """
    state = situation.state
    kind = kind or next_kind(state)[0]
    follows = kind.startswith("续报") and bool(reports_of(state))
    blocks = [*paragraphs(situation.doubts), *(_continued(situation) if follows else _whole(situation, final=kind == "终报"))]
    paper = Paper(
        kind=kind,
        title=f"关于{_where(situation)}{event_name(situation)}的{kind}",
        office=situation.office,
        at=situation.now,
        blocks=tuple(blocks),
        drill=state.drill,
        to=_receivers(situation),
        signs="above",
        contact=situation.officer,
        event=state.id,
        head=situation.chain,
    )
    return replace(formal_paper(paper), flags=_flags(situation, paper, follows=follows))


def _flags(situation: Situation, paper: Paper, *, follows: bool) -> tuple[Flag, ...]:
    flags = list(flags_of(situation))
    if follows:
        flags = [flag for flag in flags if flag.kind != "stale"]
        flags += [Flag("corrected", change.label) for change in changes(situation) if change.sort == "corrected"]
    unknown = paper.text.count(UNKNOWN)
    if paper.kind == "终报" and unknown:
        flags.append(Flag("missing", f"终报不应再有「{UNKNOWN}」，现有{unknown}处，请补齐"))
    return tuple(flags)


def _where(situation: Situation) -> str:
    places = situation.state.places
    return f"{places[0]}等{len(places)}个县市" if len(places) > 2 else "、".join(places)


def _receivers(situation: Situation) -> tuple[str, ...]:
    mine = [d.milestone for d in situation.dues if d.mine]
    written = [m for m in mine if m.action == "written"] or mine
    return written[0].to if written else ()


# --- the whole --------------------------------------------------------------------------------------------------------


def _whole(situation: Situation, *, final: bool) -> list[Paragraph]:
    """首报 and 终报: the event, its effects, what was done, what comes; every item of the plan once."""
    items = _items(situation)
    effects = [line for words, line in items if words not in _LATER]
    rest = _beside_items(situation)
    blocks = [Paragraph("一、基本情况", "head1"), Paragraph(_opening(situation)), Paragraph("二、影响情况", "head1")]
    blocks += paragraphs([*([f"{rest}。"] if rest else []), *effects])
    blocks += [Paragraph("三、响应和处置情况", "head1"), Paragraph(_level(situation, situation.state.declarations))]
    blocks += paragraphs(_item_or(situation, items, "handling", "先期处置"))
    blocks += paragraphs(handled(situation))
    if final:
        blocks += [Paragraph("四、响应终止和后续工作", "head1"), Paragraph(_ending(situation))]
        blocks += paragraphs(_item_or(situation, items, "trend", "当前情况"))
        blocks += paragraphs(numbered(_follows(situation)))
    else:
        blocks.append(Paragraph("四、发展趋势和下一步措施", "head1"))
        blocks += paragraphs([*_item_or(situation, items, "trend", "发展趋势"), *_next(situation, _measures(situation))])
        requests = situation.state.call.get("requests", "").strip()
        blocks += paragraphs([f"请求事项：{requests.rstrip('。')}。"] if requests else [])
    blocks.append(Paragraph(f"现场负责人：{situation.word('site_lead').rstrip('。')}。"))
    return blocks


def _opening(situation: Situation) -> str:
    state = situation.state
    told = {item.words for item in situation.plan.report_items}
    lines = [
        f"{situation.when_dated}，{situation.where}发生{event_name(situation)}",
        f"{spoken(state.received_at)}，{_came_by(situation)}",
        f"起因和性质：{situation.word('cause').rstrip('。')}",
        *(f"{label}：{situation.word(name).rstrip('。')}"
          for name, label in (("casualties", "伤亡情况"), ("losses", "经济损失"))
          if name not in told and (name == "casualties" or state.call.get(name, "").strip())),
    ]  # fmt: skip
    return "。".join(lines) + "。"


def _came_by(situation: Situation) -> str:
    """By whose call or by which warning the event came; who rang later has no part in it."""
    if warning := opening_warning(situation.entries):
        return f"收到{warning}"
    call = first_call(situation)
    caller = "".join((call.get("unit", ""), call.get("caller", ""))) or UNKNOWN
    return f"接{caller}报告（信息来源：{call.get('source', '').strip() or '电话'}）"


def _beside_items(situation: Situation) -> str:
    """The figures that no item of the plan asks for."""
    items = {fact for item in situation.plan.report_items for fact in item.facts}
    return figures_told(situation, [(p, f) for p, f in known_figures(situation) if p.split(".")[0] not in items])


def _items(situation: Situation) -> list[tuple[str, str]]:
    """Every item that the plan asks a report for, with what answers it: its `words` and the line; nothing is told twice."""
    left, told = dict(known_figures(situation)), dict[str, str]()
    lines = []
    for item in situation.plan.report_items:
        found = [(path, left.pop(path)) for path in list(left) if path.split(".")[0] in item.facts]
        keys = [*item.facts, *([f"words:{item.words}"] if item.words else [])]
        above = next((told[key] for key in keys if key in told), "")
        words = "" if f"words:{item.words}" in told else _words(situation, item)
        answers = [part for part in (words.rstrip("。"), figures_told(situation, found)) if part]
        told.update({key: item.label for key in (path.split(".")[0] for path, _ in found) if key not in told})
        if words:
            told[f"words:{item.words}"] = item.label
        lines.append((item.words, f"{item.label}：{'；'.join(answers) or (f'见「{above}」' if above else UNKNOWN)}。"))
    return lines


def _item_or(situation: Situation, items: Iterable[tuple[str, str]], words: str, label: str) -> list[str]:
    """The plan's own lines on something, or one of ours where the plan does not ask for it."""
    return [line for name, line in items if name == words] or [f"{label}：{situation.word(words).rstrip('。')}。"]


def _words(situation: Situation, item: ReportItem) -> str:
    state = situation.state
    if item.words == "level":
        grade = situation.verdict.grade
        level = f"已启动{state.level}级应急响应" if state.level else ""
        judged = f"{'' if state.stage in ('ended', 'closed') else '初判为'}{grade}{event_name(situation)}" if grade else ""
        return "，".join(words for words in (judged, level) if words)
    if item.words == "places":
        return "、".join(state.places)
    if item.words == "assessment":
        return situation.assessment
    return state.call.get(item.words, "").strip() if item.words else ""


# --- response and handling --------------------------------------------------------------------------------------------


def _level(situation: Situation, declarations: Iterable[Declaration]) -> str:
    """The declarations in words; without any, where the level stands."""
    said = [declared(situation, d) for d in declarations if d.action != "refuse"]
    if said:
        return "。".join(said) + "。"
    state, verdict = situation.state, situation.verdict
    if state.level:
        return f"目前维持{response_name(situation.plan, state.level)}。"
    if verdict.level:
        grounds = f"{verdict.met[0].clause}：{verdict.met[0].why}"
        return f"按现有数字达到{verdict.level}级应急响应标准（{grounds}），正报请启动。"
    return f"响应级别{UNKNOWN}。"


def declared(situation: Situation, declaration: Declaration) -> str:
    """「11月24日2时17分，经王建国同意，启动大面积停电II级应急响应（依据：…）」."""
    d = declaration
    plan = situation.plan
    change = {
        "start": f"启动{response_name(plan, d.level or '')}",
        "raise": f"将{plan.plan.name}应急响应由{d.before}级提升为{d.level}级",
        "lower": f"将{plan.plan.name}应急响应由{d.before}级降为{d.level}级",
        "end": f"终止{response_name(plan, d.before or '')}",
        "refuse": "不启动应急响应",
    }[d.action]
    decided = f"经{d.decided_by}决定，" if d.decided_by and d.decided_by not in d.announced_by else ""
    announced = f"由{d.announced_by}{'' if decided else '决定并'}宣布" if d.announced_by else ""
    grounds = "、".join(d.clauses)
    reasons = "，".join(words for words in (f"依据：{grounds}" if grounds else "", d.reason.rstrip("。")) if words)
    return f"{spoken(d.at)}，{decided}{announced}{change}{f'（{reasons}）' if reasons else ''}"


def handled(situation: Situation, since: int = 0) -> list[str]:
    """What was done after an entry: members told, tasks done, leaders' instructions."""
    return [*_agencies(situation, since), *_done(situation, since), *_instructions(situation, since)]


def _agencies(situation: Situation, since: int) -> list[str]:
    """How many members stand where; nothing where none has moved since an entry."""
    agencies = situation.state.agencies.values()
    if not any(move.seq > since for agency in agencies for move in agency.moves):
        return []
    counts = {step: sum(a.step == step for a in agencies) for step in AGENCY_STEPS if step != "silent"}
    return [f"成员单位：{'、'.join(f'{AGENCY_STEPS[step]}{count}家' for step, count in counts.items() if count)}。"]


def _done(situation: Situation, since: int) -> list[str]:
    """The tasks of the levels that were done after an entry."""
    tasks = situation.state.tasks
    done = [
        task.text for level in situation.plan.levels for task in outward_tasks(level)
        if (found := tasks.get(f"task:{task.id}")) and found.seq > since
    ]  # fmt: skip
    return [f"已落实：{'；'.join(dict.fromkeys(done))}。"] if done else []


def _instructions(situation: Situation, since: int) -> list[str]:
    """What leaders ordered after an entry, and what became of it."""
    found = [x for x in situation.state.extras.values() if x.kind == "instruction" and (x.done or x).seq > since]
    return [
        f"领导指示：{x.origin}{'要求' if x.origin else ''}{x.text.rstrip('。')}"
        f"（{f'{spoken(x.done.at)}已办结' if x.done else '正在办理'}）。"
        for x in found
    ]


def _measures(situation: Situation, since: int = 0) -> str:
    """The measures of the last declaration that names any, where it came after an entry."""
    return next((d.measures for d in reversed(situation.state.declarations) if d.measures and d.seq > since), "")


def _next(situation: Situation, measures: str) -> list[str]:
    state = situation.state
    level = situation.plan.level(state.level) if state.level else None
    tasks = [t.text for t in outward_tasks(level) if f"task:{t.id}" not in state.tasks][:4] if level else []
    lines = [*([measures] if measures else []), *tasks] or ["核实情况，跟踪事态，按时续报"]
    return ["下一步措施：", *numbered(lines)]


# --- the end, and what changed ----------------------------------------------------------------------------------------


def _ending(situation: Situation) -> str:
    ends = [d for d in situation.state.declarations if d.action == "end"]
    if not ends:
        return f"终止情况{UNKNOWN}。"
    met = end_lines(situation)
    conditions = f"终止条件：{'；'.join(met)}。" if met else ""
    return f"{spoken(ends[-1].at)}终止应急响应。{conditions}"


def end_lines(situation: Situation) -> list[str]:
    """Every condition of the end that was looked at, with its figures."""
    lines = []
    for condition in situation.plan.end_conditions:
        tick = situation.state.end.get(condition.id)
        if tick is None:
            continue
        labels = {f.id: f for f in condition.figures}
        figures = "、".join(
            f"{labels[key].label}{value}{labels[key].unit}" if key in labels else f"{key} {value}"
            for key, value in tick.figures.items()
        )
        lines.append(f"{condition.text}（{condition.clause}），{'已满足' if tick.met else '未满足'}{f'（{figures}）' if figures else ''}")
    return lines


def _follows(situation: Situation) -> list[str]:
    """What the plan asks for after the end, at the highest level that was in force."""
    levels = [d.level for d in situation.state.declarations if d.level]
    highest = next((level.id for level in situation.plan.levels if level.id in levels), None)
    return [
        f"{follow.title}：{follow.text.rstrip('。')}（{follow.clause}）"
        for follow in situation.plan.follows if not follow.levels or highest in follow.levels
    ]  # fmt: skip


def _continued(situation: Situation) -> list[Paragraph]:
    """续报: only what is different from the reports before, and what was done since the last one."""
    last = reports_of(situation.state)[-1]
    found = [f"{change.words.rstrip('。')}。" for change in changes(situation)]
    since = [d for d in situation.state.declarations if d.seq > last.seq]
    return [
        Paragraph("一、情况变化", "head1"),
        *paragraphs(found or [f"{last.kind}所报情况没有变化。"]),
        Paragraph("二、响应和处置进展", "head1"), Paragraph(_level(situation, since)), *paragraphs(handled(situation, last.seq)),
        Paragraph("三、下一步措施", "head1"),
        *paragraphs(_next(situation, _measures(situation, last.seq))[1:]),
    ]  # fmt: skip
