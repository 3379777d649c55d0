"""Every single call to the file system fails once, or from then on; the power goes at every single call.

Held here: what was acknowledged is on the disk and in the chain, whatever failed and whenever; what was refused is not
called recorded; and when the disk is sound again, the log goes on.
"""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from console.incident.entry import Draft, Entry
from console.journal.errors import NotOpened
from console.journal.files import REAL, Fs
from console.journal.writer import Journal
from tests.journal.disks import Failing, PowerCut, PowerDisk
from tests.journal.helpers import AT, assert_whole, draft, record

SIZES = (1, 2, 1, 3, 1, 1)
FOREVER = 10**9


def full_event(folder: Path, fs: Fs, acknowledged: list[Entry]) -> int:
    """An event from its opening over a restart to its end; returns how many appends were refused."""
    refused = 0
    try:
        journal = Journal.create(folder, fs)
    except NotOpened:
        return 1
    number = 0
    for turn, size in enumerate(SIZES):
        if turn == 3:
            journal.close()
            journal = Journal.open(folder, True, fs)
            if journal.damaged:
                assert journal.findings, "what could not be read is said"
                assert not record(journal, [draft(0)], acknowledged), "and nothing is appended behind it"
                journal = Journal.open(folder, True, fs)
            refused += not (journal.damaged or log_recoveries(journal, acknowledged))
        drafts = [draft(number + extra) for extra in range(size)]
        number += size
        refused += not record(journal, drafts, acknowledged)
    journal.close()
    return refused


def log_recoveries(journal: Journal, acknowledged: list[Entry]) -> bool:
    """What the desk does after opening."""
    assert_whole(journal, acknowledged)
    if journal.writable:
        acknowledged[:] = journal.entries  # what was found whole is on the medium now, and stands
    drafts = [Draft(AT, AT, "值班台", "recovered", data) for data in journal.to_log]
    return record(journal, drafts, acknowledged)


def assert_goes_on(folder: Path, fs: Fs, acknowledged: list[Entry]) -> None:
    """On a sound disk the log opens, holds what was acknowledged, and takes more."""
    with Journal.open(folder, True, fs) as journal:
        if not acknowledged and journal.damaged:
            return  # the event was never made
        assert not journal.damaged, journal.findings
        log_recoveries(journal, acknowledged)
        assert not journal.to_log
        assert record(journal, [draft(99)], acknowledged)
    with Journal.open(folder, False, fs) as reader:
        assert reader.entries == acknowledged
        assert not reader.findings


def calls_of_a_full_event() -> list[str]:
    counting = Failing(power_disk())
    assert full_event(Path("/home/e1"), counting, []) == 0
    return counting.calls


def power_disk() -> PowerDisk:
    disk = PowerDisk()
    disk.make_folder(Path("/home"))
    disk.sync_folder(Path("/"))
    return disk


CALLS = len(calls_of_a_full_event())
MODES = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES, "short": Failing.SHORT}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("length", [1, 2, FOREVER], ids=["once", "twice", "forever"])
def test_any_failing_call_loses_nothing_acknowledged_even_if_the_power_goes_afterwards(mode: str, length: int) -> None:
    for number in range(1, CALLS + 1):
        disk = power_disk()
        acknowledged: list[Entry] = []
        full_event(Path("/home/e1"), Failing(disk, number, number + length - 1, MODES[mode]), acknowledged)
        for seed in range(3):
            after = disk.after_crash(seed * 1000 + number)
            assert_goes_on(Path("/home/e1"), after, list(acknowledged))
        assert_goes_on(Path("/home/e1"), disk, acknowledged)


@pytest.mark.parametrize("only", ["write", "fsync", "rename", "open", "truncate", "sync_folder", "read"])
def test_the_nth_call_of_each_kind_may_fail_from_then_on(only: str) -> None:
    for number in range(1, calls_of_a_full_event().count(only) + 3):
        disk = power_disk()
        acknowledged: list[Entry] = []
        full_event(Path("/home/e1"), Failing(disk, number, FOREVER, only=only), acknowledged)
        assert_goes_on(Path("/home/e1"), disk.after_crash(number), acknowledged)


def test_a_power_cut_at_every_call_loses_nothing_acknowledged() -> None:
    for number in range(1, CALLS + 1):
        for seed in range(25):
            disk = power_disk()
            acknowledged: list[Entry] = []
            with pytest.raises(PowerCut):
                full_event(Path("/home/e1"), Failing(disk, number, number, Failing.CUT), acknowledged)
            after = disk.after_crash(seed * 1000 + number)
            with Journal.open(Path("/home/e1"), False, after) as reader:
                assert_whole(reader, acknowledged)
                torn_apart = reader.damaged and acknowledged
            if torn_apart:  # a batch of which the middle alone is missing looks like damage: a person decides
                Journal.open(Path("/home/e1"), True, after, cut_damage=True).close()
            assert_goes_on(Path("/home/e1"), after, acknowledged)


def test_a_power_cut_at_every_call_of_the_recovery_loses_nothing_acknowledged() -> None:
    folder = Path("/home/e1")
    for number in range(1, 30):
        disk = power_disk()
        acknowledged: list[Entry] = []
        full_event(folder, disk, acknowledged)
        fd = disk.open(folder / "log.jsonl", 0)
        disk.write(fd, b'{"at":"2026-11-23T14')
        disk.fsync(fd)
        cutting = Failing(disk, number, number, Failing.CUT)
        try:
            with Journal.open(folder, True, cutting) as journal:
                log_recoveries(journal, acknowledged)
        except PowerCut:
            for seed in range(5):
                after = disk.after_crash(seed)
                assert_goes_on(folder, after, list(acknowledged))
                assert b'{"at":"2026-11-23T14' in [
                    after.content(folder / name) for name in after.names(folder) if ".torn-" in name
                ], "the torn bytes are kept"
        else:
            assert number > 10, "recovery makes at least ten calls"
            assert disk.content(folder / "log.jsonl.torn-10") == b'{"at":"2026-11-23T14'


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, Failing.SHORT], ids=["EIO", "ENOSPC", "short"])
def test_the_same_holds_on_the_real_file_system(tmp_path: Path, code: int) -> None:
    for number in range(1, CALLS + 1):
        folder = tmp_path / f"e{number}"
        acknowledged: list[Entry] = []
        full_event(folder, Failing(REAL, number, number, code), acknowledged)
        assert_goes_on(folder, REAL, acknowledged)


def test_a_handle_whose_fsync_failed_is_never_used_again() -> None:
    disk = power_disk()
    folder = Path("/home/e1")
    failing = Failing(disk, 3, 3, only="fsync")
    journal = Journal.create(folder, failing)
    acknowledged: list[Entry] = []
    assert record(journal, [draft(1)], acknowledged)
    before = set(disk.handles)
    assert not record(journal, [draft(2)], acknowledged)
    assert not before & set(disk.handles), "the old handle is closed"
    assert record(journal, [draft(3)], acknowledged)
    assert [entry.data["number"] for entry in Journal.open(folder, False, disk.after_crash(1)).entries] == [1, 3]


def test_a_short_write_is_cut_back_and_refused(tmp_path: Path) -> None:
    folder = tmp_path / "e1"
    journal = Journal.create(folder, Failing(REAL, 2, 2, Failing.SHORT, only="write"))
    acknowledged: list[Entry] = []
    assert record(journal, [draft(1)], acknowledged)
    before = journal.path.read_bytes()
    assert not record(journal, [draft(2)], acknowledged)
    assert journal.path.read_bytes() == before
    assert record(journal, [draft(2)], acknowledged)
    assert_goes_on(folder, REAL, acknowledged)


def test_a_disk_that_stays_bad_refuses_each_time_and_takes_the_entry_when_it_is_good_again() -> None:
    disk = power_disk()
    failing = Failing(disk)
    journal = Journal.create(Path("/home/e1"), failing)
    acknowledged: list[Entry] = []
    assert record(journal, [draft(1)], acknowledged)
    failing.first, failing.last = len(failing.calls) + 1, FOREVER
    for _ in range(5):
        assert not record(journal, [draft(2)], acknowledged)
    failing.last = 0
    assert record(journal, [draft(2)], acknowledged)
    journal.close()
    assert_goes_on(Path("/home/e1"), disk.after_crash(0), acknowledged)
