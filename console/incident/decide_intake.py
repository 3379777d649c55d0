"""Decisions of the call: words, places, figures, instants."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from console.words import blank

from . import commands as c
from .amounts import as_decimal, as_stored
from .deciding import Context, Decider, Event, fits, need, when
from .facts import GONE, NoSuchFact, field_at, item_label, label_at
from .refused import Refused
from .state import BASES, CALL_FIELDS, CERTAINTIES, State
from .times import Unreadable, stamp

if TYPE_CHECKING:
    from console.plan.facts import Field


def _take_down(command: c.TakeDown, state: State, context: Context) -> list[Event]:
    if command.name not in CALL_FIELDS:
        raise Refused(f"接报没有「{command.name[:40]}」这一栏")
    value = fits(command.value, CALL_FIELDS[command.name])
    if state.call.get(command.name, "") == value:
        return []
    return [Event("intake", context.now, {"field": command.name, "value": value})]


def _retitle(command: c.Retitle, state: State, context: Context) -> list[Event]:
    title = need(command.title, "事件标题", "title")[:200]
    return [] if title == state.title else [Event("titled", context.now, {"title": title, "before": state.title})]


def _places(command: c.SetPlaces, state: State, context: Context) -> list[Event]:
    known = {place.name for place in context.plan.places}
    strange = [p for p in command.places if p not in known]
    if strange:
        raise Refused(f"「{strange[0][:40]}」不在13个县市之内，请从列表里选")
    places = list(dict.fromkeys(command.places))
    return [] if tuple(places) == state.places else [Event("places", context.now, {"places": places})]


def _figure(command: c.SetFigure, state: State, context: Context) -> list[Event]:
    try:
        field = field_at(context.plan, command.path)
    except NoSuchFact:
        raise Refused(f"预案没有「{command.path[:60]}」这一项事实") from None
    value = _checked(field, command.value, label_at(context.plan, command.path))
    if command.certainty not in CERTAINTIES:
        raise Refused("核实情况只能是已核实、未核实或估算")
    before = state.figures.get(command.path)
    if before is None and value is None:
        return []
    source = fits(command.source, "来源", "source")
    as_of = when(command.as_of, context, state, "数字的时间")
    if before and (before.now.value, before.now.source, before.now.certainty) == (value, source, command.certainty):
        return []
    data = {
        "path": command.path, "value": value, "typed": fits(command.typed, "数字"), "source": source,
        "certainty": command.certainty, "before": before.now.value if before else None,
    }
    return [Event("figure", as_of, data)]


def _checked(field: Field, value: Any, label: str) -> Any:
    """The value as stored, or a refusal that says what the field takes."""
    if value is None:
        return None
    if field.type == "number":
        return _number(field, value, label)
    if field.type == "bool":
        if not isinstance(value, bool):
            raise Refused(f"「{label}」只能答是、否或未知")
        return value
    known = [choice.id for choice in field.choices]
    if field.type == "choice":
        if value not in known:
            raise Refused(f"「{label}」没有这个选项，请从列表里选")
        return value
    if field.type == "choices":
        picked = list(value) if isinstance(value, (list, tuple)) else [value]
        if any(v not in known for v in picked):
            raise Refused(f"「{label}」没有这个选项，请从列表里选")
        return [v for v in known if v in picked]
    raise Refused(f"「{label}」不能直接填写")


def _number(field: Field, value: Any, label: str) -> int | str:
    try:
        if isinstance(value, (bool, float)):
            raise Unreadable("")
        number = Decimal(value) if isinstance(value, (int, Decimal)) else as_decimal(value)
    except (Unreadable, TypeError):
        raise Refused(f"「{label}」要填数字") from None
    if number < 0:
        raise Refused(f"「{label}」不能是负数，请核对")
    if field.whole_number and number != number.to_integral_value():
        raise Refused(f"「{label}」要填整数，请核对")
    top = 100 if field.unit == "%" else field.maximum
    if top is not None and number > top:
        raise Refused(f"「{label}」最大是{top}{field.unit}，请核对")
    return as_stored(number)


def _add_item(command: c.AddItem, state: State, context: Context) -> list[Event]:
    try:
        fact = context.plan.fact(command.fact)
    except KeyError:
        raise Refused(f"预案没有「{command.fact[:40]}」这一项事实") from None
    key_field = next((f for f in fact.fields if f.id == fact.key), None)
    if fact.type != "list" or key_field is None:
        raise Refused(f"「{fact.label}」不是列表，不能增加")
    known = [ch.id for ch in key_field.choices]
    if known and command.key not in known:
        raise Refused(f"「{command.key[:40]}」不能加入{fact.label}，请从列表里选")
    if not command.key.strip() or len(command.key) > NAME_LIMIT or "." in command.key:
        raise Refused(f"「{command.key[:40]}」不能作{fact.label}的名称，请写不超过{NAME_LIMIT}字、不带点的名称")
    events = [] if fact.id in state.figures else [_item_event(context, fact.id, [])]
    path = f"{fact.id}.{command.key}.{GONE}"
    if path in state.figures and not state.figures[path].now.value:
        return events
    return [*events, _item_event(context, path, False)]


def _drop_item(command: c.DropItem, state: State, context: Context) -> list[Event]:
    path = f"{command.fact}.{command.key}.{GONE}"
    figure = state.figures.get(path)
    if figure is None or figure.now.value:
        raise Refused(f"列表里没有「{item_label(context.plan, command.fact, command.key)[:40]}」")
    return [_item_event(context, path, True)]


def _item_event(context: Context, path: str, value: Any) -> Event:
    data = {"path": path, "value": value, "typed": "", "source": "", "certainty": "verified", "before": None}
    return Event("figure", context.now, data)


def _instant(command: c.SetInstant, state: State, context: Context) -> list[Event]:
    if command.which not in BASES:
        raise Refused("时间只能是发生、初判或接报")
    label = f"{BASES[command.which]}时间"
    at = when(command.at, context, state, label)
    before = state.instant_of(command.which)
    known = before.at if before else (state.opened_at if command.which == "received" else None)
    if known == at:
        return []
    if known is not None and state.stage != "intake" and blank(command.reason):
        raise Refused(f"更正{label}要写原因，原时间会留在日志里", "reason")
    if command.which == "occurred" and at > context.now:
        raise Refused("发生时间在将来，请核对", "at")
    data = {
        "which": command.which, "instant": stamp(at), "before": stamp(known) if known else None,
        "reason": fits(command.reason, "原因", "reason"),
    }
    if command.typed:
        data["typed"] = fits(command.typed, label)
    return [Event("instant", context.now, data)]


def _basis(command: c.ChooseBasis, state: State, context: Context) -> list[Event]:
    if command.basis not in BASES:
        raise Refused("计时起点只能是发生、初判或接报")
    if command.basis == state.basis:
        return []
    reason = need(command.reason, "更换计时起点的原因", "reason")
    return [Event("basis", context.now, {"basis": command.basis, "before": state.basis, "reason": reason})]


def _read_back(command: c.ReadBack, state: State, context: Context) -> list[Event]:
    words = need(command.words, "复述内容")
    return [Event("read_back", context.now, {"words": words, "name": fits(command.name, "来电人姓名", "name") or state.call.get("caller", "")})]


def _finish(_command: c.FinishIntake, state: State, context: Context) -> list[Event]:
    return [Event("intake_finished", context.now, {})] if state.stage == "intake" else []


NAME_LIMIT = 40
"""Characters of the name of a list item."""

DECIDERS: dict[type[c.Command], Decider] = {
    c.TakeDown: _take_down, c.Retitle: _retitle, c.SetPlaces: _places, c.SetFigure: _figure, c.AddItem: _add_item,
    c.DropItem: _drop_item, c.SetInstant: _instant, c.ChooseBasis: _basis, c.ReadBack: _read_back,
    c.FinishIntake: _finish,
}
