"""Tables for the office: the log and the milestones as CSV and XLSX. No cell of theirs ever runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from console.incident.narrate import kind_label, narrate
from console.words import visible

from .evaluation import milestone_table
from .paper import DRILL_SENTENCE
from .situation import Situation

LOG_COLUMNS = ("编号", "写入时间", "发生时间", "记录人", "类别", "内容", "校验值")
_FORMULA = tuple("=+-@\t\r＝＋－＠")  # full-width signs start formulas in some programs
CELL_LIMIT = 32_000
"""A spreadsheet's cell holds no more characters than this."""


def log_rows(situation: Situation) -> Iterable[tuple[str, ...]]:
    """Every entry in a row of strings, as stored."""
    for entry in situation.entries:
        words = narrate(entry, situation.plan)
        yield (str(entry.seq), entry.at, entry.event_at, entry.by, kind_label(entry), words, entry.hash)


def harmless(cell: str) -> str:
    """A cell that is shown as typed and runs nowhere: a leading formula sign gets an apostrophe before it."""
    shown = visible(cell, lines=True)
    return f"'{shown}" if cell.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown


def csv_bytes(situation: Situation) -> bytes:
    """The log as CSV (RFC 4180, UTF-8 with a mark so that office programs read it)."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    if situation.state.drill:
        writer.writerow([DRILL_SENTENCE])
    writer.writerow(LOG_COLUMNS)
    writer.writerows([harmless(cell) for cell in row] for row in log_rows(situation))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def xlsx_bytes(situation: Situation) -> bytes:
    """Two sheets, the log and the milestones; every cell is text."""
    import xlsxwriter  # noqa: PLC0415 # 130 ms, only for this format

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    milestones = milestone_table(situation)
    sheets: tuple[tuple[str, Sequence[str], Iterable[Sequence[str]], tuple[int, ...]], ...] = (
        ("日志", LOG_COLUMNS, log_rows(situation), (6, 26, 26, 10, 10, 70, 20)),
        ("报告时限", milestones.columns, milestones.rows, (28, 8, 14, 14, 14, 16, 12)),
    )
    for name, columns, rows, widths in sheets:
        sheet = book.add_worksheet(f"演练{name}" if situation.state.drill else name)
        if situation.state.drill:
            sheet.set_header(f"&C{DRILL_SENTENCE}")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        head = [DRILL_SENTENCE] if situation.state.drill else []
        for number, row in enumerate([*([head] if head else []), columns]):
            for column, words in enumerate(row):
                sheet.write_string(number, column, words, bold)
        for number, row in enumerate(rows, 2 if head else 1):
            for column, words in enumerate(row):
                sheet.write_string(number, column, visible(words, lines=True)[:CELL_LIMIT], plain)
        sheet.freeze_panes(2 if head else 1, 0)
    book.close()
    return out.getvalue()
