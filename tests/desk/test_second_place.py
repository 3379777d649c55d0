"""What was lost here and stands in the second place is found at start, holds up no call, and comes back whole."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from console.desk.clock_answer import answer
from console.desk.desk import Desk
from console.desk.losses import LogShort
from console.exercise.opening import Begin, begin, resume
from console.health import examine, worst
from console.incident import commands as c
from console.incident.refused import Refused
from console.incident.times import instant
from console.journal.verify import verify
from console.tui.errands import waiting_call
from tests.exercise.small import SMALL

from .clock import FixedClock


def zero_lines(log: Path, count: int = 3) -> None:
    """The last lines overwritten with zero bytes, as after a power cut."""
    data = log.read_bytes()
    lost = sum(map(len, data.splitlines(keepends=True)[-count:]))
    log.write_bytes(data[:-lost] + b"\0" * lost)


HARM: dict[str, Callable[[Path], object]] = {
    "last-three-zeroed": zero_lines,
    "all-zeroed": lambda log: log.write_bytes(b"\0" * log.stat().st_size),
    "emptied": lambda log: log.write_bytes(b""),
    "removed": lambda log: log.unlink(),
    "folder-removed": lambda log: shutil.rmtree(log.parent),
    "torn": lambda log: log.write_bytes(log.read_bytes()[:-40]),
    "cut-at-a-line": lambda log: log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-2])),
    "one-byte-changed": lambda log: log.write_bytes(log.read_bytes().replace("第1件".encode(), "第9件".encode()).replace(b'"seq":2', b'"seq":3')),
}
LOGS = {"events": "events/20261124-01", "desk": "desk"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with an event of five entries and a desk log of five, both in the second place."""
    root = tmp_path / "home"
    (tmp_path / "usb").mkdir()
    root.mkdir()
    (root / "settings.toml").write_text(f"second_place = {str(tmp_path / 'usb')!r}\n", encoding="utf-8")
    desk = Desk(root, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "停电")
    for number in range(4):
        desk.do(case.id, c.Note(f"第{number}件"))
        desk.do_room("on_duty", {"name": f"李{number}", "leader": "第1件"})
    assert desk._copies.settle(20)
    desk.close()
    return root


def copy_of(home: Path, log: str) -> Path:
    return home.parent / "usb" / Path(log).name / "log.jsonl"


def opened(home: Path) -> Desk:
    desk = Desk(home, name="王五", clock=FixedClock("2026-11-24T03:00:00+08:00"))
    assert desk.second.look(wait=20)
    return desk


@pytest.mark.parametrize("log", LOGS.values(), ids=LOGS)
@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_what_was_lost_is_told_alike_and_nothing_touched_until_it_is_taken_back(home: Path, log: str, harm: Callable[[Path], object]) -> None:
    """Not the log here, not the copy; a new event is opened all the same; then every entry is back and the log goes on."""
    harm(home / log / "log.jsonl")
    path, copy = home / log / "log.jsonl", copy_of(home, log)
    before = path.read_bytes() if path.exists() else None
    whole = copy.read_bytes()
    desk = opened(home)
    (loss,) = desk.second.losses
    assert loss.standing == "there"
    assert "本机少" in loss.words
    assert "第二处有" in loss.words
    other = desk.open_event("blackout", "又一件")
    assert other.id != "20261124-01"
    assert desk._copies.settle(20)
    desk.heartbeat()
    desk.tick()
    assert (path.read_bytes() if path.exists() else None) == before
    assert copy.read_bytes() == whole
    assert [p.name for p in copy.parent.iterdir()] == ["log.jsonl"]
    with pytest.raises(LogShort, match="第二处有"):
        desk.do_room("sound_tested", {}) if log == "desk" else desk.do("20261124-01", c.Note("新来的"))
    checks = examine(desk)
    assert worst(checks) == "wrong"
    assert {check.text for check in checks if check.id in ("log", "copy") and check.standing != "good"} == {loss.words}
    assert "副本完整" not in desk.second.words

    entry = desk.take_back(Path(log).name)
    assert entry.kind == "recovered"
    assert entry.by
    assert str(copy) in entry.data["text"]
    assert path.read_bytes().startswith(whole)
    assert verify(path).ok
    assert not desk.second.losses
    if before:
        assert (path.parent / entry.data["kept"]).read_bytes() == before
    desk.do_room("sound_tested", {})
    desk.do("20261124-01", c.Note("新来的"))
    assert desk._copies.settle(20)
    assert copy.read_bytes() == path.read_bytes()
    assert "本机少" not in desk.second.words
    desk.close()


def test_a_drills_log_comes_back_too_but_not_while_it_is_played(home: Path) -> None:
    trainer = Desk(home, drill=True, name="张三", clock=FixedClock())
    case = trainer.open_event("blackout", "演练")
    trainer.do(case.id, c.Note("一件"))
    assert trainer._copies.settle(20)
    trainer.close()
    whole = case.journal.path.read_bytes()
    shutil.rmtree(case.journal.folder)
    trainer = Desk(home, drill=True, name="张三", clock=FixedClock())
    desk = opened(home)
    assert [one.words for one in desk.second.losses] == [f"演练 {case.id} 本机少2条，第二处有"]
    with pytest.raises(Refused, match="演练"):
        desk.take_back(case.id)
    trainer.close()
    desk.take_back(case.id)
    assert case.journal.path.read_bytes().startswith(whole)
    desk.close()


def test_the_record_of_a_drill_and_its_desk_log_are_copied_apart_from_the_real_ones_and_come_back(home: Path) -> None:
    real_desk = copy_of(home, "desk").read_bytes()
    drill = begin(home, Begin(text=SMALL), real=FixedClock())
    run = drill.record.folder
    drill.desk.do_room("sound_tested", {})
    drill.go(2, paused=False)
    assert drill.desk._copies.settle(20)
    drill.close()
    logs = {name: home / "drills" / "runs" / name / "log.jsonl" for name in (run.name, f"{run.name}/desk")}
    whole = {name: log.read_bytes() for name, log in logs.items()}
    for name, log in logs.items():
        assert (home.parent / "usb" / name / "log.jsonl").read_bytes() == whole[name]
        log.write_bytes(whole[name][:-30])
    assert copy_of(home, "desk").read_bytes() == real_desk
    with pytest.raises(LogShort, match="本机少1条"):
        resume(home, run.name, real=FixedClock())
    assert logs[run.name].read_bytes() == whole[run.name][:-30]
    desk = opened(home)
    assert {one.name for one in desk.second.losses} == set(logs)
    for name, log in logs.items():
        desk.take_back(name)
        assert log.read_bytes().startswith(whole[name])
    desk.close()
    resume(home, run.name, real=FixedClock()).close()


def test_logs_that_went_different_ways_are_both_left_as_they_are(home: Path) -> None:
    """The event goes on being recorded here; only the copying waits, and a person's word ends that with both kept."""
    log, copy = home / LOGS["events"] / "log.jsonl", copy_of(home, LOGS["events"])
    zero_lines(log)
    away = home.parent / "away"
    shutil.move(home.parent / "usb", away)
    desk = opened(home)
    desk.do("20261124-01", c.Note("没有第二处时记的"))
    desk.close()
    shutil.move(away, home.parent / "usb")
    whole = copy.read_bytes()
    desk = opened(home)
    assert desk._copies.settle(20)
    desk.tick()
    assert desk.second.look(wait=20)
    (loss,) = desk.second.losses
    assert loss.standing == "apart"
    desk.do("20261124-01", c.Note("照样能记"))
    assert desk._copies.settle(20)
    assert copy.read_bytes() == whole
    with pytest.raises(Refused):
        desk.take_back("20261124-01")
    desk.take_back("20261124-01", leave=True)
    assert desk._copies.settle(20)
    assert copy.read_bytes() == log.read_bytes()
    assert copy.with_name("log.jsonl.other-1").read_bytes() == whole
    assert not desk.second.losses
    desk.close()


def test_one_may_go_on_without_what_the_second_place_has_and_the_log_says_so(home: Path) -> None:
    log, copy = home / LOGS["events"] / "log.jsonl", copy_of(home, LOGS["events"])
    zero_lines(log)
    whole = copy.read_bytes()
    desk = opened(home)
    entry = desk.take_back("20261124-01", leave=True)
    assert "决定不取" in entry.data["text"]
    assert "第二处有" in entry.data["text"]
    desk.do("20261124-01", c.Note("接着记"))
    assert desk._copies.settle(20)
    assert copy.read_bytes() == log.read_bytes()
    assert copy.with_name("log.jsonl.other-1").read_bytes() == whole
    desk.close()


def test_without_a_second_place_a_loss_is_told_by_the_length_it_once_had(home: Path) -> None:
    """Until it stands in the log itself; a log that is gone is told of as long as it is."""
    (home / "settings.toml").unlink()
    log = home / LOGS["events"] / "log.jsonl"
    log.unlink()
    for _ in range(2):
        desk = opened(home)
        (loss,) = desk.second.losses
        assert loss.words.startswith("20261124-01 本机少约")
        assert loss.words.endswith("没有设第二处")
        desk.close()


def test_a_length_that_differs_by_less_than_an_entry_is_no_loss(home: Path) -> None:
    (home / "settings.toml").unlink()
    summary = home / LOGS["events"] / "summary.json"
    found = json.loads(summary.read_text())
    for more, lost in ((20, False), (400, True)):
        summary.write_text(json.dumps({**found, "size": found["size"] + more}))
        reader = Desk(home, write=False, clock=FixedClock())
        assert reader.second.look(wait=20)
        assert bool(reader.second.losses) is lost
        reader.close()


def test_zeros_without_any_copy_are_recovered_as_before_and_told_as_a_loss(home: Path) -> None:
    shutil.rmtree(home.parent / "usb")
    log = home / LOGS["events"] / "log.jsonl"
    zero_lines(log)
    desk = opened(home)
    assert any("字节被清零，约3条记录" in finding for finding in desk.findings)
    told = next(e for e in desk.case("20261124-01").entries if e.kind == "recovered")
    assert "字节被清零，约3条记录" in told.data["text"]
    desk.close()
    assert verify(log).ok


def test_a_second_place_that_hangs_holds_up_nothing_and_is_told_of_when_it_answers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The start goes on without it; what it says later is told later."""
    monkeypatch.setattr("console.desk.second_place.PATIENCE", 0.01)
    shutil.rmtree(home / "events" / "20261124-01")
    answers = threading.Event()
    plain = Path.is_dir
    usb = home.parent / "usb"

    def is_dir(path: Path, **how: bool) -> bool:
        if path == usb:
            answers.wait(30)
        return plain(path, **how)

    monkeypatch.setattr(Path, "is_dir", is_dir)
    desk = Desk(home, name="王五", clock=FixedClock())
    assert desk.second.silent
    assert desk.open_event("blackout", "又一件").id
    answers.set()
    assert desk.second.look(wait=20)
    assert [one.name for one in desk.second.losses if one.standing == "there"] == ["20261124-01"]
    desk.close()


def test_a_console_that_runs_and_its_copy_are_never_taken_for_a_loss(home: Path) -> None:
    """Another process looks while entries are written; a copy that lags behind is no loss either."""
    desk = opened(home)
    reader = Desk(home, write=False, clock=FixedClock())
    for number in range(20):
        desk.do("20261124-01", c.Note(f"又{number}"))
        assert reader.second.look(deep=True, wait=20)
        assert reader.second.losses == ()
    reader.close()
    desk.close()


def test_a_short_desk_log_tells_of_no_call_that_waits_and_takes_no_answer_about_the_clock(home: Path) -> None:
    """Its last line may be a call whose end stands only in the second place; an answer would stand in no log."""
    desk = Desk(home, name="王五", clock=FixedClock("2026-11-24T03:00:00+08:00"))
    desk.do_room("call", {}, desk.clock.now())
    desk.do_room("call_done", {"event": ""})
    assert desk._copies.settle(20)
    desk.close()
    log = home / "desk" / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    desk = Desk(home, name="王五", clock=FixedClock("2026-11-23T19:00:00+08:00"))
    assert desk.second.look(wait=20)
    assert desk.room.state.pending_call is not None
    assert desk.second.waits(desk.room.folder) and waiting_call(desk) is None
    with pytest.raises(LogShort, match="先取回"):
        answer(desk, instant("2026-11-24T03:20:00+08:00"))
    assert desk.time.doubt is not None
    desk.close()


def cut_last(log: Path) -> int:
    """The last line is gone, whole; its length."""
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:-1]))
    return len(lines[-1])


def kinds(log: Path) -> list[str]:
    return [json.loads(line)["kind"] for line in log.read_bytes().splitlines()]


@pytest.mark.parametrize("place", ["none", "there-with-no-more"])
def test_a_log_with_no_copy_tells_of_its_loss_first_and_it_stands_until_somebody_takes_note(home: Path, place: str) -> None:
    """Over any number of starts, whatever is written meanwhile; taken note of once, it is told no more."""
    log = home / LOGS["events"] / "log.jsonl"
    known = log.stat().st_size
    if place == "none":
        (home / "settings.toml").unlink()
    else:
        shutil.rmtree(home.parent / "usb" / log.parent.name)
    missing = cut_last(log)
    before = len(kinds(log))
    for turn in range(3):
        desk = opened(home)
        (loss,) = desk.second.losses
        assert loss.words == f"20261124-01 本机少约{missing}字节，日志第{before + 1}条写明"
        assert loss.key
        desk.do("20261124-01", c.Note(f"后来的{turn}"))
        assert desk.second.look(wait=20)
        assert desk.second.losses == (loss,)
        assert [check.text for check in examine(desk) if check.id == "log" and check.standing == "wrong"] == [loss.words]
        desk.abandon() if turn == 1 else desk.close()
    written = [json.loads(line) for line in log.read_bytes().splitlines()]
    assert [entry["kind"] for entry in written].count("recovered") == 1
    told = written[before]
    assert told["kind"] == "recovered"
    assert (told["data"]["known"], told["data"]["found"]) == (known, known - missing)
    assert f"本机少约{missing}字节，上次记到{known}字节" in told["data"]["text"]
    desk = opened(home)
    entry = desk.take_back("20261124-01", leave=True)
    assert "已知道" in entry.data["text"]
    assert entry.data["accepted"] is True
    assert not desk.second.losses
    desk.do("20261124-01", c.Note("又一条"))
    desk.abandon()
    desk = opened(home)
    assert not desk.second.losses
    desk.close()
    again = cut_last(log)
    desk = opened(home)
    assert [one.missing for one in desk.second.losses] == [again if place == "none" else 1]
    desk.close()
    assert verify(log).ok


def test_while_the_second_place_is_away_a_short_log_waits_and_goes_whole_when_it_is_back(home: Path) -> None:
    log, away = home / LOGS["events"] / "log.jsonl", home.parent / "away"
    whole = log.read_bytes()
    cut_last(log)
    short = log.read_bytes()
    shutil.move(home.parent / "usb", away)
    for _ in range(2):
        desk = opened(home)
        (loss,) = desk.second.losses
        assert (loss.standing, loss.key) == ("away", "按 Ctrl+R 决定")
        assert desk.open_event("blackout", "又一件").id != "20261124-01"
        with pytest.raises(LogShort, match="Ctrl\\+R"):
            desk.do("20261124-01", c.Note("新来的"))
        desk.close()
        assert log.read_bytes() == short
    desk = opened(home)
    shutil.move(away, home.parent / "usb")
    assert desk.second.look(wait=20)
    assert [one.standing for one in desk.second.losses] == ["there"]
    desk.take_back("20261124-01")
    desk.do("20261124-01", c.Note("新来的"))
    assert log.read_bytes().startswith(whole)
    assert not desk.second.losses
    desk.close()


def test_a_log_that_waited_for_a_place_that_has_no_more_is_freed_and_tells_of_its_loss(home: Path) -> None:
    log, away = home / LOGS["events"] / "log.jsonl", home.parent / "away"
    cut_last(log)
    before = len(kinds(log))
    shutil.move(home.parent / "usb", away)
    shutil.rmtree(away / log.parent.name)
    desk = opened(home)
    shutil.move(away, home.parent / "usb")
    assert desk.second.look(wait=20)
    assert desk.tick()
    desk.do("20261124-01", c.Note("新来的"))
    assert kinds(log)[before:] == ["recovered", "console_opened", "note"]
    assert [one.logged for one in desk.second.losses] == [True]
    desk.close()


def test_one_may_go_on_without_waiting_and_the_copy_is_asked_about_when_it_is_back(home: Path) -> None:
    log, away = home / LOGS["events"] / "log.jsonl", home.parent / "away"
    cut_last(log)
    shutil.move(home.parent / "usb", away)
    desk = opened(home)
    entry = desk.take_back("20261124-01", leave=True)
    assert "决定不等第二处" in entry.data["text"]
    desk.do("20261124-01", c.Note("接着记"))
    assert not desk.second.losses
    desk.abandon()
    desk = opened(home)
    assert not desk.second.losses
    shutil.move(away, home.parent / "usb")
    assert desk.second.look(deep=True, wait=20)
    assert [one.standing for one in desk.second.losses] == ["apart"]
    desk.close()
