"""`duty log redact-copy`: a copy without phone numbers and names."""

from __future__ import annotations

import argparse
import sys

from console.desk.people import numbers_of, people_of
from console.incident.refused import Refused
from console.report.redact import LEFT_WORDS, redacted, redactor_of
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
        redactor = redactor_of(case.entries, people_of(desk), desk.plans.values(), numbers_of(desk))
        put(out, redacted(case.id, case.entries, case.state.drill, redactor))
        sys.stdout.write(visible(f"{out} {len(case.entries)}条，已去除：{redactor.words}。{LEFT_WORDS}") + "\n")
    return 0
