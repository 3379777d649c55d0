"""How an app ends: on a signal, on a closed terminal, on a fault of its own; each time with the right exit status."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from textual.driver import Driver

from console.incident.times import CHINA
from console.words import visible

from .typeahead import TypeAheadApp

if TYPE_CHECKING:
    from console.desk.desk import Desk

from .theme import OWN_COLOURS

GONE = 129
"""Exit status after the terminal was closed: that of SIGHUP, which says the same."""
_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")


def _driver() -> type[Driver] | None:
    """The driver that stands a bad or closed terminal; Textual's own on Windows, which reads events, not bytes."""
    if sys.platform == "win32":
        return None
    from .driver import SteadyDriver  # noqa: PLC0415 # it needs termios

    return SteadyDriver


class EndingApp(TypeAheadApp):
    """An app that leaves the terminal as it was, however it ends."""

    def __init__(self) -> None:
        super().__init__(driver_class=_driver())
        self._trace = StringIO()
        self.left: int | None = None
        """The exit status that leaving was asked for with; None until then."""
        # Where Textual prints the traceback of a fault: it goes into a private file, not to the officer.
        self.error_console = Console(file=self._trace, markup=False, highlight=False, emoji=False, width=160)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for a theme that does not know them."""
        return OWN_COLOURS

    @property
    def trace(self) -> str:
        """The tracebacks of this run; empty where all went well."""
        return self._trace.getvalue()

    async def run_async(self, **options: Any) -> None:
        """Listen for signals from before the first paint on."""
        if sys.platform != "win32" and not options.get("headless"):
            loop = asyncio.get_running_loop()
            for name in _SIGNALS:
                number = getattr(signal, name)
                if signal.getsignal(number) is not signal.SIG_IGN:
                    signal.signal(number, self._heard(loop))
        await super().run_async(**options)

    def _heard(self, loop: asyncio.AbstractEventLoop) -> Callable[[int, Any], None]:
        def heard(number: int, _frame: Any) -> None:
            # Not `add_signal_handler`: while keys pour in its pipe is full, and a signal that comes then is lost.
            loop.call_soon_threadsafe(self.leave_now, 128 + number)

        return heard

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave; what a half-made screen says about being taken down after this is no fault."""
        if self.left is None:
            self.left = return_code
        super().exit(result, return_code, message)

    def leave_now(self, status: int) -> None:
        """Leave without a question; the process is gone soon whatever hangs."""
        from .terminal import must_end  # noqa: PLC0415 # only at the end

        must_end(status)
        self.exit(None, status)

    def terminal_gone(self) -> None:
        """The terminal was closed: there is nobody to ask."""
        self.leave_now(GONE)

    def terminal_garbled(self) -> None:
        """The terminal sent bytes that are no UTF-8."""


GARBLED = "键盘送来的字不是 UTF-8 编码，请把终端的编码改为 UTF-8；已记录的不受影响"
"""What the officer is told then."""


def sit(app: EndingApp, close: Callable[[], None], home: Callable[[], Path | None]) -> int:
    """Run an app to its end and close what it worked on; the exit status.

    After a fault the traceback goes into the home, and one sentence to the officer.
    """
    try:
        app.run()
    finally:
        close()
    if app.left == GONE:
        _let_go()
    if app.left is not None:
        return app.left
    if app.trace:
        root = home()
        from .terminal import crash_words, keep_crash  # noqa: PLC0415 # only after a fault

        kept = keep_crash(root, app.trace, datetime.now(CHINA)) if root else None
        with contextlib.suppress(OSError, ValueError):  # nobody may be there to read it
            print(crash_words(root, kept), file=sys.stderr)  # noqa: T201 # the screen is gone
    return app.return_code or 0


def _let_go() -> None:
    """The terminal is gone: what is still buffered for it goes nowhere, and must not change the exit status."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)


def tell_left(desk: Desk) -> None:
    """Say, once the screen is gone, what was not recorded and where it was left; the words themselves as a last resort."""
    if not desk.kept:
        return
    from console.desk.kept import kept_text  # noqa: PLC0415 # only after a fault

    where = f"已另存到 {desk.left_behind}，日志能写以后请补录" if desk.left_behind else "哪里都存不下，请照下面抄在纸上"
    text = "" if desk.left_behind else "\n" + kept_text(desk.kept, desk.drill)
    with contextlib.suppress(OSError, ValueError):  # nobody may be there to read it
        print(visible(f"还有{len(desk.kept)}条没有记上，{where}{text}", lines=True), file=sys.stderr)  # noqa: T201 # the screen is gone
