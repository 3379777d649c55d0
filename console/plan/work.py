"""What is done and when: reports, measures, warnings, the end, and what follows."""

from __future__ import annotations

from typing import Literal

from .base import Clause, Colour, Ident, LevelId, Minutes, Model, Text


class Milestone(Clause):
    """A report that is owed: phone or written, by a post, within minutes of the start of the clocks."""

    id: Ident
    post: Ident
    action: Literal["phone", "written"]
    to: tuple[Text, ...]
    target: Minutes | None = None
    limit: Minutes | None = None
    text: str = ""


class ReportItem(Clause):
    """Something a written report must contain; `facts` are the figures that answer it, `words` a field of the call.

    `words` may also be 「level」 (the grade and level reached), 「places」, or 「assessment」 (the experts' last finding).
    """

    id: Ident
    label: Text
    facts: tuple[Ident, ...] = ()
    words: str = ""


class Measure(Clause):
    """A measure of the plan, tied to the sectors that carry it."""

    id: Ident
    system: Text
    """The heading it stands under: 「通信」, 「道路交通」, 「暴雨」."""
    text: Text
    by: tuple[Ident, ...] = ()
    """Sector ids; each is tied to bodies in the sector table."""
    hazards: tuple[str, ...] = ()
    """Kinds of hazard it belongs to; empty means all."""
    when: str = ""
    """A condition in words, where the plan has one (「必要时」)."""


class Risk(Clause):
    """A social risk by system, as a question to ask while the outage lasts."""

    id: Ident
    system: Text
    ask: Text
    watch: Text
    """What may happen there, in short."""


class WarningStep(Clause):
    """Something a warning sets in motion."""

    id: Ident
    text: Text
    colours: tuple[Colour, ...] = ("red", "orange", "yellow", "blue")
    hazards: tuple[str, ...] = ()
    by: tuple[Ident, ...] = ()
    stage: Literal["issue", "act", "relay", "lift"] = "act"
    ordered_by: str = ""
    """Who has to give the order (high warnings go on air by the office's order)."""


class WarningColour(Clause):
    """What a colour stands for; the level of a response is another scale."""

    colour: Colour
    means: Text


class Figure(Model):
    """A figure that an end condition asks for, with its least value."""

    id: Ident
    label: Text
    unit: str
    minimum: int


class EndCondition(Clause):
    """A condition of the end; all of them are needed."""

    id: Ident
    text: Text
    figures: tuple[Figure, ...] = ()


class Follow(Clause):
    """What follows the end."""

    id: Ident
    title: Text
    text: Text
    levels: tuple[LevelId, ...] = ()
    """The levels it applies to; empty means all."""


class Passage(Clause):
    """A clause that is only shown: its title and its sense in a sentence or two."""

    id: Ident
    title: Text
    text: Text


class Reading(Clause):
    """Where the document leaves room (口径): what is unclear, the reading taken, and why."""

    id: Ident
    question: Text
    reading: Text
    why: Text
    at: tuple[Text, ...] = ()
    """Where it is shown: ids of criteria, milestones, facts, or a screen."""


class Coverage(Clause):
    """Where a clause of the document lives."""

    title: Text
    state: Literal["in_force", "shown", "not_here"]
    where: tuple[Text, ...] = ()
    """References as 「criterion:grid-i-2」, 「milestone:…」, 「passage:…」; needed unless not_here."""
    reason: str = ""
    """A few words, needed where a clause is not for a duty room."""
