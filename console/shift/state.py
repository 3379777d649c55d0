"""The state of the desk itself: the fold of the desk log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from console.incident.clock_steps import Moment
from console.incident.entry import Entry
from console.incident.fold import UnknownKind
from console.incident.held import CLOCK_JUMP, CONSOLE_OPENED, EXPORTED, RECOVERED, TEXT, Held
from console.incident.times import CHINA


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody's turn at the desk."""

    name: str
    since: datetime
    leader: str = ""
    """The leader in charge of the shift (带班领导)."""
    seq: int = 0
    without: str = ""
    """Why it began without a handover; empty where there was one, or nobody to hand over."""


@dataclass(frozen=True, slots=True)
class ShiftState:
    """Everything the desk log says; every instant on the wall clock as it goes now, but for those that others gave."""

    seq: int = 0
    on_duty: OnDuty | None = None
    shifts: tuple[OnDuty, ...] = ()
    """Every turn so far, oldest first."""
    sound_test: Moment | None = None
    call: Moment | None = None
    extension: Mapping[str, Any] = field(default_factory=dict)
    """What other rooms keep here, each under its own key (warnings, handovers)."""

    @property
    def sound_tested(self) -> datetime | None:
        """When the sound was tried last."""
        return self.sound_test.at if self.sound_test else None

    @property
    def pending_call(self) -> datetime | None:
        """When a call was answered that has no event yet."""
        return self.call.at if self.call else None


Apply = Callable[[ShiftState, Entry], ShiftState]


def _on_duty(state: ShiftState, entry: Entry) -> ShiftState:
    at = datetime.fromisoformat(entry.event_at).astimezone(CHINA)
    turn = OnDuty(entry.data["name"], at, entry.data.get("leader", ""), entry.seq, entry.data.get("without", ""))
    return replace(state, on_duty=turn, shifts=(*state.shifts, turn))


def _sound(state: ShiftState, entry: Entry) -> ShiftState:
    return replace(state, sound_test=Moment(entry.seq, datetime.fromisoformat(entry.at).astimezone(CHINA)))


def _call(state: ShiftState, entry: Entry) -> ShiftState:
    return replace(state, call=Moment(entry.seq, datetime.fromisoformat(entry.event_at).astimezone(CHINA)))


def _call_done(state: ShiftState, _entry: Entry) -> ShiftState:
    return replace(state, call=None)


def _nothing(state: ShiftState, _entry: Entry) -> ShiftState:
    return state


BASE: dict[str, Apply] = {
    "on_duty": _on_duty, "sound_tested": _sound, "call": _call, "call_done": _call_done, "note": _nothing, "recovered": _nothing, "console_opened": _nothing,
    "copy_fault": _nothing, "exported": _nothing,
}

HELD: Held = {
    "on_duty": {"name": "person", "leader": "person", "without": "words"}, "sound_tested": {}, "call": {}, "call_done": {"event": "plain"},
    "note": TEXT, "recovered": RECOVERED, "console_opened": CONSOLE_OPENED, "clock_jump": CLOCK_JUMP, "copy_fault": TEXT,
    "exported": EXPORTED,
}
"""What the fields of each kind hold."""

LABELS: dict[str, str] = {
    "on_duty": "上班", "sound_tested": "试音", "call": "来电", "call_done": "来电", "note": "记录", "recovered": "修复", "console_opened": "开机",
    "clock_jump": "时钟", "clock_doubt": "时钟", "clock_offset": "时钟", "copy_fault": "副本", "exported": "导出",
    "handover_begun": "交接班", "handover_answered": "交接班",
    "handover_judged": "交接班", "handover_signed": "交接班", "handover_dropped": "交接班",
}


def fold_shift(
    entries: Iterable[Entry], state: ShiftState | None = None, more: Mapping[str, Apply] | None = None
) -> ShiftState:
    """The state of the desk after `entries`; `more` are the kinds of other rooms.

    Raises:
        UnknownKind: the log holds an entry that this version does not know.
    """
    state = state or ShiftState()
    known = {**BASE, **(more or {})}
    for entry in entries:
        change = known.get(entry.kind)
        if change is None:
            raise UnknownKind(f"值班日志第{entry.seq}条的类别「{entry.kind[:40]}」不认识，可能由更新的版本写成")
        try:
            state = replace(change(state, entry), seq=entry.seq)
        except (KeyError, TypeError, ValueError):
            raise UnknownKind(f"值班日志第{entry.seq}条({entry.kind})的内容不合格式") from None
    return state
