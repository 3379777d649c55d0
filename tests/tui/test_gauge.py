"""A figure against its bounds, in words: a bound that several levels ask for belongs to none of them alone."""

from __future__ import annotations

from pathlib import Path

from console.desk.desk import Desk
from console.desk.view import view_of
from console.incident import commands as c
from console.tui.screens.declare import proposal_words
from console.tui.widgets.gauge import gauges
from tests.desk.clock import FixedClock


def test_a_bound_of_several_levels_names_them_all(tmp_path: Path) -> None:
    """Two counties are asked for by all four levels of 低温冷害 (8.1.1-8.1.4): passing that is not passing I."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("weather", "倒春寒")
    desk.do(case.id, c.AddItem("hazards", "chilling"))
    for field, value in (("forecast_low_temperature", True), ("counties", 2), ("impact", "some")):
        desk.do(case.id, c.SetFigure(f"hazards.chilling.{field}", value, str(value), "气象局", "verified"))
    assert case.verdict is not None and case.verdict.level == "IV"
    (said,) = (gauge.words for gauge in gauges(case.verdict.margins) if "县市" in gauge.words)
    assert said == "低温冷害 受低温影响的县市 2个，过I级、II级、III级、IV级都要的 2个 多 0个"
    desk.do(case.id, c.SetFigure("hazards.chilling.counties", 1, "1", "气象局", "verified"))
    (gauge,) = (one for one in gauges(case.verdict.margins) if "县市" in one.words)
    assert gauge.words.endswith("距I级、II级、III级、IV级都要的 2个 差 1个")
    assert "|I-IV" in gauge.bar(44)
    desk.close()


def test_two_hazards_under_their_standards_lead_to_the_assessment(tmp_path: Path) -> None:
    """4.2: with losses it is for experts to assess, and the screen of the level names the key that records it."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("weather", "低温和霜冻")
    figures = {
        "chilling": {"forecast_low_temperature": True, "counties": 1, "impact": "some", "occurred": False, "reduction": "some"},
        "frost": {"forecast_48h": True, "counties_below_minus_2": 0, "counties_below_0": 1, "impact": "some", "occurred": False,
                  "reduction": "none"},
    }  # fmt: skip
    for hazard, fields in figures.items():
        desk.do(case.id, c.AddItem("hazards", hazard))
        for field, value in fields.items():
            desk.do(case.id, c.SetFigure(f"hazards.{hazard}.{field}", value, str(value), "气象局", "verified"))
    view = view_of(desk, case.id).current
    assert view is not None and proposal_words(view)[1] == "由专家综合评估定级：Ctrl+F 登记评估意见，再 F10 登记决定"
    desk.close()
