"""What a person asks for, in the imperative; `decide` turns a command into events or refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .state import Action, AgencyStep, Basis, Certainty


class Command:
    """The common kind of all commands."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TakeDown(Command):
    """Write down one of the words of the call; `name` is a key of CALL_FIELDS."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Retitle(Command):
    """Give the event another title."""

    title: str


@dataclass(frozen=True, slots=True)
class SetPlaces(Command):
    """Which counties and cities are affected."""

    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetFigure(Command):
    """Record a figure or an answer; `value` is in the fact's unit, None takes it back."""

    path: str
    value: Any
    typed: str = ""
    source: str = ""
    certainty: Certainty = "unverified"
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddItem(Command):
    """Put an item on a list fact (a county, a hazard)."""

    fact: str
    key: str


@dataclass(frozen=True, slots=True)
class DropItem(Command):
    """Take an item off a list fact; its figures stay in the log."""

    fact: str
    key: str


@dataclass(frozen=True, slots=True)
class SetInstant(Command):
    """Say when it occurred, was judged or was received; a correction needs a reason. `typed` is the time as it was said."""

    which: Basis
    at: datetime
    reason: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ChooseBasis(Command):
    """Choose the instant from which the clocks run."""

    basis: Basis
    reason: str


@dataclass(frozen=True, slots=True)
class ReadBack(Command):
    """The caller confirmed what was read back."""

    words: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FinishIntake(Command):
    """The call is over; the event goes on to the response screen."""


@dataclass(frozen=True, slots=True)
class Declare(Command):
    """A person starts, raises, lowers, refuses or ends a response."""

    action: Action
    level: str | None
    proposed: str | None
    decided_by: str
    announced_by: str
    authority: str
    channel: str = ""
    at: datetime | None = None
    duration: str = ""
    measures: str = ""
    reason: str = ""
    clauses: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GiveReport(Command):
    """A report of the plan was given, or one that we await has come in: who took it, and who gave it.

    The one on the other side must be named: the receiver of a report of ours, the reporter of one that came in.
    """

    milestone: str
    receiver: str = ""
    channel: str = ""
    at: datetime | None = None
    late_reason: str = ""
    words: str = ""
    note: str = ""
    reporter: str = ""
    despite: str = ""
    """Why it goes out though facts contradict one another."""


@dataclass(frozen=True, slots=True)
class MoveAgency(Command):
    """An agency took a step on its ladder."""

    agency: str
    step: AgencyStep
    name: str = ""
    channel: str = "电话"
    note: str = ""
    at: datetime | None = None
    renew_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TryCall(Command):
    """A call to an agency that did not get through."""

    agency: str
    outcome: Literal["无人接听", "占线", "号码错误"]
    number: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DoTask(Command):
    """A task, measure, warning step, risk question or follow-up was done; `task` is 「task:i-1」 and the like."""

    task: str
    note: str = ""
    name: str = ""
    at: datetime | None = None
    ordered_by: str = ""
    """Who gave the order, where the plan has it ordered."""
    body: str = ""
    """Of which body the one is who took it."""
    desk_seq: int = 0
    """The entry of the desk log that has it, where it was done before there was an event."""


@dataclass(frozen=True, slots=True)
class AddExtra(Command):
    """A task outside the plan, a leader's instruction or a promise, perhaps with a deadline."""

    type: Literal["task", "instruction", "promise"]
    text: str
    who: str = ""
    origin: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class DoExtra(Command):
    """Such a task was done; late ones need a reason."""

    id: str
    note: str = ""
    name: str = ""
    late_reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tick(Command):
    """Say of a condition of the end whether it holds, with its figures as typed, and who says so."""

    condition: str
    met: bool
    figures: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Close(Command):
    """Close the log; `confirmed` says that the officer saw what is unfinished."""

    confirmed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reopen(Command):
    """Open a closed event again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """Take back a tick made by mistake, by the number of its entry."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Note(Command):
    """A line in the log; `event_at` earlier than now makes it a late entry (补录).

    `head` is what was read as its time, where that stands at the head of the text itself.
    """

    text: str
    event_at: datetime | None = None
    key: bool = False
    head: str = ""


@dataclass(frozen=True, slots=True)
class Correct(Command):
    """Correct an entry by a new one: what it says, or when it happened (`event_at`), or both."""

    seq: int
    text: str
    event_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark(Command):
    """Mark an entry as a key one, or take the mark off."""

    seq: int
    on: bool = True


@dataclass(frozen=True, slots=True)
class Link(Command):
    """Say that another event belongs together with this one."""

    event: str


@dataclass(frozen=True, slots=True)
class Assess(Command):
    """Record an assessment (综合评估): who took part, what was found, which level was proposed."""

    experts: str
    finding: str
    advised: str | None


@dataclass(frozen=True, slots=True)
class SendPaper(Command):
    """A paper left the room: which, its text as sent, and the facts it told."""

    paper: str
    number: int
    """Of its kind, from 1; 0 for a paper that has none."""
    text: str
    draft: str = ""
    to: tuple[str, ...] = ()
    channel: str = ""
    received_by: str = ""
    signed_by: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    despite: str = ""
    """As of `GiveReport`."""


@dataclass(frozen=True, slots=True)
class Observe(Command):
    """What the console itself has to say in the log: one of the kinds of `decide_ending.OBSERVED`, with its fields."""

    kind: str
    data: Mapping[str, Any]
