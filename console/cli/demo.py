"""`duty demo`: a night that plays itself."""

from __future__ import annotations

import argparse

from .faults import VerbError


def add(parser: argparse.ArgumentParser, _verb: str) -> None:
    """The arguments of the verb."""
    parser.add_argument("--pace", type=float, default=1.0, metavar="倍", help="放慢(2)或加快(0.5)，默认1，约三分钟")


def run(arguments: argparse.Namespace) -> int:
    """Show it."""
    from console.tui.terminal import fit_terminal  # noqa: PLC0415 # only where it is asked for

    if not 0.05 <= arguments.pace <= 10:  # what can be watched
        raise VerbError("--pace 须在0.05到10之间")
    if fit_terminal() is None:
        return 2
    from console.tui.drill.demo import run_demo  # noqa: PLC0415 # Textual reads its environment at import

    return run_demo(arguments.pace)
