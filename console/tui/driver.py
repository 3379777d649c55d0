"""The driver for terminals of Linux and macOS: a stray byte harms nothing, a terminal that is gone ends the console.

Textual's own reader dies of a byte that is no UTF-8, and spins on a terminal that was closed. Here a thread of ours
reads the terminal and hands clean UTF-8 on through a pipe; Textual reads the pipe. Only names that are public in
Textual are used, but for the output file (see `__init__`).
"""

from __future__ import annotations

import codecs
import os
import select
import threading
from collections.abc import Callable
from typing import IO, Any, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

_LOOK = 0.2
"""Seconds after which the reader looks whether the console is leaving."""
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
"""What the terminal sends before and after a pasted text."""
ESCAPE_SHOWN = "\u241b"
"""Stands for an escape in a pasted text: seen and kept, and nothing that a terminal or a parser obeys."""
_PARSER_FAULTS = (ValueError, LookupError, ArithmeticError, TypeError, AttributeError)
"""What a parser may raise over a control sequence that no terminal sends."""


class SteadyDriver(LinuxDriver):
    """As Textual's, on a terminal that may send anything or go away."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:  # fmt: skip
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._told = cast("Listener", app)
        # A closed terminal refuses what is written: the thread that writes would die, and its full queue hold the app.
        self._file = cast(Any, Unbreakable(cast("IO[str]", self._file)))

    def run_input_thread(self) -> None:
        """Let Textual read a pipe of clean UTF-8 in place of the terminal."""
        # `fileno` is used by the app's thread before this one starts and after it is joined, never in between.
        terminal, (reads, writes) = self.fileno, os.pipe()
        pump = threading.Thread(target=self._pump, args=(terminal, writes), name="terminal", daemon=True)
        self.fileno = reads
        pump.start()
        try:
            while not self.exit_event.is_set():
                try:
                    super().run_input_thread()
                except _PARSER_FAULTS:
                    continue  # the keys of this burst are lost; the next ones find a fresh parser
        finally:
            self.fileno = terminal
            os.close(reads)
            pump.join(1)

    def _pump(self, terminal: int, writes: int) -> None:
        try:
            pump(terminal, writes, self.exit_event.is_set, self._garbled)
        except OSError:
            self._call(self._told.terminal_gone)
            self.exit_event.wait()
        finally:
            os.close(writes)

    def _garbled(self) -> None:
        self._call(self._told.terminal_garbled)

    def _call(self, what: Callable[[], None]) -> None:
        self._loop.call_soon_threadsafe(what)


class Listener:
    """What the app is told by its driver, on the app's own thread."""

    def terminal_gone(self) -> None:
        """The terminal was closed: there is nobody to show anything to."""

    def terminal_garbled(self) -> None:
        """The terminal sent bytes that are no UTF-8."""


class Unbreakable:
    """A file to write to that never refuses; what cannot be written has no reader."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write where it can be written."""
        try:
            self._file.write(text)
        except (OSError, ValueError):
            return

    def flush(self) -> None:
        """Flush where it can be."""
        try:
            self._file.flush()
        except (OSError, ValueError):
            return

    def fileno(self) -> int:
        """The file's number."""
        return self._file.fileno()


class Pastes:
    """Finds pasted texts in what the terminal sends. Textual takes an escape code in one for keys that were pressed,
    so that a text from a stranger could leave a field or open a screen: here it stays text."""

    def __init__(self) -> None:
        self._inside = False
        self._before = ""
        """The last characters that went out, in which the mark of a paste may have begun."""
        self._held = ""
        """What may be the beginning of the mark that ends the paste."""

    def tamed(self, text: str) -> str:
        """The same text, with `ESCAPE_SHOWN` for each escape in a paste; no key that is pressed waits for the next."""
        out = []
        text, self._held = self._held + text, ""
        while text:
            part, text = self._ended(text) if self._inside else self._begun(text)
            out.append(part)
        return "".join(out)

    def _begun(self, text: str) -> tuple[str, str]:
        seen = self._before + text
        at = seen.find(_PASTE)
        if at < 0:
            self._before = seen[-len(_PASTE) + 1 :]
            return text, ""
        end = at + len(_PASTE) - len(self._before)
        self._inside, self._before = True, ""
        return text[:end], text[end:]

    def _ended(self, text: str) -> tuple[str, str]:
        at = text.find(_PASTED)
        if at >= 0:
            self._inside = False
            return text[:at].replace("\x1b", ESCAPE_SHOWN) + _PASTED, text[at + len(_PASTED) :]
        kept = next((n for n in range(len(_PASTED) - 1, 0, -1) if text.endswith(_PASTED[:n])), 0)
        self._held = text[len(text) - kept :]
        return text[: len(text) - kept].replace("\x1b", ESCAPE_SHOWN), ""


def pump(terminal: int, writes: int, leaving: Callable[[], bool], garbled: Callable[[], None]) -> None:
    """Hand on what the terminal sends as UTF-8 until `leaving`; bytes that are none become U+FFFD, to be seen.

    `garbled` is called at each reading that had such bytes.

    Raises:
        OSError: the terminal was closed (end of file counts as such).
    """
    decoder, pastes = codecs.getincrementaldecoder("utf-8")(errors="replace"), Pastes()
    while not leaving():
        if not select.select([terminal], [], [], _LOOK)[0]:
            continue
        data = os.read(terminal, 4096)
        if not data:
            raise OSError("the terminal was closed")
        text = decoder.decode(data)
        if "\ufffd" in text and b"\xef\xbf\xbd" not in data:
            garbled()
        text = pastes.tamed(text)
        for start in range(0, len(text), 1024):
            os.write(writes, text[start : start + 1024].encode())
