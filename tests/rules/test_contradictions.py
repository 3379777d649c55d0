"""Facts that cannot all be so: every one of them is found, both sides are set aside, and what others reach stands."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given

from console.plan.loader import load_shipped
from console.rules.classify import Classifier
from console.rules.facts import FactError
from tests.rules.test_reasons import HAZARDS, OUTAGE

BLACKOUT, WEATHER = Classifier(load_shipped("blackout")), Classifier(load_shipped("weather"))
GRID = {"grid_load_mw": 700, "grid_shed_mw": 320}
CASES: list[tuple[Classifier, dict[str, Any], str | None, set[str], str]] = [
    # plan, facts, level, what is set aside, what is said
    (BLACKOUT, {**GRID, "grid_customers": 500000, "grid_customers_out": 580000}, "II", {"grid_customers", "grid_customers_out"},
     "红河电网停电用户58万户比红河电网供电用户50万户多，两个数都先不用，请核对"),
    (BLACKOUT, {"grid_load_mw": 700, "grid_shed_mw": 450450}, None, {"grid_load_mw", "grid_shed_mw"},
     "红河电网减供负荷450450 MW比红河电网负荷700 MW多，两个数都先不用，请核对"),
    (BLACKOUT, {**GRID, "grid_shed_pct": 80}, "II", {"grid_shed_pct"},
     "红河电网减供负荷比例报的是 80%，按红河电网减供负荷和红河电网负荷算是 45.7%，先按数字算，请核对"),
    (BLACKOUT, {"grid_shed_mw": 0, "grid_shed_pct": 45}, None, {"grid_shed_mw", "grid_shed_pct"},
     "红河电网减供负荷比例报的是 45%，红河电网减供负荷是 0，只能是 0%，两个数都先不用，请核对"),
    (BLACKOUT, {**GRID, "grid_customers_out_pct": 180}, "II", {"grid_customers_out_pct"},
     "红河电网停电用户比例不能大于 100%，给的是「180」，先不用，请核对"),
    (BLACKOUT, {"counties": [{"name": "个旧市", "load_mw": 200, "shed_mw": 240, "customers_out_pct": 55}]}, "III",
     {"counties.个旧市.load_mw", "counties.个旧市.shed_mw"},
     "个旧市：县市电网减供负荷240 MW比县市电网负荷200 MW多，两个数都先不用，请核对"),
    (BLACKOUT, {**GRID, "grid_customers_out_pct": 52, "counties": [{"name": "个旧市", "shed_mw": 330}]}, "II",
     {"counties.个旧市.shed_mw", "grid_shed_mw"}, "个旧市：县市电网减供负荷330 MW比红河电网减供负荷320 MW多，两个数都先不用，请核对"),
    (WEATHER, {"hazards": [{"hazard": "rainstorm", "warning": "none", "forecast_24h": ["most_red"], "occurred": True,
                            "reservoir": "key_medium_failure"}]}, "I",
     {"hazards.rainstorm.warning", "hazards.rainstorm.forecast_24h"},
     "暴雨：州气象台预警是「没有预警」，未来24小时预报却有「大部地区达红色标准」，两项都先不用，请核对"),
    (WEATHER, {"hazards": [{"hazard": "rainstorm", "counties_flooded": 1, "counties_severely_flooded": 2, "occurred": True,
                            "dike": "breach_main"}]}, "I",
     {"hazards.rainstorm.counties_flooded", "hazards.rainstorm.counties_severely_flooded"},
     "暴雨：多个乡镇严重洪涝的县市2个比洪涝灾害县市1个多，两个数都先不用，请核对"),
    (WEATHER, {"hazards": [{"hazard": "frost", "counties_below_0": 2, "counties_below_minus_2": 3}]}, None,
     {"hazards.frost.counties_below_0", "hazards.frost.counties_below_minus_2"},
     "霜冻：地面最低温-2度以下县市3个比地面最低温0度以下县市2个多，两个数都先不用，请核对"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "facts", "level", "aside", "said"), CASES)
def test_both_sides_are_set_aside_and_what_other_facts_reach_stands(
    rules: Classifier, facts: dict[str, Any], level: str | None, aside: set[str], said: str
) -> None:
    """三.1's 「或」: a contradiction about the customers takes nothing from the lost load."""
    judged = rules.judge(facts)
    assert judged.verdict.level == level
    assert judged.aside == aside
    assert [one.sentence for one in judged.contradictions] == [said]
    assert not any("_" in one.sentence for one in judged.contradictions)
    assert not judged.aside.intersection(judged.verdict.ask)
    assert rules.classify(judged.facts).level == level


def test_the_order_in_which_facts_were_told_changes_nothing() -> None:
    """Three counts of which the first is more than both others: all three are in doubt."""
    counts = {"counties_extraordinary": 5, "counties_severe": 3, "counties_moderate": 4}
    found = set()
    for order in permutations(counts):
        item = {"hazard": "drought", **{name: counts[name] for name in order}}
        judged = WEATHER.judge({"hazards": [item]})
        found.add(frozenset(one.sentence for one in judged.contradictions))
        assert judged.facts == {"hazards": [{"hazard": "drought"}]}
    (sentences,) = found
    assert len(sentences) == 2


def test_figures_that_are_in_doubt_themselves_do_not_stand_against_their_percentage() -> None:
    judged = BLACKOUT.judge({**GRID, "grid_shed_pct": 80, "counties": [{"name": "个旧市", "shed_mw": 330}]})
    assert judged.aside == {"grid_shed_mw", "grid_shed_pct", "counties.个旧市.shed_mw"}
    assert judged.contradictions[-1].sentence.endswith("算是 45.7%，先不用，请核对")


def test_a_county_beyond_the_grid_is_no_error_to_a_machine() -> None:
    """They may have been told at different times: only the desk asks."""
    assert BLACKOUT.classify({**GRID, "counties": [{"name": "个旧市", "shed_mw": 330}]}).level == "II"


def _verdict(rules: Classifier, facts: dict[str, Any]) -> object:
    try:
        return rules.classify(facts)
    except FactError:
        return None


@given(OUTAGE)
def test_an_outage_is_judged_whatever_was_told_and_as_classified_where_nothing_contradicts(facts: dict[str, Any]) -> None:
    judged = BLACKOUT.judge(facts)
    if not judged.contradictions:
        assert judged.verdict == BLACKOUT.classify(facts)
    elif _verdict(BLACKOUT, facts) is None:
        assert judged.aside
    assert not BLACKOUT.judge(judged.facts).contradictions
    assert judged.aside == {path for one in judged.contradictions for path in one.aside}


@given(HAZARDS)
def test_the_weather_is_judged_whatever_was_told(facts: dict[str, Any]) -> None:
    judged = WEATHER.judge(facts)
    assert bool(judged.contradictions) == (_verdict(WEATHER, facts) is None)
    assert not WEATHER.judge(judged.facts).contradictions


def test_what_no_form_can_hold_is_set_aside_too() -> None:
    """A log may have been written by hand: whatever is in it, the event is judged."""
    odd = {"grid_load_mw": -1, "grid_shed_pct": "viel", "nobody": 1, "counties": "alle", **GRID}
    odd["grid_load_mw"] = -1
    judged = BLACKOUT.judge(odd)
    assert judged.facts == {"grid_shed_mw": 320}
    assert {path for one in judged.contradictions for path in one.named} == {"grid_load_mw", "grid_shed_pct", "nobody", "counties"}
    twice = [{"name": "个旧市"}, {"name": "个旧市"}]
    assert BLACKOUT.judge({**GRID, "counties": twice}).facts == GRID
