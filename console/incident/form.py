"""The intake form, made from the plan: what there is to fill in, in which order, and what stands in each place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .facts import field_at, item_label, items_of, shown_value
from .state import BASES, CALL_FIELDS, Basis, State
from .times import dated_seconds

if TYPE_CHECKING:
    from console.plan.facts import Fact, Field
    from console.plan.model import Plan

Kind = Literal["text", "long", "when", "places", "number", "bool", "choice", "choices", "add", "item"]
"""How a place of the form is filled in; `item` is the head of a list item, `add` takes a new one."""

FIRST_CALL = ("caller", "unit", "callback")
"""Asked before anything else: who is on the line."""
TOLD = ("place_detail", "words")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the form."""

    id: str
    """「call:caller」, 「when:occurred」, 「places:」, 「fact:grid_load_mw」, 「add:counties」."""
    kind: Kind
    label: str
    section: str
    field: Field | None = None
    depth: int = 0
    """1 for the fields of a list item."""

    @property
    def name(self) -> str:
        """What stands behind the colon: the call field, the instant, the path of the fact."""
        return self.id.partition(":")[2]

    @property
    def is_fact(self) -> bool:
        """A figure or an answer that the rules look at."""
        return self.id.startswith("fact:")


def slots_of(plan: Plan, state: State, opened: Collection[str], more: bool) -> tuple[Slot, ...]:
    """The places of the form in order; `opened` are the list items shown with their fields (「counties.个旧市」).

    `more` adds the second part, the words of the call that a first report can do without.
    """
    slots = [_when("received", "来电时间", "来电")]
    slots += [Slot(f"call:{name}", "text", CALL_FIELDS[name], "来电") for name in FIRST_CALL]
    slots.append(_when("occurred", "发生时间"))
    slots.append(Slot("places:", "places", "地点(县市)", "事发"))
    slots += [Slot(f"call:{n}", "long" if n == "words" else "text", CALL_FIELDS[n], "事发") for n in TOLD]
    for fact in plan.facts:
        slots += _of_list(plan, fact, state, opened) if fact.type == "list" else _of_fact(fact)
    if more:
        slots.append(_when("judged", "初判时间", "其他要素"))
        rest = [name for name in CALL_FIELDS if name not in (*FIRST_CALL, *TOLD)]
        slots += [Slot(f"call:{name}", "text", CALL_FIELDS[name], "其他要素") for name in rest]
    return tuple(slots)


def _when(which: Basis, label: str, section: str = "事发") -> Slot:
    return Slot(f"when:{which}", "when", label, section)


def _of_fact(fact: Fact) -> list[Slot]:
    kind = fact.type
    if kind in ("text", "list"):
        return []
    return [Slot(f"fact:{fact.id}", kind, fact.label, fact.group, fact)]  # type: ignore[arg-type]  # the two others are ruled out above


def _of_list(plan: Plan, fact: Fact, state: State, opened: Collection[str]) -> list[Slot]:
    slots: list[Slot] = []
    for key in items_of(plan, state, fact.id):
        path = f"{fact.id}.{key}"
        slots.append(Slot(f"item:{path}", "item", item_label(plan, fact.id, key), fact.group, fact))
        slots += _of_item(fact, key) if path in opened else []
    return [*slots, Slot(f"add:{fact.id}", "add", f"加一项{fact.label}", fact.group, fact)]


def _of_item(fact: Fact, key: str) -> list[Slot]:
    slots: list[Slot] = []
    for field in fact.fields:
        kind = field.type
        if field.id != fact.key and kind not in ("text", "list") and (not field.only or key in field.only):
            slots.append(Slot(f"fact:{fact.id}.{key}.{field.id}", kind, field.label, fact.group, field, 1))  # type: ignore[arg-type]  # ruled out above
    return slots


def shown(slot: Slot, state: State) -> str:
    """What is recorded for this place, as text that can be typed back."""
    if slot.id.startswith("call:"):
        return state.call.get(slot.name, "")
    if slot.kind == "when":
        return _shown_instant(slot.name, state)
    if slot.is_fact and slot.field is not None:
        figure = state.figures.get(slot.name)
        if figure is not None and figure.now.value is not None:
            return shown_value(slot.field, figure.now.value)
    return ""


def _shown_instant(which: str, state: State) -> str:
    if which == "received":
        return dated_seconds(state.received_at)
    found = next((i for i in reversed(state.instants) if i.which == which), None)
    return dated_seconds(found.at) if found else ""


def is_recorded(slot: Slot, state: State) -> bool:
    """Whether something stands in the log for this place."""
    if slot.kind == "places":
        return bool(state.places)
    return bool(shown(slot, state)) or slot.kind == "item"


def summary(plan: Plan, state: State, item: Slot) -> str:
    """A list item in a line: every figure known of it."""
    parts = []
    prefix = f"{item.name}."
    for path, figure in state.figures.items():
        if path.startswith(prefix) and not path.endswith("._gone") and figure.now.value is not None:
            field = field_at(plan, path)
            parts.append(f"{field.label}{shown_value(field, figure.now.value)}")
    return "、".join(parts) or "还没有数字"


def former(slot: Slot, state: State) -> str:
    """「原 600 MW」: the value before the present one, where it was another."""
    figure = state.figures.get(slot.name) if slot.is_fact else None
    if figure is None or slot.field is None:
        return ""
    for value in reversed(figure.history[:-1]):
        if value.value != figure.now.value:
            return f"原 {shown_value(slot.field, value.value)}"
    return ""


def named_instant(which: str) -> str:
    """「发生时间」."""
    return f"{BASES[which]}时间"  # type: ignore[index]  # the caller has it from a slot of this form
