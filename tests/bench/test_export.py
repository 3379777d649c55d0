"""What an export of a long log costs, as a ratio to writing the same rows bare in the same run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from time import perf_counter

import pytest

from console.desk.desk import Desk
from console.incident import commands as c
from console.journal.canonical import canonical
from console.report.formats import FORMATS, export
from tests.desk.clock import FixedClock

pytestmark = pytest.mark.bench

ENTRIES = 10_000
LIMITS = {"jsonl": 2.5, "csv": 2.5, "md": 3, "html": 3, "docx": 14, "xlsx": 7, "toml": 5}
"""At most so many times writing the same entries bare, which takes some tenths of a second: all stay under five."""


@pytest.mark.parametrize("name", FORMATS)
def test_ten_thousand_entries_leave_in_bounded_time(name: str, tmp_path: Path) -> None:
    """Each format costs at most its multiple of writing the same entries as lines."""
    desk = Desk(tmp_path / "home", clock=FixedClock())
    case = desk.open_event("blackout", "停电")
    notes = [c.Note(f"第{number}条：个旧供电局来电，已恢复{number}户 [/] =1+1") for number in range(500)]
    while len(case.entries) < ENTRIES:
        desk.do(case.id, *notes)
    best_ours, best_bare = 1e9, 1e9
    for _ in range(2):
        start = perf_counter()
        (tmp_path / "bare").write_bytes(b"".join(canonical(asdict(entry)) + b"\n" for entry in case.entries))
        best_bare = min(best_bare, perf_counter() - start)
        start = perf_counter()
        export(case, name, tmp_path / f"event.{name}")
        best_ours = min(best_ours, perf_counter() - start)
    desk.close()
    print(f"\n{name}: {best_ours:.2f} s, bare {best_bare:.2f} s, ratio {best_ours / best_bare:.1f}")  # noqa: T201 - the figures asked for
    assert best_ours / best_bare <= LIMITS[name]
