"""Who reported and who received: two fields, written so from now on, and read so from the one name of 0.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.due import Office, dues
from console.incident.entry import Entry
from console.incident.fold import fold
from console.incident.narrate import narrate
from console.incident.refused import Refused
from console.incident.times import instant
from console.plan.loader import load_shipped
from console.report.evaluation import evaluation, milestone_table
from console.report.event_toml import event_toml
from console.report.situation import situation_of

AT = "2026-11-28T16:19:00+08:00"
OPENED = {"plan": "blackout", "revision": "1", "title": "停电", "drill": False, "basis": "occurred", "links": []}


def old(milestone: str, name: str) -> Entry:
    """A report as 0.1 wrote it: one name."""
    data = {
        "milestone": milestone, "name": name, "channel": "电话", "late_seconds": 0, "late_reason": "", "words": "", "note": "",
        "target": None, "limit": None,
    }
    return Entry(2, AT, AT, "王建国", "milestone", data, "", "")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with Li Ming on duty and an event."""
    desk = Desk(tmp_path, name="李明")
    desk.open_event("blackout", "停电")
    return desk


def the_case(desk: Desk) -> str:
    """The id of its only event."""
    return next(iter(desk.cases))


def test_a_report_that_came_in_has_its_reporter_and_our_receiver(desk: Desk) -> None:
    (entry,) = desk.do(the_case(desk), c.GiveReport("grid-phone", "李明", "电话", reporter="张伟"))
    assert (entry.data["ours"], entry.data["reporter"], entry.data["receiver"]) == (False, "张伟", "李明")
    case = desk.case(the_case(desk))
    assert narrate(entry, case.plan).startswith("电网企业 电话报告，报告人：张伟；接报人：李明，电话")
    done = case.state.milestones["grid-phone"]
    assert (done.reporter, done.receiver, done.ours) == ("张伟", "李明", False)


def test_a_report_of_ours_has_who_took_it_there(desk: Desk) -> None:
    (entry,) = desk.do(the_case(desk), c.GiveReport("county-phone", " 赵敏 ", "电话"))
    assert (entry.data["ours"], entry.data["reporter"], entry.data["receiver"]) == (True, "", "赵敏")
    said = narrate(entry, desk.case(the_case(desk)).plan)
    assert "接报人：赵敏" in said
    assert "报告人" not in said


@pytest.mark.parametrize(("given", "words"), [
    (c.GiveReport("grid-phone", "李明"), "谁报来的还没有填"), (c.GiveReport("county-phone", reporter="李明"), "对方接报人还没有填"),
])
def test_the_one_on_the_other_side_must_be_named(desk: Desk, given: c.GiveReport, words: str) -> None:
    with pytest.raises(Refused, match=words):
        desk.do(the_case(desk), given)


@pytest.mark.parametrize(("milestone", "role"), [
    ("grid-phone", "报告人"), ("local-phone", "报告人"), ("prefecture-written", "报告人"), ("county-phone", "接报人"),
    ("county-written", "接报人"), ("gone-from-the-plan", "对方"),
])
def test_the_one_name_of_an_old_log_is_that_of_the_other_side(milestone: str, role: str) -> None:
    plan = load_shipped("blackout")
    said = narrate(old(milestone, "张伟"), plan)
    assert f"，{role}：张伟，电话" in said
    assert said.count("张伟") == 1
    state = fold("e", [Entry(1, AT, AT, "王建国", "opened", OPENED, "", ""), old(milestone, "张伟")])
    assert state is not None
    done = next((d.done for d in dues(plan, state, instant(AT), Office()) if d.done), state.milestones[milestone])
    assert (done.reporter, done.receiver) == {"报告人": ("张伟", ""), "接报人": ("", "张伟"), "对方": ("", "")}[role]


def test_an_old_log_is_read_by_the_post_that_the_office_reports_for(tmp_path: Path) -> None:
    """A grid company's desk: the grid's report is its own, so the old name is who took it, on the screen as on paper."""
    (tmp_path / "settings.toml").write_text('[own_posts]\nblackout = "grid"\n', encoding="utf-8")
    desk = Desk(tmp_path, name="李明")
    case = desk.open_event("blackout", "停电")
    assert "接报人：张伟" in narrate(old("grid-phone", "张伟"), case.plan)
    assert "报告人：赵敏" in narrate(old("county-phone", "赵敏"), case.plan)
    desk.close()
    again = Desk(tmp_path, name="李明")
    assert "接报人：张伟" in narrate(old("grid-phone", "张伟"), again.case(case.id).plan)
    again.close()


def test_what_an_entry_says_counts_whatever_post_the_office_has_later(tmp_path: Path, desk: Desk) -> None:
    """Registered as come in; another setting afterwards does not turn it into one of ours."""
    event = the_case(desk)
    (entry,) = desk.do(event, c.GiveReport("grid-phone", "李明", reporter="张伟"))
    desk.close()
    (tmp_path / "settings.toml").write_text('[own_posts]\nblackout = "grid"\n', encoding="utf-8")
    later = Desk(tmp_path)
    assert "报告人：张伟；接报人：李明" in narrate(entry, later.case(event).plan)
    (done,) = [d.done for d in later.case(event).dues(later.clock.now(), later.settings.for_deadlines()) if d.done]
    assert (done.ours, done.reporter, done.receiver) == (False, "张伟", "李明")
    later.close()


def test_evaluation_tables_and_toml_have_both(desk: Desk) -> None:
    event = the_case(desk)
    desk.do(event, c.GiveReport("grid-phone", "李明", reporter="张伟"), c.GiveReport("county-phone", "赵敏"))
    situation = situation_of(desk.case(event))
    table = milestone_table(situation)
    people = [row[6:8] for row in table.rows if row[4]]
    assert table.columns[6:] == ("报告人", "接报人")
    assert sorted(people) == [("", "赵敏"), ("张伟", "李明")]
    text = evaluation(situation).text
    assert "收到电网企业电话报告，报告人张伟，接报人李明。" in text
    assert "向州人民政府总值班室、省能源局电话报告，接报人赵敏。" in text
    toml = event_toml(situation)
    assert 'reporter = "张伟"\nreceiver = "李明"' in toml
