"""Turns at the desk: when each began and ended, and what one person recorded in a span of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from console.incident.clock_steps import steps_since
from console.incident.narrate import kind_label, narrate
from console.incident.refused import Refused
from console.incident.times import instant
from console.report.handover_paper import Line
from console.shift.state import LABELS, OnDuty
from console.warning.fold import LABELS as WARNING_LABELS

from .desk import Desk

_LABELS = {**LABELS, **WARNING_LABELS}


def turn_of(turns: Sequence[OnDuty], name: str) -> tuple[datetime, datetime | None] | None:
    """The last turn of a person: from when, and until when (None where it goes on); None where there was none.

    Who registers again in the same turn (another leader, say) goes on with it.
    """
    last = next((n for n in range(len(turns) - 1, -1, -1) if turns[n].name == name), None)
    if last is None:
        return None
    first = last
    while first and turns[first - 1].name == name:
        first -= 1
    return turns[first].since, turns[last + 1].since if last + 1 < len(turns) else None


def recorded_by(desk: Desk, name: str, since: datetime, until: datetime) -> tuple[list[Line], list[str]]:
    """What one person recorded, by time and then as it stands in the logs; and a sentence for each log that cannot be read."""
    found, unread = list(_of_room(desk, name, since, until)), []
    for summary in desk.summaries():
        try:
            case = desk.case(summary.id)
        except Refused as error:
            unread.append(f"{summary.id} 没有列入：{error}")
            continue
        moved = steps_since(case.entries)
        for entry in case.entries:
            at = instant(entry.at)
            if entry.by == name and since <= at + moved(entry.seq) <= until:
                line = at, f"{case.id} 第{entry.seq}条", f"{kind_label(entry)}：{case.index.told(entry, narrate(entry, case.plan))}"
                found.append((at + moved(entry.seq), line))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])], unread


def _of_room(desk: Desk, name: str, since: datetime, until: datetime) -> Iterator[tuple[datetime, Line]]:
    """What stands in the desk log, each line with its time on the clock of now; the line itself has it as recorded."""
    moved = steps_since(desk.room.entries)
    for entry in desk.room.entries:
        at = instant(entry.at)
        if entry.by == name and since <= at + moved(entry.seq) <= until:
            yield at + moved(entry.seq), (at, f"值班 第{entry.seq}条", _LABELS.get(entry.kind, "记录") + _words(entry.data))


def _words(data: Mapping[str, Any]) -> str:
    """The words of a desk entry, short."""
    words = [str(data[key]) for key in ("name", "text", "without", "outgoing", "incoming", "answer", "headline", "why") if data.get(key)]
    return f": {' '.join(words)}"[:300] if words else ""
