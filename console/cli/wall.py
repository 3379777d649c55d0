"""`duty wall`: the large read-only screen."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from console.desk.home import default_home
from console.tui.terminal import open_console

if TYPE_CHECKING:
    from console.desk.desk import Desk


def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    del verb
    parser.add_argument("--drill", action="store_true", help="看演练")


def run(arguments: argparse.Namespace) -> int:
    """Show the wall until it is left. It never asks for the right to write."""
    home = default_home()

    def opener() -> Desk:
        from console.desk.desk import Desk  # noqa: PLC0415 # behind the first paint

        return Desk(home, drill=arguments.drill, write=False)

    return open_console(opener, home, wall=True)
