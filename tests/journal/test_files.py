"""Every file but the log is replaced in one step: after any fault or power cut there is the old one or the new."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from console.journal.files import REAL, RealFs, atomic_write, make_folders, read_file
from tests.journal.disks import Failing, PowerCut, PowerDisk

OLD, NEW = b"old" * 500, b"new content" * 700


def disk() -> PowerDisk:
    made = PowerDisk()
    make_folders(Path("/home/a/b"), made)
    atomic_write(Path("/home/a/b/f"), OLD, made)
    return made


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, Failing.CUT], ids=["EIO", "ENOSPC", "power cut"])
def test_a_fault_at_any_call_leaves_the_old_file_or_the_new_one(code: int) -> None:
    path = Path("/home/a/b/f")
    for number in range(1, 12):
        one = disk()
        done = False
        try:
            atomic_write(path, NEW, Failing(one, number, number, code))
            done = True
        except (OSError, PowerCut):
            assert one.content(path) in (OLD, NEW)
        for seed in range(40):
            after = one.after_crash(seed)
            content = after.content(path)
            assert content == NEW if done else content in (OLD, NEW)
            atomic_write(path, b"next", after)
            assert after.content(path) == b"next"


def test_a_short_write_is_gone_on_with() -> None:
    one = disk()
    atomic_write(Path("/home/a/b/f"), NEW, Failing(one, 1, 5, Failing.SHORT, only="write"))
    assert one.content(Path("/home/a/b/f")) == NEW


def test_what_was_written_is_there_after_a_power_cut_with_every_folder_above_it() -> None:
    for seed in range(40):
        assert disk().after_crash(seed).content(Path("/home/a/b/f")) == OLD


def test_a_failed_write_leaves_no_litter(tmp_path: Path) -> None:
    atomic_write(tmp_path / "f", OLD)
    with pytest.raises(OSError, match="error"):
        atomic_write(tmp_path / "f", NEW, Failing(REAL, 1, 1, only="fsync"))
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
    assert read_file(tmp_path / "f", 10_000) == OLD


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_files_and_folders_are_private(tmp_path: Path) -> None:
    make_folders(tmp_path / "a" / "b")
    atomic_write(tmp_path / "a" / "b" / "f", NEW)
    modes = [stat.S_IMODE((tmp_path / part).stat().st_mode) for part in ("a", "a/b", "a/b/f")]
    assert modes == [0o700, 0o700, 0o600]


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x" * 5000)
    assert read_file(tmp_path / "f", 100) == b"x" * 100


class TestOtherSystems:
    """What Windows and macOS need, as far as it can be seen from here."""

    def test_a_file_held_by_a_scanner_is_tried_a_bounded_number_of_times(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tries: list[str] = []

        def held(*_: object) -> None:
            tries.append("")
            error = OSError(errno.EACCES, "held")
            setattr(error, "winerror", 32)  # noqa: B010 - an attribute that only Windows knows
            raise error

        monkeypatch.setattr("os.replace", held)
        monkeypatch.setattr("time.sleep", lambda _: None)
        with pytest.raises(OSError, match="held"):
            RealFs().rename(tmp_path / "a", tmp_path / "b")
        assert len(tries) == 1, "nowhere but on Windows"
        monkeypatch.setattr("os.name", "nt")
        with pytest.raises(OSError, match="held"):
            RealFs().rename(tmp_path / "a", tmp_path / "b")
        assert len(tries) == 7

    @pytest.mark.skipif(os.name == "nt", reason="fcntl is not there")
    def test_macos_is_asked_for_a_full_fsync_and_gets_a_plain_one_where_the_disk_has_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        answers = [None, OSError(errno.ENOTSUP, "no"), OSError(errno.EIO, "bad")]

        def full(*_: object) -> None:
            asked.append("full")
            if answer := answers.pop(0):
                raise answer

        monkeypatch.setattr("sys.platform", "darwin")
        monkeypatch.setattr("fcntl.F_FULLFSYNC", 51, raising=False)
        monkeypatch.setattr("fcntl.fcntl", full)
        monkeypatch.setattr("os.fsync", lambda _: asked.append("plain"))
        RealFs().fsync(1)
        RealFs().fsync(1)
        assert asked == ["full", "full", "plain"]
        with pytest.raises(OSError, match="bad"):
            RealFs().fsync(1)

    @pytest.mark.skipif(os.name == "nt", reason="folders are not synced there")
    def test_a_share_that_cannot_sync_folders_is_no_error_and_a_bad_disk_is(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        codes = [errno.EINVAL, errno.EIO]

        def fsync(_: int) -> None:
            raise OSError(codes.pop(0), "no")

        monkeypatch.setattr("os.fsync", fsync)
        RealFs().sync_folder(tmp_path)
        with pytest.raises(OSError, match="no"):
            RealFs().sync_folder(tmp_path)


def test_two_threads_that_write_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Many threads put their own bytes at one path: none fails, and the file is one of them, whole."""
    path = tmp_path / "x.json"
    faults: list[OSError] = []

    def put(byte: int) -> None:
        try:
            for _ in range(30):
                atomic_write(path, bytes([byte]) * 4000)
        except OSError as error:
            faults.append(error)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(set(path.read_bytes())) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["x.json"]
