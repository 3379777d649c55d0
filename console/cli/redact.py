"""`duty log redact-copy`: a copy without phone numbers and names."""

from __future__ import annotations

import argparse
import sys

from console.desk.people import people_of
from console.incident.refused import Refused
from console.report.redact import redacted
from console.words import visible

from .desks import reading
from .faults import VerbError
from .outlet import outlet, put


def run(arguments: argparse.Namespace) -> int:
    """Write the copy, whole or not at all; the log is only read."""
    out = outlet(arguments.out)
    with reading(drill=arguments.id.startswith("D")) as desk:
        try:
            case = desk.case(arguments.id)
        except Refused as fault:
            raise VerbError(str(fault)) from None
        if out.is_dir():
            out = out / f"{'演练-' if case.state.drill else ''}{case.id}-去名副本.jsonl"
        put(out, redacted(case.id, case.entries, case.state.drill, people_of(desk)))
        sys.stdout.write(visible(f"{out} {len(case.entries)}条，姓名和电话已去除；交出前请人看一遍") + "\n")
    return 0
