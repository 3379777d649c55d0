"""Questions that many dialogs ask, and how their answers are read."""

from __future__ import annotations

from datetime import datetime

from console.incident.refused import Wrong
from console.incident.times import Unreadable, parse_when

from .dialog import Ask

NOW = "现在"
PHONE_CHANNELS = ("电话", "视频会议", "对讲", "当面")
PAPER_CHANNELS = ("传真", "公文系统", "电子邮件", "专人送达")
CALL_CHANNELS = ("电话", "短信", "微信", "传真", "当面")


def at_ask(label: str = "时间") -> Ask:
    """A time, now unless something else is typed."""
    return Ask("at", label, NOW, hints=(NOW, "-5", "-10", "-15"), note="「-5」是5分钟前，也可写 0210")


def read_at(text: str, now: datetime, field: str = "at") -> tuple[datetime | None, str]:
    """The instant (None for now) and an empty text, or a sentence that says what is wrong in that field."""
    if text.strip() in ("", NOW):
        return None, ""
    try:
        return parse_when(text, now), ""
    except Unreadable as error:
        return None, Wrong(field, str(error))
