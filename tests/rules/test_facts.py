"""Facts are read exactly, and what cannot be is refused with one sentence that names the field."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.rules.classify import Classifier, FactError

Facts = dict[str, Any]
BAD: list[tuple[Facts, str, str]] = [
    # facts, the field named, a part of the sentence
    ({"grid_load_mw": "600"}, "grid_load_mw", "须是数字，给的是「600」"),
    ({"grid_load_mw": True}, "grid_load_mw", "须是数字"),
    ({"grid_load_mw": 600.0}, "grid_load_mw", "须是数字"),
    ({"grid_load_mw": [600]}, "grid_load_mw", "须是数字，给的是「一个列表」"),
    ({"grid_load_mw": {}}, "grid_load_mw", "须是数字，给的是「一个对象」"),
    ({"grid_load_mw": -1}, "grid_load_mw", "不能是负数"),
    ({"grid_load_mw": Decimal("-0.01")}, "grid_load_mw", "不能是负数"),
    ({"grid_load_mw": 10**9 + 1}, "grid_load_mw", "不能大于 1000000000"),
    ({"grid_load_mw": 10**5000}, "grid_load_mw", "一个极长的数"),
    ({"grid_load_mw": -(10**5000)}, "grid_load_mw", "负数"),
    ({"grid_load_mw": Decimal("NaN")}, "grid_load_mw", "有限的数字"),
    ({"grid_load_mw": Decimal("Infinity")}, "grid_load_mw", "有限的数字"),
    ({"grid_load_mw": Decimal("1e999999999")}, "grid_load_mw", "不能大于"),
    ({"grid_load_mw": Decimal("1e-999999999")}, "grid_load_mw", "小数位太多"),
    ({"grid_load_mw": Fraction(1, 3**200)}, "grid_load_mw", "小数位太多"),
    ({"grid_shed_pct": 101}, "grid_shed_pct", "不能大于 100%"),
    ({"grid_shed_pct": Decimal("100.0001")}, "grid_shed_pct", "不能大于 100%"),
    ({"grid_customers": Decimal("1.5")}, "grid_customers", "须是整数"),
    ({"grid_load_mw": 600, "grid_shed_mw": 601}, "grid_shed_mw", "601 大于 600"),
    ({"grid_load_mw": 0, "grid_shed_mw": 1}, "grid_shed_mw", "1 大于 0"),
    ({"grid_customers": 10, "grid_customers_out": 11}, "grid_customers_out", "11 大于 10"),
    ({"seriously_affected": 1}, "seriously_affected", "true 或 false"),
    ({"seriously_affected": "yes"}, "seriously_affected", "true 或 false"),
    ({"grid_lode": 3}, "grid_lode", "没有「grid_lode」这一项"),
    ({"grid_lode": None}, "grid_lode", "没有「grid_lode」这一项"),
    ({"counties": {}}, "counties", "须是列表"),
    ({"counties": "个旧市"}, "counties", "须是列表"),
    ({"counties": [3]}, "counties", "第 1 项须是对象"),
    ({"counties": [{"name": 3}]}, "counties.1.name", "第 1 项"),
    ({"counties": [{"name": " "}]}, "counties. .name", "须是文字"),
    ({"counties": [{"name": "x" * 101}]}, f"counties.{'x' * 100}.name", "太长"),
    ({"counties": [{"name": "个旧市", "lode": 3}]}, "counties.个旧市.lode", "没有「lode」"),
    ({"counties": [{"name": "个旧市", "load_mw": 1, "shed_mw": 2}]}, "counties.个旧市.shed_mw", "个旧市："),
    ({"counties": [{"name": "个旧市"}, {"name": "个旧市"}]}, "counties", "出现了两次"),
    ({"counties": [{}] * 201}, "counties", "最多 200 项"),
]
BAD_WEATHER: list[tuple[Facts, str, str]] = [
    ({"hazards": [{}]}, "hazards.1.hazard", "必须写明"),
    ({"hazards": [{"hazard": "hail"}]}, "hazards.hail.hazard", "必须写明，只能是 rainstorm"),
    ({"hazards": [{"hazard": "frost"}, {"hazard": "frost"}]}, "hazards", "「霜冻」出现了两次"),
    ({"hazards": [{"hazard": "frost", "dike": "none"}]}, "hazards.frost.dike", "只用于其他种类"),
    ({"hazards": [{"hazard": "drought", "counties_extreme": 14}]}, "hazards.drought.counties_extreme", "不能大于 13个"),
    ({"hazards": [{"hazard": "drought", "counties_heavy": Decimal("1.5")}]}, "hazards.drought.counties_heavy", "整数"),
    ({"hazards": [{"hazard": "drought", "counties_extreme": 5, "counties_heavy": 4}]},
     "hazards.drought.counties_extreme", "5 大于 4"),
    ({"hazards": [{"hazard": "drought", "counties_extraordinary": 5, "counties_light": 4}]},
     "hazards.drought.counties_extraordinary", "不能比它多"),
    ({"hazards": [{"hazard": "frost", "counties_below_0": 2, "counties_below_minus_2": 3}]},
     "hazards.frost.counties_below_minus_2", "3 大于 2"),
    ({"hazards": [{"hazard": "rainstorm", "warning": "green"}]}, "hazards.rainstorm.warning", "只能是 none、blue"),
    ({"hazards": [{"hazard": "rainstorm", "warning": "none", "forecast_24h": ["most_red"]}]},
     "hazards.rainstorm.forecast_24h", "须是空列表"),
    ({"hazards": [{"hazard": "rainstorm", "forecast_24h": ["most_red", "most_red"]}]},
     "hazards.rainstorm.forecast_24h", "重复"),
    ({"hazards": [{"hazard": "rainstorm", "forecast_24h": "most_red"}]}, "hazards.rainstorm.forecast_24h", "须是列表"),
    ({"hazards": [{"hazard": "rainstorm", "forecast_24h": [["most_red"]]}]}, "hazards.rainstorm.forecast_24h", "只能是"),
    ({"province_response": "V"}, "province_response", "只能是 none、IV"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "field", "said"), BAD)
def test_an_impossible_outage_fact_is_refused_by_name(blackout: Classifier, facts: Facts, field: str, said: str) -> None:
    with pytest.raises(FactError) as error:
        blackout.classify(facts)
    assert error.value.field == field
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("facts", "field", "said"), BAD_WEATHER)
def test_an_impossible_weather_fact_is_refused_by_name(weather: Classifier, facts: Facts, field: str, said: str) -> None:
    with pytest.raises(FactError) as error:
        weather.classify(facts)
    assert error.value.field == field
    assert said in str(error.value)


def test_null_is_as_good_as_absent(blackout: Classifier, weather: Classifier) -> None:
    nothing = dict.fromkeys(fact.id for fact in blackout.plan.facts)
    assert blackout.classify(nothing) == blackout.classify({})
    item = {"hazard": "frost", "dike": None, "impact": None}
    assert weather.classify({"hazards": [item]}) == weather.classify({"hazards": [{"hazard": "frost"}]})


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"grid_load_mw": 1000, "grid_shed_mw": 600}, Fraction(60)),
        ({"grid_load_mw": Decimal("0.3"), "grid_shed_mw": Decimal("0.1")}, Fraction(100, 3)),
        ({"grid_load_mw": 1000, "grid_shed_mw": 600, "grid_shed_pct": 60}, Fraction(60)),
        ({"grid_load_mw": 1000, "grid_shed_mw": 600, "grid_shed_pct": 30}, Fraction(60)),
        ({"grid_shed_mw": 600, "grid_shed_pct": 30}, Fraction(30)),
        ({"grid_load_mw": 1000, "grid_shed_pct": Decimal("59.996")}, Fraction("59.996")),
        ({"grid_load_mw": 0, "grid_shed_mw": 0}, Fraction(0)),
        ({"grid_load_mw": 0}, Fraction(0)),
        ({"grid_shed_mw": 0}, Fraction(0)),
        ({"grid_load_mw": Fraction(7, 3), "grid_shed_mw": 1}, Fraction(300, 7)),
    ],
)
def test_a_percentage_comes_exactly_from_the_figures_where_they_are_known(
    blackout: Classifier, facts: Facts, value: Fraction
) -> None:
    found = {m.value for m in blackout.classify(facts).margins if m.label == "红河电网减供负荷比例"}
    assert found == {value}


def test_a_lost_load_alone_makes_no_percentage(blackout: Classifier) -> None:
    assert not [m for m in blackout.classify({"grid_shed_mw": 600}).margins if "比例" in m.label]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["grid_load_mw", "grid_shed_mw", "grid_shed_pct", "grid_customers_out", "counties", "seriously_affected", "hazards",
        "province_response", "name", "load_mw", "shed_pct", "hazard", "warning", "forecast_24h", "counties_heavy"]  # fmt: skip
SHAPED = st.dictionaries(
    st.sampled_from(KEYS),
    JSON | st.lists(st.dictionaries(st.sampled_from([*KEYS, "x"]), JSON | st.just("frost"), max_size=4), max_size=3),
    max_size=6,
)


@settings(max_examples=200)
@given(facts=JSON | SHAPED)
def test_no_json_value_makes_the_rules_fail_but_with_a_fact_error(blackout: Classifier, weather: Classifier, facts: Any) -> None:
    for classifier in (blackout, weather):
        try:
            classifier.classify(facts)
        except FactError as error:
            assert str(error)
            str(error).encode()
