"""The spoken script of a phone report: at most 60 seconds, in the order in which a receiver wants it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from console.incident.state import CERTAINTIES, Figure
from console.incident.unfinished import ACTIONS_WORDS
from console.plan.work import Milestone

from .paper import DRILL_SENTENCE
from .situation import UNKNOWN, Situation, known_figures
from .wording import event_name, figure_told, formal, share_words

PER_MINUTE = 240
"""Characters that are read aloud in a minute at a calm pace."""
LEFT_OUT = "其余见书面报告"
"""What the script says where something did not find room in the minute."""
_LEAST = 12
"""Characters of room under which a piece of typed words is not begun."""


def spoken_script(situation: Situation, milestone: Milestone | None = None) -> str:
    """What to say on the phone: who, what, when, where, people, how bad, which level, what is done, what is asked.

    Figures come with their state, unknowns as 「正在核实」. What goes beyond a minute's reading is left to the written
    report, and the script says so; a figure is told whole or not at all.
    """
    state = situation.state
    opening = f"{situation.office}值班员{situation.officer.removeprefix('值班员') or '（报您的姓名）'}报告{event_name(situation)}。"
    if milestone is not None:
        opening = f"您好，{opening}"
    closing = "下一步核实情况，按时书面报告。请您复述，请告诉我您的姓名。"
    mark = [f"{DRILL_SENTENCE}。"] if state.drill else []
    doubts = _doubts(situation)
    room = PER_MINUTE - _length("".join([opening, closing, *mark, *mark, *doubts]))
    return "\n".join([*mark, *doubts, opening, *_within(_pieces(situation), room), closing, *mark])


def _doubts(situation: Situation) -> list[str]:
    """What contradicts what comes first; beyond the first they are counted, or the level would find no room."""
    first, more = situation.doubts[:1], situation.doubts[1:]
    return [*first, *([f"另有{len(more)}处对不上，{UNKNOWN}。"] if more else [])]


def _pieces(situation: Situation) -> list[tuple[str, Sequence[str], int]]:
    """Label, parts that are told whole, and rank: what has the highest rank gives way first."""
    aside = situation.aside  # the head has said that these are being checked
    figures = [_figure(situation, path, figure) for path, figure in known_figures(situation) if path not in aside]
    requests = situation.state.call.get("requests", "")
    return [
        ("时间：", (f"{situation.when}",), 0),
        ("地点：", _clauses(situation.where), 1),
        ("伤亡：", _clauses(situation.word("casualties")), 2),
        ("影响：", figures or (UNKNOWN,), 4),
        ("", (_level(situation),), 0),
        ("起因：", _clauses(situation.word("cause")), 5),
        ("处置：", _clauses(situation.word("handling")), 6),
        *([("请求：", _clauses(requests), 3)] if requests.strip() else []),
    ]


def _figure(situation: Situation, path: str, figure: Figure) -> str:
    """「红河电网减供负荷700兆瓦，占46.7%，调度报，未核实」: a figure as it is said."""
    said = figure.now
    source = f"，{said.source}报" if said.source else ""
    words = figure_told(situation.plan, path, said.value) + share_words(situation, path, figure)
    return f"{words}{source}，{CERTAINTIES[said.certainty]}"


def _level(situation: Situation) -> str:
    state, verdict = situation.state, situation.verdict
    if state.level:
        return f"已启动{state.level}级应急响应"
    if verdict.level:
        grade = f"初判为{verdict.grade}事件，" if verdict.grade else ""
        return f"{grade}达到{verdict.level}级响应标准，正报请启动"
    return f"级别{UNKNOWN}"


def _clauses(words: str) -> tuple[str, ...]:
    """Typed words in pieces that can be left out without cutting a word or a figure in two."""
    return tuple(part for part in re.split(r"(?<=[，；。、！？])", formal(" ".join(words.split()))) if part)


def _length(words: str) -> int:
    return len("".join(words.split()))


def _within(pieces: list[tuple[str, Sequence[str], int]], room: int) -> list[str]:
    """The pieces as sentences in their order, the more important ones served first where the room is short."""
    told: dict[int, str] = {}
    left = room - sum(len(label) + len(LEFT_OUT) + 2 for label, _, _ in pieces)
    for at in sorted(range(len(pieces)), key=lambda at: pieces[at][2]):
        label, parts, _ = pieces[at]
        given = len(label) + len(LEFT_OUT) + 2
        left += given
        told[at] = _sentence(label, parts, left)
        left -= _length(told[at])
    return [told[at] for at in range(len(pieces)) if told[at]]


def _sentence(label: str, parts: Sequence[str], room: int) -> str:
    """As many whole parts as there is room for; where some are left out, that is said."""
    joined = _joined(parts)
    if _length(label + joined) + 1 <= room:
        return f"{label}{joined}。"
    for count in range(len(parts) - 1, 0, -1):
        words = f"{label}{_joined(parts[:count])}，{LEFT_OUT}。"
        if _length(words) <= room:
            return words
    head = re.split(r"\d", parts[0], maxsplit=1)[0]
    keep = room - len(label) - len(LEFT_OUT) - 2
    if keep >= _LEAST and len(head) > keep:
        return f"{label}{head[:keep]}，{LEFT_OUT}。"
    return f"{label}{LEFT_OUT}。"


def _joined(parts: Sequence[str]) -> str:
    """Parts one after another; what has no sign at its end gets a semicolon before the next one."""
    out = ""
    for part in parts:
        out += part if not out or out[-1] in "，；。、！？" else f"；{part}"
    return out.rstrip("，；。、！？ ")


def seconds_to_read(script: str) -> int:
    """How long the script takes to read aloud, in seconds."""
    return round(_length(script) * 60 / PER_MINUTE)


def title_of(situation: Situation, milestone: Milestone) -> str:
    """「州人民政府电话报告省人民政府总值班室」."""
    return f"{situation.plan.post(milestone.post).name}{ACTIONS_WORDS[milestone.action]}{'、'.join(milestone.to)}"
