"""当时知道什么: what is shown of the past is what stood there, and nothing can be done in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.desk.desk import Desk
from console.desk.replay import count_at, find, replay
from console.desk.view import CaseView, case_view
from console.incident import commands as c
from console.incident.refused import Refused
from console.incident.times import CHINA, Unreadable, instant
from console.tui.app import DutyApp
from console.tui.screens.replay import ReplayScreen
from console.tui.widgets.line import Line

START = datetime(2026, 11, 23, 2, 10, tzinfo=CHINA)
HOSTILE = "[/] [@click=app.quit]点[/] \x1b]52;c;x\x07 \u202e \u2028 =1+1"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = START
        self.steady = 0.0

    def now(self) -> datetime:
        return self.at

    def elapsed(self) -> float:
        return self.steady

    def passes(self, seconds: int, jump: int = 0) -> None:
        """Time goes by; `jump` is somebody's hand on the wall clock."""
        self.at += timedelta(seconds=seconds + jump)
        self.steady += seconds


COMMANDS = st.one_of(
    st.builds(c.TakeDown, st.sampled_from(["caller", "words", "callback"]), st.text(max_size=12)),
    st.builds(c.SetFigure, st.sampled_from(["grid_load_mw", "grid_shed_mw"]), st.integers(1, 2000)),
    st.builds(c.SetPlaces, st.sampled_from([("蒙自市",), ("蒙自市", "个旧市")])),
    st.builds(c.SetInstant, st.just("occurred"), st.just(START - timedelta(minutes=9)), st.just("核对")),
    st.just(c.FinishIntake()),
    st.builds(c.MoveAgency, st.sampled_from(["reform", "propaganda"]), st.sampled_from(["notified", "confirmed"])),
    st.builds(c.Note, st.text(min_size=1, max_size=20)),
    st.builds(c.AddExtra, st.just("task"), st.just("查小区"), due=st.none()),
    st.builds(c.Mark, st.integers(1, 9)),
    st.just(c.Declare("start", "II", "II", "王五", "张三", "6.2", clauses=("6.2",))),
    st.just(c.Declare("end", None, None, "王五", "张三", "6.5", reason="恢复")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(COMMANDS, st.integers(0, 900), st.sampled_from([0, 0, 0, 3600, -600])), max_size=14))
def test_every_entry_shows_what_was_live_when_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[c.Command, int, int]]
) -> None:
    """At its n-th entry the event is seen as the live desk saw it then; at the last one as the desk sees it now."""
    clock = Clock()
    desk = Desk(tmp_path_factory.mktemp("home"), name="张三", clock=clock)
    case = desk.open_event("blackout", "停电")
    seen: dict[int, CaseView] = {}
    for command, seconds, jump in steps:
        clock.passes(seconds, jump)
        desk.tick()
        try:
            desk.do(case.id, command)
        except Refused:
            continue
        last = case.entries[-1]
        if instant(last.at) == clock.now():
            seen[len(case.entries)] = case_view(desk, case, clock.now())
    office, classifier = desk.settings.for_deadlines(), desk.classifier("blackout")
    for count, live in seen.items():
        then = replay(case.id, case.entries, count, case.plan, classifier, office)
        assert then == replace(live, damaged=False)
    assert replay(case.id, case.entries, len(case.entries), case.plan, classifier, office).state == case.state
    desk.close()


def test_a_moment_is_found_by_entry_or_by_minute(tmp_path: Path) -> None:
    clock = Clock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    case = desk.open_event("blackout")
    for minute in range(1, 6):
        clock.passes(60)
        desk.do(case.id, c.Note(f"第{minute}分钟"))
    assert find(case.entries, "3", clock.now()) == (3, None)
    assert find(case.entries, "第4条", clock.now()) == (4, None)
    assert find(case.entries, "0212", clock.now()) == (3, START + timedelta(minutes=2, seconds=59))
    assert find(case.entries, "-2", clock.now())[0] == count_at(case.entries, START + timedelta(minutes=3)) == 4
    for nowhere in ("0", "99", "第7条", "0105", "昨天", "", "\x00", "９９９９９９９９９９"):
        with pytest.raises(Unreadable):
            find(case.entries, nowhere, clock.now())
    desk.close()


def test_no_entry_before_the_first_or_after_the_last_can_be_looked_at(tmp_path: Path) -> None:
    desk = Desk(tmp_path, clock=Clock())
    case = desk.open_event("blackout")
    for count in (0, -1, 2):
        with pytest.raises(ValueError, match="entry"):
            replay(case.id, case.entries, count, case.plan, desk.classifier("blackout"), desk.settings.for_deadlines())
    desk.close()


def words(screen: ReplayScreen, line: str) -> str:
    """What a line of the screen says."""
    return str(screen.query_one(line, Line).content)


async def test_the_screen_is_marked_steps_by_entry_and_records_nothing(tmp_path: Path) -> None:
    clock = Clock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    case = desk.open_event("blackout", HOSTILE)
    clock.passes(60)
    desk.do(case.id, c.SetFigure("grid_load_mw", 1500, "1500", HOSTILE))
    clock.passes(60)
    desk.do(case.id, c.Note(HOSTILE))
    before = case.journal.head
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+g")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReplayScreen)
        assert "回看 第3条/共3条" in words(screen, "#replay-head")
        await pilot.press("left")
        assert "第2条" in words(screen, "#replay-head")
        assert "02:11:00" in words(screen, "#replay-head")
        assert "1500" in words(screen, "#replay-right-words")
        await pilot.press("left")
        assert "1500" not in words(screen, "#replay-right-words")
        await pilot.press("left", "home", "pageup")
        assert "第1条" in words(screen, "#replay-head")
        await pilot.press("ctrl+g", *"0211", "f10")
        await pilot.pause()
        assert "第2条" in words(screen, "#replay-head")
        for line in ("#replay-head", "#replay-entry", "#replay-left-words", "#replay-right-words"):
            assert not {"\x1b", "\x07", "\u202e", "\u2028"} & set(words(screen, line))
    assert case.journal.head == before
    desk.close()
