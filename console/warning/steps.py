"""What the plan of its hazard says of a warning: the fact that holds its colour, and the steps it sets in motion. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from console.incident.facts import is_on_form
from console.incident.state import State
from console.plan.facts import Fact, Field
from console.plan.model import Plan
from console.plan.work import WarningStep

from .model import Bulletin, Said, Warnings, in_force

NO_WARNING = "none"
"""The word of a colour fact for no warning at all."""

_FEW = 3
"""Questions that are enough for a dialog; the rest of the facts are on the form."""
_NAMED = 6
"""Bodies of a sector that are named; of more only how many there are."""


@dataclass(frozen=True, slots=True)
class ColourFact:
    """Where a plan keeps the colour of a warning among its facts."""

    fact: Fact
    kind: str
    """The item of the list: 「rainstorm」."""
    field: Field | None
    """The field that takes the colour; None where this hazard has none."""
    ask: tuple[Field, ...]
    """The fields beside it that the officer is asked for."""


def plan_for(plans: Iterable[Plan], hazard: str) -> Plan | None:
    """The plan that takes warnings of that hazard."""
    return next((plan for plan in plans if hazard and hazard in plan.plan.warning_hazards), None)


def colour_fact(plan: Plan, hazard: str) -> ColourFact | None:
    """Where the plan keeps this hazard; None where its facts are not by hazard."""
    for fact in plan.facts:
        key = next((f for f in fact.fields if f.id == fact.key), None)
        kind = next((c.id for c in key.choices if c.label == hazard), None) if key else None
        if kind is None:
            continue
        coloured = [f for f in fact.fields if f.type == "choice" and {"red", "blue"} <= {c.id for c in f.choices}]
        own = [f for f in fact.fields if f is not key and (not f.only or kind in f.only)]
        field = next((f for f in coloured if f in own), None)
        ask = [f for f in own if f.group == field.group and f is not field] if field else _first_groups(own)
        return ColourFact(fact, kind, field, tuple(ask))
    return None


def _first_groups(fields: list[Field]) -> list[Field]:
    """What is asked where no colour counts: the first headings, as many as have a few questions between them."""
    found: list[Field] = []
    for group in dict.fromkeys(f.group for f in fields):
        if len(found) >= _FEW:
            break
        found += [f for f in fields if f.group == group]
    return found


def counts_for(plan: Plan, bulletin: Bulletin) -> bool:
    """Whether its colour is a fact of the plan: the standards name who must have issued it.

    The name has to stand by itself, at most behind the province's: 文山州气象台 is not 「州气象台」.
    """
    issuers = plan.plan.warning_issuers
    return not issuers or any(re.search(rf"(?:^|省|[\s、，,;；和(（]){re.escape(name)}", bulletin.issuer) for name in issuers)


def same_issuer(plan: Plan | None, one: str, other: str) -> bool:
    """Whether two names are one issuer's: the same words, or two of the names that the plan knows its own issuer by."""
    names = {one.strip(), other.strip()}
    return len(names) == 1 or (plan is not None and names <= set(plan.plan.warning_issuers))


def standing_colour(plan: Plan, warnings: Warnings, hazard: str, now: datetime, *, drill: bool = False) -> Bulletin | None:
    """The warning that gives the colour in force for a hazard, by the issuers that the plan's standards name.

    Of several, for several areas, the highest colour, then the newest; None where none of theirs is in force.
    """
    found = (b for b in in_force(warnings, now, drill=drill) if b.hazard == hazard and b.colour and counts_for(plan, b))
    return next(found, None)


def colour_source(
    plan: Plan, warnings: Warnings, hazard: str, event: str, now: datetime, *, drill: bool = False
) -> Bulletin | None:
    """The warning by which an event's colour of a hazard is told: the one in force, else the last of its own that ended.

    None: the standards' issuer never warned of it here; then nothing is known, rather than that there is no warning.
    """
    ended = [b for b in _counted(plan, warnings, hazard, event) if b.standing(now, drill=drill) != "not_actual"]
    last = max(ended, key=lambda b: (b.over_at(now) or now, b.seq), default=None)
    return standing_colour(plan, warnings, hazard, now, drill=drill) or last


def _counted(plan: Plan, warnings: Warnings, hazard: str, event: str) -> list[Bulletin]:
    """The warnings of a hazard in an event whose colour counts, whatever became of them."""
    return [b for b in warnings.values()
            if event in b.events and b.hazard == hazard and b.colour and b.kind != "Cancel" and counts_for(plan, b)]


def forecasts(
    plan: Plan, warnings: Warnings, hazard: str, event: str, field: Field, now: datetime, *, drill: bool = False
) -> tuple[list[str], tuple[tuple[Bulletin, Said], ...]] | None:
    """What was told of a field beside the warnings in force of an event: each area's own, taken together, and by whom.

    None where nothing was told beside the highest of them: what holds for a lower one's area says nothing of its own.
    """
    standing = [b for b in _counted(plan, warnings, hazard, event) if b.standing(now, drill=drill) == "in_force"]
    top = standing_colour(plan, warnings, hazard, now, drill=drill)
    told = tuple((b, b.said[event]) for b in standing if event in b.said and field.id in b.said[event].answers)
    if top is None or all(b.id != top.id for b, _ in told):
        return None
    every = {value for _, said in told for value in said.answers[field.id]}
    return [choice.id for choice in field.choices if choice.id in every], told


def told_colour(plan: Plan, hazard: str, state: State) -> object:
    """The colour of a hazard by an event's facts; None where they do not tell one."""
    found = colour_fact(plan, hazard)
    if found is None or found.field is None:
        return None
    path = f"{found.fact.id}.{found.kind}.{found.field.id}"
    figure = state.figures.get(path)
    return figure.now.value if figure and is_on_form(state, path) else None


def steps_of(plan: Plan, bulletin: Bulletin) -> tuple[WarningStep, ...]:
    """The steps of the plan for this colour and hazard; relays first, then acting, issuing and lifting.

    A message that cancels has none: what follows a lifting stands under the warning that was lifted.
    """
    if bulletin.kind == "Cancel":
        return ()
    found = colour_fact(plan, bulletin.hazard)
    kind = found.kind if found else ""
    fits = [s for s in plan.warning_steps
            if bulletin.colour in s.colours and (not s.hazards or kind in s.hazards or bulletin.hazard in s.hazards)]
    order = ("relay", "act", "issue", "lift")
    return tuple(sorted(fits, key=lambda s: order.index(s.stage)))


def task_id(bulletin: Bulletin, step: WarningStep) -> str:
    """Under which name the step is done in an event's log."""
    return f"warning_step:{step.id}@{bulletin.id}"


def carriers(plan: Plan, step: WarningStep) -> str:
    """Who does a step, in the plan's words: 「公安、交通运输」; empty where the plan names nobody."""
    return "、".join(plan.sector(sector_id).name for sector_id in step.by)


def takers(plan: Plan, step: WarningStep) -> tuple[str, ...]:
    """The names of who may take the order of a step: the sectors it is meant for, and their bodies."""
    sectors = [plan.sector(sector_id) for sector_id in step.by]
    return tuple(dict.fromkeys([*(s.name for s in sectors), *(plan.body(b).name for s in sectors for b in s.bodies)]))


def bodies_of(plan: Plan, step: WarningStep) -> tuple[str, ...]:
    """A line for each of them: the bodies that it means, or what the plan leaves open about it."""
    lines = []
    for sector in map(plan.sector, step.by):
        names = [plan.body(b).name for b in sector.bodies]
        more = f"等{len(names)}家" if names[_NAMED:] else ""
        known = f"，即{'、'.join(names[:_NAMED])}{more}" if names and names != [sector.name] else ""
        lines.append(sector.name + known + (f"。{sector.note.rstrip('。')}" if sector.note else ""))
    return tuple(lines)
