"""Which deadlines call for a sound, and which of them may sound now. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .due import LIMIT_SOON, SOON, Due

BUSY = timedelta(minutes=10)
"""After an event was opened or its level changed, more sounds are bearable for so long."""
MOST_WHEN_BUSY = 10
MOST_WHEN_CALM = 1
"""Sounds in any ten minutes."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that should be heard once."""

    key: str
    """Event, report and kind: nobody is alarmed twice for the same, whatever the clock does."""
    rank: int
    """0 limit passed, 1 target passed, 2 limit near, 3 target near, 4 a fault of the log."""


def alarms_of(event: str, dues: Iterable[Due], now: datetime) -> tuple[Alarm, ...]:
    """What our own open reports call for at `now`; those of others are no alarm."""
    found: list[Alarm] = []
    for due in dues:
        if not due.mine or due.done:
            continue
        name = f"{event}|{due.milestone.id}"
        if due.target and due.target - SOON <= now < due.target:
            found.append(Alarm(f"{name}|soon", 3))
        if due.target and now >= due.target:
            found.append(Alarm(f"{name}|late", 1))
        if due.limit and due.limit - LIMIT_SOON <= now < due.limit:
            found.append(Alarm(f"{name}|limit-soon", 2))
        if due.limit and now >= due.limit:
            found.append(Alarm(f"{name}|over", 0))
    return tuple(found)


def to_sound(
    alarms: Iterable[Alarm], heard: Collection[str], sounded_at: Sequence[datetime], upset_at: datetime | None, now: datetime
) -> Alarm | None:
    """The one alarm to sound now, the gravest first; None where all were heard or the room has had enough.

    `heard` are keys sounded before, `sounded_at` when, `upset_at` the last opening or change of level.
    """
    new = sorted((a for a in alarms if a.key not in heard), key=lambda a: (a.rank, a.key))
    busy = upset_at is not None and timedelta() <= now - upset_at < BUSY
    recent = sum(1 for at in sounded_at if timedelta() <= now - at < BUSY)
    if not new or recent >= (MOST_WHEN_BUSY if busy else MOST_WHEN_CALM):
        return None
    return new[0]
