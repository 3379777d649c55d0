"""The 24 weather standards (8.1) ask for the document's conditions and figures, no more and no less."""

from __future__ import annotations

from fractions import Fraction

import pytest

from console.plan.expression import parse
from console.plan.loader import data_root, load_plan
from console.plan.model import Plan
from console.plan.nodes import Band, Compare, Difference, atoms
from tests.plan.weather_document import HAZARDS, RAINSTORM_ITEMS

LEVELS = ("I", "II", "III", "IV")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(data_root() / "plans" / "weather")


def branches(plan: Plan, criterion: str) -> list[str]:
    return [branch.when for c in plan.criteria if c.id == criterion for branch in c.any]


def test_there_is_one_standard_for_each_hazard_and_level_and_four_that_only_may(plan: Plan) -> None:
    standards = {(c.where, c.level): c for c in plan.criteria if not c.may}
    assert set(standards) == {(f"hazard == '{kind}'", level) for kind in HAZARDS for level in LEVELS}
    assert len(plan.criteria) == 28
    for level in LEVELS:
        assert branches(plan, f"province-{level.lower()}") == [f"province_response == '{level}' and in_province_scope"]
    assert plan.grades == ()


@pytest.mark.parametrize("kind", ["rainstorm", "snowstorm", "cold-wave"])
def test_levels_i_and_ii_and_levels_iii_and_iv_share_their_warning_condition(plan: Plan, kind: str) -> None:
    i, ii, iii, iv = ({parse(w) for w in branches(plan, f"{kind}-{level.lower()}")} for level in LEVELS)
    assert i & ii == {parse("warning == 'red' and 'most_red' in forecast_24h")}
    assert iii & iv == {parse("warning == 'orange' and 'most_orange' in forecast_24h")}
    assert ii & iii == set()


def test_the_other_forecast_of_level_iii_is_part_red_for_rain_and_most_red_for_snow_and_cold_wave(plan: Plan) -> None:
    assert "warning == 'orange' and 'part_red' in forecast_24h" in branches(plan, "rainstorm-iii")
    for kind in ("snowstorm", "cold-wave"):
        assert "warning == 'orange' and 'most_red' in forecast_24h" in branches(plan, f"{kind}-iii")


def bounds(when: str) -> dict[str, object]:
    """Each number compared in an expression, with its figure or band."""
    found: dict[str, object] = {}
    for atom in atoms(parse(when)):
        if isinstance(atom, Compare | Band):
            operand = atom.operand
            name = f"{operand.left.id}-{operand.right.id}" if isinstance(operand, Difference) else operand.id
            found[name] = (atom.low, atom.high) if isinstance(atom, Band) else (atom.op, atom.bound)
    return found


def at_least(figure: int) -> tuple[str, Fraction]:
    return ">=", Fraction(figure)


def exactly(figure: int) -> tuple[str, Fraction]:
    return "==", Fraction(figure)


def band(low: int, high: int) -> tuple[Fraction, Fraction]:
    return Fraction(low), Fraction(high)


DROUGHT = {
    "drought-i": [{"counties_extreme": at_least(9), "counties_extraordinary": at_least(5)}],
    "drought-ii": [{"counties_extreme": band(6, 8), "counties_severe": at_least(2)}],
    "drought-iii": [
        {"counties_extreme": band(2, 5), "counties_moderate": at_least(2), "cities_water_considerable": at_least(3)}
    ],
    "drought-iv": [
        {"counties_heavy": at_least(2)},
        {"counties_light": at_least(2), "cities_water_affected": at_least(3)},
    ],
}
FROST = {
    "frost-i": {"counties_below_minus_2": at_least(6)},
    "frost-ii": {"counties_below_minus_2": band(3, 5)},
    "frost-iii": {"counties_below_minus_2": exactly(2)},
    "frost-iv": {"counties_below_0-counties_below_minus_2": exactly(2)},
}


@pytest.mark.parametrize("criterion", list(DROUGHT))
def test_drought_asks_for_the_figures_of_8_1_and_always_for_the_seven_days(plan: Plan, criterion: str) -> None:
    found = branches(plan, criterion)
    assert [bounds(when) for when in found] == DROUGHT[criterion]
    assert all("outlook_7d" in when for when in found)


@pytest.mark.parametrize("criterion", list(FROST))
def test_frost_keeps_its_county_count_in_the_second_branch_and_asks_there_for_impact_and_reduction(
    plan: Plan, criterion: str
) -> None:
    forecast, occurred = branches(plan, criterion)
    assert bounds(forecast) == bounds(occurred) == FROST[criterion]
    assert "forecast_48h" in forecast
    assert "reduction" not in forecast
    assert all(word in occurred for word in ("occurred", "impact", "reduction"))


def test_chilling_keeps_two_counties_in_both_branches(plan: Plan) -> None:
    for level in LEVELS:
        forecast, occurred = branches(plan, f"chilling-{level.lower()}")
        assert bounds(forecast) == bounds(occurred) == {"counties": at_least(2)}
        assert "reduction" in occurred
        assert "impact" not in occurred


def test_every_listed_situation_of_rainstorm_needs_the_weather_to_have_occurred(plan: Plan) -> None:
    for level, count in RAINSTORM_ITEMS.items():
        (criterion,) = (c for c in plan.criteria if c.id == f"rainstorm-{level.lower()}")
        items = [b for b in criterion.any if b.clause.endswith(")")]
        assert len(items) == count
        assert all(branch.when.startswith("occurred and ") for branch in items)


RAINSTORM = {
    "rainstorm-i": {"extreme_flood_basins >= 1", "large_flood_basins >= 2", "dike >= 'breach_main'",
                    "reservoir >= 'key_medium_failure'", "impact >= 'extreme'"},
    "rainstorm-ii": {"large_flood_basins >= 1", "dike >= 'breach_tributary'", "counties_severely_flooded >= 2",
                     "reservoir >= 'medium_failure'", "impact >= 'major'"},
    "rainstorm-iii": {"counties_flooded >= 1", "county_flood >= 'considerable'", "dike >= 'major_danger'",
                      "reservoir >= 'medium_severe_danger'", "impact >= 'considerable'"},
    "rainstorm-iv": {"county_flood >= 'ordinary'", "dike >= 'danger'", "reservoir >= 'medium_danger'",
                     "impact >= 'some'"},
}  # fmt: skip


@pytest.mark.parametrize("criterion", list(RAINSTORM))
def test_the_listed_situations_of_rainstorm_are_those_of_the_document(plan: Plan, criterion: str) -> None:
    found = {when.removeprefix("occurred and ") for when in branches(plan, criterion) if when.startswith("occurred")}
    assert found == RAINSTORM[criterion]
