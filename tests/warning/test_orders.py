"""Orders to go on air and the other steps of a warning: who ordered, who took it; what was done first stays on record."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from console.desk import bulletins as b
from console.desk.bulletin_files import import_file
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.narrate import is_late, narrate
from console.incident.refused import Refused
from console.incident.unfinished import unfinished
from console.report.notices import chronicle
from console.report.situation import situation_of
from console.warning.todo import todos

from .sample import NOW, ORDER, Clock, cap, desk_at, info, refer, saved


@pytest.fixture
def clock() -> Clock:
    """Time for these tests."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """A desk with a red rainstorm warning."""
    desk = desk_at(tmp_path / "home", clock)
    take(desk, cap())
    return desk


def take(desk: Desk, raw: bytes) -> None:
    """Import the bytes as a file."""
    import_file(desk, saved(desk.home.root.parent, raw))


@pytest.mark.parametrize(("told", "words"), [
    ({"name": "李四", "body": "州电视台"}, "下令人"), ({"name": "李四", "ordered_by": "王主任"}, "接令单位"),
    ({"ordered_by": "王主任", "body": "州电视台"}, "接令人"), ({"name": "  ", **ORDER}, "接令人"),
    ({"name": "李四", "ordered_by": "王主任", "body": "州电视台"}, "几点开始播发"),
])
def test_an_order_needs_who_gave_it_and_who_took_it(desk: Desk, told: dict[str, str], words: str) -> None:
    """3.2.3: by the order of the office; a blank is refused by its name and nothing is recorded."""
    with pytest.raises(Refused, match=f"{words}还没有填"):
        b.do_step(desk, "w1", "relay-air", **told)  # type: ignore[arg-type]  # all of them are words
    assert b.bulletin(desk, "w1").steps == {}


def test_any_other_step_needs_who_did_it(desk: Desk) -> None:
    """Nobody has done it is not done."""
    with pytest.raises(Refused, match="谁办的还没有填"):
        b.do_step(desk, "w1", "pass-on")
    b.do_step(desk, "w1", "pass-on", "张三")
    assert b.bulletin(desk, "w1").steps["pass-on"].name == "张三"


def test_what_was_done_before_the_event_stands_in_its_log_once(desk: Desk, clock: Clock) -> None:
    """At its own time, with the entry of the desk log that has it; 大事记 has it; nothing counts twice."""
    clock.forward(minutes=3)
    b.do_step(desk, "w1", "relay-air", "李四", "已插播", **(ORDER | {"at": NOW + timedelta(minutes=2)}))
    clock.forward(minutes=7)
    case = b.open_event(desk, "w1", {})
    entry = next(e for e in case.entries if e.kind == "task")
    assert narrate(entry, case.plan) == (
        "预警行动 w1 电视台、电台插播、滚动播报(3.2.3 第1段)，州电视台 李四，王主任下令，结果：已插播，原记在值班日志第2条"
    )
    assert is_late(entry) and entry.event_at.startswith("2026-07-01T20:02")
    assert desk.room.entries[1].kind == "warning_step"
    assert "州电视台李四" in chronicle(situation_of(case, clock.now())).text
    b.put_to(desk, "w1", case.id, {})
    assert [e.data["task"] for e in case.entries if e.kind == "task"] == ["warning_step:relay-air@w1"]
    found = todos(case.plan, b.bulletin(desk, "w1"), b.states_of(desk.open_cases()), clock.now())
    done = [t for t in found if t.done_at]
    assert [(t.step.id, t.done_at, t.done_by) for t in done] == [("relay-air", NOW + timedelta(minutes=2), "州电视台 李四，王主任下令")]


def test_what_was_carried_over_and_then_taken_back_is_to_be_done_again(desk: Desk) -> None:
    """The event's log has the last word, as for what was done in it; a second putting does not bring it back."""
    b.do_step(desk, "w1", "relay-air", "李四", **ORDER)
    case = b.open_event(desk, "w1", {})
    desk.do(case.id, c.Withdraw(next(e.seq for e in case.entries if e.kind == "task"), "记错了"))
    b.put_to(desk, "w1", case.id, {})
    assert "warning_step:relay-air@w1" not in case.state.tasks
    found = todos(case.plan, b.bulletin(desk, "w1"), b.states_of(desk.open_cases()), NOW)
    assert not any(t.done_at for t in found)
    b.do_step(desk, "w1", "relay-air", "赵六", **ORDER)
    assert case.state.tasks["warning_step:relay-air@w1"].name == "赵六"


def test_what_was_done_of_the_warning_before_comes_along(desk: Desk) -> None:
    """The order went out on the red; the event is opened with the orange that took its place."""
    b.do_step(desk, "w1", "relay-air", "李四", **ORDER)
    take(desk, cap(number=2, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe")))
    case = b.open_event(desk, "w2", {})
    assert list(case.state.tasks) == ["warning_step:relay-air@w1"]


def test_what_is_undone_stands_in_the_list_of_the_closing(desk: Desk) -> None:
    """Orders first, then what else a warning asks, of every warning of the event; done ones do not; the entry keeps the list."""
    case = b.open_event(desk, "w1", {})
    b.do_step(desk, "w1", "relay-air", "李四", **ORDER)
    b.do_step(desk, "w1", "assess", "张三")
    take(desk, cap(number=2, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe")))
    take(desk, cap(number=3, kind="Cancel", references=refer(2), body=""))
    asked = b.undone(desk, case.state, case.plan)
    assert asked[:3] == (
        "插播令未办：w1 暴雨红色预警 通信运营商全网发布(3.2.3 第1段)",
        "插播令未办：w2 暴雨橙色预警 电视台、电台插播、滚动播报(3.2.3 第1段)",
        "插播令未办：w2 暴雨橙色预警 通信运营商全网发布(3.2.3 第1段)",
    )
    steps = [s for s in case.plan.warning_steps if s.stage == "act"]
    assert len(asked) == 3 + 2 * len(steps) - 1
    assert set(asked) <= set(unfinished(case.plan, case.state, NOW, desk.settings.for_deadlines(), warnings=asked))
    with pytest.raises(Refused, match="没有办结"):
        desk.do(case.id, c.Close(False))
    desk.do(case.id, c.Close(True))
    assert set(asked) <= set(case.state.unfinished)
