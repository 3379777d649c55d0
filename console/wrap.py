"""Where a line of Chinese and Latin words is broken: the one place that every panel takes its lines from.

Between any two characters, but no line begins with a closing mark or ends with an opening one, and a number keeps its
figures and its unit together (GB/T 15834-2011, 5.1.10).
"""

from __future__ import annotations

import re
from functools import lru_cache

from .words import cells

_CLOSING = frozenset("，。、；：？！）」』】》〉〕,.;:?!)]}%>")
"""What never begins a line."""
_OPENING = frozenset("（「『【《〈〔([{<")
"""What never ends one."""
_UNITS = frozenset("级号年月日时分秒户个条项件天")
"""What stays with the figure before it."""
_UNIT_AHEAD = re.compile(r" (?:MW|GW|kW|GB|MB)\b")
_GIVE_BACK = 0.6
"""Share of the width that a line gives up at most for the sake of a good break."""


@lru_cache(maxsize=2048)
def spans(text: str, width: int, indent: int = 0) -> tuple[tuple[int, int], ...]:
    """Begin and end of every line of at most `width` cells; line feeds and the blanks at a break are in none.

    Lines after the first of a paragraph have `indent` cells less: the caller sets them in.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        found += _paragraph(text, start, end, max(2, width), indent)
        start = end + 1
    return tuple(found)


def wrap(text: str, width: int, indent: int = 0) -> list[str]:
    """The text in lines of at most `width` cells, later lines of a paragraph set in by `indent`."""
    lines: list[str] = []
    for start, end in spans(text, width, indent):
        first = start == 0 or text[start - 1] == "\n"
        lines.append(text[start:end] if first else " " * indent + text[start:end])
    return lines


def _paragraph(text: str, start: int, end: int, width: int, indent: int) -> list[tuple[int, int]]:
    if cells(text[start:end]) <= width:
        return [(start, end)]
    found: list[tuple[int, int]] = []
    room = width
    while start < end:
        stop = _filled(text, start, end, room)
        cut = stop if stop == end else _good_break(text, start, stop, room)
        found.append((start, _without_blanks(text, start, cut)))
        start = cut
        while start < end and text[start] == " ":
            start += 1
        room = max(2, width - indent)
    return found


def _filled(text: str, start: int, end: int, room: int) -> int:
    """Where a line is full, whatever stands there; at least one character is taken."""
    used = 0
    for at in range(start, end):
        used += cells(text[at])
        if used > room and at > start:
            return at
    return end


def _good_break(text: str, start: int, stop: int, room: int) -> int:
    """The last good place up to `stop`, else the last that leaves the marks where they belong, else `stop`."""
    for fits in (_may_break, _marks_stay):
        for at in range(stop, start, -1):
            if cells(text[at:stop]) > room * _GIVE_BACK:
                break
            if fits(text, at):
                return at
    return stop


def _marks_stay(text: str, at: int) -> bool:
    return text[at] not in _CLOSING and text[at - 1] not in _OPENING


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`."""
    before, after = text[at - 1], text[at]
    if not _marks_stay(text, at):
        return False
    if after == " ":
        return not (before.isdigit() and _UNIT_AHEAD.match(text, at))
    if before == " ":
        return not (at > 1 and text[at - 2].isdigit() and _UNIT_AHEAD.match(text, at - 1))
    if before.isascii():
        if before.isalnum() and after in _UNITS:
            return False
        # 「46.7」, 「Ctrl+N」, 「02:10」 stay whole; after 「;」 or 「)」 and before 「(」 the line may go on below.
        return not after.isascii() or before in ";)" or after in _OPENING
    return True


def _without_blanks(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] == " ":
        end -= 1
    return end
