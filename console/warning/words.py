"""A warning in the officer's words, and the order that puts it on air. Pure."""

from __future__ import annotations

from datetime import datetime

from console.incident.times import dated, moment, span, spoken
from console.plan.base import COLOURS

from .codes import COUNTY_CODES
from .model import STANDINGS, STATUSES, Bulletin

DRILL = "这是一次演练。"
WHOLE = ("全州", "红河州", "红河哈尼族彝族自治州")
"""Words of an area that mean the whole prefecture."""


def name_of(bulletin: Bulletin) -> str:
    """「暴雨红色预警」; the colour is always a word."""
    colour = COLOURS[bulletin.colour] if bulletin.colour else ""
    return f"{bulletin.hazard or '未写明灾种'}{colour}预警"


def title_of(bulletin: Bulletin) -> str:
    """The title of the event that it opens."""
    return f"{bulletin.area[:30]}{name_of(bulletin)}"


def standing_words(bulletin: Bulletin, now: datetime, *, drill: bool = False) -> str:
    """「在有效期」, 「已过期」, 「演练」: a message that is not Actual says what it is."""
    standing = bulletin.standing(now, drill=drill)
    if standing == "not_actual":
        return f"{STATUSES[bulletin.status]}，非实际"
    if standing == "cancelled" and bulletin.kind == "Cancel":
        return "解除通知"
    if standing == "in_force" and bulletin.start is not None and bulletin.start > now:
        return "待生效"
    return STANDINGS[standing]


def until_words(bulletin: Bulletin, now: datetime) -> str:
    """「至07-02 08:00 还有3:12:00」 or 「至解除」; when it ended, where something ended it before its time."""
    over = bulletin.ended
    if over is not None:
        return f"{dated(over.announced or over.at)}{STANDINGS[over.what].removeprefix('已')}"
    if bulletin.kind == "Cancel":
        return f"{dated(bulletin.sent or bulletin.received_at)}发"
    if bulletin.until is None:
        return "至解除"
    if bulletin.status not in ("Actual", "Exercise"):
        return f"至{dated(bulletin.until)}"
    if bulletin.until <= now:
        return f"至{dated(bulletin.until)} 已过{span(now - bulletin.until)}"
    return f"至{dated(bulletin.until)} 还有{span(bulletin.until - now)}"


def ending_words(bulletin: Bulletin, now: datetime) -> str:
    """Who ended it, when and how: 「红河州气象台 16:32 解除」; of one that ran out only when: 「18:00 已过期」."""
    over = bulletin.ended
    if over is None:
        return f"{moment(bulletin.until, now)} 已过期" if bulletin.until else ""
    verb = STANDINGS[over.what].removeprefix("已")
    return f"{over.who or bulletin.issuer} {moment(over.announced or over.at, now)} {verb}"


def changes_words(bulletin: Bulletin) -> tuple[str, ...]:
    """What became of it, a line each: 「07-02 08:00 已变更 红河州气象台 w2」."""
    return tuple(
        " ".join(part for part in (dated(c.announced or c.at), STANDINGS[c.what], c.who, c.other, c.note) if part)
        for c in bulletin.changes
    )


def places_in(bulletin: Bulletin, names: tuple[str, ...]) -> tuple[str, ...]:
    """The counties of `names` that the area tells, by name or by code; all of them where it is the prefecture."""
    by_code = {COUNTY_CODES[c] for c in bulletin.geocodes if c in COUNTY_CODES}
    found = tuple(n for n in names if n in bulletin.area or n in by_code or (len(n) > 2 and _short(n, bulletin.area)))
    whole = "532500" in bulletin.geocodes or any(word in bulletin.area for word in WHOLE)
    return names if whole and not found else found


def _short(name: str, area: str) -> bool:
    """「蒙自」 for 蒙自市; 「红河」 alone may be the prefecture or the river and does not count."""
    return name[:2] != "红河" and name[:-1] in area


def relay_order(bulletin: Bulletin, office: str, now: datetime, *, drill: bool) -> str:
    """The order to television, radio and telecoms to put a high warning on air, ready to be read out or sent."""
    practice = drill or bulletin.status == "Exercise"
    until = spoken(bulletin.until) if bulletin.until else "解除时"
    start = spoken(bulletin.start) if bulletin.start else spoken(bulletin.received_at)
    lines = [
        f"{DRILL}插播令" if practice else "插播令",
        f"电视台、电台、各通信运营商：{spoken(now)}，{office}指令，请立即插播、滚动播报并全网发布下列预警。",
        f"{bulletin.issuer}发布{name_of(bulletin)}。范围：{bulletin.area}。时间：{start}至{until}。",
        *(part for part in (bulletin.text, bulletin.instruction) if part),
        "收到请回复接令人姓名和开始播发的时间。",
    ]
    return "\n".join([*lines, DRILL] if practice else lines)
