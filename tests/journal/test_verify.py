"""`verify` and the auditor's script: what they say of a sound log, of a cut end, and of what cannot be read.

That they find every changed, removed, inserted or moved byte is held in test_damage.py.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from console.journal.chain import scan
from console.journal.seal import seal
from console.journal.verify import Verdict, summary, verify
from tests.journal.auditor import SCRIPT, judge, run
from tests.journal.helpers import lines_of, make_log

HEADS = [entry.hash for entry in scan(lines_of(9)).entries]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    make_log(tmp_path / "e1", 9)
    return tmp_path / "e1" / "log.jsonl"


def test_a_sound_log_gives_its_length_and_last_hash_for_the_file_and_for_the_folder(log: Path) -> None:
    good = Verdict(True, True, 9, HEADS[-1], None, "")
    assert verify(log) == verify(log.parent) == good
    assert summary(good) == f"9 entries, last hash {HEADS[-1]}"


def test_a_bad_line_is_named_and_what_is_before_it_counted(log: Path) -> None:
    log.write_bytes(lines_of(9).replace("第5件事".encode(), "第6件事".encode()))
    verdict = verify(log)
    assert (verdict.ok, verdict.readable, verdict.entries, verdict.line) == (False, True, 4, 5)
    assert verdict.head == HEADS[3]
    assert summary(verdict).startswith("第 5 行：内容与 hash 不符")


@pytest.mark.parametrize("count", range(9))
def test_a_cut_at_a_line_end_is_found_only_where_a_later_head_is_known(log: Path, count: int) -> None:
    log.write_bytes(lines_of(count))
    assert verify(log).ok is (count > 0)
    assert judge(log) == ("" if count else "第 1 行：一条记录也没有")
    for head, seq in ((HEADS[-1], 9), (HEADS[-1], None), (None, 9), (HEADS[count], count + 1)):
        verdict = verify(log, head, seq)
        assert not verdict.ok
        assert verdict.line == count + 1
        assert "截去" in verdict.why
        assert "截去" in judge(log, head, seq)


def test_a_log_that_has_grown_since_its_head_was_noted_is_sound(log: Path) -> None:
    for seq, head in enumerate(HEADS, 1):
        for known in ((head, seq), (head, None), (None, seq), (f" {head.upper()}\n", seq)):
            assert verify(log, *known).ok
        assert judge(log, head, seq) == judge(log, head) == judge(log, None, seq) == ""


def test_a_log_written_anew_does_not_meet_the_head_that_was_noted(log: Path) -> None:
    other = "f" * 64
    assert verify(log, other, 5).line == 5
    assert "重写" in verify(log, other, 5).why
    assert "重写" in verify(log, other).why
    assert judge(log, other, 5).startswith("第 5 行")
    assert judge(log, other)


def test_in_a_folder_the_seal_is_a_known_head(log: Path, tmp_path: Path) -> None:
    seal(log.parent, tmp_path)
    assert verify(log.parent).ok
    log.write_bytes(lines_of(6))
    verdict = verify(log.parent)
    assert (verdict.ok, verdict.line) == (False, 7)
    assert "封存时的已有 9 条" in verdict.why
    assert verify(log).ok, "the file alone cannot know"


def test_a_broken_seal_is_said(log: Path) -> None:
    (log.parent / "seal.json").write_text("{}")
    verdict = verify(log.parent)
    assert not verdict.ok
    assert "seal.json 不是一份完好的封存" in verdict.why


@pytest.mark.parametrize("path", ["none", "none/log.jsonl", "a\0b", "x" * 5000], ids=range(4))
def test_what_cannot_be_read_is_told_apart_from_what_does_not_hold(tmp_path: Path, path: str) -> None:
    verdict = verify(tmp_path / path)
    assert (verdict.ok, verdict.readable, verdict.line) == (False, False, None)
    assert summary(verdict)


class TestScript:
    """The auditor's script from the command line, with nothing but the standard library."""

    def test_a_sound_log_exits_0_with_its_last_hash(self, log: Path) -> None:
        done = run(log)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"9 entries, last hash {HEADS[-1]}\n", "")

    def test_a_bad_line_exits_1_with_one_sentence(self, log: Path) -> None:
        log.write_bytes(lines_of(9)[:-1])
        done = run(log)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("第 9 行")
        assert done.stderr.count("\n") == 1

    def test_a_known_head_finds_a_cut(self, log: Path) -> None:
        log.write_bytes(lines_of(8))
        assert run(log, "--head", HEADS[-1], "--seq", "9").returncode == 1
        assert run(log, "--head", HEADS[7].upper(), "--seq", "8").returncode == 0

    def test_what_cannot_be_read_exits_2(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "none"):
            done = run(path)
            assert done.returncode == 2
            assert "读不出" in done.stderr
            assert "Traceback" not in done.stderr

    def test_without_cryptography_the_seal_is_checked_but_for_its_signature(self, log: Path, tmp_path: Path) -> None:
        made = seal(log.parent, tmp_path)
        done = run(log, "--seal", log.parent / "seal.json", "--key", made.public_key)
        assert done.returncode == 0
        assert "签名没有核对" in done.stdout
        log.write_bytes(lines_of(8))
        assert run(log, "--seal", log.parent / "seal.json").returncode == 1

    def test_it_imports_the_standard_library_only_and_is_short(self) -> None:
        text = SCRIPT.read_text(encoding="utf-8")
        assert text.count("\n") < 150
        names = set()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module).partition(".")[0])
        assert names - sys.stdlib_module_names == {"cryptography"}
