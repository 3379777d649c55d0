"""The real console in a real terminal, killed, doubled, on a disk that refuses: what it called recorded is recorded.

The words 「已记录 第n条」 on the screen are the acknowledgement; nothing else is believed.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.incident.entry import Entry
from console.journal.verify import verify
from console.journal.writer import Journal
from tests.tui.pty_console import PtyConsole, console

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

NEW, LOG_LINE, RETRY, ACCEPT, RESPONSE = b"\x0e", b"\x0c", b"\x12", b"\x1b[21~", b"\x1b[17~"
READY = "时钟未动"
"""Stands in the trust line once the desk is open."""


def acknowledged(shown: PtyConsole) -> int:
    """The last entry that the screen calls recorded."""
    found = re.findall(r"已记录 第(\d+)条", shown.text)
    return int(found[-1]) if found else 0


def entries_of(home: Path) -> list[Entry]:
    """The entries of the one event of a home."""
    (folder,) = (home / "events").iterdir()
    found = verify(folder)
    assert found.ok or "没有以换行结尾" in found.why, found.why
    with Journal.open(folder, False) as journal:
        return journal.entries


def type_and_wait(shown: PtyConsole, words: str) -> int:
    """Type a line and wait until the screen calls it recorded; the entry's number."""
    before = acknowledged(shown)
    shown.send(words)
    shown.send("\r")
    shown.until(lambda _text: acknowledged(shown) > before, f"已记录 after {before}")
    return acknowledged(shown)


def into_intake(home: Path) -> PtyConsole:
    """The phone rings in a fresh home: the intake is open."""
    shown = console(home)
    shown.see(READY)
    shown.send(NEW)
    shown.see("哪一类事件")
    shown.send(ACCEPT)
    shown.see("来电单位")
    return shown


def test_killed_in_the_middle_of_the_intake_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    said = {}
    with into_intake(tmp_path) as shown:
        for words in ("LiJianguo", "HongheGrid"):
            said[type_and_wait(shown, words)] = words
        shown.send("0873-37")  # on its way when the power goes
        shown.kill(signal.SIGKILL)
        assert shown.wait() == -signal.SIGKILL
    entries = entries_of(tmp_path)
    for seq, words in said.items():
        assert entries[seq - 1].data["value"] == words
    with console(tmp_path) as again:
        again.see("关机期间" if "关机期间" in again.text else "大面积停电事件")
        again.see(READY)
        again.send(b"\x1bOR")
        again.see("LiJianguo")
        again.see("HongheGrid")
        again.kill(signal.SIGTERM)
        assert again.wait() == 143
    assert [e.hash for e in entries] == [e.hash for e in entries_of(tmp_path)][: len(entries)]


@pytest.mark.parametrize("notes", [1, 4])
def test_killed_in_the_middle_of_the_response_nothing_acknowledged_is_lost(tmp_path: Path, notes: int) -> None:
    said = {}
    with into_intake(tmp_path) as shown:
        shown.send(RESPONSE)
        shown.see("记一条")
        for number in range(notes):
            shown.send(LOG_LINE)
            said[type_and_wait(shown, f"crew {number} left")] = f"crew {number} left"
        shown.kill(signal.SIGKILL)
        shown.wait()
    entries = entries_of(tmp_path)
    assert len(said) == notes
    for seq, words in said.items():
        assert entries[seq - 1].data["text"] == words


def test_a_second_console_only_reads_and_takes_over_when_the_first_is_killed(tmp_path: Path) -> None:
    with into_intake(tmp_path) as first, console(tmp_path) as second:
        second.see("正在记录")
        assert str(first.pid) in second.see("只读：").replace("\n", "")
        second.see("大面积停电事件")
        second.send(RETRY)
        second.see("不能接手")
        number = type_and_wait(first, "LiJianguo")
        second.see(f"完好至第{number}条")
        first.kill(signal.SIGKILL)
        first.wait()
        second.send(RETRY)
        second.see("已接手")
        second.send(RESPONSE)
        second.see("记一条")
        second.send(LOG_LINE)
        later = type_and_wait(second, "taken over")
    entries = entries_of(tmp_path)
    assert entries[number - 1].data["value"] == "LiJianguo"
    assert entries[later - 1].data["text"] == "taken over"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)], check=True, capture_output=True)  # noqa: S607 # the system's own
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a small file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S607 # the system's own


def test_on_a_full_disk_the_entry_is_not_called_recorded_and_is_after_room_is_made(small_disk: Path) -> None:
    home, filler = small_disk / "home", small_disk / "filler"
    with into_intake(home) as shown:
        shown.send(RESPONSE)
        shown.see("记一条")
        shown.send(LOG_LINE)
        before = type_and_wait(shown, "while there is room")
        with filler.open("wb", buffering=0) as file:
            for size in (65536, 4096, 256, 1):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError:
                    continue
        shown.send(LOG_LINE)
        shown.send("\x1b[200~no room for " + "this " * 900 + "\x1b[201~")
        shown.send("\r")
        shown.see("未记录 1 条")
        shown.see("磁盘已满")
        assert acknowledged(shown) in (0, before)
        assert len(entries_of(home)) == before
        filler.unlink()
        shown.send(RETRY)
        shown.see("都已记录")
        assert "no room for" in entries_of(home)[-1].data["text"]
        shown.until(lambda text: "未记录" not in text, "the banner goes")


@pytest.fixture
def read_only_home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    desk = Desk(home, name="张三")
    desk.open_event("blackout", "110千伏变电站失压")
    desk.close()
    if os.geteuid():
        for path in (home, *home.rglob("*")):
            path.chmod(0o500 if path.is_dir() else 0o400)
        yield home
        for path in (home, *home.rglob("*")):
            path.chmod(0o700)
        return
    try:
        subprocess.run(["mount", "--bind", str(home), str(home)], check=True, capture_output=True)  # noqa: S607 # the system's own
        subprocess.run(["mount", "-o", "remount,ro,bind", str(home)], check=True, capture_output=True)  # noqa: S607 # the same
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not make a folder read-only")
    yield home
    subprocess.run(["umount", "-l", str(home)], check=True)  # noqa: S607 # the same


def test_a_home_that_cannot_be_written_is_shown_and_said_and_nothing_is_called_recorded(read_only_home: Path) -> None:
    before = len(entries_of(read_only_home))
    with console(read_only_home) as shown:
        shown.see("110千伏变电站失压")
        shown.see("只能")
        shown.send(RESPONSE)
        shown.see("记一条")
        shown.send(LOG_LINE)
        shown.send("cannot be\r")
        shown.see("未执行")
        assert acknowledged(shown) == 0
        shown.kill(signal.SIGTERM)
        assert shown.wait() == 143
    assert len(entries_of(read_only_home)) == before
