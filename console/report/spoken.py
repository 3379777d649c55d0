"""The spoken script of a phone report: at most 60 seconds, in the order in which a receiver wants it."""

from __future__ import annotations

from console.incident.unfinished import ACTIONS_WORDS
from console.plan.work import Milestone

from .paper import DRILL_SENTENCE
from .situation import UNKNOWN, Situation, figure_words, known_figures

PER_MINUTE = 240
"""Characters that are read aloud in a minute at a calm pace."""


def spoken_script(situation: Situation, milestone: Milestone | None = None) -> str:
    """What to say on the phone: who, what, when, where, how bad, which level, what is done, what comes next.

    Figures come with their state, unknowns as 「正在核实」. Figures beyond a minute's reading are left to the written
    report, and the script says so.
    """
    state, plan = situation.state, situation.plan
    opening = f"{situation.office}值班员{situation.officer.removeprefix('值班员')}报告{plan.plan.name}事件。"
    if milestone is not None:
        opening = f"您好，{opening}"
    figures = [figure_words(situation, path, figure) for path, figure in known_figures(situation)]
    body = [
        f"时间：{situation.when}。地点：{situation.where}。",
        f"起因：{situation.word('cause')}。",
        _figures(figures),
        _level(situation),
        f"先期处置：{situation.word('handling')}。",
    ]
    closing = "下一步，核实情况，按时书面报告。请您复述，请告诉我您的姓名。"
    mark = f"{DRILL_SENTENCE}。" if state.drill else ""
    room = PER_MINUTE - len(opening) - len(closing) - 2 * len(mark)
    return "\n".join([*([mark] if mark else []), opening, *_within(body, room), closing, *([mark] if mark else [])])


def _figures(figures: list[str]) -> str:
    if not figures:
        return f"影响情况：{UNKNOWN}。"
    return "影响情况：" + "，".join(figures) + "。"


def _level(situation: Situation) -> str:
    state, verdict = situation.state, situation.verdict
    if state.level:
        return f"已启动{state.level}级响应。"
    if verdict and verdict.level:
        clause = verdict.met[0].clause if verdict.met else ""
        grade = f"初判为{verdict.grade}级事件，" if verdict.grade else ""
        return f"{grade}达到{verdict.level}级响应标准({clause})，正报请启动。"
    return f"级别{UNKNOWN}。"


def _within(body: list[str], room: int) -> list[str]:
    """The pieces cut to `room` characters: the figures are shortened first, the rest from the end."""
    over = sum(map(len, body)) - room
    if over <= 0:
        return body
    shortened = list(body)
    for index in (2, 4, 1):
        piece = shortened[index]
        keep = max(20, len(piece) - over - 8)
        if keep < len(piece):
            shortened[index] = piece[:keep].rstrip("，。") + "，其余见书面报告。"
            over = sum(map(len, shortened)) - room
        if over <= 0:
            break
    return shortened


def seconds_to_read(script: str) -> int:
    """How long the script takes to read aloud, in seconds."""
    return round(len("".join(script.split())) * 60 / PER_MINUTE)


def title_of(situation: Situation, milestone: Milestone) -> str:
    """「州政府 电话报告 -> 省政府总值班室」."""
    post = situation.plan.post(milestone.post).name
    return f"{post} {ACTIONS_WORDS[milestone.action]} -> {'、'.join(milestone.to)}"
