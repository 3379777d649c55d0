"""The handover sheet: what the outgoing officer hands over, drawn from what is open. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from console.incident.due import Due
from console.incident.facts import field_at as fact_field
from console.incident.facts import is_on_form, label_at, shown_value
from console.incident.state import CERTAINTIES, Extra, State
from console.incident.times import clock, dated, span
from console.incident.unfinished import not_confirmed, not_told, report_name, to_renew
from console.warning.model import Bulletin
from console.warning.words import name_of, until_words

from .state import ShiftState

if TYPE_CHECKING:
    from console.plan.model import Plan

MOST = 8
"""Names in the answer to a question; how many there are is always said. The sheet itself has them all."""
EXTRAS = {"task": "交办", "instruction": "领导指示", "promise": "承诺"}


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """An open event as a handover sees it."""

    plan: Plan
    state: State
    dues: Sequence[Due]
    entries: int
    head: str
    contradictions: Sequence[str] = ()
    """Facts that cannot all be so, a sentence each."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is handed over."""

    events: Sequence[OpenEvent]
    warnings: Sequence[Bulletin]
    shift: ShiftState
    faulty: Sequence[str] | None
    """Equipment that is not in order; None where nobody has looked yet."""
    now: datetime
    troubles: Sequence[str] = ()
    """What is wrong with the console itself: not recorded, no good copy."""


Section = tuple[str, tuple[str, ...]]
"""A heading and its lines."""


def sheet(scene: Scene) -> tuple[Section, ...]:
    """The sheet, heading by heading; a heading with nothing under it says so."""
    events = [section for event in scene.events for section in event_sections(event, scene.now)]
    warnings = tuple(f"{w.id} {name_of(w)} {w.issuer} {w.area} {until_words(w, scene.now)}" for w in scene.warnings)
    turn, call = scene.shift.on_duty, scene.shift.pending_call
    duty = f"{turn.name} {dated(turn.since)}起，带班领导 {turn.leader or '没有登记'}" if turn else "没有登记谁在值班"
    without = tuple(f"{t.name} {dated(t.since)} 未经交接接班：{t.without}" for t in scene.shift.shifts[-5:] if t.without)
    troubles = [f"{dated(call)} 的来电还没有开事件"] if call else []
    troubles += scene.troubles
    return (
        ("交班人", (duty,)),
        *([("未经交接", without)] if without else []),
        *([("要马上处理", tuple(troubles))] if troubles else []),
        *(events or [("在办事件", ("没有在办事件",))]),
        ("在有效期的预警", warnings or ("没有",)),
        ("设备", (equipment_words(scene.faulty),)),
    )


def equipment_words(faulty: Sequence[str] | None) -> str:
    """How the equipment is; never 「都正常」 before somebody has looked."""
    if faulty is None:
        return "还没有看，交接时逐样看"
    return f"有问题：{'、'.join(faulty)}" if faulty else "看过，都正常"


def event_sections(event: OpenEvent, now: datetime) -> list[Section]:
    """What there is to say of one event."""
    state = event.state
    lines = [f"数字矛盾：{sentence}" for sentence in event.contradictions]
    lines += [level_words(event), *_report_lines(event, now), *_silent_lines(event, now)]
    lines += [f"没有核实：{words}" for _, words in unsure(event)]
    lines += _task_lines(event)
    lines += [extra_words(extra, now) for extra in open_extras(event)]
    lines.append(f"日志 第{event.entries}条 {event.head}")
    return [(f"{state.id} {state.title}({event.plan.plan.name})", tuple(lines))]


def level_words(event: OpenEvent) -> str:
    """The level with its grounds: who, when, by which clause."""
    last = next((d for d in reversed(event.state.declarations) if d.action != "refuse"), None)
    if last is not None and last.action == "end":
        return f"响应已终止，还没有归档：{dated(last.at)} {last.decided_by}定、{last.announced_by}宣布"
    if event.state.level is None or last is None:
        refused = event.state.refused
        return f"不启动：{refused.decided_by}定，{refused.reason}" if refused else "未定级"
    by = "、".join(last.clauses) or last.authority
    why = f"，理由 {last.reason}" if last.reason else ""
    return f"{event.state.level}级响应：{dated(last.at)} {last.decided_by}定、{last.announced_by}宣布，依据 {by}{why}"


def owed(event: OpenEvent, *, mine: bool) -> list[Due]:
    """The reports that are still to come and have a time, the earliest first."""
    found = [(due.next_at, due) for due in event.dues if due.mine is mine and not due.done and due.next_at]
    return [due for _, due in sorted(found, key=lambda pair: pair[0])]


def _report_lines(event: OpenEvent, now: datetime) -> list[str]:
    lines = []
    for mine, whose in ((True, "我方"), (False, "待收")):
        for due in owed(event, mine=mine):
            lines.append(f"{whose} {report_until(event, due, now)}")
    untimed = [f"我方 没有时限，已过{span(d.elapsed)} {report_words(event, d)}"
               for d in event.dues if d.mine and not d.done and d.next_at is None]
    return lines + untimed


def report_words(event: OpenEvent, due: Due) -> str:
    """「州能源局 电话报告 -> 州人民政府总值班室」."""
    return f"{report_name(event.plan, due)} -> {'、'.join(due.milestone.to)}"


def report_until(event: OpenEvent, due: Due, now: datetime) -> str:
    """「11-24 02:30前 州能源局 电话报告 -> …」, said where the time is over."""
    if due.next_at is None:
        return report_words(event, due)
    return f"{dated(due.next_at)}前{'，已超时' if due.next_at < now else ''}{due.own} {report_words(event, due)}"


def _silent_lines(event: OpenEvent, now: datetime) -> list[str]:
    plan, state = event.plan, event.state
    lines = []
    if state.level is not None:
        found = (("没有通知", not_told(plan, state)), ("没有确认", not_confirmed(plan, state)), ("该再问了", to_renew(plan, state, now)))
        lines = [f"{what}{len(bodies)}家：{'、'.join(b.name for b in bodies)}" for what, bodies in found if bodies]
    tried = failed_calls(event)
    return lines + ([f"电话没有接通{len(tried)}家：{'、'.join(tried)}"] if tried else [])


def _task_lines(event: OpenEvent) -> list[str]:
    """What the level in force asks for and nobody has marked done."""
    level = event.plan.level(event.state.level) if event.state.level else None
    left = [f"{t.text}（{t.clause}）" for t in level.tasks if f"task:{t.id}" not in event.state.tasks] if level else []
    return [f"{event.state.level}级任务没有办结{len(left)}项：{'；'.join(left)}"] if left else []


def failed_calls(event: OpenEvent) -> list[str]:
    """Bodies whose last call did not get through: 「州公安局 02:10 占线」."""
    called = {body.id: body.name for body in event.plan.bodies}
    last = [(a.id, a.moves[-1]) for a in event.state.agencies.values() if a.moves]
    return [f"{called.get(key, key)} {clock(move.at)} {move.tried}" for key, move in last if move.tried]


def names(found: Sequence[str]) -> str:
    """Some names, and how many there are where that is not all."""
    return "、".join(found[:MOST]) + (f" 等{len(found)}家" if len(found) > MOST else "")


def unsure(event: OpenEvent) -> list[tuple[str, str]]:
    """The figures on the form that nobody has verified, or that were taken back: path, and how they stand."""
    found = []
    for path, figure in event.state.figures.items():
        if figure.now.certainty == "verified" or not is_on_form(event.state, path):
            continue
        try:
            asked = fact_field(event.plan, path)
        except KeyError:
            continue
        now = figure.now
        source = f"，{now.source}" if now.source else ""
        unknown = now.value in (None, [])
        how = "说过又收回，现在不知道" if unknown else f"{shown_value(asked, now.value)}({CERTAINTIES[now.certainty]}{source})"
        found.append((path, f"{label_at(event.plan, path)} {how}"))
    return found


def open_extras(event: OpenEvent) -> list[Extra]:
    """Tasks, instructions and promises that are not done: those with a deadline first, the earliest first."""
    left: Iterable[Extra] = (x for x in event.state.extras.values() if not x.done)
    return sorted(left, key=lambda x: (x.due is None, x.due or x.at, x.seq))


def extra_words(extra: Extra, now: datetime) -> str:
    """A task, an instruction or a promise with who gave it, who has it, and until when."""
    until = f"，{dated(extra.due)}前" if extra.due else "，没有时限"
    over = "，已超时" if extra.due and extra.due < now else ""
    both = extra.origin and extra.who and extra.origin != extra.who
    people = f"{extra.origin}交办，{extra.who}承办" if both else extra.who or extra.origin
    who = f"（{people}）" if people else ""
    return f"{EXTRAS[extra.kind]}：{extra.text}{who}{until}{over}"
