"""A warning's life at the desk: in force, updated, cancelled, lifted, run out; what it puts into events."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from console.desk import bulletins as b
from console.desk.bulletin_files import Import, import_file
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.narrate import narrate
from console.incident.next_step import Step
from console.incident.refused import Refused
from console.warning.enter import ByHand
from console.warning.model import in_force
from console.warning.steps import counts_for, steps_of
from console.warning.todo import Todo, to_do, todos
from console.warning.words import places_in, relay_order, standing_words

from .sample import NOW, ORDER, SAID, SENDER, Clock, cap, desk_at, info, refer, saved


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
    b.do_step(desk, "w2", "relay-air", "李四", "已令", **ORDER)
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
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]}, SAID)
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
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]}, SAID)
    take(desk, cap(number=2, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe")))
    states = b.states_of(desk.open_cases())
    steps = to_do(desk.plans.values(), b.bulletins(desk), states, NOW)
    assert any(s.event == case.id and "颜色已变" in s.text for s in steps)
    b.put_to(desk, "w2", case.id, {"forecast_24h": []}, SAID)
    assert case.state.figures["hazards.rainstorm.warning"].now.value == "orange"
    b.lift(desk, "w2", "红河州气象台")
    steps = to_do(desk.plans.values(), b.bulletins(desk), b.states_of(desk.open_cases()), NOW)
    assert any("已不在有效期" in s.text for s in steps)
    b.put_to(desk, "w2", case.id, {})
    assert case.state.figures["hazards.rainstorm.warning"].now.value == "none"
    assert case.verdict is not None and case.proposal.level is None
    steps = to_do(desk.plans.values(), b.bulletins(desk), b.states_of(desk.open_cases()), NOW)
    assert steps == ()


def test_what_a_warning_did_to_an_event_is_told_in_words(desk: Desk) -> None:
    """No entry that a warning left in the log of its event shows its bare data or the id of a step."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]}, SAID)
    b.do_step(desk, "w1", "relay-air", "李四", **ORDER)
    take(desk, cap(number=2, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe")))
    b.lift(desk, "w2", "红河州气象台")
    said = [narrate(e, case.plan) for e in case.entries if e.kind == "warning" or e.data.get("task", "").startswith("warning_step")]
    assert said == [
        "暴雨红色预警 用于本事件，发布：红河州气象台",
        "预警行动 w1 电视台、电台插播、滚动播报(3.2.3 第1段)，州电视台 李四，王主任下令",
        "暴雨橙色预警 接替原来的预警，发布：红河州气象台",
        "红河州气象台 20:00 解除 红河州个旧市、蒙自市暴雨橙色预警(w2)",
    ]


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


def test_the_same_message_in_other_bytes_is_the_same(desk: Desk) -> None:
    """With a byte order mark, or in another encoding, it says the same and is known."""
    take(desk, cap())
    assert take(desk, b"\xef\xbb\xbf" + cap()).known
    assert take(desk, cap(head='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16")).known
    assert len(b.bulletins(desk)) == 1


def test_messages_that_refer_to_each_other_leave_one_in_force(desk: Desk) -> None:
    """Two updates in a circle never take each other out: the one received later stands, and it is told."""
    take(desk, cap(number=1, kind="Update", references=refer(2)))
    done = take(desk, cap(number=2, kind="Update", references=refer(1)))
    assert current(desk) == ["w2"] and any("互相引用" in s for s in done.said)


def test_an_update_of_a_cancelled_warning_is_a_new_one_and_told(desk: Desk) -> None:
    """It stands, and the officer reads that what it refers to was over."""
    take(desk, cap())
    take(desk, cap(number=2, kind="Cancel", references=refer(1), body=""))
    done = take(desk, cap(number=3, kind="Update", references=refer(1)))
    assert current(desk) == ["w3"] and any("w1 已解除" in s for s in done.said)


def test_an_update_by_another_body_changes_nothing(desk: Desk) -> None:
    """Both stand until the officer has found out; it is told."""
    take(desk, cap())
    done = take(desk, cap(number=2, kind="Update", references=refer(1), sender="53250341600000"))
    assert current(desk) == ["w2", "w1"] and any("谁发布谁解除" in s for s in done.said)


def test_a_warning_that_begins_later_says_so(desk: Desk) -> None:
    """It is worked on at once, and its standing tells that it has not begun."""
    found = b.enter(desk, by_hand(start=NOW + timedelta(hours=2)))
    assert current(desk) == ["w1"] and standing_words(found, NOW) == "待生效"


@pytest.mark.parametrize(("issuer", "counts"), [
    ("红河州气象台", True), ("云南省红河州气象台", True), ("州气象台", True), ("红河哈尼族彝族自治州气象台", True),
    ("蒙自市气象台、红河州气象台", True), ("文山州气象台", False), ("蒙自市气象台", False), ("云南省气象台", False),
])
def test_only_the_prefectures_observatory_counts_for_the_standards(desk: Desk, issuer: str, counts: bool) -> None:
    """8.1 names it; 「州气象台」 alone is ours, another prefecture's is not."""
    assert counts_for(desk.plans["weather"], b.enter(desk, by_hand(hazard="暴雨", issuer=issuer))) is counts


def test_lifting_by_another_body_needs_its_ground(desk: Desk) -> None:
    """谁发布谁解除: another name is refused until the officer writes why."""
    b.enter(desk, by_hand())
    with pytest.raises(Refused, match="谁发布谁解除"):
        b.lift(desk, "w1", "州应急局")
    b.lift(desk, "w1", "州应急局", "州能源局委托，传真在案")
    assert current(desk) == []


def test_what_is_over_or_not_actual_is_not_lifted(desk: Desk, clock: Clock) -> None:
    """A warning that has run out, and one that never was, say so."""
    take(desk, cap(status="Test"))
    with pytest.raises(Refused, match="不是实际预警"):
        b.lift(desk, "w1", "红河州气象台")
    b.enter(desk, by_hand(until=NOW + timedelta(hours=1)))
    clock.forward(hours=1)
    with pytest.raises(Refused, match="已经不在有效期"):
        b.lift(desk, "w2", "州能源局")


def test_steps_without_a_deadline_tell_the_time_elapsed(desk: Desk, clock: Clock) -> None:
    """The plans set none: the time runs from the receipt, stands still when done, and when the warning is over."""
    b.enter(desk, by_hand())
    plan = desk.plans["blackout"]
    clock.forward(minutes=10)
    b.do_step(desk, "w1", "act-power", "王五")
    clock.forward(minutes=5)

    def at(step: str) -> Todo:
        return next(t for t in todos(plan, b.bulletin(desk, "w1"), {}, clock.now()) if t.step.id == step)

    assert (at("act-power").elapsed, at("act-users").elapsed) == (timedelta(minutes=10), timedelta(minutes=15))
    assert (at("act-users").state, at("act-users").next_at) == ("untimed", None)
    b.lift(desk, "w1", "州能源局")
    clock.forward(minutes=30)
    assert at("act-users").elapsed == timedelta(minutes=15)


OWN_TIMES = '[[times]]\nplan = "weather"\nitem = "relay-air"\ntarget = 10\nlimit = 20\n'


def test_the_offices_own_deadline_of_a_step_is_marked_and_late_needs_its_reason(tmp_path: Path, clock: Clock) -> None:
    """In time, soon, late and over, always 本单位要求; the other step stays without."""
    root = tmp_path / "home"
    root.mkdir()
    (root / "settings.toml").write_text(OWN_TIMES, encoding="utf-8")
    desk = desk_at(root, clock)
    assert desk.findings == []
    take(desk, cap())
    office = desk.settings.for_deadlines()

    def first() -> Step:
        steps = to_do(desk.plans.values(), b.bulletins(desk), {}, clock.now(), office=office)
        return next(s for s in sorted(steps, key=lambda s: (s.rank, s.key != "w1:relay-air")) if s.key == "w1:relay-air")

    assert (first().rank, first().due) == (11, NOW + timedelta(minutes=10))
    assert "(本单位要求)，还有10分钟" in first().text
    clock.forward(minutes=5)
    assert first().rank == 10
    clock.forward(minutes=6)
    assert first().rank == 10 and first().due == NOW + timedelta(minutes=20)
    assert "已过力争，还有9分钟" in first().text
    clock.forward(minutes=10)
    assert "(本单位要求)，已超时1分钟" in first().text
    with pytest.raises(Refused, match="写原因"):
        b.do_step(desk, "w1", "relay-air", "李四", **(ORDER | {"at": clock.now()}))
    b.do_step(desk, "w1", "relay-air", "李四", "电话占线", **(ORDER | {"at": clock.now()}))
    found = todos(desk.plans["weather"], b.bulletin(desk, "w1"), {}, clock.now(), office)
    assert {t.step.id: t.state for t in found if t.step.stage == "relay"} == {"relay-air": "done_late", "relay-telecom": "untimed"}
    desk.close()


def test_a_step_withdrawn_in_the_events_log_is_to_be_done_again(desk: Desk) -> None:
    """The event's log has the last word while it is open; after its closing what was done stays done."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {})
    plan = desk.plans["weather"]

    def left() -> set[str]:
        found = todos(plan, b.bulletin(desk, "w1"), b.states_of(desk.open_cases()), NOW)
        return {t.step.id for t in found if t.step.stage == "relay" and t.done_at is None}

    b.do_step(desk, "w1", "relay-air", "李四", **ORDER)
    assert left() == {"relay-telecom"}
    done = next(e.seq for e in case.entries if e.data.get("task") == "warning_step:relay-air@w1")
    desk.do(case.id, c.Withdraw(done, "记错了"))
    assert left() == {"relay-air", "relay-telecom"}
    b.do_step(desk, "w1", "relay-air", "李四", **ORDER)
    desk.do(case.id, c.Close(True))
    assert left() == {"relay-telecom"}


def test_each_next_step_names_what_it_begins(desk: Desk) -> None:
    """F5 can start it: the warning, and the step of it or the event to open."""
    take(desk, cap())
    steps = to_do(desk.plans.values(), b.bulletins(desk), {}, NOW)
    assert [s.key for s in steps] == ["w1:relay-air", "w1:+", "w1:pass-on"]
