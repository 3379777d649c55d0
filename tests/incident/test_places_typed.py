"""What is taken is what was meant: names of counties, numbers from the list on the screen, lines in which nothing can be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.deciding import fits, need
from console.incident.form import Slot, slots_of
from console.incident.form_reading import About, command_for, offered, options, places_change, read_fact
from console.incident.refused import Refused, Wrong, said
from console.incident.state import State
from console.incident.times import CHINA, Unreadable
from console.plan.facts import Choice
from console.plan.model import Plan
from console.words import blank
from tests.desk.clock import FixedClock

NOW = datetime(2026, 11, 28, 16, 20, tzinfo=CHINA)


@pytest.fixture
def form(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, State, Slot]:
    """The blackout plan, a state with three counties, the place for counties."""
    desk = Desk(tmp_path_factory.mktemp("home"), clock=FixedClock())
    case = desk.open_event("blackout", "x")
    desk.do(case.id, c.SetPlaces(("个旧市", "开远市", "蒙自市")))
    plan, state = case.plan, case.state
    desk.close()
    return plan, state, next(s for s in slots_of(plan, state, (), more=False) if s.kind == "places")


@pytest.mark.parametrize("typed", ["gj", "个旧市", "个旧", "ky gj", "gj ky mz"])
def test_a_name_that_is_there_is_not_taken_off(form: tuple[Plan, State, Slot], typed: str) -> None:
    """Typing it again says that it is there, and changes nothing."""
    plan, state, slot = form
    change = places_change(slot, plan, state, typed)
    assert (change.adds, change.drops) == ((), ())
    assert change.words.startswith("已有 ")
    assert command_for(slot, plan, state, typed, NOW, About()) is None


def test_only_the_sign_takes_off(form: tuple[Plan, State, Slot]) -> None:
    """「-gj」, in full width too; adding, staying and leaving in one line."""
    plan, state, slot = form
    assert command_for(slot, plan, state, "-gj", NOW, About()) == c.SetPlaces(("开远市", "蒙自市"))
    assert command_for(slot, plan, state, "－个旧市", NOW, About()) == c.SetPlaces(("开远市", "蒙自市"))
    assert places_change(slot, plan, state, "-gj ky hk").words == "加上 河口县，已有 开远市，去掉 个旧市"
    with pytest.raises(Unreadable, match="不在表上"):
        command_for(slot, plan, state, "-hk", NOW, About())


def test_the_number_offered_is_the_number_taken(form: tuple[Plan, State, Slot]) -> None:
    """For every letter that means several: each number of the list that it shows, typed over the letter or behind it."""
    plan, state, slot = form
    for letter in sorted({place.initials[0] for place in plan.places}):
        offer = offered(slot, plan, state, letter, ())
        for number, meant in enumerate(offer, 1):
            over = offered(slot, plan, state, str(number), offer)
            assert over == offer
            assert options(slot, plan, state, str(number), over) == (meant,)
            assert options(slot, plan, state, f"{letter}{number}", offer) == (meant,) or len(offer) == 1


def test_an_emptied_field_offers_all_of_it_again(form: tuple[Plan, State, Slot]) -> None:
    """Then a number counts in the whole list, which is what stands on the screen."""
    plan, state, slot = form
    offer = offered(slot, plan, state, "h", ())
    whole = offered(slot, plan, state, "", offer)
    assert len(whole) == len(plan.places)
    assert options(slot, plan, state, "2", offered(slot, plan, state, "2", whole)) == (whole[1],)


def test_a_choice_is_picked_from_the_short_list_too(form: tuple[Plan, State, Slot]) -> None:
    """Letters that mean several, then a number over them: the list that they showed counts."""
    plan, state, slot = form
    fact = next(s for s in slots_of(plan, state, (), more=False) if s.kind == "bool")
    assert fact.field is not None
    choices = tuple(Choice(id=key, label=label) for key, label in (("red", "红色"), ("blue", "蓝色"), ("yellow", "黄色")))
    two = fact.field.model_copy(update={"type": "choice", "choices": choices})
    colour = replace(slot, id="fact:colour", kind="choice", field=two)
    offer = offered(colour, plan, state, "hs", ())
    assert [one.label for one in offer] == ["红色", "黄色"]
    assert read_fact(colour, plan, state, "2", offer).value == "yellow"
    assert read_fact(colour, plan, state, "2").value == "blue"
    with pytest.raises(Unreadable, match="1红色 2黄色"):
        read_fact(colour, plan, state, "hs")


EMPTY = ["", " ", "\n", "\u3000", "␊", " ␊\n", "\x00\x1b", "\u200b", "\ufeff", "\u2028", "\u2800", "\u3164"]


@pytest.mark.parametrize("text", EMPTY, ids=[text.encode("unicode_escape").decode() for text in EMPTY])
def test_what_nobody_can_see_is_no_content(text: str) -> None:
    """Refused where something is needed, stored as nothing where it is not."""
    assert blank(text)
    assert fits(text, "首批措施") == ""
    with pytest.raises(Refused) as told:
        need(text, "对方姓名", "name")
    assert (said(told.value), said(told.value).field) == ("对方姓名还没有填，请填写后再按确认", "name")


@pytest.mark.parametrize("text", ["0", ".", " 好 ", "无\n", "[/]", "\u200b甲", "。"])
def test_what_can_be_seen_stays_as_typed(text: str) -> None:
    """A full stop is content, and no character is taken from what was typed."""
    assert not blank(text)
    assert fits(text, "备注") == text


def test_a_sentence_carries_its_field() -> None:
    """It is a text as any other, and says which field it is about."""
    assert Wrong("at", "时间读不懂") == "时间读不懂"
    assert said(OSError("x")).field == ""
