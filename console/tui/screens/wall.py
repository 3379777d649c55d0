"""The wall screen: everything large, nothing to be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen

from console.incident.log_index import LogIndex
from console.incident.times import clock, clock_seconds, dated

from .. import wall_words as words
from ..large import beside, large, padded
from ..text import joined, safe
from ..widgets.line import Folded, Line

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.desk.view import CaseView, View

SHARE = 80
"""Cells that a panel needs at least: two events share a screen of twice that."""
OTHERS = 4
"""So many of the events that are not shown at a turn have a line."""
ROOMY = 34
"""Lines of a panel from which on more than the first step is told."""
NEWS = safe("要事", "bold underline")
ROUND = 10
"""Seconds after which the next events come, where not all fit."""


class WallScreen(Screen[None]):
    """Up to three events side by side, in turn where there are more."""

    CSS_PATH = "wall.tcss"

    def compose(self) -> ComposeResult:
        """Head, warnings, panels, foot."""
        yield Line(id="wall-head")
        yield Folded(id="wall-doubt")
        yield Line(id="wall-warnings")
        with Horizontal(id="wall-panels"):
            for number in range(3):
                yield Line(id=f"wall-panel-{number}", classes="wall-panel")
        yield Line(id="wall-others")
        yield Line(id="wall-foot")

    def show(self, view: View, desk: Desk, beat: int) -> None:
        """Show the desk as it stands; `beat` counts seconds."""
        room = max(1, min(3, self.size.width // SHARE))
        shown = turn(view.cases, room, beat // ROUND)
        self.query_one("#wall-head", Line).show(_head(view, shown))
        doubt = self.query_one("#wall-doubt", Folded)
        doubt.display = bool(view.doubt)
        doubt.show(safe(f"{view.doubt}：时限未换算，请到值班台上填墙上的钟", "bold"), layout=True)
        lines = self._warnings(view)
        self.query_one("#wall-warnings", Line).display = bool(lines)
        self.query_one("#wall-warnings", Line).show(Content("\n").join(lines), layout=True)
        width = self.size.width // max(1, len(shown)) - 4
        others = words.other_lines([c for c in view.cases if c not in shown], self.size.width - 4)[:OTHERS]
        self.query_one("#wall-others", Line).display = bool(others)
        self.query_one("#wall-others", Line).show(Content("\n").join(others), layout=True)
        height = self.size.height - 2 - len(lines) - len(others) - bool(view.doubt)
        for number in range(3):
            panel = self.query_one(f"#wall-panel-{number}", Line)
            panel.display = number < max(1, len(shown))
            if number < len(shown):
                panel.show(Content("\n").join(_panel(view, shown[number], desk, width, height)), layout=False)
            elif number == 0:
                panel.show(Content("\n").join(_idle(view, width, height)))
        self.query_one("#wall-foot", Line).show(_foot(view, desk))

    def _warnings(self, view: View) -> list[Content]:
        if not view.shift.extension.get("warnings"):
            return []
        from console.warning.fold import warnings_of  # noqa: PLC0415 # most days there are none
        from console.warning.model import in_force  # noqa: PLC0415 # the same

        found = in_force(warnings_of(view.shift), view.now, drill=view.drill)
        return words.warning_lines(found, view.now, self.size.width - 2, max(1, self.size.height // 8))


def turn(cases: Sequence[CaseView], room: int, number: int) -> tuple[CaseView, ...]:
    """Which events are shown at the `number`-th turn, where `room` fit."""
    if len(cases) <= room:
        return tuple(cases)
    pages = -(-len(cases) // room)
    start = number % pages * room
    return tuple(cases[start : start + room])


def _head(view: View, shown: Sequence[CaseView]) -> Content:
    drill = safe(" 演练 演练 演练 " if view.drill else "", "bold reverse")
    count = f"在办{len(view.cases)}件"
    if len(shown) < len(view.cases):
        count += f"，现在显示 {'、'.join(case.id for case in shown)}，其余轮流显示"
    now = safe(f" {'电脑' if view.doubt else ''}{view.shown:%m月%d日} {clock_seconds(view.shown)}", "bold")
    since = f"({dated(view.shift.on_duty.since)}起)" if view.shift.on_duty else ""
    return joined(drill, now, f"  {view.officer} 值班{since}  {count}")


def _foot(view: View, desk: Desk) -> Content:
    troubles = [f"{case.id} {case.trouble}" for case in desk.cases.values() if case.trouble]
    who = f"{view.writer}在记录" if view.writer else "没有值班台在记录"
    troubles += [one.words for one in view.losses]
    return joined(safe(f"只读大屏 | {who}"), *(safe(f" | {words}", "bold reverse") for words in troubles))


def _panel(view: View, case: CaseView, desk: Desk, width: int, height: int) -> list[Content]:
    log = desk.cases.get(case.id)
    entries, index = (log.entries, log.index) if log else ((), LogIndex())
    broad = width >= words.BROAD
    reports, half = len(case.dues) + 1, (width - words.GAP) // 2 if broad else width
    most = height - 3 - reports - 7 if broad else height * 3 // 5
    top = [*words.title_lines(case, width), safe(""), *words.large_lines(case, width, most)]
    left = height - len(top)
    dues = words.due_lines(case, half, max(2, min(reports, left if broad else (left - 3) * 3 // 5)))
    steps = words.step_lines(case, half, 1 if height < ROOMY else 4)
    middle = [*dues, safe(""), words.agency_line(case, half), *steps]
    if not broad:
        news = words.entry_lines(case, entries, index, width, left - len(middle) - 2)
        return [*top, *middle, *([safe(""), NEWS, *news] if news else [])]
    news = [NEWS, *words.entry_lines(case, entries, index, half, left - 1)]
    lines = max(len(middle), len(news))
    blank = [safe("")] * lines
    columns = ([padded(line, half) for line in [*column, *blank][:lines]] for column in (middle, news))
    return [*top, *beside(list(columns), words.GAP)]


def _idle(view: View, width: int, height: int) -> list[Content]:
    """Nothing is open: the time of day in large, and since when who is on duty."""
    wide, tall = next(((w, t) for w, t in words.SIZES if 19 * w <= width and 5 * t <= height // 2), (1, 1))
    nothing = view.losses[0].words if view.losses else "没有在办事件"
    return [safe(""), *large(clock(view.shown), wide, tall), safe(""), safe(nothing, "bold")]
