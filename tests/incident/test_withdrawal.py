"""What is taken back: the state is as if it had not been entered, nothing else goes with it, and it says so wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.cli.front import run
from console.desk import handing, turns
from console.desk.archiving import papers_of
from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.view import case_view
from console.incident import commands as c
from console.incident.entry import Entry
from console.incident.fold import fold
from console.incident.log_index import LogIndex
from console.incident.narrate import narrate
from console.incident.refused import Refused
from console.incident.times import CHINA, stamp
from console.incident.unfinished import unfinished
from console.report.evaluation import evaluation
from console.report.notices import chronicle, key_chronicle
from console.report.sheets import log_rows
from console.report.situation import flags_of, situation_of
from console.report.wording import event_name
from console.shift.questions import questions
from console.shift.sheet import sheet
from console.tui.log_words import recent_lines
from console.tui.wall_words import entry_lines
from tests.desk.clock import FixedClock

START = datetime(2026, 11, 24, 2, 10, tzinfo=CHINA)
OPENED = {"plan": "blackout", "revision": "1", "title": "甲", "drill": False, "basis": "occurred"}


def at(minutes: int) -> str:
    """A time of the night as a log has it."""
    return stamp(START + timedelta(minutes=minutes))


def entry(seq: int, kind: str, data: dict[str, Any]) -> Entry:
    """An entry written `seq` minutes into the night."""
    return Entry(seq, at(seq), at(seq), "张三", kind, data, "", "")


ENTERED = st.sampled_from(["milestone a", "milestone b", "task a", "task b", "extra_done x1", "extra_done x2", "agency p", "agency q"])


def written(what: str, seq: int, step: str, tried: str) -> tuple[str, dict[str, Any]]:
    """One thing that can be taken back, as the log has it."""
    kind, _, key = what.partition(" ")
    if kind == "agency":
        renew = at(seq + 30) if step in ("confirmed", "working") and not tried else None
        return kind, {"agency": key, "step": step, "name": f"人{seq}", "channel": "电话", "note": "", "tried": tried, "renew_at": renew}
    name = {"milestone": "milestone", "task": "task", "extra_done": "id"}[kind]
    return kind, {name: key, "name": f"人{seq}", "note": ""}


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(ENTERED, st.sampled_from(["notified", "confirmed", "working", "done"]), st.sampled_from(["", "", "占线"])),
             min_size=1, max_size=12),
    st.data(),
)  # fmt: skip
def test_what_is_left_is_what_the_other_entries_come_to(entered: list[tuple[str, str, str]], data: st.DataObject) -> None:
    """Any of them, in any order, entered twice or once: the fold with its withdrawal is the fold without it."""
    order = {"type": "task", "text": "x", "who": "", "origin": "", "due": None}
    log = [entry(1, "opened", OPENED), entry(2, "extra", {**order, "id": "x1"}), entry(3, "extra", {**order, "id": "x2"})]
    log += [entry(n, *written(*one[:1], n, *one[1:])) for n, one in enumerate(entered, 4)]
    back = data.draw(st.sampled_from(log[3:]))
    what = {"extra_done": "extra"}.get(back.kind, back.kind)
    key = back.data.get("milestone") or back.data.get("task") or back.data.get("id") or back.data["agency"]
    taken = entry(len(log) + 1, "withdrawn", {"seq": back.seq, "what": what, "key": key, "reason": "误按"})
    now, without = fold("x", [*log, taken]), fold("x", [e for e in log if e.seq != back.seq])
    assert now is not None
    assert without is not None
    assert (now.milestones, now.tasks, now.extras) == (without.milestones, without.tasks, without.extras)
    assert {k: a for k, a in now.agencies.items() if a.moves} == without.agencies


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[Desk, Case, FixedClock]]:
    """A desk with an outage under way."""
    clock = FixedClock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    handing.come_on_duty(desk, "张三", "李局长")
    case = desk.open_event("blackout", "蒙自变失压")
    desk.do(case.id, c.SetInstant("occurred", clock.now() - timedelta(minutes=5)), c.FinishIntake())
    yield desk, case, clock
    desk.close()


def test_a_call_in_vain_that_is_taken_back_leaves_the_call_back(room: tuple[Desk, Case, FixedClock]) -> None:
    """占线 was entered by mistake: the confirmation before it stands, with its name and its time to ask again."""
    desk, case, clock = room
    renew = clock.now() + timedelta(minutes=30)
    desk.do(case.id, c.MoveAgency("police", "confirmed", "钱七", renew_at=renew))
    desk.do(case.id, c.TryCall("police", "占线"))
    desk.do(case.id, c.Withdraw(len(case.entries), "误按"))
    agency = case.state.agencies["police"]
    assert (agency.step, agency.moves[-1].name, agency.renew_at) == ("confirmed", "钱七", renew)
    desk.do(case.id, c.TryCall("police", "占线"))
    desk.do(case.id, c.Withdraw(agency.moves[0].seq, "登记错了对象"))
    agency = case.state.agencies["police"]
    assert (agency.step, agency.renew_at, agency.moves[-1].tried) == ("silent", None, "占线"), "it never confirmed"


def test_one_order_that_was_done_is_taken_back_and_not_another(room: tuple[Desk, Case, FixedClock]) -> None:
    """Each by its own entry; the number of an order is given once."""
    desk, case, _ = room
    desk.do(case.id, c.AddExtra("task", "一", "小赵", "李明"), c.AddExtra("task", "二", "小赵", "李明"))
    desk.do(case.id, c.DoExtra("x1", "好", "小赵"), c.DoExtra("x2", "好", "小赵"))
    desk.do(case.id, c.Withdraw(len(case.entries) - 1, "误按"))
    assert [x.done is None for x in case.state.extras.values()] == [True, False]
    desk.do(case.id, c.AddExtra("task", "三", "小赵", "李明"))
    assert list(case.state.extras) == ["x1", "x2", "x3"]
    desk.do(case.id, c.GiveReport("county-phone", "李四"))
    with pytest.raises(Refused, match="不是可以撤回的登记"):
        desk.do(case.id, c.Withdraw(len(case.entries) + 5, "误按"))


def test_what_was_taken_back_says_so_wherever_it_stands(room: tuple[Desk, Case, FixedClock]) -> None:
    """The wall, the newest lines, both chronicles, the tables, the archive, the shift log, the verb; in the course it is no more."""
    desk, case, clock = room
    report = desk.do(case.id, c.GiveReport("county-phone", "李四", words="报告原话"))[-1]
    desk.do(case.id, c.Withdraw(report.seq, "登记错了对象"))
    said = f"[已撤回(第{len(case.entries)}条)]"
    situation = situation_of(case, clock.now())
    wall = [line.plain for line in entry_lines(case_view(desk, case, clock.now()), case.entries, case.index, 100, 20)]
    assert [said in line for line in wall if "李四" in line] == [True]
    newest = [line.plain for line in recent_lines(case.entries, case.index, case.plan, 120, 6)]
    assert [said in line for line in newest if "李四" in line] == [True]
    for paper in (chronicle(situation), key_chronicle(situation)):
        rows = [row for block in paper.blocks for row in getattr(block, "rows", ())]
        assert [said.replace("(", "（").replace(")", "）") in row[4] or said in row[4] for row in rows if "李四" in row[4]] == [True]
    assert [said in row[5] for row in log_rows(situation) if "李四" in row[5]] == [True]
    assert [label.startswith(said) for label, _ in papers_of(situation) if "原话" in label] == [True]
    lines, _ = turns.recorded_by(desk, "张三", clock.now(), clock.now())
    assert [said in what for _, _, what in lines if "李四" in what] == [True]
    assert "李四" not in evaluation(situation).text


def test_the_verb_shows_it_too(room: tuple[Desk, Case, FixedClock], capsys: pytest.CaptureFixture[str]) -> None:
    """`duty log show` is read by the same people."""
    desk, case, _ = room
    report = desk.do(case.id, c.GiveReport("county-phone", "李四"))[-1]
    desk.do(case.id, c.Withdraw(report.seq, "登记错了对象"))
    desk.close()
    assert run(["--home", str(desk.home.root), "log", "show", case.id]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if "李四" in line)
    assert f"[已撤回(第{report.seq + 1}条)]" in line


def test_a_mark_that_was_taken_off_is_no_key_entry_anywhere(room: tuple[Desk, Case, FixedClock]) -> None:
    """Marked with its writing or afterwards; and one that is marked is there, on the wall and on paper."""
    desk, case, clock = room

    def told(words: str) -> list[bool]:
        wall = entry_lines(case_view(desk, case, clock.now()), case.entries, case.index, 100, 50)
        paper = key_chronicle(situation_of(case, clock.now()))
        rows = [row for block in paper.blocks for row in getattr(block, "rows", ())]
        return [any(words in line.plain for line in wall), any(words in row[4] for row in rows)]

    key, plain = desk.do(case.id, c.Note("写时标的", key=True), c.Note("后来标的"))
    desk.do(case.id, c.Mark(plain.seq))
    assert told("写时标的") == told("后来标的") == [True, True]
    desk.do(case.id, c.Mark(key.seq, on=False), c.Mark(plain.seq, on=False))
    assert told("写时标的") == told("后来标的") == [False, False]
    assert case.index == LogIndex.of(case.entries), "grown entry by entry it is what a whole look finds"


def test_a_county_taken_off_the_form_stands_in_no_list(room: tuple[Desk, Case, FixedClock]) -> None:
    """Closing, handover, draft: a figure that is not on the form is nothing to verify, and names no event."""
    desk, case, clock = room

    def told() -> list[str]:
        scene = handing.scene(desk)
        return [
            *unfinished(case.plan, case.state, clock.now(), desk.settings.for_deadlines()),
            *(line for _, lines in sheet(scene) for line in lines), *(q.expected for q in questions(scene)),
            *(flag.words for flag in flags_of(situation_of(case, clock.now()))),
        ]

    desk.do(case.id, c.AddItem("counties", "个旧市"), c.SetFigure("counties.个旧市.shed_mw", 12, "12", "调度"))
    assert sum("个旧市 " in line for line in told()) >= 4
    desk.do(case.id, c.DropItem("counties", "个旧市"))
    assert not [line for line in told() if "个旧市 " in line]


def test_a_hazard_taken_off_the_form_names_no_event(tmp_path: Path) -> None:
    """「气象灾害（暴雨）事件」: of what is on the form."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("weather", "雨")
    desk.do(case.id, c.AddItem("hazards", "rainstorm"), c.AddItem("hazards", "snowstorm"), c.DropItem("hazards", "snowstorm"))
    assert event_name(situation_of(case)) == "气象灾害（暴雨）事件"
    desk.close()


@pytest.mark.parametrize(("kind", "data"), [
    ("correction", {"seq": 999, "text": ""}), ("assessment", {}), ("note", {"text": "x", "key": False, "late": False}),
    ("mark", {"seq": 1, "on": True}), ("console_opened", {"down_from": "2026-11-24T02:00:00+08:00"}), ("drill", {}),
    ("sealed", {}), ("recovered", {"text": "x"}), ("copy_fault", {}), ("copy_fault", {"text": 3}), ("exported", {"path": "x"}),
    ("clock_jump", {"seconds": "1", "before": "", "after": ""}), ("warning", {"id": "w1", "what": "put", "name": "x", "issuer": "y", "z": 1}),
])  # fmt: skip
def test_what_the_console_says_by_itself_goes_round_no_check(
    room: tuple[Desk, Case, FixedClock], kind: str, data: dict[str, Any]
) -> None:
    """Only the kinds that it writes, with exactly their fields; all else has a command and its checks."""
    desk, case, _ = room
    count = len(case.entries)
    with pytest.raises(Refused):
        desk.do(case.id, c.Observe(kind, data))
    assert len(case.entries) == count


def test_the_clocks_stand_still_after_the_end_also_over_a_step(room: tuple[Desk, Case, FixedClock]) -> None:
    """What was not given by the end keeps its state and its age; a re-opened event is ended until somebody starts again."""
    desk, case, clock = room
    office = desk.settings.for_deadlines()
    desk.do(case.id, c.Declare("start", "II", "II", "王", "王", "指挥长"))
    desk.do(case.id, c.Declare("end", None, None, "王", "王", "指挥长", reason="恢复"))
    then = {d.milestone.id: (d.state, d.elapsed) for d in case.dues(clock.now(), office)}
    clock.step(-7200)
    desk.tick()
    clock.forward(minutes=300)
    assert {d.milestone.id: (d.state, d.elapsed) for d in case.dues(clock.now(), office)} == then
    desk.do(case.id, c.Close(True))
    desk.do(case.id, c.Reopen("又停电"))
    assert case.state.stage == "ended"


def test_a_late_report_says_in_the_log_how_late(room: tuple[Desk, Case, FixedClock]) -> None:
    """In words, and why."""
    desk, case, clock = room
    clock.forward(minutes=60)
    entry = desk.do(case.id, c.GiveReport("county-phone", "李四", late_reason="等数字"))[-1]
    assert "迟45分钟" in narrate(entry, case.plan)
    assert "等数字" in narrate(replace(entry), case.plan)


def test_a_figure_is_old_after_an_hour(room: tuple[Desk, Case, FixedClock]) -> None:
    """Sixty minutes are not; a second more is."""
    desk, case, clock = room
    desk.do(case.id, c.SetFigure("grid_shed_mw", 12, "12", "调度", "verified"))

    def stale() -> int:
        return sum(1 for flag in flags_of(situation_of(case, clock.now())) if flag.kind == "stale")

    clock.forward(minutes=60)
    assert stale() == 0
    clock.forward(1)
    assert stale() == 1
