"""Every problem of a plan folder, with file, line and what was expected."""

from __future__ import annotations

from pathlib import Path

from .problem import Problem
from .references import reference_findings
from .shape import shape_findings
from .source import Source, read_folder
from .tables import Tables
from .terms import term_findings

__all__ = ["Problem", "check", "check_source"]


def check(folder: Path) -> list[Problem]:
    """All problems of a folder, by file and line; empty where the plan can be used. Never raises for bad content."""
    return check_source(read_folder(folder))


def check_source(source: Source) -> list[Problem]:
    """The same for a folder that has been read."""
    tables = Tables(source.tables)
    found = list(source.problems)
    for findings in (shape_findings(source.tables), reference_findings(tables), term_findings(tables)):
        found.extend(source.problem(place, sentence) for place, sentence in findings)
    header = tables.header
    if header is not None and header.id != source.folder.resolve().name:
        sentence = f"预案编号「{header.id}」要和文件夹名「{source.folder.resolve().name}」一致"
        found.append(source.problem(("plan", "id"), sentence))
    return sorted(set(found))
