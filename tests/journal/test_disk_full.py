"""A disk that really is full: the entry is refused, nothing before it is lost, and with room again the log goes on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.incident.entry import Entry
from console.journal.verify import verify
from console.journal.writer import Journal
from tests.journal.helpers import assert_whole, draft, record

if sys.platform != "win32":
    import resource


def fill(journal: Journal, acknowledged: list[Entry]) -> int:
    """Appends until something is refused; returns how many were taken."""
    number = 0
    while record(journal, [draft(number)] * (number % 3 + 1), acknowledged):
        number += 1
        assert number < 1000
    return number


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a small file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S607 - the system's own


def test_a_full_disk_refuses_and_loses_nothing_and_goes_on_with_room(small_disk: Path) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(bytes(24_000))
    acknowledged: list[Entry] = []
    with Journal.create(small_disk / "e1") as journal:
        assert fill(journal, acknowledged) > 10
        before = journal.path.read_bytes()
        assert not record(journal, [draft(0, "长" * 5000)], acknowledged)
        assert journal.path.read_bytes() == before, "what was taken of it is cut off again"
        filler.unlink()
        assert record(journal, [draft(0, "长" * 1000)], acknowledged)
        assert_whole(journal, acknowledged)
    assert verify(small_disk / "e1").ok
    with Journal.open(small_disk / "e1", True) as again:
        assert again.findings == []
        assert again.entries == acknowledged
        fill(again, acknowledged)
    assert_whole(Journal.open(small_disk / "e1", False), acknowledged)


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_limit_on_the_size_of_files_gives_real_short_writes_which_are_cut_back(tmp_path: Path) -> None:
    acknowledged: list[Entry] = []
    journal = Journal.create(tmp_path / "e1")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (5_000, 7_777, 9_999):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            fill(journal, acknowledged)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert limit - 4000 < journal.size == journal.path.stat().st_size <= limit
    journal.close()
    assert verify(tmp_path / "e1").ok
    assert Journal.open(tmp_path / "e1", False).entries == acknowledged
