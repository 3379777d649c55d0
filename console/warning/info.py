"""The `info` block of a CAP message: what, which colour, where, from when until when, and the words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.plan.base import COLOURS, Colour

from .codes import (
    COUNTY_CODES,
    EVENT_CODES,
    PREFECTURE,
    PROVINCE,
    SEVERITY_COLOURS,
    code_in,
    colour_word,
    colours_in,
    hazard_word,
)
from .report import Reporter
from .shape import check_area
from .tree import Node

_CATEGORIES = ("Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE",
               "Other")  # fmt: skip
_COLOUR_NAME = re.compile("colou?r|颜色|级别|等级|level|awareness", re.IGNORECASE)


LONGEST_VALID = timedelta(days=183)
"""Half a year; a drought's warning is renewed long before."""


@dataclass(frozen=True, slots=True)
class Info:
    """What the block tells; empty where it tells nothing."""

    hazard: str = ""
    colour: Colour | None = None
    issuer: str = ""
    area: str = ""
    geocodes: tuple[str, ...] = ()
    start: datetime | None = None
    until: datetime | None = None
    headline: str = ""
    text: str = ""
    instruction: str = ""


def read_info(info: Node, root: Node, kind: str, report: Reporter) -> Info:
    """Read the block; `kind` is the message's type, since a cancellation needs no colour."""
    headline = report.text(info, "headline", "info/headline")
    found = Info(
        issuer=report.text(info, "senderName", "info/senderName") or root.value("senderName"), headline=headline,
        text=report.text(info, "description", "info/description", essential=False),
        instruction=report.text(info, "instruction", "info/instruction"),
    )
    if not found.issuer:
        report.add(False, info, "info/senderName", "没有发布单位的名称，只有 sender；解除时请按 sender 核对是谁发布的")
        found = replace(found, issuer=root.value("sender"))
    _plain_words(info, report)
    needed = kind != "Cancel"
    hazard, coded = _hazard(info, root, needed, report)
    found = replace(found, hazard=hazard, colour=_colour(info, coded, needed, report))
    start, until = _times(info, kind, report)
    area, geocodes = _areas(info, needed, report)
    return replace(found, start=start, until=until, area=area, geocodes=geocodes)


def _plain_words(info: Node, report: Reporter) -> None:
    report.word(info, "category", _CATEGORIES, "info/category", essential=False)
    for name, known in (
        ("urgency", ("Immediate", "Expected", "Future", "Past", "Unknown")),
        ("severity", ("Extreme", "Severe", "Moderate", "Minor", "Unknown")),
        ("certainty", ("Observed", "Likely", "Possible", "Unlikely", "Unknown")),
    ):
        if info.value(name).lower() != "null":
            report.word(info, name, known, f"info/{name}", essential=False)


def _codes(info: Node, root: Node) -> tuple[str, Colour | None, Node] | None:
    """The national event code, wherever the file carries it."""
    places = [*info.all("eventCode"), *info.all("parameter")]
    told = [(node.first("value") or node) for node in places]
    told += [*info.all("eventType"), *root.all("eventType"), *info.all("event")]
    for node in told:
        hit = code_in(node.text[:80])
        if hit:
            return (*hit, node)
    return None


def _hazard(info: Node, root: Node, needed: bool, report: Reporter) -> tuple[str, Colour | None]:
    event = report.text(info, "event", "info/event", essential=needed or None)
    named = hazard_word(event) if event and not code_in(event) else hazard_word(info.value("eventTypeCN"))
    coded = _codes(info, root)
    if coded is None:
        return named[:40], None
    code, colour, node = coded
    name = EVENT_CODES.get(code, "")
    if not name:
        report.add(not named and needed, node, "info/eventCode", f"事件类型码 {code} 不认识，请按文字核对是哪种灾害")
    elif named and named != name:
        report.add(True, node, "info/eventCode", f"事件类型码 {code} 是{name}，文字写「{named[:20]}」，请向发布单位核对")
    return (name or named)[:40], colour


def _colour(info: Node, coded: Colour | None, needed: bool, report: Reporter) -> Colour | None:
    told: dict[str, Colour] = {"事件类型码": coded} if coded else {}
    for node in (*info.all("eventCode"), *info.all("parameter")):
        value = node.value("value")
        by_name = _COLOUR_NAME.search(node.value("valueName"))
        colour = colour_word(value) or (next(iter(colours_in(value)), None) if by_name else None)
        if colour:
            told.setdefault(f"{node.name} {node.value('valueName')[:20]}", colour)
    for name in ("event", "headline"):
        named = colours_in(info.value(name)[:400])
        if len(named) == 1:
            told[name] = named[0]
        elif named:
            report.add(False, info.first(name) or info, f"info/{name}", "写了几种颜色，看不出是哪一种，没有用它定颜色")
    colours = set(told.values())
    if len(colours) > 1:
        said = "、".join(f"{where}是{COLOURS[colour]}" for where, colour in told.items())
        report.add(True, info, "info", f"颜色前后不一({said})，请向发布单位核对")
        return None
    colour = next(iter(colours), None)
    _severity(info, colour, needed, report)
    return colour


def _severity(info: Node, colour: Colour | None, needed: bool, report: Reporter) -> None:
    """The severity is only a check on the colour, never its source."""
    severity = info.value("severity")
    hinted = SEVERITY_COLOURS.get(severity.lower())
    node = info.first("severity") or info
    if colour is None and needed:
        more = f"；severity 是 {severity}，只作旁证，不能据以定颜色" if hinted else ""
        report.add(True, node, "info", f"没有写预警颜色{more}，请向发布单位核对")
    elif colour and hinted and hinted != colour:
        said = f"severity 是 {severity}(多对应{COLOURS[hinted]})，与{COLOURS[colour]}不一致，以{COLOURS[colour]}为准"
        report.add(False, node, "info/severity", said)


def _times(info: Node, kind: str, report: Reporter) -> tuple[datetime | None, datetime | None]:
    effective = report.time(info, "effective", "info/effective")
    onset = report.time(info, "onset", "info/onset")
    until = report.time(info, "expires", "info/expires")
    start = onset or effective
    if kind == "Cancel":
        return start, until
    if not info.value("expires"):
        report.add(False, info, "info/expires", "没有失效时间，一直挂到变更或解除")
    if start and until and until <= start:
        report.add(False, info.first("expires") or info, "info/expires", "失效时间不晚于开始时间，请向发布单位核对")
    if until and until > (start or report.now) + LONGEST_VALID:
        report.add(False, info.first("expires") or info, "info/expires", f"失效时间 {until:%Y-%m-%d} 太远，请向发布单位核对")
    if until and until <= report.now:
        report.add(False, info.first("expires") or info, "info/expires", "已经过了失效时间")
    return start, until


def _areas(info: Node, needed: bool, report: Reporter) -> tuple[str, tuple[str, ...]]:
    areas = list(info.all("area"))
    if not areas and needed:
        report.add(True, info, "info/area", "缺少 area，不知道影响哪里")
    names, codes = [], []
    for area in areas:
        name = report.text(area, "areaDesc", "info/area/areaDesc", essential=needed)
        if name:
            names.append(name)
        codes += _geocodes(area, report)
        check_area(area, report)
    if codes and not any(code.startswith((PREFECTURE, PROVINCE)) for code in codes):
        report.add(False, areas[0], "info/area", "范围都在红河州以外，请核对是不是发错了地方")
    return "、".join(dict.fromkeys(names))[:2000], tuple(dict.fromkeys(codes))[:200]


def _geocodes(area: Node, report: Reporter) -> list[str]:
    found = []
    for node in area.all("geocode"):
        value = node.value("value") or node.text
        if not re.fullmatch(r"\d{6}(\d{6})?", value):
            report.add(False, node, "info/area/geocode", f"「{value[:40]}」不是行政区划码")
            continue
        found.append(value[:6])
        if value[:6] == f"{PROVINCE}00":
            continue  # the whole province, this prefecture with it
        if not value.startswith(PREFECTURE):
            report.add(False, node, "info/area/geocode", f"{value} 不在红河州")
        elif value[4:6] != "00" and value[:6] not in COUNTY_CODES:
            report.add(False, node, "info/area/geocode", f"{value} 不是红河州的县市")
    return found
