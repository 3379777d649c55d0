"""Tables for the office: the log and the milestones as CSV and XLSX. No cell of theirs ever runs as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from console.incident.narrate import kind_label, narrate
from console.words import visible

from .evaluation import milestone_table
from .paper import DRILL_SENTENCE, DRILL_WORDS
from .situation import Situation

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LOG_COLUMNS = ("编号", "写入时间", "发生时间", "记录人", "类别", "内容", "校验值")
_FORMULA = tuple("=+-@\t\r＝＋－＠")  # full-width signs start formulas in some programs
CELL_LIMIT = 32_000
"""A spreadsheet's cell holds no more characters than this."""


def log_rows(situation: Situation) -> Iterable[tuple[str, ...]]:
    """Every entry in a row of strings, as stored; what was taken back or corrected says so beside its words."""
    index = situation.index
    for entry in situation.entries:
        words = index.told(entry, narrate(entry, situation.plan))
        yield (str(entry.seq), entry.at, entry.event_at, entry.by, kind_label(entry), words, entry.hash)


def harmless(cell: str) -> str:
    """A cell that is shown as typed and runs nowhere: a leading formula sign gets an apostrophe before it."""
    shown = visible(cell, lines=True)
    return f"'{shown}" if cell.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown


def csv_bytes(situation: Situation) -> bytes:
    """The log as CSV (RFC 4180, UTF-8 with a mark so that office programs read it)."""
    return _csv(LOG_COLUMNS, log_rows(situation), drill=situation.state.drill)


def milestones_csv(situation: Situation) -> bytes:
    """The reports with target, limit and what was done, as CSV."""
    table = milestone_table(situation)
    return _csv(table.columns, table.rows, drill=situation.state.drill)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]], *, drill: bool) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out)
    if drill:
        writer.writerow([DRILL_SENTENCE])
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def xlsx_bytes(situation: Situation) -> bytes:
    """Two sheets, the log and the milestones; every cell is text; they print on A4 across, the head on every page."""
    import xlsxwriter  # noqa: PLC0415 # 130 ms, only for this format

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    shown = {"text_wrap": True, "valign": "top", "border": 1}
    bold, plain = book.add_format({**shown, "bold": True, "bg_color": "#E7E7E7"}), book.add_format(shown)
    mark = book.add_format({"bold": True})
    drill = situation.state.drill
    title = visible(situation.state.title)[:200]
    book.set_properties({"title": title, "author": visible(situation.office)[:200], "keywords": DRILL_WORDS if drill else ""})
    milestones = milestone_table(situation)
    sheets: tuple[tuple[str, Sequence[str], Iterable[Sequence[str]], tuple[int, ...]], ...] = (
        ("日志", LOG_COLUMNS, map(_read_time, log_rows(situation)), (6, 20, 20, 10, 10, 70, 20)),
        ("报告时限", milestones.columns, milestones.rows, (34, 8, 14, 14, 14, 16, 12, 12)),
    )
    for name, columns, rows, widths in sheets:
        sheet = book.add_worksheet(f"{DRILL_WORDS}{name}" if drill else name)
        top = 1 if drill else 0
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if drill:
            sheet.write_string(0, 0, DRILL_SENTENCE, mark)
        last = top
        for number, row in enumerate((columns, *rows), top):
            for column, words in enumerate(row):
                sheet.write_string(number, column, visible(words, lines=True)[:CELL_LIMIT], bold if number == top else plain)
            last = number
        sheet.freeze_panes(top + 1, 0)
        sheet.autofilter(top, 0, last, len(columns) - 1)
        _for_print(sheet, top, drill=drill)
    book.close()
    return out.getvalue()


def _read_time(row: Sequence[str]) -> tuple[str, ...]:
    """A row of the log whose times read 「2026-11-24 02:10:00」; a time that is none stays as it is stored."""
    return (row[0], *(at[:19].replace("T", " ") if at.endswith("+08:00") else at for at in row[1:3]), *row[3:])


def _for_print(sheet: Worksheet, top: int, *, drill: bool) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C- &P -")
    if drill:
        sheet.set_header(f"&C{DRILL_SENTENCE}")
