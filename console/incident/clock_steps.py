"""Steps of the wall clock: what was told before one is brought onto the clock as it goes from then on, once, in the fold.

So every instant in a state stands on the clock of now, and may be held against another or against now as it is. The
entries of a log are never changed: they show what the clock showed when they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from .entry import Entry

STEPS = ("clock_jump", "clock_offset")
"""Kinds of entries that tell of a step: for what was told from entry `since` on.

`clock_jump`: the PC's clock was moved `seconds` forward, all that was told before moves where there is no `since`.
`clock_offset`: `seconds` are added to the PC's clock from then on; `moved` by so many where there is a `since`, else nothing.
"""

TRUE_TIME: Mapping[str, Any] = {"true_time": True}
"""The metadata of a field whose instant somebody else gave by his own clock (the end of a warning): no step moves it."""

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and the entry that told it."""

    seq: int
    at: datetime


def step_of(entry: Entry) -> tuple[int, int]:
    """A step as (seconds forward, first entry that it bears on). KeyError or ValueError where the data do not fit."""
    if entry.kind == "clock_offset":
        return int(entry.data.get("moved", 0)), int(entry.data.get("since", entry.seq))
    return int(entry.data["seconds"]), int(entry.data.get("since", 1))


def stepped(told: Told, seconds: int, since: int = 1) -> Told:
    """The same with every instant in it moved by `seconds`, where it was told by entry `since` or a later one.

    `told` is a state, or anything in one: whatever holds an instant has the number of its entry as `seq`.
    """
    return _stepped(told, timedelta(seconds=seconds), since)  # type: ignore[no-any-return]  # what comes out has the type of what went in


def _stepped(told: Any, by: timedelta, since: int) -> Any:
    if isinstance(told, tuple):
        found = tuple(_stepped(one, by, since) for one in told)
        return found if any(new is not old for new, old in zip(found, told, strict=True)) else told
    if isinstance(told, Mapping):
        table = {key: _stepped(one, by, since) for key, one in told.items()}
        return table if any(table[key] is not told[key] for key in table) else told
    if not is_dataclass(told) or isinstance(told, type):
        return told
    changed = {}
    for field in fields(told):
        value = getattr(told, field.name)
        if isinstance(value, datetime):
            moves = "true_time" not in field.metadata and getattr(told, "seq", 0) >= since
            new = value + by if moves else value
        else:
            new = _stepped(value, by, since)
        if new is not value:
            changed[field.name] = new
    return replace(told, **changed) if changed else told


def steps_since(entries: Iterable[Entry]) -> Callable[[int], timedelta]:
    """For the reader of a whole log: how far the clock was stepped after entry `seq` was written."""
    steps = [(entry.seq, *step_of(entry)) for entry in entries if entry.kind in STEPS]
    return lambda seq: timedelta(seconds=sum(seconds for at, seconds, since in steps if since <= seq < at))
