"""The score on the screen: what was lost and why, for every drill that is over, and as a file that says 演练."""

from __future__ import annotations

from pathlib import Path

from console.desk.desk import Desk
from console.exercise.opening import Begin, begin
from console.tui.app import DutyApp
from tests.desk.clock import FixedClock
from tests.drill.test_score import DECLARE, HEAD, OUTAGE
from tests.scenarios.driving import keys, says, settle

HOSTILE = "[/] 李四 \x1b]52;c;eA==\x07 \u202e"


async def test_a_sheet_is_read_and_saved(tmp_path: Path) -> None:
    """The loss stands there with its clause; the saved sheet says 演练 in its name; a hostile name harms nothing."""
    text = HEAD.replace("PLAN", "blackout").replace("TELLS", OUTAGE) + "\n[[goals]]\n" + DECLARE
    exercise = begin(tmp_path, Begin(text, HOSTILE), real=FixedClock())
    exercise.end("时间到")
    exercise.close()
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("score")
        await settle(pilot)
        assert says(app, "得分 0/20")
        assert says(app, "没有开这件事件")
        await keys(pilot, "f12", "down", "enter", "f10")
        await settle(pilot)
        await settle(pilot)
    app.desk.close()
    files = list((tmp_path / "exports").iterdir())
    assert [path.name.startswith("演练") for path in files] == [True]
    page = files[0].read_text(encoding="utf-8")
    assert "演练" in page
    assert "\x1b" not in page


async def test_without_a_drill_it_says_so(tmp_path: Path) -> None:
    """No drill, no sheet, one sentence."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("score")
        await settle(pilot)
        assert says(app, "还没有结束的演练")
        await keys(pilot, "f12")
        await settle(pilot)
        assert says(app, "还没有成绩单可存")
    app.desk.close()
