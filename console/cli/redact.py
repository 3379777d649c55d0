"""`duty log redact-copy`: a copy without phone numbers and names."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.desk.desk import Desk
from console.incident.refused import Refused
from console.journal.errors import reason
from console.journal.files import atomic_write
from console.report.redact import redacted
from console.words import visible

from .desks import reading
from .faults import VerbError


def run(arguments: argparse.Namespace) -> int:
    """Write the copy, whole or not at all; the log is only read."""
    out = Path(arguments.out)
    with reading(drill=arguments.id.startswith("D")) as desk:
        try:
            case = desk.case(arguments.id)
        except Refused as fault:
            raise VerbError(str(fault)) from None
        if out.is_dir():
            out = out / f"{'演练-' if case.state.drill else ''}{case.id}-去名副本.jsonl"
        try:
            if out.exists() and out.samefile(case.journal.path):
                raise VerbError(f"{out} 就是原日志，请换一个文件名")
            atomic_write(out, redacted(case.id, case.entries, case.state.drill, _also(desk)))
        except OSError as error:
            raise VerbError(f"{out}: 写不成({reason(error)})，请换一个位置") from None
        except ValueError:
            raise VerbError("文件名里有不能用的字符，请换一个") from None
        sys.stdout.write(visible(f"{out} {len(case.entries)}条，姓名和电话已去除；交出前请人看一遍") + "\n")
    return 0


def _also(desk: Desk) -> list[str]:
    turns = desk.room.state.shifts
    return [*desk.settings.officers, *desk.settings.leaders, *(t.name for t in turns), *(t.leader for t in turns)]
