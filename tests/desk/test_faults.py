"""The disk refuses while somebody works: nothing typed is lost, nothing is said twice, and what is gone is told at once."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.view import view_of
from console.incident import commands as c
from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.journal.files import RealFs
from console.journal.verify import verify
from console.tui.ends import tell_left

from .clock import FixedClock


class Fillable(RealFs):
    """A disk that can be full."""

    full = False

    def write(self, fd: int, data: bytes) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(fd, data)


@pytest.fixture
def disk() -> Fillable:
    return Fillable()


@pytest.fixture
def room(tmp_path: Path, disk: Fillable) -> Iterator[tuple[Desk, Case, FixedClock]]:
    """A desk with one event, on that disk."""
    clock = FixedClock()
    desk = Desk(tmp_path / "home", name="张三", clock=clock, fs=disk)
    yield desk, desk.open_event("blackout", "停电"), clock
    disk.full = False
    desk.close()


def refused(desk: Desk, case: Case, *commands: c.Command) -> None:
    """It is not recorded."""
    with pytest.raises(NotRecorded):
        desk.do(case.id, *commands)


def notes(case: Case) -> list[str]:
    """The notes of an event, in the order of the log."""
    return [entry.data["text"] for entry in case.entries if entry.kind == "note"]


def test_what_was_not_recorded_comes_before_what_is_done_later(room: tuple[Desk, Case, FixedClock], disk: Fillable) -> None:
    """With room on the disk again the next command brings the kept ones along, in order, each at its own time."""
    desk, case, clock = room
    disk.full = True
    for words in ("甲", "乙"):
        refused(desk, case, c.Note(words))
        clock.forward(minutes=1)
    refused(desk, case, c.Note("丙"))
    assert [kept.words for kept in desk.kept] == [f"记录  内容：{words}" for words in "甲乙丙"]
    disk.full = False
    desk.do(case.id, c.Note("丁"))
    assert notes(case) == ["甲", "乙", "丙", "丁"]
    assert [entry.event_at[14:16] for entry in case.entries[1:]] == ["10", "11", "12", "12"]
    assert desk.kept == []


def test_a_form_that_is_sent_again_is_kept_once_and_recorded_once(room: tuple[Desk, Case, FixedClock], disk: Fillable) -> None:
    """Three times the same key while the disk is full, once more with room: one entry."""
    desk, case, _ = room
    desk.do(case.id, c.FinishIntake())
    disk.full = True
    for _ in range(3):
        refused(desk, case, c.GiveReport("county-phone", "赵六"))
    assert len(desk.kept) == 1
    disk.full = False
    assert desk.retry() == 0
    assert [entry.kind for entry in case.entries].count("milestone") == 1


def test_what_is_refused_when_it_is_offered_again_is_told_in_full(room: tuple[Desk, Case, FixedClock], disk: Fillable) -> None:
    """Its words are in the findings: they can still be written down."""
    desk, case, _ = room
    desk.do(case.id, c.FinishIntake())
    disk.full = True
    refused(desk, case, c.GiveReport("county-phone", "赵六"))
    refused(desk, case, c.GiveReport("county-phone", "钱七"))
    disk.full = False
    assert desk.retry() == 0
    assert any("补记时未被接受" in said and "钱七" in said for said in desk.findings)


def test_the_banner_shows_the_words_that_are_kept(room: tuple[Desk, Case, FixedClock], disk: Fillable) -> None:
    """Not only why, but what."""
    desk, case, _ = room
    disk.full = True
    refused(desk, case, c.Note("来电核实\x1b[2J"))
    (fault,) = view_of(desk, case.id).faults
    assert "来电核实␛" in fault
    assert "磁盘已满" in fault


def test_leaving_with_something_unrecorded_leaves_it_as_text(
    room: tuple[Desk, Case, FixedClock], disk: Fillable, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log refuses to the last, papers do not: the words are in a private file, and the officer is told where."""
    desk, case, _ = room
    disk.full = True
    refused(desk, case, c.Note("北变抢修队已到"))
    case.journal.close()
    shutil.move(case.journal.folder, case.journal.folder.with_name("away"))
    disk.full = False
    desk.close()
    assert desk.left_behind is not None
    assert desk.left_behind.parent == desk.home.exports
    assert "北变抢修队已到" in desk.left_behind.read_text(encoding="utf-8-sig")
    tell_left(desk)
    assert str(desk.left_behind) in capsys.readouterr().err


def test_a_home_that_is_gone_is_not_made_anew_to_leave_something_in(
    room: tuple[Desk, Case, FixedClock], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick was pulled out: the words go into the user's own folder."""
    desk, case, _ = room
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "user"))
    shutil.move(tmp_path / "home", tmp_path / "away")
    refused(desk, case, c.Note("停电范围扩大"))
    desk.close()
    assert not (tmp_path / "home").exists()
    assert desk.left_behind is not None
    assert desk.left_behind.parent == tmp_path / "user"
    shutil.move(tmp_path / "away", tmp_path / "home")


def test_where_no_place_takes_it_the_words_are_printed(
    room: tuple[Desk, Case, FixedClock], disk: Fillable, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last resort is paper."""
    desk, case, _ = room
    disk.full = True
    refused(desk, case, c.Note("停电范围扩大\x1b[2J"))
    desk.close()
    assert desk.left_behind is None
    tell_left(desk)
    said = capsys.readouterr().err
    assert "停电范围扩大␛" in said
    assert "\x1b" not in said


def test_another_place_gets_the_words_and_the_logs_and_can_be_gone_on_with(
    room: tuple[Desk, Case, FixedClock], tmp_path: Path
) -> None:
    """The home is gone, a stick is at hand: what was not recorded is text there, and the event goes on from its last entry."""
    desk, case, _ = room
    desk.do(case.id, c.Note("记上的"))
    shutil.move(tmp_path / "home", tmp_path / "away")
    refused(desk, case, c.Note("没有记上的"))
    path = desk.save_kept(tmp_path / "stick")
    assert "没有记上的" in path.read_text(encoding="utf-8-sig")
    shutil.move(tmp_path / "away", tmp_path / "home")
    there = Desk(tmp_path / "stick", name="张三", clock=FixedClock())
    assert there.case(case.id).entries[1].hash == case.head
    there.do(case.id, c.Note("没有记上的"))
    there.close()
    assert verify(tmp_path / "stick" / "events" / case.id).ok


def test_a_log_that_is_gone_is_told_at_the_next_look_and_again_well_when_it_is_back(room: tuple[Desk, Case, FixedClock]) -> None:
    """Nobody has to record something first; the line that is always in view does not call it good meanwhile."""
    desk, case, _ = room
    folder = case.journal.folder
    assert not desk.tick()
    shutil.move(folder, folder.with_name("away"))
    assert desk.tick()
    assert not desk.tick(), "told once"
    assert any("被移走" in said for said in desk.findings)
    assert view_of(desk, case.id).cases[0].damaged
    shutil.move(folder.with_name("away"), folder)
    assert desk.tick()
    assert not view_of(desk, case.id).cases[0].damaged
    desk.do(case.id, c.Note("接着记"))
    assert verify(folder).ok


def test_a_log_that_another_program_wrote_to_is_told_at_the_next_look(room: tuple[Desk, Case, FixedClock]) -> None:
    desk, case, _ = room
    with case.journal.path.open("ab") as file:
        file.write(b"x")
    assert desk.tick()
    assert any("被别的程序改过" in said for said in desk.findings)


def test_who_only_reads_tells_of_a_log_that_is_gone_and_follows_it_again(room: tuple[Desk, Case, FixedClock]) -> None:
    """What was read stays on the board; when the log is back, what came meanwhile is read."""
    desk, case, _ = room
    reader = Desk(desk.home.root, write=False)
    folder = case.journal.folder
    shutil.move(folder, folder.with_name("away"))
    assert reader.tick()
    assert any("读不出" in said for said in reader.findings)
    assert len(reader.cases[case.id].entries) == 1
    with pytest.raises(Refused):
        reader.do(case.id, c.Note("x"))
    shutil.move(folder.with_name("away"), folder)
    desk.do(case.id, c.Note("回来了"))
    assert reader.tick()
    assert reader.cases[case.id].trouble == ""
    assert notes(reader.cases[case.id]) == ["回来了"]
    reader.close()
