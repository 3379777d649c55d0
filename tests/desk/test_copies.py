"""The second place at the desk: every log is copied there, what fails is told and logged once, and nothing waits for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.incident import commands as c

from .clock import FixedClock


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """A home whose settings name a second place, which is there."""
    home, second = tmp_path / "home", tmp_path / "usb"
    home.mkdir()
    second.mkdir()
    (home / "settings.toml").write_text(f"second_place = {str(second)!r}\n", encoding="utf-8")
    return home, second


def settled(desk: Desk) -> None:
    """Everything that was offered was tried, and what came of it is in the log."""
    for _ in range(2):
        assert desk._copies.settle(20)
        desk.tick()


def same(home: Path, second: Path, *names: str) -> bool:
    """Whether the copies are the logs."""
    return all((second / Path(name).name / "log.jsonl").read_bytes() == (home / name / "log.jsonl").read_bytes() for name in names)


def faults(desk: Desk) -> list[str]:
    """What the desk log tells of the second place."""
    return [entry.data["text"] for entry in desk.room.entries if entry.kind == "copy_fault"]


def test_a_new_second_place_gets_every_log_when_the_console_is_opened(places: tuple[Path, Path]) -> None:
    """Also of events that were closed long ago, and of the desk, though nothing is written to them any more."""
    home, second = places
    desk = Desk(home, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "停电")
    desk.do(case.id, c.Close(True, "误报"))
    desk.do_room("on_duty", {"name": "张三", "leader": "李四"})
    desk.close()
    shutil.rmtree(second)
    second.mkdir()
    again = Desk(home, name="李四", clock=FixedClock())
    assert again._copies.settle(20)
    assert case.id not in again.cases
    assert same(home, second, f"events/{case.id}", "desk")
    again.close()


def test_a_second_place_that_goes_and_comes_is_told_once_each_and_caught_up(places: tuple[Path, Path]) -> None:
    home, second = places
    desk = Desk(home, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "停电")
    settled(desk)
    shutil.move(second, second.with_name("away"))
    for words in ("甲", "乙"):
        desk.do(case.id, c.Note(words))
        settled(desk)
    assert ["没有插上" in text for text in faults(desk)][-1]
    assert sum("没有插上" in text for text in faults(desk)) == 1
    shutil.move(second.with_name("away"), second)
    desk.heartbeat()
    settled(desk)
    assert same(home, second, f"events/{case.id}", "desk")
    desk.close()


def test_nothing_is_copied_by_who_only_reads(places: tuple[Path, Path]) -> None:
    home, second = places
    Desk(home).close()
    reader = Desk(home, write=False)
    reader.tick()
    reader.close()
    assert list(second.iterdir()) == []
