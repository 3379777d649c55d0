"""Lines made to hurt whoever reads them, noise, and edits: none is taken, each is found, nothing crashes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.journal.canonical import MAX_DEPTH
from console.journal.chain import MAX_LINE, scan
from console.journal.verify import verify
from console.journal.writer import Journal
from tests.journal.auditor import judge
from tests.journal.helpers import AT, FOLDER, disk_with, lines_of, log_of


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


BARE = forged(FIRST).replace(b'"hash":"' + forged(FIRST).split(b'"hash":"')[1][:64] + b'",', b"")[:-1]


class TestHostileLines:
    """Lines made to hurt whoever reads them; their hashes are right."""

    def test_the_forger_of_these_tests_can_make_a_good_line(self) -> None:
        assert scan(forged(FIRST)).bad is None

    @pytest.mark.parametrize(
        ("was", "becomes"),
        [
            (b'"by":', b'"by": '),
            (b"note", b"\\u006eote"),
            (b'{"at"', b'{"seq":1,"at"'),
            (b'"data":{}', b'"data":{"n":-0}'),
        ],
        ids=["space", "escape", "twice", "minus zero"],
    )
    def test_another_spelling_of_an_entry_does_not_verify_even_with_a_hash_to_match(
        self, tmp_path: Path, was: bytes, becomes: bytes
    ) -> None:
        raw = forged({}, BARE.replace(was, becomes))
        assert raw != forged(FIRST)
        (tmp_path / "log.jsonl").write_bytes(raw)
        assert "不是规范 JSON" in verify(tmp_path).why
        assert "不是规范 JSON" in judge(tmp_path / "log.jsonl")

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
            forged({}, BARE.replace(b"{}", b'{"x":"\\ud83d"}')),
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
