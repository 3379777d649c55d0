"""The two emergency pages as a web page and as a Word file: rows of fixed height, two A4 pages, no more."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from .paper import DRILL_SENTENCE, DRILL_WORDS
from .twin import HEAD, LINE, TITLE, Grid, Twin

HINT = "从01行起逐行写，不空行不涂改，改错划一道线签名；电脑恢复后按 Shift+F7「纸面补录」逐行录入"
TEMPLATE = "twin.html.j2"
_TWIPS = 1440 / 25.4


def twin_html(twin: Twin, templates: tuple[Any, ...]) -> str:
    """The sheet as one HTML file that needs no network.

    Raises:
        ValueError: the office's own template cannot be used; the message is a sentence with the place.
    """
    from .page import rendered  # noqa: PLC0415 # the template machine is loaded only where a page is made

    return rendered(TEMPLATE, templates, twin=twin, hint=HINT, drill_sentence=DRILL_SENTENCE)


def twin_docx(twin: Twin) -> bytes:
    """The sheet as the bytes of a .docx file."""
    import docx  # noqa: PLC0415 # 150 ms
    from docx.shared import Mm  # noqa: PLC0415 # as above

    from .docx_form import watermark  # noqa: PLC0415 # as above

    document = docx.Document()
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(12)
    section.header_distance = section.footer_distance = Mm(4)
    if twin.drill:
        watermark(document, DRILL_WORDS)
        section.top_margin = Mm(14)
    for piece in _pieces(twin):
        body.insert(len(body) - 1, piece)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _pieces(twin: Twin) -> list[Any]:
    """The paragraphs and tables of both pages, in order."""
    mark = [_line(DRILL_SENTENCE, 11, 5, bold=True)] if twin.drill else []
    pieces = [*mark, _line(twin.heading, 15, 7.5, bold=True), _line(twin.about, 10, 5), _table(twin.status)]
    for part in twin.parts:
        pieces.append(_line(part.title, 10.5, TITLE, bold=True))
        pieces += [_table(part)] if part.rows else []
    pieces.append(_line(f"据日志第{twin.sheet}条 {twin.head[:16]}", 9, 5))
    mark = [_line(DRILL_SENTENCE, 11, 5, bold=True, new_page=True)] if twin.drill else []
    pieces += [*mark, _line(twin.heading, 15, 7.5, bold=True, new_page=not mark)]
    pieces += [_line(twin.about, 10, 5), _line(HINT, 10, 5), _table(twin.blank)]
    return [*pieces, _line("值班员                    带班领导                    页末时间", 10, 6)]


def _xml(words: str) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415 # as above
    from docx.oxml.ns import nsdecls  # noqa: PLC0415 # as above

    return parse_xml(words.replace(">", f" {nsdecls('w')}>", 1))


def _run(words: str, points: float, *, bold: bool = False) -> str:
    from .docx_file import clean  # noqa: PLC0415 # as above

    face = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr>{face}{weight}<w:sz w:val="{round(points * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(clean(words))}</w:t></w:r>'
    )


def _paragraph(words: str, points: float, millimetres: float, *, bold: bool = False, new_page: bool = False) -> str:
    page = "<w:pageBreakBefore/>" if new_page else ""
    height = round(millimetres * _TWIPS)
    space = f'<w:spacing w:before="0" w:after="0" w:line="{height}" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{page}{space}</w:pPr>{_run(words, points, bold=bold)}</w:p>"


def _line(words: str, points: float, millimetres: float, *, bold: bool = False, new_page: bool = False) -> Any:
    return _xml(_paragraph(words, points, millimetres, bold=bold, new_page=new_page))


def _table(grid: Grid) -> Any:
    widths = [round(width * _TWIPS) for width in grid.widths]
    heights = [HEAD] if grid.columns else []
    rows = [grid.columns] if grid.columns else []
    heights += grid.heights
    rows += grid.fitted
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join(
        _row(row, widths, height, bold=bool(grid.columns) and number == 0)
        for number, (row, height) in enumerate(zip(rows, heights, strict=True))
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return _xml(
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"
    )


def _row(cells: tuple[str, ...], widths: list[int], height: float, *, bold: bool) -> str:
    tall = f'<w:trPr><w:trHeight w:val="{round(height * _TWIPS)}" w:hRule="exact"/></w:trPr>'
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(cell, 10, LINE, bold=bold)}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{tall}{body}</w:tr>"
