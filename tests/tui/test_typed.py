"""What is typed is never lost, altered or taken for something else: by a refusal, a busy moment, a click, a call, a kill."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from console.contacts.model import Contact
from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.draft import Drafts
from console.incident import commands as c
from console.incident.refused import Wrong
from console.tui.app import DutyApp
from console.tui.contact_dialogs import edit_contact
from console.tui.dialog import Ask, Dialog, Submit
from console.tui.screens.base import DutyScreen
from console.tui.widgets.entry import CallWords, LongEntry
from console.tui.widgets.form import Form
from tests.desk.clock import FixedClock
from tests.scenarios.driving import case_of, keys, says, settle, shown, words
from tests.tui.pty_console import console

SIZES = [(80, 24), (120, 40), (200, 55)]


def opened(tmp_path: Path) -> tuple[Desk, Case]:
    """A desk with a blackout on it."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    return desk, desk.open_event("blackout", "甲站失压")


async def at(pilot: Pilot[None], place: str) -> None:
    """Put the cursor into a place of the intake form."""
    await pilot.app.screen.go_to(place)  # type: ignore[attr-defined]  # the intake screen
    await pilot.pause()


def entry_of(app: DutyApp, place: str) -> Input | CallWords:
    return app.screen.query_one(Form).rows[place].entry


def ask(app: DutyApp, name: str) -> Input:
    return app.screen.query_one(f"#ask-{name}", Input)


# --- a click is as Tab ------------------------------------------------------------------------------------------------


async def test_a_click_selects_a_figure_so_that_typing_replaces_it(tmp_path: Path) -> None:
    """320 MW stands there; a click, 450: it is 450 MW and not 450320. The second click places the cursor."""
    desk, case = opened(tmp_path)
    desk.do(case.id, c.SetFigure("grid_shed_mw", 320, "320", "", "unverified"))
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        entry = entry_of(app, "fact:grid_shed_mw")
        await pilot.click(entry, offset=(3, 0))
        await pilot.pause()
        assert isinstance(entry, Input)
        assert entry.selected_text == "320 MW"
        await keys(pilot, "4", "5", "0", "enter")
        await settle(pilot)
        assert case.state.figures["grid_shed_mw"].now.value == 450
        await pilot.click(entry, offset=(2, 0))
        await pilot.click(entry, offset=(2, 0))
        await pilot.pause()
        assert entry.selection.is_empty
        assert entry.cursor_position == 1
    desk.close()


async def test_a_click_selects_in_a_dialog_too(tmp_path: Path) -> None:
    """The default is replaced by what is typed behind the first click."""
    desk, _ = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.push_screen(Dialog("甲", (Ask("name", "姓名"), Ask("channel", "方式", "电话")), taken({})))
        await pilot.pause()
        await pilot.click("#ask-channel", offset=(1, 0))
        await keys(pilot, "f", "a", "x")
        assert ask(app, "channel").value == "fax"
    desk.close()


async def test_esc_brings_back_what_is_recorded_and_then_what_was_typed(tmp_path: Path) -> None:
    """Nothing is lost by either; a line and several lines alike."""
    desk, case = opened(tmp_path)
    desk.do(case.id, c.TakeDown("caller", "张伟"), c.TakeDown("words", "全站失压"))
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        for place, stored in (("call:caller", "张伟"), ("call:words", "全站失压")):
            await at(pilot, place)
            await words(pilot, "xyz")
            row = app.screen.query_one(Form).rows[place]
            typed = row.typed
            assert typed != stored
            await keys(pilot, "escape")
            assert row.typed == stored
            await keys(pilot, "escape")
            assert row.typed == typed
            await keys(pilot, "escape")
        assert case.state.call["caller"] == "张伟"
    desk.close()


# --- Enter, arrows, numbers -------------------------------------------------------------------------------------------


async def test_arrows_leave_the_callers_words_at_both_ends(tmp_path: Path) -> None:
    """Up in the first line, Down in the last; in between they move in the text."""
    desk, case = opened(tmp_path)
    desk.do(case.id, c.TakeDown("words", "一\n二"))
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        await at(pilot, "call:words")
        area = entry_of(app, "call:words")
        await keys(pilot, "down")
        assert app.focused is area
        await keys(pilot, "down")
        assert app.focused is not area
        await keys(pilot, "up")
        assert app.focused is area
        await keys(pilot, "up", "up")
        assert app.focused is entry_of(app, "call:place_detail")
    desk.close()


def taken(into: dict[str, str]) -> Submit:
    """What a dialog hands its answers to."""

    async def submit(answers: Mapping[str, str]) -> str:
        into.update(answers)
        return ""

    return submit


async def test_enter_goes_on_in_a_long_field_and_ctrl_j_is_a_new_line(tmp_path: Path) -> None:
    """As in every other field; from the last one it confirms. A line end alone is no answer."""
    desk, _ = opened(tmp_path)
    app, got = DutyApp(desk), {}  # type: tuple[DutyApp, dict[str, str]]
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.push_screen(Dialog("甲", (Ask("a", "首批措施", long=True), Ask("b", "结果", long=True)), taken(got)))
        await pilot.pause()
        await keys(pilot, "x", "ctrl+j", "y", "enter")
        assert app.focused is app.screen.query_one("#ask-b")
        await keys(pilot, "ctrl+j", "enter")
        await settle(pilot)
        assert got == {"a": "x\ny", "b": ""}
        assert not isinstance(app.screen, Dialog)
    desk.close()


async def test_every_long_field_says_what_enter_does(tmp_path: Path) -> None:
    """The guide of a dialog and the help."""
    desk, _ = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f7", "ctrl+l", "tab")
        assert isinstance(app.focused, LongEntry)
        assert says(app, "回车到下一项，Ctrl+J 换行")
        await keys(pilot, "f1")
        assert says(app, "要换行按 Ctrl+J")
    desk.close()


@pytest.mark.parametrize("after", ["enter", "f10"])
async def test_a_number_picks_and_never_confirms(tmp_path: Path, after: str) -> None:
    """In the only list of a dialog it picks; the Enter or F10 behind it confirms that, and fires nothing else."""
    desk, _ = opened(tmp_path)
    app, got = DutyApp(desk), {}  # type: tuple[DutyApp, dict[str, str]]
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        below = app.screen
        await app.push_screen(Dialog("甲", (Ask("way", "哪样", "", (("p", "甲"), ("q", "乙"))),), taken(got)))
        await pilot.pause()
        await keys(pilot, "2")
        assert isinstance(app.screen, Dialog)
        assert not got
        await keys(pilot, after)
        await settle(pilot)
        assert got == {"way": "q"}
        assert app.screen is below
    desk.close()


async def test_a_click_picks_as_a_number_does(tmp_path: Path) -> None:
    """It does not confirm the dialog."""
    desk, _ = opened(tmp_path)
    app, got = DutyApp(desk), {}  # type: tuple[DutyApp, dict[str, str]]
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.push_screen(Dialog("甲", (Ask("way", "哪样", "", (("p", "甲"), ("q", "乙"))),), taken(got)))
        await pilot.pause()
        await pilot.click("#ask-way", offset=(3, 1))
        await settle(pilot)
        assert not got
        await keys(pilot, "f10")
        await settle(pilot)
        assert got == {"way": "q"}
    desk.close()


async def test_the_enter_behind_a_number_does_not_leave_the_field_it_led_to(tmp_path: Path) -> None:
    """登记决定: a number, Enter, a name: the name stands in 谁决定."""
    desk, _ = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f4", "f10", "2", "enter")
        await words(pilot, "李副州长")
        assert ask(app, "decided_by").value == "李副州长"
        await keys(pilot, "enter")
        assert app.focused is ask(app, "announced_by")
    desk.close()


# --- a refusal goes where the fault is --------------------------------------------------------------------------------


async def test_an_agency_that_confirms_without_a_name_brings_the_cursor_to_the_name(tmp_path: Path) -> None:
    """The refusal and the label call it alike, and what is typed next is the name."""
    desk, case = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f6", "2", "down", "enter", "2", "shift+tab", "f10")
        await settle(pilot)
        assert says(app, "对方姓名还没有填")
        assert app.focused is ask(app, "name")
        await words(pilot, "李局长")
        await keys(pilot, "f10")
        await settle(pilot)
        moves = [move for agency in case.state.agencies.values() for move in agency.moves]
        assert [(move.step, move.name) for move in moves] == [("confirmed", "李局长")]
    desk.close()


async def test_the_field_of_a_refusal_wins_over_its_words(tmp_path: Path) -> None:
    """The sentence names another field; the one that it carries gets the cursor, and its label is said."""
    desk, _ = opened(tmp_path)
    app = DutyApp(desk)

    async def submit(_answers: Mapping[str, str]) -> str:
        return Wrong("late", "姓名对了，还差一句为什么")

    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.push_screen(Dialog("甲", (Ask("name", "姓名"), Ask("late", "迟报原因")), submit))
        await keys(pilot, "f10")
        await settle(pilot)
        assert app.focused is ask(app, "late")
        assert says(app, "「迟报原因」：姓名对了")
    desk.close()


# --- busy -------------------------------------------------------------------------------------------------------------


class Slow:
    """A file that is made until the test says so."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    async def __call__(self, _answers: Mapping[str, str]) -> str:
        await asyncio.to_thread(self.go_on.wait, 20)
        return ""


async def until(pilot: Pilot[None], text: str) -> None:
    """Wait for words on the screen."""
    for _ in range(400):
        if says(pilot.app, text):  # type: ignore[arg-type]  # a DutyApp
            return
        await pilot.pause(0.01)
    raise AssertionError(shown(pilot.app))  # type: ignore[arg-type]  # a DutyApp


async def test_keys_wait_while_a_file_is_made_and_are_taken_in_order(tmp_path: Path) -> None:
    """It says 「正在」; F6, Ctrl+L, words and Enter pressed meanwhile are all taken when it is done."""
    desk, case = opened(tmp_path)
    app, slow = DutyApp(desk), Slow()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.push_screen(Dialog("档案包", (), slow, ok="做档案包"))
        await pilot.pause()
        await pilot.press("f10")
        await until(pilot, "正在办：做档案包")
        await pilot.press("f6", "ctrl+l", "o", "k", "enter")
        assert isinstance(app.screen, Dialog)
        slow.go_on.set()
        await settle(pilot)
        await settle(pilot)
        assert case.entries[-1].data.get("text") == "ok"
    desk.close()


async def test_the_phone_does_not_wait_for_a_file(tmp_path: Path) -> None:
    """Ctrl+N at once; the file goes on beside the call, and what came of it is said on the screen of the call."""
    desk, case = opened(tmp_path)
    app, slow = DutyApp(desk), Slow()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await app.push_screen(Dialog("档案包", (), slow, ok="做档案包"))
        await pilot.pause()
        await pilot.press("f10")
        await until(pilot, "正在办：做档案包")
        await pilot.press("ctrl+n")
        await until(pilot, "来电时间已记为")
        await keys(pilot, "1", "enter")
        await until(pilot, "接报")
        assert len(desk.open_cases()) == 2
        assert case_of(app) is not case
        slow.go_on.set()
        await until(pilot, "档案包：办好了")
    desk.close()


# --- what is not recorded ---------------------------------------------------------------------------------------------


async def test_a_call_in_the_middle_of_a_dialog_leaves_its_words_for_later(tmp_path: Path) -> None:
    """Ctrl+N from 交办: the event is opened, the board says 未记, and 交办 on the first event has the words again."""
    desk, case = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f6", "ctrl+d", "tab")
        await words(pilot, "请电网公司速报恢复时间")
        await keys(pilot, "ctrl+n", "1", "enter")
        await settle(pilot)
        assert len(desk.open_cases()) == 2
        await keys(pilot, "f2")
        await settle(pilot)
        assert says(app, "未记：处置「交办」一框「请电网公司")
        await keys(pilot, "ctrl+t", "f6", "ctrl+d")
        assert case_of(app) is case
        assert app.screen.query_one("#ask-text", LongEntry).text == "请电网公司速报恢复时间"
        assert says(app, "还没有记下，已填回")
        app.screen.query_one("#ask-origin", Input).value = "王副州长"
        app.screen.query_one("#ask-who", Input).value = "电网公司"
        await keys(pilot, "f10")
        await settle(pilot)
        assert [extra.text for extra in case.state.extras.values()] == ["请电网公司速报恢复时间"]
        assert app.drafts is not None
        assert app.drafts.all == ()
    desk.close()


async def test_words_given_up_twice_are_gone(tmp_path: Path) -> None:
    """Esc once says so and keeps them, Esc twice drops them for good."""
    desk, _ = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f6", "ctrl+d", "tab", "x", "escape")
        assert app.drafts is not None
        assert len(app.drafts.all) == 1
        await keys(pilot, "escape")
        await settle(pilot)
        assert not list(app.drafts.all)
        await keys(pilot, "ctrl+d")
        assert app.screen.query_one("#ask-text", LongEntry).text == ""
    desk.close()


async def test_the_record_line_belongs_to_its_event(tmp_path: Path) -> None:
    """Another event, another screen: the words come back where they were typed, and are recorded there only."""
    desk, first = opened(tmp_path)
    second = desk.open_event("blackout", "乙站失压")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert case_of(app) is second
        await keys(pilot, "f6", "ctrl+l")
        await words(pilot, "乙站抢修队已到")
        await keys(pilot, "ctrl+t")
        await settle(pilot)
        line = app.screen.query_one("#write Entry", Input)
        assert case_of(app) is first
        assert line.value == ""
        await keys(pilot, "f7", "f2")
        await settle(pilot)
        assert says(app, "未记：处置记录行「乙站抢修队")
        await keys(pilot, "ctrl+t", "f6", "ctrl+l")
        assert app.screen.query_one("#write Entry", Input).value == "乙站抢修队已到"
        await keys(pilot, "enter")
        await settle(pilot)
        assert second.entries[-1].data.get("text") == "乙站抢修队已到"
        assert all(entry.kind != "note" for entry in first.entries)
        assert app.drafts is not None
        assert app.drafts.all == ()
    desk.close()


async def test_a_form_never_records_into_another_event(tmp_path: Path) -> None:
    """Ctrl+T with the cursor in a field that is not recorded: it is kept for its own event, and there again later."""
    desk, first = opened(tmp_path)
    second = desk.open_event("blackout", "乙站失压")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert case_of(app) is second
        await keys(pilot, "f3")
        await at(pilot, "call:caller")
        await words(pilot, "张伟")
        await keys(pilot, "ctrl+t")
        await settle(pilot)
        assert case_of(app) is first
        assert "caller" not in first.state.call
        assert app.screen.query_one(Form).rows["call:caller"].typed == ""
        await keys(pilot, "ctrl+t")
        await settle(pilot)
        assert second.state.call.get("caller") == "张伟" or app.screen.query_one(Form).rows["call:caller"].typed == "张伟"
    desk.close()


async def test_leaving_says_what_is_not_recorded(tmp_path: Path) -> None:
    """Ctrl+Q names it with the way to it."""
    desk, _ = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f6", "ctrl+l", "x", "y", "ctrl+q")
        assert says(app, "未记：处置记录行「xy」，按 F6")
    desk.close()


async def test_an_edited_paper_waits_until_it_has_left(tmp_path: Path) -> None:
    """Another paper, another screen, and it is as it was edited; Ctrl+L draws it anew."""
    desk, _ = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f11", "enter")
        await keys(pilot, "Z", "enter", "Z")
        text = app.screen.query_one("#paper-text").text  # type: ignore[attr-defined]  # a text area
        assert text.startswith("Z\nZ")
        await keys(pilot, "tab", "shift+tab", "shift+tab", "down", "f6", "f11")
        await settle(pilot)
        assert app.screen.query_one("#paper-text").text == text  # type: ignore[attr-defined]  # a text area
        await keys(pilot, "ctrl+l")
        assert not app.screen.query_one("#paper-text").text.startswith("Z")  # type: ignore[attr-defined]  # a text area
        assert app.drafts is not None
        assert app.drafts.all == ()
    desk.close()


async def test_what_was_typed_in_the_last_moment_is_on_the_disk(tmp_path: Path) -> None:
    """A signal right behind the last key."""
    desk, _ = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f6", "ctrl+l", "x")
        app.exit(None, 143)
        assert [draft.words for draft in Drafts(tmp_path).all] == ["x"]
    desk.close()


def test_a_kill_loses_no_word_of_a_form_a_line_or_a_dialog(tmp_path: Path) -> None:
    """Killed outright a moment after the last key: the board says 未记, and each place has its words again."""
    with console(tmp_path) as one:
        one.see("^N新事件")
        one.send("\x0e")
        one.see("来电时间已记为")
        one.send("1\r")
        one.see("来电原话")
        one.send("\x1b[B" * 4 + "\x1b[BFIELD")
        one.see("FIELD")
        one.send("\x1b[17~\x0cLINE")
        one.see("LINE")
        one.send("\x04\tBOX")
        one.see("BOX")
        one.until(lambda _text: len(Drafts(tmp_path).all) == 3 and "BOX" in str(Drafts(tmp_path).all), "three drafts")
        one.kill(signal.SIGKILL)
        one.wait()
    with console(tmp_path) as two:
        two.see("未记")
        two.send("\x1b[17~\x04")
        two.see("BOX")
        two.send("\x1b\x1b")
        two.until(lambda text: "再按一次 Esc" in text or "交办" not in text, "the dialog heard Esc")
        two.kill(signal.SIGKILL)
        two.wait()
    found = {draft.place: dict(draft.fields) for draft in Drafts(tmp_path).all}
    assert found["record line"] == {"text": "LINE"}
    assert "FIELD" in found["intake"].values()


# --- counties and certainty -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_all_counties_are_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    """Thirteen of them, at each size; and typing one again does not take it away."""
    desk, case = opened(tmp_path)
    names = tuple(place.name for place in case.plan.places)
    desk.do(case.id, c.SetPlaces(names))
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        await at(pilot, "places:")
        await settle(pilot)
        for name in names:
            assert name in shown(app)
        await keys(pilot, "g", "j")
        assert says(app, "已有 个旧市")
        await keys(pilot, "enter")
        await settle(pilot)
        assert case.state.places == names
        await at(pilot, "places:")
        await keys(pilot, "minus", "g", "j")
        assert says(app, "去掉 个旧市")
        await keys(pilot, "enter")
        await settle(pilot)
        assert "个旧市" not in case.state.places
    desk.close()


async def test_the_number_on_the_screen_is_the_county_that_is_taken(tmp_path: Path) -> None:
    """「h」, Enter: 1红河县 2河口县; 「2」 typed over it is 河口县."""
    desk, case = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        await at(pilot, "places:")
        await keys(pilot, "h", "enter")
        await settle(pilot)
        assert says(app, "1红河县 2河口县")
        await keys(pilot, "2")
        assert says(app, "加上 河口县")
        await keys(pilot, "enter")
        await settle(pilot)
        assert case.state.places == ("河口县",)
    desk.close()


@pytest.mark.parametrize(("presses", "certainty"), [(1, "verified"), (2, "estimated"), (4, "verified")])
async def test_how_sure_a_figure_is_is_one_entry(tmp_path: Path, presses: int, certainty: str) -> None:
    """F12 as often as one likes: nothing is written until the row is left, and then only what it came to."""
    desk, case = opened(tmp_path)
    desk.do(case.id, c.SetFigure("grid_load_mw", 700, "700", "", "unverified"))
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        await at(pilot, "fact:grid_load_mw")
        before = len(case.entries)
        await keys(pilot, *["f12"] * presses)
        await settle(pilot)
        assert len(case.entries) == before
        await keys(pilot, "enter")
        await settle(pilot)
        assert len(case.entries) == before + 1
        assert case.state.figures["grid_load_mw"].now.certainty == certainty
    desk.close()


async def test_a_turn_all_the_way_round_writes_nothing_and_another_screen_writes_one(tmp_path: Path) -> None:
    """Three presses are none; F6 from the row is leaving it."""
    desk, case = opened(tmp_path)
    desk.do(case.id, c.SetFigure("grid_load_mw", 700, "700", "", "unverified"))
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        await at(pilot, "fact:grid_load_mw")
        before = len(case.entries)
        await keys(pilot, "f12", "f12", "f12", "enter")
        await settle(pilot)
        assert len(case.entries) == before
        await at(pilot, "fact:grid_load_mw")
        await keys(pilot, "f12", "f6")
        await settle(pilot)
        assert len(case.entries) == before + 1
    desk.close()


async def test_a_click_where_the_cursor_stands_already_selects_all_too(tmp_path: Path) -> None:
    """Enter and Up put the cursor into the field, the mouse is clicked in it: 450 is 450 and not 345020."""
    desk, case = opened(tmp_path)
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f3")
        await settle(pilot)
        row = app.screen.query_one(Form).rows["fact:grid_shed_mw"]
        app.screen.set_focus(row.entry)
        await words(pilot, "320")
        await keys(pilot, "enter", "up")
        await settle(pilot)
        assert app.focused is row.entry
        await pilot.click(row.entry, offset=(2, 0))
        await keys(pilot, *"450", "enter")
        await settle(pilot)
        assert case.state.figures["grid_shed_mw"].now.value == 450
    desk.close()


async def test_a_reading_that_was_dropped_stays_dropped_on_its_own_line(tmp_path: Path) -> None:
    """Esc, another screen and back: the words are still no time; the line of another event is not touched by it."""
    desk, case = opened(tmp_path)
    other = desk.open_event("blackout", "乙站失压")
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.current = case.id
        await keys(pilot, "f6", "ctrl+l", *"-5", "space", *"fenzha", "escape", "f7", "f6", "ctrl+l")
        await settle(pilot)
        assert says(app, "按字面记")
        await keys(pilot, "ctrl+t", "ctrl+l", *"-7", "space", *"x")
        await settle(pilot)
        assert app.current == other.id and says(app, "读作 补录")
        await keys(pilot, "ctrl+t", "ctrl+l", "enter")
        await settle(pilot)
        assert case.entries[-1].data["text"] == "-5 fenzha" and case.entries[-1].event_at == case.entries[-1].at
    desk.close()


async def test_words_typed_about_one_thing_do_not_come_up_in_the_box_about_another(tmp_path: Path) -> None:
    """A number typed for one contact, a call comes: the box about another contact has its own, and the first its words."""
    desk, _ = opened(tmp_path)
    li, wang = (Contact(body="police", name=name, duty_phone=number) for name, number in (("李四", "110"), ("王五", "120")))
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "ctrl+u")
        for contact, there in ((li, "110"), (wang, "120"), (li, "999")):
            assert isinstance(app.screen, DutyScreen)
            edit_contact(app.screen, contact)
            await settle(pilot)
            field = app.screen.query_one("#ask-duty_phone", Input)
            assert field.value == there
            if contact is li:
                field.value = "999"
                await settle(pilot)
            await keys(pilot, "ctrl+n", "escape")
            await settle(pilot)
    desk.close()
