"""Words of the intake screen: the mark of a row, the line of hints, the next question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from console.incident.amounts import shown_amount
from console.incident.facts import label_at
from console.incident.form import Kind, Slot, former, is_recorded
from console.incident.form_reading import About, numbered, options, read_fact
from console.incident.state import CALL_FIELDS, CERTAINTIES, State
from console.incident.times import HELP as TIME_HELP
from console.incident.times import Unreadable, minutes_words, parse_when
from console.plan.model import Plan
from console.rules.verdict import Verdict
from console.words import cut

from ..text import joined, safe
from .judgement import Question

RECORDED = "已记"
ANSWERS = ("bool", "choice", "choices", "number")
MARK_WIDTH = 26


def mark_of(slot: Slot, state: State, *, dirty: bool, problem: str) -> Content:
    """「已记」 only for what is on the disk; a figure also says how sure it is and what it was before."""
    if problem:
        return safe("! 没记上", "bold")
    if dirty:
        return safe("未记，回车记下" if slot.kind in ANSWERS else "未记")
    if slot.kind == "places":
        return safe(cut("、".join(state.places), 44) + f" {RECORDED}") if state.places else safe("")
    if not is_recorded(slot, state):
        return safe("")
    figure = state.figures.get(slot.name) if slot.is_fact else None
    if figure is None:
        return safe(RECORDED)
    sure = figure.now.certainty
    before = former(slot, state)
    words = joined(safe(CERTAINTIES[sure], "" if sure == "verified" else "bold"), f" {RECORDED}")
    return joined(cut(before, MARK_WIDTH - 12), " " if before else "", words)


@dataclass(frozen=True, slots=True)
class Here:
    """The place with the cursor, as it stands at this keystroke."""

    slot: Slot
    plan: Plan
    state: State
    typed: str
    about: About
    now: datetime
    at: int = 0
    """Which of the things that fit is picked."""


def hint_of(here: Here) -> str:
    """What helps in this place: what fits so far, how it is read, what may be written."""
    return HINTS[here.slot.kind](here)


def _text(here: Here) -> str:
    return f"{here.slot.label}：回车记下，到下一项"


def _long(_here: Here) -> str:
    return "照来电人的原话记；Tab 记下，到下一项"


def _item(_here: Here) -> str:
    return "回车展开或收起，Delete 从表上去掉(数字仍在日志)"


def _bool(here: Here) -> str:
    return f"{here.slot.field.ask if here.slot.field else ''} 1是 2否 0未知"


def _choice(here: Here) -> str:
    several = "可选几项，编号连着打，一项都没有打 0: " if here.slot.kind == "choices" else "打编号，不清楚打 0: "
    return f"{several}{numbered(options(here.slot, here.plan, here.state, ''))}"


def _picks(here: Here) -> str:
    typed, state, places = here.typed.strip(), here.state, here.slot.kind == "places"
    found = options(here.slot, here.plan, state, typed)
    if not found:
        return f"没有和「{typed[:20]}」对得上的；打拼音首字母、名称或编号" if typed else "都在表上了"
    if not typed:
        there = f"已选 {'、'.join(state.places)}；再选一次就去掉。" if places and state.places else ""
        return f"{there}打首字母或编号，回车选定：{numbered(found)}"
    picked = found[here.at % len(found)]
    taken = "(已选，回车去掉)" if places and picked.id in state.places else ""
    return f"回车选定{taken}：" + " ".join(f">{o.label}<" if o is picked else o.label for o in found)


def _instant(here: Here) -> str:
    if not here.typed.strip():
        return TIME_HELP
    try:
        at = parse_when(here.typed, here.now)
    except Unreadable:
        return TIME_HELP
    return f"读作 {at:%Y-%m-%d %H:%M:%S}({minutes_words(here.now - at)}前)"


def _number(here: Here) -> str:
    slot, about = here.slot, here.about
    source = f"来源：{about.source or '没写'}(Ctrl+L) {CERTAINTIES[about.certainty]}(F12)"
    unit = slot.field.unit if slot.field else ""
    if here.typed.strip():
        try:
            told = read_fact(slot, here.plan, here.state, here.typed)
        except Unreadable as error:
            return str(error)
        if told.path != slot.name:
            return f"读作 {label_at(here.plan, told.path)} {told.value}%;{source}"
        return f"读作 {shown_amount(told.value, unit)}；{source}"
    note = slot.field.note if slot.field else ""
    return f"{source} {note or ('可写 MW、万千瓦、%' if unit == 'MW' else '')}"


HINTS: dict[Kind, Callable[[Here], str]] = {
    "text": _text, "long": _long, "item": _item, "bool": _bool, "choice": _choice, "choices": _choice,
    "places": _picks, "add": _picks, "when": _instant, "number": _number,
}


def question_of(plan: Plan, state: State, verdict: Verdict | None, words: str) -> Question:
    """The one thing to ask now; `words` is the question of the first fact that could still change the level."""
    whom = "、".join(state.call[k] for k in ("unit", "caller") if state.call.get(k)) or "来电人"
    if verdict is not None and verdict.ask:
        return Question(words, whom, f"fact:{verdict.ask[0]}")
    for place, ask in BASICS:
        if not _known(place, state):
            return Question(ask, whom, place)
    return Question("没有要追问的了，按 Ctrl+D 复述", whom, "")


BASICS = (
    ("when:occurred", "是什么时候发生的?"), ("places:", "在哪几个县市?"), ("call:words", "出了什么事?请讲一下经过"),
    ("call:callback", "请留一个能打回去的电话"), ("call:caller", "请问您贵姓?"), ("call:unit", "您是哪个单位的?"),
)
"""What is asked of every caller, beside the facts of the plan."""


def _known(place: str, state: State) -> bool:
    kind, _, name = place.partition(":")
    if kind == "call":
        return bool(state.call.get(name))
    return bool(state.places) if kind == "places" else state.instant_of("occurred") is not None


def missing_basics(state: State) -> str:
    """「发生时间、地点、回拨电话」: what every caller is asked and was not yet."""
    names = {"when:occurred": "发生时间", "places:": "地点"}
    missing = [place for place, _ in BASICS if not _known(place, state)]
    found = [names.get(place) or CALL_FIELDS[place.partition(":")[2]] for place in missing]
    return "、".join(found)
