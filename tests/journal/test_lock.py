"""One writer for a data home; a dead owner's lock is nobody's."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from console.journal import lock as room
from console.journal.lock import Holder, HomeLock

ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
from console.journal.lock import HomeLock
lock = HomeLock(Path(sys.argv[1]))
print(lock.acquire("李四", "2026-11-23T14:05:00+08:00"), flush=True)
sys.stdin.read()
"""


def child(home: Path) -> subprocess.Popen[str]:
    """Another console that takes the lock and waits."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_the_first_gets_the_lock_and_the_second_learns_who_has_it(tmp_path: Path) -> None:
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    assert second.holder() is None
    assert first.acquire("张三", "2026-11-23T14:05:00+08:00")
    assert first.acquire("张三")
    assert not second.acquire("李四")
    holder = second.holder()
    assert holder == first.holder()
    assert holder is not None
    assert (holder.name, holder.pid, holder.since) == ("张三", os.getpid(), "2026-11-23T14:05:00+08:00")
    assert second.problem == ""
    first.release()
    assert second.holder() is None
    assert second.acquire("李四")
    assert second.held
    assert not first.held


def test_it_holds_between_processes_and_goes_with_its_process_by_kill_9_too(tmp_path: Path) -> None:
    process = child(tmp_path)
    lock = HomeLock(tmp_path)
    try:
        assert not lock.acquire("张三")
        assert lock.holder() == Holder("李四", process.pid, socket.gethostname(), "2026-11-23T14:05:00+08:00")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()
    assert lock.holder() is None, "what writer.json says of the dead is not believed"
    assert lock.acquire("张三")


def test_looking_who_writes_does_not_keep_a_writer_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    assert second.acquire("李四")
    monkeypatch.setattr("time.sleep", lambda _: second.release())  # the looker is gone a moment later
    assert first.acquire("张三")


def test_a_verb_that_is_done_in_a_moment_is_waited_for_and_a_console_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("time.sleep", lambda _: now.__setitem__(0, now[0] + 0.1))
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    waited = {}
    for brief in (False, True):
        assert second.acquire("李四", brief=brief)
        start = now[0]
        assert not first.acquire("张三")
        waited[brief] = now[0] - start
        second.release()
    assert waited[False] < 1 < waited[True]
    assert second.acquire("李四", brief=True)
    monkeypatch.setattr("time.sleep", lambda _: second.release())
    assert first.acquire("张三")


def test_looking_who_writes_leaves_nothing_behind(tmp_path: Path) -> None:
    assert HomeLock(tmp_path).holder() is None
    assert HomeLock(tmp_path / "none").holder() is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[1]", b"\xff", b"[" * 5000, b'{"name":"x","pid":"y","host":1,"since":2}']
)
def test_a_broken_holder_file_is_somebody_unknown(tmp_path: Path, raw: bytes) -> None:
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    assert first.acquire("张三")
    (tmp_path / "writer.json").write_bytes(raw)
    assert second.holder() == Holder("", 0, "", "")


def test_a_hostile_name_is_shown_as_typed(tmp_path: Path) -> None:
    first, second = HomeLock(tmp_path), HomeLock(tmp_path)
    assert first.acquire("[/]\ud83d\x1b]0;\n")
    holder = second.holder()
    assert holder is not None
    assert holder.name == "[/]\\ud83d\x1b]0;\n"


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP])
def test_a_file_system_without_locks_lets_nobody_write_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def none(_: int) -> None:
        raise OSError(code, "no locks")

    monkeypatch.setattr(room, "_lock", none)
    lock = HomeLock(tmp_path)
    assert not lock.acquire("张三")
    assert "不支持文件锁" in lock.problem
    assert lock.holder() is None
    assert not lock.held


def test_a_home_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lock = HomeLock(tmp_path / "file" / "home")
    assert not lock.acquire("张三")
    assert "只能只读使用" in lock.problem


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "writer.lock").symlink_to(tmp_path / "elsewhere")
    assert not HomeLock(tmp_path).acquire("张三")
    assert not (tmp_path / "elsewhere").exists()
