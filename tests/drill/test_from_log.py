"""A closed event becomes a scenario that passes the checker, without the people's names."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.cli.front import run
from console.desk.desk import Desk
from console.drill.check import load_scenario, parse_scenario
from console.drill.from_log import scenario_from
from console.exercise.opening import Begin, begin
from console.exercise.scoring import sheet_of
from console.incident import commands as c
from console.incident.times import instant
from console.plan.loader import load_plans
from console.report.redact import redactor_of
from tests.desk.clock import FixedClock

from .test_scenarios import FILES
from .trainee import Trainee

HOSTILE = '"]\n[[x]] = """ \\ \x1b[31m \u202e [/] =1+1 {{x}}'


def test_a_night_comes_again(tmp_path: Path) -> None:
    """Calls at the times they came, the caller gone, what was decided as goals; played, it is worth full marks."""
    clock = FixedClock("2026-11-24T02:10:00+08:00")
    desk = Desk(tmp_path, name="张三丰", clock=clock)
    case = desk.open_event("blackout", "王小明家那边停电")
    desk.do(case.id, c.TakeDown("caller", "王小明"), c.TakeDown("words", "我是王小明，电话13812345678，停电了"))
    desk.do(case.id, c.SetInstant("occurred", instant("2026-11-24T02:00:00+08:00")), c.SetFigure("grid_load_mw", 1500))
    desk.do(case.id, c.SetFigure("grid_shed_mw", 700, certainty="estimated"), c.SetPlaces(("蒙自市",)))
    desk.do(case.id, c.Declare("start", "II", "II", "王小明", "王小明", "指挥长", clauses=("附录1 三.1",)))
    clock.forward(minutes=60)
    desk.do(case.id, c.SetFigure("grid_shed_mw", 300), c.Declare("lower", "III", "III", "甲", "甲", "授权", reason="恢复"))
    desk.do(case.id, c.Declare("end", None, None, "甲", "甲", "授权"), c.Close(True))
    desk.close()
    out = tmp_path / "night-2.toml"
    assert run(["--home", str(tmp_path), "drill", "from-log", case.id, "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "王小明" not in text
    assert "13812345678" not in text
    scenario, problems = load_scenario(out, load_plans())
    assert problems == ()
    assert scenario is not None
    assert [i.at for i in scenario.injects] == ["00:20", "60:00"]
    assert {"declare", "lower", "figure", "report"} <= {g.kind for g in scenario.goals}
    assert scenario.full_marks == 100
    real = FixedClock()
    exercise = begin(tmp_path, Begin(text), real=real)
    Trainee(exercise, real).play()
    exercise.close()
    sheet = sheet_of(tmp_path, exercise.run.id)
    assert [mark.why for mark in sheet.marks if mark.lost and mark.goal.kind in ("declare", "lower", "figure")] == []


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_every_shipped_night_can_be_made_a_scenario_again(tmp_path: Path, name: str) -> None:
    """The log of any played drill gives a scenario in which the checker finds nothing."""
    real = FixedClock()
    exercise = begin(tmp_path, Begin(next(p for p in FILES if p.stem == name).read_text(encoding="utf-8")), real=real)
    Trainee(exercise, real).play()
    for case in exercise.desk.cases.values():
        text = scenario_from("again", case.plan, case.state, case.entries, redactor_of(case.entries).clean)
        assert parse_scenario(text, {case.plan.id: case.plan})[1] == ()
    exercise.close()


def test_it_reads_like_a_call(tmp_path: Path) -> None:
    """The unit and the caller's words are said as on the telephone; the director reads each call's number and what was decided."""
    desk = Desk(tmp_path, name="李四", clock=FixedClock())
    case = desk.open_event("blackout", "蒙自站失压")
    desk.do(case.id, c.TakeDown("unit", "红河供电局调度"), c.TakeDown("words", "蒙自站全停了"), c.TakeDown("cause", "雷击"))
    desk.do(case.id, c.SetFigure("grid_load_mw", 1500, "1500", "来电"), c.SetFigure("grid_shed_mw", 700, "700", "来电"))
    desk.do(case.id, c.Declare("start", "II", "II", "王", "王", "授权", clauses=("附录1 三.1",), reason="按建议"))
    desk.do(case.id, c.Declare("end", None, None, "王", "王", "授权", reason="恢复"))
    text = scenario_from("again", case.plan, case.state, case.entries, redactor_of(case.entries).clean)
    desk.close()
    scenario, found = parse_scenario(text, {case.plan.id: case.plan})
    assert found == ()
    assert scenario is not None
    assert scenario.injects[0].words[:3] == ("我这里是红河供电局调度。", "蒙自站全停了", "起因：雷击")
    assert scenario.injects[0].title == "第1次来电"
    assert "当时启动II级、终止" in scenario.scenario.note


def test_hostile_words_make_no_hostile_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever was typed, the file is TOML with the words in it as words; an open event and a bad name are refused."""
    desk = Desk(tmp_path, name=HOSTILE, clock=FixedClock())
    case = desk.open_event("blackout", HOSTILE)
    desk.do(case.id, c.TakeDown("words", HOSTILE), c.TakeDown("unit", HOSTILE), c.SetFigure("grid_shed_mw", 1, HOSTILE, HOSTILE))
    desk.close()
    out = tmp_path / "x.toml"
    arguments = ["--home", str(tmp_path), "drill", "from-log", case.id, "-o"]
    assert run([*arguments, str(out)]) == 1
    assert "还没有归档" in capsys.readouterr().err
    desk = Desk(tmp_path, name="李", clock=FixedClock())
    desk.do(case.id, c.Declare("refuse", None, None, "李", "", "6.2", reason=HOSTILE), c.Close(True))
    desk.close()
    assert run([*arguments, str(tmp_path / "坏名.toml")]) == 2
    assert run([*arguments, str(out)]) == 0
    assert load_scenario(out, load_plans())[1] == ()
