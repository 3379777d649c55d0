"""The warnings screen by keys: what is asked is worked through, a file's faults are read, one by hand with pinyin."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.widgets import Input

from console.desk import bulletins as b
from console.desk.bulletin_files import waiting_files
from console.desk.desk import Desk
from console.incident.times import dated, since_epoch
from console.tui.app import DutyApp
from console.tui.dialog import Dialog
from console.tui.warning_words import bulletin_row, todo_rows
from console.warning.enter import ByHand
from console.warning.todo import todos
from console.words import cells
from tests.scenarios.driving import fill, keys, says, settle, words
from tests.warning.sample import NOW, ORDER, Clock, cap, desk_at, info, refer, saved


@pytest.fixture
def clock() -> Clock:
    """Time for these tests."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """A desk whose warning files lie in a folder of their own."""
    root = tmp_path / "home"
    root.mkdir()
    (tmp_path / "in").mkdir()
    own = '[[times]]\nplan = "weather"\nitem = "relay-air"\ntarget = 10\n'
    (root / "settings.toml").write_text(f"warning_folder = '{tmp_path / 'in'}'\n{own}", encoding="utf-8")
    return desk_at(root, clock)


def red(**changes: object) -> ByHand:
    """A red rainstorm warning by phone."""
    told: dict[str, object] = {"hazard": "暴雨", "colour": "red", "issuer": "红河州气象台", "area": "全州", "start": NOW,
                               "until": None}  # fmt: skip
    return ByHand(**(told | changes))  # type: ignore[arg-type]  # the fields stand above


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_f5_leads_to_the_very_step_and_the_cursor_goes_on(desk: Desk, size: tuple[int, int]) -> None:
    """The order to the stations is registered with who took it; then the telecoms are next, then nothing is to relay."""
    b.enter(desk, red())
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert says(app, "电视台、电台插播、滚动播报(本单位要求)，还有10分钟")
        await keys(pilot, "f5")
        await settle(pilot)
        assert says(app, "登记办理：暴雨红色预警")
        assert says(app, "由 电视台、电台。没有成员单位")
        assert says(app, "本单位要求，预案没有写时限")
        await keys(pilot, "f10")
        for what, answer in (("下令人", "王主任"), ("接令人", "李四"), ("接令单位", "州电视台"), ("几点开始播发", "现在")):
            await settle(pilot)
            assert says(app, f"{what}还没有填")
            await words(pilot, answer)
            await keys(pilot, "f10")
        await settle(pilot)
        done = b.bulletin(desk, "w1").steps["relay-air"]
        assert (done.ordered_by, done.name, done.body) == ("王主任", "李四", "州电视台")
        await keys(pilot, "enter")
        assert says(app, "通信运营商全网发布")
        await fill(pilot, "王主任", "张工", "移动公司", "现在")
        await keys(pilot, "f10")
        await settle(pilot)
        assert set(b.bulletin(desk, "w1").steps) == {"relay-air", "relay-telecom"}
        assert not any(step.text.startswith("插播令") for step in app.view.steps) if app.view else False
    desk.close()


async def test_a_deadline_of_the_office_is_marked_in_list_and_detail(desk: Desk, clock: Clock) -> None:
    """还有, then 超时, with the office's mark in the row itself; a step without one tells the time since the receipt."""
    b.enter(desk, red())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        assert says(app, "还有10:00 本单位要求")
        assert says(app, "没有时限，已过00:00")
        clock.forward(minutes=12)
        app.refresh_view()
        await settle(pilot)
        assert says(app, "超时 02:00 本单位要求")
        assert says(app, "没有时限，已过12:00")
    desk.close()


def test_no_row_is_wider_than_its_list(desk: Desk, clock: Clock) -> None:
    """At every width the deadline, its mark and the hour that is left stand whole at the row's end."""
    found = b.enter(desk, red(until=NOW + timedelta(hours=3), area="很长的范围" * 20))
    plan = desk.plans["weather"]
    todo = todos(plan, found, {}, clock.now(), desk.settings.for_deadlines())
    for width in (40, 58, 70, 76, 118):
        row = bulletin_row(found, clock.now(), width, drill=False).plain
        assert cells(row) <= width
        assert row.endswith("还有3:00:00")
        rows = dict(todo_rows(plan, todo, width, over=False))
        assert all(cells(words.plain) <= width for words in rows.values())
        assert rows["relay-air"].plain.endswith("还有10:00 本单位要求")


async def test_every_fault_of_a_file_is_read_and_the_path_stays(desk: Desk, tmp_path: Path) -> None:
    """The list of faults lies over the dialog; closed, the path is there to be mended, and the file that is good goes in."""
    bad = saved(tmp_path, cap(body=info(code="11B99", headline="暴雨预警", geocodes=("110000",))), "bad.xml")
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "f10")
        await fill(pilot, str(bad))
        assert says(app, "没有导入 bad.xml")
        for part in ("没有写预警颜色", "11B99 不认识", "110000 不在红河州"):
            assert says(app, part)
        await keys(pilot, "escape")
        await settle(pilot)
        assert app.screen.query_one("#ask-path", Input).value == str(bad)
        assert says(app, "请向发布单位要改正的文件")
        bad.write_bytes(cap())
        await keys(pilot, "f10")
        await settle(pilot)
        assert list(b.bulletins(desk)) == ["w1"]
        assert says(app, "已导入 w1 暴雨红色预警")
    desk.close()


async def test_files_that_lie_in_the_folder_are_picked_not_typed(desk: Desk, tmp_path: Path) -> None:
    """The folder of the settings is listed; Enter, Enter takes the first in."""
    saved(tmp_path / "in", cap(), "红雨.xml")
    (tmp_path / "in" / "readme.txt").write_text("x", encoding="utf-8")
    os.utime(saved(tmp_path / "in", b"<rss/>", "old.xml"), (0, 0))
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "f10")
        assert says(app, "红河州气象台发布暴雨红色预警")
        assert says(app, "不能导入")
        assert not says(app, "readme.txt")
        await keys(pilot, "enter", "enter")
        await settle(pilot)
        assert list(b.bulletins(desk)) == ["w1"]
    desk.close()


async def test_by_hand_with_pinyin_a_time_ahead_and_what_it_changes(desk: Desk) -> None:
    """by, gj mz and 明天0800 are read; letters that fit nothing keep the dialog with its sentence; w1 is changed by w2."""
    b.enter(desk, red())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "ctrl+d")
        await words(pilot, "by")
        await keys(pilot, "enter", "home", "down", "enter")
        await words(pilot, "红河州气象台")
        await keys(pilot, "enter")
        await words(pilot, "gj qq")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "地点「qq」没有对得上的")
        await keys(pilot, "backspace", "backspace")
        await words(pilot, "mz")
        await keys(pilot, "enter", "end", "enter", "enter")
        await words(pilot, "明天0800")
        await keys(pilot, "f10")
        await settle(pilot)
        found = b.bulletin(desk, "w2")
        assert (found.hazard, found.colour, found.area) == ("暴雨", "orange", "个旧市、蒙自市")
        assert found.until == NOW.replace(day=2, hour=8)
        assert b.bulletin(desk, "w1").changes[-1].other == "w2"
    desk.close()


async def test_a_lifting_is_one_key_and_the_next_step_is_over(desk: Desk, tmp_path: Path) -> None:
    """F5 says who lifted it and when, F10 records 没有预警; nothing says that it is another issuer's."""
    b.enter(desk, red())
    saved(tmp_path / "in", cap(), "a.xml")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "f10", "enter", "enter")
        await settle(pilot)
        case = b.open_event(desk, "w2", {})
        b.lift(desk, "w1", "红河州气象台")
        for step in ("relay-air", "relay-telecom"):
            b.do_step(desk, "w2", step, "李四", **ORDER)
        (tmp_path / "in" / "a.xml").write_bytes(cap(number=2, kind="Cancel", references=refer(1), body=""))
        await keys(pilot, "f10", "enter", "enter")
        await settle(pilot)
        assert says(app, "已导入 w3 暴雨红色预警解除通知")
        await keys(pilot, "ctrl+k")
        assert says(app, "解除红河州气象台7月1日19时50分发布的暴雨红色预警")
        await keys(pilot, "escape")
        await keys(pilot, "f12")
        await settle(pilot)
        assert says(app, "更新事件的数字") and says(app, "红河州气象台 19:50 解除。州气象台预警记没有预警")
        assert not says(app, "不是红河州气象台") and not says(app, "新开一件")
        await keys(pilot, "f10")
        await settle(pilot)
        assert case.state.figures["hazards.rainstorm.warning"].now.value == "none"
        assert app.view is not None and not any("更新事件的数字" in step.text for step in app.view.steps)
    desk.close()


async def test_two_warnings_of_one_file_come_in_together(desk: Desk, tmp_path: Path) -> None:
    """The dialog says both; both are listed."""
    orange = info(colour="橙色", severity="Severe", area="蒙自市", geocodes=("532503",))
    saved(tmp_path / "in", cap(body=info(area="个旧市", geocodes=("532501",)) + orange), "two.xml")
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "f10")
        assert says(app, "[2条]红河州气象台发布暴雨红色预警")
        await keys(pilot, "enter", "enter")
        await settle(pilot)
        assert says(app, "已导入 w1 暴雨红色预警、w2 暴雨橙色预警")
        assert says(app, "蒙自市") and says(app, "个旧市")
    desk.close()


async def test_a_stranger_who_changes_a_warning_is_asked_why(desk: Desk) -> None:
    """The form stays, the cursor stands in the field for the ground; written, it is taken in."""
    b.enter(desk, red())
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "ctrl+d")
        await words(pilot, "雷电")
        await keys(pilot, "enter", "3")
        await words(pilot, "蒙自市气象台")
        await keys(pilot, "enter")
        await words(pilot, "mz")
        await keys(pilot, "enter", "2", "f10")
        await settle(pilot)
        assert says(app, "w1 是暴雨红色预警，灾种与「雷电」不同")
        app.screen.query_one("#ask-hazard", Input).value = "暴雨"
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "谁发布谁解除") and app.focused is not None and app.focused.id == "ask-note"
        assert b.bulletin(desk, "w1").ended is None
        await words(pilot, "州台停电，委托代发")
        await keys(pilot, "f10")
        await settle(pilot)
        assert b.bulletin(desk, "w1").changes[-1].note == "州台停电，委托代发"
    desk.close()


async def test_what_warnings_still_ask_is_listed_at_the_end(desk: Desk) -> None:
    """F8: the orders that nobody gave stand among what is unfinished."""
    b.enter(desk, red())
    case = b.open_event(desk, "w1", {})
    b.do_step(desk, "w1", "relay-air", "李四", **ORDER)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        app.current = case.id
        await settle(pilot)
        await app.action_go("ending")
        await settle(pilot)
        assert says(app, "插播令未办：w1 暴雨红色预警 通信运营商全网发布(3.2.3 第1段)")
        assert not says(app, "插播令未办：w1 暴雨红色预警 电视台")
        assert says(app, "预警行动未办：w1")
    desk.close()


@pytest.mark.parametrize("written", [0, -1, -1e12, 1e300, 2**33])
async def test_a_files_own_time_is_shown_or_said_to_be_unknown(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: float
) -> None:
    """Of 1970, before it, beyond the calendar: the dialog opens; the system's reckoning, which fails on Windows, is not asked."""
    path = saved(tmp_path / "in", cap(), "old.xml")
    real = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> object:
        found = real(self, follow_symlinks=follow_symlinks)
        return SimpleNamespace(st_mtime=written, st_size=found.st_size, st_mode=found.st_mode) if self == path else found

    monkeypatch.setattr(Path, "stat", stat)
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "f10")
        at = since_epoch(written)
        assert (at is None) == (abs(written) > 1e11)
        assert says(app, dated(at) if at else "时间不明") and says(app, "红河州气象台发布暴雨红色预警")
    desk.close()


def test_a_file_that_vanishes_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gone between the listing and the look: the others are listed."""
    gone, there = saved(tmp_path, cap(), "gone.xml"), saved(tmp_path, cap(), "there.xml")
    real = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if self == gone:
            raise FileNotFoundError
        return real(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "is_file", lambda _self: True)
    monkeypatch.setattr(Path, "stat", stat)
    assert waiting_files(tmp_path) == (there,)


async def test_an_event_may_be_declined_with_a_reason_and_frost_asks_for_its_counts(desk: Desk) -> None:
    """No reason, no refusal; a frost warning asks for what frost is judged by and says that its colour does not count."""
    b.enter(desk, red(hazard="霜冻", colour="orange"))
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "f12")
        assert says(app, "霜冻不按预警颜色定级")
        await keys(pilot, "end", "f10")
        await settle(pilot)
        assert says(app, "请写一句不开事件的理由")
        app.screen.query_one("#ask-event").focus()  # the refusal has brought the cursor to the reason
        await keys(pilot, "home", "enter", "down", "enter")
        await words(pilot, "三")
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "写数字，如 2")
        await keys(pilot, "backspace")
        await words(pilot, "3")
        await keys(pilot, "f10")
        for what, answer in (("谁说的", "州气象台王工"), ("几点说的", "现在")):
            await settle(pilot)
            assert says(app, f"{what}还没有填")
            await words(pilot, answer)
            await keys(pilot, "f10")
        await settle(pilot)
        figures = desk.open_cases()[0].state.figures
        assert figures["hazards.frost.forecast_48h"].now.value is True
        said = figures["hazards.frost.counties_below_minus_2"].now
        assert (said.value, said.certainty, said.source) == (3, "unverified", "州气象台王工 20:00说")
    desk.close()


async def test_the_buttons_of_a_tall_dialog_are_in_a_small_window(desk: Desk) -> None:
    """At 80x24 the form for a warning by hand shows its buttons, its first label, and later its refusal too."""
    b.enter(desk, red())
    app = DutyApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.action_go("warnings")
        await settle(pilot)
        await keys(pilot, "ctrl+d")
        await settle(pilot)

        def inside() -> bool:
            dialog = app.screen.query_one("#dialog").region
            return all(dialog.contains_region(app.screen.query_one(part).region) for part in ("#ok", "#dialog-error"))

        assert isinstance(app.screen, Dialog)
        assert inside()
        assert app.screen.query_one("#label-hazard").region.y >= app.screen.query_one("#dialog-fields").region.y
        await keys(pilot, "f10")
        await settle(pilot)
        assert says(app, "请选颜色")
        assert inside()
    desk.close()
