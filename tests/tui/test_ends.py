"""Ends: whatever happens to the terminal or the program, the screen is restored, the log whole, the status right."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.journal.verify import verify

from .pty_console import RESTORED, ROOT, PtyConsole, console

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

BOARD = "在办事件"
FAULTY = """
import pathlib, sys
from console.tui import errands
from console.tui.app import DutyApp
from console.tui.terminal import open_console
{patch}
def opener():
    from console.desk.desk import Desk
    return Desk(pathlib.Path(sys.argv[1]), name="张三")
sys.exit(open_console(opener, pathlib.Path(sys.argv[1])))
"""
IN_HANDLER = """
def fault(self):
    raise RuntimeError("宋某 13888888888")
errands.findings = fault
"""
IN_WORKER = """
from textual import work
@work
async def fault(self):
    raise RuntimeError("宋某 13888888888")
errands.findings = fault
"""
IN_TIMER = """
async def fault(self):
    raise RuntimeError("宋某 13888888888")
DutyApp._tick = fault
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    desk = Desk(tmp_path / "home", name="张三")
    desk.open_event("blackout", "110千伏变电站失压")
    desk.close()
    return tmp_path / "home"


def opened(home: Path, *, hup_ignored: bool = False) -> PtyConsole:
    """The console on a home with an event, with its board up and its logs open."""
    shown = console(home, hup_ignored=hup_ignored)
    shown.see("110千伏变电站失压")
    return shown


def assert_whole(home: Path) -> None:
    """Every log of the home verifies."""
    for log in home.glob("events/*"):
        assert verify(log).ok


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"])
def test_a_signal_restores_the_screen_and_gives_its_status(home: Path, name: str) -> None:
    with opened(home) as shown:
        number = getattr(signal, name)
        shown.kill(number)
        assert shown.wait() == 128 + number
        assert RESTORED in shown.raw
        assert b"Traceback" not in shown.raw
    assert_whole(home)


@pytest.mark.parametrize("hup_ignored", [False, True], ids=["as usual", "SIGHUP ignored"])
def test_a_closed_terminal_ends_the_console(home: Path, hup_ignored: bool) -> None:
    """Also where nobody hears SIGHUP (nohup): the end of the input alone is enough, and nothing is left spinning."""
    with opened(home, hup_ignored=hup_ignored) as shown:
        shown.hang_up()
        assert shown.wait() == 128 + signal.SIGHUP
    assert_whole(home)
    assert not list(home.glob("crash-*"))


@pytest.mark.parametrize("noise", [b"\xff", "值班电话".encode("gbk"), b"\xc3", b"\xed\xb2\x80"])
def test_bytes_that_are_no_utf8_do_not_kill_the_console(home: Path, noise: bytes) -> None:
    with opened(home) as shown:
        shown.send(noise)
        shown.send(b"\x02")
        shown.see("体检")
        shown.see("文件权限")
        shown.kill(signal.SIGTERM)
        assert shown.wait() == 143


def test_gbk_input_is_told_with_what_to_change(home: Path) -> None:
    with opened(home) as shown:
        shown.send("值班".encode("gbk"))
        shown.see("终端的编码改为 UTF-8")


@pytest.mark.parametrize("seed", [5, 20261124])
def test_four_thousand_random_bytes_leave_the_console_running(home: Path, seed: int) -> None:
    """All but Ctrl+Q and the line feed that would confirm it: leaving on demand is no fault."""
    dice = random.Random(seed)  # noqa: S311 # a test's dice
    with opened(home) as shown:
        shown.send(bytes(byte for byte in dice.randbytes(4096) if byte not in (0x11, 0x0A)))
        shown.kill(signal.SIGTERM)
        assert shown.wait() == 143
    assert not list(home.glob("crash-*"))
    assert_whole(home)


@pytest.mark.parametrize("patch", [IN_HANDLER, IN_WORKER, IN_TIMER], ids=["handler", "worker", "timer"])
def test_a_fault_of_the_program_is_one_sentence_and_a_private_file(home: Path, patch: str) -> None:
    with PtyConsole("-c", FAULTY.format(patch=patch), str(home)) as shown:
        if patch != IN_TIMER:
            shown.see("110千伏变电站失压")
            shown.send(b"\x05")
        assert shown.wait() == 1
        told = shown.raw.rpartition(RESTORED)[2].decode()
    assert RESTORED in shown.raw
    assert "值班台出错退出" in told
    assert "Traceback" not in told
    assert "13888888888" not in told
    (crash,) = home.glob("crash-*.txt")
    assert str(crash) in told.replace("\r", "").replace("\n", "")
    assert stat.S_IMODE(crash.stat().st_mode) == 0o600
    assert "RuntimeError" in crash.read_text(encoding="utf-8")
    assert_whole(home)


def test_a_desk_that_cannot_be_opened_is_a_fault_told_in_one_sentence(tmp_path: Path) -> None:
    code = FAULTY.format(patch="").replace("return Desk(", "raise RuntimeError('no desk'); return Desk(")
    with PtyConsole("-c", code, str(tmp_path)) as shown:
        assert shown.wait() == 1
    assert b"Traceback" not in shown.raw.rpartition(RESTORED)[2]
    assert len(list(tmp_path.glob("crash-*.txt"))) == 1


def test_leaving_gives_status_zero(home: Path) -> None:
    with opened(home) as shown:
        shown.send(b"\x11")
        shown.see("离开值班台")
        shown.send("\r")
        assert shown.wait() == 0
    assert RESTORED in shown.raw


def test_without_a_terminal_the_console_says_so_and_stops(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "console", "--home", str(tmp_path)], cwd=ROOT, capture_output=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "终端窗口" in done.stderr.decode()
    assert done.stdout == b""


def test_a_terminal_set_to_gbk_is_refused_before_anything_is_drawn(tmp_path: Path) -> None:
    with PtyConsole("-m", "console", "--home", str(tmp_path), LANG="zh_CN.GBK") as shown:
        assert shown.wait() == 2
    assert b"\x1b[?1049h" not in shown.raw
    assert "UTF-8" in shown.raw.decode()


def test_the_two_settings_of_textual_stand_before_it_is_imported() -> None:
    code = (
        "import sys, os; import console.tui.terminal as t\n"
        "assert 'textual' not in sys.modules\n"
        "t.set_environment(); t._screen(False)\n"
        "from textual import constants\n"
        "print(constants.DISABLE_KITTY_KEY, os.environ['TEXTUAL_ANIMATIONS'])"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith("TEXTUAL")}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=env)
    assert done.stdout.split() == ["True", "none"]
