"""What is known of an event: the fold of its log, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .clock_steps import Moment

Stage = Literal["intake", "response", "ended", "closed"]
STAGES: dict[Stage, str] = {"intake": "接报", "response": "处置", "ended": "已终止", "closed": "已归档"}

Basis = Literal["occurred", "judged", "received"]
BASES: dict[Basis, str] = {"occurred": "发生", "judged": "初判", "received": "接报"}
"""The instants that the clocks may start from."""

Certainty = Literal["verified", "unverified", "estimated"]
CERTAINTIES: dict[Certainty, str] = {"verified": "已核实", "unverified": "未核实", "estimated": "估算"}

AgencyStep = Literal["silent", "notified", "confirmed", "working", "done"]
AGENCY_STEPS: dict[AgencyStep, str] = {
    "silent": "未通知", "notified": "已通知", "confirmed": "已确认", "working": "执行中", "done": "已完成",
}

Action = Literal["start", "raise", "lower", "end", "refuse"]
ACTIONS: dict[Action, str] = {"start": "启动", "raise": "提级", "lower": "降级", "end": "终止", "refuse": "不启动"}

CALL_FIELDS: dict[str, str] = {
    "caller": "来电人", "unit": "来电单位", "callback": "回拨电话", "words": "来电原话", "place_detail": "具体地点",
    "source": "信息来源", "cause": "起因", "handling": "先期处置", "trend": "发展趋势",
    "important_users": "重要用户停电情况",
    "expected_end": "可能延续停电时间", "site_lead": "现场负责人", "requests": "请求事项", "casualties": "伤亡情况",
    "losses": "经济损失",
}
"""What the intake takes down in words, beside the figures."""


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that was said about a figure, at one time."""

    seq: int
    at: datetime
    """As-of time of the figure."""
    by: str
    value: Any
    """In the fact's unit, as stored; None where the figure was taken back."""
    typed: str
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its whole history; the last value counts."""

    path: str
    """「grid_shed_mw」, 「counties.个旧市.shed_mw」, 「hazards.rainstorm.warning」."""
    history: tuple[Value, ...]

    @property
    def now(self) -> Value:
        """The value that counts."""
        return self.history[-1]


@dataclass(frozen=True, slots=True)
class Declaration:
    """A level started, changed, ended or refused by a person."""

    seq: int
    at: datetime
    action: Action
    level: str | None
    """The level from then on; None after the end or a refusal."""
    before: str | None
    proposed: str | None
    """What the rules proposed on the facts of that moment."""
    decided_by: str
    announced_by: str
    authority: str
    channel: str
    duration: str
    measures: str
    reason: str
    clauses: tuple[str, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """A report given, or a task done."""

    seq: int
    at: datetime
    by: str
    name: str = ""
    """Who did it, or who answered; of a report in a log of 0.1 the one name it has, see `due.who_told`."""
    reporter: str = ""
    """Of a report: who gave it."""
    receiver: str = ""
    """Of a report: who took it."""
    ours: bool | None = None
    """Of a report: whether this office gave it; None where its entry does not say (0.1)."""
    channel: str = ""
    note: str = ""
    late_seconds: int = 0
    """Seconds after the target; 0 where it was in time."""
    late_reason: str = ""
    words: str = ""
    """The exact words spoken or sent."""
    ordered_by: str = ""
    """Who gave the order, where the plan has it ordered."""
    body: str = ""
    """Of which body the one is who took it."""
    before: Done | None = None
    """The same as it was entered before; it stands again where this one is withdrawn."""

    @property
    def entries(self) -> tuple[int, ...]:
        """Every entry that says so, the newest first."""
        return (self.seq, *(self.before.entries if self.before else ()))


@dataclass(frozen=True, slots=True)
class AgencyMove:
    """One step on the ladder of an agency, or one call tried."""

    seq: int
    at: datetime
    step: AgencyStep
    name: str
    channel: str
    note: str
    tried: str = ""
    """「无人接听」 「占线」 「号码错误」 where a call did not get through; the step then stays."""
    renew_at: datetime | None = None
    """Until when this acknowledgement holds."""


@dataclass(frozen=True, slots=True)
class Agency:
    """Where an agency stands: what its moves come to."""

    id: str
    moves: tuple[AgencyMove, ...] = ()

    @property
    def _answer(self) -> AgencyMove | None:
        """The last move that is not a call in vain."""
        return next((move for move in reversed(self.moves) if not move.tried), None)

    @property
    def step(self) -> AgencyStep:
        """The step it stands on."""
        return self._answer.step if self._answer else "silent"

    @property
    def renew_at(self) -> datetime | None:
        """Until when the acknowledgement holds; past it, ask again."""
        return self._answer.renew_at if self._answer else None


@dataclass(frozen=True, slots=True)
class Extra:
    """A task outside the plan, an instruction of a leader, or a promise, perhaps with its own deadline."""

    id: str
    seq: int
    at: datetime
    kind: Literal["task", "instruction", "promise"]
    text: str
    who: str
    origin: str
    due: datetime | None
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class EndTick:
    """A condition of the end, held or not, with its figures."""

    seq: int
    at: datetime
    by: str
    met: bool
    figures: Mapping[str, str]
    note: str
    name: str = ""
    """Who said so; empty in logs of 0.1, where it stood in the note."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A named instant as it was set, with the reason of a correction."""

    seq: int
    set_at: datetime
    which: Basis
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of the instant from which the clocks run."""

    seq: int
    at: datetime
    basis: Basis


@dataclass(frozen=True, slots=True)
class Paper:
    """A report or another paper that was drafted or has left the room."""

    seq: int
    at: datetime
    kind: str
    number: int
    text: str
    """The text as it left; the draft before the edit is in the log."""
    to: tuple[str, ...] = ()
    channel: str = ""
    received_by: str = ""
    signed_by: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    """The facts it told, so that the next report can say what changed."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything the log says of an event. Two folds of the same log are equal.

    Every instant in it is on the wall clock as it goes now, whatever steps the clock has made (see `clock_steps`).
    """

    id: str
    plan: str
    revision: str
    title: str
    drill: bool
    opened: Moment
    opened_by: str
    seq: int = 0
    """The last entry that changed anything here."""
    stage: Stage = "intake"
    call: Mapping[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    instants: tuple[Instant, ...] = ()
    basis: Basis = "occurred"
    bases: tuple[Choice, ...] = ()
    """Every choice of the basis."""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    read_back: Done | None = None
    declarations: tuple[Declaration, ...] = ()
    milestones: Mapping[str, Done] = field(default_factory=dict)
    agencies: Mapping[str, Agency] = field(default_factory=dict)
    tasks: Mapping[str, Done] = field(default_factory=dict)
    """Tasks of the level, warning steps, risks asked, follow-ups, measures: keyed 「task:i-1」, 「risk:water」, …"""
    extras: Mapping[str, Extra] = field(default_factory=dict)
    end: Mapping[str, EndTick] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    links: tuple[str, ...] = ()
    """Ids of events that belong together with this one."""
    down: tuple[tuple[Moment, Moment], ...] = ()
    """Spans in which the console was not running."""
    unfinished: tuple[str, ...] = ()
    """What was still open at the closing, as listed to the officer."""
    extension: Mapping[str, Any] = field(default_factory=dict)
    """What other rooms keep here, each under its own key (drill, warnings)."""

    @property
    def level(self) -> str | None:
        """The declared level; None before a start, after a refusal or the end."""
        last = next((d for d in reversed(self.declarations) if d.action != "refuse"), None)
        return last.level if last else None

    @property
    def refused(self) -> Declaration | None:
        """The last declaration, where it was a refusal."""
        return self.declarations[-1] if self.declarations and self.declarations[-1].action == "refuse" else None

    def instant_of(self, which: Basis) -> Instant | None:
        """The instant of that name as last set; the call itself is the receipt until corrected."""
        return next((i for i in reversed(self.instants) if i.which == which), None)

    @property
    def opened_at(self) -> datetime:
        """When the event was opened."""
        return self.opened.at

    @property
    def received_at(self) -> datetime:
        """When the call came."""
        found = self.instant_of("received")
        return found.at if found else self.opened_at

    @property
    def basis_used(self) -> Basis:
        """The instant that the clocks start from: the chosen one, or the receipt while that is unknown."""
        return self.basis if self.instant_of(self.basis) else "received"

    @property
    def t0(self) -> datetime:
        """The start of the clocks."""
        found = self.instant_of(self.basis_used)
        return found.at if found else self.received_at
