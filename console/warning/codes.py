"""The national codes that a CAP file of China carries: kinds of event, counties of the prefecture, colour words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from console.plan.base import Colour

EVENT_CODES: Mapping[str, str] = {
    "11B01": "台风", "11B03": "暴雨", "11B04": "暴雪", "11B05": "寒潮", "11B06": "大风", "11B07": "沙尘暴",
    "11B09": "高温", "11B14": "雷电", "11B15": "冰雹", "11B16": "霜冻", "11B17": "大雾", "11B19": "霾",
    "11B20": "雷雨大风", "11B21": "道路结冰", "11B22": "干旱",
}
"""Kinds of meteorological disaster after GB/T 35561, as the national warning platform uses them."""

COUNTY_CODES: Mapping[str, str] = {
    "532501": "个旧市", "532502": "开远市", "532503": "蒙自市", "532504": "弥勒市", "532523": "屏边县",
    "532524": "建水县", "532525": "石屏县", "532527": "泸西县", "532528": "元阳县", "532529": "红河县",
    "532530": "金平县", "532531": "绿春县", "532532": "河口县",
}
"""Administrative codes of the 13 counties and cities."""

PROVINCE = "5300"
"""The first four digits of the codes of the province's own bodies."""

PREFECTURE = "5325"
"""The first four digits of every code of Honghe."""

COLOUR_WORDS: Mapping[str, Colour] = {
    "红": "red", "红色": "red", "red": "red", "橙": "orange", "橙色": "orange", "orange": "orange",
    "黄": "yellow", "黄色": "yellow", "yellow": "yellow", "蓝": "blue", "蓝色": "blue", "blue": "blue",
}

SEVERITY_COLOURS: Mapping[str, Colour] = {"extreme": "red", "severe": "orange", "moderate": "yellow", "minor": "blue"}
"""Only to check against: a colour is never derived from a severity."""

_COLOUR = re.compile("(红|橙|黄|蓝)色?(?=预警|信号|等级|级别|$)|(红色|橙色|黄色|蓝色)")
_CHANGED = re.compile("(?:升级|降级|升格|变更|调整|更新|改|升|降)(?:为|至|到)")
_CODE = re.compile(r"(?<![0-9A-Za-z])(\d{2}[A-Z]\d{2})(?:[_-]?(RED|ORANGE|YELLOW|BLUE))?(?![0-9A-Za-z])", re.IGNORECASE)


def colour_word(text: str) -> Colour | None:
    """The colour that a single word names: 「Red」 「红色」 「红色预警」."""
    return COLOUR_WORDS.get(text.strip().lower().removesuffix("预警信号").removesuffix("预警"))


def colours_in(text: str) -> tuple[Colour, ...]:
    """The colours a headline names; after 「升级为」 and the like only what follows counts."""
    changed = list(_CHANGED.finditer(text))
    after = text[changed[-1].end():] if changed else text
    found = [COLOUR_WORDS[hit[1] or hit[2]] for hit in _COLOUR.finditer(after)]
    if not found and changed:
        found = [COLOUR_WORDS[hit[1] or hit[2]] for hit in _COLOUR.finditer(text)]
    return tuple(dict.fromkeys(found))


def code_in(text: str) -> tuple[str, Colour | None] | None:
    """The event code in a value (「11B03」 or 「11B03_RED」) with the colour it carries, or None."""
    hit = _CODE.search(text)
    return (hit[1].upper(), COLOUR_WORDS.get((hit[2] or "").lower())) if hit else None


def hazard_word(text: str) -> str:
    """The hazard that an event's name tells: 「暴雨红色预警信号」 and 「暴雨事件」 are 「暴雨」."""
    bare = re.sub("[红橙黄蓝]色?(?=预警|信号|$)|[红橙黄蓝]色|预警(信号|信息)?|信号", "", text.strip())
    bare = re.sub("(?<=.)事件$", "", bare.strip())
    return bare.removesuffix("灾害") if bare.removesuffix("灾害") in EVENT_CODES.values() else bare
