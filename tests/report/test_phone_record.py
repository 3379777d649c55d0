"""电话记录单: it shows what was said by the one on the line at that time, and nothing that came later as if he had said it."""

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
from console.report.catalogue import draw, offers, records
from console.report.paper import Paragraph, Table
from console.report.situation import Situation, situation_of
from console.warning.enter import ByHand

from .conftest import Clock

Call = tuple[Desk, Case, Clock]


@pytest.fixture
def call(tmp_path: Path) -> Iterator[Call]:
    """A call at 02:10 by Zhang Wei, read back at 02:13; the intake is not over."""
    clock = Clock()
    desk = Desk(tmp_path, name="李明", clock=clock)
    case = desk.open_event("blackout", "全站失压")
    desk.do(case.id, c.SetPlaces(("蒙自市",)), c.TakeDown("unit", "红河供电局调度"), c.TakeDown("caller", "张伟"),
            c.TakeDown("words", "全站失压"), c.SetFigure("grid_load_mw", 1500, "1500", "红河供电局调度张伟"),
            c.SetFigure("grid_shed_mw", 700, "700", "红河供电局调度张"))  # fmt: skip
    clock.forward(3)
    desk.do(case.id, c.ReadBack("念过", "张伟"))
    yield desk, case, clock
    desk.close()


def seen(desk: Desk, case: Case) -> Situation:
    """The event as the papers see it now."""
    return situation_of(case, desk.clock.now(), desk.settings.for_deadlines(), desk.by)


def rows(situation: Situation, key: str = "record") -> dict[str, str]:
    """What stands on a sheet, label to words."""
    tables = [block for block in draw(situation, key).blocks if isinstance(block, Table)]
    return {row[0]: row[1] for table in tables for row in table.rows}


def heads(situation: Situation, key: str = "record") -> list[str]:
    """The sentences above the two parts."""
    return [block.text for block in draw(situation, key).blocks if isinstance(block, Paragraph)]


def test_what_came_after_the_read_back_is_not_what_he_confirmed(call: Call) -> None:
    """Another caller's figures, later words and a level are not on the sheet that Zhang Wei confirmed at 02:13."""
    desk, case, clock = call
    before = rows(seen(desk, case))
    clock.forward(40)
    desk.do(case.id, c.SetFigure("grid_shed_mw", 450, "450", "省调值班长王"), c.TakeDown("casualties", "伤3人"),
            c.TakeDown("caller", "王"), c.TakeDown("site_lead", "副市长"), c.SetPlaces(("蒙自市", "个旧市")),
            c.SetInstant("occurred", clock.now() - timedelta(minutes=50)),
            c.Declare("start", "II", "II", "王副州长", "王副州长", "指挥长"))  # fmt: skip
    after = rows(seen(desk, case))
    assert after == before
    assert after["主要数字"] == "红河电网负荷1500兆瓦（未核实）；红河电网减供负荷700兆瓦（未核实）"
    assert after["复述核对"] == "11月24日2时13分已复述，张伟确认无误"
    assert after["拟办意见"] == "按当时的数字，建议启动II级应急响应（附录1 三.1）"
    assert heads(seen(desk, case)) == [
        "以下为11月24日2时13分复述核对时的内容；其后的变化见日志。",
        "办理情况（截至11月24日2时53分，不在复述核对的内容之内）",
    ]


def test_a_share_that_nobody_spoke_is_not_on_it(call: Call) -> None:
    """46.7 % can be reckoned from the two figures; on the sheet of the call it would be his word."""
    desk, case, _ = call
    assert "占" not in rows(seen(desk, case))["主要数字"]


def test_a_figure_of_somebody_else_stands_apart_with_who_said_it(call: Call) -> None:
    """Told during the same call to be another one's word, and read back: a row of its own."""
    desk, case, _ = call
    desk.do(case.id, c.SetFigure("grid_shed_mw", 450, "450", "省调王", "verified"), c.ReadBack("再念", "张伟"))
    found = rows(seen(desk, case), "record:1")
    assert found["主要数字"] == "没有记下"
    assert found["其他来源的数字"] == "红河电网减供负荷450兆瓦（据省调王，已核实）"


def test_every_read_back_has_its_own_sheet(call: Call) -> None:
    """A second read-back leaves the first sheet true; both are offered, and both are in the archive."""
    desk, case, clock = call
    first = rows(seen(desk, case))
    clock.forward(30)
    desk.do(case.id, c.TakeDown("caller", "王强"), c.TakeDown("unit", "省调"), c.SetFigure("grid_shed_mw", 450, "450", "省调王强"),
            c.ReadBack("念过", "王强"))  # fmt: skip
    situation = seen(desk, case)
    assert records(situation) == (
        ("record", "电话记录单（11月24日2时13分复述）"), ("record:1", "电话记录单（11月24日2时43分复述）"),
    )
    assert rows(situation) == first
    second = rows(situation, "record:1")
    assert (second["发话人"], second["复述核对"]) == ("王强", "11月24日2时43分已复述，王强确认无误")
    assert second["主要数字"] == "红河电网减供负荷450兆瓦（未核实）"
    assert "红河电网负荷1500兆瓦（据红河供电局调度张伟，未核实）" in second["先前来电记下的"]
    assert [o.id for o in offers(situation) if o.id.startswith("record")] == ["record", "record:1"]
    assert sum(paper.kind.startswith("电话记录单") for _, paper in papers_of(situation)) == 2


def test_without_a_read_back_it_ends_with_the_intake_and_says_so(tmp_path: Path) -> None:
    """Until the intake is over it grows; afterwards it stands, and is never called confirmed."""
    clock = Clock()
    desk = Desk(tmp_path, name="李明", clock=clock)
    case = desk.open_event("blackout", "停电")
    desk.do(case.id, c.SetFigure("grid_shed_mw", 700, "700"))
    assert heads(seen(desk, case))[0] == "未复述核对。接报还没有结束，以下为到11月24日2时10分为止记下的内容。"
    desk.do(case.id, c.FinishIntake())
    clock.forward(30)
    desk.do(case.id, c.SetFigure("grid_shed_mw", 40, "40"), c.TakeDown("caller", "后来的人"))
    found = rows(seen(desk, case))
    assert heads(seen(desk, case))[0] == "未复述核对。以下为到11月24日2时10分接报结束为止记下的内容；其后的变化见日志。"
    assert (found["复述核对"], found["发话人"], found["电话内容"]) == ("未复述核对", "没有记下", "没有记下")
    assert found["主要数字"] == "红河电网减供负荷700兆瓦（未核实）"
    assert "正在核实" not in "".join(found.values())
    desk.close()


def test_what_we_reported_and_what_came_in_are_two_lists_with_their_own_time(call: Call) -> None:
    """「已报告单位」 has what we gave and who took it; what the grid told us is listed as received from it."""
    desk, case, clock = call
    desk.do(case.id, c.GiveReport("grid-phone", "李明", "电话", reporter="张伟"), c.GiveReport("county-phone", "赵敏", "电话"))
    clock.forward(5)
    found = rows(seen(desk, case))
    assert found["已报告单位和时间"] == "州人民政府总值班室、省能源局，11月24日2时13分，接报人赵敏"
    assert found["收到的报告"] == "电网企业电话报告，11月24日2时13分，报告人张伟，接报人李明"


def test_a_warning_makes_no_phone_record_until_somebody_calls(tmp_path: Path) -> None:
    """No call, no sheet: neither in the list nor in the archive, and asked for by name it says why."""
    clock = Clock()
    desk = Desk(tmp_path, name="李明", clock=clock)
    at = clock.now()
    found = bulletins.enter(desk, ByHand("暴雨", "red", "红河州气象台", "蒙自市", at, at + timedelta(hours=12), "雨量150毫米"))
    case = bulletins.open_event(desk, found.id, {})
    desk.do(case.id, c.SetFigure("hazards.rainstorm.occurred", True, "", "气象台"))
    situation = seen(desk, case)
    assert not records(situation)
    assert not [o for o in offers(situation) if "电话记录单" in o.label]
    assert not [label for label, _ in papers_of(situation) if "电话记录单" in label]
    with pytest.raises(ValueError, match="没有记下来电"):
        draw(situation, "record")
    desk.do(case.id, c.TakeDown("caller", "河口县李娜"))
    rung = rows(seen(desk, case))
    assert (rung["发话人"], rung["电话内容"], rung["来话单位"]) == ("河口县李娜", "没有记下", "没有记下")
    assert "红色" not in rung["主要数字"]
    desk.close()


def test_what_a_warning_brought_is_not_what_a_later_caller_confirmed(tmp_path: Path) -> None:
    """Read back with a caller who rang after it: neither its issuer, nor its text, nor its colour is his."""
    clock = Clock()
    desk = Desk(tmp_path, name="李明", clock=clock)
    at = clock.now()
    found = bulletins.enter(desk, ByHand("暴雨", "red", "红河州气象台", "蒙自市", at, at + timedelta(hours=12), "雨量150毫米"))
    case = bulletins.open_event(desk, found.id, {})
    clock.forward(5)
    desk.do(case.id, c.TakeDown("caller", "李村长"), c.SetFigure("hazards.rainstorm.occurred", True, "", "李村长"))
    clock.forward(1)
    desk.do(case.id, c.ReadBack("念过", "李村长"))
    sheet = rows(seen(desk, case))
    assert (sheet["发话人"], sheet["来话单位"], sheet["电话内容"]) == ("李村长", "没有记下", "没有记下")
    assert sheet["复述核对"] == "11月24日2时16分已复述，李村长确认无误"
    assert "红色" not in sheet["主要数字"] and "是" in sheet["主要数字"]
    assert "红色" in sheet["其他来源的数字"] and "据红河州气象台" in sheet["其他来源的数字"]
    assert sheet["地点"] == "蒙自市（蒙自市为预警所列）"
    desk.close()


def test_the_second_sheet_has_only_what_came_after_the_first_read_back(call: Call) -> None:
    """The second caller did not say the first one's words, number and time; those stand in one row of their own."""
    desk, case, clock = call
    desk.do(case.id, c.TakeDown("callback", "0873-1111111"), c.SetInstant("occurred", clock.now() - timedelta(minutes=8)),
            c.ReadBack("又念", "张伟"))  # fmt: skip
    clock.forward(20)
    desk.do(case.id, c.TakeDown("caller", "王强"), c.TakeDown("words", "全站失压\n个旧也停了"), c.ReadBack("念过", "王强"))
    sheet = rows(seen(desk, case), "record:2")
    for label in ("来话单位", "回拨电话", "来话时间", "事发时间", "地点", "主要数字"):
        assert sheet[label] == "没有记下", label
    assert (sheet["发话人"], sheet["电话内容"]) == ("王强", "个旧也停了")
    before = sheet["先前来电记下的"]
    for told in ("来电单位：红河供电局调度", "回拨电话：0873-1111111", "来电原话：全站失压", "地点：蒙自市",
                 "事发时间：2026年11月24日2时05分", "700兆瓦"):  # fmt: skip
        assert told in before, told
    assert "先前来电记下的" not in rows(seen(desk, case))


def test_words_written_behind_the_text_of_a_warning_are_the_callers_alone(tmp_path: Path) -> None:
    """The field of the words was filled by the warning; what he said stands behind it."""
    clock = Clock()
    desk = Desk(tmp_path, name="李明", clock=clock)
    at = clock.now()
    found = bulletins.enter(desk, ByHand("暴雨", "red", "红河州气象台", "蒙自市", at, at + timedelta(hours=12), "雨量150毫米"))
    case = bulletins.open_event(desk, found.id, {})
    brought = case.state.call["words"]
    clock.forward(5)
    desk.do(case.id, c.TakeDown("caller", "李村长"), c.TakeDown("words", f"{brought}\n村口塌方"), c.ReadBack("念过", "李村长"))
    sheet = rows(seen(desk, case))
    assert sheet["电话内容"] == "村口塌方"
    clock.forward(5)
    desk.do(case.id, c.TakeDown("caller", "赵六"), c.ReadBack("念过", "赵六"))
    second = rows(seen(desk, case), "record:1")
    assert "来电原话：村口塌方" in second["先前来电记下的"] and "150" not in second["先前来电记下的"]
    assert "红色" in second["其他来源的数字"]
    desk.close()


def test_each_place_is_his_who_named_it(call: Call) -> None:
    """A warning adds its place to the list, a second caller his: the entries have the whole list each time."""
    desk, case, clock = call
    at = clock.now()
    found = bulletins.enter(desk, ByHand("大面积停电", "red", "州能源局", "河口县", at, at + timedelta(hours=12), "电网风险"))
    bulletins.put_to(desk, found.id, case.id, {})
    clock.forward(5)
    desk.do(case.id, c.SetPlaces(("蒙自市", "河口县", "个旧市")), c.ReadBack("念过", "王强"))
    assert rows(seen(desk, case))["地点"] == "蒙自市"
    second = rows(seen(desk, case), "record:1")
    assert second["地点"] == "河口县、个旧市（河口县为预警所列）"
    assert "地点：蒙自市" in second["先前来电记下的"]


def test_what_a_caller_told_in_the_same_second_is_still_his(tmp_path: Path) -> None:
    """A warning put to the event at once takes nothing from the call that was taken down in that second."""
    desk = Desk(tmp_path, name="李明", clock=Clock())
    case = desk.open_event("weather", "暴雨")
    desk.do(case.id, c.SetPlaces(("蒙自市",)), c.TakeDown("unit", "蒙自市"), c.TakeDown("caller", "李娜"), c.TakeDown("words", "进水"))
    at = desk.clock.now()
    found = bulletins.enter(desk, ByHand("暴雨", "red", "红河州气象台", "蒙自市", at, at + timedelta(hours=12), "雨量150毫米"))
    bulletins.put_to(desk, found.id, case.id, {})
    desk.do(case.id, c.ReadBack("念过", "李娜"))
    sheet = rows(seen(desk, case))
    assert (sheet["来话单位"], sheet["发话人"], sheet["电话内容"], sheet["地点"]) == ("蒙自市", "李娜", "进水", "蒙自市")
    assert "红色" in sheet["其他来源的数字"] and "信息来源" not in sheet
    desk.close()
