"""The real console in a real pseudo-terminal: keys go in, the screen is read as a person would; no sleep anywhere."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]
DEADLINE = 40.0
"""Seconds after which a test gives up; nothing is measured by it."""
_NOISE = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$[a-z]")
"""Escape codes that pyte would print as text."""
RESTORED = b"\x1b[?1049l"
"""Leaves the alternate screen."""


class Gone(AssertionError):
    """The program ended while something was awaited of its screen."""


class PtyConsole:
    """`python ARGUMENTS` in a terminal."""

    def __init__(
        self, *arguments: str, size: tuple[int, int] = (100, 30), hup_ignored: bool = False, **env: str
    ) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.status: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if hup_ignored:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.chdir(ROOT)
            clean = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "TEXTUAL_", "DUTY_", "PYTHON"))}
            settings = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "COLUMNS": str(columns), "LINES": str(rows), **env}
            os.execve(sys.executable, [sys.executable, *arguments], {**clean, **settings})  # the point
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def text(self) -> str:
        """What stands on the screen."""
        # Not `screen.display`, which fails on a wide character of which only a half is painted yet.
        buffer, columns = self.screen.buffer, range(self.screen.columns)
        return "\n".join("".join(buffer[y][x].data for x in columns).rstrip() for y in range(self.screen.lines))

    def send(self, data: bytes | str) -> None:
        """Type."""
        raw = data.encode() if isinstance(data, str) else data
        while raw:
            if select.select([], [self.fd], [], 0)[1]:
                raw = raw[os.write(self.fd, raw[:256]) :]
            self._read(0.01)

    def until(self, met: Callable[[str], bool], what: str = "") -> str:
        """Read until the screen is as wanted; fails with the screen where that does not come."""
        end = time.monotonic() + DEADLINE
        while not met(self.text):
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"not seen: {what}\n{self.text}")
            if not self._read(min(left, 0.5)):
                raise Gone(f"ended with {self.wait()} before {what}\n{self.text}")
        return self.text

    def see(self, words: str) -> str:
        """Read until the words stand on the screen."""
        return self.until(lambda text: words in text, words)

    def kill(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as when its window is closed."""
        os.close(self.fd)
        self.fd = -1

    def wait(self) -> int:
        """The exit status, negative for a signal that was not handled; fails where the process does not end."""
        end = time.monotonic() + DEADLINE
        while self.status is None:
            if self.fd >= 0:
                self._read(0.05)
            else:
                select.select([], [], [], 0.02)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
            assert time.monotonic() < end, f"still running\n{self.text}"
        while self.fd >= 0 and self._read(0):
            pass
        return self.status

    def close(self) -> None:
        """Leave nothing behind."""
        if self.status is None:
            done, _ = os.waitpid(self.pid, os.WNOHANG)
            if not done:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)

    def __enter__(self) -> PtyConsole:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, seconds: float) -> bool:
        """Take in what is there; False where the program has closed the terminal."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return seconds > 0
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(_NOISE.sub(b"", data))
        return bool(data)


def console(home: Path, *verb: str, hup_ignored: bool = False) -> PtyConsole:
    """`duty --home HOME VERB` in a terminal."""
    return PtyConsole("-m", "console", "--home", str(home), *verb, hup_ignored=hup_ignored)
