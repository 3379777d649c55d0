"""The contact screen by keys: calls one after the other, the list found, mended, verified, imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.contacts.file import FILE, save
from console.contacts.model import Contact
from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.widgets.rows import Rows
from tests.desk.clock import FixedClock
from tests.scenarios.driving import case_of, fill, keys, says, settle, shown, words

HOSTILE = "[/] [@click=app.quit]x[/] \x1b]52;c;eA==\x07 \u202e =1+1"


def night(home: Path) -> Desk:
    """A desk with an outage at level II and two bodies with numbers."""
    desk = Desk(home, name="张三", clock=FixedClock())
    event = desk.open_event("blackout", "停电").id
    desk.do(event, c.FinishIntake(), c.Declare("start", "II", "II", "王", "王", "指挥长"))
    desk.contacts.add(Contact(body="police", name="李四", duty_phone="0873-0000001", mobile="13900000001"))
    desk.contacts.add(Contact(body="civil", name="王五", duty_phone="0873-0000002"))
    return desk


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_one_key_a_call_and_on_to_the_next(tmp_path: Path, size: tuple[int, int]) -> None:
    """No answer, wrong number, busy, got through: each is in the log with its number, and the next one is shown."""
    desk = night(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+u")
        await settle(pilot)
        assert says(app, "现在打给 州公安局")
        await keys(pilot, "ctrl+l")
        await settle(pilot)
        assert says(app, "号码错误，已标「待核对」；下一个 州公安局")
        assert says(app, "手机 13900000001")
        assert desk.contacts.contacts[0].doubt == "2026-11-24 0873-0000001 号码错误"
        await keys(pilot, "f12")
        await settle(pilot)
        assert says(app, "现在打给 州民政局")
        await keys(pilot, "ctrl+k")
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "请填接电话的人")
        await fill(pilot, "赵六")
        moves = [(m.tried or m.step, m.note) for a in case_of(app).state.agencies.values() for m in a.moves]
        assert moves == [("号码错误", "0873-0000001"), ("无人接听", "13900000001"), ("notified", "13900000001"), ("占线", "0873-0000002")]
        assert says(app, "现在打给 州民政局")
        assert case_of(app).state.agencies["police"].renew_at is not None
    desk.close()


async def test_found_chosen_verified_mended_and_taken_out(tmp_path: Path) -> None:
    """Letters find, space chooses out of turn, Ctrl+F verifies, Enter mends, Delete asks first; hostile words harm nothing."""
    desk = night(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+u")
        await settle(pilot)
        await keys(pilot, "m", "z", "j")
        assert says(app, "找：mzj")
        assert "州公安局             " not in shown(app)
        await keys(pilot, "space")
        assert says(app, "现在打给 州民政局")
        await keys(pilot, "ctrl+f")
        await settle(pilot)
        assert str(desk.contacts.contacts[1].verified) == "2026-11-24"
        await keys(pilot, "enter")
        await settle(pilot)
        await fill(pilot, "", HOSTILE, "", "", "", "", "")
        assert desk.contacts.contacts[1].name == "王五" + HOSTILE
        assert str(desk.contacts.contacts[1].verified) == "2026-11-24"
        await keys(pilot, "delete", "escape")
        await settle(pilot)
        assert len(desk.contacts.contacts) == 2
        await keys(pilot, "delete", "f10")
        await settle(pilot)
        assert [one.body for one in desk.contacts.contacts] == ["police"]
        assert says(app, "没有号码")
        await keys(pilot, "escape", "ctrl+d")
        await settle(pilot)
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "请至少填一个号码或姓名")
    desk.close()


async def test_an_import_is_seen_before_it_is_taken(tmp_path: Path) -> None:
    """The path, the preview with its doubtful rows, then only what was chosen; a wrong path keeps what was typed."""
    desk = night(tmp_path)
    (tmp_path / "t.csv").write_text("单位,姓名,手机\n州公安局,李四,13900000009\n水厂,孙七,12\n", encoding="gb18030")
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+u")
        await settle(pilot)
        await keys(pilot, "ctrl+y")
        await words(pilot, str(tmp_path / "t.cs"))
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "请核对路径")
        await words(pilot, "v")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "新增1条，改动1条，相同0条，要看的1处")
        assert len(desk.contacts.contacts) == 2
        await keys(pilot, "up", "f10")
        await settle(pilot)
        assert [(one.name, one.mobile) for one in desk.contacts.contacts] == [("李四", "13900000009"), ("王五", ""), ("孙七", "12")]
        assert says(app, "通讯录已收2条")
    desk.close()


async def test_without_an_event_all_plans_bodies_and_in_a_drill_nothing_is_changed(tmp_path: Path) -> None:
    """With no event the list is there to be searched and no call is offered; a drill refuses to verify."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+u")
        await settle(pilot)
        assert says(app, "没有在办事件")
        for key in ("f12", "space", "f10"):
            await keys(pilot, key)
            await settle(pilot)
            assert (key == "space") or says(app, "没有在办事件，拨打没有地方记")
        await keys(pilot, "n", "y", "n", "c")
        assert says(app, "州农业农村局")
    desk.contacts.add(Contact(body="police", mobile="13900000001"))
    desk.close()
    drill = Desk(tmp_path, name="张三", clock=FixedClock(), drill=True)
    event = drill.open_event("blackout", "演练").id
    drill.do(event, c.FinishIntake(), c.Declare("start", "II", "II", "王", "王", "指挥长"))
    app = DutyApp(drill)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+u")
        await settle(pilot)
        await keys(pilot, "ctrl+l")
        await settle(pilot)
        assert says(app, "演练中不改通讯录")
        assert says(app, "演练，不要真拨")
        assert drill.contacts.contacts[0].doubt == ""
        assert case_of(app).state.agencies["police"].moves[-1].tried == "号码错误"
    drill.close()


async def test_a_body_called_out_of_turn_does_not_fall_back(tmp_path: Path) -> None:
    """A body that has confirmed and is called again stays confirmed, with the new name; a long list is cut and told."""
    desk = night(tmp_path)
    desk.do(desk.open_cases()[0].id, c.MoveAgency("civil", "confirmed", "王五"))
    save(tmp_path / FILE, [*desk.contacts.contacts, *(Contact(body=f"厂{n}", mobile="13900000001") for n in range(900))])
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+u")
        await settle(pilot)
        assert app.screen.query_one(Rows).option_count == 401
        await keys(pilot, "m", "z", "j", "space", "f10")
        await settle(pilot)
        await fill(pilot, "钱八")
        agency = case_of(app).state.agencies["civil"]
        assert (agency.step, agency.moves[-1].name) == ("confirmed", "钱八")
        await keys(pilot, "escape", "q", "q", "q")
        assert says(app, "没有找到")
        await keys(pilot, "escape", "c", "8", "9", "9")
        assert says(app, "厂899")
    desk.close()


async def test_the_number_stands_beside_the_agency_and_in_its_dialogs(tmp_path: Path) -> None:
    """On the response screen: the number in the agency's words, the people as hints, the number of a failed call filled in."""
    desk = night(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f6")
        await settle(pilot)
        await keys(pilot, "2", "g", "a", "j")
        await settle(pilot)
        assert says(app, "值班电话 0873-0000001")
        await keys(pilot, "f12")
        await settle(pilot)
        assert says(app, "0873-0000001")
        await keys(pilot, "f10")
        await settle(pilot)
        assert case_of(app).state.agencies["police"].moves[-1].note == "0873-0000001"
        await keys(pilot, "f12", "down", "down", "f10")
        await settle(pilot)
        assert case_of(app).state.agencies["police"].moves[-1].tried == "号码错误"
        assert "13900000001 号码错误" in desk.contacts.contacts[0].doubt
        assert says(app, "已标「待核对」")
    desk.close()
