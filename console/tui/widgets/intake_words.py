"""Words of the intake screen: the mark of a row, the line of hints, the next question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from console.incident.amounts import shown_amount
from console.incident.facts import label_at, shown_value
from console.incident.form import Kind, Slot, former, is_recorded, shown
from console.incident.form_reading import (
    TAKE_OFF,
    About,
    Offer,
    is_sure,
    last_word,
    numbered,
    options,
    places_change,
    read_fact,
    words_of,
)
from console.incident.state import CALL_FIELDS, CERTAINTIES, State
from console.incident.times import HELP as TIME_HELP
from console.incident.times import Unreadable, parse_when, read_words
from console.plan.model import Plan
from console.rules.classify import Judged

from ..text import joined, safe
from ..time_field import start_moved
from .ask_line import Question

RECORDED = "已记"
ANSWERS = ("bool", "choice", "choices", "number")


def mark_of(slot: Slot, state: State, *, dirty: bool, problem: str, turned: str = "") -> Content:
    """「已记」 only for what is on the disk; a figure also says how sure it is and what it was before.

    `turned` is how sure it is said to be now, which is not recorded yet.
    """
    if problem:
        return safe("! 没记上", "bold $text-error")
    if dirty or turned:
        words = f"{turned} 未记，回车记下" if not dirty else "未记，回车记下" if slot.kind in ANSWERS else "未记"
        return safe(words, "$text-warning")
    if slot.kind == "places":
        return _RECORDED if state.places else safe("")
    if not is_recorded(slot, state) or slot.kind == "add":
        return safe("")
    figure = state.figures.get(slot.name) if slot.is_fact else None
    if figure is None:
        return _RECORDED
    sure = figure.now.certainty
    before = former(slot, state).replace(" ", "")  # in one piece: the column is narrow, and half a figure misleads
    return joined(_RECORDED, " ", safe(CERTAINTIES[sure], "" if sure == "verified" else "bold"), f" {before}" if before else "")


_RECORDED = safe(RECORDED, "$text-success")


def sample_of(slot: Slot) -> str:
    """What may be written in an empty field, in a few characters."""
    if slot.kind == "number" and slot.field is not None:
        return SAMPLES.get(slot.field.unit, slot.field.unit)
    return SAMPLES.get(slot.kind, "")


SAMPLES = {
    "when": "现在 -5 0210", "places": "首字母，如 gj ky", "add": "首字母或编号", "bool": "1是 2否 0未知",
    "choice": "打编号", "choices": "打编号，可连打", "long": "来电人的原话", "MW": "MW 万千瓦 %",
}


@dataclass(frozen=True, slots=True)
class Here:
    """The place with the cursor, as it stands at this keystroke."""

    slot: Slot
    plan: Plan
    state: State
    typed: str
    about: About
    now: datetime
    offer: Offer = ()
    """The numbered list that stands on the screen for this place."""
    turned: bool = False
    """Whether how sure it is was changed and is not recorded yet."""


def hint_of(here: Here) -> str:
    """What helps in this place: what fits so far, how it is read, what may be written."""
    return HINTS[here.slot.kind](here)


def _text(here: Here) -> str:
    return f"{here.slot.label}：照说的记，回车记下并到下一栏；不清楚就直接回车"


def _long(_here: Here) -> str:
    return "照来电人的原话记，回车记下并到下一栏，上下键也离开；要换行按 Ctrl+J"


def _item(_here: Here) -> str:
    return "回车展开或收起，Delete 从表上去掉(数字仍在日志)"


def _bool(here: Here) -> str:
    return _other(here, "1是 2否 0未知") or _read(here) or f"{here.slot.field.ask if here.slot.field else ''}1是 2否 0未知，回车记下"


def _choice(here: Here) -> str:
    several = "可选几项，编号连着打，一项都没有打 0：" if here.slot.kind == "choices" else "打编号，不清楚打 0："
    listed = numbered(here.offer or options(here.slot, here.plan, here.state, ""))
    return _other(here, listed) or _read(here) or f"{several}{listed}"


def _other(here: Here, listed: str) -> str:
    """What can be picked instead of the answer that stands as it is recorded; empty where another one is being typed."""
    if not here.typed or here.typed != shown(here.slot, here.state):
        return ""
    return f"记下的是 {here.typed}，要改打编号：{listed}；{_about(here)}"


def _read(here: Here) -> str:
    """How the answer typed so far is read, or why it cannot be; empty where nothing is typed."""
    if not here.typed.strip() or here.slot.field is None:
        return ""
    try:
        told = read_fact(here.slot, here.plan, here.state, here.typed, here.offer)
    except Unreadable as error:
        return str(error)
    return f"读作 {shown_value(here.slot.field, told.value)}，回车记下；{_about(here)}"


def _about(here: Here) -> str:
    sure = CERTAINTIES[here.about.certainty]
    if here.turned:
        return f"改为「{sure}」，回车或离开这一栏就记下，再按 F12 换；来源 {here.about.source or '没写'}（Ctrl+L）"
    return f"来源 {here.about.source or '没写'}（Ctrl+L），{sure}（F12）"


def _picks(here: Here) -> str:
    typed, state = here.typed.strip(), here.state
    last = last_word(here.typed)
    found = options(here.slot, here.plan, state, last, here.offer)
    if not found:
        return f"没有和「{last[:20]}」对得上的；打拼音首字母、名称或编号" if typed else "都在表上了"
    adding = here.slot.kind == "add"
    if not typed:
        there = f"已选{len(state.places)}个，要去掉一个就在前面打 {TAKE_OFF}（{TAKE_OFF}gj）；" if state.places and not adding else ""
        more = "回车加上并填它的数字；没有就直接回车" if adding else "几个用空格隔开"
        return f"{there}打首字母或编号，{more}：{numbered(found)}"
    if len(found) > 1 and last and not is_sure(found, last):
        return f"「{last[:20]}」对得上几个，再打一个字或编号：{numbered(found)}"
    return f"回车加上 >{found[0].label}<" if adding else _change(here, found, last)


def _change(here: Here, found: Offer, last: str) -> str:
    """What Enter does to the list of places; `last` is the name that is being typed."""
    try:
        change = places_change(here.slot, here.plan, here.state, here.typed, here.offer)
    except Unreadable as error:
        return str(error)
    more = "" if last else f"；还可再打：{numbered(here.offer or found)}"
    keep = f"（要去掉打 {TAKE_OFF}{last or words_of(here.typed)[-1]}）" if change.there and not change.adds else ""
    return f"回车：{change.words}{keep}{more}"


def _instant(here: Here) -> str:
    if not here.typed.strip():
        return TIME_HELP
    try:
        at = parse_when(here.typed, here.now)
    except Unreadable as error:
        return str(error)
    doubt = start_moved(here.state, here.slot.name, at)  # type: ignore[arg-type]  # an instant's slot
    return f"读作 {read_words(at, here.now)}{f'；{doubt}' if doubt else ''}"


def _number(here: Here) -> str:
    slot, source = here.slot, _about(here)
    unit = slot.field.unit if slot.field else ""
    if here.typed.strip():
        try:
            told = read_fact(slot, here.plan, here.state, here.typed)
        except Unreadable as error:
            return str(error)
        if told.path != slot.name:
            return f"读作 {label_at(here.plan, told.path)} {told.value}%；{source}"
        return f"读作 {shown_amount(told.value, unit)}；{source}"
    ask = slot.field.ask if slot.field else ""
    return f"{ask}不知道就直接回车；{source}"


HINTS: dict[Kind, Callable[[Here], str]] = {
    "text": _text, "long": _long, "item": _item, "bool": _bool, "choice": _choice, "choices": _choice,
    "places": _picks, "add": _picks, "when": _instant, "number": _number,
}


def question_of(state: State, found: Judged, words: str) -> Question:
    """The one thing to ask now: what contradicts, else `words`, the question of the first fact that could change the level."""
    whom = "、".join(state.call[k] for k in ("unit", "caller") if state.call.get(k)) or "来电人"
    for doubt in found.contradictions:
        return Question(doubt.sentence, whom, f"fact:{doubt.named[0]}")
    if found.verdict.ask:
        return Question(words, whom, f"fact:{found.verdict.ask[0]}")
    for place, ask in BASICS:
        if not _known(place, state):
            return Question(ask, whom, place)
    return Question("没有要追问的了，按 Ctrl+D 复述", whom, "")


BASICS = (
    ("when:occurred", "是什么时候发生的？"), ("places:", "在哪几个县市？"), ("call:words", "出了什么事？请讲一下经过"),
    ("call:callback", "请留一个能打回去的电话"), ("call:caller", "请问您贵姓？"), ("call:unit", "您是哪个单位的？"),
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
