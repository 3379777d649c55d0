"""Closing an event seals its log; a seal that cannot be made stops no close."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.__main__ import main
from console.desk.desk import Desk
from console.incident import commands as c
from console.journal.seal import check_seal, public_key
from console.journal.verify import verify


def closed(home: Path) -> tuple[Desk, Path]:
    """A home with an event that was started, ended and closed."""
    desk = Desk(home, name="张三")
    case = desk.open_event("blackout", "停电")
    folder = case.journal.folder
    desk.do(case.id, c.FinishIntake())
    desk.do(case.id, c.Declare("start", "II", "II", "王五", "张三", "6.2"))
    for condition in case.plan.end_conditions:
        desk.do(case.id, c.Tick(condition.id, True, {figure.id: "100" for figure in condition.figures}, name="调度张伟"))
    desk.do(case.id, c.Declare("end", None, None, "王五", "张三", "6.5", reason="恢复"))
    desk.do(case.id, c.Close(True))
    return desk, folder


def test_the_close_leaves_a_seal_that_holds_and_names_the_last_hash(tmp_path: Path) -> None:
    desk, folder = closed(tmp_path)
    desk.close()
    checked = check_seal(folder, public_key(tmp_path))
    assert checked.ok, checked.why
    assert checked.seal is not None
    assert checked.seal.head == verify(folder).head
    log = folder / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert not verify(folder).ok, "an end that was cut off is found by the seal"


def test_a_seal_that_cannot_be_made_is_told_and_the_close_stands(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "seal.key").write_text("no key")
    desk, folder = closed(tmp_path)
    assert not desk.open_cases()
    assert any("没有封存" in words for words in desk.findings)
    assert not (folder / "seal.json").exists()
    assert verify(folder).ok
    desk.close()


def test_the_verb_seals_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, name="张三")
    case = desk.open_event("blackout")
    desk.close()
    home = ["--home", str(tmp_path)]
    assert main([*home, "log", "seal", case.id, "--check"]) == 1
    assert main([*home, "log", "seal", case.id]) == 0
    count, head, key = capsys.readouterr().out.splitlines()[-1].split()
    assert (int(count), head) == (1, case.entries[0].hash)
    assert main([*home, "log", "seal", case.id, "--check", "--key", key]) == 0
    assert main([*home, "log", "seal", case.id, "--check", "--key", "0" * 64]) == 1
    assert main([*home, "log", "seal", "20990101-01"]) == 2
    seal = case.journal.folder / "seal.json"
    seal.write_bytes(seal.read_bytes().replace(b'"entries":1', b'"entries":2'))
    assert main([*home, "log", "seal", case.id, "--check"]) == 1
