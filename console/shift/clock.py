"""What the desk log knows of the PC's clock: doubted, corrected by so much, and which times a wrong clock left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.incident.entry import Entry
from console.incident.times import instant

from .state import Apply, OnDuty, ShiftState

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
    state = _keep(state, ClockTold(int(data["seconds"]), wall, None, aside))
    return _moved(state, int(data["since"]), timedelta(seconds=int(data["moved"]))) if "since" in data else state


def _moved(state: ShiftState, since: int, by: timedelta) -> ShiftState:
    """What was told from entry `since` on, on the clock that counts now."""
    def turned(turn: OnDuty) -> OnDuty:
        return replace(turn, since=turn.since + by) if turn.seq >= since else turn

    call = state.pending_call
    return replace(
        state, on_duty=state.on_duty and turned(state.on_duty), shifts=tuple(turned(turn) for turn in state.shifts),
        pending_call=call + by if call and state.pending_seq >= since else call,
    )


def _jump(state: ShiftState, entry: Entry) -> ShiftState:
    """A clock that was put back leaves times behind that had not come yet."""
    before, after = instant(entry.data["before"]), instant(entry.data["after"])
    told = clock_told(state)
    return _keep(state, replace(told, aside=(*told.aside, (after, before)))) if after < before else state


KINDS: Mapping[str, Apply] = {"clock_doubt": _doubt, "clock_offset": _offset, "clock_jump": _jump}
