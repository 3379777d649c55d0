"""A paper as a Word file in the form of an official document; an office's own template may give the styles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.shape import CT_Inline
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line

from console.words import visible

from .docx_form import page_numbers, set_page, set_styles, watermark
from .paper import DRILL_SENTENCE, DRILL_WORDS, Block, Paper, Paragraph, Picture, Table

_STYLE = {"body": "公文正文", "head1": "公文一级", "head2": "公文二级", "plain": "公文主送"}
_TEXT_WIDTH = 156
"""Width of the type area in millimetres."""
_PICTURE_HEIGHT = 200
"""Most millimetres of a picture, so that it stands on a page with its words."""
TWIPS = 1440 / 25.4
"""Word's units in a millimetre."""


def docx_bytes(paper: Paper, template: Path | None = None) -> bytes:
    """The paper as the bytes of a .docx file.

    `template` is an office's own .docx: its styles of the form's names are used as they are, its text is dropped.

    Raises:
        ValueError: the template is no Word file; the message is a sentence.
    """
    document = _start(template)
    if paper.drill:
        watermark(document, DRILL_WORDS)
        _add(document, DRILL_SENTENCE, "公文密急")
    if paper.urgency:
        _add(document, paper.urgency, "公文密急")
    if paper.number:
        _add(document, paper.number, "公文落款").alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add(document, paper.heading, "公文标题")
    _add(document, "", "公文正文")
    if paper.to:
        _add(document, "、".join(paper.to) + "：", "公文主送")
    for block in paper.blocks:
        _block(document, block)
    _signature(document, paper)
    page_numbers(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _start(template: Path | None) -> Document:
    try:
        document = docx.Document(str(template)) if template else docx.Document()
    except (ValueError, KeyError, OSError) as error:
        raise ValueError(f"模板 {template} 不是 Word 文件，请换一份 .docx") from error
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    set_page(document)
    set_styles(document)
    return document


def _add(document: Document, text: str, style: str) -> Line:
    return document.add_paragraph(clean(text), style=style)


def clean(text: str) -> str:
    """Words that XML can hold: control characters made visible, line feeds kept, nothing that breaks the file."""
    return re.sub(r"[\ufffe\uffff]", "", visible(text, lines=True))


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Paragraph):
        _add(document, block.text, _STYLE[block.style])
    elif isinstance(block, Picture):
        _picture(document, block)
    else:
        _table(document, block)


def _picture(document: Document, block: Picture) -> None:
    """The drawing as a metafile, which Word, WPS and LibreOffice all show, and below it what it shows."""
    drawing = block.drawing
    wide = min(_TEXT_WIDTH, _PICTURE_HEIGHT * drawing.width / drawing.height)
    package = document.part.package
    name = PackURI(f"/word/media/drawing{len(document.part.rels) + 1}.emf")
    part = Part(name, "image/x-emf", drawing.emf(wide), package)
    related = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    high = Mm(wide * drawing.height / drawing.width)
    inline = CT_Inline.new_pic_inline(len(document.part.rels), related, "drawing.emf", Mm(wide), high)
    inline.docPr.set("descr", clean(block.words))
    line = document.add_paragraph(style="公文图")
    line.add_run()._r.add_drawing(inline)  # the library knows no metafiles
    _add(document, block.words, "公文图题")


def _table(document: Document, block: Table) -> None:
    """The whole table as one piece of XML: cell by cell through the library, 10,000 rows take minutes."""
    shares = block.widths or tuple(1 for _ in block.columns)
    widths = [round(_TEXT_WIDTH * share / sum(shares) * TWIPS) for share in shares]
    style = document.styles["公文表格"].style_id
    rows = [_row(block.columns, widths, style, head=True), *(_row(row, widths, style) for row in block.rows)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))
    _add(document, "", "公文正文")


def _row(cells: Sequence[str], widths: Sequence[int], style: str, *, head: bool = False) -> str:
    """A table row as XML; the head row is bold and comes again on every page."""
    bold, again = ("<w:rPr><w:b/></w:rPr>", "<w:trPr><w:tblHeader/></w:trPr>") if head else ("", "")
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r></w:p></w:tc>'
        for text, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{again}{body}</w:tr>"


def _signature(document: Document, paper: Paper) -> None:
    _add(document, "", "公文正文")
    for words in (paper.office, paper.date):
        line = _add(document, words, "公文落款")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(64)
    if paper.signer:
        _add(document, f"签发：{paper.signer}", "公文版记")
    if paper.copies:
        _add(document, f"抄送：{'、'.join(paper.copies)}", "公文版记")
    if paper.contact:
        _add(document, f"联系人：{paper.contact}", "公文版记")
    if paper.head:
        _add(document, f"据日志：{paper.head}", "公文附注")
    if paper.drill:
        _add(document, DRILL_SENTENCE, "公文密急")
