"""What was typed into a place of the intake form, as a command; and what it might mean while it is being typed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
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


Offer = tuple[Option, ...]
"""A numbered list of what can be picked, as it stood on the screen."""
TAKE_OFF = "-"
"""Before a name: it is taken off the list."""


def clean(text: str) -> str:
    """Typed words in their plain form: full-width letters and digits as half-width ones, no outer blanks."""
    return unicodedata.normalize("NFKC", text).strip()


# --- what can be picked -------------------------------------------------------------------------------------------


def options(slot: Slot, plan: Plan, state: State, typed: str, offer: Offer = ()) -> tuple[Option, ...]:
    """What fits the letters, characters or number typed so far, best first; all of it where nothing is typed.

    A number alone counts in `offer`, the list on the screen when it was pressed; in all there is where none is given.
    """
    text = clean(typed).lower()
    if offer and text.isdigit():
        at = int(text[:4]) - 1
        return (offer[at],) if 0 <= at < len(offer) else ()
    return _fitting(choices_of(slot, plan, state), text)


def offered(slot: Slot, plan: Plan, state: State, typed: str, before: Offer) -> Offer:
    """The list that is on the screen for what is typed: the one before it, from the number on that is typed into that."""
    if before and any(word.removeprefix(TAKE_OFF).isdigit() for word in words_of(typed)):
        return before
    return options(slot, plan, state, last_word(typed).rstrip("0123456789"))


def last_word(typed: str) -> str:
    """The name that is being typed: the last one, empty where a blank stands behind it; without the sign that takes off."""
    words = clean(typed.replace("、", " ").replace(",", " ") + "|").removesuffix("|")
    return "" if not words or words[-1].isspace() else words.split()[-1].removeprefix(TAKE_OFF)


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


def read_fact(slot: Slot, plan: Plan, state: State, typed: str, offer: Offer = ()) -> Told:
    """The fact that was typed; a number picks from `offer` where there is one.

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
    return Told(slot.name, _answer(slot, field, _Known(choices_of(slot, plan, state), offer), text))


@dataclass(frozen=True, slots=True)
class _Known:
    """What can be picked, and the part of it that stands on the screen with its numbers."""

    choices: tuple[tuple[Option, str], ...]
    offer: Offer


def _answer(slot: Slot, field: Field, known: _Known, text: str) -> bool | str | list[str] | None:
    if slot.kind == "bool":
        return _yes_or_no(text.lower(), field)
    if slot.kind == "choices":
        return _several(known, text)
    return None if text.lower() in UNKNOWN else _picked(known, text)


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


def _picked(known: _Known, text: str) -> str:
    exact = next((o for o, _ in known.choices if text in (o.label, o.id)), None)
    if exact is not None and not (known.offer and text.isdigit()):
        return exact.id
    shown = known.offer or tuple(o for o, _ in known.choices)
    found = shown[int(text[:4]) - 1:int(text[:4])] if text.isdigit() and text.strip("0") else _fitting(known.choices, text.lower())
    if not found:
        raise Unreadable(f"「{text[:40]}」不在可选的几项里，请填编号：{numbered(shown)}")
    return _one_of(found, text).id


def is_sure(found: tuple[Option, ...], typed: str) -> bool:
    """Whether what was typed means the first of these and no other."""
    text = clean(typed)
    return len(found) == 1 or text in (found[0].label, found[0].id)


def _one_of(found: tuple[Option, ...], typed: str) -> Option:
    """The one that is meant; 「hs」 is 红色 as well as 黄色, and nobody may guess which."""
    if not is_sure(found, typed):
        raise Unreadable(f"「{typed.strip()[:20]}」对得上几个，请再打一个字，或打编号：{numbered(found)}")
    return found[0]


def _several(known: _Known, text: str) -> list[str] | None:
    if text.lower() in ("u", "?", "未知", "不知道"):
        return None
    if text in ("0", "无", "没有"):
        return []
    parts = list(text) if text.isdigit() else words_of(text)
    return list(dict.fromkeys(_picked(known, part) for part in parts))


def numbered(found: tuple[Option, ...]) -> str:
    """「1没有预警 2蓝色」."""
    return " ".join(f"{number}{option.label}" for number, option in enumerate(found, 1))


def command_for(  # noqa: PLR0913 # what is read, against what, and what goes with it
    slot: Slot, plan: Plan, state: State, typed: str, now: datetime, about: About, *, reason: str = "", offer: Offer = (),
) -> c.Command | None:  # fmt: skip
    """The command that records what was typed; None where there is nothing to record. A number picks from `offer`.

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
        return _pick_command(slot, plan, state, typed, offer)
    told = read_fact(slot, plan, state, typed, offer)
    return c.SetFigure(told.path, told.value, typed, about.source, about.certainty, about.as_of)


def words_of(typed: str) -> list[str]:
    """The names in a row that were typed with blanks or commas between them."""
    return clean(typed).replace("、", " ").replace(",", " ").split()


@dataclass(frozen=True, slots=True)
class Change:
    """What a line of names does to the places: names as they are listed."""

    adds: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    """They are on the list already and stay there."""
    drops: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """「加上 个旧市，已有 开远市，去掉 蒙自市」."""
        parts = (("加上", self.adds), ("已有", self.there), ("去掉", self.drops))
        return "，".join(f"{what} {'、'.join(names)}" for what, names in parts if names)


def places_change(slot: Slot, plan: Plan, state: State, typed: str, offer: Offer = ()) -> Change:
    """What the names typed would do: add, or, with a 「-」 before them, take off. A name that is there stays.

    Raises:
        Unreadable: a name is none, or means several.
    """
    adds: list[str] = []
    there: list[str] = []
    drops: list[str] = []
    for word in words_of(typed):
        name = _option(slot, plan, state, word.removeprefix(TAKE_OFF), offer).id
        if word.startswith(TAKE_OFF) and name not in state.places:
            raise Unreadable(f"{name}不在表上，不用去掉")
        found = drops if word.startswith(TAKE_OFF) else there if name in state.places else adds
        found.append(name)
    return Change(*(tuple(dict.fromkeys(names)) for names in (adds, there, drops)))


def _pick_command(slot: Slot, plan: Plan, state: State, typed: str, offer: Offer) -> c.Command | None:
    words = words_of(typed)
    if not words:
        return None
    if slot.kind == "add":
        return c.AddItem(slot.name, _option(slot, plan, state, " ".join(words), offer).id)
    change = places_change(slot, plan, state, typed, offer)
    left = tuple(name for name in state.places if name not in change.drops)
    return c.SetPlaces((*left, *change.adds)) if change.adds or change.drops else None


def _option(slot: Slot, plan: Plan, state: State, word: str, offer: Offer) -> Option:
    found = options(slot, plan, state, word, offer)
    if found:
        return _one_of(found, word)
    there = options(replace(slot, kind="places"), plan, state, word) if slot.kind == "add" else ()
    if there and is_sure(there, word) and there[0].id in items_of(plan, state, slot.name):
        raise Unreadable(f"{there[0].label}已经在表上，往上几行就是，没有再加")
    raise Unreadable(f"没有和「{word[:20]}」对得上的，请打拼音首字母或名称")
