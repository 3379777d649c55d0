"""A warning as it was issued, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from console.incident.clock_steps import TRUE_TIME
from console.plan.base import Colour

Status = Literal["Actual", "Exercise", "System", "Test", "Draft"]
STATUSES: dict[Status, str] = {
    "Actual": "实际", "Exercise": "演练", "System": "系统消息", "Test": "测试", "Draft": "草稿",
}
"""The status of a CAP message; anything but Actual never starts anything real."""

Standing = Literal["in_force", "expired", "replaced", "cancelled", "lifted", "not_actual"]
STANDINGS: dict[Standing, str] = {
    "in_force": "在有效期", "expired": "已过期", "replaced": "已变更", "cancelled": "已解除", "lifted": "已解除",
    "not_actual": "非实际",
}

SHORT: dict[Colour, str] = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}
STRENGTH: tuple[Colour, ...] = ("red", "orange", "yellow", "blue")
"""Highest first."""


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that the warning set in motion, done."""

    seq: int
    at: datetime
    by: str
    name: str
    note: str
    event: str = ""
    """The event whose log has it too; there it may be withdrawn."""
    ordered_by: str = ""
    """Who at the office gave the order, where the plan wants one."""
    body: str = ""
    """Of which body the one is who took the order."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the officer was told of a warning that does not stand in its file, by whom and when."""

    answers: Mapping[str, Any]
    """By the id of the field: 「forecast_24h」."""
    who: str
    at: datetime
    seq: int = 0
    """The entry of the desk log that says so."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a warning: replaced, cancelled, lifted or run out."""

    seq: int
    at: datetime
    by: str
    what: Standing
    who: str = ""
    """Who issued the change; for a lifting the body that lifted (谁发布谁解除)."""
    note: str = ""
    other: str = ""
    """The id of the warning that replaced or cancelled it."""
    announced: datetime | None = field(default=None, metadata=TRUE_TIME)
    """When its issuer said so, where that is not `at`, when it came to this desk."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A warning. Nothing of it is ever deleted; it only stops being in force."""

    id: str
    """「w1」: the room's own number, easy to say."""
    seq: int
    """The entry of the desk log that brought it."""
    received_at: datetime
    by: str
    hazard: str
    """In the plan's word: 「暴雨」, 「大面积停电」."""
    colour: Colour | None
    """None only for a message that cancels nothing that this desk knows."""
    issuer: str
    area: str
    """As told, verbatim."""
    geocodes: tuple[str, ...]
    """Six-digit codes of the area, where the file has them."""
    start: datetime | None = field(metadata=TRUE_TIME)
    until: datetime | None = field(metadata=TRUE_TIME)
    """As the issuer gave it; None: it stands until it is lifted."""
    headline: str
    text: str
    instruction: str
    identifier: str
    """The issuer's own number; empty for one entered by hand."""
    sender: str
    sent: datetime | None = field(metadata=TRUE_TIME)
    references: tuple[str, ...]
    """Identifiers of the messages that it updates or cancels."""
    status: Status
    kind: Literal["Alert", "Update", "Cancel"]
    file: str
    """Name of the original under `warnings`; empty for one entered by hand."""
    sha256: str
    faults: tuple[str, ...]
    """The faults of the file, a sentence each."""
    changes: tuple[Change, ...] = ()
    events: tuple[str, ...] = ()
    """Ids of the events that it opened or was put to."""
    declined: str = ""
    """Why no event was opened, where the officer said so."""
    part: int = 1
    """Which of the warnings of its file it is."""
    lifts: tuple[str, ...] = ()
    """Of a message that cancels: the ids of the warnings it took out of force."""
    said: Mapping[str, Said] = field(default_factory=dict)
    """What was told beside the file, by the event it was put to; the last of each."""
    steps: Mapping[str, StepDone] = field(default_factory=dict)
    """Warning steps done, by the id of the step."""

    @property
    def ended(self) -> Change | None:
        """The change that took it out of force; running out is not one, since the time alone says that."""
        return next((c for c in reversed(self.changes) if c.what != "expired"), None)

    def over_at(self, now: datetime) -> datetime | None:
        """When it left force: by a change, or by the clock; None while it stands."""
        if self.ended:
            return self.ended.at
        return self.until if self.until is not None and self.until <= now else None

    def actual(self, *, drill: bool = False) -> bool:
        """Whether it counts as an actual message; in a drill one of an exercise does."""
        return self.status == "Actual" or (drill and self.status == "Exercise")

    def standing(self, now: datetime, *, drill: bool = False) -> Standing:
        """Where it stands at `now`; `drill` as in `actual`."""
        if not self.actual(drill=drill):
            return "not_actual"
        if self.ended:
            return self.ended.what
        if self.kind == "Cancel":
            return "cancelled"
        return "expired" if self.until is not None and self.until <= now else "in_force"


Warnings = Mapping[str, Bulletin]
"""Every warning the desk has seen, by id, oldest first."""


def in_force(warnings: Warnings, now: datetime, *, drill: bool = False) -> tuple[Bulletin, ...]:
    """The warnings in force at `now`, the highest colour first, then the newest."""
    found = [b for b in warnings.values() if b.standing(now, drill=drill) == "in_force"]
    return tuple(sorted(found, key=lambda b: (STRENGTH.index(b.colour) if b.colour else 9, -b.seq)))


def by_identifier(warnings: Warnings, identifier: str) -> tuple[Bulletin, ...]:
    """The warnings that carry the issuer's number, oldest first."""
    return tuple(b for b in warnings.values() if identifier and b.identifier == identifier)
