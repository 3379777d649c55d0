"""A lifting is a lifting: in the log, in the papers, in the list; with a file that says no more than its number too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.desk import bulletins as b
from console.desk.bulletin_files import import_file
from console.desk.case import Case
from console.desk.desk import Desk
from console.incident.entry import Entry
from console.incident.narrate import narrate
from console.incident.refused import Refused
from console.report.catalogue import draw, offers
from console.report.situation import situation_of
from console.report.warning_papers import Room, lifting_paper
from console.warning.words import name_of, standing_words

from .sample import ISSUER, NOW, SENDER, Clock, cap, desk_at, info, refer, saved


@pytest.fixture
def clock() -> Clock:
    """Time for these tests."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    """An empty desk."""
    return desk_at(tmp_path / "home", clock)


def take(desk: Desk, raw: bytes) -> str:
    """Import the bytes as a file; the number of its first warning."""
    done = import_file(desk, saved(desk.home.root.parent, raw))
    assert done.bulletin is not None
    return done.bulletin.id


def told(case: Case) -> list[str]:
    """What warnings left in the log of the event."""
    return [narrate(e, case.plan) for e in case.entries if e.kind == "warning"]


BODIES = {"no info": "", "no colour": info(headline="红河州气象台解除暴雨预警", code=""), "the colour": info()}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_cancel_is_told_as_a_lifting_and_has_one_notice(desk: Desk, clock: Clock, body: str) -> None:
    """With and without `<info>`: one line in the log, never 接替; the name, the issuer and the time are those of the lifting."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {})
    clock.forward(minutes=32)
    take(desk, cap(number=2, kind="Cancel", references=refer(1), body=body, sent="2026-07-01T20:31:00+08:00"))
    assert told(case) == [
        "暴雨红色预警 用于本事件，发布：红河州气象台",
        "红河州气象台 20:31 解除 红河州个旧市、蒙自市暴雨红色预警(w1)，通知：w2",
    ]
    notice = b.bulletin(desk, "w2")
    assert (name_of(notice), notice.issuer, notice.lifts) == ("暴雨红色预警", ISSUER, ("w1",))
    assert standing_words(notice, clock.now()) == "解除通知"
    situation, mine = situation_of(case, clock.now()), b.of_event(desk, case.id)
    found = [o.id for o in offers(situation, mine) if o.id.startswith(("warning", "lifting"))]
    assert found == ["warning:w1", "lifting:w1"]
    text = draw(situation, "lifting:w1", mine).text
    assert "红河州气象台7月1日20时31分解除红河州气象台7月1日19时50分发布的暴雨红色预警" in text and SENDER not in text
    b.put_to(desk, "w2", case.id, {})
    assert "用于本事件" not in told(case)[-1]


def test_a_notice_that_lifted_nothing_is_no_paper_and_opens_nothing(desk: Desk) -> None:
    """Of a warning never received there is nothing to tell."""
    take(desk, cap(number=2, kind="Cancel", references=refer(1), body=""))
    plan = desk.plans["weather"]
    room = Room(plan, plan.plan.office, "张三", NOW, False)
    with pytest.raises(ValueError, match="还没有解除"):
        lifting_paper(room, b.bulletin(desk, "w1"))
    with pytest.raises(Refused, match="解除通知"):
        b.open_event(desk, "w1", {})


def test_a_cancel_that_came_first_is_named_when_its_warning_comes(desk: Desk) -> None:
    """Received in the wrong order, both say the same as in the right one."""
    take(desk, cap(number=2, kind="Cancel", references=refer(1), body=""))
    take(desk, cap())
    assert (name_of(b.bulletin(desk, "w1")), b.bulletin(desk, "w1").lifts) == ("暴雨红色预警", ("w2",))


def test_an_update_without_a_name_is_of_the_sender_it_changes(desk: Desk) -> None:
    """Its colour counts: the same sender is the same observatory."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {})
    body = info(colour="橙色", severity="Severe").replace(f"<senderName>{ISSUER}</senderName>", "")
    take(desk, cap(number=2, kind="Update", references=refer(1), body=body))
    b.put_to(desk, "w2", case.id, {})
    said = case.state.figures["hazards.rainstorm.warning"].now
    assert (said.value, said.source) == ("orange", ISSUER)


def test_a_cancel_of_what_was_lifted_by_hand_already_adds_no_second_lifting(desk: Desk) -> None:
    """It is kept and told; the log of the event has one line, the papers one notice."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {})
    b.lift(desk, "w1", ISSUER)
    done = import_file(desk, saved(desk.home.root.parent, cap(number=2, kind="Cancel", references=refer(1), body="")))
    assert any("w1 已解除" in s for s in done.said)
    assert len([words for words in told(case) if "解除" in words]) == 1
    kinds = [o.id for o in offers(situation_of(case, NOW), b.of_event(desk, case.id))]
    assert [k for k in kinds if k.startswith("lifting")] == ["lifting:w1"]


def test_a_lifting_by_hand_says_who_and_when(desk: Desk, clock: Clock) -> None:
    """As the officer typed it; another body than the issuer is named beside the issuer."""
    take(desk, cap())
    case = b.open_event(desk, "w1", {})
    clock.forward(minutes=30)
    b.lift(desk, "w1", "云南省气象台", "州台委托", NOW)
    assert told(case)[-1] == "云南省气象台 20:00 解除 红河州个旧市、蒙自市暴雨红色预警(w1)，发布：红河州气象台，说明：州台委托"


def test_a_lifting_in_a_desk_log_of_version_01_is_named_from_what_it_lifted(desk: Desk) -> None:
    """There its data had no colour and the sender's number for a name, and nothing of what is new."""
    take(desk, cap())
    b.open_event(desk, "w1", {})
    first = desk.room.entries[0].data
    old = {key: value for key, value in first.items() if key != "part"}
    old |= {"id": "w2", "type": "Cancel", "affects": ["w1"], "references": [first["identifier"]], "identifier": "x", "colour": None,
            "issuer": SENDER, "headline": "", "text": "", "instruction": "", "geocodes": [], "until": None}  # fmt: skip
    desk.do_room("warning_cancelled", old)
    notice = b.bulletin(desk, "w2")
    assert (name_of(notice), notice.issuer, notice.lifts) == ("暴雨红色预警", ISSUER, ("w1",))
    assert b.bulletin(desk, "w1").changes[-1].who == ISSUER


OLD = [
    ({"id": "w4", "issuer": SENDER, "name": "暴雨预警", "what": "changed"}, "暴雨预警的解除通知 收到，解除：53250041600000"),
    ({"id": "w2", "issuer": ISSUER, "name": "暴雨橙色预警", "what": "changed"}, "暴雨橙色预警 接替原来的预警，发布：红河州气象台"),
    ({"id": "w2", "issuer": ISSUER, "name": "暴雨橙色预警", "what": "lifted"}, "暴雨橙色预警 已解除，发布：红河州气象台"),
    ({"id": "w1", "issuer": ISSUER, "name": "暴雨红色预警", "what": "put"}, "暴雨红色预警 用于本事件，发布：红河州气象台"),
]


@pytest.mark.parametrize(("data", "words"), OLD)
def test_lines_of_version_01(desk: Desk, data: dict[str, str], words: str) -> None:
    """Only a message that cancels has a name without a colour."""
    at = NOW.isoformat()
    assert narrate(Entry(1, at, at, "张三", "warning", json.loads(json.dumps(data)), "", ""), desk.plans["weather"]) == words
