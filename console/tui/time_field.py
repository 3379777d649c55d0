"""Fields that are only for a time: how each is read, told before it is recorded, and taken as it was told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.incident.state import Basis, State
from console.incident.times import Unreadable, clock, dated, minutes_words, parse_when, read_words, stamp

Answers = Mapping[str, str]
NOW = "现在"
FAR = timedelta(hours=1)
"""A time that moves the start of the clocks by so much is doubted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How what is typed into a field is read as a time."""

    reader: Callable[[str, datetime, Answers], datetime] = lambda typed, now, _answers: parse_when(typed, now)
    """Takes what is typed, when that was, and the other answers; raises Unreadable."""
    more: Callable[[datetime, Answers], str] | None = None
    """What else there is to say of the time that was read."""

    def words(self, typed: str, now: datetime, answers: Answers) -> str:
        """「读作 今天 01:20，52分钟前」, or why it cannot be read; empty where nothing of one's own is typed."""
        if typed.strip() in ("", NOW):
            return ""
        try:
            at = self.reader(typed, now, answers)
        except Unreadable as error:
            return str(error)
        more = self.more(at, answers) if self.more else ""
        return f"读作 {read_words(at, now)}{f'；{more}' if more else ''}"

    def taken(self, typed: str, now: datetime, answers: Answers) -> str:
        """The time in full as it was read at `now`, when it was typed; what cannot be read stays as typed."""
        if typed.strip() in ("", NOW):
            return typed
        try:
            return stamp(self.reader(typed, now, answers))
        except Unreadable:
            return typed


def start_moved(state: State, which: Basis, at: datetime) -> str:
    """What to doubt in a time that is given for an instant of the event; empty for none.

    That it happened after the call that told of it, or that it moves the start of the clocks by an hour or more.
    """
    found = []
    if which == "occurred" and at > state.received_at:
        found.append(f"晚于来电时间 {dated(state.received_at)}，请核对")
    moved = at - state.t0
    if which in (state.basis, state.basis_used) and abs(moved) >= FAR:
        way = "早" if moved < timedelta(0) else "晚"
        found.append(f"计时起点由 {clock(state.t0)} 改到 {dated(at)}，{way}{minutes_words(moved)}，时限跟着变，请核对")
    return "；".join(found)
