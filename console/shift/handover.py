"""交接班: what the outgoing officer hands over, drawn from what is open. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from console.incident.due import Due
from console.incident.entry import Entry
from console.incident.facts import field_at as fact_field
from console.incident.facts import label_at, shown_value
from console.incident.state import CERTAINTIES, State
from console.incident.times import CHINA, dated
from console.incident.unfinished import not_confirmed, not_told, report_name, to_renew
from console.warning.model import Bulletin
from console.warning.words import name_of

from .state import OnDuty, ShiftState

if TYPE_CHECKING:
    from console.plan.model import Plan

KEY = "handover"
"""Where a handover lives in the extension of the desk's state."""
EQUIPMENT = ("电话", "传真", "打印机", "备用电源", "值班车")
"""What is looked at where the office names nothing else."""
MOST = 8
"""Names in one line of the sheet."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the one who comes must know, with the answer as the data have it."""

    id: str
    text: str
    expected: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, and whether it was right or had to be told."""

    text: str
    right: bool | None = None
    """None until the outgoing officer has said so."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover, under way or signed."""

    seq: int
    at: datetime
    outgoing: str
    incoming: str
    leader: str
    faulty: tuple[str, ...]
    """Equipment that is not in order."""
    questions: tuple[Question, ...]
    heads: Mapping[str, str]
    """The last hash of every open log."""
    answers: Mapping[int, Answer] = field(default_factory=dict)
    signed: datetime | None = None

    @property
    def next_question(self) -> int | None:
        """The number of the question that is to be answered or judged next; None where all are done."""
        for number in range(len(self.questions)):
            answer = self.answers.get(number)
            if answer is None or answer.right is None:
                return number
        return None


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """An open event as a handover sees it."""

    plan: Plan
    state: State
    dues: Sequence[Due]
    entries: int
    head: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is handed over."""

    events: Sequence[OpenEvent]
    warnings: Sequence[Bulletin]
    shift: ShiftState
    faulty: Sequence[str]
    now: datetime


Section = tuple[str, tuple[str, ...]]
"""A heading and its lines."""


def sheet(scene: Scene) -> tuple[Section, ...]:
    """The sheet, heading by heading; a heading with nothing under it says so."""
    events = [section for event in scene.events for section in event_sections(event, scene.now)]
    warnings = tuple(f"{w.id} {name_of(w)} {w.issuer} {w.area}" for w in scene.warnings)
    turn = scene.shift.on_duty
    duty = (f"{turn.name} {dated(turn.since)}起,带班领导 {turn.leader or '没有登记'}",) if turn else ()
    without = tuple(f"{t.name} {dated(t.since)} 未经交接接班: {t.without}" for t in scene.shift.shifts[-5:] if t.without)
    return (
        ("交班人", duty or ("没有登记谁在值班",)),
        *([("未经交接", without)] if without else []),
        *(events or [("在办事件", ("没有在办事件",))]),
        ("在有效期的预警", warnings or ("没有",)),
        ("设备", tuple(f"{name}: 有问题" for name in scene.faulty) or ("都正常",)),
    )


def event_sections(event: OpenEvent, now: datetime) -> list[Section]:
    """What there is to say of one event."""
    state, plan = event.state, event.plan
    lines = [level_words(event), *_report_lines(event, now), *_silent_lines(event, now)]
    loose = [words for _, words in unsure(event)]
    lines += [f"没有核实: {words}" for words in loose[:MOST]]
    lines += [extra_words(event, key) for key, extra in state.extras.items() if not extra.done]
    lines.append(f"日志 第{event.entries}条 {event.head}")
    return [(f"{state.id} {state.title}({plan.plan.name})", tuple(lines))]


def level_words(event: OpenEvent) -> str:
    """The level with its grounds: who, when, by which clause."""
    last = next((d for d in reversed(event.state.declarations) if d.action != "refuse"), None)
    if event.state.level is None or last is None:
        refused = event.state.refused
        return f"不启动: {refused.decided_by}定,{refused.reason}" if refused else "未定级"
    by = "、".join(last.clauses) or last.authority
    return f"{event.state.level}级响应: {dated(last.at)} {last.decided_by}定、{last.announced_by}宣布,依据 {by}"


def _report_lines(event: OpenEvent, now: datetime) -> list[str]:
    lines = []
    for due in sorted(event.dues, key=lambda d: not d.mine):
        if due.done or due.next_at is None:
            continue
        whose = "我方" if due.mine else "待收"
        over = ",已超时" if due.next_at < now else ""
        lines.append(f"{whose} {dated(due.next_at)}前{over} {report_words(event, due)}")
    return lines


def report_words(event: OpenEvent, due: Due) -> str:
    """「州能源局 电话报告 -> 州人民政府总值班室」."""
    return f"{report_name(event.plan, due)} -> {'、'.join(due.milestone.to)}"


def _silent_lines(event: OpenEvent, now: datetime) -> list[str]:
    plan, state = event.plan, event.state
    if state.level is None:
        return []
    found = (("没有通知", not_told(plan, state)), ("没有确认", not_confirmed(plan, state)), ("该再问了", to_renew(plan, state, now)))
    return [f"{what}{len(bodies)}家: {_names([b.name for b in bodies])}" for what, bodies in found if bodies]


def _names(names: Sequence[str]) -> str:
    return "、".join(names[:MOST]) + (f" 等{len(names)}家" if len(names) > MOST else "")


def unsure(event: OpenEvent) -> list[tuple[str, str]]:
    """The figures that nobody has verified: path, and 「红河电网减供负荷 700 MW(估算,来电人)」."""
    found = []
    for path, figure in event.state.figures.items():
        now = figure.now
        if now.value in (None, []) or now.certainty == "verified" or path.endswith("._gone"):
            continue
        try:
            shown = shown_value(fact_field(event.plan, path), now.value)
        except KeyError:
            continue
        source = f",{now.source}" if now.source else ""
        found.append((path, f"{label_at(event.plan, path)} {shown}({CERTAINTIES[now.certainty]}{source})"))
    return found


def extra_words(event: OpenEvent, key: str) -> str:
    """A task, an instruction or a promise with who and until when."""
    extra = event.state.extras[key]
    kinds = {"task": "交办", "instruction": "领导指示", "promise": "承诺"}
    until = f",{dated(extra.due)}前" if extra.due else ",没有时限"
    who = f"({extra.who or extra.origin})" if extra.who or extra.origin else ""
    return f"{kinds[extra.kind]}: {extra.text}{who}{until}"


# --- the desk log -----------------------------------------------------------------------------------------------------


def handover_of(state: ShiftState) -> Handover | None:
    """The handover that is under way; None where there is none."""
    found: Handover | None = state.extension.get(KEY)
    return found if found and found.signed is None else None


def last_signed(state: ShiftState) -> Handover | None:
    """The last handover that was signed."""
    found: Handover | None = state.extension.get(f"{KEY}-signed")
    return found


def _at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.event_at).astimezone(CHINA)


def _put(state: ShiftState, new: Handover | None) -> ShiftState:
    return replace(state, extension={**state.extension, KEY: new})


def _begun(state: ShiftState, entry: Entry) -> ShiftState:
    data: Mapping[str, Any] = entry.data
    questions = tuple(Question(q["id"], q["text"], q["expected"]) for q in data["questions"])
    new = Handover(
        entry.seq, _at(entry), data["outgoing"], data["incoming"], data["leader"], tuple(data["faulty"]), questions, dict(data["heads"])
    )
    return _put(state, new)


def _under_way(state: ShiftState) -> Handover:
    found = handover_of(state)
    if found is None:
        raise ValueError("no handover is under way")
    return found


def _answered(state: ShiftState, entry: Entry) -> ShiftState:
    found, number = _under_way(state), int(entry.data["number"])
    return _put(state, replace(found, answers={**found.answers, number: Answer(entry.data["answer"])}))


def _judged(state: ShiftState, entry: Entry) -> ShiftState:
    found, number = _under_way(state), int(entry.data["number"])
    answer = replace(found.answers[number], right=bool(entry.data["right"]))
    return _put(state, replace(found, answers={**found.answers, number: answer}))


def _signed(state: ShiftState, entry: Entry) -> ShiftState:
    found = replace(_under_way(state), signed=_at(entry))
    turn = OnDuty(found.incoming, _at(entry), found.leader, entry.seq)
    extension = {**state.extension, KEY: None, f"{KEY}-signed": found}
    return replace(state, on_duty=turn, shifts=(*state.shifts, turn), extension=extension)


def _dropped(state: ShiftState, _entry: Entry) -> ShiftState:
    return _put(state, None)


KINDS = {
    "handover_begun": _begun, "handover_answered": _answered, "handover_judged": _judged, "handover_signed": _signed,
    "handover_dropped": _dropped,
}
