"""What a log says of the clock it was written by: from where on nobody vouched for it, and what it lacked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .times import span

if TYPE_CHECKING:
    from .entry import Entry

UNSURE = "时钟未核对"
"""What stands where a length of time would, while the clock is doubted."""


def full(at: datetime) -> str:
    """「2026-11-28 16:40」: the year stands in it wherever the clock is in question."""
    return f"{at:%Y-%m-%d %H:%M}"


def doubted_from(entries: Sequence[Entry]) -> int | None:
    """The first entry (seq) that was written by a clock nobody has vouched for since; None where there is none."""
    for entry in reversed(entries):
        if entry.kind == "clock_offset":
            return None
        if entry.kind == "clock_doubt":
            since = entry.data.get("since")
            return since if isinstance(since, int) else entry.seq
    return None


def offset(told: dict[str, Any], since: int | None, moved: int) -> dict[str, Any]:
    """The data of a `clock_offset` in one log: what was `told`, and by how many seconds entries from `since` on are moved."""
    return told if since is None else {**told, "since": since, "moved": moved}


def slow_words(seconds: int) -> str:
    """「慢8小时06分」, 「快400天」: how the PC's clock goes against the wall's when `seconds` must be added to it."""
    return f"{'慢' if seconds > 0 else '快'}{length_words(seconds)}"


def length_words(seconds: int) -> str:
    """「8小时06分」, 「400天3小时」, 「45秒」: a difference of clocks, without a sign."""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    if hours:
        return f"{hours}小时{minutes:02d}分" if minutes else f"{hours}小时"
    return f"{minutes}分钟" if minutes else f"{rest}秒"


def age_words(since: datetime, now: datetime) -> str:
    """「已07:12」; where the clock stands before `since`, that is said instead of a negative age."""
    return f"时钟早于接报 {span(now - since)}" if now < since else f"已{span(now - since)}"
