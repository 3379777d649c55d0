"""A contradiction at the desk: the level stands, every paper says it first, and no report goes out over it unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console.desk import handing
from console.desk.archiving import papers_of
from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.deciding import Context
from console.incident.narrate import narrate
from console.incident.refused import Refused
from console.incident.unfinished import unfinished
from console.report.catalogue import draw
from console.report.situation import situation_of
from console.report.told import facts_told
from console.report.written import next_kind, written_report
from console.shift.sheet import sheet

from .clock import FixedClock

SAID = "红河电网停电用户58万户比红河电网供电用户50万户多，两个数都先不用，请核对"
HEAD = "[矛盾] 红河电网停电用户、红河电网供电用户报来的数对不上，正在核实。"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Load and customers of an outage; of the customers more are out than there are."""
    clock = FixedClock()
    one = Desk(tmp_path, name="张三", clock=clock)
    case = one.open_event("blackout", "蒙自变失压")
    one.do(case.id, c.SetInstant("occurred", clock.now() - timedelta(minutes=5)), c.SetPlaces(("蒙自市",)),
           figure("grid_load_mw", 700), figure("grid_shed_mw", 320), figure("grid_customers", 500000),
           figure("grid_customers_out", 580000))  # fmt: skip
    yield one
    one.close()


def figure(path: str, value: int) -> c.SetFigure:
    """A figure of the dispatcher's."""
    return c.SetFigure(path, value, str(value), "调度")


def only(desk: Desk) -> Case:
    """The event."""
    (case,) = desk.open_cases()
    return case


def test_the_level_that_the_lost_load_reaches_stands_and_the_contradiction_comes_before_the_decision(desk: Desk) -> None:
    """45.7 % are II whatever is wrong with the customers; what is to be asked is the customers."""
    case = only(desk)
    assert case.verdict.level == case.proposal.level == "II"
    first, second = case.steps(desk.clock.now(), desk.settings.for_deadlines())[:2]
    assert (first.what, first.key, first.text) == ("ask", "grid_customers_out", f"核对矛盾：{SAID}")
    assert second.what == "declare"
    assert "grid_customers" not in case.proposal.ask
    desk.do(case.id, figure("grid_customers", 1200000))
    assert case.contradictions == ()
    assert case.steps(desk.clock.now(), desk.settings.for_deadlines())[0].what == "declare"


def test_the_handover_and_the_list_of_what_is_left_name_it(desk: Desk) -> None:
    case = only(desk)
    lines = [line for _, section in sheet(handing.scene(desk)) for line in section]
    assert f"数字矛盾：{SAID}" in lines
    doubts = [one.sentence for one in case.contradictions]
    assert unfinished(case.plan, case.state, desk.clock.now(), desk.settings.for_deadlines(), doubts)[0] == f"数字矛盾：{SAID}"
    context = Context(case.plan, desk.clock.now(), desk.settings.for_deadlines())
    (closed,) = case.decide_all([c.Close(True, "")], context, "张三")
    assert closed.data["unfinished"][0] == f"数字矛盾：{SAID}"


@pytest.mark.parametrize("offer", ["script:county-phone", "report", "evaluation"])
def test_what_goes_out_opens_with_it_and_tells_neither_figure(desk: Desk, offer: str) -> None:
    """Neither the figures nor a share of 116 %: they are being checked."""
    paper = draw(situation_of(only(desk)), offer)
    assert paper.flags[0].words == f"[矛盾] {SAID}"
    lines = paper.text.splitlines()
    assert lines.index(HEAD) <= 2
    for figure_told in ("58万", "50万", "580000", "500000", "116", "%户"):
        assert figure_told not in paper.text
    assert ("红河电网停电用户正在核实" in paper.text) == (not offer.startswith("script"))  # a script has a minute
    assert "红河电网减供负荷320兆瓦，占45.7%" in paper.text


def test_a_share_of_64350_per_cent_is_never_drawn(desk: Desk) -> None:
    case = only(desk)
    desk.do(case.id, figure("grid_shed_mw", 450450), figure("grid_customers", 1200000))
    for offer in ("script:county-phone", "report", "evaluation"):
        text = draw(situation_of(case), offer).text
        assert "64350" not in text and "450450" not in text
        assert "正在核实" in text
    record = draw(situation_of(case), "record").text  # what the caller said stands there as said, and what contradicts
    assert "64350" not in record.replace("450450", "") and "减供负荷450450兆瓦（" in record and "数字矛盾" in record


@pytest.mark.parametrize("offer", ["record", "tasks", "task:police"])
def test_whoever_draws_another_paper_is_told_first(desk: Desk, offer: str) -> None:
    assert draw(situation_of(only(desk)), offer).flags[0].words == f"[矛盾] {SAID}"


def test_a_percentage_that_its_figures_do_not_make_is_not_told_but_they_are(desk: Desk) -> None:
    case = only(desk)
    desk.do(case.id, figure("grid_customers", 1200000), figure("grid_shed_pct", 80))
    assert case.verdict.level == "II"
    text = draw(situation_of(case), "report").text
    assert "红河电网减供负荷320兆瓦（" in text and "红河电网减供负荷比例正在核实" in text
    assert "80%" not in text


def test_a_drill_says_that_it_is_one_before_anything_else(tmp_path: Path) -> None:
    one = Desk(tmp_path, name="张三", clock=FixedClock(), drill=True)
    case = one.open_event("blackout", "演练")
    one.do(case.id, figure("grid_load_mw", 700), figure("grid_shed_mw", 900))
    lines = draw(situation_of(case), "script:county-phone").text.splitlines()
    assert lines[0] == "这是一次演练。" and lines[1].startswith("[矛盾] ")
    one.close()


def test_a_script_full_of_contradictions_still_has_room_for_the_rest(desk: Desk) -> None:
    """One is named, the others counted."""
    case = only(desk)
    for name in ("个旧市", "开远市", "蒙自市"):
        desk.do(case.id, c.AddItem("counties", name), figure(f"counties.{name}.load_mw", 100), figure(f"counties.{name}.shed_mw", 300))
    script = draw(situation_of(case), "script:county-phone").text
    assert script.count("[矛盾]") == 1 and "另有3处对不上，正在核实。" in script
    assert "达到II级响应标准" in script


REPORT = c.GiveReport("county-phone", "赵六", "电话", words="原话")
PAPER = c.SendPaper("首报", 1, "全文", received_by="周强", signed_by="王建国")


@pytest.mark.parametrize("command", [REPORT, PAPER])
def test_no_report_goes_out_over_it_without_a_reason_and_the_reason_is_kept(desk: Desk, command: c.GiveReport | c.SendPaper) -> None:
    case = only(desk)
    before = len(case.entries)
    with pytest.raises(Refused, match=r"数字矛盾：红河电网停电用户58万户比.*仍要报出的原因"):
        desk.do(case.id, command)
    with pytest.raises(Refused):
        desk.do(case.id, replace(command, despite="  "))
    assert len(case.entries) == before
    (entry,) = desk.do(case.id, replace(command, despite="时限到了，先报负荷"))
    assert entry.data["contradictions"] == [SAID]
    assert entry.data["despite"] == "时限到了，先报负荷"
    assert f"数字矛盾：{SAID}，仍报出的原因：时限到了，先报负荷" in narrate(entry, case.plan)


def test_once_it_is_settled_a_report_goes_out_as_ever(desk: Desk) -> None:
    case = only(desk)
    desk.do(case.id, figure("grid_customers", 1200000))
    (entry,) = desk.do(case.id, REPORT)
    assert not {"contradictions", "despite"}.intersection(entry.data)


def test_a_report_that_we_await_is_taken_whatever_contradicts(desk: Desk) -> None:
    """It has come in: nothing of ours goes out."""
    case = only(desk)
    (entry,) = desk.do(case.id, c.GiveReport("grid-phone", channel="电话", reporter="调度员"))
    assert "despite" not in entry.data


def test_what_is_declared_rests_on_the_facts_that_were_used(desk: Desk) -> None:
    used = only(desk).judged.facts
    assert used == {"grid_load_mw": 700, "grid_shed_mw": 320}


def test_a_report_sent_despite_it_told_none_of_it_and_the_next_one_says_so(desk: Desk) -> None:
    """What an earlier report told and now contradicts is named as being checked, not as taken back or corrected."""
    case = only(desk)
    desk.do(case.id, figure("grid_customers", 1200000))
    first = situation_of(case)
    desk.do(case.id, c.SendPaper(*next_kind(case.state), "首报", received_by="周", signed_by="王", figures=facts_told(first)))
    desk.do(case.id, figure("grid_customers_out", 1300000))
    assert "grid_customers_out" not in facts_told(situation_of(case))
    text = written_report(situation_of(case)).text
    assert "首报「红河电网停电用户58万户」与其他数对不上，正在核实" in text
    assert "130万" not in text


# --- 送出 -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def settled(desk: Desk) -> Desk:
    """The same without a contradiction."""
    desk.do(only(desk).id, figure("grid_customers", 1200000))
    return desk


@pytest.mark.parametrize("paper", [PAPER, c.SendPaper("任务通知_各成员单位", 0, "全文", received_by="周强")])
@pytest.mark.parametrize("receiver", ["", " \n"])
def test_a_paper_that_nobody_received_was_not_sent(settled: Desk, paper: c.SendPaper, receiver: str) -> None:
    case = only(settled)
    with pytest.raises(Refused, match="接收人还没有填"):
        settled.do(case.id, replace(paper, received_by=receiver))
    settled.do(case.id, paper)


def test_a_written_report_is_signed_by_somebody(settled: Desk) -> None:
    with pytest.raises(Refused, match="签发人还没有填"):
        settled.do(only(settled).id, c.SendPaper("首报", 1, "全文", received_by="周强"))


def test_reports_count_from_one_within_their_kind_on_the_log_and_in_the_archive(settled: Desk) -> None:
    case = only(settled)
    found = []
    for _ in range(3):
        kind, number = next_kind(case.state)
        (entry,) = settled.do(case.id, c.SendPaper(kind, number, "全文", received_by="周", signed_by="王"))
        found.append(narrate(entry, case.plan).split("，")[0])
    (entry,) = settled.do(case.id, c.SendPaper("任务通知_各成员单位", 0, "全文", received_by="周"))
    assert found == ["首报 第1号", "续报一 第1号", "续报二 第2号"]
    assert narrate(entry, case.plan).startswith("任务通知_各成员单位，")
    labels = [label for label, _ in papers_of(situation_of(case))]
    assert [label.split(" ")[0:2] for label in labels if label.startswith(("首报", "续报"))] == [words.split(" ") for words in found]


def test_a_first_report_of_0_1_that_bears_number_0_is_called_by_its_kind(settled: Desk) -> None:
    """「首报 第0号」 was never its number."""
    case = only(settled)
    (entry,) = settled.do(case.id, PAPER)
    old = type(entry)(entry.seq, entry.at, entry.event_at, entry.by, entry.kind, {**entry.data, "number": 0}, "", "")
    assert narrate(old, case.plan).startswith("首报，")


@pytest.mark.parametrize("reason", ["", "  ", "\u240a", "\u200b", "\n"])
def test_a_reason_in_which_nothing_can_be_read_is_none(desk: Desk, reason: str) -> None:
    """A blank, a line end, a sign shown for one: the report is refused, and the refusal names its field."""
    case = only(desk)
    with pytest.raises(Refused) as refused:
        desk.do(case.id, c.GiveReport("county-phone", "总值班室小李", "电话", despite=reason))
    assert refused.value.field == "despite"
    assert not case.state.milestones
