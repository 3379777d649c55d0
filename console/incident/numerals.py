"""Chinese numerals as people type them: 七十, 一千五, 三万五千, 一百二十点五, 两千. Pure."""

from __future__ import annotations

import re

_DIGITS = {char: str(value) for value, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for char in chars}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_CHARS = "零〇一二两三四五六七八九十百千"
_WHOLE = re.compile(f"[{_CHARS}万]+")
_FOUND = re.compile(f"[{_CHARS}](?:[{_CHARS}万]*[{_CHARS}])?(?:点[{''.join(_DIGITS)}]+)?")


def whole(text: str) -> int | None:
    """The number that a run of Chinese numerals says, below 10^8; None where it says none.

    「一千五」 is 1500 as it is spoken, 「一千零五」 is 1005.
    """
    if not _WHOLE.fullmatch(text) or text.count("万") > 1 or text.startswith("万"):
        return None
    if all(char in _DIGITS for char in text):  # 「二二〇」: figure by figure
        return int("".join(_DIGITS[char] for char in text))
    high, _, low = text.rpartition("万")
    above = _below_ten_thousand(high) if high else 0
    spoken = bool(high) and len(low) == 1 and low in _DIGITS and low not in "零〇"
    below = int(_DIGITS[low]) * 1000 if spoken else _below_ten_thousand(low) if low else 0
    return None if above is None or below is None else above * 10_000 + below


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last, zero = 0, "", 10_000, False
    for char in text:
        if char in _STEPS:
            step = _STEPS[char]
            if step >= last or (not digit and step != 10):
                return None
            total, last, digit, zero = total + int(digit or 1) * step, step, "", False
        elif digit:
            return None
        elif _DIGITS[char] == "0":
            zero = True
        else:
            digit = _DIGITS[char]
    if not digit:
        return total
    # The last figure of 「一千五」 stands one step below the thousand; behind 「零」 and behind 「十」 it is a unit.
    return total + int(digit) * (last // 10 if 10 < last < 10_000 and not zero else 1)


def in_figures(text: str, *, decimals: bool = True) -> str:
    """The text with every run of Chinese numerals in figures; what is none stays as it is.

    `decimals`: 「点」 is a decimal point; else it stands between hour and minute.
    """

    def figures(found: re.Match[str]) -> str:
        head, _, tail = found[0].partition("点")
        value = whole(head)
        if value is None:
            return found[0]
        return f"{value}.{''.join(_DIGITS[char] for char in tail)}" if tail else str(value)

    return (_FOUND if decimals else _WHOLE).sub(figures, text)
