"""What a drill scenario says (演练脚本): events, voices, injects, answers and goals, as TOML."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from console.incident.state import Certainty
from console.plan.base import Colour, Ident, LevelId, Model, Text

Elapsed = Annotated[str, StringConstraints(pattern=r"^-?\d{1,4}:[0-5]\d$")]
"""Minutes and seconds of drill time since the start, as 「07:30」; 「-06:00」 is before it."""
Value = bool | int | Text | tuple[Text, ...]
"""A figure as the fact keeps it; one that is not whole is written in quotes (「"12.5"」)."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""One line of speech."""

Channel = Literal["phone", "fax", "message", "warning", "power_cut"]
CHANNELS: dict[Channel, str] = {
    "phone": "来电", "fax": "传真", "message": "消息", "warning": "预警", "power_cut": "断电",
}


def elapsed(text: str) -> timedelta:
    """「07:30」 as a length of time; a minus counts back."""
    minutes, _, seconds = text.lstrip("-").partition(":")
    found = timedelta(minutes=int(minutes), seconds=int(seconds))
    return -found if text.startswith("-") else found


class About(Model):
    """What the drill is, for those who choose it."""

    id: Ident
    """The name of the file without 「.toml」."""
    title: Text
    difficulty: Annotated[int, Field(ge=1, le=5)]
    minutes: Annotated[int, Field(ge=1, le=600)]
    """After so many minutes of drill time the drill is over."""
    start: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    """What the clock on the wall shows at the start."""
    objectives: tuple[Text, ...] = Field(min_length=1)
    opening: Text
    """What the trainee reads first."""
    note: str = ""
    """For the director alone."""
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1


class Incident(Model):
    """An event that the trainee is to open."""

    id: Ident
    plan: Ident
    title: Text
    occurred: Elapsed | None = None
    """When it really began; the trainee hears of it from a voice."""


class Voice(Model):
    """Somebody who can be heard and asked."""

    id: Ident
    name: Text
    unit: Text
    manner: str = ""
    """How he speaks, for whoever plays him."""


class Told(Model):
    """A fact that is told: a path of the plan, 「occurred」, 「places」 or 「call.<field>」."""

    path: Text
    value: Value
    certainty: Certainty = "unverified"


class Answer(Told):
    """What a voice says when it is asked for a fact; without it he does not know."""

    voice: Ident
    event: Ident
    says: Line
    since: Elapsed = "00:00"
    """From when on he knows it; of several the latest counts."""


class When(Model):
    """A condition: exactly one of these; it holds from the instant at which that happened."""

    opened: Ident | None = None
    """The event was opened."""
    declared: tuple[Ident, LevelId] | None = None
    """The event's response was put to this level."""
    ended: Ident | None = None
    reported: tuple[Ident, Ident] | None = None
    """Event and milestone: the report was given."""
    missed: tuple[Ident, Ident] | None = None
    """Event and milestone: its target passed and it was not given."""
    notified: tuple[Ident, Ident] | None = None
    """Event and body."""
    chased: tuple[Ident, Ident] | None = None
    """Event and body: it was called again, having been told before."""
    noted: tuple[Ident, Text] | None = None
    """Event and path: the fact was taken down."""
    refused: Ident | None = None
    """It was decided that the event needs no response."""
    answered: Ident | None = None
    """The inject of this id was answered."""
    asked: tuple[Ident, Text] | None = None
    """Event and path: the trainee asked for it."""
    handed_over: Literal[True] | None = None
    """Somebody else came on duty."""

    @property
    def event(self) -> str | None:
        """The event that it is about; None for those about the desk or a call."""
        told = self.notified or self.chased or self.asked or self.noted
        pair = self.declared or self.reported or self.missed or told
        return self.opened or self.ended or self.refused or (pair[0] if pair else None)


class Issued(Model):
    """A warning that an inject brings to the desk, or lifts."""

    hazard: Text
    colour: Colour | None = None
    """None for a lifting."""
    issuer: Text
    area: Text
    hours: Annotated[int, Field(ge=1, le=240)] = 12
    lifts: Ident | None = None
    """The inject whose warning this one lifts or replaces."""


class Inject(Model):
    """Something that happens to the trainee, at a time or on a condition."""

    id: Ident
    title: str = ""
    """What the director calls it; whose call it is where empty."""
    at: Elapsed | None = None
    when: When | None = None
    after: Elapsed = "00:00"
    """So long after the condition began to hold."""
    channel: Channel = "phone"
    voice: Ident | None = None
    event: Ident | None = None
    words: tuple[Line, ...] = ()
    tells: tuple[Told, ...] = ()
    """The facts in the words."""
    warning: Issued | None = None
    dark: Elapsed = "02:00"
    """For a power cut: how long."""
    expect: str = ""
    """What the trainee should do."""
    done: When | None = None
    """By what the console sees that it was done; the director sees for himself where there is none."""
    window: Elapsed | None = None
    """Within how long after the inject happened."""
    note: str = ""


Kind = Literal[
    "occurred", "figure", "declare", "raise", "lower", "refuse", "end", "report", "item", "tell", "chase", "handover",
    "readback", "gap", "link", "close",
]


class Goal(Model):
    """Something that the score looks for; the clause behind it comes from the plan."""

    kind: Kind
    event: Ident | None = None
    points: Annotated[int, Field(ge=1, le=100)]
    level: LevelId | None = None
    """For declare, raise, lower."""
    path: str = ""
    """For figure: the fact. The value and how sure it is are those last told."""
    milestone: Ident | None = None
    """For report."""
    item: Ident | None = None
    """For item: the report item that the first written report must have."""
    bodies: tuple[Ident, ...] = ()
    """For tell and chase; empty for every member of the command."""
    within: Elapsed | None = None
    """For levels: so long after the facts were enough. Otherwise since the start of the drill."""


class Scenario(Model):
    """A whole drill."""

    scenario: About
    events: tuple[Incident, ...] = Field(min_length=1)
    voices: tuple[Voice, ...] = ()
    injects: tuple[Inject, ...] = Field(min_length=1)
    answers: tuple[Answer, ...] = ()
    goals: tuple[Goal, ...] = Field(min_length=1)

    @property
    def id(self) -> str:
        """The name by which it is started."""
        return self.scenario.id

    def inject(self, inject_id: str) -> Inject:
        """The inject of that id; KeyError where there is none."""
        return {i.id: i for i in self.injects}[inject_id]

    def voice(self, voice_id: str) -> Voice:
        """The voice of that id; KeyError where there is none."""
        return {v.id: v for v in self.voices}[voice_id]

    def event(self, event_id: str) -> Incident:
        """The event of that id; KeyError where there is none."""
        return {e.id: e for e in self.events}[event_id]

    @property
    def full_marks(self) -> int:
        """The points of all goals together."""
        return sum(goal.points for goal in self.goals)
