"""`duty log restore`: what the second place has comes back, once; in every other case nothing is done and it is said why."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from console.__main__ import main
from console.desk.desk import Desk
from console.incident import commands as c
from console.journal.verify import verify

Said = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an event, a drill's event and a desk log, all in the second place."""
    root = tmp_path / "home"
    (tmp_path / "usb").mkdir()
    root.mkdir()
    monkeypatch.setenv("DUTY_HOME", str(root))
    monkeypatch.setattr("console.cli.desks.AT_A_CONSOLE", 0.0)
    (root / "settings.toml").write_text(f"second_place = {str(tmp_path / 'usb')!r}\n", encoding="utf-8")
    for drill in (True, False):
        desk = Desk(root, name="张三", drill=drill)
        case = desk.open_event("blackout", "停电")
        desk.do(case.id, c.Note("一件"))
        desk.do_room("sound_tested", {})
        assert desk._copies.settle(20)
        desk.close()
    return root


def event(home: Path, drill: bool = False) -> Path:
    (log,) = home.glob("drills/D*/log.jsonl" if drill else "events/*/log.jsonl")
    return log


@pytest.mark.parametrize("which", ["event", "drill", "desk"])
def test_a_missing_folder_comes_back_and_the_last_entry_is_printed(home: Path, capsys: Said, which: str) -> None:
    log = home / "desk" / "log.jsonl" if which == "desk" else event(home, which == "drill")
    whole = log.read_bytes()
    shutil.rmtree(log.parent)
    assert main(["log", "restore", log.parent.name]) == 0
    printed = capsys.readouterr().out
    verdict = verify(log)
    assert printed == f"{verdict.entries} {verdict.head}\n"
    assert log.read_bytes().startswith(whole)
    assert (home.parent / "usb" / log.parent.name / "log.jsonl").read_bytes() == log.read_bytes()
    assert main(["log", "restore", log.parent.name]) == 1
    assert "本机不少" in capsys.readouterr().err
    assert main(["log", "show", log.parent.name]) == (2 if which == "desk" else 0)


def test_a_short_log_takes_nothing_by_a_verb_until_it_was_taken_back(home: Path, capsys: Said) -> None:
    log = event(home)
    whole = log.read_bytes()
    log.write_bytes(whole[:-30])
    assert main(["log", "add", log.parent.name, "新来的"]) == 2
    assert "本机少1条，第二处有" in capsys.readouterr().err
    assert main(["log", "mend", log.parent.name, "--yes"]) == 1
    assert "duty log restore" in capsys.readouterr().err
    assert log.read_bytes() == whole[:-30]
    assert main(["log", "list"]) == 0
    assert "本机少1条，第二处有" in capsys.readouterr().err
    assert main(["doctor"]) == 1
    assert "本机少1条，第二处有" in capsys.readouterr().out
    assert main(["log", "restore", log.parent.name]) == 0
    assert main(["log", "add", log.parent.name, "新来的"]) == 0
    assert (log.parent / "log.jsonl.short-2").exists() or (log.parent / "log.jsonl.short-3").exists()


def test_from_takes_a_second_place_or_the_folder_of_the_log_itself(home: Path, tmp_path: Path) -> None:
    log = event(home)
    whole, name = log.read_bytes(), log.parent.name
    shutil.move(home.parent / "usb", tmp_path / "other")
    shutil.move(tmp_path / "other" / name, tmp_path / "brought")
    for source in (tmp_path / "other", tmp_path / "brought"):
        shutil.rmtree(log.parent)
        assert main(["log", "restore", name]) == 2, "the second place is away"
        if source.name == "other":
            shutil.copytree(tmp_path / "brought", source / name)
        assert main(["log", "restore", name, "--from", str(source)]) == 0
        assert log.read_bytes().startswith(whole)


def test_nothing_is_done_where_the_two_are_no_continuation_of_each_other(home: Path, capsys: Said) -> None:
    log = event(home)
    name = log.parent.name
    copy = home.parent / "usb" / name / "log.jsonl"
    kept = copy.read_bytes()
    copy.unlink()
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:1]))
    assert main(["log", "add", name, "另一条路"]) == 0
    copy.write_bytes(kept)
    here = log.read_bytes()
    assert main(["log", "restore", name]) == 1
    assert "从第2条起各不相同" in capsys.readouterr().err
    assert (log.read_bytes(), copy.read_bytes()) == (here, kept)


def test_another_events_log_or_none_at_all_is_refused(home: Path, tmp_path: Path, capsys: Said) -> None:
    log = event(home)
    name, drill = log.parent.name, event(home, drill=True)
    main(["log", "open", "--plan", "blackout", "--title", "另一件"])
    other = sorted(home.glob("events/*/log.jsonl"))[-1].parent
    shutil.copytree(other, tmp_path / "brought")
    shutil.rmtree(log.parent)
    for source in (other, drill.parent, home / "desk", tmp_path / "brought"):
        assert main(["log", "restore", name, "--from", str(source)]) == 1, source
        assert "什么也没有动" in capsys.readouterr().err
        assert not log.parent.exists()
    (tmp_path / "empty").mkdir()
    for arguments in ([name, "--from", str(tmp_path / "empty")], [name, "--from", "\0"], ["99", "--from", str(tmp_path / "empty")],
                      ["../desk"], ["20200101-01"]):
        assert main(["log", "restore", *arguments]) == 2, arguments
        assert capsys.readouterr().err.count("\n") == 1


def test_while_a_console_writes_it_says_who(home: Path, capsys: Said) -> None:
    log = event(home)
    shutil.rmtree(log.parent)
    desk = Desk(home, name="赵六")
    assert main(["log", "restore", log.parent.name]) == 2
    assert "赵六" in capsys.readouterr().err
    desk.close()
    trainer = Desk(home, name="钱七", drill=True)
    drill = event(home, drill=True)
    trainer.abandon()
    shutil.rmtree(drill.parent)
    trainer = Desk(home, name="钱七", drill=True)
    assert main(["log", "restore", drill.parent.name]) == 2
    assert "钱七" in capsys.readouterr().err
    trainer.close()


def test_a_new_event_never_gets_the_number_of_one_that_only_the_second_place_has(home: Path, capsys: Said) -> None:
    log = event(home)
    shutil.rmtree(log.parent)
    capsys.readouterr()
    assert main(["log", "open", "--plan", "blackout", "--title", "新的"]) == 0
    assert capsys.readouterr().out.strip() != log.parent.name


def test_while_the_desk_log_is_short_nobody_signs_by_it_and_who_it_names_afterwards_signs(home: Path, capsys: Said) -> None:
    """Its end, which the second place has, tells that somebody else is on duty by now."""
    for name in ("张三", "李四"):
        desk = Desk(home, attend=False)
        desk.do_room("on_duty", {"name": name, "leader": ""})
        assert desk._copies.settle(20)
        desk.close()
    log, desk_log = event(home), home / "desk" / "log.jsonl"
    whole = desk_log.read_bytes()
    short = b"".join(whole.splitlines(keepends=True)[:-1])
    desk_log.write_bytes(short)
    name = log.parent.name

    def signer(path: Path) -> str:
        return str(json.loads(path.read_bytes().splitlines()[-1])["by"])

    assert main(["log", "add", name, "一句"]) == 0
    assert signer(log) == "值班员(未登记)"
    assert main(["log", "add", name, "一句", "--by", "王五"]) == 0
    assert signer(log) == "王五"
    capsys.readouterr()
    for verb in (["list"], ["log", "--name", "张三", "-o", str(home / "x.md")]):
        assert main(["shift", *verb]) == 0
        assert "值班日志 本机少1条，第二处有" in capsys.readouterr().err
    assert main(["log", "restore", "desk"]) == 0
    assert signer(desk_log) == "李四"
    assert main(["log", "add", name, "一句"]) == 0
    assert signer(log) == "李四"
    desk_log.write_bytes(short)
    assert main(["log", "restore", "desk", "--by", "赵六"]) == 0
    assert signer(desk_log) == "赵六"
    desk_log.write_bytes(short)
    console = Desk(home)
    assert console.second.look(wait=20)
    assert console.unsigned
    assert console.take_back("desk").by == "李四"
    assert console.by == "李四"
    console.close()


def test_a_loss_without_a_copy_is_told_by_every_verb_that_lists(home: Path, capsys: Said) -> None:
    (home / "settings.toml").unlink()
    log = event(home)
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:-1]))
    name = log.parent.name
    assert main(["log", "add", name, "新来的"]) == 0
    kinds = [json.loads(line)["kind"] for line in log.read_bytes().splitlines()[len(lines) - 1:]]
    assert kinds == ["recovered", "note"]
    for _ in range(2):
        capsys.readouterr()
        assert main(["log", "list"]) == 0
        assert f"{name} 本机少约{len(lines[-1])}字节" in capsys.readouterr().err
        assert main(["doctor"]) == 1
        assert f"{name} 本机少约{len(lines[-1])}字节" in capsys.readouterr().out


def test_a_short_log_takes_nothing_by_a_verb_while_the_second_place_is_away(home: Path, capsys: Said) -> None:
    log = event(home)
    short = b"".join(log.read_bytes().splitlines(keepends=True)[:-1])
    log.write_bytes(short)
    shutil.move(home.parent / "usb", home.parent / "away")
    assert main(["log", "add", log.parent.name, "新来的"]) == 2
    assert "本机少约" in (said := capsys.readouterr().err)
    assert "Ctrl+R" in said
    assert log.read_bytes() == short
    shutil.move(home.parent / "away", home.parent / "usb")
    assert main(["log", "restore", log.parent.name]) == 0
