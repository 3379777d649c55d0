"""Pinyin initials of Chinese words, from the order of the GB 2312 table: no dictionary to load."""

from __future__ import annotations

from bisect import bisect_right

_STARTS = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6,
    0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)
"""Where each initial begins in the first level of GB 2312, which stands in the order of pinyin."""
_INITIALS = "abcdefghjklmnopqrstwxyz"
_END = 0xD7F9


def initial(char: str) -> str:
    """The pinyin initial of a common Chinese character, the lower-case letter or digit itself, else nothing."""
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    try:
        code = int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    if not _STARTS[0] <= code <= _END:
        return ""
    return _INITIALS[bisect_right(_STARTS, code) - 1]


def initials(text: str) -> str:
    """The initials of every character that has one: 「暴雨」 gives 「by」."""
    return "".join(initial(char) for char in text)
