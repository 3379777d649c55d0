"""`duty log open --facts FILE`: the event is opened with all of the facts, or not at all; faults in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.__main__ import main

BAD: dict[str, tuple[bytes, str]] = {
    "a county without its name": (b'{"counties": [{"load_mw": 100}]}', "第1项没有写 name"),
    "a name that no log can point at": (b'{"grid_load_mw": 1, "counties": [{"name": "a.b"}]}', "a.b"),
    "a name twice": (b'{"grid_load_mw": 1,\n "grid_load_mw": 2}', "写了两次"),
    "another plan": (b'{"plan": "weather", "facts": {}}', "weather"),
    "facts that are a list": (b'{"plan": "blackout", "facts": [1]}', "facts"),
    "no JSON": (b'{"grid_load_mw": 1,\n x}', "facts.json:2"),
    "no UTF-8": ('{"x":\n"停电"}'.encode("gbk"), "facts.json:2"),
    "too deep": (b"[" * 100_000, "层次太深"),
    "too long a number": (b'{"grid_load_mw": ' + b"9" * 5000 + b"}", "数字太长"),
    "too large": (b" " * ((1 << 20) + 1), "超过"),
    "nothing": (b"", "facts.json:1"),
}


def open_with(facts: Path, capsys: pytest.CaptureFixture[str], plan: str = "blackout") -> tuple[int, str, str]:
    """Status, output and errors of opening an event with this file."""
    status = main(["log", "open", "--plan", plan, "--title", "t", "--facts", str(facts)])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of facts, and a home that is not there yet."""
    monkeypatch.setenv("DUTY_HOME", str(tmp_path / "home"))
    return tmp_path / "facts.json"


@pytest.mark.parametrize("case", BAD)
def test_a_fault_is_one_sentence_and_no_event_is_left(facts: Path, capsys: pytest.CaptureFixture[str], case: str) -> None:
    """Status 2 and the reason; an event without its facts would be a wrong one."""
    raw, why = BAD[case]
    facts.write_bytes(raw)
    status, out, err = open_with(facts, capsys)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert str(facts) in err
    assert why in err
    assert not list((facts.parent / "home").rglob("log.jsonl"))


@pytest.mark.parametrize("path", ["none.json", "."])
def test_what_cannot_be_read_says_why_in_chinese(facts: Path, capsys: pytest.CaptureFixture[str], path: str) -> None:
    status, _, err = open_with(facts.parent / path, capsys)
    assert status == 2
    assert "读不了(" in err
    assert "directory" not in err


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_file_without_an_end_is_too_large(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = open_with(Path("/dev/zero"), capsys)
    assert status == 2
    assert "超过" in err
    assert os.environ["DUTY_HOME"] == str(facts.parent / "home")


@pytest.mark.parametrize("raw", [b'\xef\xbb\xbf{"grid_load_mw": 1}', b'{"id": "c", "plan": "blackout", "facts": {"grid_load_mw": 1}}'])
def test_a_byte_order_mark_and_a_line_of_classify_are_taken(facts: Path, capsys: pytest.CaptureFixture[str], raw: bytes) -> None:
    facts.write_bytes(raw)
    status, out, err = open_with(facts, capsys)
    assert (status, err) == (0, "")
    log = facts.parent / "home" / "events" / out.strip() / "log.jsonl"
    assert log.read_bytes().count(b"\n") == 2
