"""A table as an office has it, CSV or XLSX, as rows of words with their line; bounded before anything large is read."""

from __future__ import annotations

import csv
import io
import math
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

MOST_BYTES = 5 << 20
"""A contact list of thousands of rows is some hundred kilobytes."""
MOST_INSIDE = 60 << 20
"""Bytes that an XLSX may unpack to; beyond it is a bomb or no contact list."""
MOST_PARTS = 500
MOST_ROWS = 5000
MOST_COLUMNS = 60
MOST_SHEETS = 20
LONGEST = 1000
"""Characters of a cell that are looked at."""

_DAMAGED = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, OSError, EOFError, RuntimeError,
    SyntaxError, MemoryError, zipfile.BadZipFile, zlib.error,
)
"""What the library raises on a workbook that was damaged or tampered with (its parser's errors are SyntaxError)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, and whether the table kept them as a number."""

    text: str
    number: bool = False
    cut: bool = False
    """There was more than `LONGEST`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank."""

    sheet: str
    """Empty for CSV."""
    line: int
    """From 1, as a spreadsheet or an editor counts."""
    cells: tuple[Cell, ...]

    @property
    def place(self) -> str:
        """「第12行」, with the sheet's name where there is one."""
        return f"{self.sheet}表第{self.line}行" if self.sheet else f"第{self.line}行"


class Unusable(ValueError):
    """No table can be read from the file; the message is one sentence."""


def rows_of(raw: bytes) -> list[Row]:
    """The rows of a file, whatever it is called: its kind is told by its bytes.

    Raises:
        Unusable: too large, an old or damaged workbook, or no text in UTF-8, UTF-16 or GBK.
    """
    if len(raw) > MOST_BYTES:
        raise Unusable(f"文件超过{MOST_BYTES >> 20}兆，不像通讯录，没有读取")
    if not raw.strip():
        raise Unusable("文件是空的")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unusable("这是旧的 .xls 格式(或加了密码)，请在 Excel 或 WPS 里另存为 .xlsx 或 CSV 再导入")
    return _xlsx(raw) if raw.startswith(b"PK\x03\x04") else _csv(raw)


def _csv(raw: bytes) -> list[Row]:
    text = _decoded(raw)
    head = "\n".join(text.splitlines()[:30])
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            _add(rows, "", line, [Cell(c[:LONGEST].strip(), cut=len(c) > LONGEST) for c in cells[:MOST_COLUMNS]])
            line = reader.line_num + 1
    except csv.Error:
        raise Unusable(f"第{line}行起引号没有配对，或一格超过13万字，请在 Excel 里打开核对再存一次") from None
    return rows


def _decoded(raw: bytes) -> str:
    codecs = ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    raise Unusable("不是 CSV 或 XLSX: 文字既不是 UTF-8 也不是 GBK，请在 Excel 里另存为「CSV UTF-8」")


def _add(rows: list[Row], sheet: str, line: int, cells: list[Cell]) -> None:
    if any(cell.text for cell in cells):
        if len(rows) >= MOST_ROWS:
            raise Unusable(f"超过{MOST_ROWS}行，不像通讯录，没有读取；请拆成几个文件")
        rows.append(Row(sheet, line, tuple(cells)))


def _xlsx(raw: bytes) -> list[Row]:
    damaged = "工作簿打不开：不是完好的 .xlsx，请在 Excel 或 WPS 里打开再另存一次"
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            inside = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unusable(damaged) from None
    if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > MOST_INSIDE:
        raise Unusable("工作簿展开后太大，不像通讯录，没有读取")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library leaves out (pictures, validations) is no contact
            return list(_sheets(raw))
    except Unusable:
        raise
    except _DAMAGED:
        raise Unusable(damaged) from None


def _sheets(raw: bytes) -> Iterator[Row]:
    import openpyxl  # noqa: PLC0415 # 200 ms, only for a workbook

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    try:
        several = len(book.worksheets) > 1
        rows: list[Row] = []
        for sheet in book.worksheets[:MOST_SHEETS]:
            reset = getattr(sheet, "reset_dimensions", None)
            if reset is not None:
                reset()  # what the file says of its own size may be a lie
            table = sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS, values_only=True)
            for line, values in enumerate(table, 1):
                _add(rows, (sheet.title or "")[:40] if several else "", line, [_cell(value) for value in values])
        yield from rows
    finally:
        book.close()


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, bool):
        return Cell("")
    if isinstance(value, int | float):
        whole = isinstance(value, int) or (math.isfinite(value) and value.is_integer() and abs(value) < 1e15)
        return Cell(str(int(value)) if whole else repr(value), number=True)
    if isinstance(value, datetime | date | time):
        return Cell(value.isoformat()[:LONGEST], number=True)
    text = str(value)
    return Cell(text[:LONGEST].strip(), cut=len(text) > LONGEST)
