"""Logs that were cut, zeroed, changed, or never were one: opened, explained, never repaired silently, never a crash."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.entry import Draft
from console.journal.canonical import MAX_DEPTH
from console.journal.chain import MAX_LINE, make_line, scan
from console.journal.errors import NotRecorded
from console.journal.files import APPEND, CREATE, Fs
from console.journal.verify import verify
from console.journal.writer import Journal
from tests.journal.auditor import judge
from tests.journal.disks import PowerDisk
from tests.journal.helpers import AT, draft, lines_of, make_log

LONG = bool(os.environ.get("DUTY_LONG"))
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


def forged(body: dict[str, object], raw: bytes | None = None) -> bytes:
    """A first line made by somebody who knows how: its hash is right."""
    bare = raw or json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    digest = hashlib.sha256(bare).hexdigest().encode()
    return bare.replace(b'"kind":', b'"hash":"' + digest + b'","kind":', 1) + b"\n"


FIRST: dict[str, object] = {
    "at": AT, "by": "张三", "data": {}, "event_at": AT, "kind": "note", "prev": "0" * 64, "seq": 1,
}  # fmt: skip


class TestHostileLines:
    """Lines made to hurt whoever reads them; their hashes are right."""

    def test_the_forger_of_these_tests_can_make_a_good_line(self) -> None:
        assert scan(forged(FIRST)).bad is None

    def test_fields_of_a_newer_version_are_no_fault(self, tmp_path: Path) -> None:
        raw = forged({**FIRST, "a_new": 1, "zone": {"hash": "0" * 64, "k": 1}})
        (tmp_path / "log.jsonl").write_bytes(raw)
        assert verify(tmp_path).ok
        assert judge(tmp_path / "log.jsonl") == ""
        assert len(Journal.open(tmp_path, False).entries) == 1

    @pytest.mark.parametrize(
        "raw",
        [
            forged({**FIRST, "seq": True}),
            forged({**FIRST, "seq": "1"}),
            forged({**FIRST, "seq": 2}),
            forged({**FIRST, "seq": 1.0}),
            forged({**FIRST, "data": {"x": 0.1}}),
            forged({**FIRST, "data": {"x": float("nan")}}),
            forged({**FIRST, "data": {"x": 2**53}}),
            forged({**FIRST, "data": []}),
            forged({**FIRST, "by": None}),
            forged({**FIRST, "at": "yesterday"}),
            forged({**FIRST, "at": "2026-02-30T00:00:00+08:00"}),
            forged({**FIRST, "data": {"x": "\ud83d"}}),
            forged({}, forged(FIRST).replace(b"{}", b'{"x":"\\ud83d"}')[:-1]),
            b"[" * 200_000 + b"\n",
            b'{"a":' * 100_000 + b"\n",
            b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1) + b"\n",
            b'"' + b"\\" * 100_001 + b"[" * 1000 + b"\n",
            b"9" * 100_000 + b"\n",
            b"null\n",
            b"\xff\xfe\n",
            b"\xef\xbb\xbf{}\n",
            b"\n",
            b"{}\n",
            b"x" * (MAX_LINE + 5) + b"\n",
            b"\0" * 5 + b"\n",
        ],
        ids=range(25),
    )
    def test_no_hostile_line_is_taken_and_none_crashes(self, tmp_path: Path, raw: bytes) -> None:
        (tmp_path / "log.jsonl").write_bytes(raw)
        verdict = verify(tmp_path)
        assert (verdict.ok, verdict.line, verdict.entries) == (False, 1, 0)
        assert verdict.why
        assert judge(tmp_path / "log.jsonl").startswith("第 1 行")
        journal = Journal.open(tmp_path, True)
        assert journal.damaged
        assert journal.entries == []

    @given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")))
    def test_any_bytes_after_a_good_part_crash_nothing(self, noise: bytes) -> None:
        for raw in (lines_of(2) + noise, lines_of(2)[:-7] + noise, noise):
            disk = disk_with(raw)
            with Journal.open(FOLDER, True, disk) as journal:
                assert len(journal.entries) <= 2
                assert journal.damaged or journal.writable
                if journal.damaged:
                    assert log_of(disk) == raw
                else:
                    assert log_of(disk) == lines_of(len(journal.entries))

    @given(st.data())
    def test_any_edit_in_the_middle_is_found_by_both_verifiers(self, data: st.DataObject) -> None:
        raw = lines_of(4)
        start = data.draw(st.integers(0, len(raw) - 1))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        fresh = data.draw(st.binary(max_size=40) | st.sampled_from([b" ", b"\n", b"\\u0041", b'"', b"{}", b"\r\n"]))
        changed = raw[:start] + fresh + raw[end:]
        if changed == raw or changed in [lines_of(count) for count in range(5)]:
            return
        with TemporaryDirectory() as folder:
            log = Path(folder) / "log.jsonl"
            log.write_bytes(changed)
            assert not verify(log).ok
            assert judge(log)


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
