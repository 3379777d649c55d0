"""What the desk log knows of the PC's clock: doubted, corrected by so much, and which times a wrong clock left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from console.incident.clock_steps import step_of, stepped
from console.incident.entry import Entry
from console.incident.held import CLOCK_DOUBT, CLOCK_OFFSET, Held
from console.incident.times import instant

from .state import Apply, ShiftState

KEY = "clock"


@dataclass(frozen=True, slots=True)
class ClockTold:
    """The clock as the desk log has it."""

    seconds: int = 0
    """What is added to the PC's clock, by the last answer; 0 where the PC's own time counts."""
    answered: datetime | None = None
    """The time on the wall at the last answer."""
    newest: datetime | None = None
    """While the clock is doubted: the last time that was vouched for. None where it is not doubted."""
    aside: tuple[tuple[datetime, datetime], ...] = ()
    """Spans, open at the start, whose times were written by a clock that was ahead: they say nothing about now."""


def clock_told(state: ShiftState) -> ClockTold:
    """What the desk log knows of the clock."""
    found = state.extension.get(KEY)
    return found if isinstance(found, ClockTold) else ClockTold()


def _keep(state: ShiftState, told: ClockTold) -> ShiftState:
    return replace(state, extension={**state.extension, KEY: told})


def _doubt(state: ShiftState, entry: Entry) -> ShiftState:
    told = clock_told(state)
    return state if told.newest else _keep(state, replace(told, newest=instant(entry.data["newest"])))


def _offset(state: ShiftState, entry: Entry) -> ShiftState:
    data, told = entry.data, clock_told(state)
    wall, beyond = instant(data["wall"]), data.get("beyond")
    aside = (*told.aside, (wall, instant(beyond))) if beyond else told.aside
    return _keep(stepped(state, *step_of(entry)), ClockTold(int(data["seconds"]), wall, None, aside))


def _jump(state: ShiftState, entry: Entry) -> ShiftState:
    """A clock that was put back leaves times behind that had not come yet."""
    before, after = instant(entry.data["before"]), instant(entry.data["after"])
    state, told = stepped(state, *step_of(entry)), clock_told(state)
    return _keep(state, replace(told, aside=(*told.aside, (after, before)))) if after < before else state


HELD: Held = {"clock_doubt": CLOCK_DOUBT, "clock_offset": CLOCK_OFFSET}
KINDS: Mapping[str, Apply] = {"clock_doubt": _doubt, "clock_offset": _offset, "clock_jump": _jump}
