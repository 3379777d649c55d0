"""The facts of an event in the shape that the classifier reads, and the paths under which they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .amounts import as_decimal, shown_amount
from .state import Figure, State
from .times import Unreadable

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
    """The words for a path: 「个旧市 减供负荷」; the path itself where this plan does not know it (any more)."""
    try:
        field = field_at(plan, path)
    except NoSuchFact:
        return path
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
    """The facts of `state` as `Classifier.classify` takes them; what is not known is absent.

    Paths that the plan does not know (its data was revised since) are left out. A list whose items were all taken off
    is unknown again, unless it was said in so many words that there is none.
    """
    facts: dict[str, Any] = {}
    items: dict[str, dict[str, dict[str, Any]]] = {}
    gone: set[tuple[str, str]] = set()
    for path, figure in state.figures.items():
        fact_id, _, rest = path.partition(".")
        key, _, inner = rest.rpartition(".")
        try:
            fact = plan.fact(fact_id)
            field = fact if inner == GONE else field_at(plan, path)
        except KeyError:
            continue
        if inner == GONE:
            items.setdefault(fact_id, {}).setdefault(key, {str(fact.key): key})
            if figure.now.value:
                gone.add((fact_id, key))
        elif rest:
            _put(items.setdefault(fact_id, {}).setdefault(key, {str(fact.key): key}), field, figure.now.value)
        else:
            _put(facts, field, figure.now.value)
    for fact_id, found in items.items():
        left = [item for key, item in found.items() if (fact_id, key) not in gone]
        if left:
            facts[fact_id] = left
    return facts


def with_value(plan: Plan, facts: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of `facts` in which the fact at `path` has `value` (as stored; None for unknown).

    Raises:
        NoSuchFact: the plan has no such fact, item or field.
    """
    field = field_at(plan, path)
    changed = dict(facts)
    name, _, rest = path.partition(".")
    if not rest:
        changed.pop(name, None)
        _put(changed, field, value)
        return changed
    key = rest.rpartition(".")[0]
    key_id = str(plan.fact(name).key)
    items = [dict(item) for item in facts.get(name, ())]
    if all(item[key_id] != key for item in items):
        items.append({key_id: key})
    for item in items:
        if item[key_id] == key:
            item.pop(field.id, None)
            _put(item, field, value)
    changed[name] = items
    return changed


def is_on_form(state: State, path: str) -> bool:
    """Whether a path is of a figure, and the county or hazard that it belongs to was not taken off the form."""
    item, _, inner = path.rpartition(".")
    gone = state.figures.get(f"{item}.{GONE}") if item else None
    return inner != GONE and not (gone and gone.now.value)


def figures_on_form(plan: Plan, state: State) -> tuple[tuple[str, Figure], ...]:
    """Every figure that is known and on the form, in the plan's order; one that the plan does not ask for (any more) is not."""
    order = {fact.id: number for number, fact in enumerate(plan.facts)}
    found = [
        (path, figure) for path, figure in state.figures.items()
        if figure.now.value not in (None, []) and path.split(".", maxsplit=1)[0] in order and is_on_form(state, path)
    ]
    return tuple(sorted(found, key=lambda pair: order[pair[0].split(".", maxsplit=1)[0]]))


def items_of(plan: Plan, state: State, fact_id: str) -> tuple[str, ...]:
    """The items of a list fact that are on the form, in the order they were entered."""
    key = plan.fact(fact_id).key
    return tuple(item[str(key)] for item in facts_of(plan, state).get(fact_id, ()))


def list_facts(plan: Plan) -> tuple[Fact, ...]:
    """The facts of the plan that are lists."""
    return tuple(f for f in plan.facts if f.type == "list")


def _put(into: dict[str, Any], field: Field, value: Any) -> None:
    """Put a stored value in, as the classifier takes it; what is unknown or no longer fits its field stays out."""
    if value is None:
        return
    if field.type in ("choices", "list"):
        if isinstance(value, (list, tuple)):
            into[field.id] = list(value)
    elif field.type == "number":
        try:
            exact = as_decimal(value)
        except Unreadable:
            return
        into[field.id] = int(exact) if exact == exact.to_integral_value() else exact
    else:
        into[field.id] = value
