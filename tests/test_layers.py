"""The house has one direction: tui, cli -> desk -> drill, report, journal -> incident -> rules -> plan."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "console"

RANK = {
    "plan": 0, "rules": 1, "incident": 2, "shift": 3, "warning": 3, "contacts": 3, "journal": 3, "report": 4, "drill": 4,
    "practice": 4, "desk": 5, "exercise": 6,
    "cli": 8, "tui": 8,
}
"""Rooms by height; a room may use what stands on its own height or lower."""

PURE = ("plan", "rules", "incident", "shift", "contacts", "drill")
"""Rooms that touch no clock and no chance (the plan reads its files)."""


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    package = ("console", *path.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            found.append((".".join((*base, node.module or "")).strip("."), node.lineno))
    return found


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_nothing_from_above(path: Path) -> None:
    """No module imports from a room that stands higher than its own."""
    own = RANK.get(_room(path))
    if own is None:
        return
    wrong = []
    for name, line in _imports(path):
        parts = name.split(".")
        if parts[0] == "console" and len(parts) > 1 and RANK.get(parts[1], 0) > own:
            wrong.append(f"{path.name}:{line} imports {name}")
    assert not wrong


@pytest.mark.parametrize("path", [p for p in _modules() if _room(p) != "tui"], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_screens_know_textual(path: Path) -> None:
    """Nothing but console.tui imports textual or rich."""
    assert not [f"{path.name}:{line}" for name, line in _imports(path) if name.split(".")[0] in ("textual", "rich")]


@pytest.mark.parametrize("path", [p for p in _modules() if _room(p) in PURE], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_pure_rooms_ask_neither_clock_nor_chance(path: Path) -> None:
    """plan, rules, incident and shift import no clock, no randomness, no network; `now` is an argument."""
    text = path.read_text(encoding="utf-8")
    banned = {"time", "random", "secrets", "socket", "subprocess", "threading", "asyncio"}
    assert not [f"{path.name}:{line}" for name, line in _imports(path) if name.split(".")[0] in banned]
    assert "datetime.now(" not in text
    assert ".today(" not in text


def test_a_verb_without_a_screen_loads_neither_textual_nor_rich() -> None:
    """`duty milestones` runs with neither of the two screen libraries in memory."""
    code = (
        "import sys; from console.__main__ import main\n"
        "sys.argv = ['duty', 'milestones', '--plan', 'blackout', '--t0', '2026-11-23T02:00:00+08:00']\n"
        "try:\n    status = main()\nexcept SystemExit as stop:\n    status = stop.code\n"
        "assert not status, status\n"
        "print([m for m in ('textual', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"


def test_files_and_functions_stay_small() -> None:
    """No module of the console has more than 500 lines, no function more than 50."""
    large = []
    for path in _modules():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 500:
            large.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (node.end_lineno or 0) - node.lineno >= 50:
                large.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not large
