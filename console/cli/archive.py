"""`duty log archive`: one event as a folder and a zip that need no console."""

from __future__ import annotations

import argparse
import sys

from console.desk.archiving import archive_event
from console.incident.refused import Refused
from console.journal.errors import reason
from console.words import visible

from .desks import reading
from .faults import VerbError
from .outlet import outlet


def run(arguments: argparse.Namespace) -> int:
    """Make the archive and print folder, zip, and how the log is sealed; progress goes to standard error."""
    with reading(drill=arguments.id.startswith("D")) as desk:
        try:
            case = desk.case(arguments.id)
        except Refused as fault:
            raise VerbError(str(fault)) from None
        out = outlet(arguments.out)
        try:
            made = archive_event(desk, case, out, _progress)
        except OSError as fault:
            raise VerbError(f"{out}: 档案包写不成({reason(fault)})，请换一个文件夹") from None
        except ValueError as fault:
            raise VerbError(str(fault)) from None
    sys.stdout.write(visible(f"{made.folder} {made.files}个文件") + "\n" + visible(str(made.zip)) + "\n")
    sys.stdout.write(visible(made.seal) + "\n")
    return 0


def _progress(done: int, total: int, what: str) -> None:
    """One line on a terminal that is written over; nothing where the output goes elsewhere."""
    if sys.stderr.isatty():
        end = "\n" if done >= total - 2 else ""
        print(f"\r{visible(f'{done}/{total} {what}')}\x1b[K", end=end, file=sys.stderr, flush=True)  # noqa: T201 # as above
