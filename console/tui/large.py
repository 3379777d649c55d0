"""Figures to be read from the far end of a room, with a word over them; what is overdue stands dark on a bright field. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from textual.content import Content

from console.words import cells, cut

from .figures import HEIGHT, bitmap, runs
from .text import joined, safe

FULL, HOLLOW = "reverse", ""


def large(text: str, wide: int, tall: int, *, field: bool = False) -> list[Content]:
    """Figures in five lines, or five times `tall`; a point is `wide` cells. On a `field` they are dark on bright."""
    ink, ground = (HOLLOW, FULL) if field else (FULL, HOLLOW)
    rows = [joined(*(safe(" " * n, ink if full else ground) for full, n in runs(row, wide))) for row in bitmap(text)]
    return [row for row in rows for _ in range(tall)]


def points(text: str) -> int:
    """How many points wide the figures are."""
    return len(bitmap(text)[0])


def length_figures(length: timedelta) -> str:
    """「44:16」, 「12:34:56」, hours past a hundred as well."""
    seconds = max(0, int(length.total_seconds()))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes:02d}:{seconds % 60:02d}"


def block(label: str, figures: str, width: int, wide: int, tall: int, *, field: bool = False) -> list[Content]:
    """A word over its figures, all lines `width` cells; on a `field` with a margin, for a cut-out needs an edge."""
    said = cut(label, width - 2)
    label_line = safe(f" {said}" + " " * (width - 1 - cells(said)) if field else said + " " * (width - cells(said)),
                      "bold reverse" if field else "bold")
    margin = wide if field else 0
    room = " " * max(0, width - points(figures) * wide - margin)
    ground = FULL if field else HOLLOW
    rows = [joined(safe(" " * margin, ground), row, safe(room, ground)) for row in large(figures, wide, tall, field=field)]
    return [label_line, *rows, safe(" " * width, ground)]


def block_lines(tall: int) -> int:
    """How many lines a block has."""
    return HEIGHT * tall + 2


def padded(line: Content, width: int) -> Content:
    """The line with blanks behind it, `width` cells in all."""
    return joined(line, " " * max(0, width - cells(line.plain)))


def beside(blocks: Sequence[list[Content]], gap: int) -> list[Content]:
    """Blocks of as many lines, one next to the other."""
    return [joined(*(part for at, line in enumerate(lines) for part in ((" " * gap, line) if at else (line,))))
            for lines in zip(*blocks, strict=True)]
