"""A terminal's screen as a PNG, as a person sees it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pyte
from PIL import Image, ImageDraw, ImageFont
from pyte.screens import Char

SIZE = 18
"""Height of a letter, in pixels."""
INK, PAPER = "#d8dee9", "#101418"
COLOURS = {
    "black": "#000000", "red": "#cd3131", "green": "#0dbc79", "brown": "#e5e510", "blue": "#2472c8", "magenta": "#bc3fbc",
    "cyan": "#11a8cd", "white": "#e5e5e5",
}  # fmt: skip
COLOURS_KEPT = 64
"""Colours in a picture file; a screen has fewer, the rest are the edges of letters."""


class Pen:
    """Draws cells of a fixed width in a Latin and a Chinese face."""

    def __init__(self) -> None:
        self._narrow = {bold: _face("DejaVu Sans Mono", "Bold" if bold else "Book") for bold in (False, True)}
        self._wide = {bold: _face("Noto Sans Mono CJK SC", "Bold" if bold else "Regular") for bold in (False, True)}
        self.width = round(self._narrow[False].getlength("M"))
        self.height = round(SIZE * 1.45)

    def cell(self, draw: ImageDraw.ImageDraw, x: int, y: int, char: Char, wide: bool) -> None:
        """One cell, or the two of a Chinese character."""
        ink, paper = _colour(char.fg, INK), _colour(char.bg, PAPER)
        if char.reverse:
            ink, paper = paper, ink
        left, top, right = x * self.width, y * self.height, (x + 1 + wide) * self.width
        draw.rectangle([left, top, right - 1, top + self.height - 1], fill=paper)
        if char.data.strip():
            face = (self._wide if wide else self._narrow)[bool(char.bold)]
            draw.text((left, top + (0 if wide else 2)), char.data, font=face, fill=ink)
        if char.underscore:
            draw.line([left, top + self.height - 2, right, top + self.height - 2], fill=ink)


def picture(screen: pyte.Screen, path: Path) -> None:
    """Write what stands on the screen, cursor and all, to `path`."""
    pen = Pen()
    image = Image.new("RGB", (pen.width * screen.columns, pen.height * screen.lines), PAPER)
    draw = ImageDraw.Draw(image)
    for y in range(screen.lines):
        row = screen.buffer[y]
        for x in range(screen.columns):
            if row[x].data:
                pen.cell(draw, x, y, row[x], x + 1 < screen.columns and not row[x + 1].data)
    if not screen.cursor.hidden:
        x, y = screen.cursor.x * pen.width, screen.cursor.y * pen.height
        draw.rectangle([x, y, x + pen.width, y + pen.height], outline="#ffffff")
    image.quantize(COLOURS_KEPT).save(path, optimize=True)


def _face(family: str, style: str) -> ImageFont.FreeTypeFont:
    asked = ["fc-match", "-f", "%{file}|%{index}", f"{family}:style={style}"]
    found = subprocess.run(asked, capture_output=True, text=True, check=True)
    name, _, index = found.stdout.partition("|")
    return ImageFont.truetype(name, SIZE, index=int(index or 0))


def _colour(value: str, default: str) -> str:
    return COLOURS.get(value) or (f"#{value}" if re.fullmatch(r"[0-9a-fA-F]{6}", value) else default)
