"""An office's own Word template: its styles, and where it has a place for the text, its red head and its foot too.

A template whose text has 「{{正文}}」 keeps everything around it, page and margins as well; the paper stands in its
place. 「{{标题}} {{单位}} {{日期}} {{编号}} {{签发人}} {{联系人}}」 are filled in wherever they stand. Of a template without
that place only the styles are taken.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as Line
from lxml.etree import XMLSyntaxError

from .paper import Paper

BODY = "{{正文}}"
"""Where the paper's own text goes."""
SIGNER = "{{签发人}}"


def opened(template: Path | None) -> Document:
    """A new document, or the office's own.

    Raises:
        ValueError: the template is no Word file; the message is a sentence.
    """
    if template is None:
        return docx.Document()
    try:
        return docx.Document(str(template))
    except XMLSyntaxError as error:
        raise ValueError(f"模板 {template} :{error.lineno} 内容坏了，请用 Word 重新另存为 .docx，或删掉自己的模板") from error
    except (OpcError, BadZipFile, zlib.error, ValueError, KeyError, OSError) as error:
        raise ValueError(f"模板 {template} 不是 Word 文件或者坏了，请换一份 .docx，或删掉自己的模板") from error


def place(document: Document) -> Line | None:
    """The paragraph whose place the paper takes, where the template has one."""
    return next((line for line in document.paragraphs if BODY in line.text), None)


def clear(document: Document) -> None:
    """Take the text away; what stays is the form."""
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)


def moved(document: Document, at: Line, before: int) -> None:
    """Put what was written behind the first `before` pieces in the place of `at`."""
    pieces = [child for child in list(document.element.body)[before:] if not child.tag.endswith("}sectPr")]
    for piece in pieces:
        at._p.addprevious(piece)  # the library has no call for moving
    document.element.body.remove(at._p)  # as above


def filled(document: Document, paper: Paper) -> None:
    """Put the paper's own words where the template names them."""
    words = {
        "{{标题}}": paper.heading, "{{单位}}": paper.office, "{{日期}}": paper.date, "{{编号}}": paper.number,
        SIGNER: paper.signer, "{{联系人}}": paper.contact,
    }  # fmt: skip
    for line in _lines(document):
        if "{{" not in line.text:
            continue
        for run in line.runs:
            run.text = _with(run.text, words)
        if any(name in line.text for name in words):  # a name that Word has cut over several runs
            first, *rest = line.runs
            first.text = _with(line.text, words)
            for run in rest:
                run.text = ""


def _with(text: str, words: dict[str, str]) -> str:
    from .docx_file import clean  # noqa: PLC0415 # the two belong together

    for name, value in words.items():
        text = text.replace(name, clean(value))
    return text


def _lines(document: Document) -> Iterator[Line]:
    section = document.sections[0]
    parts: tuple[Any, ...] = (document, section.header, section.even_page_header, section.footer, section.even_page_footer)
    for part in parts:
        yield from part.paragraphs
        for table in part.tables:
            yield from _in_table(table)


def _in_table(table: WordTable) -> Iterator[Line]:
    for row in table.rows:
        for cell in row.cells:
            yield from cell.paragraphs


def has_words(document: Document, name: str) -> bool:
    """Whether the template has a place for something."""
    return any(name in line.text for line in _lines(document))
