"""What rings: each thing once, the gravest first, few at a time; a clock that is moved or a console that is re-opened rings nothing again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.view import view_of
from console.incident import commands as c
from console.incident.alarms import MOST_WHEN_BUSY, Alarm, to_sound
from console.incident.times import instant
from console.tui.sound import PULSES, Ringer
from tests.desk.clock import FixedClock

AT = instant("2026-11-24T02:10:00+08:00")


class Bell:
    """Counts the strokes."""

    def __init__(self) -> None:
        self.strokes = 0

    def __call__(self) -> None:
        self.strokes += 1


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[Desk, Case, FixedClock]]:
    """A desk with an outage whose clocks run from now."""
    clock = FixedClock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    case = desk.open_event("blackout", "停电")
    desk.do(case.id, c.SetInstant("occurred", clock.now()), c.FinishIntake())
    yield desk, case, clock
    desk.close()


def heard(desk: Desk, ringer: Ringer, clock: FixedClock, minutes: int) -> list[str]:
    """What rings while so many minutes pass, looked at every half minute."""
    found = []
    for _ in range(minutes * 2):
        clock.forward(seconds=30)
        desk.tick()
        if alarm := ringer.look(view_of(desk, None)):
            found.append(alarm.key)
    return found


def test_each_deadline_rings_once_however_the_clock_is_moved(room: tuple[Desk, Case, FixedClock]) -> None:
    """An hour of calls, then the wall clock a day back and forth again: not one more."""
    desk, _, clock = room
    bell = Bell()
    ringer = Ringer(desk.home.root, bell)
    first = heard(desk, ringer, clock, 180)
    assert len(first) == len(set(first)) > 3
    assert any(key.endswith("county-phone|late") for key in first)
    strokes = bell.strokes
    for seconds in (-86_400, 86_400, 3600, -3600):
        clock.step(seconds)
        assert heard(desk, ringer, clock, 20) == []
    assert bell.strokes == strokes


def test_a_console_that_is_opened_again_does_not_ring_for_what_was_heard(room: tuple[Desk, Case, FixedClock]) -> None:
    desk, _, clock = room
    assert heard(desk, Ringer(desk.home.root, Bell()), clock, 180)
    assert heard(desk, Ringer(desk.home.root, Bell()), clock, 20) == []


def test_a_clock_that_was_put_back_does_not_make_a_silence_longer(room: tuple[Desk, Case, FixedClock]) -> None:
    """Ten minutes are ten minutes."""
    desk, _, clock = room
    ringer = Ringer(desk.home.root, Bell())
    ringer.silence(clock.now())
    clock.step(-3600)
    desk.tick()
    assert heard(desk, ringer, clock, 30)


def test_silenced_nothing_rings_for_ten_minutes_and_then_what_is_due_does(room: tuple[Desk, Case, FixedClock]) -> None:
    desk, _, clock = room
    clock.forward(minutes=30)
    ringer = Ringer(desk.home.root, Bell())
    ringer.silence(clock.now())
    assert heard(desk, ringer, clock, 9) == []
    assert heard(desk, ringer, clock, 2)


def test_the_gravest_rings_first_and_few_at_a_time() -> None:
    """At most ten in ten minutes right after the opening, then one."""
    alarms = [Alarm(f"e|{n}", n % 5) for n in range(30)]
    for busy, most in ((AT, MOST_WHEN_BUSY), (AT - timedelta(hours=1), 1)):
        rung: list[Alarm] = []
        for second in range(60):
            now = AT + timedelta(seconds=second)
            at = [AT + timedelta(seconds=n) for n in range(len(rung))]
            if alarm := to_sound(alarms, {a.key for a in rung}, at, busy, now):
                rung.append(alarm)
        assert len(rung) == most
        assert [alarm.rank for alarm in rung] == sorted(alarm.rank for alarm in rung)
    assert PULSES[0] > PULSES[4]
