"""`duty practice`: plain text in and out, by hand or in a pipe."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from console.__main__ import main

Capture = pytest.CaptureFixture[str]


def practise(monkeypatch: pytest.MonkeyPatch, home: Path, typed: str | bytes, *arguments: str) -> int:
    raw = typed if isinstance(typed, bytes) else typed.encode()
    monkeypatch.setenv("DUTY_HOME", str(home))  # restored at the end, whatever the verb sets
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return main(["practice", "--home", str(home), *arguments])


def test_three_cases_in_a_pipe(monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path) -> None:
    """Three wrong answers: each answered with its reason, the score at the end, and 演练 in every title."""
    typed = "够不上\n" * 3 + "1\n" * 9
    assert practise(monkeypatch, tmp_path, typed, "--plan", "blackout", "--seed", "11", "--count", "3", "--name", "张三") == 0
    said = capsys.readouterr().out
    assert [f"【演练】第{n}题  大面积停电" in said for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert said.startswith("【演练】研判练习  大面积停电  种子 11")
    assert "【演练】研判练习 成绩(本次 3 题)" in said
    assert said.count("  答案：") == 3
    assert said.count("  考的是：") >= 2
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["practice.json"]
    assert json.loads((tmp_path / "drills/practice.json").read_text("utf-8"))["people"]["张三"]["count"] == 3


def test_the_same_seed_asks_the_same(monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path) -> None:
    """Whatever was practised before, a seed gives the same cases in the same order."""
    told = []
    for _ in range(2):
        assert practise(monkeypatch, tmp_path, "1\n" * 60, "--seed", "3", "--count", "8") == 0
        out = capsys.readouterr().out.split("成绩")[0]
        told.append([line for line in out.splitlines() if "对" not in line])
    assert told[0] == told[1]


def test_a_right_answer_is_level_and_clause(monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path) -> None:
    """The answer that was shown, given back by its words, is right; a clause may be typed by its end."""
    assert practise(monkeypatch, tmp_path, "够不上\n1\n" * 8, "--plan", "blackout", "--seed", "2", "--count", "4") == 0
    lines = capsys.readouterr().out.splitlines()
    answers = [line.removeprefix("  答案：").split("  ") for line in lines if line.startswith("  答案：")]
    with_level = next(number for number, answer in enumerate(answers) if answer[0][0] in "I")
    before = "q\n" if with_level == 0 else "够不上\n1\n" * with_level
    level, clause = answers[with_level][0].split("级")[0], answers[with_level][1].split("、")[0]
    typed = (before if with_level else "") + f"{level}级\n{clause.split(' ')[-1]}\n"
    assert practise(monkeypatch, tmp_path / "b", typed, "--plan", "blackout", "--seed", "2", "--count", str(with_level + 1)) == 0
    assert f"对：{level}级" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("typed", ["", "q\n", "1", "\x00\x1b]0;x\x07\n[/]\n" + "9" * 9000 + "\n", b"\xff\xfe\n", "\u202e\n级\n 级响应\n"])
def test_any_input_ends_well(monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path, typed: str | bytes) -> None:
    """No input, leaving, a half line, escape codes, bytes that are no UTF-8: no traceback, nothing steers the terminal."""
    assert practise(monkeypatch, tmp_path, typed, "--seed", "1") == 0
    caught = capsys.readouterr()
    assert caught.err == ""
    assert "\x1b" not in caught.out
    assert "成绩(本次" in caught.out


@pytest.mark.parametrize(("arguments", "said"), [
    (("--plan", "no\x1bne"), "没有"), (("--count", "0"), "--count"), (("--seed", "-1"), "--seed"), (("--seed", "x"), "参数不对"),
    (("--plan", "../.."), "没有"),
])  # fmt: skip
def test_unusable_arguments_are_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Status 2 and one line that says what is wrong."""
    assert practise(monkeypatch, tmp_path, "", *arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_damaged_record_is_told_and_practice_goes_on(monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path) -> None:
    """The file is set aside and named."""
    (tmp_path / "drills").mkdir()
    (tmp_path / "drills/practice.json").write_text("{", "utf-8")
    assert practise(monkeypatch, tmp_path, "1\n1\n", "--count", "1") == 0
    assert "practice.json.bad-1" in capsys.readouterr().out


def test_a_hostile_name_is_kept_and_harms_nothing(monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path) -> None:
    """A name of markup, escape codes and a lone surrogate has its record."""
    assert practise(monkeypatch, tmp_path, "1\n1\n", "--count", "1", "--seed", "1", "--name", "[/]\x1b[2J\ud800=1+1") == 0
    assert "\x1b" not in capsys.readouterr().out
    assert "[/]\x1b[2J\ud800=1+1" in json.loads((tmp_path / "drills/practice.json").read_text("utf-8"))["people"]
