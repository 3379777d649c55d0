"""The weather plan's data says what the document says: facts, members, authorities, warnings, measures."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from console.plan.check import check
from console.plan.loader import data_root, load_plan
from console.plan.model import Plan
from tests.plan.weather_document import HAZARDS, MEMBERS

FOLDER = data_root() / "plans" / "weather"

@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(FOLDER)


def test_the_folder_has_no_problem() -> None:
    assert [str(problem) for problem in check(FOLDER)] == []


def test_the_26_members_stand_in_the_documents_order_each_with_duties_of_its_own_clause(plan: Plan) -> None:
    members = [body for body in plan.bodies if body.member]
    assert [body.name for body in members] == list(MEMBERS)
    for body in members:
        assert body.duties
        assert {duty.clause for duty in body.duties} == {f"2.4 {body.name}"}
        assert body.initials.isascii()
        assert body.initials.islower()


def test_initials_have_a_letter_for_each_character(plan: Plan) -> None:
    assert [b.name for b in plan.bodies if len(b.initials) != len(b.name)] == []
    assert len(plan.places) == 13
    assert [p.name for p in plan.places if len(p.initials) != len(p.name) - 1] == []


KIND_FIELDS = {
    "rainstorm": "warning forecast_24h occurred impact extreme_flood_basins large_flood_basins county_flood "
    "counties_flooded counties_severely_flooded dike reservoir",
    "snowstorm": "warning forecast_24h occurred impact",
    "cold_wave": "warning forecast_24h occurred impact",
    "chilling": "forecast_low_temperature counties impact occurred reduction",
    "drought": "counties_extreme counties_heavy outlook_7d counties_extraordinary counties_severe counties_moderate "
    "counties_light cities_water_considerable cities_water_affected",
    "frost": "forecast_48h counties_below_minus_2 counties_below_0 impact occurred reduction",
}


def test_each_hazard_has_exactly_the_fields_of_the_interface(plan: Plan) -> None:
    hazards = plan.fact("hazards")
    assert hazards.key == "hazard"
    by_id = {field.id: field for field in hazards.fields}
    assert {c.id: c.label for c in by_id["hazard"].choices} == HAZARDS
    for kind, names in KIND_FIELDS.items():
        assert {f.id for f in hazards.fields if kind in f.only} == set(names.split()), kind
    assert {f.id for f in hazards.fields if not f.only} == {"hazard"}


ORDERED = {
    "impact": "none some considerable major extreme",
    "reduction": "none some considerable serious major",
    "county_flood": "none ordinary considerable",
    "dike": "none danger major_danger breach_tributary breach_main",
    "reservoir": "none medium_danger medium_severe_danger small_failure medium_failure key_medium_failure",
}


def test_only_five_choices_count_as_their_lower_ones_and_in_this_order(plan: Plan) -> None:
    fields = plan.fact("hazards").fields
    assert {f.id: " ".join(c.id for c in f.choices) for f in fields if f.ordered} == ORDERED


def test_counts_of_counties_and_cities_stop_at_13_and_hold_the_counts_within_them(plan: Plan) -> None:
    fields = {f.id: f for f in plan.fact("hazards").fields}
    numbers = [f for f in fields.values() if f.type == "number"]
    assert all(f.whole_number for f in numbers)
    assert {f.id for f in numbers if f.maximum != 13} == {"extreme_flood_basins", "large_flood_basins"}
    assert {f.id: f.includes for f in numbers if f.includes} == {
        "counties_heavy": ("counties_extreme",),
        "counties_severe": ("counties_extraordinary",),
        "counties_moderate": ("counties_severe",),
        "counties_light": ("counties_moderate",),
        "counties_below_0": ("counties_below_minus_2",),
        "counties_flooded": ("counties_severely_flooded",),
        "cities_water_affected": ("cities_water_considerable",),
    }
    assert fields["forecast_24h"].empty_unless == "warning"


def test_the_plan_sets_no_minutes_and_none_are_invented(plan: Plan) -> None:
    assert [(m.id, m.target, m.limit) for m in plan.milestones if m.target or m.limit] == []
    assert {m.clause for m in plan.milestones} == {"4.1", "4.2"}
    assert plan.plan.own_post in {post.id for post in plan.posts}


@pytest.mark.parametrize(
    ("level", "who"), [("I", "指挥长"), ("II", "指挥长"), ("III", "副指挥长"), ("IV", "副指挥长")]
)
@pytest.mark.parametrize("action", ["start", "change", "end"])
def test_the_office_proposes_the_command_decides_and_the_right_person_announces(
    plan: Plan, level: str, who: str, action: str
) -> None:
    authority = plan.authority(level, action)
    assert authority is not None
    assert authority.proposes == ("指挥部办公室",)
    assert authority.decides == ("指挥部",)
    assert authority.announces == (who, f"{who}授权的人")


def test_only_orange_and_red_rain_and_cold_wave_go_on_air_and_by_the_offices_order(plan: Plan) -> None:
    relay = [step for step in plan.warning_steps if step.stage == "relay"]
    assert {by for step in relay for by in step.by} == {"tv-radio", "telecom"}
    for step in relay:
        assert (step.colours, step.hazards) == (("red", "orange"), ("rainstorm", "cold_wave"))
        assert step.ordered_by == "指挥部办公室"
        assert step.clause == "3.2.3 第1段"


def test_a_warning_has_four_colours_and_seven_contents(plan: Plan) -> None:
    assert [c.colour for c in plan.warning_colours] == ["red", "orange", "yellow", "blue"]
    assert len(plan.warning_contents) == 7
    assert plan.plan.warning_hazards == tuple(HAZARDS.values())


def test_a_sector_without_a_member_says_so_and_every_other_is_tied_to_bodies(plan: Plan) -> None:
    bodies = {body.id for body in plan.bodies}
    for sector in plan.sectors:
        assert set(sector.bodies) <= bodies
        assert sector.bodies or sector.note, sector.id
    assert {s.id for s in plan.sectors if not s.bodies} == {
        "civil", "local-rescue", "media", "tv-radio", "telecom", "telecom-dept", "utilities", "rescue", "audit",
    }  # fmt: skip
    assert plan.sector("housing").bodies == ("housing",)


def test_every_measure_and_warning_step_is_carried_by_a_known_sector(plan: Plan) -> None:
    sectors = {sector.id for sector in plan.sectors}
    carried = [(row.id, row.by, row.hazards) for row in plan.measures]
    carried += [(row.id, row.by, row.hazards) for row in plan.warning_steps]
    for row_id, by, hazards in carried:
        assert by, row_id
        assert set(by) <= sectors
        assert set(hazards) <= set(HAZARDS)


def test_measures_by_hazard_belong_to_the_hazards_of_their_clause(plan: Plan) -> None:
    of: dict[str, tuple[str, ...]] = {"4.4.1": ("rainstorm",), "4.4.2": ("snowstorm",), "4.4.4": ("drought",)}
    of["4.4.3"] = ("cold_wave", "chilling", "frost")
    for measure in plan.measures:
        assert measure.hazards == of.get(measure.clause.split()[0], ()), measure.id


def test_the_end_needs_two_conditions_and_no_figures(plan: Plan) -> None:
    assert [c.clause for c in plan.end_conditions] == ["4.8", "4.8"]
    assert not any(c.figures for c in plan.end_conditions)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.name)
def test_no_file_holds_a_character_of_ambiguous_width(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert {char for char in text if unicodedata.east_asian_width(char) == "A"} == set()
