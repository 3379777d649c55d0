"""However a verb ends, there is one sentence and a status: bad arguments, an output that is full or closed, a fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.__main__ import main

VERBS = (("log", "list"), ("log", "show", "20261124-01"), ("plan", "check"), ("milestones", "--plan", "blackout", "--t0", "2026-11-23T02:00:00+08:00"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test."""
    monkeypatch.setenv("DUTY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize(("argv", "words"), [
    (("log", "add", "x"), "少了 内容"), (("log", "add", "x", "y", "z"), "多了 z"), (("log", "list", "--jsn"), "多了 --jsn"),
    (("log", "export", "x", "--format", "pdf", "-o", "f"), "--format 没有 'pdf'"), (("log", "add", "x", "y", "--event-at"), "要写一个值"),
    (("nothing",), "没有 'nothing'"), (("--home", "", "log", "list"), "--home 后面没有写文件夹"),
    (("log", "list", "--json=1"), "后面不能写值"), (("contacts", "import", "f", "--check", "--yes"), "不能和"),
])  # fmt: skip
@pytest.mark.usefixtures("home")
def test_what_argparse_says_is_said_in_chinese(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], words: str) -> None:
    assert main(argv) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert words in said.err


@pytest.mark.parametrize("argv", VERBS)
def test_a_home_that_is_a_file_is_told(home: Path, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]) -> None:
    """An empty list would look as if nothing had ever been recorded."""
    home.touch()
    assert main(argv) == 2
    assert "不是能用的文件夹" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no such device here")
def test_an_output_that_takes_nothing_is_told_and_what_was_recorded_stands(home: Path) -> None:
    """The entry is on the disk though its number could not be printed; the status says that something is wrong."""
    command = [sys.executable, "-m", "console"]
    event = subprocess.run([*command, "log", "open", "--plan", "blackout", "--title", "t"], capture_output=True, text=True, check=True).stdout.strip()
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*command, "log", "add", event, "x"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "磁盘已满" in done.stderr
    assert (home / "events" / event / "log.jsonl").read_bytes().count(b"\n") == 2


@pytest.mark.skipif(os.name == "nt", reason="closing a stream by number")
@pytest.mark.usefixtures("home")
def test_a_stream_that_was_closed_is_no_fault() -> None:
    command = f"{sys.executable} -m console log list >&- 2>&-"
    assert subprocess.run(command, shell=True, check=False).returncode == 0  # noqa: S602 # a shell closes streams


def test_a_fault_of_the_program_is_one_sentence_and_a_private_file(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback on the terminal; it is in the home, for whoever mends it."""

    def broken(_: object) -> int:
        raise LookupError("broken on purpose")

    monkeypatch.setattr("console.cli.log.run", broken)
    assert main(["log", "list"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    (crash,) = home.glob("crash-*.txt")
    assert "broken on purpose" in crash.read_text(encoding="utf-8")
    assert crash.stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_what_is_shown_as_json_is_the_log_byte_for_byte(home: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """So that what was piped out of `show --json` can be verified like the log itself."""
    assert main(["log", "open", "--plan", "blackout", "--title", "停电 \U0001f525 \x1b"]) == 0
    event = capsysbinary.readouterr().out.decode().strip()
    assert main(["log", "show", event, "--json"]) == 0
    assert capsysbinary.readouterr().out == (home / "events" / event / "log.jsonl").read_bytes()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("name", ["settings.toml", "contacts.toml"])
def test_a_pipe_in_a_files_place_hangs_nothing(home: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    home.mkdir()
    os.mkfifo(home / name)
    assert main(["log", "list"]) == 0
    assert "不是普通文件" in capsys.readouterr().err
