"""纸面备份: two pages to print, so that the work goes on when the PC dies. What stands on them; pure.

Every cell is cut to the room it has, so that the sheet has exactly two pages whatever was typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from console.incident.due import Due
from console.incident.narrate import EXTRA_TYPES
from console.incident.state import AGENCY_STEPS
from console.incident.times import clock, dated
from console.incident.unfinished import members, report_name
from console.words import cut, visible

from .paper import DRILL_WORDS
from .situation import UNKNOWN, Situation, known_figures
from .wording import figures_told

if TYPE_CHECKING:
    from console.incident.next_step import Step

TWIN = "纸面备份"
"""What the sheet is called; also part of its file name."""
LINES = 20
"""Numbered blank lines on the second page."""
AGENCY_COLUMNS = 3
_DUES, _AGENCIES, _STEPS = 8, 33, 6
"""At most so many rows of each on the first page; what is left out is counted."""
EM = 3.6
"""Millimetres that a Chinese character takes, a little more than the 10 points it is set in."""
LINE, HEAD, TITLE = 4.4, 6.0, 7.0
"""Millimetres of a line of words, of the head of a table, of the title above it."""
PADDING = 2.4
"""Millimetres that a cell loses at its sides."""
NO_NUMBERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of fixed size: rows cannot grow, so that the page cannot either."""

    title: str
    columns: tuple[str, ...]
    """The head; empty for none."""
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    """Millimetres; 180 together."""
    heights: tuple[float, ...]
    """Millimetres of each row, without the head."""

    @property
    def fitted(self) -> tuple[tuple[str, ...], ...]:
        """The rows with every cell cut to its room and made harmless."""
        return tuple(
            tuple(fit_cell(cell, width, int(height / LINE)) for cell, width in zip(row, self.widths, strict=True))
            for row, height in zip(self.rows, self.heights, strict=True)
        )

    @property
    def height(self) -> float:
        """Millimetres with title and head."""
        return (TITLE if self.title else 0) + (HEAD if self.columns else 0) + sum(self.heights)


@dataclass(frozen=True, slots=True)
class Twin:
    """The two pages."""

    event: str
    title: str
    made: datetime
    sheet: str
    """The number of the last entry when it was made: names the sheet when its lines are brought in."""
    office: str
    drill: bool
    head: str
    status: Grid
    parts: tuple[Grid, ...]
    blank: Grid

    @property
    def heading(self) -> str:
        """The title of both pages."""
        mark = f"[{DRILL_WORDS}] " if self.drill else ""
        return f"{mark}{TWIN} {fit_cell(self.title, 120, 1)}"

    @property
    def about(self) -> str:
        """Which sheet this is."""
        made = f"{self.made.year}-{dated(self.made)}"
        return f"事件 {self.event}  页号 {self.sheet}  写成 {made}  {fit_cell(self.office, 60, 1)}"

    @property
    def file_stem(self) -> str:
        """A file name without its ending; a drill's begins with 演练."""
        stem = f"{TWIN}_{self.event}"
        return f"{DRILL_WORDS}_{stem}" if self.drill else stem


def fit_cell(text: str, width: float, lines: int) -> str:
    """One line of words for a cell of `width` millimetres and `lines` lines."""
    room = max(1, int((width - PADDING) / EM)) * 2 * lines
    return cut(visible(" ".join(text.split())), room - (2 if lines > 1 else 0))


def twin(situation: Situation, steps: Sequence[Step], numbers: Mapping[str, str] = NO_NUMBERS) -> Twin:
    """The sheet as the event stands: level and grounds, deadlines by the clock, agencies, steps, blank lines.

    `numbers` are the first numbers to call, by the id of the body: paper is all that is left when the PC is dead.
    """
    state = situation.state
    return Twin(
        event=state.id, title=state.title, made=situation.now, sheet=str(len(situation.entries)),
        office=situation.office, drill=state.drill, head=situation.head, status=_status(situation),
        parts=(_dues(situation), _agencies(situation, numbers), _steps(situation, steps)), blank=_blank(),
    )


def _status(situation: Situation) -> Grid:
    state = situation.state
    figures = figures_told(situation, known_figures(situation))
    rows = (
        ("现级别", _level(situation)),
        ("依据", _grounds(situation)),
        ("时间地点", f"{situation.when}  {situation.where}"),
        ("主要数字", figures or UNKNOWN),
        ("来电人", " ".join(state.call.get(n, "") for n in ("unit", "caller", "callback")) or UNKNOWN),
    )
    return Grid("", (), rows, (22, 158), (6.5, 9, 6.5, 9, 6.5))


def _level(situation: Situation) -> str:
    state = situation.state
    last = next((d for d in reversed(state.declarations) if d.action != "refuse"), None)
    if last is None:
        return "未定级"
    now = f"{last.level}级响应" if last.level else "响应已终止"
    return f"{now}，{dated(last.at)} {last.announced_by}宣布(决定：{last.decided_by})"


def _grounds(situation: Situation) -> str:
    declared = next((d for d in reversed(situation.state.declarations) if d.level), None)
    clauses = f"宣布依据 {'、'.join(declared.clauses) or declared.authority}。" if declared else ""
    return clauses + _judged(situation)


def _judged(situation: Situation) -> str:
    verdict = situation.verdict
    doubts = "".join(f"数字矛盾：{one.sentence}。" for one in situation.contradictions)
    met = f"现有数字到{verdict.level}级：{verdict.met[0].clause} {verdict.met[0].why}" if verdict.level else "数字还够不到级别"
    possible = f"。还可能到{'、'.join(f'{level}级' for level in verdict.possible)}" if verdict.possible else ""
    return doubts + met + possible


def _dues(situation: Situation) -> Grid:
    waiting = sorted((d for d in situation.dues if not d.done), key=lambda d: not d.mine)
    shown = waiting[:_DUES]
    rows = [_due(situation, due) for due in sorted(shown, key=situation.dues.index)]
    left = f"，另有{len(waiting) - len(shown)}项未列" if len(waiting) > len(shown) else ""
    title = f"报告时限(钟点)，未登记{len(waiting)}项{left};* 为本台"
    columns = ("谁报", "报给", "力争", "最迟", "报出时间", "报告人", "接报人")
    return Grid(title, columns, tuple(rows), (40, 46, 23, 23, 18, 15, 15), (8.8,) * len(rows))


def _due(situation: Situation, due: Due) -> tuple[str, ...]:
    name = ("* " if due.mine else "") + report_name(situation.plan, due)
    times = [_by_the_clock(at, situation.now) if at else "无" for at in (due.target, due.limit)]
    return name, "、".join(due.milestone.to) + due.own, *times, "", "", ""


def _by_the_clock(at: datetime, now: datetime) -> str:
    past = " 已过" if at < now else ""
    return (clock(at) if at.date() == now.date() else dated(at)) + past


def _agencies(situation: Situation, numbers: Mapping[str, str]) -> Grid:
    state = situation.state
    waiting = []
    for body in members(situation.plan):
        step = state.agencies[body.id].step if body.id in state.agencies else "silent"
        if step in ("silent", "notified"):
            number = f"{numbers[body.id]} " if numbers.get(body.id) else ""  # first, so that it is never what is cut
            waiting.append((step, f"□ {number}{body.name} {AGENCY_STEPS[step]}"))
    waiting.sort(key=lambda pair: pair[0] != "notified")
    shown = [words for _, words in waiting[:_AGENCIES]]
    left = f"，另有{len(waiting) - len(shown)}家未列" if len(waiting) > len(shown) else ""
    shown += [""] * (-len(shown) % AGENCY_COLUMNS)
    rows = tuple(tuple(shown[at:at + AGENCY_COLUMNS]) for at in range(0, len(shown), AGENCY_COLUMNS))
    title = f"未确认单位 {len(waiting)}家{left}；打通后打勾，写上时间和姓名"
    return Grid(title, (), rows, (60,) * AGENCY_COLUMNS, (5.5,) * len(rows))


def _steps(situation: Situation, steps: Sequence[Step]) -> Grid:
    extras = [x for x in situation.state.extras.values() if not x.done]
    promised = [
        (f"{EXTRA_TYPES[x.kind]}：{x.text} {x.who}", _by_the_clock(x.due, situation.now) if x.due else "") for x in extras
    ]
    own = [
        (_lasting(s.text), _by_the_clock(s.due, situation.now) if s.due else "") for s in steps if s.what != "extra"
    ]
    found = [*promised[:3], *own][:_STEPS]
    rows = tuple((f"□ {text}", due, "") for text, due in found)
    return Grid("本台下一步", ("做什么", "何时前", "办了(时间)"), rows, (124, 28, 28), (6,) * len(rows))


def _lasting(text: str) -> str:
    """A step without the minutes that are left: on paper only the clock time stays true."""
    return re.sub(r"，(?:还有|已超时|已过)(?:\d|不到)[^，]*$", "", text)


def _blank() -> Grid:
    rows = tuple((f"{number:02d}", "", "", "") for number in range(1, LINES + 1))
    return Grid("", ("编号", "时间", "什么事(单位、姓名、原话、数字)", "记录人"), rows, (14, 24, 118, 24), (11,) * LINES)
