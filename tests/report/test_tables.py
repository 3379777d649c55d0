"""Tables and text for the office: they print as an office prints them, and stay readable as plain text."""

from __future__ import annotations

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from console.desk.case import Case
from console.desk.desk import Desk
from console.report.formats import FORMATS
from console.report.page import escaped
from console.report.sheets import milestones_csv
from console.report.situation import situation_of

from .conftest import Clock

Night = tuple[Desk, Case, Clock]


def test_a_workbook_prints_across_with_its_head_on_every_page(evening: Night) -> None:
    """A4 across, one page wide, the head repeated, times that people read, a filter; nothing of the program in it."""
    _, case, _ = evening
    book = load_workbook(io.BytesIO(FORMATS["xlsx"](situation_of(case))))
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("landscape", 9, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.auto_filter.ref
    assert re.fullmatch(r"2026-11-24 \d\d:\d\d:\d\d", str(book["日志"]["B2"].value))
    assert book.properties.creator == "州大面积停电事件应急指挥部办公室"


def test_the_deadlines_are_a_table_of_their_own(evening: Night) -> None:
    """Every report of the plan with target, limit, what was done and whether early, as CSV that runs nothing."""
    _, case, _ = evening
    rows = list(csv.reader(io.StringIO(milestones_csv(situation_of(case)).decode("utf-8-sig"))))
    assert rows[0] == ["报告", "条款", "力争", "最迟", "实际", "早晚", "报告人", "接报人"]
    assert len(rows) == len(case.plan.milestones) + 1
    assert any(row[5].startswith("提前") for row in rows)
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


@pytest.mark.parametrize(
    ("typed", "written"),
    [("11-24 02:10", "11-24 02:10"), ("1.5万户(估算)", "1.5万户(估算)"), ("- 一", r"\- 一"), ("1. 一", r"1\. 一"), ("---", r"--\-"),
     ("http://x.y", r"http\://x.y"), ("www.x.y", r"www\.x.y"), ("a@b.c", r"a\@b.c"), ("[a](b)", r"\[a\](b)"), ("<b>", "&lt;b&gt;")],
)  # fmt: skip
def test_markdown_means_nothing_and_stays_readable(typed: str, written: str) -> None:
    """Only what would be a list, a rule, a link or a mark is escaped; times and figures read as they were typed."""
    assert escaped(typed) == written
