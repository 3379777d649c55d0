"""The practice record: whole on the disk, apart from every log, and never a reason to stop."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from console.journal.files import RealFs
from console.practice.deck import Record
from console.practice.store import NOBODY, Store

HOSTILE = "[/] \x1b]52;c;eA==\x07 \u202e =1+1 ../.. \ud800 \x00"
KEY = "blackout/grid-ii/at"


def test_answers_are_on_the_disk_and_read_back(tmp_path: Path) -> None:
    """Each answer is there for the next console; everybody has a record of their own; nothing but this file is made."""
    store = Store(tmp_path)
    assert store.read("张三") == (Record(), "")
    assert store.add("张三", KEY, True, 12) == ""
    assert store.add("李四", KEY, False, 3) == ""
    assert store.add("张三", KEY, False, 5) == ""
    record, told = Store(tmp_path).read("张三")
    assert (told, record.count, record.edges[KEY].seen, record.edges[KEY].right) == ("", 2, 2, 1)
    assert (record.edges[KEY].box, record.edges[KEY].slowest, record.edges[KEY].seconds) == (0, 12, 17)
    assert Store(tmp_path).read("李四")[0].count == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["drills", "practice.json"]
    assert store.path.stat().st_mode & 0o077 == 0


def test_two_consoles_lose_nothing_of_each_other(tmp_path: Path) -> None:
    """Two stores on one home, turn by turn: both answers count."""
    one, two = Store(tmp_path), Store(tmp_path)
    for _ in range(3):
        one.add("张三", KEY, True, 1)
        two.add("张三", KEY, True, 1)
    assert one.read("张三")[0].count == 6


@pytest.mark.parametrize("name", [HOSTILE, "x" * 10_000, "", "  ", "people", "version"])
def test_any_name_has_a_record(tmp_path: Path, name: str) -> None:
    """Markup, escape codes, surrogates, 10,000 characters, no name at all."""
    store = Store(tmp_path)
    assert store.add(name, KEY, True, 1) == ""
    assert Store(tmp_path).read(name)[0].count == 1
    (kept,) = json.loads(store.path.read_text("utf-8"))["people"]
    assert kept == (name.strip()[:100] or NOBODY)


@pytest.mark.parametrize("damage", [
    b"", b"{", b"\xff\xfe", b"[]", b'{"version": 1}', b'{"version": 1, "people": {"a": 3}}', b'{"version": "1", "people": {}}',
    b'{"version": 1, "people": {"a": {"count": -1, "edges": {}}}}', b'{"version": 1, "people": {"a": {"count": true, "edges": {}}}}',
    b'{"version": 1, "people": {"a": {"count": 1, "edges": {"k": {"box": 1}}}}}', b'{"version": 1, "n": ' + b"9" * 5000 + b"}",
    b'{"version": 1, "people": {"a": {"count": 1, "edges": {"k": {"box": 9, "due": 1, "seen": 1, "right": 1, "seconds": 1, "slowest": 1}}}}}',
    b"[" * 100_000,
])  # fmt: skip
def test_a_damaged_file_is_told_and_set_aside_whole(tmp_path: Path, damage: bytes) -> None:
    """One sentence names the file; its bytes stay beside it; practice goes on from nothing."""
    store = Store(tmp_path)
    store.path.parent.mkdir()
    store.path.write_bytes(damage)
    record, told = store.read("张三")
    assert record == Record()
    assert "practice.json" in told
    assert "practice.json.bad-1" in told
    assert "\n" not in told
    assert store.path.with_name("practice.json.bad-1").read_bytes() == damage
    assert store.add("张三", KEY, True, 1) == ""
    assert store.read("张三") == (Store(tmp_path).read("张三")[0], "")


def test_the_line_of_the_fault_is_named_and_no_earlier_wreck_is_lost(tmp_path: Path) -> None:
    """A broken line is told by its number; a second damaged file gets a name of its own."""
    store = Store(tmp_path)
    for number in (1, 2):
        store.add("张三", KEY, True, 1)
        store.path.write_text('{\n "version": 1,\n oops\n}', "utf-8")
        assert store.read("张三")[1].startswith("practice.json:3: 不是 JSON；已原样移到 practice.json.bad-")
        assert store.path.with_name(f"practice.json.bad-{number}").exists()


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written over it, and that is said."""
    store = Store(tmp_path)
    store.path.parent.mkdir()
    store.path.write_text('{"version": 2, "people": []}', "utf-8")
    assert "更新版本" in store.add("张三", KEY, True, 1)
    assert store.path.read_text("utf-8") == '{"version": 2, "people": []}'


class FullFs(RealFs):
    """A disk that is full until it is emptied."""

    def __init__(self) -> None:
        self.full = True

    def write(self, fd: int, data: bytes) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, "full")
        return super().write(fd, data)


def test_on_a_full_disk_the_answers_wait(tmp_path: Path) -> None:
    """What could not be written is said, kept, and written with the next answer."""
    fs = FullFs()
    store = Store(tmp_path, fs)
    assert "磁盘已满" in store.add("张三", KEY, True, 1)
    assert "磁盘已满" in store.add("张三", KEY, True, 1)
    fs.full = False
    assert store.add("张三", KEY, False, 1) == ""
    assert store.read("张三")[0].count == 3
