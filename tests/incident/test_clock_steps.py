"""A step of the wall clock is folded once: what was told before it stands on the clock as it goes from then on."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console.desk import handing, turns
from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.entry import Entry
from console.incident.fold import fold
from console.incident.readback import lines_to_speak
from console.incident.refused import Refused
from console.incident.state import State
from console.incident.times import instant, spoken, stamp
from console.incident.unfinished import to_renew
from console.report.situation import situation_of
from console.shift.handover import Handover
from console.shift.state import ShiftState
from console.warning.model import Bulletin
from tests.desk.clock import FixedClock
from tests.report.nights import outage, rainstorm

HOUR = timedelta(hours=1)


def later(text: str, seconds: int) -> str:
    """A time of a log on a clock that goes `seconds` ahead."""
    return stamp(instant(text) + timedelta(seconds=seconds))


def by_the_other_clock(entry: Entry, seconds: int) -> Entry:
    """An entry as it would have been written by a clock that goes `seconds` ahead."""
    times = {key: later(entry.data[key], seconds) for key in ("instant", "renew_at", "due", "down_from", "target", "limit")
             if entry.data.get(key)}  # fmt: skip
    return dataclasses.replace(
        entry, at=later(entry.at, seconds), event_at=later(entry.event_at, seconds), data={**entry.data, **times}
    )


def between(entries: Sequence[Entry], at: int, kind: str, data: dict[str, Any]) -> list[Entry]:
    """The log with one more entry after the first `at`."""
    more = Entry(at + 1, entries[at - 1].at, entries[at - 1].at, "张三", kind, data, "", "")
    return [*entries[:at], more, *(dataclasses.replace(e, seq=e.seq + 1) for e in entries[at:])]


@pytest.mark.parametrize("night", [outage, rainstorm])
@pytest.mark.parametrize("seconds", [3600, -5400])
def test_a_stepped_log_folds_to_what_the_stepped_clock_would_have_written(night: Any, seconds: int, tmp_path: Path) -> None:
    """Whole nights, a step after any entry: the state is that of a night in which the clock was always the later one."""
    desk, case, _ = night(tmp_path)
    entries = list(case.entries)
    desk.close()
    for at in range(1, len(entries), 5):
        old, new = entries[:at], [by_the_other_clock(e, seconds) for e in entries[at:]]
        stepped = fold(case.id, between([*old, *new], at, "clock_jump", {"seconds": seconds}))
        always = fold(case.id, between([by_the_other_clock(e, seconds) for e in old] + new, at, "copy_fault", {"text": ""}))
        assert stepped is not None
        assert always is not None
        assert dataclasses.replace(stepped, seq=0) == dataclasses.replace(always, seq=0)


def test_a_step_since_an_entry_leaves_what_was_told_before_it(tmp_path: Path) -> None:
    """A clock that was found wrong at a start: what was written by the right one before stays as it is."""
    desk, case, _ = outage(tmp_path)
    entries = list(case.entries)
    desk.close()
    half = len(entries) // 2
    wrong = [by_the_other_clock(e, -7200) if e.seq >= half else e for e in entries]
    again = fold(case.id, between(wrong, len(wrong), "clock_jump", {"seconds": 7200, "since": half}))
    right = fold(case.id, between(entries, len(entries), "copy_fault", {"text": ""}))
    assert again is not None
    assert right is not None
    assert dataclasses.replace(again, seq=0) == dataclasses.replace(right, seq=0)


def dataclasses_in(kind: Any, seen: set[type]) -> Iterator[type]:
    """Every dataclass that can stand in a field of this one, itself too."""
    for inner in typing.get_args(kind):
        yield from dataclasses_in(inner, seen)
    if not isinstance(kind, type) or not dataclasses.is_dataclass(kind) or kind in seen:
        return
    seen.add(kind)
    yield kind
    for hint in typing.get_type_hints(kind).values():
        yield from dataclasses_in(hint, seen)


@pytest.mark.parametrize("kept", [State, ShiftState, Handover, Bulletin])
def test_whatever_holds_an_instant_says_which_entry_told_it(kept: type) -> None:
    """Without the number of its entry no step could move it: it would be an hour off, unseen."""
    for kind in dataclasses_in(kept, set()):
        told = [name for name, hint in typing.get_type_hints(kind).items() if datetime in (hint, *typing.get_args(hint))]
        assert not told or "seq" in {f.name for f in dataclasses.fields(kind)}, kind


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[Desk, Case, FixedClock]]:
    """A desk with an outage under way, its clock still to be stepped."""
    clock = FixedClock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    handing.come_on_duty(desk, "张三", "李局长")
    case = desk.open_event("blackout", "蒙自变失压")
    desk.do(case.id, c.SetInstant("occurred", clock.now() - timedelta(minutes=5)), c.FinishIntake())
    desk.do(case.id, c.Declare("start", "II", "II", "王副州长", "王副州长", "指挥长"))
    yield desk, case, clock
    desk.close()


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_call_back_and_an_order_are_due_when_they_were(room: tuple[Desk, Case, FixedClock], seconds: int) -> None:
    """Half an hour is half an hour, whatever was done to the clock in it."""
    desk, case, clock = room
    in_half_an_hour = clock.now() + timedelta(minutes=30)
    desk.do(case.id, c.MoveAgency("police", "confirmed", "钱七", renew_at=in_half_an_hour))
    desk.do(case.id, c.AddExtra("instruction", "报恢复进度", "值班室", "王副州长", in_half_an_hour))
    clock.step(seconds)
    desk.tick()
    clock.forward(minutes=29)
    extra = case.state.extras["x1"]
    assert extra.due is not None
    assert extra.due - clock.now() == timedelta(minutes=1)
    assert not to_renew(case.plan, case.state, clock.now())
    clock.forward(minutes=1)
    assert [b.id for b in to_renew(case.plan, case.state, clock.now())] == ["police"]
    desk.do(case.id, c.DoExtra("x1", "已报"))
    assert case.state.extras["x1"].done is not None
    clock.forward(minutes=1)
    with pytest.raises(Refused):
        desk.do(case.id, c.DoExtra("x1", "已报"))


def test_the_report_the_read_back_and_the_clocks_say_one_time(room: tuple[Desk, Case, FixedClock]) -> None:
    """发生 is the same minute in every paper, and what is typed after the step is taken as typed."""
    desk, case, clock = room
    clock.step(3600)
    desk.tick()
    occurred = spoken(instant("2026-11-24T03:05:00+08:00"))
    situation = situation_of(case, clock.now())
    assert situation.when == occurred
    assert occurred in "".join(lines_to_speak(case.plan, case.state, ()))
    assert case.state.t0 == instant("2026-11-24T03:05:00+08:00")
    typed = clock.now() - timedelta(minutes=9)
    desk.do(case.id, c.SetInstant("occurred", typed, "调度更正"))
    assert case.state.t0 == typed
    assert case.dues(clock.now(), desk.settings.for_deadlines())[0].former[-1][0] == instant("2026-11-24T03:15:00+08:00")


def test_a_step_is_no_quarter_of_an_hour_without_a_word(room: tuple[Desk, Case, FixedClock]) -> None:
    """Put on by an hour the clock has not made the night silent; put back it does not hide that it is."""
    desk, _, clock = room

    def told() -> bool:
        return any(step.key == "quiet" for step in desk.steps())

    clock.step(3600)
    desk.tick()
    assert not told()
    clock.step(-3600)
    desk.tick()
    clock.forward(minutes=15)
    assert told()


def test_the_desk_log_is_stepped_too_but_for_what_others_timed(room: tuple[Desk, Case, FixedClock]) -> None:
    """A turn goes on with the clock; the end of a warning is the issuer's own time and stays."""
    desk, _, clock = room
    until = clock.now() + HOUR
    desk.do_room("warning_received", {
        "id": "w1", "status": "Actual", "colour": "red", "hazard": "暴雨", "issuer": "州气象台", "area": "蒙自市", "geocodes": [],
        "start": None, "until": stamp(until), "headline": "", "text": "", "instruction": "", "identifier": "", "sender": "",
        "sent": None, "references": [], "type": "Alert", "file": "", "sha256": "", "faults": [], "affects": [],
        "overtaken_by": [], "note": "",
    })  # fmt: skip
    came = desk.room.state.shifts[0].since
    clock.step(3600)
    desk.tick()
    state = desk.room.state
    assert (state.shifts[0].since, state.on_duty.since if state.on_duty else None) == (came + HOUR, came + HOUR)
    bulletin = state.extension["warnings"]["w1"]
    assert (bulletin.received_at, bulletin.until) == (came + HOUR, until)
    lines, _ = turns.recorded_by(desk, "张三", state.shifts[0].since, clock.now())
    assert min(at for at, _, _ in lines) == came, "the lines of a shift log are as recorded, and none is lost"


def test_the_list_of_events_says_when_each_was_opened_as_recorded(room: tuple[Desk, Case, FixedClock]) -> None:
    """The list is of the log, and the log is never changed."""
    desk, case, clock = room
    clock.step(3600)
    desk.tick()
    assert desk.summaries()[0].opened_at == case.entries[0].event_at
