"""Words for showing: control characters made visible, widths in terminal cells. What is stored stays as typed."""

from __future__ import annotations

import re
import unicodedata

_BAD = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""What must not reach a terminal or a page: C0, DEL, C1, bidi and zero-width characters, line separators, surrogates."""


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def visible(text: str, *, lines: bool = False) -> str:
    """The text with every character that could steer a terminal turned into something to see.

    With `lines` a line feed stays one and a tab becomes four blanks; else both are shown as signs.
    """
    if lines:
        return "\n".join(_BAD.sub(_shown, line.replace("\t", "    ")) for line in text.replace("\r\n", "\n").split("\n"))
    return _BAD.sub(_shown, text)


def blank(text: str) -> bool:
    """Whether there is nothing in a text that a reader could see: blanks, control characters, the signs shown for them."""
    return all(unicodedata.category(char) in _UNSEEN or char in _LOOKS_EMPTY or "\u2400" <= char <= "\u243f" for char in text)


_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_LOOKS_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that are drawn as nothing."""


def cells(text: str) -> int:
    """How many terminal cells the text takes (Chinese two each, combining marks none)."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fit(text: str, width: int) -> str:
    """The text cut to `width` cells, with `..` where something was cut, and padded to exactly that."""
    taken = cells(text)
    if taken <= width:
        return text + " " * (width - taken)
    out, used = "", 0
    for char in text:
        step = _width(char)
        if used + step > width - 2:
            break
        out, used = out + char, used + step
    out = (out + "..")[:width] if width < 2 else out + ".."
    return out + " " * (width - cells(out))


def cut(text: str, width: int) -> str:
    """The text cut to at most `width` cells, without padding."""
    return fit(text, width).rstrip() if cells(text) > width else text
