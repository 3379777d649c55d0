"""`duty log mend`: a damaged log goes on only where a person says so; nothing is thrown away, and it is logged."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.__main__ import main
from console.desk.desk import Desk
from console.incident import commands as c
from console.journal.verify import verify


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of an event with four entries, and a desk log of two."""
    monkeypatch.setenv("DUTY_HOME", str(tmp_path))
    desk = Desk(tmp_path, name="张三")
    case = desk.open_event("blackout", "停电")
    for number in range(3):
        desk.do(case.id, c.Note(f"第{number}件"))
    for _ in range(2):
        desk.do_room("sound_tested", {})
    desk.close()
    return case.journal.path


def damage(log: Path) -> bytes:
    """Change a byte of the third entry."""
    lines = log.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace("第1件".encode(), "第9件".encode())
    log.write_bytes(b"".join(lines))
    return log.read_bytes()


def test_what_is_damaged_is_said_and_nothing_is_touched_without_consent(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = damage(log)
    assert main(["log", "mend", log.parent.name]) == 1
    said = capsys.readouterr().out
    assert "第3行" in said
    assert "--yes" in said
    assert log.read_bytes() == raw
    assert [path.name for path in log.parent.iterdir() if "damaged" in path.name] == []


def test_the_good_part_goes_on_the_bad_part_is_kept_and_the_log_tells_of_it(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two good entries, the bad bytes in a file of their own, an entry with their hash, and then the next one."""
    raw = damage(log)
    good = raw.splitlines(keepends=True)[:2]
    assert main(["log", "mend", log.parent.name, "--yes"]) == 0
    assert "log.jsonl.damaged-3" in capsys.readouterr().out
    assert (log.parent / "log.jsonl.damaged-3").read_bytes() == raw[len(b"".join(good)) :]
    assert log.read_bytes().startswith(b"".join(good))
    assert verify(log).entries == 3
    desk = Desk(log.parents[2], name="李四")
    case = desk.case(log.parent.name)
    assert [entry.kind for entry in case.entries[:3]] == ["opened", "note", "recovered"]
    desk.do(case.id, c.Note("接着记"))
    desk.close()
    assert verify(log).ok


def test_a_sound_log_is_left_alone(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = log.read_bytes()
    assert main(["log", "mend", log.parent.name, "--yes"]) == 0
    assert "没有坏" in capsys.readouterr().out
    assert log.read_bytes() == raw


def test_the_desk_log_is_mended_too(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room = log.parents[2] / "desk" / "log.jsonl"
    first = room.read_bytes().splitlines(keepends=True)[0]
    room.write_bytes(first + b"{}\n" + first)
    assert main(["log", "mend", "desk", "--yes"]) == 0
    assert "damaged-2" in capsys.readouterr().out
    assert room.read_bytes() == first
    desk = Desk(log.parents[2], name="李四")
    assert [entry.kind for entry in desk.room.entries] == ["sound_tested", "recovered"]
    desk.close()


@pytest.mark.parametrize("name", ["20200101-01", "desks", "..", "events"])
def test_what_is_not_there_cannot_be_mended(log: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["log", "mend", name, "--yes"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert log.exists()
