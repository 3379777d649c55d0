"""The main job by keys alone, at 80x24: from the ringing phone to the closed log."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.journal.verify import verify
from console.tui.app import DutyApp
from tests.desk.clock import FixedClock

from .driving import case_of, fill, keys, says, settle, shown, words

HOSTILE = "[/] 伤3人 [@click=app.quit]x[/] \x1b]52;c;eA==\x07 \u202e =1+1 ../.. \ud800"


async def ring(pilot: object, app: DutyApp) -> None:
    """The phone rings: a new outage is open and the cursor is in the first field."""
    await keys(pilot, "ctrl+n", "enter", "enter")  # type: ignore[arg-type]  # a Pilot of this app
    await settle(pilot)  # type: ignore[arg-type]  # as above
    assert app.current is not None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_from_the_call_to_the_closed_log(tmp_path: Path, size: tuple[int, int]) -> None:
    """Partial figures, the next question, level proposed and declared, reports in and out of time, the end, the log."""
    clock = FixedClock()
    app = DutyApp(Desk(tmp_path, name="张三", clock=clock))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await ring(pilot, app)
        for answer in ("李四", "红河供电局", "0873-1234", "-5"):
            await words(pilot, answer)
            await keys(pilot, "enter")
        await settle(pilot)
        case = case_of(app)
        assert case.state.call["caller"] == "李四"
        assert (case.state.received_at - case.state.t0).total_seconds() == 300
        await keys(pilot, "f10")
        await words(pilot, "150万千瓦")
        await keys(pilot, "enter")
        await settle(pilot)
        assert case.state.figures["grid_load_mw"].now.value == 1500
        await words(pilot, "700")
        await pilot.pause()
        assert "II级(较大)" in shown(app)
        await keys(pilot, "enter")
        await settle(pilot)
        assert "停电用户" in shown(app)
        await keys(pilot, "f4")
        await settle(pilot)
        assert says(app, "附录1 三.1")
        await keys(pilot, "f10")
        await fill(pilot, "", "王副州长", "王副州长", "指挥长", "电话", "", "24小时")
        await keys(pilot, "f10")
        await settle(pilot)
        assert case.state.level == "II"
        clock.forward(minutes=12)
        await keys(pilot, "f5")
        await settle(pilot)
        await words(pilot, "赵六")
        await keys(pilot, "f10")
        await settle(pilot)
        assert case.state.milestones["county-phone"].late_seconds == 0
        clock.forward(minutes=40)
        app.refresh_view()
        await keys(pilot, "f5")
        await settle(pilot)
        await words(pilot, "钱七")
        await keys(pilot, "f10")
        await settle(pilot)
        assert "county-written" not in case.state.milestones
        assert "迟报原因" in shown(app)
        await words(pilot, "等数字")  # the refusal has brought the cursor to the field it names
        await keys(pilot, "f10")
        await settle(pilot)
        assert case.state.milestones["county-written"].late_reason == "等数字"
        await keys(pilot, "ctrl+f")
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        assert sum(a.step == "notified" for a in case.state.agencies.values()) == 31
        await keys(pilot, "f8")
        await settle(pilot)
        await keys(pilot, "f10")
        await fill(pilot, "王副州长", "王副州长", "指挥长", "", "", "供电已恢复")
        await settle(pilot)
        assert case.state.stage == "ended"
        await keys(pilot, "f12")
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        assert str(case.state.stage) == "closed"
        assert case.state.unfinished
        assert verify(case.journal.folder).ok
    app.desk.close()


@pytest.mark.parametrize("place", [
    "board", "intake", "declare", "response", "log", "ending", "plan", "papers", "warnings", "replay", "health", "paperlines", "practice",
])  # fmt: skip
@pytest.mark.parametrize("size", [(80, 24), (200, 55)])
async def test_hostile_words_stand_on_every_screen_as_typed(tmp_path: Path, place: str, size: tuple[int, int]) -> None:
    """Markup, escape codes, bidi, surrogates in every field of an event: every screen shows them and nothing obeys them."""
    from console.incident import commands as c  # noqa: PLC0415 # one use

    clock = FixedClock()
    desk = Desk(tmp_path, name=HOSTILE, clock=clock)
    case = desk.open_event("blackout", HOSTILE)
    told = [c.TakeDown(name, HOSTILE) for name in ("caller", "unit", "words", "cause", "place_detail", "callback")]
    desk.do(case.id, *told, c.SetFigure("grid_load_mw", 1500, HOSTILE, HOSTILE), c.SetFigure("grid_shed_mw", 700, HOSTILE, HOSTILE))
    desk.do(case.id, c.Declare("start", "II", "II", HOSTILE, HOSTILE, HOSTILE, duration=HOSTILE, measures=HOSTILE, reason=HOSTILE))
    desk.do(case.id, c.MoveAgency("police", "confirmed", HOSTILE, HOSTILE, HOSTILE), c.Note(HOSTILE), c.AddExtra("task", HOSTILE, HOSTILE, HOSTILE))
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await app.action_go(place)
        await settle(pilot)
        text = shown(app)
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "\u202e" not in text
        assert text.strip()
        await keys(pilot, "f1")
        await settle(pilot)
        assert "帮助" in shown(app)
    assert desk.case(case.id).entries
    desk.close()


async def test_bad_input_stays_with_one_sentence_and_nothing_is_recorded(tmp_path: Path) -> None:
    """A figure that is none is refused beside its field; what was typed is still there."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await ring(pilot, app)
        await keys(pilot, "f10")
        await words(pilot, "很多")
        await keys(pilot, "enter")
        await settle(pilot)
        assert "不是数字" in shown(app)
        assert "grid_load_mw" not in case_of(app).state.figures
        assert getattr(app.focused, "value", "") == "很多"
    app.desk.close()


async def test_what_was_typed_and_not_recorded_is_there_again(tmp_path: Path) -> None:
    """A draft survives leaving the screen and a new console."""
    clock = FixedClock()
    app = DutyApp(Desk(tmp_path, name="张三", clock=clock))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await ring(pilot, app)
        await words(pilot, "李")
        await pilot.pause(1.2)
        await settle(pilot)
        event = case_of(app).id
    app.desk.close()
    again = DutyApp(Desk(tmp_path, name="张三", clock=clock))
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert again.current == event
        await again.action_go("intake")
        await settle(pilot)
        assert "李" in shown(again)
    again.desk.close()


async def test_two_events_are_linked_from_the_board(tmp_path: Path) -> None:
    """Weather and outage belong together: each log says so, and the board shows it."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    first, second = desk.open_event("weather", "暴雨"), desk.open_event("blackout", "雷击失压")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+l")
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        assert first.state.links == (second.id,)
        assert second.state.links == (first.id,)
        assert says(app, f"关联{second.id}")
    desk.close()
