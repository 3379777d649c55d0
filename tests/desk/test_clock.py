"""A PC's clock that cannot be right: found before anything is written, asked about once, and put right in every log."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from console.desk import clock_check
from console.desk.case import Case
from console.desk.clock_answer import meaning, read_wall
from console.desk.clock_check import AHEAD, BEHIND, judge, newest_of
from console.desk.desk import Desk
from console.desk.home import Home
from console.desk.view import view_of
from console.incident import commands as c
from console.incident.narrate import kind_label, narrate
from console.incident.refused import Refused
from console.incident.times import Unreadable, instant, stamp
from console.journal.files import RealFs
from console.journal.verify import verify
from console.tui.board_words import case_row
from console.tui.report_words import standing_words

from .clock import FixedClock

NEWEST = instant("2026-11-28T16:34:31+08:00")
HOURS = 8 * 3600


@pytest.mark.parametrize(("off", "standing"), [
    (timedelta(), "good"), (-BEHIND, "good"), (-BEHIND - timedelta(seconds=1), "doubtful"),
    (AHEAD, "good"), (AHEAD + timedelta(seconds=1), "doubtful"), (timedelta(days=-6540), "doubtful"),
])  # fmt: skip
def test_two_minutes_behind_and_370_days_ahead_are_believed_and_no_second_more(off: timedelta, standing: str) -> None:
    """The edges themselves are good."""
    assert judge(NEWEST + off, NEWEST, 0) == standing


@pytest.mark.parametrize(("pc", "seconds", "standing"), [
    (-HOURS + 60, HOURS, "corrected"), (-HOURS - 1, HOURS, "doubtful"), (60, HOURS, "doubtful"),
    (60, 6540 * 86400, "good"), (60, -400 * 86400, "good"), (400 * 86400 + 5, -400 * 86400, "corrected"),
])  # fmt: skip
def test_an_offset_holds_while_the_pc_alone_cannot_be_right(pc: int, seconds: int, standing: str) -> None:
    """Still as wrong: corrected. Begun anew below the newest, or both could be: nobody guesses. Only the PC can be: set right."""
    assert judge(NEWEST + timedelta(seconds=pc), NEWEST, seconds) == standing


def test_an_empty_home_has_nothing_to_be_held_against(tmp_path: Path) -> None:
    """A fresh home never asks, whatever the PC shows."""
    desk = Desk(tmp_path, clock=FixedClock("2009-01-01T00:01:00+08:00"))
    assert desk.time.doubt is None
    desk.close()


def test_times_left_behind_by_a_clock_that_was_ahead_say_nothing() -> None:
    """A span is open at its start and closed at its end."""
    later = NEWEST + timedelta(days=9)
    assert newest_of([NEWEST, later], [(NEWEST, later)]) == NEWEST
    assert newest_of([NEWEST, later], []) == later
    assert newest_of([], []) is None


@pytest.mark.parametrize(("typed", "read"), [
    ("16:40", "2026-11-28T16:40:00"), ("1640", "2026-11-28T16:40:00"), ("16:40:20", "2026-11-28T16:40:20"),
    ("下午4点40", "2026-11-28T16:40:00"), ("16:34", "2026-11-28T16:34:31"), ("16:33", "2026-11-28T16:34:31"),
    ("08:00", "2026-11-29T08:00:00"), ("2026-11-30 09:05", "2026-11-30T09:05:00"), ("2026年11月30日9时05分", "2026-11-30T09:05:00"),
    ("12-01 07:00", "2026-12-01T07:00:00"), ("01-02 07:00", "2027-01-02T07:00:00"), ("2026-11-27 16:40", "2026-11-27T16:40:00"),
])  # fmt: skip
def test_a_time_of_day_is_the_next_one_after_what_is_known_and_a_date_is_that_date(typed: str, read: str) -> None:
    """Never counted from the clock that is in question; a minute without its seconds is not before what is known."""
    if typed == "16:40:20":
        pytest.importorskip("console.incident.time_words", reason="seconds in a time of day come with the reader of times")
    assert stamp(read_wall(typed, NEWEST)) == f"{read}+08:00"


@pytest.mark.parametrize("typed", ["", "现在", "-5", "昨天1640", "25:00", "2026-13-01 10:00", "1999-11-28 16:40", "abc", "2026-11-28"])
def test_what_counts_from_now_or_is_no_time_is_refused_with_what_to_write(typed: str) -> None:
    """Each with a sentence that shows a form."""
    with pytest.raises(Unreadable, match="2026-11-28 16:40"):
        read_wall(typed, NEWEST)


def test_what_an_answer_will_mean_is_said_before_it_is_given() -> None:
    """How wrong the PC is, that it is right, and a date that looks wrong."""
    pc = instant("2026-11-28T08:34:00+08:00")
    assert meaning(instant("2026-11-28T16:40:00+08:00"), pc, NEWEST) == "=2026-11-28 16:40，电脑慢8小时06分"
    assert "电脑快1小时" in meaning(instant("2026-11-28T16:40:00+08:00"), instant("2026-11-28T17:40:00+08:00"), NEWEST)
    assert "电脑时钟是对的" in meaning(pc + BEHIND, pc, pc)
    assert "请再看一眼日期" in meaning(instant("2026-11-27T16:40:00+08:00"), pc, NEWEST)
    assert "请再看一眼年份" in meaning(instant("2028-11-28T16:40:00+08:00"), pc, NEWEST)


# --- a night after the power came back ----------------------------------------------------------------------------------


class Room:
    """A home with an event opened by a right clock at 02:10; the power fails at 02:13 and the PC comes back wrong."""

    def __init__(self, root: Path) -> None:
        self.root, self.clock = root, FixedClock()
        desk = Desk(root, name="张三", clock=self.clock)
        case = desk.open_event("blackout", "停电")
        desk.do(case.id, c.SetInstant("occurred", self.clock.now()), c.FinishIntake())
        self.event = case.id
        self.clock.forward(minutes=3)
        desk.close()
        self.desk = desk

    def power_cut(self, minutes: float = 0, lacks: float = 0) -> Desk:
        """Off for so long; back with a clock that lacks so many seconds more than before."""
        self.clock.forward(minutes=minutes)
        self.clock.step(-lacks)
        self.desk = Desk(self.root, name="张三", clock=self.clock)
        return self.desk

    @property
    def case(self) -> Case:
        return self.desk.case(self.event)

    def files(self) -> dict[str, bytes]:
        """Everything in the home but the lock."""
        return {str(p): p.read_bytes() for p in self.root.rglob("*") if p.is_file() and not p.name.startswith("writer")}

    def answer(self, wall: str) -> None:
        self.desk.answer_clock(instant(f"{wall}+08:00"))

    def left(self) -> float:
        """Seconds to the next deadline of ours."""
        view = view_of(self.desk, self.event).cases[0]
        assert view.next_due and view.next_due.next_at
        return (view.next_due.next_at - view.now).total_seconds()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.desk.close()


@pytest.mark.parametrize("lacks", [HOURS, 17 * 365 * 86400, -400 * 86400])
def test_nothing_is_written_and_nothing_overwritten_before_somebody_has_answered(room: Room, lacks: int) -> None:
    """No greeting, no sign of life, no line in the desk log, at the start, while it ticks, and at the end."""
    before = room.files()
    desk = room.power_cut(minutes=5, lacks=lacks)
    assert desk.time.doubt is not None
    for _ in range(3):
        room.clock.forward(minutes=1)
        desk.tick()
        desk.heartbeat()
    desk.close()
    assert room.files() == before


def test_the_view_counts_no_deadline_down_and_calls_overdue_only_what_surely_is(room: Room) -> None:
    """At 02:19 the PC says 18:19 of the day before: no age, an absolute time; 20 minutes on the report is at least late."""
    desk = room.power_cut(minutes=6, lacks=HOURS)
    view = view_of(desk, room.event)
    assert "2026-11-23 18:19" in view.doubt and "2026-11-24 02:13" in view.doubt and "早" in view.doubt
    row = case_row(view.cases[0], 100).plain
    assert "时钟未核对" in row and "2026-11-24 02:30" in row
    assert "还有" not in row and "已" not in row
    assert "2026-11-24 02:30前，时钟未核对" in view.steps[0].text
    due = view.cases[0].next_due
    assert due and standing_words(due, view.now) == "还没登记，时钟未核对"
    room.clock.forward(minutes=18)
    late = view_of(desk, room.event)
    assert "至少超时" in case_row(late.cases[0], 100).plain
    assert "至少已超时" in late.steps[0].text


@pytest.mark.parametrize("lacks", [HOURS, 17 * 365 * 86400, -400 * 86400])
def test_after_the_answer_every_deadline_is_right_and_stays_so_over_a_restart(room: Room, lacks: int) -> None:
    """Off for five minutes: at 02:18 twelve are left; the greeting tells the true span; a restart needs no question."""
    desk = room.power_cut(minutes=5, lacks=lacks)
    room.answer("2026-11-24T02:18:00")
    assert (desk.time.doubt, desk.time.seconds) == (None, lacks)
    assert room.left() == 12 * 60
    assert [e.kind for e in room.case.entries[-2:]] == ["clock_offset", "console_opened"]
    assert "since" not in room.case.entries[-2].data
    assert room.case.entries[-1].data["down_from"] == "2026-11-24T02:13:00+08:00"
    assert desk.home.last_alive() == desk.clock.now() == instant("2026-11-24T02:18:00+08:00")
    desk.close()
    again = room.power_cut(minutes=1)
    assert (again.time.doubt, again.time.seconds) == (None, lacks)
    assert room.left() == 11 * 60
    assert any("仍按上次填的墙上的钟换算" in words for words in again.findings)
    assert verify(room.case.journal.folder).ok


def test_an_event_opened_under_doubt_comes_right_with_the_answer_and_the_older_one_does_not_move(room: Room) -> None:
    """The phone does not wait for the answer: its event bears the PC's time until then, and says so in its log."""
    desk = room.power_cut(minutes=5, lacks=HOURS)
    older = room.case.state.t0
    new = desk.open_event("blackout", "新电话")
    room.clock.forward(minutes=2)
    desk.do(new.id, c.GiveReport("county-phone", "赵六"))
    desk.do(room.event, c.Note("旧事的一条"))
    assert new.id.startswith("20261124-"), "its number is of the day that is known, not of the PC's"
    assert [e.data.get("since") for e in new.entries if e.kind == "clock_doubt"] == [1]
    assert desk.room.entries[-1].kind == "clock_doubt"
    room.answer("2026-11-24T02:20:00")
    assert new.state.opened_at == instant("2026-11-24T02:18:00+08:00")
    assert new.state.milestones["county-phone"].at == instant("2026-11-24T02:20:00+08:00")
    assert room.case.state.t0 == older
    assert not any(e.kind == "console_opened" for e in new.entries)


def test_a_doubt_that_was_left_unanswered_is_still_known_at_the_next_start(room: Room) -> None:
    """What was written under doubt, here by a PC that was ahead, vouches for nothing later."""
    desk = room.power_cut(minutes=5, lacks=-400 * 86400)
    desk.do(room.event, c.Note("没有回答就记了一条"))
    desk.close()
    again = room.power_cut(minutes=1)
    assert again.time.newest == instant("2026-11-24T02:13:00+08:00")
    assert again.time.doubt is not None
    room.answer("2026-11-24T02:19:00")
    assert room.case.entries[-2].data["since"] == next(e.seq for e in room.case.entries if e.kind == "clock_doubt")
    again.close()
    later = room.power_cut(minutes=5, lacks=400 * 86400)  # set right while off: only the PC's own time can be
    assert (later.time.doubt, later.time.seconds) == (None, 0)
    assert later.room.entries[-1].data["seconds"] == 0
    assert any("已拨准" in words for words in later.findings)


def test_times_left_behind_by_a_pc_that_was_ahead_do_not_ask_again_and_again(tmp_path: Path) -> None:
    """The whole home was written a month ahead; once answered that the PC is right now, the next start asks nothing."""
    clock = FixedClock("2026-12-24T02:10:00+08:00")
    Desk(tmp_path, clock=clock).close()
    desk = Desk(tmp_path, clock=clock)
    desk.open_event("blackout", "x")
    desk.close()
    clock.step(-30 * 86400)
    desk = Desk(tmp_path, clock=clock)
    assert desk.time.doubt is not None
    desk.answer_clock(clock.now())
    assert desk.clock.now() == clock.now()
    desk.close()
    clock.forward(minutes=1)
    again = Desk(tmp_path, clock=clock)
    assert again.time.doubt is None
    again.close()


def test_where_both_could_be_right_it_is_asked_and_not_guessed(room: Room) -> None:
    """Eight hours slow, answered; then off for ten hours, or set right for a while: the PC's own time is plausible too."""
    room.power_cut(minutes=5, lacks=HOURS)
    room.answer("2026-11-24T02:18:00")
    room.desk.close()
    desk = room.power_cut(minutes=3, lacks=-HOURS)
    assert desk.time.doubt is not None
    assert "可能已经拨准" in desk.time.doubt.words
    room.answer("2026-11-24T02:21:00")
    assert desk.time.seconds == 0
    assert room.left() == 9 * 60


def test_a_pc_set_right_while_it_runs_settles_the_clock_by_itself(room: Room) -> None:
    """Answered: the desk's time does not move, the offset goes to nothing. Unanswered: what was told under doubt moves."""
    desk = room.power_cut(minutes=5, lacks=HOURS)
    room.answer("2026-11-24T02:18:00")
    room.clock.step(HOURS + 20)
    desk.tick()
    assert (desk.time.seconds, desk.time.doubt) == (0, None)
    assert abs(room.left() - 12 * 60) <= 20
    assert room.case.entries[-1].data["seconds"] == 0
    assert not any(e.kind == "clock_jump" for e in room.case.entries)
    desk.close()
    desk = room.power_cut(lacks=HOURS)
    new = desk.open_event("blackout", "新电话")
    room.clock.step(HOURS)
    desk.tick()
    assert desk.time.doubt is None
    assert new.state.opened_at == room.clock.now()
    assert abs(room.left() - 12 * 60) <= 20
    assert desk.home.last_alive() == room.clock.now()


def test_a_pc_moved_to_another_wrong_time_keeps_the_doubt_or_the_answered_time(room: Room) -> None:
    """Under doubt only what was told by that clock moves with it; an answered time stands still."""
    desk = room.power_cut(minutes=5, lacks=HOURS)
    new = desk.open_event("blackout", "新电话")
    room.clock.step(-3600)
    desk.tick()
    assert desk.time.doubt is not None
    assert new.state.opened_at == room.clock.now()
    assert room.case.state.t0 == instant("2026-11-24T02:10:00+08:00")
    room.answer("2026-11-24T02:18:00")
    room.clock.step(1800)
    desk.tick()
    assert desk.clock.now() == new.state.opened_at == instant("2026-11-24T02:18:00+08:00")
    assert desk.time.seconds == HOURS + 1800


def test_an_answer_that_was_mistyped_is_put_right(room: Room) -> None:
    """10:18 for 02:18: given again, what was told since the first answer moves, what was told before does not."""
    desk = room.power_cut(minutes=5, lacks=HOURS)
    room.answer("2026-11-24T10:18:00")
    new = desk.open_event("blackout", "新电话")
    desk.do(room.event, c.GiveReport("local-phone", "李明", late_reason="x", reporter="赵六"))
    room.answer("2026-11-24T02:18:00")
    right = instant("2026-11-24T02:18:00+08:00")
    assert desk.clock.now() == new.state.opened_at == room.case.state.milestones["local-phone"].at == right
    assert room.left() == 12 * 60


def test_a_clock_that_nobody_doubts_is_not_answered_for(room: Room) -> None:
    """The PC's own setting is the place for that; a reader answers nothing either."""
    room.power_cut(minutes=5)
    with pytest.raises(Refused, match="没有疑点"):
        room.answer("2026-11-24T05:00:00")
    reader = Desk(room.root, clock=room.clock, write=False)
    with pytest.raises(Refused, match="查看"):
        reader.answer_clock(room.clock.now())
    reader.close()


def test_a_looking_console_doubts_too_and_follows_the_answer(room: Room) -> None:
    """The wall on the same PC shows the doubt and takes over the corrected time once it is in the desk log."""
    desk = room.power_cut(minutes=5, lacks=HOURS)
    wall = Desk(room.root, clock=room.clock, write=False)
    assert view_of(wall, None).doubt
    room.answer("2026-11-24T02:18:00")
    wall.tick()
    assert (view_of(wall, None).doubt, wall.clock.now()) == ("", desk.clock.now())
    wall.close()


def test_the_second_place_knows_a_newer_time_and_one_that_is_away_stops_nothing(tmp_path: Path) -> None:
    """The log here is old, the copy on the stick is newer; no stick, no matter."""
    home, stick = tmp_path / "home", tmp_path / "stick"
    clock = FixedClock()
    desk = Desk(home, clock=clock)
    desk.open_event("blackout", "x")
    desk.close()
    (home / "alive.json").unlink()
    (home / "settings.toml").write_text(f'second_place = "{stick.as_posix()}"\n', encoding="utf-8")
    log = next(home.glob("events/*/log.jsonl"))
    copy = stick / log.parent.name / "log.jsonl"
    copy.parent.mkdir(parents=True)
    later = stamp(clock.now() + timedelta(hours=3))
    copy.write_bytes(log.read_bytes() + json.dumps({"at": later, "x": "长" * 20000}, separators=(",", ":"), ensure_ascii=False).encode())
    desk = Desk(home, clock=clock)
    assert desk.time.newest == instant(later)
    assert desk.time.doubt is not None
    desk.close()
    shutil.rmtree(stick)
    desk = Desk(home, clock=clock)
    assert desk.time.doubt is None
    desk.close()


class Hanging(RealFs):
    """A share that answers nothing until it is let go."""

    def __init__(self, share: Path) -> None:
        self.share, self.let_go = share, threading.Event()

    def open(self, path: Path, flags: int) -> int:
        if path.is_relative_to(self.share):
            self.let_go.wait(30)
        return super().open(path, flags)


def test_a_share_that_hangs_does_not_hold_up_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is open and judges by what is here."""
    monkeypatch.setattr(clock_check, "PATIENCE", 0.01)
    home, share, clock = tmp_path / "home", tmp_path / "share", FixedClock()
    desk = Desk(home, clock=clock)
    copy = share / desk.open_event("blackout", "x").id / "log.jsonl"
    desk.close()
    copy.parent.mkdir(parents=True)
    copy.write_text('{"at":"2027-01-01T00:00:00+08:00"}\n')
    hanging = Hanging(share)
    assert clock_check.log_times(Home(home, hanging), home / "desk", str(share)) == [clock.now()]
    hanging.let_go.set()


def test_by_a_doubted_clock_nobody_is_called_late(room: Room) -> None:
    """A PC 400 days ahead asks for no reason of a delay, and the log keeps none."""
    desk = room.power_cut(minutes=5, lacks=-400 * 86400)
    (entry,) = desk.do(room.event, c.GiveReport("county-phone", "赵六"))
    assert entry.data["late_seconds"] == 0


def test_a_drill_has_its_own_clock_and_is_never_asked(tmp_path: Path) -> None:
    """The real home was written later than the drill plays."""
    clock = FixedClock()
    Desk(tmp_path, clock=clock).close()
    drill = Desk(tmp_path, clock=FixedClock("2026-01-01T00:00:00+08:00"), drill=True)
    assert drill.time.doubt is None
    drill.close()


def test_a_clock_put_back_while_running_is_no_doubt_after_a_power_cut(room: Room) -> None:
    """It was told and logged; the sign of life and the other logs from before it say nothing any more."""
    room.power_cut(minutes=1)
    room.clock.step(-3600)
    room.desk.tick()
    room.desk.abandon()
    assert room.power_cut(minutes=1).time.doubt is None


def test_times_typed_under_doubt_are_named_when_they_move(room: Room) -> None:
    """Who read them off the wall puts them right."""
    desk = room.power_cut(minutes=5, lacks=HOURS)
    new = desk.open_event("blackout", "新电话")
    desk.do(new.id, c.SetInstant("occurred", desk.clock.now() - timedelta(minutes=9)))
    room.answer("2026-11-24T02:18:00")
    assert new.state.t0 == instant("2026-11-24T02:09:00+08:00")
    assert any(new.id in words and "第3条" in words and "更正" in words for words in desk.findings)


def test_an_event_in_the_future_has_no_age(tmp_path: Path) -> None:
    """Five minutes ahead may be typed; the sign of an age is never dropped."""
    desk = Desk(tmp_path, clock=FixedClock())
    case = desk.open_event("blackout", "x")
    desk.do(case.id, c.SetInstant("received", desk.clock.now() + timedelta(minutes=4)))
    assert view_of(desk, case.id).cases[0].age == "时钟早于接报 04:00"
    desk.close()


def test_what_moves_is_told_in_the_log_with_dates_and_years(room: Room) -> None:
    """The line of the doubt and that of the answer."""
    desk = room.power_cut(minutes=5, lacks=HOURS)
    desk.do(room.event, c.Note("x"))
    room.answer("2026-11-24T02:18:00")
    told = [narrate(e, room.case.plan) for e in room.case.entries if kind_label(e) == "时钟"]
    assert "电脑是 2026-11-23 18:18，上次记下的是 2026-11-24 02:13" in told[0]
    assert "墙上的钟 2026-11-24 02:18:00" in told[1] and "电脑慢8小时" in told[1] and "都加8小时" in told[1]
