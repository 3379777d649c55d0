"""The facts of an event in the shape that the classifier reads, and the paths under which they are kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .amounts import as_decimal, shown_amount
from .state import Figure, State

if TYPE_CHECKING:
    from console.plan.facts import Fact, Field
    from console.plan.model import Plan

GONE = "_gone"
"""The last part of a path that takes an item out of a list (「counties.个旧市._gone」)."""


class NoSuchFact(KeyError):
    """The path names nothing that this plan asks for."""


def field_at(plan: Plan, path: str) -> Field:
    """The field that a path names: 「grid_shed_mw」 or 「counties.个旧市.shed_mw」.

    Raises:
        NoSuchFact: the plan has no such fact, item or field.
    """
    name, _, rest = path.partition(".")
    try:
        fact = plan.fact(name)
    except KeyError:
        raise NoSuchFact(path) from None
    if not rest:
        return fact
    key, _, inner = rest.rpartition(".")
    found = next((f for f in fact.fields if f.id == inner), None)
    if not key or "." in key or found is None or (found.only and key not in found.only):
        raise NoSuchFact(path)
    return found


def label_at(plan: Plan, path: str) -> str:
    """The words for a path: 「个旧市 减供负荷」."""
    field = field_at(plan, path)
    if "." not in path:
        return field.label
    return f"{item_label(plan, *path.split('.')[:2])} {field.label}"


def item_label(plan: Plan, fact_id: str, key: str) -> str:
    """The words for an item of a list: the county's name, or the hazard's label."""
    fact = plan.fact(fact_id)
    named = next((f for f in fact.fields if f.id == fact.key), None)
    choices = named.choices if named else ()
    return next((c.label for c in choices if c.id == key), key)


def shown_value(field: Field, value: Any) -> str:
    """A stored value in the officer's words: 「700 MW」 「是」 「红色」; 「未知」 where there is none."""
    if value is None:
        return "未知"
    if field.type == "bool":
        return "是" if value else "否"
    labels = {choice.id: choice.label for choice in field.choices}
    if field.type == "choices":
        return "、".join(labels.get(v, str(v)) for v in value) if value else "无"
    if field.type == "choice":
        return labels.get(value, str(value))
    return shown_amount(value, field.unit) if field.type == "number" else str(value)


def facts_of(plan: Plan, state: State) -> dict[str, Any]:
    """The facts of `state` as `Classifier.classify` takes them; what is not known is absent."""
    facts: dict[str, Any] = {}
    items: dict[str, dict[str, dict[str, Any]]] = {}
    gone: set[tuple[str, str]] = set()
    for path, figure in state.figures.items():
        fact_id, _, rest = path.partition(".")
        fact = plan.fact(fact_id)
        if not rest:
            if fact.type == "list":
                items.setdefault(fact_id, {})
            else:
                _put(facts, fact, figure)
            continue
        key, _, inner = rest.rpartition(".")
        if inner == GONE:
            if figure.now.value:
                gone.add((fact_id, key))
            continue
        item = items.setdefault(fact_id, {}).setdefault(key, {str(fact.key): key})
        _put(item, field_at(plan, path), figure)
    for fact_id, found in items.items():
        facts[fact_id] = [item for key, item in found.items() if (fact_id, key) not in gone]
    return facts


def items_of(plan: Plan, state: State, fact_id: str) -> tuple[str, ...]:
    """The items of a list fact that are on the form, in the order they were entered."""
    key = plan.fact(fact_id).key
    return tuple(item[str(key)] for item in facts_of(plan, state).get(fact_id, ()))


def list_facts(plan: Plan) -> tuple[Fact, ...]:
    """The facts of the plan that are lists."""
    return tuple(f for f in plan.facts if f.type == "list")


def _put(into: dict[str, Any], field: Field, figure: Figure) -> None:
    value = figure.now.value
    if value is None:
        return
    if field.type == "number":
        exact = as_decimal(value)
        into[field.id] = int(exact) if exact == exact.to_integral_value() else Decimal(exact)
    else:
        into[field.id] = list(value) if field.type == "choices" else value
