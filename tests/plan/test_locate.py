"""Every key and item of a TOML text is found on its line."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.plan.loader import data_root
from console.plan.locate import Path, lines_of, nearest_line

TEXT = '''# head
top = 1  # a [comment] with "marks"
"quoted key" = 'x'
dotted.inner = """
[[not.a.table]]
k = 1 \\""" still
"""
[plan]
id = "a#b"
long = \'\'\'
[plan]
\'\'\'
[[rows]]
id = "one"
list = [
  1,   # first
  "two]", { deep = [3,
    4], other = 5 },
]
[[rows.any]]
when = 1
[[rows.any]]
when = 2
[[rows]]
id = "two"
  [rows.more]
  at = 1979-05-27T07:32:00Z
  [[rows.any]]
  when = 3
'''

LINES: dict[Path, int] = {
    ("top",): 2, ("quoted key",): 3, ("dotted", "inner"): 4, ("plan",): 8, ("plan", "id"): 9, ("plan", "long"): 10,
    ("rows", 0): 13, ("rows", 0, "list"): 15, ("rows", 0, "list", 0): 16, ("rows", 0, "list", 1): 17,
    ("rows", 0, "list", 2, "deep", 1): 18, ("rows", 0, "list", 2, "other"): 18, ("rows", 0, "any", 0): 20,
    ("rows", 0, "any", 1, "when"): 23, ("rows", 1): 24, ("rows", 1, "more", "at"): 27,
    ("rows", 1, "any", 0, "when"): 29,
}  # fmt: skip


@pytest.mark.parametrize("path", LINES)
def test_a_path_is_found_on_its_line(path: Path) -> None:
    assert lines_of(TEXT)[path] == LINES[path]


def test_what_is_missing_is_reported_where_its_table_begins() -> None:
    lines = lines_of(TEXT)
    assert nearest_line(lines, ("rows", 1, "clause")) == 24
    assert nearest_line(lines, ("rows", 0, "any", 1, "clause")) == 22
    assert nearest_line(lines, ("nothing", 4)) == 1


def every_path(value: Any, path: Path = ()) -> list[Path]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return ([path] if path else []) + [found for key, part in inner for found in every_path(part, (*path, key))]


SHIPPED = sorted((data_root() / "plans").rglob("*.toml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_item_of_the_shipped_files_has_a_line_that_shows_its_key(file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    found, rows = lines_of(text), text.split("\n")
    for path in every_path(tomllib.loads(text)):
        assert path in found
        if isinstance(path[-1], str):
            assert path[-1] in rows[found[path] - 1]


@given(st.text(alphabet='[]{}="\'\\#.,\nab1 \t', max_size=120))
def test_no_text_makes_the_scanner_fail_or_hang(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text).values())
