"""What the tests of the log share."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from console.incident.entry import Draft, Entry
from console.journal.chain import make_line
from console.journal.errors import NotRecorded
from console.journal.files import APPEND, CREATE, REAL, Fs
from console.journal.writer import Journal
from tests.journal.disks import PowerDisk

AT = "2026-11-23T14:05:00+08:00"
HOSTILE = (
    "[/] 伤3人",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGk=\x07",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\u202e反转",
    "\0",
    "a\u2028b\u2029c\x85d",
    "\ud83d",
    '"hash":"' + "0" * 64 + '",',
    "\\ud83d",
    "𠮷野家\U0001f525",
    "[[[[{{{{" * 20,
    "字" * 10_000,
)


def draft(number: int = 1, text: str = "", by: str = "张三", kind: str = "note") -> Draft:
    """A small entry to be."""
    return Draft(AT, AT, by, kind, {"text": text or f"第{number}件事" * (1 + number % 4 * 12), "number": number})


def make_log(folder: Path, count: int, fs: Fs = REAL) -> bytes:
    """A log of `count` entries on the disk; returns its bytes."""
    with Journal.create(folder, fs) as journal:
        journal.append([draft(number) for number in range(1, count + 1)])
    return lines_of(count)


def lines_of(count: int) -> bytes:
    """The bytes of the log that `make_log` makes."""
    prev, lines = "0" * 64, []
    for number in range(1, count + 1):
        entry, line = make_line(draft(number), number, prev)
        prev = entry.hash
        lines.append(line)
    return b"".join(lines)


def record(journal: Journal, drafts: Sequence[Draft], acknowledged: list[Entry]) -> bool:
    """Appends; what was acknowledged is added to the list. False where it was refused."""
    try:
        acknowledged += journal.append(drafts)
    except NotRecorded as error:
        assert str(error).startswith("没有记上"), "a refusal says so"
        return False
    return True


def assert_whole(journal: Journal, acknowledged: list[Entry]) -> None:
    """Nothing acknowledged is lost, and the chain holds from the first entry to the last."""
    assert journal.entries[: len(acknowledged)] == acknowledged
    prev = "0" * 64
    for number, entry in enumerate(journal.entries, 1):
        assert (entry.seq, entry.prev) == (number, prev)
        prev = entry.hash
    assert journal.head == prev


def seqs(raw: bytes) -> list[int]:
    """The sequence numbers on the lines of a log."""
    return [json.loads(line)["seq"] for line in raw.splitlines()]


FOLDER = Path("/e1")


def disk_with(raw: bytes) -> PowerDisk:
    """A sound disk that holds this as the log."""
    disk = PowerDisk()
    disk.make_folder(FOLDER)
    disk.sync_folder(Path("/"))
    put(disk, raw)
    return disk


def put(fs: Fs, raw: bytes) -> None:
    """Puts bytes in the log's place, behind the console's back."""
    try:
        fd = fs.open(FOLDER / "log.jsonl", CREATE)
    except FileExistsError:
        fd = fs.open(FOLDER / "log.jsonl", APPEND)
        fs.truncate(fd, 0)
    fs.write(fd, raw)
    fs.fsync(fd)
    fs.close(fd)
    fs.sync_folder(FOLDER)


def kept(disk: PowerDisk) -> list[bytes]:
    """What was set aside."""
    return [disk.content(FOLDER / name) for name in disk.names(FOLDER) if name != "log.jsonl"]


def log_of(disk: PowerDisk) -> bytes:
    return disk.content(FOLDER / "log.jsonl")
