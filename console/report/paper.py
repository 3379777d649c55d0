"""A paper before it has a form: title, addressees, paragraphs, tables, and what is flagged beside the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Literal

from console.incident.times import CHINA

from .drawing import Drawing

DRILL_WORDS = "演练"
DRILL_SENTENCE = "这是一次演练"
"""Begins every text of a drill that leaves the room."""

DOUBT = "矛盾"
"""Begins what is said of facts that contradict one another."""

SEPARATOR = " | "
"""Stands between the cells of a table in plain text."""

SCRIPT = "电话稿"
"""The kind of a spoken script."""

Style = Literal["body", "head1", "head2", "plain"]
"""仿宋 body with two characters' indent; 一、in 黑体; (一) in 楷体; without indent."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; a line feed in it is a line break."""

    text: str
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    """Relative widths of the columns; equal where not given."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, with the words that stand for it where pictures cannot."""

    drawing: Drawing
    words: str

    @property
    def svg(self) -> str:
        """The drawing as SVG."""
        return self.drawing.svg


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about the text that its writer must know before it leaves: contradictory, missing, stale, not verified."""

    kind: Literal["contradiction", "missing", "stale", "unverified", "late", "corrected"]
    what: str

    @property
    def words(self) -> str:
        """The flag in a line."""
        labels = {"contradiction": DOUBT, "missing": "缺", "stale": "旧", "unverified": "未核实", "late": "超时", "corrected": "更正"}
        return f"[{labels[self.kind]}] {self.what}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the duty room, to be drawn by any of the renderers."""

    kind: str
    """「首报」 「续报一」 「电话记录单」 …; also part of the file name."""
    title: str
    office: str
    at: datetime
    blocks: tuple[Block, ...]
    drill: bool = False
    to: tuple[str, ...] = ()
    number: str = ""
    urgency: str = ""
    """「特急」 「加急」, or empty."""
    signs: Literal["", "above", "below"] = ""
    """Where the leader who signs it (签发) is named: above the title of a report to a superior, below a notice."""
    signer: str = ""
    copies: tuple[str, ...] = ()
    contact: str = ""
    flags: tuple[Flag, ...] = ()
    event: str = ""
    head: str = ""
    """The last hash of the log that the paper was drawn from, and the number of its entry."""

    @property
    def heading(self) -> str:
        """The title, marked where it is a drill."""
        return f"[{DRILL_WORDS}] {self.title}" if self.drill else self.title

    @property
    def date(self) -> str:
        """「2026年3月5日」: no leading zeros."""
        local = self.at.astimezone(CHINA)
        return f"{local.year}年{local.month}月{local.day}日"

    @property
    def file_stem(self) -> str:
        """A file name without its ending; a drill's begins with 演练."""
        local = self.at.astimezone(CHINA)
        stem = f"{self.event[:40]}_{self.kind[:40]}_{local:%Y%m%d-%H%M}"
        safe = "".join(c if c.isalnum() or c in "-_" else "_" for c in stem)
        return f"{DRILL_WORDS}_{safe}" if self.drill else safe

    @property
    def text(self) -> str:
        """The paper as plain text: what is edited on the screen and kept in the log."""
        return plain_text(self)


def plain_text(paper: Paper) -> str:
    """The whole paper as text, one paragraph a line; of a script only what is spoken."""
    if paper.kind == SCRIPT:
        return "\n".join(line for block in paper.blocks for line in _block_lines(block))
    lines = [DRILL_SENTENCE] if paper.drill else []
    lines.append(paper.heading)
    if paper.to:
        lines.append("、".join(paper.to) + "：")
    for block in paper.blocks:
        lines += _block_lines(block)
    lines += [line for line in (paper.office, paper.date) if line]
    if paper.contact:
        lines.append(f"联系人：{paper.contact}")
    if paper.drill:
        lines.append(DRILL_SENTENCE)
    return "\n".join(lines)


def _block_lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    if isinstance(block, Picture):
        return [f"（{block.words}）"]
    return [_row_line(row) for row in (block.columns, *block.rows)]


def _row_line(cells: Sequence[str]) -> str:
    """A row of a table as one line that can be edited: what would end a cell or the line is written otherwise."""
    return SEPARATOR.join(" ".join(cell.replace("|", "｜").split()) for cell in cells)


def from_text(paper: Paper, text: str) -> Paper:
    """The paper with its words replaced by an edited text: the first line is the title, the rest paragraphs and tables.

    Lines of cells are a table again, in the widths of the paper's own table. The drill's sentences and marks are put
    back by the renderers, whatever was edited.
    """
    lines = [line for line in text.splitlines() if line.strip() and line.strip() != DRILL_SENTENCE]
    if not lines:
        return paper
    title = lines[0].removeprefix(f"[{DRILL_WORDS}]").strip()
    rest = lines[1:]
    if rest and paper.to and rest[0].rstrip(":：") == "、".join(paper.to):
        rest = rest[1:]
    pictures = {f"（{block.words}）": block for block in paper.blocks if isinstance(block, Picture)}
    tail = {paper.office, paper.date, f"联系人：{paper.contact}"}
    widths = {len(block.columns): block.widths for block in paper.blocks if isinstance(block, Table)}
    blocks: list[Block] = []
    for count, group in groupby((line for line in rest if line not in tail), lambda line: line.count(SEPARATOR)):
        rows = [tuple(line.split(SEPARATOR)) for line in group]
        if count and len(rows) > 1:
            blocks.append(Table(rows[0], tuple(rows[1:]), widths.get(count + 1, ())))
        else:
            words = [SEPARATOR.join(row) for row in rows]
            blocks += [pictures.get(line) or Paragraph(line, _style_of(line)) for line in words]
    return replace(paper, title=title, blocks=tuple(blocks), flags=())


def _style_of(line: str) -> Style:
    if line[:1] in "一二三四五六七八九十" and line[1:2] == "、":
        return "head1"
    return "head2" if line[:1] in "((" and line[1:2] in "一二三四五六七八九十" else "body"


def paragraphs(lines: Iterable[str], style: Style = "body") -> tuple[Paragraph, ...]:
    """Lines as paragraphs; empty ones are left out."""
    return tuple(Paragraph(line, style) for line in lines if line.strip())
