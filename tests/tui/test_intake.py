"""The call is taken down without looking at the screen: every word in its own field, whatever the speed of the fingers."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.state import CERTAINTIES
from console.tui.app import DutyApp
from console.tui.widgets.entry import CallWords, FormEntry
from console.tui.widgets.form import Form
from console.tui.widgets.judgement import Level
from tests.desk.clock import FixedClock
from tests.scenarios.driving import case_of, keys, says, settle, shown, words


async def intake(pilot: Pilot[None], app: DutyApp, plan: str = "blackout") -> None:
    """An event of this plan on the intake screen."""
    await settle(pilot)
    app.current = app.desk.open_event(plan, "").id
    await app.action_go("intake")
    await settle(pilot)


def signs(form: Form) -> list[str]:
    """The places before which the sign of the next question stands."""
    fields = [row.slot.id for row in form.rows.values() if row.asked]
    return fields + [row.slot.id for row in form.items.values() if row.asked]


def burst(app: DutyApp, text: str) -> None:
    """All keys at once, as a slow line or a busy disk lets them come."""
    for char in text:
        key = "enter" if char == "\r" else char
        app.post_message(events.Key(key, None if char == "\r" else char))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 55)])
async def test_a_whole_call_typed_at_once_flows_through_the_form(tmp_path: Path, size: tuple[int, int]) -> None:
    """No key waits for the disk, and none lands in the field before its own."""
    app = DutyApp(Desk(tmp_path, clock=FixedClock()))
    async with app.run_test(size=size) as pilot:
        await intake(pilot, app)
        burst(app, "张三\r红河供电局\r3721234\r-5\rgj ky\r\r变电站爆炸\r1500\r700\r\r\r\r\rgj\r200\r100\r")
        for _ in range(6):
            await settle(pilot)
        state = case_of(app).state
        assert state.call == {"caller": "张三", "unit": "红河供电局", "callback": "3721234", "words": "变电站爆炸"}
        assert state.places == ("个旧市", "开远市")
        assert (state.received_at - state.t0).total_seconds() == 300
        assert {path: f.now.value for path, f in state.figures.items() if f.now.value not in ([], None, False)} == {
            "grid_load_mw": 1500, "grid_shed_mw": 700, "counties.个旧市.load_mw": 200, "counties.个旧市.shed_mw": 100,
        }
        assert "II级(较大)" in str(app.screen.query_one(Level).content)
    app.desk.close()


async def test_what_cannot_be_read_brings_the_cursor_back_and_stays_as_typed(tmp_path: Path) -> None:
    """A figure that is none is not lost, nothing is recorded, and the next key goes on with it."""
    app = DutyApp(Desk(tmp_path, clock=FixedClock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await intake(pilot, app)
        form = app.screen.query_one(Form)
        app.screen.set_focus(form.rows["fact:grid_load_mw"].entry)
        await words(pilot, "很多")
        await keys(pilot, "enter")
        await settle(pilot)
        here = form.here()
        assert here is not None
        assert here.slot.id == "fact:grid_load_mw"
        assert here.typed == "很多"
        assert says(app, "! 没记上")
        assert "grid_load_mw" not in case_of(app).state.figures
    app.desk.close()


async def test_initials_that_mean_several_are_never_guessed(tmp_path: Path) -> None:
    """「hs」 is 红色 as well as 黄色: nothing is recorded and both are named."""
    app = DutyApp(Desk(tmp_path, clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app, "weather")
        case = case_of(app)
        app.desk.do(case.id, c.AddItem("hazards", "rainstorm"))
        app.refresh_view()
        await settle(pilot)
        await app.screen.run_action("next_question")
        await settle(pilot)
        row = app.screen.query_one(Form).rows["fact:hazards.rainstorm.warning"]
        app.screen.set_focus(row.entry)
        await words(pilot, "hs")
        await keys(pilot, "enter")
        await settle(pilot)
        assert says(app, "「hs」对得上几个，请再打一个字，或打编号：1黄色 2红色")
        assert "hazards.rainstorm.warning" not in case.state.figures
    app.desk.close()


async def test_the_sign_of_the_next_question_stands_at_its_place_and_a_click_goes_there(tmp_path: Path) -> None:
    """One row is marked 「问」; F10 and a click on the question put the cursor there."""
    app = DutyApp(Desk(tmp_path, clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app)
        form = app.screen.query_one(Form)
        asked = [row for row in form.rows.values() if row.asked]
        assert len(asked) == 1
        await pilot.click("#ask")
        await settle(pilot)
        assert form.here() is asked[0]
        await words(pilot, "1500")
        await keys(pilot, "enter")
        await settle(pilot)
        assert [row for row in form.rows.values() if row.asked] != asked
    app.desk.close()


async def test_the_callers_words_take_several_lines(tmp_path: Path) -> None:
    """A paste keeps its lines, Ctrl+J is a new one, Enter goes on."""
    app = DutyApp(Desk(tmp_path, clock=FixedClock()))
    async with app.run_test(size=(80, 24)) as pilot:
        await intake(pilot, app)
        field = app.screen.query_one(CallWords)
        app.screen.set_focus(field)
        await pilot.pause()
        field.insert("甲站失压\n[/] 伤3人")
        await keys(pilot, "ctrl+j")
        await words(pilot, "再报")
        await keys(pilot, "enter")
        await settle(pilot)
        assert case_of(app).state.call["words"] == "甲站失压\n[/] 伤3人\n再报"
        assert not field.has_focus
    app.desk.close()


async def test_an_item_that_is_folded_away_carries_the_sign_of_its_question(tmp_path: Path) -> None:
    """The sign is not at 「加一项」, where the answer does not belong; F10 unfolds the item and the sign goes to the field."""
    app = DutyApp(Desk(tmp_path, clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app, "weather")
        app.desk.do(case_of(app).id, c.AddItem("hazards", "rainstorm"))
        app.refresh_view()
        await settle(pilot)
        form = app.screen.query_one(Form)
        assert signs(form) == ["item:hazards.rainstorm"]
        await keys(pilot, "f10")
        await settle(pilot)
        here = form.here()
        assert here is not None
        assert here.slot.id.startswith("fact:hazards.rainstorm.")
        assert signs(form) == [here.slot.id]
    app.desk.close()


async def test_what_a_figure_was_stands_whole_beside_it(tmp_path: Path) -> None:
    """A corrected figure says what it was: the number with its unit, and nothing of it is cut off by the frame."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app)
        for value in (1234, 650):
            app.desk.do(case_of(app).id, c.SetFigure("grid_shed_mw", value, source="李四"))
        app.refresh_view()
        await settle(pilot)
        assert "已记 未核实 原1234MW" in shown(app)
    app.desk.close()


# --- who said it, and how sure it is, belongs to one value ------------------------------------------------------------


async def verified(pilot: Pilot[None], app: DutyApp) -> Form:
    """红河供电局 李四 is on the line; 减供负荷 700 MW stands as verified, from 张伟, with the cursor on it."""
    await intake(pilot, app)
    app.desk.do(
        case_of(app).id, c.TakeDown("unit", "红河供电局"), c.TakeDown("caller", "李四"),
        c.SetFigure("grid_shed_mw", 700, "700", "张伟", "verified"),
    )  # fmt: skip
    app.refresh_view()
    await settle(pilot)
    form = app.screen.query_one(Form)
    app.screen.set_focus(form.rows["fact:grid_shed_mw"].entry)
    await settle(pilot)
    return form


def said(app: DutyApp, path: str = "grid_shed_mw") -> tuple[object, str, str]:
    """Value, source and certainty of a figure, as the log has them."""
    now = case_of(app).state.figures[path].now
    return now.value, now.source, now.certainty


CALLER = "红河供电局李四"
NEW_VALUES = [
    (["8", "0", "0"], (800, CALLER, "unverified")),
    (["f12", "f12", "8", "0", "0"], (800, CALLER, "unverified")),  # that was said of 700
    (["8", "0", "0", "f12"], (800, CALLER, "verified")),
    (["8", "f12", "0", "0"], (800, CALLER, "verified")),
    (["8", "0", "0", "f12", "backspace", "backspace", "5", "0"], (850, CALLER, "unverified")),
    (["8", "0", "0", "f12", "escape", "escape"], (800, CALLER, "verified")),
    (["f12"], (700, "张伟", "estimated")),
]


@pytest.mark.parametrize(("pressed", "recorded"), NEW_VALUES)
async def test_a_new_value_is_from_who_is_on_the_line_and_not_verified(
    tmp_path: Path, pressed: list[str], recorded: tuple[int, str, str],
) -> None:  # fmt: skip
    """Nothing of what was said about the value before it goes over; what is chosen for this value does."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await verified(pilot, app)
        assert says(app, "来源 张伟（Ctrl+L），已核实（F12）")
        before = len(case_of(app).entries)
        await keys(pilot, *pressed)
        if recorded[0] != 700:
            assert says(app, f"来源 {CALLER}（Ctrl+L），{CERTAINTIES[recorded[2]]}（F12）")  # type: ignore[index]  # from the table
        await keys(pilot, "enter")
        await settle(pilot)
        assert said(app) == recorded
        assert len(case_of(app).entries) == before + 1
    app.desk.close()


async def test_a_choice_ends_with_the_value_that_it_was_recorded_with(tmp_path: Path) -> None:
    """800 verified by F12, Enter; then 900, Enter: nobody verified that."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await verified(pilot, app)
        await keys(pilot, "8", "0", "0", "f12", "enter")
        await settle(pilot)
        assert said(app) == (800, CALLER, "verified")
        await keys(pilot, "up", "9", "0", "0", "enter")
        await settle(pilot)
        assert said(app) == (900, CALLER, "unverified")
    app.desk.close()


@pytest.mark.parametrize("typed", ["700", "70万千瓦", " 700 MW"])
async def test_the_recorded_value_typed_again_changes_nothing(tmp_path: Path, typed: str) -> None:
    """It stays verified and from 张伟, and nothing is written; F12 with it is only about how sure it is."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        form = await verified(pilot, app)
        before = len(case_of(app).entries)
        entry = form.rows["fact:grid_shed_mw"].entry
        assert isinstance(entry, FormEntry)
        await keys(pilot, "delete")
        await words(pilot, typed)
        await keys(pilot, "enter")
        await settle(pilot)
        assert len(case_of(app).entries) == before
        assert entry.value == "700 MW"
        await keys(pilot, "up", "delete")
        await words(pilot, typed)
        await keys(pilot, "f12", "enter")
        await settle(pilot)
        assert said(app) == (700, "张伟", "estimated")
    app.desk.close()


@pytest.mark.parametrize(("pressed", "at_once", "recorded"), [
    ("800", (700, "张伟", "verified"), (800, "州级调度", "unverified")), ("", (700, "州级调度", "verified"), None),
])  # fmt: skip
async def test_a_source_is_said_of_the_value_that_stands_in_the_field(
    tmp_path: Path, pressed: str, at_once: tuple[int, str, str], recorded: tuple[int, str, str] | None,
) -> None:  # fmt: skip
    """Ctrl+L over a value that is only typed says nothing of the recorded one; over the recorded one it is recorded."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await verified(pilot, app)
        await keys(pilot, *pressed, "ctrl+l")
        await keys(pilot, *["delete"] * 20)
        await words(pilot, "州级调度")
        await keys(pilot, "f10")
        await settle(pilot)
        assert said(app) == at_once
        await keys(pilot, "enter")
        await settle(pilot)
        assert said(app) == (recorded or at_once)
    app.desk.close()


async def test_a_source_chosen_first_goes_with_the_first_value(tmp_path: Path) -> None:
    """Ctrl+L in the empty field, then the number; left empty, it is forgotten."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        form = await verified(pilot, app)
        app.screen.set_focus(form.rows["fact:grid_load_mw"].entry)
        await settle(pilot)
        await keys(pilot, "f12", "tab", "shift+tab", "ctrl+l")
        await keys(pilot, *["delete"] * 20)
        await words(pilot, "州级调度")
        await keys(pilot, "f10")
        await settle(pilot)
        await keys(pilot, "1", "5", "0", "0", "enter")
        await settle(pilot)
        assert said(app, "grid_load_mw") == (1500, "州级调度", "unverified")
    app.desk.close()


async def test_a_colour_typed_by_hand_is_not_the_observatorys(tmp_path: Path) -> None:
    """The observatory's red stands as verified; orange, picked by its number, is the caller's."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    path = "hazards.rainstorm.warning"
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app, "weather")
        case = case_of(app)
        app.desk.do(
            case.id, c.TakeDown("caller", "李四"), c.AddItem("hazards", "rainstorm"),
            c.SetFigure(path, "red", "红色", "红河州气象台", "verified"),
        )  # fmt: skip
        app.refresh_view()
        await settle(pilot)
        await app.screen.go_to(f"fact:{path}")  # type: ignore[attr-defined]  # the intake screen
        await settle(pilot)
        row = app.screen.query_one(Form).rows[f"fact:{path}"]
        number = next(n for n, one in enumerate(row.slot.field.choices, 1) if one.id == "orange")  # type: ignore[union-attr]  # a choice
        await keys(pilot, "delete", str(number))
        assert says(app, "读作 橙色，回车记下；来源 李四（Ctrl+L），未核实（F12）")
        await keys(pilot, "enter")
        await settle(pilot)
        assert said(app, path) == ("orange", "李四", "unverified")
    app.desk.close()


# --- an answer that is recorded is changed by its number --------------------------------------------------------------


@pytest.mark.parametrize(("name", "value", "kept"), [("warning", "red", "红色"), ("impact", "some", "一定")])
async def test_a_recorded_choice_is_changed_by_the_number_on_the_screen(tmp_path: Path, name: str, value: str, kept: str) -> None:
    """The whole list stands there with its numbers while the answer stands as recorded; each number is taken as it is shown."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    path = f"hazards.rainstorm.{name}"
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app, "weather")
        app.desk.do(case_of(app).id, c.AddItem("hazards", "rainstorm"), c.SetFigure(path, value))
        app.refresh_view()
        await settle(pilot)
        await app.screen.go_to(f"fact:{path}")  # type: ignore[attr-defined]  # the intake screen
        await settle(pilot)
        row = app.screen.query_one(Form).rows[f"fact:{path}"]
        assert row.typed == kept
        assert row.slot.field is not None
        choices = row.slot.field.choices
        for number, choice in reversed(list(enumerate(choices, 1))):
            listed = " ".join(f"{n}{one.label}" for n, one in enumerate(choices, 1))
            assert says(app, f"记下的是 {row.stored}，要改打编号：{listed}")
            await keys(pilot, str(number))
            assert says(app, f"读作 {choice.label}")
            await keys(pilot, "enter")
            await settle(pilot)
            assert case_of(app).state.figures[path].now.value == choice.id
            await keys(pilot, "up")
            await settle(pilot)
    app.desk.close()


async def test_several_recorded_answers_are_changed_by_numbers(tmp_path: Path) -> None:
    """The numbers pick from the whole list, not from what fits the words that stand there."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app, "weather")
        case, path = case_of(app), "hazards.rainstorm.forecast_24h"
        app.desk.do(
            case.id, c.AddItem("hazards", "rainstorm"), c.SetFigure("hazards.rainstorm.warning", "red"), c.SetFigure(path, ["most_red"]),
        )  # fmt: skip
        app.refresh_view()
        await settle(pilot)
        await app.screen.go_to(f"fact:{path}")  # type: ignore[attr-defined]  # the intake screen
        await settle(pilot)
        assert says(app, "记下的是 大部地区达红色标准，要改打编号：1大部地区仍达橙色标准 2部分地区达红色标准 3大部地区达红色标准")
        await keys(pilot, "1", "2", "enter")
        await settle(pilot)
        assert case.state.figures[path].now.value == ["most_orange", "part_red"]
    app.desk.close()


# --- what is recorded is replaced, not added to, and never written again by passing over it ---------------------------


@pytest.mark.parametrize("name", ["caller", "unit", "callback", "site_lead"])
async def test_a_name_typed_over_a_recorded_one_replaces_it(tmp_path: Path, name: str) -> None:
    """The first key takes the place of all that stands there, as in a figure."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app)
        app.desk.do(case_of(app).id, c.TakeDown(name, "张伟"))
        app.refresh_view()
        await keys(pilot, "ctrl+y")
        await settle(pilot)
        form = app.screen.query_one(Form)
        app.screen.set_focus(form.rows[f"call:{name}"].entry)
        await keys(pilot, "up", "down", "w", "a", "n", "g", "enter")
        await settle(pilot)
        assert case_of(app).state.call[name] == "wang"
    app.desk.close()


@pytest.mark.parametrize("name", ["place_detail", "cause"])
async def test_longer_words_are_gone_on_with(tmp_path: Path, name: str) -> None:
    """The cursor stands behind what is recorded in a line of words."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        await intake(pilot, app)
        app.desk.do(case_of(app).id, c.TakeDown(name, "甲站"))
        app.refresh_view()
        await keys(pilot, "ctrl+y")
        await settle(pilot)
        app.screen.set_focus(app.screen.query_one(Form).rows[f"call:{name}"].entry)
        await settle(pilot)
        await keys(pilot, "up", "down", "x", "enter")
        await settle(pilot)
        assert case_of(app).state.call[name] == "甲站x"
    app.desk.close()


@pytest.mark.parametrize("step", ["tab", "down", "enter", "shift+tab"])
async def test_passing_over_the_fields_records_nothing(tmp_path: Path, step: str) -> None:
    """Every field once, empty or recorded, without a letter typed."""
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test(size=(120, 40)) as pilot:
        form = await verified(pilot, app)
        app.desk.do(case_of(app).id, c.TakeDown("words", "一\n二"), c.SetPlaces(("个旧市",)), c.SetInstant("occurred", case_of(app).state.t0))
        app.refresh_view()
        await keys(pilot, "ctrl+y")
        await settle(pilot)
        before = len(case_of(app).entries)
        app.screen.set_focus(form.rows["when:received"].entry)
        for _ in range(len(form.rows) + 4):
            await keys(pilot, step)
        await settle(pilot)
        assert len(case_of(app).entries) == before
        assert said(app) == (700, "张伟", "verified")
        assert not any(row.dirty for row in form.rows.values())
    app.desk.close()
