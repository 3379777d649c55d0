"""A paper as a Word file in the form of an official document; an office's own template may give the styles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from io import BytesIO
from math import ceil
from pathlib import Path
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line

from console.words import cells, visible

from .docx_form import FONTS, page_numbers, set_page, set_styles, watermark
from .docx_template import SIGNER, clear, filled, has_words, moved, opened, place
from .paper import DRILL_SENTENCE, DRILL_WORDS, Block, Paper, Paragraph, Picture, Table

_STYLE = {"body": "公文正文", "head1": "公文一级", "head2": "公文二级", "plain": "公文主送"}
_TEXT_WIDTH = 156
"""Width of the type area in millimetres."""
_WHOLE_WORDS = re.compile("大面积停电|气象灾害|应急响应|应急处置|处置评估报告|电话记录单|个县市|[首终]报|续报[一二三四五六七八九十]+|预警")
"""What a title is not broken in."""
_TITLE_EM = 20
"""Characters of 22 points that stand on a line."""
_LONG = 400
"""Characters from which on a cell of a table may go over two pages."""
_PICTURE_HEIGHT = 200
"""Most millimetres of a picture, so that it stands on a page with its words."""
TWIPS = 1440 / 25.4
"""Word's units in a millimetre."""


def docx_bytes(paper: Paper, template: Path | None = None) -> bytes:
    """The paper as the bytes of a .docx file.

    `template` is an office's own .docx (`docx_template` says what is taken from it).

    Raises:
        ValueError: the template is no Word file; the message is a sentence.
    """
    document = opened(template)
    at = place(document)
    own_signer = at is not None and has_words(document, SIGNER)
    if at is None:
        clear(document)
        set_page(document)
    set_styles(document)
    before = len(document.element.body) - 1
    if paper.drill:
        watermark(document, DRILL_WORDS)
    _write(document, paper if not own_signer else replace(paper, signs=""))
    if at is None:
        page_numbers(document)
    else:
        moved(document, at, before)
        filled(document, paper)
    _properties(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: Document, paper: Paper) -> None:
    """Everything that a paper says, in its order."""
    if paper.drill:
        _add(document, DRILL_SENTENCE, "公文密急")
    if paper.urgency:
        _add(document, paper.urgency, "公文密急")
    if paper.number:
        _add(document, paper.number, "公文落款").alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.signs == "above":
        _signer(document, paper.signer)
    _add(document, "\n".join(title_lines(clean(paper.heading))), "公文标题")
    _add(document, "", "公文正文")
    if paper.to:
        _add(document, "、".join(paper.to) + "：", "公文主送")
    for block in paper.blocks:
        _block(document, block)
    if paper.blocks and isinstance(paper.blocks[-1], Paragraph):
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # a signature never stands on a page alone
    _signature(document, paper)


def _properties(document: Document, paper: Paper) -> None:
    """What the file says of itself: the paper's title, office and time, nothing of the program."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by = clean(paper.heading)[:255], clean(paper.office)[:255], ""
    core.comments, core.keywords, core.language = "", DRILL_WORDS if paper.drill else "", "zh-CN"
    core.created = core.modified = paper.at.astimezone(UTC).replace(tzinfo=None)


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


def _row(cells_of: Sequence[str], widths: Sequence[int], style: str, *, head: bool = False) -> str:
    """A table row as XML; the head row is bold and comes again on every page."""
    bold = "<w:rPr><w:b/></w:rPr>" if head else ""
    whole = "<w:cantSplit/>" if max(map(len, cells_of), default=0) < _LONG else ""
    again = f"<w:trPr>{whole}{'<w:tblHeader/>' if head else ''}</w:trPr>"
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r>{bold}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r></w:p></w:tc>'
        for text, width in zip(cells_of, widths, strict=True)
    )
    return f"<w:tr>{again}{body}</w:tr>"


def title_lines(title: str) -> list[str]:
    """A title as lines of about the same length, not broken within a number or before 「的」."""
    wide = cells(title) / 2
    count = ceil(wide / _TITLE_EM)
    lines, rest = [], title
    for left in range(count, 1, -1):
        goal = cells(rest) / left
        cuts = [at for at in range(1, len(rest)) if _may_break(rest, at) and cells(rest[:at]) <= 2 * _TITLE_EM]
        if not cuts:
            break
        best = min(cuts, key=lambda at: abs(cells(rest[:at]) - goal) - (4 if rest[at - 1] in "市县州、，）》」" else 0))
        lines.append(rest[:best])
        rest = rest[best:]
    return [*lines, rest]


def _may_break(words: str, at: int) -> bool:
    before, after = words[at - 1], words[at]
    if after in "的、，。；：）》」！？ " or before in "（《「〔" or (before.isascii() and after.isascii()):
        return False
    return not any(found.start() < at < found.end() for found in _WHOLE_WORDS.finditer(words))


def _signer(document: Document, name: str) -> None:
    """「签发人：」 at the right edge with the name in 楷体; room to write where it is not known yet."""
    line = document.add_paragraph("签发人：", style="公文签发人")
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line.paragraph_format.right_indent = Pt(16)
    run = line.add_run(clean(name) or "　" * 4)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONTS["head2"][0])


def _signature(document: Document, paper: Paper) -> None:
    """Office over date: the date four characters from the right edge, the shorter of the two centred on the longer."""
    _add(document, "", "公文正文").paragraph_format.keep_with_next = True
    office, date = cells(clean(paper.office)) / 2, cells(paper.date) / 2
    office_right = max(2.0, 4 + (date - office) / 2)
    date_right = max(4.0, office_right + (office - date) / 2)
    for words, right in ((paper.office, office_right), (paper.date, date_right)):
        line = _add(document, words, "公文落款")
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(16 * right)
        line.paragraph_format.keep_with_next = words is paper.office
    if paper.signs == "below":
        _add(document, f"签发：{paper.signer}", "公文版记")
    if paper.copies:
        _add(document, f"抄送：{'、'.join(paper.copies)}", "公文版记")
    if paper.contact:
        _add(document, f"联系人：{paper.contact}", "公文版记")
    if paper.head:
        _add(document, f"据日志：{paper.head}", "公文附注")
    if paper.drill:
        _add(document, DRILL_SENTENCE, "公文密急")
