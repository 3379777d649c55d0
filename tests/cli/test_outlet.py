"""What leaves the room never takes the place of the record, of a device, or of a file that the room works with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.__main__ import main
from console.desk.desk import Desk
from console.journal.verify import verify
from console.report.formats import FORMATS


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An event in a home of its own, with a desk log and settings beside it."""
    home = tmp_path / "home"
    monkeypatch.setenv("DUTY_HOME", str(home))
    desk = Desk(home, name="张三")
    desk.do_room("on_duty", {"name": "张三", "leader": "李四"})
    found = desk.open_event("blackout", "停电").id
    desk.open_event("weather", "暴雨")
    desk.close()
    (home / "settings.toml").write_text("sound = false\n", encoding="utf-8")
    return found


def everything(home: Path) -> dict[Path, bytes]:
    """Every file of a home with its bytes."""
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


PLACES = [
    "events/{id}/log.jsonl", "events/{id}/new.md", "events/{id}", "events", "desk/log.jsonl", "settings.toml", "writer.lock",
    "desk/../events/{id}/log.jsonl", "keys/seal.key", "drills/runs/x", "alive.json",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("verb", ["export", "redact-copy", "archive"])
def test_no_verb_writes_over_the_record(tmp_path: Path, event: str, capsys: pytest.CaptureFixture[str], verb: str, place: str) -> None:
    """Status 2, one sentence, and every file of the home is as it was."""
    home = tmp_path / "home"
    before = everything(home)
    form = ("--format", "jsonl") if verb == "export" else ()
    assert main(["log", verb, event, *form, "-o", str(home / place.format(id=event))]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert everything(home) == before
    assert verify(home / "events" / event).ok


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_the_record_is_not_written_through(tmp_path: Path, event: str) -> None:
    """Neither a linked folder nor a linked file leads into the home."""
    home = tmp_path / "home"
    (tmp_path / "way").symlink_to(home / "events" / event)
    before = everything(home)
    assert main(["log", "export", event, "--format", "md", "-o", str(tmp_path / "way" / "log.jsonl")]) == 2
    assert everything(home) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_or_a_device_keeps_its_place(tmp_path: Path, event: str) -> None:
    """A rename would put a file where the device was."""
    os.mkfifo(tmp_path / "pipe")
    assert main(["log", "export", event, "--format", "md", "-o", str(tmp_path / "pipe")]) == 2
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("form", FORMATS)
def test_beside_the_record_there_is_room_for_exports(tmp_path: Path, event: str, form: str) -> None:
    """In `exports`, beside the folders of the record, and in any other place."""
    home = tmp_path / "home"
    (home / "exports").mkdir()
    for place in (home / "exports", home / f"out.{form}", tmp_path / f"out.{form}"):
        assert main(["log", "export", event, "--format", form, "-o", str(place)]) == 0
    assert (home / "exports" / f"{event}.{form}").is_file()
