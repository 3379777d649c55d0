"""The night as a picture: when each report was due and when it was given, and the levels as they were declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from console.incident.due import Due
from console.incident.times import CHINA, clock, minutes_words
from console.incident.unfinished import report_name
from console.words import cut

from .drawing import Box, Dot, Drawing, Shape, Stroke, Words, words_width
from .notices import declared_words
from .paper import DRILL_WORDS
from .situation import Situation

WIDTH, LEFT, RIGHT, ROW = 760, 236, 116, 34
"""Pixels: the whole width, where the axis begins, what is kept at its right for words, the height of a row."""
HEAD, LEVEL, FOOT = 12, 20, 44
"""Above the levels, a line of them, below the rows."""
GREY, PALE, DARK = "#777777", "#dddddd", "#1f3a5f"
_STEPS = (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 43200)


def timeline(situation: Situation) -> Drawing:
    """A row a report: a bar to its target, a thin one to its limit, a mark where it was given, with early or late."""
    state = situation.state
    start = min(state.t0, state.received_at)
    axis = _Axis(start, _end(situation, start))
    rows = [d for d in situation.dues if d.target or d.limit or d.done]
    levels = [d for d in state.declarations if d.action != "refuse"]
    top = HEAD + LEVEL * max(1, len(levels)) + 30
    bottom = top + ROW * max(1, len(rows))
    shapes: list[Shape] = [*axis.ticks(top, bottom)]
    for number, due in enumerate(rows):
        shapes += _row(situation, due, axis, top + ROW * number + ROW // 2)
    for number, declaration in enumerate(levels):
        shapes += _level(axis, declaration.at, declared_words(declaration), HEAD + LEVEL * number + 14, bottom)
    if not rows:
        shapes.append(Words(8, top + 22, "预案没有写时限，也还没有登记报告", colour=GREY))
    shapes += _legend(bottom + 30)
    if state.drill:
        shapes.append(Words(8, 28, DRILL_WORDS, 24, bold=True))
    return Drawing(WIDTH, bottom + FOOT, tuple(shapes))


def _end(situation: Situation, start: datetime) -> datetime:
    moments = [m for d in situation.dues for m in (d.target, d.limit, d.done.at if d.done else None) if m]
    moments += [d.at for d in situation.state.declarations]
    return max([*moments, start + timedelta(minutes=30)])


class _Axis:
    """Instants as places from left to right."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self.start, self.end = start.astimezone(CHINA), end.astimezone(CHINA)
        self.length = max(1.0, (end - start).total_seconds())

    def x(self, at: datetime) -> int:
        """The place of an instant; what lies outside is set to the edge."""
        share = (at - self.start).total_seconds() / self.length
        return LEFT + round(min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT))

    def ticks(self, top: int, bottom: int) -> Iterator[Shape]:
        """Light lines at round clock times, with the date where a day begins."""
        step = next((s for s in _STEPS if self.length / 60 / s <= 8), _STEPS[-1])
        midnight = self.start.replace(hour=0, minute=0, second=0, microsecond=0)
        at = midnight + timedelta(minutes=step * -(-int((self.start - midnight).total_seconds()) // (60 * step)))
        day = None
        while at <= self.end:
            x = self.x(at)
            yield Stroke(x, top, x, bottom, PALE)
            yield Words(x - 18, top - 4, clock(at), 13, colour=GREY)
            if at.date() != day:
                yield Words(x - 18, top - 18, f"{at.month}月{at.day}日", 13, colour=GREY)
                day = at.date()
            at += timedelta(minutes=step)


def _row(situation: Situation, due: Due, axis: _Axis, y: int) -> Iterator[Shape]:
    name = cut(report_name(situation.plan, due), (LEFT - 16) * 2 // 14)
    yield Words(8, y + 5, name, bold=due.mine)
    if due.own:
        yield Words(8, y + 16, due.own, 10, colour=GREY)
    x0 = axis.x(situation.state.t0)
    if due.limit:
        yield Box(x0, y - 2, max(1, axis.x(due.limit) - x0), 4, "#aaaaaa")
        yield Stroke(axis.x(due.limit), y - 10, axis.x(due.limit), y + 10, "#000000", 2)
    if due.target:
        yield Box(x0, y - 6, max(1, axis.x(due.target) - x0), 12, "#b9c7d9")
        yield Stroke(axis.x(due.target), y - 6, axis.x(due.target), y + 6, DARK, 2)
    if due.done is None:
        last = max((axis.x(at) for at in (due.target, due.limit) if at), default=x0)
        yield Words(last + 8, y + 5, "未登记", 13, colour=GREY)
        return
    at = due.done.at
    x, words = axis.x(at), clock(at)
    when = due.target or due.limit
    if when is not None and at > when:
        yield Box(x - 6, y - 6, 12, 12, "#000000")
        words += f" 迟{minutes_words(at - when)}"
    else:
        yield Dot(x, y, 6)
        words += f" 早{minutes_words(when - at)}" if when is not None else ""
    beside = max([x, *(axis.x(t) for t in (due.target, due.limit) if t and x <= axis.x(t) < x + words_width(words, 13) + 16)])
    yield Box(beside + 8, y - 8, words_width(words, 13) + 4, 16, "#ffffff")
    yield Words(beside + 10, y + 5, words, 13)


def _level(axis: _Axis, at: datetime, words: str, y: int, bottom: int) -> Iterator[Shape]:
    x = axis.x(at)
    yield Stroke(x, y - 10, x, bottom, "#444444", dashed=True)
    said = f"{clock(at)} {words}"
    right = x + 4 + words_width(said, 13) <= WIDTH
    yield Words(x + 4 if right else x - 4 - words_width(said, 13), y, said, 13, bold=True)


def _legend(y: int) -> Iterator[Shape]:
    x = 8
    for kind, words in (("target", "力争"), ("limit", "最迟"), ("done", "按时报出"), ("late", "迟报"), ("own", "粗体为本台")):
        if kind == "target":
            yield Box(x, y - 10, 20, 12, "#b9c7d9")
            yield Stroke(x + 20, y - 10, x + 20, y + 2, DARK, 2)
        elif kind == "limit":
            yield Box(x, y - 6, 20, 4, "#aaaaaa")
            yield Stroke(x + 20, y - 14, x + 20, y + 6, "#000000", 2)
        elif kind == "done":
            yield Dot(x + 12, y - 4, 6)
        elif kind == "late":
            yield Box(x + 6, y - 10, 12, 12, "#000000")
        room = 0 if kind == "own" else 28
        yield Words(x + room, y, words, 13)
        x += room + words_width(words, 13) + 30
