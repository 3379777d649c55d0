"""Papers that tell of an earlier moment: by whom the event came, what a notice said, on which clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from console.desk import bulletins
from console.desk.archiving import papers_of
from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.report.catalogue import draw, records
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


def test_the_notice_of_an_earlier_declaration_says_what_was_known_at_it(night: Night) -> None:
    """In the archive: not the places, the title and the end ticks of later; the draft of now has the places of now."""
    desk, case, clock = night
    desk.do(case.id, c.Declare("start", "II", "II", "王副州长", "王副州长", "指挥长"))
    clock.forward(30)
    desk.do(case.id, c.SetPlaces(("蒙自市", "河口县")), c.Retitle("两县停电"))
    notice = next(paper for label, paper in papers_of(seen(desk, case)) if label.startswith("启动 II级通知"))
    assert "响应事项：蒙自市大面积停电事件（全站失压）" in notice.text
    assert "河口县" not in notice.text and "两县停电" not in notice.text
    assert "蒙自市、河口县大面积停电事件（两县停电）" in text(desk, case, "notice")


def test_the_notice_of_an_end_has_the_conditions_as_they_were_held_then(night: Night) -> None:
    """Ticked otherwise after the end was declared, and the response started again."""
    desk, case, clock = night
    desk.do(case.id, c.Declare("start", "II", "II", "王副州长", "王副州长", "指挥长"))
    conditions = case.plan.end_conditions
    desk.do(case.id, *(c.Tick(e.id, True, {f.id: "95" for f in e.figures}, "属实", "赵敏") for e in conditions))
    desk.do(case.id, c.Declare("end", None, None, "王副州长", "王副州长", "指挥长"))
    clock.forward(30)
    desk.do(case.id, c.Tick(conditions[0].id, False, {}, "又停了", "赵敏"))
    notice = next(paper for label, paper in papers_of(seen(desk, case)) if label.startswith("终止 II级通知"))
    assert "已满足" in notice.text and "未满足" not in notice.text


def test_after_a_step_of_the_clock_the_papers_have_one_clock(night: Night) -> None:
    """Put on by an hour at 02:15: the call, the read-back and the level are an hour later everywhere, what follows is not."""
    desk, case, clock = night
    desk.do(case.id, c.Declare("start", "II", "II", "王副州长", "王副州长", "指挥长"), c.AddExtra("instruction", "速报", "李明", "王副州长"))
    clock.forward(60)
    desk.do(case.id, c.Observe("clock_jump", {"seconds": 3600, "before": "", "after": ""}))
    clock.forward(5)
    desk.do(case.id, c.AddExtra("instruction", "再报", "李明", "王副州长"), c.ReadBack("又念", "张伟"))
    course = text(desk, case, "evaluation")
    for line in ("11月24日3时10分，接红河供电局调度报告", "11月24日3时15分，由王副州长决定并宣布启动",
                 "11月24日3时15分，王副州长指示：速报", "11月24日3时20分，王副州长指示：再报"):  # fmt: skip
        assert line in course, line
    sheet = text(desk, case, "record")
    for told in ("以下为11月24日3时13分复述核对时的内容", "3时13分已复述", "2026年11月24日3时10分", "李明，11月24日3时10分"):
        assert told in sheet, told
    assert "2时" not in sheet.partition("办理情况")[0]
    assert [label for _, label in records(seen(desk, case))] == [
        "电话记录单（11月24日3时13分复述）", "电话记录单（11月24日3时20分复述）",
    ]  # fmt: skip


def test_the_course_has_the_time_put_right_and_says_that_it_was(night: Night) -> None:
    """The instruction came at 02:01 and not at 02:15; the level's words were corrected, its time was not."""
    desk, case, clock = night
    desk.do(case.id, c.AddExtra("instruction", "速报", "李明", "王副州长"))
    told = case.entries[-1].seq
    desk.do(case.id, c.Declare("start", "II", "II", "王副州长", "王副州长", "指挥长"))
    level = case.entries[-1].seq
    desk.do(case.id, c.GiveReport("county-phone", "赵敏", "电话"))
    report = case.entries[-1].seq
    desk.do(case.id, c.Correct(told, "时间记错", clock.now() - timedelta(minutes=4)), c.Correct(level, "宣布的是副指挥长"),
            c.Correct(report, "接报人是赵民"))  # fmt: skip
    course = text(desk, case, "evaluation")
    assert f"11月24日2时11分，王副州长指示：速报（有更正：第{report + 1}条）。" in course
    assert f"启动大面积停电II级应急响应（有更正：第{report + 2}条）。" in course
    assert course.count(f"（有更正：第{report + 3}条）") == 2  # the line of the course, and the row of the table
    assert "开始处置。" in course
