"""A night to draw papers from: a desk on a temporary home with a fixed clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.times import instant

HOSTILE = (
    "=cmd|' /C calc'!A1 <script>alert(1)</script> [/] | `x` [a](b) \x1b]52;c;eA==\x07 \u202e \x00 ]]> \ud800 \ufffe"
)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, at: str = "2026-11-24T02:10:00+08:00") -> None:
        self.at = instant(at)

    def now(self) -> datetime:
        """The fixed instant."""
        return self.at

    def elapsed(self) -> float:
        """Seconds since the epoch of the fixed instant."""
        return self.at.timestamp()

    def forward(self, minutes: int) -> None:
        """Let time pass."""
        self.at += timedelta(minutes=minutes)


def night(home: Path, *, drill: bool, words: str) -> tuple[Desk, Case, Clock]:
    """An outage taken down, declared and reported, with `words` in every field that takes words."""
    clock = Clock()
    desk = Desk(home, name="张三", clock=clock, drill=drill)
    case = desk.open_event("blackout", words or "蒙自变失压")
    first = [c.SetPlaces(("蒙自市", "个旧市")), c.SetInstant("occurred", clock.now() - timedelta(minutes=5))]
    told = ("caller", "unit", "words", "cause", "handling", "trend")
    first += [c.TakeDown(name, words or f"{name}的话") for name in told]
    desk.do(case.id, *first)
    desk.do(
        case.id, c.SetFigure("grid_load_mw", 1500, "1500", words or "调度", "verified"),
        c.SetFigure("grid_shed_mw", 700, "700", words or "调度", "unverified"),
    )
    clock.forward(4)
    desk.do(case.id, c.Declare(
        "start", "II", "II", words or "王副州长", words or "王副州长", "州指挥部指挥长", clauses=("附录1 三.1",),
        duration=words or "24小时", measures=words or "派出工作组",
    ))
    desk.do(case.id, c.GiveReport("county-phone", words or "赵六", "电话", words=words or "报告原文"))
    desk.do(case.id, c.MoveAgency("police", "confirmed", words or "钱七"), c.Note(words or "记一条"))
    return desk, case, clock


@pytest.fixture(params=["plain", "hostile"])
def evening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Desk, Case, Clock]]:
    """A real event, once with ordinary and once with hostile words."""
    desk, case, clock = night(tmp_path, drill=False, words=HOSTILE if request.param == "hostile" else "")
    yield desk, case, clock
    desk.close()


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[tuple[Desk, Case, Clock]]:
    """A drill with ordinary words."""
    desk, case, clock = night(tmp_path, drill=True, words="")
    yield desk, case, clock
    desk.close()
