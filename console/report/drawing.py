"""A simple drawing as SVG for pages and as EMF for Word files: lines, boxes, dots, words. Pure.

EMF is the one vector form that every Word, WPS and LibreOffice shows; the words stay words in both.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from xml.sax.saxutils import escape

from console.words import cells, visible

FACE = "宋体"
_SVG_FACES = "SimSun, 宋体, Noto Serif CJK SC, serif"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: int
    y1: int
    x2: int
    y2: int
    colour: str = "#000000"
    width: int = 1
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle without a border."""

    x: int
    y: int
    width: int
    height: int
    colour: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around a point."""

    x: int
    y: int
    radius: int
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words whose baseline begins at a point."""

    x: int
    y: int
    text: str
    size: int = 14
    bold: bool = False
    colour: str = "#000000"


Shape = Stroke | Box | Dot | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in pixels; later ones lie above earlier ones. On a page the ground is white, in a Word file the paper's."""

    width: int
    height: int
    shapes: tuple[Shape, ...]

    @property
    def svg(self) -> str:
        """As SVG that needs nothing else; words in it are harmless whatever was typed."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}" font-family="{_SVG_FACES}">'
        )
        ground = f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>'
        return "".join([head, ground, *map(_svg, self.shapes), "</svg>"])

    def emf(self, millimetres: float) -> bytes:
        """As an enhanced metafile that is `millimetres` wide."""
        return _Emf(self, millimetres).file()


def words_width(text: str, size: int = 14) -> int:
    """Pixels that a line of words takes: a Chinese character is as wide as it is high."""
    return cells(visible(text)) * size // 2


def _svg(shape: Shape) -> str:
    if isinstance(shape, Stroke):
        dashes = ' stroke-dasharray="4 3"' if shape.dashed else ""
        ends = f'x1="{shape.x1}" y1="{shape.y1}" x2="{shape.x2}" y2="{shape.y2}"'
        return f'<line {ends} stroke="{shape.colour}" stroke-width="{shape.width}"{dashes}/>'
    if isinstance(shape, Box):
        return f'<rect x="{shape.x}" y="{shape.y}" width="{shape.width}" height="{shape.height}" fill="{shape.colour}"/>'
    if isinstance(shape, Dot):
        return f'<circle cx="{shape.x}" cy="{shape.y}" r="{shape.radius}" fill="{shape.colour}"/>'
    weight = ' font-weight="bold"' if shape.bold else ""
    place = f'x="{shape.x}" y="{shape.y}" font-size="{shape.size}" fill="{shape.colour}"'
    return f"<text {place}{weight}>{escape(_clean(shape.text))}</text>"


def _clean(text: str) -> str:
    """Words without what XML cannot hold."""
    return visible(text).replace("\ufffe", "").replace("\uffff", "")


def _colour(name: str) -> int:
    """「#rrggbb」 as Windows counts colours: blue in the highest byte."""
    return int(name[5:7] + name[3:5] + name[1:3], 16)


class _Emf:
    """Writes the records of one metafile (MS-EMF)."""

    def __init__(self, drawing: Drawing, millimetres: float) -> None:
        self.drawing = drawing
        self.scale = millimetres * 100 / drawing.width
        """Hundredths of a millimetre in a pixel."""
        self.records: list[bytes] = []

    def file(self) -> bytes:
        """The whole file."""
        width, height = self.drawing.width, self.drawing.height
        self._put(17, 8)  # the page is measured in pixels of the drawing, whatever its size on paper
        for record, pair in ((10, (0, 0)), (9, (width, height)), (12, (0, 0)), (11, (width, height))):
            self._put(record, *pair)
        self._put(18, 1)  # no ground behind words
        self._put(22, 24)  # words stand on their baseline
        for shape in self.drawing.shapes:  # without a ground: a watermark below stays to be seen
            self._shape(shape)
        self._put(14, 0, 16, 20)
        return self._header() + b"".join(self.records)

    def _header(self) -> bytes:
        width, height = self.drawing.width, self.drawing.height
        frame = (0, 0, round(width * self.scale), round(height * self.scale))
        size = 88 + sum(map(len, self.records))
        mm = (round(width * self.scale / 100), round(height * self.scale / 100))
        return struct.pack(
            "<II4i4iIIIIHHIIIiiii", 1, 88, 0, 0, width - 1, height - 1, *frame, 0x464D4520, 0x10000, size,
            len(self.records) + 1, 2, 0, 0, 0, 0, width, height, *mm,
        )  # fmt: skip

    def _put(self, record: int, *values: int) -> None:
        self.records.append(struct.pack(f"<II{len(values)}i", record, 8 + 4 * len(values), *map(_signed, values)))

    def _shape(self, shape: Shape) -> None:
        if isinstance(shape, Words):
            self._font(shape)
            self._words(shape)
            return
        if isinstance(shape, Stroke):
            self._put(38, 1, int(shape.dashed), shape.width, 0, _colour(shape.colour))
            self._put(37, 1)
            self._put(27, shape.x1, shape.y1)
            self._put(54, shape.x2, shape.y2)
        else:
            self._put(39, 1, 0, _colour(shape.colour), 0)
            self._put(37, 1)
            self._put(37, 0x80000008)  # no pen: the border is not drawn
            if isinstance(shape, Box):
                self._put(43, shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            else:
                r = shape.radius
                self._put(42, shape.x - r, shape.y - r, shape.x + r, shape.y + r)
        self._put(37, 0x80000007)
        self._put(37, 0x80000000)
        self._put(40, 1)

    def _font(self, words: Words) -> None:
        face = FACE.encode("utf-16-le").ljust(64, b"\0")
        log = struct.pack("<5i8B", -words.size, 0, 0, 0, 700 if words.bold else 400, 0, 0, 0, 134, 0, 0, 0, 0) + face
        extended = log.ljust(320, b"\0")
        self.records.append(struct.pack("<III", 82, 12 + len(extended), 1) + extended)
        self._put(37, 1)
        self._put(24, _colour(words.colour))

    def _words(self, words: Words) -> None:
        text = "".join(char for char in _clean(words.text) if ord(char) <= 0xFFFF)
        raw = text.encode("utf-16-le")
        raw += b"\0" * (-len(raw) % 4)
        steps = struct.pack(f"<{len(text)}i", *(words_width(char, words.size) for char in text))
        size = 76 + len(raw) + len(steps)
        head = struct.pack("<II4iIff", 84, size, 0, 0, -1, -1, 1, self.scale, self.scale)
        body = struct.pack("<iiIII4iI", words.x, words.y, len(text), 76, 0, 0, 0, -1, -1, 76 + len(raw))
        self.records.append(head + body + raw + steps)
        self._put(37, 0x8000000D)  # the system's font again, so that ours can go
        self._put(40, 1)


def _signed(value: int) -> int:
    return value - 0x1_0000_0000 if value > 0x7FFF_FFFF else value
