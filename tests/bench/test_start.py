"""The console is up at once, and costs next to nothing while nobody touches it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from .measure import painted, processor_share, ratio

pytestmark = [pytest.mark.bench, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")]

OURS = """
import pathlib, sys
from console.tui.app import run
def opener():
    from console.desk.desk import Desk
    return Desk(pathlib.Path(sys.argv[1]))
run(opener)
"""
BARE = """
from textual.app import App
from textual.widgets import Footer, Static
class Bare(App):
    def compose(self):
        for number in range(16):
            yield Static(f"line {number}")
        yield Footer()
Bare().run()
"""
BOARD = "在办事件".encode()


def test_the_board_is_painted_almost_as_soon_as_a_bare_app(tmp_path: Path) -> None:
    """From start to the first painted board: at most 1.35 times a bare Textual app with as many widgets."""
    assert ratio(lambda: painted(OURS, BOARD, str(tmp_path)), lambda: painted(BARE, b"line 14"), 7) <= 1.35


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the kernel's own account of a process")
def test_an_idle_board_takes_under_one_per_cent_of_a_core(tmp_path: Path) -> None:
    """A minute (ten seconds in the short run) on the board with an open event: under 1 % of a core."""
    from console.desk.desk import Desk  # noqa: PLC0415 # the other test measures the start without it

    desk = Desk(tmp_path)
    desk.open_event("blackout", "110千伏变电站失压")
    desk.close()
    seconds = 60.0 if os.environ.get("DUTY_LONG") else 10.0
    assert processor_share(OURS, BOARD, seconds, str(tmp_path)) < 0.01
