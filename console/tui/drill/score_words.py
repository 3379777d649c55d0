"""The words of a drill's score: a line a drill, the sheet, past drills as bars of characters. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from console.drill.score import Mark, Sheet
from console.incident.times import dated
from console.words import fit

from ..text import joined, safe

BAR = 30
"""Cells of a bar of 100 %."""


def sheet_row(sheet: Sheet) -> Content:
    """One drill in a line."""
    return joined(safe(f"{sheet.percent:3d}%", "bold"), safe(f" {dated(sheet.started)} {sheet.title} {sheet.trainee}"))


def sheet_words(sheet: Sheet, past: Sequence[Sheet]) -> Content:
    """The whole sheet: points, what was lost and why, what was won, the same person's past drills."""
    parts = [
        safe(f"演练 {sheet.title}\n", "bold", lines=True),
        safe(f"受训人 {sheet.trainee}   {sheet.run}   {sheet.why or '还没有结束'}\n", lines=True),
        safe(f"得分 {sheet.got}/{sheet.full}\n\n", "bold reverse", lines=True),
    ]
    lost = [mark for mark in sheet.marks if mark.lost]
    parts.append(safe("失分\n" if lost else "没有失分\n", "bold", lines=True))
    for mark in lost:
        parts += _lost(mark)
    parts.append(safe("\n得分\n", "bold", lines=True))
    for mark in sheet.marks:
        if not mark.lost:
            parts.append(safe(f"  {_points(mark)}  {mark.what}  {mark.clause}\n", lines=True))
    if len(past) > 1:
        parts.append(safe("\n历次演练\n", "bold", lines=True))
        parts += [safe(f"  {trend_line(one)}\n", lines=True) for one in past[-12:]]
    return joined(*parts)


def _points(mark: Mark) -> str:
    """「 20/40 」, seven cells."""
    return f"{mark.goal.points - mark.lost:3d}/{mark.goal.points:<3d}"


def _lost(mark: Mark) -> list[Content]:
    head = f"  {_points(mark)}  {mark.what}\n"
    why = f"           {mark.why}\n           依据 {mark.clause or '脚本'}   记录 {mark.entry}\n"
    return [safe(head, "bold", lines=True), safe(why, lines=True)]


def trend_line(sheet: Sheet) -> str:
    """「11-24 02:10 个旧夜里跳闸     ############........ 62%」."""
    full = BAR * sheet.percent // 100
    return f"{dated(sheet.started)} {fit(sheet.title, 20)} {'#' * full}{'.' * (BAR - full)} {sheet.percent}%"
