"""The log of an event in fair weather: what is appended is there, for the writer, for a reader, and after reopening."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from console.incident.entry import Draft
from console.journal.canonical import NotPlain
from console.journal.chain import MAX_LINE, ZERO, make_line, scan
from console.journal.errors import NotOpened, NotRecorded
from console.journal.writer import Journal
from tests.journal.helpers import AT, HOSTILE, draft, lines_of, make_log, seqs


def test_a_line_is_the_canonical_json_of_its_entry_with_its_hash_and_one_lf(tmp_path: Path) -> None:
    raw = make_log(tmp_path / "e1", 5)
    assert (tmp_path / "e1" / "log.jsonl").read_bytes() == raw
    prev = ZERO
    for number, line in enumerate(raw.split(b"\n")[:-1], 1):
        body = json.loads(line)
        assert line == rfc8785.dumps(body)
        stated = body.pop("hash")
        assert stated == hashlib.sha256(rfc8785.dumps(body)).hexdigest()
        assert (body["seq"], body["prev"]) == (number, prev)
        assert sorted([*body, "hash"]) == ["at", "by", "data", "event_at", "hash", "kind", "prev", "seq"]
        prev = stated


def test_what_append_returns_is_what_reopening_finds(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "e1") as journal:
        first = journal.append([draft(1), draft(2)])
        second = journal.append([draft(3)])
        assert journal.entries == first + second
        assert journal.append([]) == []
    for write in (False, True):
        with Journal.open(tmp_path / "e1", write) as again:
            assert again.entries == first + second
            assert again.head == second[-1].hash
            assert again.size == again.path.stat().st_size
            assert again.findings == []
            assert again.to_log == []
            assert again.writable is write


def test_files_are_private_to_the_user(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        make_log(tmp_path / "home" / "e1", 1)
    finally:
        os.umask(old)
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "home" / "e1").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "home" / "e1" / "log.jsonl").stat().st_mode) == 0o600


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_stored_as_typed(tmp_path: Path, word: str) -> None:
    shown = word.replace("\ud83d", "\\ud83d")
    with Journal.create(tmp_path / "e1") as journal:
        journal.append([Draft(AT, AT, word, word, {word: [word, {word: word}]})])
    with Journal.open(tmp_path / "e1", True) as again:
        assert again.findings == []
        entry = again.entries[0]
        assert (entry.by, entry.kind, entry.data) == (shown, shown, {shown: [shown, {shown: shown}]})


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.floats()), max_size=4), max_size=4))
def test_any_data_that_is_taken_reads_back_as_it_was_returned(many: list[dict[str, object]]) -> None:
    prev, raw, entries = ZERO, b"", []
    for number, data in enumerate(many, 1):
        try:
            entry, line = make_line(Draft(AT, AT, "张三", "note", data), number, prev)
        except NotPlain:
            return
        raw, prev = raw + line, entry.hash
        entries.append(entry)
    found = scan(raw)
    assert (found.entries, found.bad, found.head) == (entries, None, prev)


NESTED: list[Any] = []
for _ in range(40):
    NESTED = [NESTED]


@given(st.from_regex(r"(0000|2\d\d\d)-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d(Z|[+-][0-2]\d:[0-6]\d)", fullmatch=True))
def test_a_time_is_taken_exactly_if_there_is_such_a_time(text: str) -> None:
    try:
        datetime.fromisoformat(text)
        exists = True
    except ValueError:
        exists = False
    try:
        make_line(Draft(text, AT, "张三", "note", {}), 1, ZERO)
        taken = True
    except NotPlain:
        taken = False
    assert taken == exists


@pytest.mark.parametrize(
    "bad",
    [
        Draft("2026-11-23 14:05", AT, "张三", "note", {}),
        Draft(AT, "2026-02-30T00:00:00+08:00", "张三", "note", {}),
        Draft(AT, "2026-11-23T14:05:00", "张三", "note", {}),
        Draft(AT, "2026-11-23T14:05:00.5+08:00", "张三", "note", {}),
        Draft(AT, AT, "张三", "note", {"text": "长" * MAX_LINE}),
        Draft(AT, AT, "张三", "note", {"deep": NESTED}),
        Draft(AT, AT, "张三", "note", {"x": object()}),
        Draft(AT, AT, 5, "note", {}),  # type: ignore[arg-type]
        Draft(AT, AT, "张三", "note", [1]),  # type: ignore[arg-type]
    ],
    ids=["space", "no such day", "no offset", "fraction", "too long", "too deep", "object", "by", "data"],
)
def test_a_draft_that_no_log_can_hold_is_refused_with_the_whole_batch(tmp_path: Path, bad: Draft) -> None:
    with Journal.create(tmp_path / "e1") as journal:
        with pytest.raises(NotRecorded, match="没有记上"):
            journal.append([draft(1), bad])
        assert journal.entries == []
        assert journal.path.read_bytes() == b""
        journal.append([draft(1)])
    assert (tmp_path / "e1" / "log.jsonl").read_bytes() == lines_of(1)


def test_a_log_is_not_made_where_one_is(tmp_path: Path) -> None:
    raw = make_log(tmp_path / "e1", 2)
    with pytest.raises(NotOpened, match="已经存在"):
        Journal.create(tmp_path / "e1")
    assert (tmp_path / "e1" / "log.jsonl").read_bytes() == raw


def test_a_reader_cannot_append(tmp_path: Path) -> None:
    make_log(tmp_path / "e1", 1)
    with Journal.open(tmp_path / "e1", False) as reader, pytest.raises(NotRecorded, match="只读"):
        reader.append([draft(2)])


def test_a_reader_follows_live(tmp_path: Path) -> None:
    with Journal.create(tmp_path / "e1") as journal, Journal.open(tmp_path / "e1", False) as reader:
        assert reader.refresh() == 0
        for number in range(1, 20):
            journal.append([draft(number)] * (number % 3 + 1))
            assert reader.refresh() == number % 3 + 1
            assert reader.refresh() == 0
            assert (reader.entries, reader.head, reader.size) == (journal.entries, journal.head, journal.size)
            assert reader.findings == []
        assert journal.refresh() == 0


def test_a_reader_waits_for_a_line_that_is_being_written(tmp_path: Path) -> None:
    raw = make_log(tmp_path / "e1", 3)
    log = tmp_path / "e1" / "log.jsonl"
    start = len(lines_of(2))
    log.write_bytes(raw[:start])
    reader = Journal.open(tmp_path / "e1", False)
    for end in range(start + 1, len(raw)):
        log.write_bytes(raw[:end])
        assert reader.refresh() == 0
        assert not reader.damaged
        assert "还没有写完" in reader.findings[0]
    log.write_bytes(raw)
    assert reader.refresh() == 1
    assert reader.findings == []


def test_a_reader_starts_anew_where_entries_were_taken_back(tmp_path: Path) -> None:
    make_log(tmp_path / "e1", 3)
    reader = Journal.open(tmp_path / "e1", False)
    held = reader.entries
    log = tmp_path / "e1" / "log.jsonl"
    log.write_bytes(lines_of(2))
    assert reader.refresh() == -1
    assert reader.entries is held
    assert len(held) == 2
    with Journal.open(tmp_path / "e1", True) as journal:
        journal.append([draft(7)])
    assert reader.refresh() == 1
    assert reader.head == journal.head


def test_a_reader_is_not_led_astray_by_a_cut_and_other_entries_between_two_looks(tmp_path: Path) -> None:
    make_log(tmp_path / "e1", 3)
    reader = Journal.open(tmp_path / "e1", False)
    (tmp_path / "e1" / "log.jsonl").write_bytes(lines_of(2))
    with Journal.open(tmp_path / "e1", True) as journal:
        journal.append([draft(7), draft(8)])
    assert reader.refresh() == -1
    assert reader.entries == journal.entries


def test_a_reader_says_what_is_damaged_and_goes_on_when_it_is_mended(tmp_path: Path) -> None:
    raw = make_log(tmp_path / "e1", 3)
    log = tmp_path / "e1" / "log.jsonl"
    log.write_bytes(lines_of(2))
    reader = Journal.open(tmp_path / "e1", False)
    log.write_bytes(raw[:-20] + b"0" * 19 + b"\n")
    for _ in range(3):
        assert reader.refresh() == 0
        assert reader.damaged
        assert "第 3 行坏了" in reader.findings[0]
    assert len(reader.entries) == 2
    log.write_bytes(raw)
    reader.refresh()
    assert not reader.damaged
    assert len(reader.entries) == 3


def test_a_reader_keeps_what_it_has_when_the_log_is_gone(tmp_path: Path) -> None:
    make_log(tmp_path / "e1", 3)
    reader = Journal.open(tmp_path / "e1", False)
    (tmp_path / "e1" / "log.jsonl").rename(tmp_path / "away")
    assert reader.refresh() == 0
    assert "读不出" in reader.findings[0]
    assert len(reader.entries) == 3
    (tmp_path / "away").rename(tmp_path / "e1" / "log.jsonl")
    assert reader.refresh() == 0
    assert reader.findings == []


def test_order_is_by_seq_alone_when_the_clock_goes_back(tmp_path: Path) -> None:
    times = ["2026-11-23T14:05:00+08:00", "2020-01-01T00:00:00+08:00", "2026-11-23T06:05:01Z"]
    with Journal.create(tmp_path / "e1") as journal:
        for at in times:
            journal.append([Draft(at, at, "张三", "note", {})])
    with Journal.open(tmp_path / "e1", False) as reader:
        assert [entry.at for entry in reader.entries] == times
    assert seqs((tmp_path / "e1" / "log.jsonl").read_bytes()) == [1, 2, 3]
