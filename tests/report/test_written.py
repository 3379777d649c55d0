"""What the reports and notices of a night say, as the office that receives them reads it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.report.evaluation import MOST, evaluation
from console.report.notices import level_notice, task_notice
from console.report.paper import Paper
from console.report.situation import situation_of
from console.report.spoken import LEFT_OUT, seconds_to_read, spoken_script
from console.report.told import facts_told
from console.report.wording import chinese_number, formal
from console.report.written import next_kind, written_report

from .conftest import Clock, night
from .nights import outage, rainstorm


def send(desk: Desk, case: Case, clock: Clock) -> Paper:
    """Send the report of this moment as it is drawn."""
    situation = situation_of(case, clock.now())
    paper = written_report(situation)
    desk.do(case.id, c.SendPaper(*next_kind(case.state), paper.text, received_by="周强", signed_by="王建国", figures=facts_told(situation)))
    return paper


def lines(paper: Paper) -> list[str]:
    """The paper's text line by line."""
    return paper.text.splitlines()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("母线故障,保护动作; 原因: 不明", "母线故障，保护动作；原因：不明"),
        ("02:10, 1,500 MW (a:b)", "02:10, 1,500 MW (a:b)"),
        ("派出工作组(12人)", "派出工作组（12人）"),
        ("条件满足(6.5(1))", "条件满足（6.5(1)）"),
        ("王建国 副州长", "王建国副州长"),
        ("第一行,\n第二行", "第一行，\n第二行"),
        ("=cmd|' /C calc'!A1 [a](b)", "=cmd|' /C calc'!A1 [a](b)"),
    ],
)
def test_the_signs_of_chinese_text_are_full_width_and_no_other_character_changes(typed: str, printed: str) -> None:
    """Signs beside Chinese become full-width; between digits and Latin letters they stay, and so do lines and clauses."""
    assert formal(typed) == printed


def test_numbers_of_heads() -> None:
    """One to ninety-nine as Chinese heads count."""
    assert [chinese_number(n) for n in (1, 9, 10, 11, 20, 28, 30)] == ["一", "九", "十", "十一", "二十", "二十八", "三十"]


def test_a_figure_carries_its_unit_its_share_and_its_state(tmp_path: Path) -> None:
    """兆瓦 and 万户 as the plan writes them, the share of the load before, and what is not verified; exact beside a standard."""
    desk, case, clock = night(tmp_path, drill=False, words="")
    desk.do(case.id, c.SetFigure("grid_customers_out", 186000, "18.6万", "营销", "estimated"),
            c.SetFigure("grid_load_mw", 2500, "2500", "调度", "verified"),
            c.SetFigure("grid_shed_mw", "1499.9", "1499.9", "调度", "verified"))  # fmt: skip
    text = written_report(situation_of(case, clock.now())).text
    assert "红河电网减供负荷1499.9兆瓦，占59.996%。" in text
    assert "红河电网停电用户18.6万户（据营销，估算）" in text
    assert "MW" not in text
    desk.close()


def test_a_first_report_says_nothing_twice_and_lists_what_comes_next(tmp_path: Path) -> None:
    """Handling and outlook stand once; the next steps are numbered; the year is told; an empty request is left out."""
    desk, case, clock = night(tmp_path, drill=False, words="")
    paper = written_report(situation_of(case, clock.now()))
    assert paper.text.count("handling的话") == 1
    assert paper.text.count("trend的话") == 1
    assert "2026年11月24日2时05分" in paper.text
    assert "1. 派出工作组；" in lines(paper)
    assert "请求事项" not in paper.text
    assert paper.signs == "above"
    desk.close()


def test_a_follow_up_tells_no_declaration_task_or_count_again(tmp_path: Path) -> None:
    """What stood in the report before is not told again; a lower level, a task done, an instruction since then are."""
    desk, case, clock = night(tmp_path, drill=False, words="")
    first = send(desk, case, clock)
    assert "宣布启动" in first.text
    clock.forward(10)
    quiet = send(desk, case, clock)
    assert "宣布启动" not in quiet.text
    assert "成员单位" not in quiet.text
    assert "首报所报情况没有变化。" in lines(quiet)
    assert "目前维持大面积停电II级应急响应。" in lines(quiet)
    clock.forward(10)
    desk.do(case.id, c.DoTask("task:ii-1", "", "张三"), c.MoveAgency("police", "working", "钱七"),
            c.AddExtra("instruction", "每半小时报一次", "值班室", "王副州长", clock.now() + timedelta(hours=1)),
            c.Declare("lower", "III", "III", "李四", "李四", "副指挥长", reason="负荷恢复"))  # fmt: skip
    moved = written_report(situation_of(case, clock.now()))
    assert "由II级降为III级（负荷恢复）" in moved.text
    assert "成员单位：执行中1家。" in lines(moved)
    assert any(line.startswith("已落实：传达州政府领导批示") for line in lines(moved))
    assert "领导指示：王副州长要求每半小时报一次（正在办理）。" in lines(moved)
    desk.close()


def test_a_correction_names_the_report_that_told_the_figure(tmp_path: Path) -> None:
    """A figure told by 首报 and untouched since is corrected as 首报's, though 续报一 lies between; words are updated."""
    desk, case, clock = night(tmp_path, drill=False, words="")
    send(desk, case, clock)
    desk.do(case.id, c.TakeDown("trend", "雨停"))
    send(desk, case, clock)
    desk.do(case.id, c.SetFigure("grid_shed_mw", 900, "900", "调度", "verified"), c.TakeDown("trend", "恢复中"),
            c.TakeDown("cause", "雷击"), c.SetPlaces(("蒙自市",)), c.SetFigure("grid_load_mw", None, "", "调度", "unverified"))  # fmt: skip
    said = lines(written_report(situation_of(case, clock.now())))
    assert "首报「红河电网减供负荷700兆瓦」更正为「红河电网减供负荷900兆瓦」。" in said
    assert "首报「起因：cause的话」更正为「起因：雷击」。" in said
    assert "发展趋势更新为：恢复中。" in said
    assert "影响范围更新为：蒙自市。" in said
    assert "首报「红河电网负荷1500兆瓦」现收回，正在核实。" in said
    desk.close()


def test_a_final_report_flags_what_is_still_unknown_and_names_only_what_applies(tmp_path: Path) -> None:
    """正在核实 has no place in a 终报; what the plan asks of graver events alone is not in that of a lesser one."""
    desk, case, clock = outage(tmp_path)
    paper = written_report(situation_of(case, clock.now()))
    assert paper.kind == "终报"
    assert any("终报不应再有" in flag.what for flag in paper.flags)
    assert "国家能源局会同" not in paper.text
    assert "善后处置" in paper.text
    assert "减供负荷恢复比例83%" in paper.text
    desk.close()


def test_a_notice_cites_plan_decision_and_time_and_asks_nothing_of_the_duty_room_itself(tmp_path: Path) -> None:
    """事项、级别、期限、措施; by whose decision, since when, under which document; the room's own chores are not in it."""
    desk, case, _ = rainstorm(tmp_path)
    start, lower, end = (d for d in case.state.declarations)
    first = level_notice(situation_of(case), start)
    assert first.title == "关于启动气象灾害I级应急响应的通知"
    assert "依据《红河州气象灾害应急预案》（红政办发〔2022〕39号）4.2，经赵副州长决定，自2026年7月1日21时55分起" in first.text
    for head in ("一、响应事项：", "二、响应级别：I级", "三、预计期限：至预警解除", "四、应急处置措施："):
        assert head in first.text
    assert "记下宣布人" not in first.text
    assert level_notice(situation_of(case), lower).title == "关于将气象灾害应急响应由I级调整为III级的通知"
    last = level_notice(situation_of(case), end)
    assert "终止条件：" in last.text
    assert last.signs == "below"
    desk.close()


def test_a_task_notice_after_the_end_asks_for_no_first_steps(tmp_path: Path) -> None:
    """Once the response has ended the notice says so and asks for what is left."""
    desk, case, _ = outage(tmp_path)
    text = task_notice(situation_of(case)).text
    assert "应急响应已终止。请做好以下后续工作" in text
    assert "（一）州委宣传部" in text
    desk.close()


def test_weather_words_read_as_sentences(tmp_path: Path) -> None:
    """No internal number of a warning, no label with its own colon, the experts' finding as the assessment."""
    desk, case, _ = rainstorm(tmp_path)
    text = written_report(situation_of(case), "首报").text
    assert "收到红河州气象台暴雨红色预警。" in text
    assert "所述天气已经出现：是" in text
    assert "灾害评估：山洪风险高，建议启动" in text
    assert "州气象灾害应急指挥部：" in text
    desk.close()


def test_no_figure_of_a_script_is_cut_and_people_come_before_causes(tmp_path: Path) -> None:
    """Where the minute is short whole figures are left to the written report, and the script says so."""
    desk, case, clock = night(tmp_path, drill=False, words="")
    many = [c.SetFigure(path, 1234567, "", "营销系统统计口径") for path in ("grid_customers", "grid_customers_out")]
    desk.do(case.id, *many, c.TakeDown("cause", "雷击致220千伏线路跳闸，重合不成功，" * 12), c.TakeDown("casualties", "2人轻伤"))
    script = spoken_script(situation_of(case, clock.now()), case.plan.milestone("county-phone"))
    assert seconds_to_read(script) <= 60
    assert LEFT_OUT in script
    assert "伤亡：2人轻伤。" in script
    for line in script.splitlines():
        for part in line.partition("：")[2].split("；"):
            if part.startswith("红河电网停电用户"):
                assert part.startswith("红河电网停电用户1234567户")
    assert script.index("伤亡") < script.index("影响") < script.index("起因")
    assert script.endswith("请您复述，请告诉我您的姓名。")
    desk.close()


def test_the_course_of_an_evaluation_keeps_its_end(tmp_path: Path) -> None:
    """The night is told in dated sentences to its end; where it is very long, what is left out is counted."""
    desk, case, clock = outage(tmp_path)
    text = evaluation(situation_of(case, clock.now())).text
    assert "2时17分，由王建国副州长决定并宣布启动大面积停电II级应急响应" in text
    assert "宣布终止大面积停电II级应急响应" in text
    assert "归档" not in text
    assert "第0号" not in text
    desk.close()
    desk, case, clock = night(tmp_path / "long", drill=False, words="")
    for _ in range(MOST + 5):
        desk.do(case.id, c.AddExtra("instruction", "再报", "值班室", "王副州长"))
    assert "其余8项见大事记。" in evaluation(situation_of(case, clock.now())).text
    desk.close()
