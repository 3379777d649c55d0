"""The end on screen: conditions with their figures at the edge, who decides, all that is open, the way to the closed log."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.ending_words import left_words
from tests.desk.clock import FixedClock
from tests.scenarios.driving import case_of, keys, says, settle, shown, text_of, words


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_a_condition_is_met_at_its_figures_and_not_below(tmp_path: Path, size: tuple[int, int]) -> None:
    """80 % and 90 % meet 6.5(2); 79.9 % is refused with what was typed kept; the row then tells both figures and who said so."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "甲站失压")
    desk.do(case.id, c.FinishIntake())
    desk.do(case.id, c.Declare("start", "II", "II", "王五", "王五", "指挥长"))
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "f8")
        await settle(pilot)
        assert says(app, "终止条件满足 0/4")
        assert says(app, "决定：启动本次响应的指挥机构")
        assert says(app, "(要80%以上)")
        assert "[ ]" not in shown(app)
        await keys(pilot, "down", "enter")
        await words(pilot, "79.9")
        await keys(pilot, "tab")
        await words(pilot, "90")
        await keys(pilot, "tab", "down", "tab")
        await words(pilot, "供电局李四")  # who says so
        await keys(pilot, "f10")
        await settle(pilot)
        assert "load-restored" not in case_of(app).state.end
        assert says(app, "79.9%，未到80%")
        await keys(pilot, "end", *["backspace"] * 4, "8", "0", "f10")  # the refusal brought the cursor there
        await settle(pilot)
        assert case_of(app).state.end["load-restored"].met
        assert says(app, "减供负荷恢复比例 80%(要80%以上)，重点地区负荷恢复比例 90%(要90%以上)")
        assert says(app, "张三登记，据供电局李四")
        assert says(app, "没办结的 14 项")
        below = text_of(app.screen.query_one("_Below"))
        assert ("下面还有" in below) is (size[1] == 24)
    desk.close()


def test_what_is_open_stands_kind_after_kind_and_nothing_is_left_out() -> None:
    lines = ("数字未核实：甲", "未登记：乙 电话报告(5.1)", "别的", "任务未办结：丙", "未通知单位2家：丁、戊", "未登记：己 书面报告(5.1)")
    told = left_words(lines).plain.split("\n")
    assert told[0] == "没办结的 6 项"
    assert told[1:4] == ["报告没登记 2项", "- 乙 电话报告(5.1)", "- 己 书面报告(5.1)"]
    assert {"- 丙", "- 未通知单位2家：丁、戊", "- 甲", "- 别的"} <= set(told)
    assert left_words(()).plain == "都已办结"
