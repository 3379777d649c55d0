"""Benchmarks compare two things in one run; they never assert a time of the clock on the wall."""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path


def painted(code: str, marker: bytes, *arguments: str) -> float:
    """Seconds from the start of a Python program in a terminal of 120x40 until `marker` is on the screen."""
    start = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40", TEXTUAL_ANIMATIONS="none")
        os.execv(sys.executable, [sys.executable, "-c", code, *arguments])
    seen = b""
    try:
        while marker not in seen:
            if not select.select([fd], [], [], 30)[0]:
                raise AssertionError(seen[-400:].decode(errors="replace"))
            seen += os.read(fd, 65536)
        return time.perf_counter() - start
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(fd)


def ratio(ours: Callable[[], float], bare: Callable[[], float], rounds: int = 5) -> float:
    """The median of ours over bare, measured in turn after one of each to warm up."""
    ours()
    bare()
    pairs = [(ours(), bare()) for _ in range(rounds)]
    return statistics.median(a / b for a, b in pairs)


def processor_share(code: str, marker: bytes, seconds: float, *arguments: str) -> float:
    """The share of a core that a program takes while nobody touches it, `seconds` long after a first rest."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40", TEXTUAL_ANIMATIONS="none")
        os.execv(sys.executable, [sys.executable, "-c", code, *arguments])
    seen = b""

    def drain(until: float) -> bytes:
        out = b""
        while (left := until - time.perf_counter()) > 0:
            if select.select([fd], [], [], left)[0]:
                out += os.read(fd, 65536)
        return out

    def used() -> float:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    try:
        seen = drain(time.perf_counter() + 3)
        assert marker in seen
        before, start = used(), time.perf_counter()
        drain(start + seconds)
        return (used() - before) / (time.perf_counter() - start)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(fd)
