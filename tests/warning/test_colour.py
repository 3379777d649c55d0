"""The prefecture's colour in force: one answer for the facts of an event, for the next step and for what has ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.desk import bulletins as b
from console.desk.bulletin_files import import_file
from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.narrate import narrate
from console.incident.next_step import Step
from console.incident.refused import Refused
from console.incident.state import Value
from console.warning.enter import ByHand
from console.warning.steps import same_issuer, standing_colour
from console.warning.todo import to_do

from .sample import ISSUER, NOW, SAID, Clock, cap, desk_at, info, refer, saved

COUNTY = "53252841600000"
COLOURS = {"red": ("红色", "Extreme"), "orange": ("橙色", "Severe"), "yellow": ("黄色", "Moderate")}


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


def prefecture(desk: Desk, number: int, colour: str, area: str = "个旧市", geocode: str = "532501", **more: Any) -> str:
    """A file of the prefecture's observatory."""
    word, severity = COLOURS[colour]
    return take(desk, cap(number=number, body=info(colour=word, severity=severity, area=area, geocodes=(geocode,)), **more))


def county(desk: Desk, number: int, colour: str) -> str:
    """A file of a county's observatory."""
    word, severity = COLOURS[colour]
    body = info(colour=word, severity=severity, area="蒙自市", geocodes=("532503",)).replace(ISSUER, "蒙自市气象台")
    return take(desk, cap(number=number, body=body, sender=COUNTY))


def cancel(desk: Desk, number: int, of: int, **more: Any) -> str:
    """A cancellation without a word beside its number."""
    return take(desk, cap(number=number, kind="Cancel", references=refer(of, more.get("sender", "53250041600000")), body="", **more))


def colour(case: Case, field: str = "warning") -> Value:
    """What the event's facts say of the rainstorm."""
    return case.state.figures[f"hazards.rainstorm.{field}"].now


def asked(desk: Desk) -> list[Step]:
    """What the warnings ask of the events' colours."""
    steps = to_do(desk.plans.values(), b.bulletins(desk), b.states_of(desk.open_cases()), desk.clock.now(), drill=desk.drill)
    return [s for s in steps if "更新事件的数字" in s.text]


def test_a_countys_colour_is_never_recorded_as_the_prefectures(desk: Desk) -> None:
    """The prefecture's red is lifted, a county's orange stands: the fact is 没有预警, by whom it was lifted."""
    prefecture(desk, 1, "red")
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]}, SAID)
    county(desk, 2, "orange")
    b.put_to(desk, "w2", case.id, {})
    assert (colour(case).value, colour(case).source) == ("red", ISSUER)
    cancel(desk, 3, 1)
    assert [(s.key, s.event) for s in asked(desk)] == [("w1:+", case.id)]
    assert "暴雨红色预警已不在有效期" in asked(desk)[0].text and "红河州气象台 19:50 解除" in asked(desk)[0].text
    b.put_to(desk, "w1", case.id, {})
    said = colour(case)
    assert (said.value, said.certainty) == ("none", "verified")
    assert said.source == "红河州气象台 19:50 解除暴雨红色预警(w1)"
    assert colour(case, "forecast_24h").value is None and asked(desk) == []
    assert not any(e.kind == "figure" and e.data["value"] == "orange" for e in case.entries)


@pytest.mark.parametrize("put", ["w1", "w2", "w3"])
def test_whatever_warning_of_the_hazard_is_put_the_fact_is_what_is_in_force(desk: Desk, put: str) -> None:
    """The lifted one, the county's or the notice of the lifting: each brings the same answer, and only that."""
    prefecture(desk, 1, "red")
    case = b.open_event(desk, "w1", {})
    county(desk, 2, "orange")
    b.put_to(desk, "w2", case.id, {})
    cancel(desk, 3, 1)
    b.put_to(desk, put, case.id, {})
    assert colour(case).value == "none" and "蒙自" not in colour(case).source


def test_a_county_alone_says_nothing_of_the_prefectures_colour(desk: Desk) -> None:
    """Neither its warning nor its lifting is a fact of 8.1; nor is it told that there is no warning."""
    county(desk, 1, "red")
    case = b.open_event(desk, "w1", {})
    cancel(desk, 2, 1, sender=COUNTY)
    b.put_to(desk, "w1", case.id, {})
    assert "hazards.rainstorm.warning" not in case.state.figures and asked(desk) == []


def test_of_two_warnings_the_higher_counts_and_the_next_step_ends(desk: Desk, clock: Clock) -> None:
    """Red for one county, orange for another, put in either order: red, until it is lifted; then orange; then none."""
    prefecture(desk, 1, "red")
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]}, SAID)
    prefecture(desk, 2, "orange", "泸西县", "532527")
    b.put_to(desk, "w2", case.id, {"forecast_24h": ["most_orange"]}, ("州气象台杨工", NOW))
    assert colour(case).value == "red" and asked(desk) == [] and case.proposal.level == "I"
    assert colour(case, "forecast_24h").value == ["most_orange", "most_red"]
    assert colour(case, "forecast_24h").source == "个旧市：州气象台王工 20:00说；泸西县：州气象台杨工 20:00说"
    b.put_to(desk, "w1", case.id, {})
    assert colour(case).value == "red" and asked(desk) == []
    clock.forward(minutes=10)
    b.lift(desk, "w1", ISSUER)
    assert [s.key for s in asked(desk)] == ["w2:+"] and "颜色已变" in asked(desk)[0].text
    b.put_to(desk, "w1", case.id, {})
    assert colour(case).value == "orange" and asked(desk) == []
    assert (colour(case, "forecast_24h").value, colour(case, "forecast_24h").source) == (["most_orange"], "州气象台杨工 20:00说")
    b.lift(desk, "w2", ISSUER)
    b.put_to(desk, "w2", case.id, {})
    assert colour(case).value == "none" and asked(desk) == []
    assert colour(case).certainty == "unverified"  # lifted by the officer's word, not by a file


def test_an_orange_put_first_gives_way_to_the_red(desk: Desk) -> None:
    """The step names the red one; the forecast told for the other area is not said of it."""
    prefecture(desk, 1, "orange", "泸西县", "532527")
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_orange"]}, SAID)
    prefecture(desk, 2, "red")
    assert [s.key for s in asked(desk)] == ["w2:+"]
    b.put_to(desk, "w2", case.id, {})
    assert colour(case).value == "red" and colour(case, "forecast_24h").value is None and asked(desk) == []


def test_what_was_put_right_on_the_form_stands_when_another_areas_forecast_comes(desk: Desk) -> None:
    """A forecast corrected by hand is not overwritten with what was told before it."""
    prefecture(desk, 1, "red")
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]}, SAID)
    desk.do(case.id, c.SetFigure("hazards.rainstorm.forecast_24h", ["part_red"], "", "州气象局", "verified"))
    prefecture(desk, 2, "orange", "泸西县", "532527")
    b.put_to(desk, "w2", case.id, {})
    assert colour(case, "forecast_24h").value == ["part_red"]
    b.put_to(desk, "w2", case.id, {"forecast_24h": ["most_orange"]}, SAID)
    assert colour(case, "forecast_24h").value == ["most_orange", "part_red"]
    assert colour(case, "forecast_24h").source == "州气象局；泸西县：州气象台王工 20:00说"


def test_a_countys_event_takes_the_prefectures_colour_with_its_warning(desk: Desk) -> None:
    """Put together, both belong to the event, so that the lifting of the prefecture's is asked about later."""
    prefecture(desk, 1, "red")
    county(desk, 2, "orange")
    case = b.open_event(desk, "w2", {})
    assert (colour(case).value, colour(case).source) == ("red", ISSUER)
    assert b.bulletin(desk, "w1").events == (case.id,)
    cancel(desk, 3, 1)
    assert [s.key for s in asked(desk)] == ["w1:+"]


def test_one_that_runs_out_is_told_as_run_out(desk: Desk, clock: Clock) -> None:
    """已过期 in the log, in the next step and in the source; nobody has lifted it."""
    prefecture(desk, 1, "red")
    case = b.open_event(desk, "w1", {})
    clock.forward(hours=22)
    assert b.expire(desk) == 1
    assert narrate(case.entries[-1], case.plan) == "个旧市暴雨红色预警(w1) 18:00 已过期，发布：红河州气象台"
    assert "已过期" in asked(desk)[0].text and "解除" not in asked(desk)[0].text
    b.put_to(desk, "w1", case.id, {})
    assert (colour(case).value, colour(case).source, colour(case).certainty) == ("none", "暴雨红色预警(w1)18:00 已过期", "verified")


def test_a_warning_that_is_over_is_not_put_to_another_event(desk: Desk) -> None:
    """Only an event that it belongs to may still be brought up to date with it."""
    prefecture(desk, 1, "red")
    cancel(desk, 2, 1)
    other = desk.open_event("weather", "别的事")
    for which in ("w1", "w2"):
        with pytest.raises(Refused):
            b.put_to(desk, which, other.id, {})


def test_the_function_counts_only_what_the_standards_name(desk: Desk) -> None:
    """In force, of the hazard, by the prefecture's observatory; the highest, then the newest."""
    plan = desk.plans["weather"]

    def now() -> str | None:
        found = standing_colour(plan, b.bulletins(desk), "暴雨", desk.clock.now())
        return found.id if found else None

    county(desk, 1, "red")
    assert now() is None
    prefecture(desk, 2, "yellow")
    assert now() == "w2"
    prefecture(desk, 3, "orange")
    prefecture(desk, 4, "orange", "泸西县", "532527")
    assert now() == "w4"
    take(desk, cap(number=5, status="Test"))
    take(desk, cap(number=6, body=info(event="寒潮", code="11B05")))
    assert now() == "w4"
    assert same_issuer(plan, "州气象台", "红河州气象台") and not same_issuer(plan, "蒙自市气象台", "红河州气象台")


def by_hand(**changes: object) -> ByHand:
    """A warning as entered by hand."""
    told: dict[str, object] = {"hazard": "暴雨", "colour": "red", "issuer": ISSUER, "area": "个旧市", "start": NOW, "until": None}
    return ByHand(**(told | changes))  # type: ignore[arg-type]  # the fields stand above


def test_only_what_stands_in_the_file_is_verified(desk: Desk) -> None:
    """The colour of a file is; that of a warning by telephone is not, nor is anything the officer answered beside either."""
    b.enter(desk, by_hand())
    case = b.open_event(desk, "w1", {"forecast_24h": ["most_red"]}, ("州气象台王工", NOW - timedelta(minutes=5)))
    assert (colour(case).certainty, colour(case).source) == ("unverified", "红河州气象台(w1 手工登记)")
    told = colour(case, "forecast_24h")
    assert (told.certainty, told.source, told.at) == ("unverified", "州气象台王工 19:55说", NOW - timedelta(minutes=5))


@pytest.mark.parametrize("said", [None, ("", NOW), (" ", NOW), ("王工", NOW + timedelta(hours=1)), ("王工", NOW - timedelta(days=400))])
def test_an_answer_without_who_said_it_opens_nothing(desk: Desk, said: Any) -> None:
    """Blank, in the future, or of another year: refused, and no event is left behind."""
    prefecture(desk, 1, "red")
    with pytest.raises(Refused, match="说的"):
        b.open_event(desk, "w1", {"forecast_24h": ["most_red"]}, said)
    assert desk.open_cases() == ()


def test_a_warning_of_years_ago_that_was_never_lifted_opens_its_event(desk: Desk) -> None:
    """The colour is told as of when the desk received it; no event without facts is left behind a refusal."""
    take(desk, cap(body=info(expires=""), sent="2024-07-01T19:50:00+08:00"))
    case = b.open_event(desk, "w1", {})
    assert (colour(case).value, colour(case).at) == ("red", NOW)


def test_facts_without_a_colour_are_told_by_somebody_too(desk: Desk) -> None:
    """A frost warning's counts do not stand in its file."""
    take(desk, cap(body=info(event="霜冻", code="11B16", colour="橙色", severity="Severe")))
    case = b.open_event(desk, "w1", {"forecast_48h": True, "counties_below_minus_2": 3}, SAID)
    for name in ("forecast_48h", "counties_below_minus_2"):
        said = case.state.figures[f"hazards.frost.{name}"].now
        assert (said.certainty, said.source) == ("unverified", "州气象台王工 20:00说")


@pytest.mark.parametrize(("changes", "words"), [
    ({"hazard": "雷电", "colour": "yellow", "issuer": "蒙自市气象台"}, "灾种与「雷电」不同"),
    ({"hazard": "寒潮", "note": "受托"}, "灾种与「寒潮」不同"),
    ({"issuer": "蒙自市气象台"}, "谁发布谁解除.*变更的依据"),
])
def test_a_stranger_or_another_hazard_does_not_change_a_warning_by_hand(desk: Desk, changes: dict[str, object], words: str) -> None:
    """Refused with who issued it; the warning stands."""
    prefecture(desk, 1, "red")
    with pytest.raises(Refused, match=words):
        b.enter(desk, by_hand(replaces=("w1",), **changes))
    assert b.bulletin(desk, "w1").ended is None and len(b.bulletins(desk)) == 1


def test_its_own_issuer_or_a_ground_in_writing_changes_it(desk: Desk) -> None:
    """By another of its names unasked; by another body with the ground, which stays with the change. Not twice."""
    prefecture(desk, 1, "red")
    b.enter(desk, by_hand(replaces=("w1",), issuer="州气象台", colour="orange"))
    b.enter(desk, by_hand(replaces=("w2",), issuer="云南省气象台", note="州台停电，省台代发"))
    change = b.bulletin(desk, "w2").changes[-1]
    assert (change.other, change.who, change.note) == ("w3", "云南省气象台", "州台停电，省台代发")
    with pytest.raises(Refused, match="已变更"):
        b.enter(desk, by_hand(replaces=("w1",)))
