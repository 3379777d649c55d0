"""The form of an official document (GB/T 9704-2012) as a Word file: page, grid, fonts, page numbers, watermark."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

LINE = Pt(28.95)
"""22 lines on 225 mm; 29 points would let only 21 stand."""

BODY = 16
"""Points of the body; 28 characters of it are 448 points, the type area has 442."""

FONTS = {"title": ("方正小标宋简体", "宋体"), "body": ("仿宋_GB2312", "仿宋"), "head1": ("黑体", "SimHei"),
         "head2": ("楷体_GB2312", "楷体")}  # fmt: skip
"""The face that the standard's readers expect, and the one that every PC has."""

STYLES: dict[str, tuple[str, float, bool]] = {
    "公文标题": ("title", 22, True),
    "公文主送": ("body", 16, False),
    "公文正文": ("body", 16, False),
    "公文一级": ("head1", 16, False),
    "公文二级": ("head2", 16, False),
    "公文落款": ("body", 16, False),
    "公文版记": ("body", 14, False),
    "公文表格": ("body", 10.5, False),
    "公文附注": ("body", 9, False),
    "公文图": ("body", 10.5, False),
    "公文图题": ("body", 12, False),
    "公文密急": ("head1", 16, False),
    "公文签发人": ("body", 16, False),
}
"""Style name to (font, points, bold); an office's own template may define them otherwise."""

CENTRED = {"公文标题", "公文图", "公文图题"}
INDENTED = {"公文正文", "公文一级", "公文二级"}


def set_page(document: Document) -> None:
    """A4, margins 37/26/35/28 mm, a grid of 22 lines, odd and even pages apart."""
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        grid = section._sectPr.find(qn("w:docGrid"))  # the library has no call for the grid
        if grid is None:
            grid = OxmlElement("w:docGrid")
            section._sectPr.append(grid)  # as above
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE.pt * 20)))
    document.settings.odd_and_even_pages_header_footer = True


def set_styles(document: Document) -> None:
    """Every style of the form that the document does not have yet."""
    known = {style.name for style in document.styles}
    for name, (font, size, bold) in STYLES.items():
        if name in known:
            continue
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size, style.font.bold = Pt(size), bold
        _face(style.element, font)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        if name == "公文图":
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.SINGLE, None
            form.keep_with_next = True
        if name in ("公文一级", "公文二级"):
            form.keep_with_next = True
        if name in ("公文表格", "公文附注"):
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(15)
        if name in CENTRED:
            form.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _off_the_grid(style.element)
        if size == BODY:
            _narrow(style.element)
        if name in INDENTED:
            _indent(style.element)
    _font_table(document)


def _face(element: Any, font: str) -> None:
    """The faces of a style, and that its words are Chinese of the mainland, whose signs stand low in their square."""
    properties = element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name, value in (("eastAsia", FONTS[font][0]), ("ascii", "Times New Roman"), ("hAnsi", "Times New Roman")):
        fonts.set(qn(f"w:{name}"), value)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")  # Chinese here would let a number break over two lines
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _narrow(element: Any) -> None:
    """A quarter of a point less between characters, so that 28 stand on a line."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    properties = element.get_or_add_rPr()
    properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def _off_the_grid(element: Any) -> None:
    """Lines of this style keep their own height: on the grid a second line of large type takes two."""
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    properties = element.get_or_add_pPr()
    properties.insert_element_before(snap, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")


def _indent(element: Any) -> None:
    indent = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "640")
    element.get_or_add_pPr().append(indent)


def _font_table(document: Document) -> None:
    """Say which face stands in where the expected one is not on the PC."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable")), None)
    if part is None:
        return
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FONTS.values()
    )
    table = f"<w:fonts {nsdecls('w')}>{entries}</w:fonts>"
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{table}'.encode()  # a plain part


def page_numbers(document: Document) -> None:
    """「- 1 -」 in 14 points: outside, a character from the edge, right on odd pages and left on even ones."""
    section = document.sections[0]
    right, left = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    for footer, align in ((section.footer, right), (section.even_page_footer, left)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        setattr(paragraph.paragraph_format, "right_indent" if align is right else "left_indent", Pt(14))
        for words in ("- ", None, " -"):
            run = paragraph.add_run(words or "")
            run.font.size, run.font.name = Pt(14), "宋体"
            if words is None:
                for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
                    run._r.append(_field(kind, text))  # the library has no call for fields


def _field(kind: str, text: str) -> Any:
    if kind:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        return element
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = text
    return element


def watermark(document: Document, words: str) -> None:
    """Large grey words across every page, and the words at the head of every page."""
    section = document.sections[0]
    for number, header in enumerate((section.header, section.even_page_header)):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(words)
        run.font.size, run.font.bold = Pt(16), True
        paragraph.add_run()._r.append(_shape(words, number))  # a drawing has no call


def _shape(words: str, number: int) -> Any:
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:360pt;height:160pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-vertical:center;mso-position-horizontal-relative:margin;mso-position-vertical-relative:margin"
    )
    return parse_xml(
        f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office"><v:shape id="mark{number}" type="#_x0000_t136" o:spt="136" '
        f'style="{style}" fillcolor="#d0d0d0" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath on="t" fitshape="t" style="font-family:SimHei;font-size:1pt" string="{words}"/>'
        "</v:shape></w:pict>"
    )
