"""A figure against its bounds, in words: a bound that several levels ask for belongs to none of them alone."""

from __future__ import annotations

from pathlib import Path

from console.desk.desk import Desk
from console.incident import commands as c
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
    desk.close()
