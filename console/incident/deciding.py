"""What the deciders share: the context they decide in, the events they bring about, and what a typed word must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from console.words import blank

from .due import Office
from .entry import Draft, nobody
from .refused import Refused
from .state import State
from .times import FAST_CLOCKS, stamp

if TYPE_CHECKING:
    from console.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision needs beside the state."""

    plan: Plan
    now: datetime
    office: Office
    entries: int = 0
    """How many entries the log has."""
    contradictions: tuple[str, ...] = ()
    """Facts that cannot all be so, a sentence each: while there are any, no report goes out unseen."""
    sure: bool = True
    """Whether `now` stands on the same clock as the deadlines; by one that is doubted nobody is called late."""
    warnings: tuple[str, ...] = ()
    """What the event's warnings ask and nobody has done, a line each."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to be recorded: its kind, when it happened, and its data (JSON values only)."""

    kind: str
    at: datetime
    data: dict[str, Any]

    def draft(self, now: datetime, by: str) -> Draft:
        """The event as an entry to be written at `now` by `by`."""
        return Draft(stamp(now), stamp(self.at), by, self.kind, self.data)


Decider = Callable[[Any, State, Context], "list[Event]"]
"""One function a command; the first argument is the command."""

TEXT_LIMIT = 20_000
"""Characters in one text."""
YEAR = timedelta(days=366)
NAMELESS = frozenset({"系统", "值班台", "无", "没有", "不详", "不知道", "未知", "同上", "已办", "本人", "电话", "ok", "OK", "console", "duty"})
"""Words that stand in the place of a name and are none."""


def need(text: str, what: str, field: str = "") -> str:
    """The text without outer blanks; `field` is its name in the command.

    Raises:
        Refused: there is nothing to read in it, or it is longer than a log line can hold.
    """
    if blank(text):
        raise Refused(f"{what}还没有填，请填写后再按确认", field)
    return fits(text.strip(), what, field)


def fits(text: str, what: str, field: str = "") -> str:
    """The text as it is; empty where there is nothing to read in it.

    Raises:
        Refused: it is longer than a log line can hold.
    """
    if len(text) > TEXT_LIMIT:
        raise Refused(f"{what}有{len(text)}字，超过{TEXT_LIMIT}字，请分几条写", field)
    return "" if blank(text) else text


def named(text: str, what: str, field: str = "") -> str:
    """Somebody's name as typed, without outer blanks; 「1」 is none. `field` is its name in the command.

    Raises:
        Refused: nothing was typed, or it is no name.
    """
    name = need(text, what, field)
    if not any(char.isalpha() for char in name):
        raise Refused(f"{what}「{name[:20]}」不像姓名，请写姓名", field)
    return name


def doer(text: str, what: str, field: str = "") -> str:
    """The name of who signs or did something: as `named`, and none of the words that name nobody (「值班员」, 「无」).

    Raises:
        Refused: nothing was typed, or it names nobody.
    """
    name = named(text, what, field)
    if nobody(name) or name in NAMELESS:
        raise Refused(f"{what}「{name[:20]}」不是姓名，请写姓名", field)
    return name


def when(at: datetime | None, context: Context, state: State, what: str = "时间") -> datetime:
    """The time given, or now.

    Raises:
        Refused: it lies in the future, more than a year before the event was opened, or has no zone.
    """
    if at is None:
        return context.now
    _zoned(at, what)
    if at - context.now > FAST_CLOCKS:
        raise Refused(f"{what}在将来，请核对后重填", "at")
    if state.opened_at - at > YEAR:
        raise Refused(f"{what}早于接报一年以上，请核对年份", "at")
    return at


def until(at: datetime | None, context: Context, what: str) -> str | None:
    """A deadline as stored; None for none.

    Raises:
        Refused: it lies more than a year away, or has no zone.
    """
    if at is None:
        return None
    _zoned(at, what)
    if abs(at - context.now) > YEAR:
        raise Refused(f"{what}离现在一年以上，请核对年份", "due")
    return stamp(at)


def _zoned(at: datetime, what: str) -> None:
    if at.utcoffset() is None:
        raise Refused(f"{what}没有时区，请重填")
