"""The event in short, beside a report: what comes next, how many of the agencies were told. Pure."""

from __future__ import annotations

from textual.content import Content

from console.desk.view import CaseView

from .text import joined, safe
from .unit_words import group_lines, totals_words

STEPS = 8
"""So many steps are told."""


def standing_words(case: CaseView) -> Content:
    """The next steps and the agencies."""
    steps = [f"{n} {step.text}" for n, step in enumerate(case.steps[:STEPS], 1)] or ["没有要办的"]
    return joined(
        safe("接下来(F5 办第一件)", "bold"), safe("\n" + "\n".join(steps) + "\n\n", lines=True),
        safe("单位(按 2)", "bold"), safe("\n" + "\n".join([totals_words(case), *group_lines(case)]), lines=True),
    )  # fmt: skip
