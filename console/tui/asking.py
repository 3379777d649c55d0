"""Questions that many dialogs ask, and how their answers are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from console.incident.decide_response import DESPITE
from console.incident.refused import Wrong
from console.incident.times import Unreadable, parse_when

from .dialog import Ask
from .time_field import NOW, Reading

if TYPE_CHECKING:
    from console.rules.classify import Contradiction

PHONE_CHANNELS = ("电话", "视频会议", "对讲", "当面")
PAPER_CHANNELS = ("公文系统", "传真", "电子邮件", "专人送达")
CALL_CHANNELS = ("电话", "短信", "微信", "传真", "当面")


def at_ask(label: str = "时间") -> Ask:
    """A time, now unless something else is typed."""
    return Ask("at", label, NOW, hints=(NOW, "-5", "-10", "-15"), note="「-5」是5分钟前，也可写 0210", reading=Reading())


def despite_asks(contradictions: Sequence[Contradiction]) -> list[Ask]:
    """Why a report goes out though facts contradict one another; nothing is asked where none do."""
    return [Ask("despite", DESPITE, note="必填：数字矛盾没有核对清楚")] if contradictions else []


def contradiction_note(contradictions: Sequence[Contradiction]) -> str:
    """What contradicts what, a line each, before the note of a dialog by which something goes out."""
    return "".join(f"数字矛盾：{one.sentence}\n" for one in contradictions)


def read_at(
    text: str, now: datetime, reader: Callable[[str, datetime], datetime] = parse_when, field: str = "at",
) -> tuple[datetime | None, str]:  # fmt: skip
    """The instant (None for now, and where nothing is typed) and an empty text, or a sentence that says what is wrong in that field."""
    if not text.strip() or (text.strip() == NOW and reader is parse_when):
        return None, ""
    try:
        return reader(text, now), ""
    except Unreadable as error:
        return None, Wrong(field, str(error))
