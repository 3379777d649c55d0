"""A log held against its copy: what one of them lacks and the other has is found and taken back, and nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.journal.chain import make_line, scan
from console.journal.compare import compare, take_back
from console.journal.errors import NotOpened
from console.journal.files import REAL
from console.journal.recover import set_aside, unlogged, zeroed_words
from console.journal.verify import verify
from console.journal.writer import Journal
from tests.journal.helpers import draft, lines_of

WHOLE = lines_of(8)


def forked(common: int) -> bytes:
    """A log that goes another way after `common` entries."""
    head = json.loads(lines_of(common).splitlines()[-1])["hash"] if common else "0" * 64
    return lines_of(common) + make_line(draft(99), common + 1, head)[1]


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_any_beginning_of_a_log_with_any_end_zeroed_is_completed_to_the_copy(cut: int, zeros: int) -> None:
    """Whatever a power cut left of it, the copy's entries come back, byte for byte."""
    here = WHOLE[:cut]
    here = here[: max(0, cut - zeros)] + b"\0" * min(zeros, cut)
    found = compare(here, WHOLE)
    assert found.apart is None
    assert found.short is (found.good < 8)
    assert not found.short or (found.lines == WHOLE and found.count == 8)


@given(st.integers(0, 8), st.sets(st.integers(0, len(WHOLE) - 1), max_size=4))
def test_no_entry_that_stands_only_here_is_ever_left_out(there: int, harmed: set[int]) -> None:
    """Bytes are changed here and the copy is shorter: what is taken back has every good line of either that is in the row."""
    here = bytearray(WHOLE)
    for spot in harmed:
        here[spot] ^= 1
    found = compare(bytes(here), lines_of(there))
    standing = set(bytes(here).splitlines()) & set(WHOLE.splitlines())
    if found.short:
        assert WHOLE.startswith(found.lines)
        reached = set(WHOLE.splitlines()[: found.count])
        assert (standing | set(lines_of(there).splitlines())) & reached == reached
        assert found.count >= max(found.good, there)
    else:
        assert found.good >= there


@pytest.mark.parametrize("common", [0, 2, 5])
def test_two_logs_that_went_different_ways_are_told_apart_and_nothing_is_taken(tmp_path: Path, common: int) -> None:
    (tmp_path / "e1").mkdir()
    (tmp_path / "e1" / "log.jsonl").write_bytes(forked(common))
    assert compare(forked(common), WHOLE).apart == common + 1
    with pytest.raises(NotOpened, match="什么也没有动"):
        take_back(tmp_path / "e1", WHOLE)
    assert [path.name for path in (tmp_path / "e1").iterdir()] == ["log.jsonl"]
    assert (tmp_path / "e1" / "log.jsonl").read_bytes() == forked(common)


def test_a_copy_with_entries_that_join_nothing_is_left_to_a_person() -> None:
    """Its third line is broken: what stands behind it cannot be put in the row."""
    lines = WHOLE.splitlines(keepends=True)
    broken = b"".join([*lines[:2], lines[2].replace(b"note", b"nota"), *lines[3:]])
    assert compare(lines_of(1), broken).apart == 3


@pytest.mark.parametrize("here", [None, b"", b"\0" * 900, lines_of(3), lines_of(4)[:-9], lines_of(2) + b"\0" * 700])
def test_what_stood_here_is_kept_and_what_was_taken_back_verifies(tmp_path: Path, here: bytes | None) -> None:
    folder = tmp_path / "events" / "e1"
    if here is not None:
        folder.mkdir(parents=True)
        (folder / "log.jsonl").write_bytes(here)
    taken = take_back(folder, WHOLE)
    assert (folder / "log.jsonl").read_bytes() == WHOLE
    assert verify(folder).entries == 8
    assert (folder / taken.kept).read_bytes() == here if here else taken.kept == ""
    with pytest.raises(NotOpened):
        take_back(folder, WHOLE)
    with Journal.open(folder, True) as journal:  # a crash before the entry that tells of it: the log is told to
        assert [data["kept"] for data in journal.to_log] == ([taken.kept] if here else [])


def test_a_tail_of_several_records_of_zeros_is_told_as_a_loss_and_one_record_is_not(tmp_path: Path) -> None:
    """How much, and about how many entries: what an officer was told was recorded may be among them."""
    folder = tmp_path / "e1"
    folder.mkdir()
    good, lost = lines_of(4), len(WHOLE) - len(lines_of(4))
    data = good + b"\0" * lost
    (folder / "log.jsonl").write_bytes(data)
    assert f"末尾 {lost} 字节被清零，约" in Journal.open(folder, False).findings[0]
    mended = set_aside(folder, scan(data), data, REAL)
    assert f"末尾 {lost} 字节被清零，约" in mended.finding
    assert "不成一条完整记录" not in mended.finding
    (told,) = unlogged(folder, scan(good).entries, [mended.kept], REAL)
    assert told["bytes"] == lost
    assert "被清零" in told["text"]
    assert told["sha256"] == hashlib.sha256(b"\0" * lost).hexdigest()
    assert zeroed_words(scan(good).entries, b"\0" * 200) == ""
    assert zeroed_words([], b"\0" * 3000) == "全部 3000 字节被清零，约10条记录"
