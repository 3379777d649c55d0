"""Logs that were cut, zeroed, changed, or never were one: opened, explained, never repaired silently, never a crash."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from console.incident.entry import Draft
from console.journal.chain import make_line, scan
from console.journal.errors import NotRecorded
from console.journal.verify import verify
from console.journal.writer import Journal
from tests.journal.auditor import judge
from tests.journal.disks import PowerDisk
from tests.journal.helpers import AT, FOLDER, disk_with, draft, kept, lines_of, log_of, make_log, put

LONG = bool(os.environ.get("DUTY_LONG"))


def assert_never_repaired(disk: PowerDisk, raw: bytes, good: int) -> None:
    """Opened for writing, a damaged log shows its good part, names the line, refuses, and is left as it is."""
    with Journal.open(FOLDER, True, disk) as journal:
        assert journal.damaged
        assert len(journal.entries) == good
        assert f"第 {good + 1} 行坏了" in journal.findings[0]
        assert f"前 {good} 条完好" in journal.findings[0]
        with pytest.raises(NotRecorded, match="没有记上"):
            journal.append([draft(1)])
    assert log_of(disk) == raw
    assert kept(disk) == []


class TestTornTail:
    """The last write did not reach the disk whole."""

    @pytest.mark.parametrize("filler", [b"", b"\0", b"\0" * 600], ids=["cut", "one zero", "zeros"])
    def test_a_log_cut_at_any_byte_of_its_last_three_entries_goes_on(self, filler: bytes) -> None:
        whole, tries = lines_of(9), 0
        for end in range(len(lines_of(6)), len(whole)):
            raw = whole[:end] + filler
            tail = raw[raw.rfind(b"\n") + 1 :]
            complete = whole.startswith(raw[: -len(filler) or None] + b"\n")
            good = whole[:end].count(b"\n") + complete
            disk = disk_with(raw)
            with Journal.open(FOLDER, True, disk) as journal:
                assert not journal.damaged
                assert len(journal.entries) == good
                assert log_of(disk) == lines_of(good)
                if tail:
                    assert kept(disk) == [tail], "the bytes are kept"
                    assert str(len(tail)) in journal.findings[0]
                    assert journal.to_log[0]["bytes"] == len(tail)
                    journal.append([Draft(AT, AT, "值班台", "recovered", data) for data in journal.to_log])
                    assert journal.to_log == []
                journal.append([draft(99)])
            with Journal.open(FOLDER, True, disk) as again:
                assert again.findings == []
                assert again.to_log == [], "a recovery is logged once"
                assert again.entries == journal.entries
            tries += 1
        assert tries > 900

    def test_a_recovery_that_was_not_logged_is_offered_again(self) -> None:
        disk = disk_with(lines_of(2) + b'{"at"')
        Journal.open(FOLDER, True, disk).close()
        with Journal.open(FOLDER, True, disk) as again:
            assert again.findings == []
            assert [data["kept"] for data in again.to_log] == ["log.jsonl.torn-3"]

    def test_two_tails_at_the_same_line_are_both_kept(self) -> None:
        disk = disk_with(lines_of(2) + b"first")
        Journal.open(FOLDER, True, disk).close()
        put(disk, lines_of(2) + b"second")
        Journal.open(FOLDER, True, disk).close()
        assert kept(disk) == [b"first", b"second"]

    def test_a_zeroed_sector_in_the_last_line_is_a_torn_write(self) -> None:
        prev = scan(lines_of(2)).head
        _, line = make_line(draft(3, "长" * 900), 3, prev)
        raw = bytearray(lines_of(2) + line)
        raw[1024:1536] = bytes(512)
        disk = disk_with(bytes(raw))
        with Journal.open(FOLDER, True, disk) as journal:
            assert not journal.damaged
            assert len(journal.entries) == 2
        assert kept(disk) == [bytes(raw[len(lines_of(2)) :])]

    def test_a_zeroed_sector_with_a_whole_entry_behind_it_is_damage(self) -> None:
        prev = scan(lines_of(2)).head
        third, line = make_line(draft(3, "长" * 900), 3, prev)
        _, last = make_line(draft(4), 4, third.hash)
        raw = bytearray(lines_of(2) + line + last)
        raw[1024:1536] = bytes(512)
        assert_never_repaired(disk_with(bytes(raw)), bytes(raw), 2)

    def test_a_reader_repairs_nothing_and_says_what_it_sees(self) -> None:
        disk = disk_with(lines_of(2) + b'{"at"')
        reader = Journal.open(FOLDER, False, disk)
        assert "没有写完" in reader.findings[0]
        assert not reader.damaged
        assert log_of(disk) == lines_of(2) + b'{"at"'


class TestDamage:
    """Something other than the last write is wrong."""

    @pytest.mark.parametrize("reader", ["verify", "auditor", "open"])
    def test_every_changed_byte_of_thirty_entries_is_found_and_crashes_nothing(
        self, tmp_path: Path, reader: str
    ) -> None:
        with Journal.create(tmp_path) as journal:
            journal.append([Draft(AT, AT, "甲", "note", {"n": number}) for number in range(30)])
        log = journal.path
        raw = log.read_bytes()
        assert verify(log).ok
        assert judge(log) == ""
        dice = Random(30)  # noqa: S311 - a test's dice
        for spot in range(len(raw)):
            line = raw[:spot].count(b"\n") + 1
            masks = range(1, 256, 17) if LONG else (dice.choice((0x01, 0x20, 0x80, raw[spot])),)
            for mask in masks:
                changed = raw[:spot] + bytes([raw[spot] ^ mask]) + raw[spot + 1 :]
                match reader:
                    case "verify":
                        log.write_bytes(changed)
                        verdict = verify(log)
                        assert (verdict.ok, verdict.line) == (False, line), (spot, mask)
                    case "auditor":
                        log.write_bytes(changed)
                        assert judge(log).startswith(f"第 {line} 行"), (spot, mask)
                    case "open":
                        found = Journal.open(FOLDER, False, disk_with(changed))
                        assert len(found.entries) == line - 1
                        assert f"第 {line} 行" in found.findings[0], (spot, mask)

    def test_the_last_changed_byte_is_never_repaired_silently(self) -> None:
        raw = lines_of(4)
        start = len(lines_of(3))
        for spot in range(start, len(raw) - 1):
            changed = raw[:spot] + bytes([raw[spot] ^ 1]) + raw[spot + 1 :]
            if b"\n" not in changed[spot : spot + 1]:
                assert_never_repaired(disk_with(changed), changed, 3)

    def test_a_lost_line_end_costs_nothing(self) -> None:
        raw = lines_of(4)[:-1] + b"\x0b"
        disk = disk_with(raw)
        with Journal.open(FOLDER, True, disk) as journal:
            assert len(journal.entries) == 4
            assert "内容完好" in journal.findings[0]
        assert log_of(disk) == lines_of(4)
        assert kept(disk) == [raw[len(lines_of(3)) :]]

    @pytest.mark.parametrize("turn", ["removed", "doubled", "swapped", "inserted", "blank", "crlf", "other log"])
    def test_lines_out_of_place_are_found(self, tmp_path: Path, turn: str) -> None:
        lines = lines_of(8).splitlines(keepends=True)
        match turn:
            case "removed":
                del lines[3]
            case "doubled":
                lines.insert(3, lines[3])
            case "swapped":
                lines[3], lines[4] = lines[4], lines[3]
            case "inserted":
                lines.insert(3, make_line(draft(77), 4, scan(lines_of(3)).head)[1])
            case "blank":
                lines.insert(3, b"\n")
            case "crlf":
                lines[3] = lines[3].replace(b"\n", b"\r\n")
            case "other log":
                lines[3] = make_line(draft(4), 4, "1" * 64)[1]
        raw = b"".join(lines)
        line = 5 if turn in ("inserted", "doubled") else 4
        log = tmp_path / "log.jsonl"
        log.write_bytes(raw)
        assert verify(log).line == line
        assert judge(log).startswith(f"第 {line} 行")
        assert_never_repaired(disk_with(raw), raw, line - 1)

    def test_a_person_may_set_the_damaged_part_aside_and_go_on(self) -> None:
        raw = lines_of(3) + lines_of(8)[len(lines_of(4)) :]
        disk = disk_with(raw)
        with Journal.open(FOLDER, True, disk, cut_damage=True) as journal:
            assert not journal.damaged
            assert len(journal.entries) == 3
            assert kept(disk) == [raw[len(lines_of(3)) :]]
            assert journal.to_log[0]["kept"] == "log.jsonl.damaged-4"
            journal.append([Draft(AT, AT, "值班台", "recovered", data) for data in journal.to_log])
        with Journal.open(FOLDER, True, disk) as again:
            assert (again.findings, again.to_log, len(again.entries)) == ([], [], 4)

    def test_setting_aside_a_sound_log_changes_nothing(self) -> None:
        disk = disk_with(lines_of(3))
        with Journal.open(FOLDER, True, disk, cut_damage=True) as journal:
            assert (journal.findings, len(journal.entries)) == ([], 3)
        assert kept(disk) == []


class TestNoLog:
    """Folders half made, and things that are no log."""

    @pytest.mark.parametrize("write", [False, True])
    def test_a_missing_folder_or_log_is_explained(self, tmp_path: Path, write: bool) -> None:
        (tmp_path / "half").mkdir()
        for folder in (tmp_path / "none", tmp_path / "half"):
            with Journal.open(folder, write) as journal:
                assert journal.damaged
                assert journal.entries == []
                assert "事件没有建成" in journal.findings[0]
                with pytest.raises(NotRecorded):
                    journal.append([draft(1)])
        assert list((tmp_path / "half").iterdir()) == []

    def test_an_empty_log_is_explained_and_can_be_begun(self, tmp_path: Path) -> None:
        (tmp_path / "log.jsonl").touch()
        with Journal.open(tmp_path, True) as journal:
            assert "一条记录也没有" in journal.findings[0]
            assert not journal.damaged
            journal.append([draft(1)])
            assert journal.findings == []

    def test_a_folder_in_the_logs_place_is_explained(self, tmp_path: Path) -> None:
        (tmp_path / "log.jsonl").mkdir()
        journal = Journal.open(tmp_path, True)
        assert journal.damaged
        assert "读不出" in journal.findings[0]
        assert not verify(tmp_path).readable

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
    def test_a_pipe_in_the_logs_place_hangs_nothing(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "log.jsonl")
        journal = Journal.open(tmp_path, True)
        assert "不是普通文件" in journal.findings[0]
        assert not verify(tmp_path).readable

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_link_in_the_logs_place_is_not_written_through(self, tmp_path: Path) -> None:
        make_log(tmp_path / "true", 2)
        (tmp_path / "e1").mkdir()
        (tmp_path / "e1" / "log.jsonl").symlink_to(tmp_path / "true" / "log.jsonl")
        with Journal.open(tmp_path / "e1", True) as journal:
            assert not journal.writable
            with pytest.raises(NotRecorded, match="链接"):
                journal.append([draft(3)])
        assert (tmp_path / "true" / "log.jsonl").read_bytes() == lines_of(2)


def test_a_log_larger_than_the_limit_is_not_read_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.journal.load.MAX_LOG", 1000)
    journal = Journal.open(FOLDER, True, disk_with(lines_of(9)))
    assert journal.damaged
    assert "文件太大" in journal.findings[0]


def test_a_full_log_refuses_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.journal.writer.MAX_LOG", len(lines_of(3)) + 10)
    journal = Journal.open(FOLDER, True, disk_with(lines_of(3)))
    with pytest.raises(NotRecorded, match="另开一个事件"):
        journal.append([draft(4)])
