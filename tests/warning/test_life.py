"""A warning's life at the desk: in force, updated, cancelled, lifted, run out; what it puts into events."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk import bulletins as b
from console.desk.bulletin_files import Import, import_file
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.refused import Refused
from console.warning.enter import ByHand
from console.warning.model import in_force
from console.warning.steps import steps_of
from console.warning.todo import to_do, todos
from console.warning.words import places_in, relay_order, standing_words

from .sample import NOW, SENDER, Clock, cap, desk_at, info, refer, saved


@pytest.fixture
def clock() -> Clock:
    """Time for these tests."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """An empty desk."""
    return desk_at(tmp_path / "home", clock)


def take(desk: Desk, raw: bytes) -> Import:
    """Import the bytes as a file."""
    return import_file(desk, saved(desk.home.root.parent, raw))


def current(desk: Desk) -> list[str]:
    """The numbers of the warnings in force."""
    return [x.id for x in in_force(b.bulletins(desk), desk.clock.now(), drill=desk.drill)]


def test_an_imported_warning_is_in_force_and_its_original_is_kept(desk: Desk) -> None:
    """The original stands under `warnings`, byte for byte."""
    done = take(desk, cap())
    assert done.bulletin is not None and current(desk) == ["w1"]
    assert (desk.home.root / "warnings" / "w1.xml").read_bytes() == cap()


def test_the_same_file_twice_is_one_warning(desk: Desk) -> None:
    """A duplicate is recognised and nothing is recorded."""
    take(desk, cap())
    entries = len(desk.room.entries)
    again = take(desk, cap())
    assert again.known and again.bulletin is not None and again.bulletin.id == "w1"
    assert len(desk.room.entries) == entries


def test_one_number_with_two_contents_is_refused(desk: Desk) -> None:
    """A number used twice for different words is told, and the first stands."""
    take(desk, cap())
    again = take(desk, cap(body=info(area="开远市", geocodes=())))
    assert again.bulletin is None and "内容不同" in again.faults[0].text
    assert current(desk) == ["w1"]


def test_an_update_takes_the_place_of_what_it_refers_to(desk: Desk) -> None:
    """The downgraded warning is in force, the former one is greyed and not deleted."""
    take(desk, cap())
    take(desk, cap(number=2, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe")))
    assert current(desk) == ["w2"]
    old = b.bulletin(desk, "w1")
    assert standing_words(old, NOW) == "已变更" and old.changes[-1].other == "w2"


def test_a_cancellation_ends_what_it_refers_to(desk: Desk) -> None:
    """After the cancellation nothing is in force."""
    take(desk, cap())
    take(desk, cap(number=2, kind="Cancel", references=refer(1), body=""))
    assert current(desk) == []
    assert standing_words(b.bulletin(desk, "w1"), NOW) == "已解除"


def test_an_unknown_reference_is_told_and_the_message_kept(desk: Desk) -> None:
    """A cancellation of something never received changes nothing and stays in the list."""
    take(desk, cap(number=5))
    done = take(desk, cap(number=2, kind="Cancel", references=refer(1), body=""))
    assert done.bulletin is not None and "没有收到过" in done.said[0]
    assert current(desk) == ["w1"]


def test_a_cancellation_that_came_first_ends_the_warning_that_comes_late(desk: Desk) -> None:
    """Messages that come in the wrong order end in the same state."""
    take(desk, cap(number=2, kind="Cancel", references=refer(1), body=""))
    take(desk, cap(number=1))
    assert current(desk) == []


def test_only_who_issued_it_can_cancel_it(desk: Desk) -> None:
    """A cancellation from another sender changes nothing (谁发布谁解除)."""
    take(desk, cap())
    done = take(desk, cap(number=2, kind="Cancel", references=refer(1), sender="53250341600000", body=""))
    assert done.said == () or "没有" in done.said[0]
    assert current(desk) == ["w1"]
    third = take(desk, cap(number=3, kind="Cancel", references=refer(1, SENDER), sender="53250341600000", body=""))
    assert any("谁发布谁解除" in s for s in third.said)


@pytest.mark.parametrize("status", ["Exercise", "Test", "System", "Draft"])
def test_what_is_not_actual_starts_nothing_and_changes_nothing(desk: Desk, status: str) -> None:
    """It is kept and says what it is; it is not in force, opens no event, has no steps, cancels nothing real."""
    take(desk, cap())
    done = take(desk, cap(number=2, status=status))
    assert done.bulletin is not None and current(desk) == ["w1"]
    with pytest.raises(Refused, match="不是实际预警"):
        b.open_event(desk, "w2", {})
    with pytest.raises(Refused, match="不是实际预警"):
        b.do_step(desk, "w2", "relay-air")
    take(desk, cap(number=3, kind="Cancel", status=status, references=refer(1), body=""))
    assert current(desk) == ["w1"] and desk.open_cases() == ()
    assert "非实际" in standing_words(b.bulletin(desk, "w2"), NOW)


def test_a_drill_takes_an_exercise_and_refuses_an_actual_warning(tmp_path: Path, clock: Clock) -> None:
    """At a drill desk an exercise works; a real warning is sent to the real desk."""
    desk = desk_at(tmp_path / "home", clock, drill=True)
    with pytest.raises(Refused, match="实际的预警"):
        take(desk, cap())
    take(desk, cap(status="Exercise"))
    assert current(desk) == ["w1"]
    assert b.open_event(desk, "w1", {}).id.startswith("D")
    order = relay_order(b.bulletin(desk, "w1"), "办公室", NOW, drill=True)
    assert order.startswith("这是一次演练") and order.endswith("这是一次演练。")


def test_it_runs_out_by_the_clock_and_is_not_deleted(desk: Desk, clock: Clock) -> None:
    """One second before the end it is in force, at the end it is not; the log says so once."""
    take(desk, cap())
    clock.forward(hours=21, minutes=59, seconds=59)
    assert current(desk) == ["w1"] and b.expire(desk) == 0
    clock.forward(seconds=1)
    assert current(desk) == [] and (b.expire(desk), b.expire(desk)) == (1, 0)
    assert standing_words(b.bulletin(desk, "w1"), clock.now()) == "已过期"


def by_hand(**changes: object) -> ByHand:
    """A warning as entered by hand."""
    told: dict[str, object] = {
        "hazard": "大面积停电", "colour": "orange", "issuer": "州能源局", "area": "个旧市", "start": NOW, "until": None,
    }
    return ByHand(**(told | changes))  # type: ignore[arg-type]  # the fields stand above


def test_a_warning_by_hand_stands_until_lifted_by_somebody(desk: Desk) -> None:
    """Without an end it stands; lifting needs who lifted."""
    b.enter(desk, by_hand())
    with pytest.raises(Refused, match="谁解除"):
        b.lift(desk, "w1", " ")
    b.lift(desk, "w1", "州能源局")
    assert current(desk) == [] and b.bulletin(desk, "w1").changes[-1].who == "州能源局"
    with pytest.raises(Refused, match="不用再解除"):
        b.lift(desk, "w1", "州能源局")


def test_the_state_is_nothing_but_the_fold(desk: Desk, clock: Clock) -> None:
    """Opened again, every warning is the same to the last field."""
    take(desk, cap())
    take(desk, cap(number=2, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe")))
    b.enter(desk, by_hand())
    b.do_step(desk, "w2", "relay-air", "李四", "已令")
    b.lift(desk, "w3", "州能源局")
    before = dict(b.bulletins(desk))
    root = desk.home.root
    desk.close()
    again = desk_at(root, clock)
    assert dict(b.bulletins(again)) == before
    again.close()


def test_it_opens_an_event_with_its_facts_filled_in(desk: Desk) -> None:
    """Colour, places and words are there with the issuer as source; event and warning are linked."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]})
    figure = case.state.figures["hazards.rainstorm.warning"].now
    assert (figure.value, figure.source, figure.certainty) == ("red", "红河州气象台", "verified")
    assert case.state.places == ("个旧市", "蒙自市")
    assert case.proposal.level == "I"
    assert {"same-condition"} <= {n.kind for n in case.verdict.notes} if case.verdict else False
    assert b.bulletin(desk, "w1").events == (case.id,)


def test_another_observatorys_colour_is_no_fact_of_the_standards(desk: Desk) -> None:
    """8.1 names the prefecture's observatory: a county's warning opens an event without its colour as a fact."""
    raw = cap(body=info().replace("红河州气象台", "蒙自市气象台"))
    take(desk, raw)
    case = b.open_event(desk, "w1", {})
    assert "hazards.rainstorm.warning" not in case.state.figures
    assert case.proposal.level is None


def test_a_downgrade_and_a_lifting_reach_the_event(desk: Desk) -> None:
    """The event's facts follow the warning when the officer puts it there, and the next step asks for it."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]})
    take(desk, cap(number=2, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe")))
    states = b.states_of(desk.open_cases())
    steps = to_do(desk.plans.values(), b.bulletins(desk), states, NOW)
    assert any(s.event == case.id and "颜色已变" in s.text for s in steps)
    b.put_to(desk, "w2", case.id, {"forecast_24h": []})
    assert case.state.figures["hazards.rainstorm.warning"].now.value == "orange"
    b.lift(desk, "w2", "红河州气象台")
    steps = to_do(desk.plans.values(), b.bulletins(desk), b.states_of(desk.open_cases()), NOW)
    assert any("已不在有效期" in s.text for s in steps)
    b.put_to(desk, "w2", case.id, {})
    assert case.state.figures["hazards.rainstorm.warning"].now.value == "none"
    assert case.verdict is not None and case.proposal.level is None
    steps = to_do(desk.plans.values(), b.bulletins(desk), b.states_of(desk.open_cases()), NOW)
    assert steps == ()


def test_high_warnings_alone_are_relayed(desk: Desk) -> None:
    """Rainstorm and cold wave from orange on go on air by the office's order; others do not (3.2.3)."""
    plan = desk.plans["weather"]

    def relayed(hazard: str, colour: str) -> bool:
        warning = b.enter(desk, by_hand(hazard=hazard, colour=colour))
        return any(s.stage == "relay" for s in steps_of(plan, warning))

    assert [relayed("暴雨", x) for x in ("red", "orange", "yellow", "blue")] == [True, True, False, False]
    assert [relayed("寒潮", x) for x in ("red", "orange", "yellow", "blue")] == [True, True, False, False]
    assert [relayed("暴雪", x) for x in ("red", "orange", "yellow", "blue")] == [False] * 4


def test_a_blackout_warning_shows_what_it_sets_in_motion(desk: Desk) -> None:
    """The steps of 4.2 are there; done without an event they are in the desk log, with one in the event's."""
    found = b.enter(desk, by_hand())
    plan = desk.plans["blackout"]
    assert {s.id for s in steps_of(plan, found)} >= {"act-power", "act-users", "act-standby", "act-opinion"}
    b.do_step(desk, "w1", "act-power", "王五")
    with pytest.raises(Refused, match="已经登记"):
        b.do_step(desk, "w1", "act-power")
    case = b.open_event(desk, "w1", {})
    b.do_step(desk, "w1", "act-users", "赵六", "已备油")
    assert "warning_step:act-users@w1" in case.state.tasks
    done = {t.step.id for t in todos(plan, b.bulletin(desk, "w1"), {case.id: case.state}, NOW) if t.done_at}
    assert done == {"act-power", "act-users"}


def test_a_warning_may_be_declined_with_a_reason(desk: Desk) -> None:
    """Then the next step no longer asks whether to open an event."""
    take(desk, cap())
    with pytest.raises(Refused):
        b.decline(desk, "w1", "")
    b.decline(desk, "w1", "已有事件")
    steps = to_do(desk.plans.values(), b.bulletins(desk), {}, NOW)
    assert not any("是否开事件" in s.text for s in steps)


def test_the_whole_prefecture_is_every_county(desk: Desk) -> None:
    """「红河州」 alone means all 13; 红河县 is only meant where it stands in full."""
    names = tuple(p.name for p in desk.plans["weather"].places)
    assert places_in(b.enter(desk, by_hand(area="全州")), names) == names
    assert places_in(b.enter(desk, by_hand(area="红河州南部")), names) == names
    assert places_in(b.enter(desk, by_hand(area="红河沿岸的蒙自")), names) == ("蒙自市",)
    assert places_in(b.enter(desk, by_hand(area="红河县")), names) == ("红河县",)


def test_a_closed_event_learns_of_its_warning_and_is_not_changed(desk: Desk) -> None:
    """A cancellation after the event was closed leaves a line there and no fault."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {})
    desk.do(case.id, c.Close(True))
    take(desk, cap(number=2, kind="Cancel", references=refer(1), body=""))
    assert case.entries[-1].kind == "warning" and case.state.stage == "closed"
