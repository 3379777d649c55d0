"""`duty warning`: faults in words, exit statuses, nothing harmed, beside an open console."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from console.__main__ import main
from console.cli import desks
from console.desk.desk import Desk
from tests.warning.sample import cap, info, saved


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test."""
    monkeypatch.setenv("DUTY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(desks, "PATIENCE", 0.0)
    return tmp_path / "home"


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Run a verb: exit status, standard output, standard error."""
    status = main(("warning", *argv))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.usefixtures("home")
def test_twice_the_same_file_is_one_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Imported, then known; both end with 0 and name the same number."""
    path = str(saved(tmp_path, cap()))
    assert said(capsys, "import", path)[0] == 0
    status, out, err = said(capsys, "import", path)
    assert (status, err) == (0, "")
    assert "已经导入过，就是 w1" in out
    assert len(said(capsys, "list")[1].splitlines()) == 1


def test_a_check_needs_no_home_and_records_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Good, not actual, and faulty: 0, 0 and 1, with every fault a line."""
    status, out, _ = said(capsys, "check", str(saved(tmp_path, cap())))
    assert (status, "可以导入" in out) == (0, True)
    assert "不是实际预警" in said(capsys, "check", str(saved(tmp_path, cap(status="Test"))))[1]
    status, out, _ = said(capsys, "check", str(saved(tmp_path, cap(body=info(headline="暴雨预警", code="11B99")))))
    assert status == 1
    assert len([line for line in out.splitlines() if "[关键]" in line or "[次要]" in line]) >= 2
    assert not home.exists()


def test_a_faulty_file_ends_with_1_and_leaves_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The original stays where it was, no folder and no entry comes of it."""
    path = saved(tmp_path, b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><alert>&x;</alert>")
    before = path.read_bytes()
    status, out, _ = said(capsys, "import", str(path))
    assert status == 1
    assert "DTD" in out
    assert path.read_bytes() == before
    assert not (home / "warnings").exists()


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "name"])
@pytest.mark.usefixtures("home")
def test_what_is_no_file_ends_with_2_and_one_line(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No such file, a folder, a pipe that nobody writes into, a name with an escape code: one harmless line each."""
    path = tmp_path / ("a\x1b]0;x\x07b.xml" if kind == "name" else "x.xml")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes with names here")
        os.mkfifo(path)
        assert stat.S_ISFIFO(path.stat().st_mode)
    status, out, err = said(capsys, "import", str(path))
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "\x1b" not in err


def test_while_a_console_is_open_the_faults_are_told_and_nothing_is_recorded(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The verb says who writes and ends with 1; the console goes on undisturbed and takes the file itself."""
    desk = Desk(home, name="张三")
    raw = cap().replace(b"<scope>Public</scope>", b"<scope>Restricted</scope>")
    path = saved(tmp_path, raw)
    status, out, err = said(capsys, "import", str(path))
    assert status == 1
    assert "应有 restriction" in out
    assert "张三" in err
    assert "正在记录" in err
    assert not (home / "warnings").exists()
    desk.do_room("call", {})
    desk.close()
    assert said(capsys, "import", str(path))[0] == 0


@pytest.mark.usefixtures("home")
def test_every_warning_of_a_file_is_taken_in_or_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two are checked, taken in and listed, a line each; where one cannot be relied on the file is refused with 1."""
    two = info(area="个旧市") + info(area="蒙自市", colour="橙色", severity="Severe")
    path = str(saved(tmp_path, cap(body=two)))
    assert [line[-3:] for line in said(capsys, "check", path)[1].splitlines() if "可以导入" in line] == ["个旧市", "蒙自市"]
    status, out, _ = said(capsys, "import", path)
    assert (status, [line.rpartition(" ")[0] for line in out.splitlines()[-2:]]) == (0, ["w1 暴雨红色预警 个旧市", "w2 暴雨橙色预警 蒙自市"])
    assert len(said(capsys, "list")[1].splitlines()) == 2
    broken = str(saved(tmp_path, cap(number=2, body=info() + info(area="蒙自市", headline="暴雨预警"))))
    assert said(capsys, "import", broken)[0] == said(capsys, "check", broken)[0] == 1
    assert len(said(capsys, "list")[1].splitlines()) == 2


@pytest.mark.usefixtures("home")
def test_an_exercise_in_a_drill_counts_and_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At the drill's desk it is in force, at the real one it is not; an actual one the drill refuses."""
    path = str(saved(tmp_path, cap(status="Exercise", body=info(expires=""))))
    assert "在有效期" in said(capsys, "import", "--drill", path)[1].splitlines()[-1]
    assert "演练，非实际" in said(capsys, "import", path)[1].splitlines()[-1]
    assert said(capsys, "import", "--drill", str(saved(tmp_path, cap(number=2))))[0] == 2
