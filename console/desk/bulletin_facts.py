"""What a warning brings into an event: its colour as a fact, what was told beside it, places, words, steps done before. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from console.incident import commands as c
from console.incident.deciding import YEAR
from console.incident.state import Certainty, State
from console.incident.times import moment
from console.plan.facts import Field
from console.plan.model import Plan
from console.warning.model import Bulletin, Said, StepDone, Warnings
from console.warning.steps import (
    NO_WARNING,
    ColourFact,
    colour_fact,
    colour_source,
    counts_for,
    forecasts,
    standing_colour,
    steps_of,
    task_id,
)
from console.warning.words import ending_words, name_of, places_in

if TYPE_CHECKING:
    from console.plan.work import WarningStep


@dataclass(frozen=True, slots=True)
class Put:
    """A warning on its way into an event."""

    plan: Plan
    state: State
    warnings: Warnings
    """As the desk knows them before."""
    found: Bulletin
    said: Said | None
    now: datetime
    drill: bool

    @property
    def event(self) -> str:
        """The event's id."""
        return self.state.id

    @property
    def linked(self) -> tuple[Bulletin, ...]:
        """The warnings that belong to the event from now on: this one, and the one whose colour it takes."""
        top = standing_colour(self.plan, self.warnings, self.found.hazard, self.now, drill=self.drill)
        counts = top is not None and colour_fact(self.plan, top.hazard) is not None
        return (self.found, top) if top is not None and counts and top.id != self.found.id else (self.found,)

    @property
    def after(self) -> Warnings:
        """The warnings as they will stand then."""
        known = dict(self.warnings)
        for one in self.linked:
            said = {**one.said, self.event: self.said} if self.said and one.id == self.found.id else one.said
            known[one.id] = replace(one, events=tuple(dict.fromkeys((*one.events, self.event))), said=said)
        return known

    def source(self) -> Bulletin | None:
        """The warning that the event's colour is then told by, see `colour_source`."""
        return colour_source(self.plan, self.after, self.found.hazard, self.event, self.now, drill=self.drill)

    def told(self, field: Field, warnings: Warnings) -> tuple[list[str], tuple[tuple[Bulletin, Said], ...]] | None:
        """What is told of a field beside the warnings in force, see `forecasts`."""
        return forecasts(self.plan, warnings, self.found.hazard, self.event, field, self.now, drill=self.drill)


def asked(plan: Plan, found: Bulletin, now: datetime, *, drill: bool) -> tuple[Field, ...]:
    """The fields that the officer is asked for beside a warning.

    Where a colour counts, only beside one whose colour does and that stands: the standards speak of its area.
    """
    where = colour_fact(plan, found.hazard)
    if where is None:
        return ()
    counts = counts_for(plan, found) and found.standing(now, drill=drill) == "in_force"
    return where.ask if where.field is None or counts else ()


def facts(put: Put) -> list[c.Command]:
    """The colour in force and what was told beside it, as figures of the plan."""
    where = colour_fact(put.plan, put.found.hazard)
    if where is None:
        return []
    added: list[c.Command] = [c.AddItem(where.fact.id, where.kind)]
    if where.field is None:
        return added + [c.SetFigure(_path(where, f), put.said.answers[f.id], "", _who(put.said, put.now), "unverified", put.said.at)
                        for f in where.ask if put.said and f.id in put.said.answers]
    source = put.source()
    if source is None:
        return added
    stands = source.standing(put.now, drill=put.drill) == "in_force"
    colour = str(source.colour) if stands else NO_WARNING
    from_whom, certainty, as_of = _issued(put, source) if stands else _ended(put, source)
    before = put.state.figures.get(_path(where, where.field))
    changed = before is not None and before.now.value != colour
    if changed or before is None or source.id == put.found.id:
        added.append(c.SetFigure(_path(where, where.field), colour, "", from_whom, certainty, as_of))
    for field in where.ask:
        added += _forecast(put, field, _path(where, field), source, changed=changed or not stands)
    return added


def _path(where: ColourFact, field: Field) -> str:
    return f"{where.fact.id}.{where.kind}.{field.id}"


def _issued(put: Put, source: Bulletin) -> tuple[str, Certainty, datetime]:
    """Who told the colour, how sure that is, since when. Only what stands in the issuer's file is verified."""
    sent = source.sent or source.received_at
    as_of = min(sent, put.now) if put.now - sent < YEAR else source.received_at  # no figure is older than a year
    return (source.issuer, "verified", as_of) if source.file else (f"{source.issuer}({source.id} 手工登记)", "unverified", as_of)


def _ended(put: Put, source: Bulletin) -> tuple[str, Certainty, datetime]:
    """As `_issued`, where it stands no longer: who lifted it and when, or that it has run out."""
    over = source.ended
    at = (over.announced or over.at) if over else source.until or put.now
    notice = put.warnings.get(over.other) if over else source
    words = f"{name_of(source)}({source.id})"
    told = ending_words(source, put.now)
    return (f"{told}{words}" if over else f"{words}{told}"), "verified" if notice and notice.file else "unverified", min(at, put.now)


def _forecast(put: Put, field: Field, path: str, source: Bulletin, *, changed: bool) -> list[c.Command]:
    """What was told of a field beside each warning in force, together.

    Told beside another colour it is unknown again: it was said of that warning. What somebody has put right on the form
    since then stands, unless it is the very warning that is told of anew.
    """
    figure = put.state.figures.get(path)
    present = figure.now.value if figure else None
    after = put.told(field, put.after)
    if after is None:
        return [c.SetFigure(path, None, "", "", "unverified", put.now)] if changed and figure else []
    values, told = after
    mine = list(put.said.answers.get(field.id, ())) if put.said else []
    who = "；".join((f"{b.area[:30]}：" if told[1:] else "") + _who(said, put.now) for b, said in told)
    if figure and present is not None and not changed and source.id != put.found.id:
        was, before = put.told(field, put.warnings), put.found.said.get(put.event)
        known = {*(was[0] if was else values), *(before.answers.get(field.id, ()) if before else ())}
        if set(present) != known:
            if not put.said or not mine:
                return []
            values = [*present, *mine]
            who = f"{figure.now.source}；{put.found.area[:30]}：{_who(put.said, put.now)}"
    return [c.SetFigure(path, values, "", who, "unverified", max(said.at for _, said in told))]


def _who(said: Said, now: datetime) -> str:
    return f"{said.who} {moment(said.at, now)}说"


def words(put: Put) -> list[c.Command]:
    """Places and words of the call, where the event has none yet."""
    state, found = put.state, put.found
    commands: list[c.Command] = []
    places = places_in(found, tuple(p.name for p in put.plan.places))
    more = tuple(dict.fromkeys((*state.places, *places)))
    if more != state.places:
        commands.append(c.SetPlaces(more))
    source = f"{found.issuer}{name_of(found)}{f'（{found.identifier}）' if found.identifier else ''}"
    told = {"unit": found.issuer, "words": found.text or found.headline, "source": source}
    commands += [c.TakeDown(name, text.strip()) for name, text in told.items() if text and not state.call.get(name)]
    return commands


@dataclass(frozen=True, slots=True)
class Earlier:
    """A step of a warning that was done before the warning belonged to an event."""

    bulletin: Bulletin
    step: WarningStep
    done: StepDone

    @property
    def command(self) -> c.Command:
        """The step for the event's log, at its own time, with the entry of the desk log that has it."""
        done = self.done
        return c.DoTask(task_id(self.bulletin, self.step), done.note, done.name, done.at, done.ordered_by,
                        done.body, done.seq)


def earlier(put: Put, states: Mapping[str, State]) -> list[Earlier]:
    """What was done of a warning, and of those that it took the place of, and does not stand in the event's log yet."""
    found = []
    for one in _chain(put.warnings, put.found) if put.found.kind != "Cancel" else ():
        for step in steps_of(put.plan, one):
            done, task = one.steps.get(step.id), task_id(one, step)
            taken_back = done is not None and done.event in states and task not in states[done.event].tasks
            if done is not None and not taken_back and task not in put.state.tasks:
                found.append(Earlier(one, step, done))
    return found


def _chain(warnings: Warnings, last: Bulletin) -> list[Bulletin]:
    """A warning, after the ones that it took the place of."""
    chain: list[Bulletin] = []
    waiting = [last]
    while waiting:
        one = waiting.pop()
        if one not in chain:
            chain.insert(0, one)
            waiting += [b for b in warnings.values() if any(ch.other == one.id and ch.what == "replaced" for ch in b.changes)]
    return chain
