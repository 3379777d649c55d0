"""Characters whose width Chinese fonts and terminals disagree on stay out of our own screens and data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
AMBIGUOUS = re.compile("[…→←─│●○①-⑳“”‘’Ⅰ-Ⅻ≥≤×÷—–·■□▲△★☆√℃‰§°±]")
"""The usual suspects: one cell for the program, two in many Chinese fonts."""


def _docstrings(tree: ast.AST) -> set[int]:
    """The ids of the constants that are docstrings: they are for readers of the code, not for the screen."""
    found: set[int] = set()
    for node in ast.walk(tree):
        for child in getattr(node, "body", []) if isinstance(getattr(node, "body", None), list) else []:
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                found.add(id(child.value))
    return found


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skip = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skip:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", sorted((ROOT / "console" / "tui").rglob("*.py")), ids=lambda p: p.name)
def test_words_of_the_screens_have_a_sure_width(path: Path) -> None:
    """No string literal of a screen holds a character of ambiguous width."""
    wrong = [f"{path.name}:{line} {text[:30]!r}" for line, text in _strings(path) if AMBIGUOUS.search(text)]
    assert not wrong


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.toml")), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_words_of_the_data_have_a_sure_width(path: Path) -> None:
    """No value of the plans, drills and templates holds a character of ambiguous width."""
    wrong = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.lstrip().startswith("#") and (found := AMBIGUOUS.search(line)):
            wrong.append(f"{path.name}:{number} {found[0]}")
    assert not wrong
