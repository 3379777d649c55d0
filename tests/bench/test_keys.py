"""A key on the intake screen, with the level recomputed, is painted about as soon as in a bare input."""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import sys
import time
from pathlib import Path

import pytest

from console.desk.desk import Desk

pytestmark = [pytest.mark.bench, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")]

BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        yield Input()
Bare().run()
"""
KEYS = 60


class Typist:
    """A program in a terminal, with a finger on its keys."""

    def __init__(self, *arguments: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40", TEXTUAL_ANIMATIONS="none")
            os.execv(sys.executable, [sys.executable, *arguments])

    def drain(self, seconds: float) -> bytes:
        """Everything that is painted within so long."""
        end, out = time.perf_counter() + seconds, b""
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.fd], [], [], left)[0]:
                out += os.read(self.fd, 65536)
        return out

    def press(self, keys: str, rest: float = 0.4) -> bytes:
        """Type, and let it settle."""
        os.write(self.fd, keys.encode())
        return self.drain(rest)

    def echo(self, key: str) -> float:
        """Seconds from a key to the paint that shows it."""
        start, seen = time.perf_counter(), b""
        os.write(self.fd, key.encode())
        while key.encode() not in seen:
            if not select.select([self.fd], [], [], 5)[0]:
                raise AssertionError("the key was never painted")
            seen += os.read(self.fd, 65536)
        took = time.perf_counter() - start
        self.drain(0.04)
        return took

    def close(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def median_echo(typist: Typist) -> float:
    """The median over digits, each of which is another figure to judge, erased again as they come; one stands before."""
    typist.press("2")
    taken = []
    for number in range(KEYS):
        taken.append(typist.echo("1357"[number % 4]))
        typist.press("\x7f", 0.04)
    return statistics.median(taken)


def test_a_key_with_the_level_recomputed_takes_at_most_half_more_than_in_a_bare_input(tmp_path: Path) -> None:
    """Median from key to paint: at most 1.5 times that of a bare Textual Input, measured in turn."""
    desk = Desk(tmp_path)
    desk.open_event("blackout", "x")
    desk.close()
    ratios = []
    for _ in range(3):
        ours, bare = Typist("-m", "console", "--home", str(tmp_path)), Typist("-c", BARE)
        try:
            ours.drain(2.5)
            ours.press("\x1bOR", 1.0)
            ours.press("\x1b[21~", 1.0)
            ratios.append(median_echo(ours) / median_echo(bare))
        finally:
            ours.close()
            bare.close()
    assert min(ratios) <= 1.5, ratios
