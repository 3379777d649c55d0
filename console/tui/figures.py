"""Figures large enough for the far end of a room, of blank cells alone: no font draws them wrong. Pure."""

from __future__ import annotations

_SHAPES = {
    "0": "###/#.#/#.#/#.#/###", "1": ".#./##./.#./.#./###", "2": "###/..#/###/#../###", "3": "###/..#/###/..#/###",
    "4": "#.#/#.#/###/..#/..#", "5": "###/#../###/..#/###", "6": "###/#../###/#.#/###", "7": "###/..#/..#/..#/..#",
    "8": "###/#.#/###/#.#/###", "9": "###/#.#/###/..#/###", ":": "./#/./#/.", "-": ".../.../###/.../...",
    "I": "###/.#./.#./.#./###", "V": "#...#/#...#/.#.#./.#.#./..#..", " ": "../../../../..",
}
HEIGHT = 5
"""Rows of a figure."""


def bitmap(text: str) -> tuple[str, ...]:
    """Five rows of 「#」 and 「.」 for digits, colons, I, V, blanks and 「-」; other characters are left out."""
    shapes = [_SHAPES[char].split("/") for char in text if char in _SHAPES]
    return tuple(".".join(shape[row] for shape in shapes) for row in range(HEIGHT))


def runs(row: str, scale: int) -> list[tuple[bool, int]]:
    """A row as runs of cells: (filled, cells); a point is `scale` cells wide."""
    found: list[tuple[bool, int]] = []
    for point in row:
        filled = point == "#"
        if found and found[-1][0] == filled:
            found[-1] = (filled, found[-1][1] + scale)
        else:
            found.append((filled, scale))
    return found
