"""The handover: drawn from what is open, durable step by step, and nobody is off before somebody is on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.cli.front import run
from console.desk import handing
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.refused import Refused
from console.report.handover_paper import handover_paper
from console.shift.handover import handover_of, last_signed
from console.shift.questions import questions
from console.shift.sheet import sheet
from tests.desk.clock import FixedClock

HOSTILE = "[/] 伤3人 \x1b]52;c;eA==\x07 \u202e =1+1 ../.. <script>"


@pytest.fixture
def clock() -> FixedClock:
    """The clock of the room."""
    return FixedClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """A desk with 张三 on duty."""
    found = Desk(tmp_path, name="张三", clock=clock)
    handing.come_on_duty(found, "张三", "李局长")
    yield found
    found.close()


def busy(desk: Desk, clock: FixedClock) -> str:
    """A night with a bit of everything open; the event's id."""
    case = desk.open_event("blackout", "蒙自停电")
    desk.do(case.id, c.SetFigure("grid_load_mw", 1500, certainty="verified"), c.SetFigure("grid_shed_mw", 700, certainty="estimated"))
    desk.do(case.id, c.Declare("start", "II", "II", "王副州长", "王副州长", "指挥长", clauses=("附录1 三.1",)))
    desk.do(case.id, c.MoveAgency("police", "notified"), c.TryCall("health", "无人接听"))
    desk.do(case.id, c.AddExtra("promise", "发电车", "供电局", "供电局", clock.now() + timedelta(minutes=30)))
    return case.id


def test_the_sheet_says_all_that_is_open(desk: Desk, clock: FixedClock) -> None:
    """Level with grounds, own and awaited reports, who is silent, what is not verified, promises, the head of the log."""
    event = busy(desk, clock)
    text = "\n".join(line for _, lines in sheet(handing.scene(desk, ("传真",))) for line in lines)
    for words in (
        "II级响应", "王副州长定", "附录1 三.1", "我方 11-24 02:30前 县市人民政府和州能源局 电话报告", "待收 ", "没有通知30家", "没有确认1家：州公安局",
        "红河电网减供负荷 700 MW(估算)", "承诺：发电车（供电局）", "II级任务没有办结5项：传达州政府领导批示", "02:40前", desk.case(event).head, "有问题：传真",
        "电话没有接通1家：州卫生健康委 02:10 无人接听", "李局长",
    ):
        assert words in text, words
    assert "1500" not in text


def test_five_questions_with_the_answers_of_the_data(desk: Desk, clock: FixedClock) -> None:
    """What is most urgent first; each expected answer is what the data say; the same night asks the same."""
    busy(desk, clock)
    asked = questions(handing.scene(desk))
    assert [q.id.partition(":")[2] for q in asked] == ["level", "report", "silent", "figure", "extra"]
    assert ["附录1 三.1" in asked[0].expected, "02:30前" in asked[1].expected] == [True, True]
    assert [asked[2].expected, "700 MW(估算)" in asked[3].expected, "发电车" in asked[4].expected] == ["州公安局", True, True]
    assert asked == questions(handing.scene(desk))


def test_a_quiet_night_has_five_questions_too(desk: Desk) -> None:
    """With nothing open it is about the room."""
    asked = questions(handing.scene(desk, ("传真",)))
    assert len(asked) == 5
    assert next(q.expected for q in asked if q.id == "room:equipment") == "有问题：传真"


def through(desk: Desk, right: bool = True) -> None:
    """Answer everything that is asked."""
    while (number := handing.under_way(desk).next_question) is not None:
        handing.answer(desk, number, "不知道")
        handing.judge(desk, number, right=right)


def test_signed_the_other_one_is_on_duty(desk: Desk, clock: FixedClock) -> None:
    """Until both have signed the one before is on duty; from that minute the other one is, and signs what is written."""
    event = busy(desk, clock)
    handing.begin(desk, "李四", "赵主任", ("传真",))
    with pytest.raises(Refused, match="还有5问"):
        handing.sign(desk, "张三", "李四")
    through(desk)
    for names in (("李四", "李四"), ("张三", "张三"), ("", "")):
        with pytest.raises(Refused, match="签名要与登记的"):
            handing.sign(desk, *names)
    assert desk.by == "张三"
    clock.forward(minutes=7)
    handing.sign(desk, "张三", "李四")
    assert desk.by == "李四"
    turn = desk.room.state.on_duty
    assert turn is not None
    assert (turn.since, turn.leader) == (clock.now(), "赵主任")
    signed = last_signed(desk.room.state)
    assert signed is not None
    assert signed.heads == {event: desk.case(event).head}
    assert handover_of(desk.room.state) is None
    desk.do(event, c.Note("接着办"))
    assert desk.case(event).entries[-1].by == "李四"


def test_one_that_broke_off_is_picked_up_again(tmp_path: Path, desk: Desk, clock: FixedClock) -> None:
    """After a kill the handover stands where it was, to the question."""
    busy(desk, clock)
    handing.begin(desk, "李四", "", ())
    handing.answer(desk, 0, "II级")
    handing.judge(desk, 0, right=True)
    handing.answer(desk, 1, "不知道")
    before = handing.under_way(desk)
    desk.abandon()
    again = Desk(tmp_path, name="别人", clock=clock)
    assert handing.under_way(again) == before
    assert before.next_question == 1
    assert again.by == "张三"
    again.close()


def test_nobody_is_off_before_somebody_is_on(desk: Desk) -> None:
    """Another one comes on duty only with a handover, or with a reason that stays in the log and on the sheet."""
    with pytest.raises(Refused, match="张三还在值班"):
        handing.come_on_duty(desk, "李四", "")
    handing.come_on_duty(desk, "张三", "新带班")
    with pytest.raises(Refused, match="另一个人"):
        handing.begin(desk, "张三", "", ())
    handing.come_on_duty(desk, "李四", "", "张三送医")
    assert desk.by == "李四"
    assert any("张三送医" in line for _, lines in sheet(handing.scene(desk)) for line in lines)


def test_a_third_one_without_handover_ends_the_one_under_way(desk: Desk) -> None:
    """What two others had begun can no longer take the turn of the one who came in between."""
    handing.begin(desk, "李四", "", ())
    through(desk)
    handing.come_on_duty(desk, "张三", "换了带班")
    assert handing.under_way(desk).incoming == "李四"
    handing.come_on_duty(desk, "王五", "", "张三送医")
    with pytest.raises(Refused, match="没有在进行的交接"):
        handing.sign(desk, "张三", "李四")
    assert desk.by == "王五"


def test_what_moved_in_between_is_said(desk: Desk, clock: FixedClock) -> None:
    """The judge sees what the data say now beside what they said at the start, and the signed heads and sheet are of the signing."""
    event = busy(desk, clock)
    handing.begin(desk, "李四", "", ())
    desk.do(event, c.MoveAgency("health", "notified"))
    found = handing.under_way(desk)
    silent = next(n for n, q in enumerate(found.questions) if q.id.endswith(":silent"))
    assert handing.data_say(desk, found, silent) == "州公安局、州卫生健康委\n(开始交接时是：州公安局)"
    assert handing.data_say(desk, found, 0) == found.questions[0].expected
    through(desk)
    handing.sign(desk, "张三", "李四")
    head = desk.case(event).head
    desk.do(event, c.Note("签过以后"))
    signed = last_signed(desk.room.state)
    assert signed is not None
    assert signed.heads == {event: head}
    assert any(head in line for _, lines in signed.sheet for line in lines)


def test_nothing_is_left_off_unsaid(desk: Desk, clock: FixedClock) -> None:
    """Every figure that nobody verified is named, what is late is called late, equipment is not praised unseen."""
    case = desk.open_event("blackout", "停电")
    counties = ("个旧市", "开远市", "蒙自市", "弥勒市", "屏边县", "建水县", "石屏县", "泸西县", "元阳县")
    for county in counties:
        desk.do(case.id, c.AddItem("counties", county), c.SetFigure(f"counties.{county}.shed_mw", 10, certainty="unverified"))
    desk.do(case.id, c.AddExtra("promise", "发电车", "供电局", "供电局", clock.now() + timedelta(minutes=30)))
    clock.forward(minutes=31)
    text = "\n".join(line for _, lines in sheet(handing.scene(desk)) for line in lines)
    assert all(f"没有核实：{county} 县市电网减供负荷 10 MW" in text for county in counties)
    assert "02:40前，已超时" in text
    assert "还没有看" in text
    assert "都正常" not in text
    desk.do(case.id, c.DropItem("counties", counties[0]))
    assert "没有核实的数字" not in "".join(line for _, lines in sheet(handing.scene(desk)) for line in lines)


def test_names_too_long_can_still_be_signed(desk: Desk) -> None:
    """A name of any length is cut the same way when it is kept and when it is signed with."""
    name = "长" * 99 + " 名" + "字" * 10_000
    handing.begin(desk, name, "", ())
    through(desk)
    handing.sign(desk, "张三", name)
    assert desk.by == "长" * 99


def test_a_dropped_one_leaves_all_as_it_was(desk: Desk) -> None:
    """Given up with a reason, the one before is on duty, and another can be begun."""
    handing.begin(desk, "李四", "", ())
    with pytest.raises(Refused, match="已经有一次交接"):
        handing.begin(desk, "王五", "", ())
    with pytest.raises(Refused, match="原因"):
        handing.drop(desk, " ")
    handing.drop(desk, "来了电话")
    assert desk.by == "张三"
    handing.begin(desk, "王五", "", ())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plans=st.lists(st.sampled_from(["blackout", "weather"]), max_size=3), level=st.sampled_from([None, "II", "III"]),
    words=st.text(max_size=20), told=st.integers(0, 5), faulty=st.lists(st.text(max_size=5), max_size=3),
)  # fmt: skip
def test_whatever_is_open_there_are_five_questions(  # what is varied
    tmp_path_factory: pytest.TempPathFactory, plans: list[str], level: str | None, words: str, told: int, faulty: list[str]
) -> None:
    """Any number of events in any state: five questions, none empty, all different, and a paper of them."""
    desk = Desk(tmp_path_factory.mktemp("h"), name="张三", clock=FixedClock())
    for plan_id in plans:
        case = desk.open_event(plan_id, words)
        if level:
            desk.do(case.id, c.Declare("start", level, None, "甲", "甲", "乙", reason="丙"))
        bodies = [b.id for b in case.plan.bodies if b.member][:told]
        desk.do(case.id, c.Note("记"), *(c.MoveAgency(b, "notified") for b in bodies))
    scene = handing.scene(desk, faulty)
    asked = questions(scene)
    assert len({q.id for q in asked}) == 5
    assert all((q.text.strip() and q.expected.strip()) or q.id == "room:equipment" for q in asked)
    paper = handover_paper(sheet(scene), None, "办", scene.now, "张三", drill=False)
    assert "交接班记录" in paper.text
    desk.close()


def test_hostile_names_stay_words(desk: Desk, clock: FixedClock) -> None:
    """Names, answers and equipment are kept as typed and harm nothing."""
    busy(desk, clock)
    handing.begin(desk, HOSTILE, HOSTILE, (HOSTILE,))
    handing.answer(desk, 0, HOSTILE)
    found = handing.under_way(desk)
    assert (found.incoming, found.answers[0].text) == (HOSTILE.strip(), HOSTILE.strip())
    assert HOSTILE in "".join(line for _, lines in sheet(handing.scene(desk, found.faulty)) for line in lines)


def test_the_shift_log_of_one_person(tmp_path: Path, desk: Desk, clock: FixedClock, capsys: pytest.CaptureFixture[str]) -> None:
    """What one recorded in his turn, of the desk and of every event, and nothing of the others."""
    event = busy(desk, clock)
    handing.begin(desk, "李四", "", ())
    through(desk)
    clock.forward(minutes=60)
    handing.sign(desk, "张三", "李四")
    desk.do(event, c.Note("李四记的"))
    desk.close()
    home = ["--home", str(tmp_path), "shift"]
    assert run([*home, "list"]) == 0
    assert [line.split()[2] for line in capsys.readouterr().out.splitlines()] == ["张三", "李四"]
    out = tmp_path / "log.md"
    assert run([*home, "log", "--name", "张三", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "李四记的" not in text
    assert "公安局" in text
    table = tmp_path / "log.csv"
    assert run([*home, "log", "--name", "张三", "--format", "csv", "-o", str(table)]) == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbf" + "时间,日志,内容".encode())
    assert "李四记的" not in table.read_text(encoding="utf-8")
    assert run([*home, "log", "--name", "没有这个人", "-o", str(out)]) == 1
    assert run([*home, "log", "--from", "x", "-o", str(out)]) == 2
    assert run([*home, "log", "--format", "docx", "-o", str(tmp_path / "no" / "x.docx")]) == 2
