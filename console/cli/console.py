"""`duty` without a verb: the full-screen console."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from console.desk.home import default_home
from console.tui.terminal import open_console

if TYPE_CHECKING:
    from console.desk.desk import Desk


def run(arguments: argparse.Namespace) -> int:
    """Open the console on the home; the screen comes first, the logs behind it."""
    del arguments
    home = default_home()

    def opener() -> Desk:
        from console.desk.desk import Desk  # noqa: PLC0415 # behind the first paint

        return Desk(home)

    return open_console(opener, home)
