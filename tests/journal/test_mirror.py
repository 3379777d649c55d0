"""The second place gets every acknowledged entry, catches up after an absence, and never stops anything."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from console.journal.chain import make_line
from console.journal.files import REAL
from console.journal.mirror import Mirror
from console.journal.verify import verify
from console.journal.writer import Journal
from tests.journal.disks import Failing
from tests.journal.helpers import draft, lines_of, make_log


@pytest.fixture
def second(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def event(tmp_path: Path) -> Path:
    return tmp_path / "home" / "e1"


def copied(second: Path) -> bytes:
    return (second / "e1" / "log.jsonl").read_bytes()


def test_every_entry_is_copied_byte_for_byte(event: Path, second: Path) -> None:
    mirror = Mirror(second)
    with Journal.create(event) as journal:
        for number in range(1, 6):
            journal.append([draft(number)])
            state = mirror.copy(event, journal.size)
            assert (state.ok, state.size) == (True, journal.size)
            assert copied(second) == lines_of(number)
    assert verify(second / "e1").ok


def test_only_what_is_acknowledged_is_copied(event: Path, second: Path) -> None:
    make_log(event, 3)
    assert Mirror(second).copy(event, len(lines_of(2))).ok
    assert copied(second) == lines_of(2)


def test_a_place_that_was_away_catches_up_and_its_mount_point_is_not_made(event: Path, tmp_path: Path) -> None:
    mirror = Mirror(tmp_path / "usb")
    make_log(event, 3)
    size = len(lines_of(3))
    state = mirror.copy(event, size)
    assert not state.ok
    assert "不在" in state.text
    assert not (tmp_path / "usb").exists()
    (tmp_path / "usb").mkdir()
    assert mirror.copy(event, size).ok
    assert copied(tmp_path / "usb") == lines_of(3)


@pytest.mark.parametrize("have", range(0, len(lines_of(3)), 101))
def test_a_copy_broken_off_at_any_byte_is_completed(event: Path, second: Path, have: int) -> None:
    make_log(event, 3)
    (second / "e1").mkdir()
    (second / "e1" / "log.jsonl").write_bytes(lines_of(3)[:have])
    assert Mirror(second).copy(event, len(lines_of(3))).ok
    assert copied(second) == lines_of(3)


@pytest.mark.parametrize("other", [b"x", lines_of(2)[:-1] + b"\0" * 9, lines_of(3)[:-1] + b"x"], ids=["alien", "zeros", "end"])
def test_a_copy_that_differs_is_put_aside_and_never_overwritten(event: Path, second: Path, other: bytes) -> None:
    make_log(event, 3)
    (second / "e1").mkdir()
    (second / "e1" / "log.jsonl").write_bytes(other)
    state = Mirror(second).copy(event, len(lines_of(3)))
    assert state.ok
    assert "log.jsonl.other-1" in state.text
    assert copied(second) == lines_of(3)
    assert (second / "e1" / "log.jsonl.other-1").read_bytes() == other
    (second / "e1" / "log.jsonl").write_bytes(b"again")
    assert "log.jsonl.other-2" in Mirror(second).copy(event, len(lines_of(3))).text


def forked() -> bytes:
    """A log that goes another way after two entries."""
    head = json.loads(lines_of(2).splitlines()[-1])["hash"]
    return lines_of(2) + make_line(draft(9), 3, head)[1]


@pytest.mark.parametrize("other", [lines_of(4), forked()], ids=["longer", "forked"])
def test_a_copy_that_holds_more_waits_for_a_person_to_decide(event: Path, second: Path, other: bytes) -> None:
    """Nothing is written or renamed there, however often it is tried; with the decision the copy is kept under a name of its own."""
    make_log(event, 3)
    (second / "e1").mkdir()
    (second / "e1" / "log.jsonl").write_bytes(other)
    mirror = Mirror(second)
    for _ in range(2):
        state = mirror.copy(event, len(lines_of(3)))
        assert (state.ok, state.waits) == (False, True)
        assert [path.name for path in (second / "e1").iterdir()] == ["log.jsonl"]
        assert copied(second) == other
    state = mirror.copy(event, len(lines_of(3)), aside=True)
    assert (state.ok, state.waits) == (True, False)
    assert copied(second) == lines_of(3)
    assert (second / "e1" / "log.jsonl.other-1").read_bytes() == other


def test_a_second_place_on_the_same_disk_is_said(event: Path, second: Path) -> None:
    make_log(event, 1)
    assert "同一块盘" in Mirror(second).copy(event, len(lines_of(1))).text


def test_the_empty_mount_point_of_a_disk_that_was_there_takes_nothing(event: Path, second: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stick was pulled out and its folder stayed: what was written there would be on the disk it is to save from."""
    make_log(event, 2)
    plain = Path.stat
    elsewhere = [True]

    def stat(path: Path, **how: bool) -> os.stat_result:
        found = plain(path, **how)
        if path == second and elsewhere[0]:
            return os.stat_result((*found[:2], found.st_dev + 1, *found[3:]))
        return found

    monkeypatch.setattr(Path, "stat", stat)
    mirror = Mirror(second)
    state = mirror.copy(event, len(lines_of(1)))
    assert (state.ok, state.text) == (True, "")
    elsewhere[0] = False
    for path in sorted(second.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    state = mirror.copy(event, len(lines_of(2)))
    assert not state.ok
    assert "没有插上" in state.text
    assert list(second.iterdir()) == []
    elsewhere[0] = True
    assert mirror.copy(event, len(lines_of(2))).ok
    assert copied(second) == lines_of(2)


def test_a_log_that_became_shorter_is_said_and_the_longer_copy_kept(event: Path, second: Path) -> None:
    make_log(event, 3)
    mirror = Mirror(second)
    assert mirror.copy(event, len(lines_of(3))).ok
    (event / "log.jsonl").write_bytes(lines_of(1))
    state = mirror.copy(event, len(lines_of(3)))
    assert copied(second) == lines_of(3)
    assert state.ok, "the copy still holds all that was acknowledged"


def test_a_log_shorter_than_what_was_acknowledged_is_a_state(event: Path, second: Path) -> None:
    make_log(event, 2)
    state = Mirror(second).copy(event, len(lines_of(3)))
    assert (state.ok, state.size) == (False, len(lines_of(2)))
    assert "变短了" in state.text


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, Failing.SHORT], ids=["EIO", "ENOSPC", "short"])
def test_any_failing_call_is_a_state_and_the_next_copy_is_whole(event: Path, tmp_path: Path, code: int) -> None:
    make_log(event, 3)
    for number in range(1, 40):
        second = tmp_path / f"usb{number}"
        second.mkdir()
        failing = Failing(REAL, number, number, code)
        mirror = Mirror(second, failing)
        states = [mirror.copy(event, len(lines_of(count))) for count in (1, 2, 3)]
        if not all(state.ok for state in states):
            assert all(state.text for state in states)
        failing.last = 0
        assert mirror.copy(event, len(lines_of(3))).ok
        assert copied(second) == lines_of(3)
