"""Notices of warnings: every content that the plan asks for with its clause, the issuer's own words, 谁发布谁解除."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from console.desk import bulletins
from console.desk.bulletin_files import import_file
from console.desk.desk import Desk
from console.report.catalogue import draw, offers
from console.report.situation import situation_of
from console.report.warning_papers import Room, lifting_paper, room_of, warning_paper
from console.warning.enter import ByHand
from console.warning.model import Bulletin
from tests.warning.sample import Clock as CapClock
from tests.warning.sample import cap, desk_at, info, refer, saved

from .conftest import HOSTILE, Clock


def desk_with(home: Path, form: ByHand, *, drill: bool = False) -> tuple[Desk, Bulletin, Clock]:
    """A desk that has one warning."""
    clock = Clock()
    desk = Desk(home, name="张三", clock=clock, drill=drill)
    return desk, bulletins.enter(desk, form), clock


def rain(text: str = "未来6小时有强降雨") -> ByHand:
    """A red rainstorm warning of the prefecture's observatory."""
    at = Clock().now()
    return ByHand("暴雨", "red", "红河州气象台", "蒙自市、个旧市", at, at + timedelta(hours=6), text)


def room(desk: Desk, plan_id: str) -> Room:
    """The room without an event."""
    plan = desk.plans[plan_id]
    return Room(plan, plan.plan.office, "张三", desk.clock.now(), desk.drill)


@pytest.mark.parametrize("words", ["未来6小时有强降雨", HOSTILE])
def test_a_weather_warning_passes_on_all_seven_contents(tmp_path: Path, words: str) -> None:
    """类别、级别、起始时间、范围、警示事项、措施、发布机关 (3.2.2), each with its clause, and whose words they are."""
    desk, found, _ = desk_with(tmp_path, rain(words))
    paper = warning_paper(room(desk, "weather"), found)
    plan = desk.plans["weather"]
    assert len(plan.warning_contents) == 7
    for item in plan.warning_contents:
        assert f"{item.label}：" in paper.text
        assert f"（{item.clause}）" in paper.text
    for told in ("暴雨", "红色", "蒙自市、个旧市", found.text, "红河州气象台", "11月24日2时10分至11月24日8时10分"):
        assert told in paper.text
    assert paper.title == "关于转发红河州气象台暴雨红色预警的通知"
    assert paper.urgency == "特急"
    assert paper.flags == ()
    desk.close()


def test_an_outage_warning_has_the_five_contents_and_flags_what_was_not_said(tmp_path: Path) -> None:
    """时间、级别、响应范围、公开程度、措施 (4.2.1(1)); who issues it here says so; 公开程度 is 正在核实 and flagged."""
    at = Clock().now()
    desk, found, _ = desk_with(tmp_path, ByHand("大面积停电", "orange", "州能源局", "全州", at, None, "电网风险"))
    paper = warning_paper(room(desk, "blackout"), found)
    for item in desk.plans["blackout"].warning_contents:
        assert f"{item.label}：" in paper.text
    assert paper.title == "关于发布大面积停电橙色预警的通知"
    assert any("公开程度" in flag.what for flag in paper.flags)
    assert "至解除时" in paper.text
    desk.close()


def test_a_lifting_names_the_warning_who_lifts_it_and_that_the_response_stands(tmp_path: Path) -> None:
    """Not before it was lifted; another body than the issuer is flagged; a level in force is said to go on."""
    desk, found, clock = desk_with(tmp_path, rain())
    with pytest.raises(ValueError, match="还没有解除"):
        lifting_paper(room(desk, "weather"), found)
    clock.forward(90)
    lifted = bulletins.lift(desk, found.id, "个旧市气象台", "雨停")
    paper = lifting_paper(room(desk, "weather"), lifted)
    assert "个旧市气象台11月24日3时40分解除红河州气象台11月24日2时10分发布的暴雨红色预警" in paper.text
    assert "说明：雨停。" in paper.text
    assert [flag.kind for flag in paper.flags] == ["corrected"]
    assert "响应仍在" not in paper.text
    desk.close()


def test_the_papers_of_an_event_have_the_notices_of_its_warnings(tmp_path: Path) -> None:
    """A warning that opened the event is offered on its papers, and drawn with the event's log under it."""
    desk, found, _ = desk_with(tmp_path, rain())
    case = bulletins.open_event(desk, found.id, {})
    situation = situation_of(case, desk.clock.now())
    mine = bulletins.of_event(desk, case.id)
    assert [o.id for o in offers(situation, mine) if o.id.startswith(("warning", "lifting"))] == [f"warning:{found.id}"]
    bulletins.lift(desk, found.id, "红河州气象台")
    mine = bulletins.of_event(desk, case.id)
    assert f"lifting:{found.id}" in [o.id for o in offers(situation, mine)]
    assert draw(situation, f"lifting:{found.id}", mine).head == room_of(situation).head
    assert not [o for o in offers(situation) if o.id.startswith("warning")]
    desk.close()


def test_an_exercise_is_a_drill_and_a_test_is_no_paper(tmp_path: Path) -> None:
    """An exercise's notice is marked 演练; of a test message or a draft there is no notice at all."""
    at = Clock().now()
    for status, hazard in (("Exercise", "暴雨"), ("Test", "暴雪")):
        form = ByHand(hazard, "red", "红河州气象台", "全州", at, None, "x", status=status)  # type: ignore[arg-type]  # both are statuses
        desk, found, _ = desk_with(tmp_path / status, form)
        if status == "Exercise":
            assert warning_paper(room(desk, "weather"), found).text.startswith("这是一次演练")
        else:
            with pytest.raises(ValueError, match="不是实际预警"):
                warning_paper(room(desk, "weather"), found)
        desk.close()


def test_only_a_warning_whose_place_it_took_is_said_to_be_changed(tmp_path: Path) -> None:
    """An update that refers to a warning of another issuer leaves it in force; one of its own is named, not numbered."""
    clock = CapClock()
    desk = desk_at(tmp_path / "home", clock)
    for raw in (cap(), cap(number=2, kind="Update", references=refer(1), sender="53250341600000"),
                cap(number=3, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe"))):  # fmt: skip
        import_file(desk, saved(tmp_path, raw))
    known = bulletins.bulletins(desk)
    mine = room(desk, "weather")
    assert "此前同类预警" not in warning_paper(mine, known["w2"], known.values()).text
    assert known["w1"].changes[-1].other == "w3"
    text = warning_paper(mine, known["w3"], known.values()).text
    assert "此前同类预警（红河州气象台7月1日19时50分发布的暴雨红色预警）同时变更为本预警。" in text
    assert known["w1"].identifier not in text
    desk.close()
