"""Who rings and what is said, in a drill: above the body of every screen, where the telephone would be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from console.drill.scenario import CHANNELS, Inject
from console.wrap import wrap

from ..text import joined, safe
from .line import Line

if TYPE_CHECKING:
    from console.exercise.exercise import Exercise

ROWS = 4
"""Rows of speech at most; fewer on a low screen."""
LOW = 30
"""A screen of fewer rows is low."""
LINGER = 120
"""Seconds of drill time for which the last words stay to be written down; then the room is the form's again."""
LINGER_REAL = 20
"""The same in real seconds, where the clock is fast."""


class CallStrip(Line):
    """Rings, and the words of the one on the line as they are spoken; nothing while there is neither."""

    DEFAULT_CSS = "CallStrip { height: auto; background: $panel; color: $text; padding: 0 1; display: none; }"

    def __init__(self, exercise: Exercise) -> None:
        super().__init__(id="call-strip")
        self._exercise = exercise

    def on_mount(self) -> None:
        """Show what there is."""
        self.look()

    def look(self) -> None:
        """Show what rings and what was said by now."""
        size = self.app.size
        words = strip_words(self._exercise, max(20, size.width - 2), 2 if size.height < LOW else ROWS)
        self.display = bool(words)
        self.show(Content("\n").join(words), layout=True)


def strip_words(exercise: Exercise, width: int, rows: int) -> list[Content]:
    """The lines of the strip: one for what waits, the last `rows` of what was said."""
    # To the fraction of a second, for the words come a few characters at a time, not a second's worth at once.
    now, lines = exercise.run.started + timedelta(seconds=exercise.clock.elapsed()), list[Content]()
    waiting = exercise.waiting
    if waiting:
        more = f" (还有{len(waiting) - 1}件)" if len(waiting) > 1 else ""
        lines.append(safe(f"演练 {ring_words(exercise, waiting[0])}  按 Ctrl+V {_verb(waiting[0])}{more}", "bold reverse"))
    if exercise.run.paused and exercise.run.ended_at is None:
        lines.append(safe("演练 时钟停着；Shift+F5 继续", "bold"))
    if exercise.run.ended_at is not None:
        lines.append(safe(f"演练已结束({exercise.run.ended_why})；Shift+F4 看成绩，Ctrl+Q 离开", "bold"))
    said: list[tuple[str, str]] = []
    talk = exercise.talk()
    over = not talk or now > talk[-1].end + timedelta(seconds=max(LINGER, LINGER_REAL * exercise.clock.speed))
    for utterance in () if over else talk:
        heard = utterance.heard(now)
        if heard:
            said += [(utterance.who, part) for part in wrap(f"{utterance.who}：{heard}", width)]
    lines += [joined(safe(part)) for _, part in said[-rows:]]
    return lines


def ring_words(exercise: Exercise, inject: Inject) -> str:
    """「电话铃响 红河供电局 老李」."""
    voice = exercise.scenario.voice(inject.voice) if inject.voice else None
    who = f" {voice.unit} {voice.name}" if voice else ""
    return f"{'电话铃响' if inject.channel == 'phone' else '收到' + CHANNELS[inject.channel]}{who}"


def _verb(inject: Inject) -> str:
    return "接听" if inject.channel == "phone" else "收阅"
