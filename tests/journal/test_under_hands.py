"""What happens to a log under the hands of a running console is noticed; nothing is called recorded that is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.journal.errors import NotRecorded
from console.journal.files import RealFs
from console.journal.writer import Journal
from tests.journal.helpers import draft, lines_of, make_log


def test_a_log_moved_away_is_noticed_and_nothing_is_called_recorded(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "e1") as journal:
        journal.append([draft(1)])
        (tmp_path / "e1").rename(tmp_path / "away")
        for _ in range(2):
            with pytest.raises(NotRecorded, match="没有记上"):
                journal.append([draft(2)])
        (tmp_path / "away").rename(tmp_path / "e1")
        journal.append([draft(2)])
    assert [entry.data["number"] for entry in Journal.open(tmp_path / "e1", False).entries] == [1, 2]


def test_a_log_removed_is_noticed(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "e1") as journal:
        journal.append([draft(1)])
        journal.path.unlink()
        for _ in range(2):
            with pytest.raises(NotRecorded, match="没有记上"):
                journal.append([draft(2)])
        assert len(journal.entries) == 1


def test_a_log_removed_within_the_write_is_noticed_before_anything_is_acknowledged(tmp_path: Path) -> None:
    class Removing(RealFs):
        def write(self, fd: int, data: bytes) -> int:
            taken = super().write(fd, data)
            (tmp_path / "e1" / "log.jsonl").unlink(missing_ok=True)
            return taken

    with Journal.create(tmp_path / "e1", Removing()) as journal:
        with pytest.raises(NotRecorded, match="在写的时候被移走"):
            journal.append([draft(1)])
        assert journal.entries == []


def test_what_a_crash_left_of_a_rewriting_is_cleared_away(tmp_path: Path) -> None:
    make_log(tmp_path / "e1", 1)
    (tmp_path / "e1" / ".log.jsonl.77.tmp").write_bytes(b"half")
    Journal.open(tmp_path / "e1", True).close()
    assert [path.name for path in (tmp_path / "e1").iterdir()] == ["log.jsonl"]


@pytest.mark.parametrize("change", ["grown", "cut", "other"])
def test_a_log_changed_by_another_program_takes_no_more(tmp_path: Path, change: str) -> None:
    with Journal.create(tmp_path / "e1") as journal:
        journal.append([draft(1), draft(2)])
        raw = lines_of(3) if change == "grown" else lines_of(1)
        if change == "other":
            journal.path.unlink()
            raw = lines_of(2)[::-1]
        journal.path.write_bytes(raw)
        for _ in range(2):
            with pytest.raises(NotRecorded, match="没有记上"):
                journal.append([draft(3)])
        assert journal.path.read_bytes() == raw


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_permission_taken_away_refuses_and_permission_given_back_goes_on(tmp_path: Path) -> None:
    make_log(tmp_path / "e1", 1)
    (tmp_path / "e1").chmod(0o500)
    journal = Journal.open(tmp_path / "e1", True)
    assert len(journal.entries) == 1
    with pytest.raises(NotRecorded, match="没有权限"):
        journal.append([draft(2)])
    (tmp_path / "e1").chmod(0o700)
    journal.append([draft(2)])
