"""Papers that tell of an earlier moment: by whom the event came, what a notice said, on which clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from console.desk import bulletins
from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.report.catalogue import draw
from console.report.situation import Situation, situation_of
from console.warning.enter import ByHand

from .conftest import Clock

Night = tuple[Desk, Case, Clock]


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    """A call at 02:10 by Zhang Wei, read back at 02:13."""
    clock = Clock()
    desk = Desk(tmp_path, name="李明", clock=clock)
    case = desk.open_event("blackout", "全站失压")
    desk.do(case.id, c.SetPlaces(("蒙自市",)), c.TakeDown("unit", "红河供电局调度"), c.TakeDown("caller", "张伟"),
            c.SetFigure("grid_load_mw", 1500, "1500"), c.SetFigure("grid_shed_mw", 700, "700"))  # fmt: skip
    clock.forward(3)
    desk.do(case.id, c.ReadBack("念过", "张伟"))
    clock.forward(2)
    yield desk, case, clock
    desk.close()


def seen(desk: Desk, case: Case) -> Situation:
    """The event as the papers see it now."""
    return situation_of(case, desk.clock.now(), desk.settings.for_deadlines(), desk.by)


def text(desk: Desk, case: Case, key: str) -> str:
    """What a paper says."""
    return draw(seen(desk, case), key).text


def test_the_event_came_by_the_first_caller_whoever_rang_later(night: Night) -> None:
    """At 02:10 Zhang Wei rang; that the province rang at 02:15 changes nothing of that."""
    desk, case, _ = night
    desk.do(case.id, c.TakeDown("unit", "省调"), c.TakeDown("caller", "王值班长"), c.TakeDown("source", "传真"))
    report, course = text(desk, case, "report"), text(desk, case, "evaluation")
    assert "11月24日2时10分，接红河供电局调度张伟报告（信息来源：电话）。" in report
    assert "11月24日2时10分，接红河供电局调度报告，开始处置。" in course
    assert "王值班长报告" not in report and "接省调" not in course


def test_an_event_that_a_warning_opened_came_by_no_call(tmp_path: Path) -> None:
    """It says which warning came from whom, also after somebody rang."""
    clock = Clock()
    desk = Desk(tmp_path, name="李明", clock=clock)
    at = clock.now()
    found = bulletins.enter(desk, ByHand("暴雨", "red", "红河州气象台", "蒙自市", at, at + timedelta(hours=12), "雨量150毫米"))
    case = bulletins.open_event(desk, found.id, {})
    clock.forward(5)
    desk.do(case.id, c.TakeDown("unit", "河口县"), c.TakeDown("caller", "李娜"))
    for key, after in (("report", "。"), ("evaluation", "，开始处置。")):
        words = text(desk, case, key)
        assert f"11月24日2时10分，收到红河州气象台暴雨红色预警{after}" in words
        assert "，接" not in words
    desk.close()
