"""体检: what is wrong is found, and says what to do."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from console.__main__ import main
from console.desk.desk import Desk
from console.desk.view import view_of
from console.health import Check, examine, worst
from console.incident import commands as c
from console.incident.times import CHINA
from console.tui.probe import Widths, _checks, read_column
from console.tui.terminal import Surroundings, unfit
from console.tui.widgets.frame import trust_words


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 2, 10, tzinfo=CHINA)

    def now(self) -> datetime:
        return self.at

    def elapsed(self) -> float:
        return 0.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    desk = Desk(tmp_path / "home", name="张三", clock=Clock())
    case = desk.open_event("blackout", "停电")
    desk.do(case.id, c.Note("一"), c.Note("二"))
    desk.close()
    return tmp_path / "home"


def found(home: Path, name: str, clock: Clock | None = None) -> Check:
    """The first check of that name that is not well, else the first."""
    desk = Desk(home, write=False, clock=clock or Clock())
    checks = [check for check in examine(desk) if check.id == name]
    desk.close()
    return next((check for check in checks if check.standing != "good"), checks[0])


def test_a_sound_home_has_nothing_wrong(home: Path) -> None:
    desk = Desk(home, write=False, clock=Clock())
    assert worst(examine(desk)) == "note"
    assert all(check.standing != "wrong" for check in examine(desk))
    assert found(home, "log").text.startswith("完好至第3条")
    desk.close()


def test_a_changed_byte_is_found_and_says_what_to_do(home: Path) -> None:
    (log,) = home.glob("events/*/log.jsonl")
    log.write_bytes(log.read_bytes().replace("一".encode(), "二".encode()))
    check = found(home, "log")
    assert check.standing == "wrong"
    assert "第2行" in check.text
    assert "不要改动" in check.todo


def test_the_copy_is_missing_behind_or_whole(home: Path, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    assert found(home, "copy").standing == "note"
    (home / "settings.toml").write_text(f'second_place = "{second.as_posix()}"\n', encoding="utf-8")
    assert "不在" in found(home, "copy").text
    (log,) = home.glob("events/*/log.jsonl")
    (second / log.parent.name).mkdir(parents=True)
    (second / log.parent.name / "log.jsonl").write_bytes(log.read_bytes()[:50])
    assert "缺" in found(home, "copy").text
    shutil.copy(log, second / log.parent.name / "log.jsonl")
    assert found(home, "copy").standing == "note", "it is on the same disk"
    assert "在同一块盘上" in found(home, "copy").text and "副本完整" in found(home, "copy").text
    shutil.copytree(log.parent, log.parents[1] / "20200101-01")
    assert "20200101-01" in found(home, "copy").text, "an event that nobody has open counts too"


def test_trust_line_and_check_agree_on_a_second_place_that_is_there_or_fails(home: Path, tmp_path: Path) -> None:
    """On the same disk is a remark and nothing wrong; a copy that cannot be written is wrong in both."""
    second = tmp_path / "stick"
    second.mkdir()
    (home / "settings.toml").write_text(f'second_place = "{second.as_posix()}"\n', encoding="utf-8")
    desk = Desk(home, name="张三", clock=Clock())
    assert desk._copies.settle(20)

    def told() -> tuple[str, str]:
        line = next(words for words in trust_words(view_of(desk, None)) if words.startswith("副本"))
        return line, next(check for check in examine(desk) if check.id == "copy").standing

    line, standing = told()
    assert "有误" not in line and "第二处" in line
    assert standing == "note"
    (case,) = desk.open_cases()
    shutil.rmtree(second)
    second.write_text("no folder")
    desk.do(case.id, c.Note("三"))
    assert desk._copies.settle(20)
    line, standing = told()
    assert line.startswith("副本有误：")
    assert standing == "wrong"
    desk.close()


@pytest.mark.parametrize(("free", "standing"), [(5 << 30, "good"), (500 << 20, "note"), (5 << 20, "wrong")])
def test_little_room_on_the_disk_is_told(
    home: Path, free: int, standing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=free))
    assert found(home, "disk").standing == standing


def test_a_clock_behind_the_last_entry_is_told(home: Path) -> None:
    clock = Clock()
    clock.at -= timedelta(days=400)
    check = found(home, "clock", clock)
    assert check.standing == "wrong"
    assert "2025-10-19 02:10" in check.text and "2026-11-23 02:10" in check.text
    assert "核对" in check.todo


def test_a_clock_that_somebody_answered_for_is_told_until_the_pc_is_right(home: Path) -> None:
    clock = Clock()
    clock.at -= timedelta(days=400)
    desk = Desk(home, clock=clock)
    desk.answer_clock(datetime(2026, 11, 23, 2, 20, tzinfo=CHINA))
    desk.close()
    clock.at += timedelta(seconds=1)
    check = found(home, "clock", clock)
    assert check.standing == "note"
    assert "电脑慢400天" in check.text and "2026-11-23 02:20" in check.text


def test_files_that_others_can_open_are_told(home: Path) -> None:
    (log,) = home.glob("events/*/log.jsonl")
    assert found(home, "permissions").standing == "good"
    log.chmod(0o644)
    assert found(home, "permissions").standing == "wrong"
    assert "chmod" in found(home, "permissions").todo


def test_a_faulty_plan_and_faulty_settings_are_told(home: Path) -> None:
    (home / "plans" / "blackout").mkdir(parents=True)
    (home / "plans" / "blackout" / "plan.toml").write_text("[plan\n", encoding="utf-8")
    (home / "settings.toml").write_text("sound = 3\n", encoding="utf-8")
    assert found(home, "plan").standing == "wrong"
    assert found(home, "settings").standing == "wrong"


def test_whoever_writes_is_named(home: Path) -> None:
    desk = Desk(home, name="李四")
    assert "李四" in found(home, "lock").text
    desk.close()
    assert "没有值班台在记录" in found(home, "lock").text


def test_duty_doctor_prints_json_and_its_status_says_whether_something_is_wrong(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--home", str(home), "doctor", "--json"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"log", "copy", "disk", "clock", "sound", "plan", "lock", "terminal"} <= {row["id"] for row in rows}
    assert all(row["todo"] for row in rows if row["standing"] != "good")
    (log,) = home.glob("events/*/log.jsonl")
    log.write_bytes(log.read_bytes().replace("一".encode(), "二".encode()))
    assert main(["--home", str(home), "doctor"]) == 1


def around(**more: object) -> Surroundings:
    """A good terminal, but for what is given."""
    good: dict[str, object] = {"env": {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}, "is_terminal": True,
                               "encoding": "utf-8"}
    return Surroundings(**{**good, **more})  # type: ignore[arg-type] # put together from what the test is about


@pytest.mark.parametrize(("bad", "said"), [
    ({"is_terminal": False}, "终端窗口"),
    ({"env": {"TERM": "dumb"}}, "TERM"),
    ({"env": {}}, "TERM"),
    ({"env": {"TERM": "xterm", "LANG": "zh_CN.GBK"}}, "UTF-8"),
    ({"env": {"TERM": "xterm", "LC_ALL": "zh_CN.gb18030", "LANG": "C.UTF-8"}}, "UTF-8"),
    ({"env": {"TERM": "xterm", "LC_CTYPE": "C.UTF-8", "LANG": "zh_CN.GB2312"}}, "UTF-8"),
    ({"encoding": "gbk"}, "UTF-8"),
    ({"windows": True, "draws": False, "env": {}}, "Windows Terminal"),
])
def test_a_terminal_that_will_not_do_is_told_with_what_to_change(bad: dict[str, object], said: str) -> None:
    assert said in unfit(around(**bad))


@pytest.mark.parametrize("good", [
    {}, {"windows": True, "env": {}}, {"windows": True, "draws": False, "env": {"WT_SESSION": "1"}},
    {"env": {"TERM": "screen", "LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.GBK"}},
])
def test_a_terminal_that_will_do_is_let_pass(good: dict[str, object]) -> None:
    assert unfit(around(**good)) == ""


def test_the_width_of_characters_is_read_from_the_terminals_answer() -> None:
    answers = [b"noise\x1b[", b"12;5R"]
    assert read_column(lambda _seconds: answers.pop(0) if answers else b"") == 5
    assert read_column(lambda _seconds: b"") is None
    wide = {check.id: check for check in _checks(around(), (70, 20), Widths(4, 4))}
    assert wide["widths"].standing == "note"
    assert wide["size"].standing == "wrong"
    (gbk,) = [check for check in _checks(around(), (80, 24), Widths(6, 2)) if check.id == "widths"]
    assert gbk.standing == "wrong"
