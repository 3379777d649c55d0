"""What was typed into a place of the intake form, as a command; and what it might mean while it is being typed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console.initials import initials
from console.plan.facts import Field
from console.plan.model import Plan

from . import commands as c
from .amounts import as_decimal, parse_amount
from .facts import items_of
from .form import Slot
from .state import Certainty, State
from .times import Unreadable, parse_when

YES = ("y", "是", "1", "yes", "有")
NO = ("n", "否", "2", "no", "没有", "不是", "无")
UNKNOWN = ("u", "?", "0", "未知", "不知道", "不清楚")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as typed: where it belongs and its value as the log keeps it."""

    path: str
    value: Any
    figure: bool = False

    @property
    def exact(self) -> Any:
        """The value as the rules take it: figures as exact numbers."""
        return as_decimal(self.value) if self.figure and isinstance(self.value, str) else self.value


@dataclass(frozen=True, slots=True)
class About:
    """What goes with a figure."""

    source: str = ""
    certainty: Certainty = "unverified"
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be picked for what was typed so far."""

    id: str
    label: str


def clean(text: str) -> str:
    """Typed words in their plain form: full-width letters and digits as half-width ones, no outer blanks."""
    return unicodedata.normalize("NFKC", text).strip()


# --- what can be picked -------------------------------------------------------------------------------------------


def options(slot: Slot, plan: Plan, state: State, typed: str) -> tuple[Option, ...]:
    """What fits the letters, characters or number typed so far, best first; all of it where nothing is typed."""
    return _fitting(choices_of(slot, plan, state), clean(typed).lower())


def choices_of(slot: Slot, plan: Plan, state: State) -> tuple[tuple[Option, str], ...]:
    """Everything that can be picked in this place, each with its pinyin initials."""
    if slot.kind == "places":
        return tuple((Option(p.name, p.name), p.initials) for p in plan.places)
    if slot.kind == "add":
        return _items(slot, plan, state)
    if slot.field is not None and slot.kind in ("choice", "choices"):
        return tuple((Option(ch.id, ch.label), initials(ch.label)) for ch in slot.field.choices)
    if slot.kind == "bool":
        return ((Option("y", "是"), "y"), (Option("n", "否"), "n"), (Option("u", "未知"), "u"))
    return ()


def _items(slot: Slot, plan: Plan, state: State) -> tuple[tuple[Option, str], ...]:
    fact = plan.fact(slot.name)
    key = next((f for f in fact.fields if f.id == fact.key), None)
    there = items_of(plan, state, fact.id)
    if key is not None and key.choices:
        return tuple((Option(ch.id, ch.label), initials(ch.label)) for ch in key.choices if ch.id not in there)
    # The places that the caller named come first: they are the likeliest.
    ordered = sorted(plan.places, key=lambda p: p.name not in state.places)
    return tuple((Option(p.name, p.name), p.initials) for p in ordered if p.name not in there)


def _fitting(known: tuple[tuple[Option, str], ...], typed: str) -> tuple[Option, ...]:
    if not typed:
        return tuple(option for option, _ in known)
    letters = typed.rstrip("0123456789")
    number = typed[len(letters):]
    if letters:
        whole = [o for o, short in known if short == letters]
        starting = [o for o, short in known if short.startswith(letters)]
        found = whole or starting or [o for o, short in known if letters in o.label or letters in short]
    else:
        found = [o for o, _ in known]
    if not number:
        return tuple(found)
    at = int(number[:4]) - 1
    return (found[at],) if 0 <= at < len(found) else ()


# --- what it means ------------------------------------------------------------------------------------------------


def read_fact(slot: Slot, plan: Plan, state: State, typed: str) -> Told:
    """The fact that was typed.

    A percentage typed where a figure is asked belongs to the percentage beside it.

    Raises:
        Unreadable: one sentence that says what can be written.
    """
    field, text = slot.field, clean(typed)
    if field is None or not text:
        return Told(slot.name, None)
    if slot.kind == "number":
        beside = percent_beside(slot, plan) if text.endswith("%") and field.unit != "%" else None
        if beside is not None:
            return Told(beside, parse_amount(text, "%"), figure=True)
        return Told(slot.name, parse_amount(typed, field.unit), figure=True)
    return Told(slot.name, _answer(slot, field, plan, state, text))


def _answer(slot: Slot, field: Field, plan: Plan, state: State, text: str) -> bool | str | list[str] | None:
    if slot.kind == "bool":
        return _yes_or_no(text.lower(), field)
    if slot.kind == "choices":
        return _several(slot, plan, state, text)
    return None if text.lower() in UNKNOWN else _picked(slot, plan, state, text)


def percent_beside(slot: Slot, plan: Plan) -> str | None:
    """The path of the percentage whose part this figure is."""
    path, _, own = slot.name.rpartition(".")
    fields: tuple[Field, ...] = plan.fact(path.split(".")[0]).fields if path else plan.facts
    found = next((f for f in fields if f.share and f.share.part == own), None)
    if found is None:
        return None
    return f"{path}.{found.id}" if path else found.id


def _yes_or_no(text: str, field: Field) -> bool | None:
    if text in YES:
        return True
    if text in NO:
        return False
    if text in UNKNOWN:
        return None
    raise Unreadable(f"「{field.label}」请答 1是、2否、0未知")


def _picked(slot: Slot, plan: Plan, state: State, text: str) -> str:
    known = choices_of(slot, plan, state)
    exact = next((o for o, _ in known if text in (o.label, o.id)), None)
    if exact is not None:
        return exact.id
    found = _fitting(known, text.lower())
    if not found:
        raise Unreadable(f"「{text[:40]}」不在可选的几项里，请填编号：{numbered(tuple(o for o, _ in known))}")
    return _one_of(found, text).id


def is_sure(found: tuple[Option, ...], typed: str) -> bool:
    """Whether what was typed means the first of these and no other."""
    text = clean(typed)
    return len(found) == 1 or text in (found[0].label, found[0].id)


def _one_of(found: tuple[Option, ...], typed: str) -> Option:
    """The one that is meant; 「hs」 is 红色 as well as 黄色, and nobody may guess which."""
    if not is_sure(found, typed):
        raise Unreadable(f"「{typed.strip()[:20]}」对得上几个：{'、'.join(o.label for o in found[:8])}；请再打一个字，或打编号")
    return found[0]


def _several(slot: Slot, plan: Plan, state: State, text: str) -> list[str] | None:
    if text.lower() in ("u", "?", "未知", "不知道"):
        return None
    if text in ("0", "无", "没有"):
        return []
    parts = list(text) if text.isdigit() else words_of(text)
    return list(dict.fromkeys(_picked(slot, plan, state, part) for part in parts))


def numbered(found: tuple[Option, ...]) -> str:
    """「1没有预警 2蓝色」."""
    return " ".join(f"{number}{option.label}" for number, option in enumerate(found, 1))


def command_for(
    slot: Slot, plan: Plan, state: State, typed: str, now: datetime, about: About, reason: str = ""
) -> c.Command | None:
    """The command that records what was typed; None where there is nothing to record.

    Raises:
        Unreadable: one sentence for the officer.
    """
    if slot.id.startswith("call:"):
        return c.TakeDown(slot.name, typed)
    if slot.kind == "when":
        if not clean(typed):
            raise Unreadable(f"{slot.label}已经记过，不能清空；记错了请改写成正确的时间")
        return c.SetInstant(slot.name, parse_when(typed, now), reason, typed)  # type: ignore[arg-type]  # from a slot
    if slot.kind in ("places", "add"):
        return _pick_command(slot, plan, state, typed)
    told = read_fact(slot, plan, state, typed)
    return c.SetFigure(told.path, told.value, typed, about.source, about.certainty, about.as_of)


def words_of(typed: str) -> list[str]:
    """The names in a row that were typed with blanks or commas between them."""
    return clean(typed).replace("、", " ").replace(",", " ").split()


def _pick_command(slot: Slot, plan: Plan, state: State, typed: str) -> c.Command | None:
    words = words_of(typed)
    if not words:
        return None
    if slot.kind == "places" and len(words) > 1:
        return c.SetPlaces(tuple(dict.fromkeys((*state.places, *(_place(slot, plan, state, word) for word in words)))))
    return pick(slot, state, _option(slot, plan, state, " ".join(words)))


def _place(slot: Slot, plan: Plan, state: State, word: str) -> str:
    return _option(slot, plan, state, word).id


def _option(slot: Slot, plan: Plan, state: State, word: str) -> Option:
    found = options(slot, plan, state, word)
    if not found:
        raise Unreadable(f"没有和「{word[:20]}」对得上的，请打拼音首字母或名称")
    return _one_of(found, word)


def pick(slot: Slot, state: State, option: Option) -> c.Command:
    """The command that picks one; a place that is there already is taken off again."""
    if slot.kind == "add":
        return c.AddItem(slot.name, option.id)
    kept = tuple(p for p in state.places if p != option.id)
    return c.SetPlaces(kept if option.id in state.places else (*state.places, option.id))
