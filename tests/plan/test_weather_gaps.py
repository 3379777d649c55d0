"""Where the letter of 8.1 leaves the weather nowhere, the plan's own remarks say so and name a level to put forward."""

from __future__ import annotations

from typing import Any

import pytest

from console.plan.loader import data_root, load_plan
from console.rules.classify import Classifier

Item = dict[str, Any]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(load_plan(data_root() / "plans" / "weather"))


def warned(hazard: str, colour: str, *ahead: str, **more: Any) -> Item:
    return {"hazard": hazard, "warning": colour, "forecast_24h": list(ahead), "occurred": False, **more}


def frost(below_0: int, below_minus_2: int, impact: str, **more: Any) -> Item:
    counts = {"counties_below_0": below_0, "counties_below_minus_2": below_minus_2, "impact": impact}
    return {"hazard": "frost", "forecast_48h": True, "occurred": False, **counts, **more}


def drought(**counts: int) -> Item:
    return {"hazard": "drought", "outlook_7d": True, "counties_extreme": 0, **counts}


LASTING = {"forecast_48h": False, "occurred": True}
HOLES: list[tuple[Item, str]] = [
    (warned("rainstorm", "red", "most_orange"), "III"),
    (warned("snowstorm", "red", "part_red"), "III"),
    (warned("cold_wave", "red"), "IV"),
    (warned("rainstorm", "orange", "most_red"), "III"),
    (warned("snowstorm", "orange", "part_red"), "IV"),
    (warned("cold_wave", "yellow", "most_orange"), "IV"),
    (warned("rainstorm", "none", extreme_flood_basins=1), "I"),
    (warned("rainstorm", "none", dike="breach_tributary"), "II"),
    (warned("rainstorm", "none", counties_flooded=1), "III"),
    (warned("rainstorm", "none", reservoir="medium_danger"), "IV"),
    (drought(counties_heavy=1, counties_moderate=2, cities_water_affected=2), "IV"),
    (frost(2, 1, "extreme"), "IV"),
    (frost(5, 5, "some"), "IV"),
    (frost(6, 6, "extreme", reduction="some", **LASTING), "IV"),
]


@pytest.mark.parametrize(("item", "advised"), HOLES)
def test_a_hole_leaves_no_level_and_says_which_to_put_forward(classifier: Classifier, item: Item, advised: str) -> None:
    verdict = classifier.classify({"hazards": [item]})
    assert verdict.level is None
    assert [(note.kind, note.advise) for note in verdict.notes] == [("gap", advised)]
    assert f"按{advised}级研判" in verdict.notes[0].text


NO_HOLES: list[Item] = [
    warned("rainstorm", "orange"),
    warned("snowstorm", "blue"),
    warned("rainstorm", "none", dike="none", counties_flooded=0),
    drought(counties_heavy=1, counties_moderate=1, cities_water_affected=2),
    drought(counties_heavy=1, counties_moderate=2, cities_water_affected=2, outlook_7d=False),
    frost(1, 1, "extreme"),
    frost(5, 5, "none"),
    frost(6, 6, "extreme", reduction="none", **LASTING),
]


@pytest.mark.parametrize("item", NO_HOLES)
def test_weather_below_every_standard_is_no_hole(classifier: Classifier, item: Item) -> None:
    verdict = classifier.classify({"hazards": [item]})
    assert (verdict.level, verdict.notes) == (None, ())


def test_two_hazards_below_their_standards_with_losses_go_to_assessment(classifier: Classifier) -> None:
    chilling = {"hazard": "chilling", "forecast_low_temperature": True, "counties": 1, "impact": "major"}
    chilling |= {"occurred": True, "reduction": "some"}
    quiet = drought(counties_heavy=0, counties_light=0, cities_water_affected=0)
    verdict = classifier.classify({"hazards": [chilling, quiet]})
    assert [note.kind for note in verdict.notes] == ["assess"]


def test_no_assessment_where_one_of_two_hazards_has_a_warning(classifier: Classifier) -> None:
    cold = warned("cold_wave", "yellow", impact="some")
    quiet = drought(counties_heavy=0, counties_light=0, cities_water_affected=0)
    assert classifier.classify({"hazards": [cold, quiet]}).notes == ()


def test_of_several_hazards_the_highest_counts_and_the_officer_is_told(classifier: Classifier) -> None:
    snow = warned("snowstorm", "orange", "most_orange")
    verdict = classifier.classify({"hazards": [snow, frost(6, 6, "extreme")]})
    assert verdict.level == "I"
    assert "highest-of-several" in {note.kind for note in verdict.notes}
