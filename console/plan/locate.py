"""The line of every key and item of a TOML text; `tomllib` itself keeps no positions.

The text has been read by `tomllib` before, so the scanner may trust its form and stays small.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]
"""Keys and, inside arrays, indexes from 0, as `("criteria", 2, "any", 0, "when")`."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:\\.|(?!""")[^\\])*"{3,5}' + r"|'''(?:(?!''').)*'{3,5}" + r'|"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> dict[Path, int]:
    """Path to line (from 1). A text that is not TOML gives what could be read of it, never an error."""
    scanner = _Scanner(text)
    try:
        scanner.scan()
    except (_StrayError, RecursionError):
        return scanner.found
    return scanner.found


def nearest_line(lines: dict[Path, int], path: Path) -> int:
    """The line of the path, or of the nearest thing around it (a missing key: its table)."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _StrayError(Exception):
    """The text is not of the form that the scanner knows."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self.found: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._sizes: dict[Path, int] = {}

    def scan(self) -> None:
        base: Path = ()
        while True:
            self._skip(_SPACE)
            if self._at >= len(self._text):
                return
            if self._text[self._at] == "[":
                base = self._header()
            else:
                self._pair(base)

    def _header(self) -> Path:
        line = self._line()
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        keys = self._keys()
        self._at += 2 if many else 1
        base: Path = ()
        for key in keys[:-1]:
            base = self._inside((*base, key))
        base = (*base, keys[-1])
        if many:
            self._note(base, line)
            self._sizes[base] = self._sizes.get(base, 0) + 1
            base = (*base, self._sizes[base] - 1)
        self._note(base, line)
        return base

    def _inside(self, path: Path) -> Path:
        size = self._sizes.get(path)
        return path if size is None else (*path, size - 1)

    def _pair(self, base: Path) -> None:
        line = self._line()
        for key in self._keys():
            base = (*base, key)
            self._note(base, line)
        self._expect("=")
        self._skip(_BLANK)
        self._value(base)

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_BLANK)
            keys.append(_plain(self._match(_KEY)))
            self._skip(_BLANK)
            if self._text[self._at : self._at + 1] != ".":
                return keys
            self._at += 1

    def _value(self, path: Path) -> None:
        start = self._text[self._at : self._at + 1]
        if start == "[":
            self._array(path)
        elif start == "{":
            self._inline(path)
        elif start in ('"', "'"):
            self._match(_STRING)
        else:
            self._match(_SCALAR)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while not self._ends("]"):
            self._note((*path, index), self._line())
            self._value((*path, index))
            index += 1
            self._comma("]")

    def _inline(self, path: Path) -> None:
        self._at += 1
        while not self._ends("}"):
            self._pair(path)
            self._comma("}")

    def _ends(self, mark: str) -> bool:
        self._skip(_SPACE)
        if self._text[self._at : self._at + 1] != mark:
            return False
        self._at += 1
        return True

    def _comma(self, mark: str) -> None:
        self._skip(_SPACE)
        if self._text[self._at : self._at + 1] != mark:
            self._expect(",")

    def _expect(self, mark: str) -> None:
        if self._text[self._at : self._at + 1] != mark:
            raise _StrayError
        self._at += 1

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise _StrayError
        self._at = match.end()
        return match.group()

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)

    def _note(self, path: Path, line: int) -> None:
        self.found.setdefault(path, line)


def _plain(key: str) -> str:
    if key[0] not in "\"'":
        return key
    try:
        return str(tomllib.loads(f"k = {key}")["k"])
    except tomllib.TOMLDecodeError:
        return key
