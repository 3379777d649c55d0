"""The weather standards on known and on unknown facts, against a second reading of 8.1."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.plan.loader import load_shipped
from console.rules.classify import Classifier
from tests.rules.weather_annex import AHEAD, FIELDS, LEVELS, NESTED, level

WEATHER = Classifier(load_shipped("weather"))
SUBSETS = [[word for word, taken in zip(AHEAD, chosen, strict=True) if taken] for chosen in product((0, 1), repeat=3)]


def consistent(hazard: dict[str, Any]) -> bool:
    """Whether these facts can be at all."""
    for chain in NESTED:
        known = [hazard[name] for name in chain if hazard.get(name) is not None]
        if known != sorted(known):
            return False
    return not (hazard.get("warning") == "none" and hazard.get("forecast_24h"))


def whole(kind: str, rng: Random) -> dict[str, Any]:
    """A hazard with every fact known."""
    while True:
        facts = {name: rng.choice(values or SUBSETS) for name, values in FIELDS[kind].items()}
        if consistent(facts):
            return {"hazard": kind, **facts}


def rank(found: str | None) -> int:
    return LEVELS.index(found)


HAZARD = st.tuples(st.sampled_from(sorted(FIELDS)), st.randoms(use_true_random=False)).map(lambda one: whole(*one))
HAZARDS = st.lists(HAZARD, min_size=1, max_size=3, unique_by=lambda one: one["hazard"])


@given(HAZARDS)
def test_with_everything_known_the_level_is_that_of_8_1_and_the_highest_counts(hazards: list[dict[str, Any]]) -> None:
    verdict = WEATHER.classify({"hazards": hazards})
    assert verdict.level == max((level(hazard) for hazard in hazards), key=rank)
    assert (verdict.possible, verdict.ask) == ((), ())


@given(HAZARDS, st.data())
def test_answering_what_is_asked_settles_the_level_and_never_takes_back_what_was_sure(
    hazards: list[dict[str, Any]], data: st.DataObject
) -> None:
    """From any part of the facts on: each answer keeps the standards reached, and the last leaves the true level."""
    known = [{**h, **{name: None for name in h if name != "hazard" and data.draw(st.booleans())}} for h in hazards]
    true = max((level(hazard) for hazard in hazards), key=rank)
    by_kind = {hazard["hazard"]: hazard for hazard in hazards}
    reached: set[str] = set()
    for _ in range(sum(map(len, hazards)) + 1):
        verdict = WEATHER.classify({"hazards": known})
        assert true == verdict.level or true in verdict.possible
        now = {f"{met.item} {met.criterion}" for met in verdict.met}
        assert reached <= now
        reached = now
        if not verdict.ask:
            break
        _, kind, name = verdict.ask[0].split(".")
        (item,) = (one for one in known if one["hazard"] == kind)
        assert item[name] is None
        item[name] = by_kind[kind][name]
    assert (verdict.level, verdict.possible) == (true, ())


def reachable(hazard: dict[str, Any]) -> set[str | None]:
    """The levels that one hazard can still come to, every unknown tried with every value of its edges."""
    unknown = [name for name in FIELDS[hazard["hazard"]] if hazard.get(name) is None]
    choices = [FIELDS[hazard["hazard"]][name] or SUBSETS for name in unknown]
    filled = ({**hazard, **dict(zip(unknown, values, strict=True))} for values in product(*choices))
    return {level(one) for one in filled if consistent(one)}


PARTS: list[dict[str, Any]] = [
    {"hazard": "rainstorm", "warning": "red", "occurred": False, "impact": "none", "dike": "none", "reservoir": "none",
     "extreme_flood_basins": 0, "large_flood_basins": 0, "county_flood": "none", "counties_flooded": 0, "counties_severely_flooded": 0},
    {"hazard": "snowstorm", "warning": "red", "occurred": False, "impact": "none"},
    {"hazard": "snowstorm", "warning": "orange", "occurred": False},
    {"hazard": "cold_wave", "occurred": True, "impact": "some"},
    {"hazard": "cold_wave", "warning": "orange", "forecast_24h": [], "impact": "extreme"},
    {"hazard": "cold_wave"},
    {"hazard": "chilling", "forecast_low_temperature": True, "impact": "extreme", "occurred": True, "reduction": "none"},
    {"hazard": "chilling", "counties": 2},
    {"hazard": "drought", "counties_extreme": 9, "counties_extraordinary": 0, "counties_severe": 0, "counties_moderate": 0},
    {"hazard": "drought", "outlook_7d": True, "counties_extreme": 2, "counties_heavy": 2, "counties_moderate": 2},
    {"hazard": "frost", "counties_below_minus_2": 13, "occurred": False},
    {"hazard": "frost", "forecast_48h": True, "counties_below_minus_2": 2, "counties_below_0": 4},
    {"hazard": "frost", "forecast_48h": True, "counties_below_0": 4, "impact": "extreme"},
    {"hazard": "frost", "forecast_48h": False, "counties_below_0": 4, "impact": "major", "reduction": "serious"},
]  # fmt: skip


@pytest.mark.parametrize("hazard", PARTS, ids=lambda one: one["hazard"])
def test_possible_are_the_levels_that_the_unknown_can_come_to_and_no_others(hazard: dict[str, Any]) -> None:
    """A red warning of which the forecast is not told is I or nothing: never II, whose condition is that of I."""
    verdict = WEATHER.classify({"hazards": [hazard]})
    assert set(verdict.possible) == {one for one in reachable(hazard) if rank(one) > rank(verdict.level)}
    assert min(map(rank, reachable(hazard))) == rank(verdict.level)


@pytest.mark.parametrize("hazard", PARTS, ids=lambda one: one["hazard"])
def test_each_fact_that_is_asked_for_can_change_the_level(hazard: dict[str, Any]) -> None:
    """For some values of the others, two values of it give two levels."""
    for path in WEATHER.classify({"hazards": [hazard]}).ask:
        name = path.rsplit(".", 1)[1]
        others = [one for one in FIELDS[hazard["hazard"]] if one != name and hazard.get(one) is None]
        assert any(
            len({level(one) for value in (FIELDS[hazard["hazard"]][name] or SUBSETS)
                 if consistent(one := {**hazard, **dict(zip(others, values, strict=True)), name: value})}) > 1
            for values in product(*(FIELDS[hazard["hazard"]][one] or SUBSETS for one in others))
        ), path  # fmt: skip


def test_of_two_ways_the_one_that_no_longer_matters_is_not_asked_about() -> None:
    """9 counties of 特重旱 are of 重旱 too: only the outlook decides, not the counties damaged nor the cities."""
    assert WEATHER.classify({"hazards": [{"hazard": "drought", "counties_extreme": 9}]}).ask == ("hazards.drought.outlook_7d",)
    water = {"counties_extreme": 1, "counties_light": 2, "cities_water_affected": 3, "counties_moderate": 0}
    verdict = WEATHER.classify({"hazards": [{"hazard": "drought", **water}]})
    assert (verdict.possible, verdict.ask) == (("IV",), ("hazards.drought.outlook_7d",))
