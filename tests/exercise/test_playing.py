"""A drill as it is played: when things happen, what is heard, what survives."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.desk.desk import Desk
from console.desk.home import Home
from console.exercise.clock import SPEEDS, DrillClock
from console.exercise.exercise import Exercise
from console.exercise.opening import Begin, begin, resume
from console.exercise.orders import FOLDER, Order, give
from console.exercise.record import run_ids
from console.exercise.watching import Watch
from console.incident import commands as c
from console.incident.refused import Refused
from console.incident.times import clock_seconds
from console.journal.verify import verify
from tests.desk.clock import FixedClock

from .small import CUT, SMALL


@pytest.fixture
def real() -> FixedClock:
    """The clock on the real wall."""
    return FixedClock("2026-11-24T09:00:00+08:00")


@pytest.fixture
def drill(tmp_path: Path, real: FixedClock) -> Iterator[Exercise]:
    """A drill that was just begun."""
    exercise = begin(tmp_path, Begin(SMALL, "张三"), real=real)
    yield exercise
    exercise.close()


def test_the_wall_shows_the_scenarios_hour(drill: Exercise) -> None:
    """A drill begins at the scenario's hour, whatever the real one is."""
    assert clock_seconds(drill.clock.now()) == "02:10:00"


@pytest.mark.parametrize("speed", SPEEDS)
def test_no_inject_is_late_at_any_speed(tmp_path: Path, real: FixedClock, speed: int) -> None:
    """Woken when `wait` says, an inject is sent at its instant, and stamped with it, at every speed."""
    exercise = begin(tmp_path, Begin(SMALL, speed=speed), real=real)
    wait = exercise.wait()
    assert wait is not None
    assert wait == pytest.approx(30 / speed)
    real.forward(wait - 0.01 / speed)
    assert not exercise.step()
    real.forward(0.02 / speed)
    assert exercise.step()
    sent = exercise.run.played("call").sent_at
    assert sent is not None
    assert (sent - exercise.run.started).total_seconds() == 30
    exercise.close()


@given(st.lists(st.tuples(st.sampled_from(SPEEDS), st.booleans(), st.floats(0, 3600)), max_size=12))
def test_drill_time_is_real_time_times_speed(steps: list[tuple[int, bool, float]]) -> None:
    """However often the pace is changed, the drill's clock never goes back and passes as told."""
    real = FixedClock()
    clock = DrillClock(real.now(), real.elapsed)
    passed = 0.0
    for speed, paused, seconds in steps:
        clock.go(speed, paused=paused)
        real.forward(seconds)
        passed += 0 if paused else seconds * speed
        assert clock.elapsed() == pytest.approx(passed, abs=1e-3)


def test_a_call_is_heard_at_reading_speed_and_answers_follow(drill: Exercise, real: FixedClock) -> None:
    """Nothing before the call is taken; then the words come one after another; a question is answered after them."""
    real.forward(30)
    drill.step()
    assert drill.talk() == ()
    assert drill.answer() is not None
    real.forward(2)
    heard = [u.heard(drill.clock.now()) for u in drill.talk()]
    assert "喂，我是供电局老李。".startswith(heard[0])
    assert 0 < len(heard[0]) < 10
    assert heard[1] == ""
    assert drill.ask("grid_load_mw") == "一百五十万千瓦。"
    assert drill.talk()[-1].heard(drill.clock.now()) == ""
    real.forward(20)
    assert [u.heard(drill.clock.now()) for u in drill.talk()] == ["喂，我是供电局老李。", "损失七十万千瓦。", "一百五十万千瓦。"]


def test_nobody_knows_before_he_knows(drill: Exercise, real: FixedClock) -> None:
    """What nobody told is not known; from its time on a later answer takes the place of the earlier."""
    with pytest.raises(Refused, match="电话里没有人"):
        drill.ask("grid_load_mw")
    real.forward(30)
    drill.step()
    drill.answer()
    drill.ask("grid_customers")
    assert drill.run.asked[-1].value is None
    real.forward(minutes=15)
    assert drill.ask("grid_load_mw") == "更正，一百四十九万。"


def test_a_condition_sends_its_inject(drill: Exercise, real: FixedClock) -> None:
    """Five minutes after the first call was answered the second rings, not before."""
    real.forward(minutes=8)
    drill.step()
    assert [i.id for i in drill.waiting] == ["call"]
    drill.answer()
    real.forward(299)
    drill.step()
    assert [i.id for i in drill.waiting] == []
    real.forward(1)
    drill.step()
    assert [i.id for i in drill.waiting] == ["again"]


def test_the_same_seed_says_the_same(tmp_path: Path) -> None:
    """Two drills of one seed answer alike, word for word."""
    said = []
    for name in ("a", "b"):
        clock = FixedClock()
        exercise = begin(tmp_path / name, Begin(SMALL, seed=7), real=clock)
        clock.forward(30)
        exercise.step()
        exercise.answer()
        said.append([exercise.ask(path) for path in ("grid_customers", "call.cause", "grid_load_mw", "places")])
        exercise.close()
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("what", "data", "expected"),
    [
        ("fire", {"id": "paper"}, {"paper": "sent"}),
        ("hold", {"id": "call"}, {"call": "held"}),
        ("skip", {"id": "call"}, {"call": "skipped"}),
        ("change", {"id": "call", "words": ["新的话"]}, {"call": "planned"}),
    ],
)
def test_the_director_commands(
    drill: Exercise, real: FixedClock, what: str, data: dict[str, object], expected: dict[str, str]
) -> None:
    """Fire, hold, skip, change: carried out at the next step, in the record with the director's name."""
    give(drill.record.folder, Order(what, data, "王导"))
    real.forward(1)
    assert drill.step()
    assert {key: drill.run.played(key).standing for key in expected} == expected
    assert drill.record.entries[-1].by == "王导"
    if what == "change":
        assert drill.run.played("call").words == ("新的话",)
    assert not list((drill.record.folder / FOLDER).iterdir())


def test_pace_shift_and_step_are_logged(drill: Exercise, real: FixedClock) -> None:
    """Pause stands, a shift moves what is left, a step leaps to the next thing; each is in the record."""
    for order in (Order("pause", {}, "王"), Order("shift", {"seconds": 60}, "王"), Order("step", {}, "王")):
        give(drill.record.folder, order)
    drill.step()
    real.forward(100)
    assert clock_seconds(drill.clock.now()) == "02:11:30"
    assert drill.wait() is None
    assert [e.kind for e in drill.record.entries].count("drill_clock") == 2
    drill.step()
    assert drill.run.played("call").standing == "sent"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"what": "fire", "data": {"id": "nix"}, "by": "x"}', '{"what": "speed", "data": {"speed": 999}, "by": "x"}',
             '{"what": "shift", "data": {"seconds": "\\ud800"}, "by": "x"}', '{"what": "shift", "data": {"seconds": 1e15}, "by": "x"}',
             '{"what": "shift", "data": {"seconds": -36001}, "by": "x"}', '{"what": "shift", "data": {"seconds": Infinity}, "by": "x"}',
             '{"what": "rm", "data": {}, "by": ""}', "[" * 5000],
)  # fmt: skip
def test_a_bad_order_is_told_and_does_nothing(drill: Exercise, text: str) -> None:
    """An order that cannot be read or carried out becomes a remark in the record."""
    folder = drill.record.folder / FOLDER
    folder.mkdir()
    (folder / "1.json").write_text(text, encoding="utf-8")
    drill.step()
    assert drill.run.remarks
    assert "没有执行" in drill.run.remarks[-1].text


@pytest.mark.parametrize("order", [Order("shift", {"seconds": -600}, "王"), Order("release", {"id": "call"}, "王")])
def test_nothing_happened_before_the_director_let_it(drill: Exercise, real: FixedClock, order: Order) -> None:
    """An inject brought forward past the present, or let go after its time, is sent now: the trainee's window runs from now."""
    if order.what == "release":
        give(drill.record.folder, Order("hold", {"id": "call"}, "王"))
        drill.step()
        real.forward(90)
    else:
        real.forward(10)
    give(drill.record.folder, order)
    drill.step()
    assert drill.run.played("call").sent_at == drill.clock.now()


def test_the_record_stands_shifts_that_nobody_could_wait_for(drill: Exercise) -> None:
    """What does not fit into a date is refused by the record, and it can still be read."""
    with pytest.raises(Refused, match="不收这一条"):
        drill.mark("call", "moved", seconds=10**15)
    again = Watch(drill.record.folder.parents[2], drill.run.id)
    assert again.run.seq == drill.run.seq
    again.close()


def test_a_power_cut_leaves_what_was_recorded(tmp_path: Path, real: FixedClock) -> None:
    """The desk is gone for three minutes; opened anew it has all that was recorded, and says how long it was down."""
    exercise = begin(tmp_path, Begin(CUT), real=real)
    real.forward(30)
    exercise.step()
    exercise.answer()
    case = exercise.desk.open_event("blackout", "停电")
    exercise.desk.do(case.id, c.Note("记一条"))
    real.forward(minutes=10)
    exercise.step()
    assert exercise.cut_until is not None
    with pytest.raises(Refused):
        exercise.desk.do(case.id, c.Note("停电时"))
    exercise.restart()
    again = exercise.desk.cases[case.id]
    assert again.entries[1].data["text"] == "记一条"
    assert [round((end.at - start.at).total_seconds()) for start, end in again.state.down] >= [180]
    exercise.close()


def test_after_a_kill_a_drill_goes_on(tmp_path: Path, real: FixedClock) -> None:
    """The record is whole; the clock ran on while nobody was there; the same event is on the board."""
    exercise = begin(tmp_path, Begin(SMALL, speed=2), real=real)
    real.forward(15)
    exercise.step()
    exercise.answer()
    case = exercise.desk.open_event("blackout", "停电")
    exercise.step()
    exercise.desk.abandon()
    real.forward(60)
    again = resume(tmp_path, exercise.run.id, real=real)
    assert (again.clock.now() - again.run.started).total_seconds() == 150
    assert again.run.events == {"grid": case.id}
    assert verify(again.record.folder).ok
    with pytest.raises(Refused, match="另有一场演练"):
        resume(tmp_path, exercise.run.id, real=real)
    again.end("完")
    again.close()
    with pytest.raises(Refused, match="已经结束"):
        resume(tmp_path, exercise.run.id, real=real)


KILLED = """
import os, signal, sys
from pathlib import Path
from console.exercise.opening import Begin, begin
from console.incident import commands as c
from tests.exercise.small import SMALL
exercise = begin(Path(sys.argv[1]), Begin(SMALL, "张三", speed=60))
exercise.step_to_next()
exercise.step()
exercise.answer()
case = exercise.desk.open_event("blackout", "停电")
exercise.step()
exercise.ask("grid_load_mw", case.id)
exercise.desk.do(case.id, c.Note("写到一半"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_process_killed_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    """After kill -9 the drill goes on with the call, the answer and the event as they were, and the lock is free."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    again = resume(tmp_path, run_ids(Home(tmp_path))[-1])
    assert again.run.played("call").standing == "answered"
    assert again.run.asked[-1].says == "一百五十万千瓦。"
    case = again.desk.cases[again.run.events["grid"]]
    assert [e.data.get("text") for e in case.entries if e.kind == "note"] == ["写到一半"]
    assert verify(again.record.folder).ok
    again.close()


def test_a_real_event_freezes_the_drill(drill: Exercise, real: FixedClock) -> None:
    """The clock stands for good, and the record says why."""
    drill.freeze()
    at = drill.clock.now()
    real.forward(minutes=5)
    drill.step()
    assert drill.clock.now() == at
    assert drill.run.frozen
    assert drill.waiting == ()


def test_drill_and_real_never_mix(drill: Exercise, tmp_path: Path) -> None:
    """A drill's event is not on the real desk, a real one not in the drill, and neither can be linked to the other."""
    mine = drill.desk.open_event("blackout", "演")
    desk = Desk(tmp_path, name="李四")
    true = desk.open_event("blackout", "真")
    assert true.id not in drill.desk.cases
    assert mine.id not in desk.cases
    with pytest.raises(Refused, match="演练"):
        desk.case(mine.id)
    with pytest.raises(Refused, match="不能关联"):
        desk.open_event("blackout", "真", links=(mine.id,))
    assert mine.state.drill
    assert not true.state.drill
    desk.close()


def test_an_earlier_drill_is_not_on_the_board(tmp_path: Path, real: FixedClock) -> None:
    """Each drill has its own board and its own desk log."""
    first = begin(tmp_path, Begin(SMALL), real=real)
    old = first.desk.open_event("blackout", "旧")
    first.desk.do_room("on_duty", {"name": "旧人"})
    first.close()
    second = begin(tmp_path, Begin(SMALL), real=real)
    assert old.id not in second.desk.cases
    assert second.desk.room.state.on_duty is None
    second.close()


def test_one_drill_at_a_time(drill: Exercise, tmp_path: Path, real: FixedClock) -> None:
    """A second one is refused and leaves no trace; a real console beside it is not."""
    with pytest.raises(Refused, match="另有一场演练"):
        begin(tmp_path, Begin(SMALL), real=real)
    assert run_ids(Home(tmp_path)) == (drill.run.id,)
    desk = Desk(tmp_path)
    assert not desk.read_only
    desk.close()


@given(cut=st.integers(0, len(SMALL)), junk=st.text(max_size=5))
@settings(deadline=None)  # a busy machine is no fault
def test_a_faulty_scenario_never_starts_half(tmp_path_factory: pytest.TempPathFactory, cut: int, junk: str) -> None:
    """A scenario cut and patched at random starts whole or leaves nothing behind."""
    root = tmp_path_factory.mktemp("f")
    text = SMALL[:cut] + junk
    try:
        exercise = begin(root, Begin(text), real=FixedClock())
    except Refused:
        assert not (root / "drills").exists() or run_ids(Home(root)) == ()
    else:
        assert exercise.scenario.injects
        exercise.close()


def test_the_director_sees_what_the_trainee_does(drill: Exercise, tmp_path: Path, real: FixedClock) -> None:
    """Planned, sent, seen, answered, and the trainee's event, from another look at the same files; nothing is written."""
    watch = Watch(tmp_path, drill.run.id, real)
    assert [p.played.standing for p in watch.planned()] == ["planned", "planned", "planned"]
    real.forward(30)
    drill.step()
    drill.seen()
    watch.follow()
    assert watch.planned()[0].played.standing == "seen"
    assert watch.clock.now() == drill.clock.now()
    drill.answer()
    case = drill.desk.open_event("blackout", "停电")
    drill.step()
    watch.follow()
    assert [(key, one.id) for key, one in watch.cases] == [("grid", case.id)]
    assert [p.at is not None for p in watch.planned()] == [True, True, True]
    watch.close()


def test_the_director_reads_the_drill_s_clock_to_the_second(tmp_path: Path) -> None:
    """At sixty times, after a leap and a pause too, the other process shows the instant of the drill."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(SMALL), real=real)
    watch = Watch(tmp_path, exercise.run.id, real)
    seen = []
    exercise.go(60, paused=False)
    real.forward(7.4)
    exercise.desk.open_event("blackout", "停电")
    exercise.step()
    real.forward(1.3)
    watch.follow()
    seen.append((watch.clock.now(), exercise.clock.now()))
    exercise.step_to_next()
    watch.follow()
    seen.append((watch.clock.now(), exercise.clock.now()))
    exercise.go(60, paused=True)
    real.forward(30)
    watch.follow()
    seen.append((watch.clock.now(), exercise.clock.now()))
    watch.close()
    exercise.close()
    assert max(abs((theirs - ours).total_seconds()) for theirs, ours in seen) <= 1  # both are cut to the second
