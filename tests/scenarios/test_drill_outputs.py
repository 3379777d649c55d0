"""A search of everything that a drill leaves behind: no page, no file without 演练."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from console.cli.front import run
from console.desk import handing
from console.desk.archiving import archive_event
from console.desk.twins import write_twin
from console.exercise.opening import Begin, begin
from console.exercise.scoring import sheets
from console.report.formats import FORMATS, export
from console.report.handover_paper import handover_paper
from console.report.saving import save_paper
from console.report.score_paper import score_paper, trend_drawing
from console.shift.handover import last_signed
from console.shift.sheet import sheet
from tests.desk.clock import FixedClock
from tests.drill.test_scenarios import FILES
from tests.drill.trainee import Trainee

BARE = {"verify_log.py", "log.jsonl", "seal.pub"}
"""The tool, and what is kept byte for byte (its entries say `drill`); their names in the archive begin with 演练, but for the tool."""


def words_in(raw: bytes) -> str:
    """The text of a file, of a Word file or a workbook all its parts."""
    if raw[:2] != b"PK":
        return raw.decode("utf-8-sig", "replace")
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_nothing_of_a_drill_could_be_taken_for_real(tmp_path: Path) -> None:
    """Archive, exports, papers, emergency pages, handover, shift log, score, trend: every name and every page says 演练."""
    text = next(path for path in FILES if path.stem == "frost-night").read_text(encoding="utf-8")
    home, out = tmp_path / "home", tmp_path / "out"
    out.mkdir()
    real = FixedClock("2026-11-24T09:00:00+08:00")
    exercise = begin(home, Begin(text, "张三"), real=real)
    Trainee(exercise, real).play()
    desk = exercise.desk
    case = desk.cases[exercise.run.events["frost"]]
    archive_event(desk, case, out)
    write_twin(desk, case)
    for name in FORMATS:
        export(case, name, out)
    for form in ("docx", "html", "md", "txt"):
        signed = last_signed(desk.room.state)
        save_paper(handover_paper(sheet(handing.scene(desk)), signed, "办", desk.clock.now(), "张三", drill=desk.drill), form, out)
    exercise.close()
    past = sheets(home)
    for form in ("docx", "html", "md", "txt"):
        save_paper(score_paper(past[-1], past, "办", real.now()), form, out)
    assert "演练" in trend_drawing(past).svg
    base = ["--home", str(home)]
    assert run([*base, "shift", "log", "--drill", "--name", "张三", "--from", "-600", "-o", str(out / "班.md")]) in (0, 1)
    assert run([*base, "log", "redact-copy", case.id, "-o", str(out)]) == 0
    assert not (home / "exports").exists()
    files = [path for folder in (out, exercise.record.folder / "exports") for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 30
    assert [path.name for path in files if "演练" not in path.name and path.name not in BARE] == []
    silent = [path.name for path in files if "演练" not in words_in(path.read_bytes()) and path.name.removeprefix("演练_") not in BARE]
    assert [name for name in silent if not name.endswith((".jsonl", ".json", ".pub"))] == []
