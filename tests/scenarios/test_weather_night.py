"""Weather and outage in one night: a warning from a file, a shared condition, a second hazard, down again, closed."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from console.desk.bulletins import bulletins
from console.desk.desk import Desk
from console.incident import commands as c
from console.journal.verify import verify
from console.tui.app import DutyApp
from tests.warning.sample import Clock, cap, info, refer, saved

from .driving import case_of, fill, keys, says, settle, words


async def load(pilot: object, app: DutyApp, path: Path) -> None:
    """Import a file from the warnings screen."""
    await app.action_go("warnings")
    await settle(pilot)  # type: ignore[arg-type]  # a Pilot of this app
    await keys(pilot, "f10")  # type: ignore[arg-type]  # as above
    await fill(pilot, str(path))  # type: ignore[arg-type]  # as above


async def said_by(pilot: Pilot[None]) -> None:
    """Who told what does not stand in the file, and when; then accept."""
    pilot.app.screen.query_one("#ask-who").focus()
    await pilot.pause()
    await words(pilot, "州气象台王工")
    await keys(pilot, "enter", "down", "f10")
    await settle(pilot)


async def test_red_rain_then_frost_then_down_beside_an_outage(tmp_path: Path) -> None:
    """Red CAP imported, I and II share their condition, the command's choice, frost, orange, lowered, ended, closed."""
    clock = Clock()
    app = DutyApp(Desk(tmp_path / "home", name="张三", clock=clock))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await load(pilot, app, saved(tmp_path, cap(body=info()), "red.xml"))
        assert says(app, "暴雨红色预警")
        await app.action_go("board")
        await settle(pilot)
        assert says(app, "暴雨红色预警")
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "f12")
        await settle(pilot)
        await keys(pilot, "enter", "end", "enter")
        await said_by(pilot)
        case = case_of(app)
        assert case.verdict is not None
        assert case.verdict.level == "I"
        assert {note.kind for note in case.verdict.notes} == {"same-condition"}
        assert case.state.places == ("个旧市", "蒙自市")
        await app.action_go("declare")
        await settle(pilot)
        assert says(app, "条件相同")
        await keys(pilot, "f10", "down")
        await fill(pilot, "", "指挥部", "指挥长", "指挥长授权", "电话", "", "24小时")
        await keys(pilot, "f10")
        await settle(pilot)
        assert case.state.level == "II"
        made = case.state.declarations[-1]
        assert (made.proposed, made.decided_by, made.announced_by) == ("I", "指挥部", "指挥长")
        assert made.reason == "I级、II级条件相同，由指挥部选定"
        assert not any("报请提级" in step.text for step in app.view.steps) if app.view else False
        await app.action_go("declare")
        await settle(pilot)
        assert says(app, "已是II级响应；I级、II级条件相同，由指挥部选定") and not says(app, "建议提到I级")
        assert says(app, "I级 8.1.1 暴雨：州气象台预警")  # the hazard is named once

        frost = cap(number=5, body=info(event="霜冻", colour="橙色", severity="Severe", code="11B16", area="泸西县", geocodes=("532527",)))
        await load(pilot, app, saved(tmp_path, frost, "frost.xml"))
        await keys(pilot, "f12")
        assert says(app, "霜冻不按预警颜色定级")
        await keys(pilot, "enter", "down", "enter")
        await words(pilot, "2")
        await said_by(pilot)
        assert set(bulletins(app.desk)["w2"].events) == {case.id}
        kinds = {note.kind for note in case.verdict.notes} if case.verdict else set()
        assert "highest-of-several" in kinds
        assert says(app, "取最高")
        other = app.desk.open_event("blackout", "变电站因雷击失压", links=(case.id,))
        app.desk.do(case.id, c.Link(other.id))
        app.refresh_view()
        await app.action_go("board")
        await settle(pilot)
        assert says(app, case.id)
        assert says(app, other.id)
        assert len({step.event for step in app.view.steps if step.event}) == 2 if app.view else False

        clock.forward(minutes=30)
        orange = cap(number=2, kind="Update", references=refer(1), body=info(colour="橙色", severity="Severe"))
        await load(pilot, app, saved(tmp_path, orange, "orange.xml"))
        assert [b.colour for b in bulletins(app.desk).values()] == ["red", "orange", "orange"]
        await keys(pilot, "f12")
        await keys(pilot, "enter", "down", "down", "down", "enter")
        await said_by(pilot)
        assert case.state.figures["hazards.rainstorm.warning"].now.value == "orange"
        assert case.verdict is not None
        assert str(case.verdict.level) == "III"
        app.current = case.id
        await app.action_go("declare")
        await settle(pilot)
        await keys(pilot, "f10")
        await fill(pilot, "", "指挥部", "李四", "副指挥长", "电话")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "由指挥长、指挥长授权的人宣布")
        assert case.state.level == "II"
        while app.focused is not None and app.focused.id != "ask-reason":
            await keys(pilot, "tab")
        await words(pilot, "预警降为橙色")
        await keys(pilot, "f10", "f10")
        await settle(pilot)
        assert case.state.level == "III"
        app.desk.do(case.id, c.Declare("end", None, "III", "指挥部", "副指挥长", "4.2", reason="预警解除"))
        app.desk.do(case.id, c.Close(True))
        assert app.desk.case(case.id).state.stage == "closed"
        assert [k.id for k in app.desk.open_cases()] == [other.id]
        assert not any(step.event == case.id for step in app.desk.steps())
        assert not any("warning" in e.kind for e in other.entries)
        assert verify(case.journal.folder).ok
    app.desk.close()


async def test_a_message_that_is_not_actual_starts_nothing(tmp_path: Path) -> None:
    """An exercise's file is kept and says what it is; no event comes of it."""
    app = DutyApp(Desk(tmp_path / "home", name="张三", clock=Clock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await load(pilot, app, saved(tmp_path, cap(status="Exercise", body=info()), "drill.xml"))
        assert says(app, "演练")
        await keys(pilot, "f12")
        await settle(pilot)
        assert says(app, "不是实际预警")
        assert app.desk.open_cases() == ()
    app.desk.close()
