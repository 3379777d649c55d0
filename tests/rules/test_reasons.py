"""What a reason says was told: no figure that the engine only tried is ever in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.plan.facts import Field
from console.plan.loader import load_shipped
from console.plan.model import Plan
from console.rules.classify import Classifier, Verdict
from tests.rules.weather_annex import AHEAD, FIELDS

BLACKOUT, WEATHER = Classifier(load_shipped("blackout")), Classifier(load_shipped("weather"))
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RATIO = re.compile(r"\(([\d.]+)/([\d.]+)[ 户]")
_ROUNDED = Fraction(1, 20)
"""A share is shown to one place."""


@pytest.mark.parametrize(("facts", "why"), [
    ({"grid_shed_mw": 600, "grid_shed_pct": 60},
     "红河电网负荷未报，但不会少于红河电网减供负荷 600 MW；红河电网减供负荷比例 60%(来电报)，达到 60%以上"),
    ({"province_shed_mw": 12000, "province_shed_pct": 40, "seriously_affected": True},
     ("云南电网负荷未报，但不会少于云南电网减供负荷 12000 MW；云南电网减供负荷比例 40%(来电报)，达到 40%以上；"
     "严重波及红河州：是；云南电网减供负荷比例 40%(来电报)，达到 30%以上")),
    ({"counties": [{"name": "蒙自市", "shed_mw": 145, "shed_pct": 45}]},
     ("蒙自市：县市电网负荷未报，但不会少于县市电网减供负荷 145 MW；县市电网减供负荷比例 45%(来电报)，达到 40%以上；"
     "县市电网减供负荷比例 45%(来电报)，达到 40%以上、不足60%")),
    ({"counties": [{"name": "蒙自市", "customers": 1000, "customers_out": 550}]},
     ("蒙自市：县市电网负荷未报，不论多少都达到；县市停电用户比例 55%(550/1000户)，达到 50%以上；"
     "县市停电用户比例 55%(550/1000户)，达到 50%以上、不足70%")),
    ({"grid_load_mw": 700, "grid_shed_mw": 320}, "红河电网减供负荷比例 45.7%(320/700 MW)，达到 40%以上、不足60%"),
])  # fmt: skip
def test_a_percentage_that_was_told_is_said_to_be_and_the_load_is_only_called_untold(facts: dict[str, Any], why: str) -> None:
    """The load of 601 or 20,001 MW that the engine tries is nobody's."""
    assert BLACKOUT.classify(facts).met[0].why == why


def test_nothing_lost_makes_no_percentage_of_a_load_that_nobody_told() -> None:
    (note,) = BLACKOUT.classify({"grid_shed_mw": 0, "grid_shed_pct": 40}).notes
    assert note.text.startswith("红河电网减供负荷比例报的是 40%，红河电网减供负荷是 0，只能是 0%")


def _figures(prefix: str, load: str = "load_mw", shed: str = "shed") -> dict[str, st.SearchStrategy[Any]]:
    pct = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)
    return {
        f"{prefix}{load}": st.sampled_from([100, 149, 150, 601, 700, 4999, 5000, 20000, 20001]) | st.integers(0, 30000),
        f"{prefix}{shed}_mw": st.sampled_from([0, 90, 145, 320, 600, 601, 12000]) | st.integers(0, 20000),
        f"{prefix}{shed}_pct": st.sampled_from([13, 16, 20, 30, 40, 45, 60]) | pct,
    }


def _users(prefix: str) -> dict[str, st.SearchStrategy[Any]]:
    return {
        f"{prefix}customers": st.integers(0, 2_000_000), f"{prefix}customers_out": st.integers(0, 2_000_000),
        f"{prefix}customers_out_pct": st.sampled_from([30, 50, 55, 70, 71]),
    }


COUNTY = st.fixed_dictionaries({"name": st.sampled_from(["个旧市", "蒙自市"])}, optional={**_figures(""), **_users("")})
OUTAGE = st.fixed_dictionaries({}, optional={
    **_figures("grid_"), **_users("grid_"), **_figures("province_"), "seriously_affected": st.booleans(),
    "single_large_load": st.sampled_from([False, False, True]), "counties": st.lists(COUNTY, max_size=2, unique_by=lambda c: c["name"]),
})  # fmt: skip
SUBSET = st.lists(st.sampled_from(AHEAD), unique=True)
HAZARD = st.sampled_from(sorted(FIELDS)).flatmap(lambda kind: st.fixed_dictionaries(
    {"hazard": st.just(kind)}, optional={name: st.sampled_from(values) if values else SUBSET for name, values in FIELDS[kind].items()},
))
HAZARDS = st.lists(HAZARD, min_size=1, max_size=3, unique_by=lambda h: h["hazard"]).map(lambda found: {"hazards": found})


def _words_of(plan: Plan) -> list[str]:
    """Everything that the plan itself says: labels, choices, clauses, remarks; the longest first."""
    fields: list[Field] = [*plan.facts, *(inner for fact in plan.facts for inner in fact.fields)]
    said = [f.label for f in fields] + [ch.label for f in fields for ch in f.choices]
    said += [c.clause for c in plan.criteria] + [b.clause for c in plan.criteria for b in c.any]
    said += [r.text for r in plan.remarks] + [r.clause for r in plan.remarks]
    return sorted(set(said), key=len, reverse=True)


def _bounds(plan: Plan) -> set[Fraction]:
    texts = [b.when for c in plan.criteria for b in c.any] + [r.when for r in plan.remarks]
    return {Fraction(n) for text in texts for n in _NUMBER.findall(re.sub(r"[a-z_]\w*", "", text))}


def _told(facts: Mapping[str, Any]) -> Iterator[Fraction]:
    for value in facts.values():
        if isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    yield from _told(item)
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            yield Fraction(value)


def _pairs(fields: Iterable[Field], facts: Mapping[str, Any]) -> Iterator[tuple[Fraction, Fraction]]:
    """Part and whole of every share of which both were told."""
    for field in fields:
        share = field.share
        if share and facts.get(share.part) is not None and facts.get(share.whole):
            yield Fraction(facts[share.part]), Fraction(facts[share.whole])


def _check(plan: Plan, facts: Mapping[str, Any], verdict: Verdict) -> None:
    pairs = set(_pairs(plan.facts, facts))
    plain = {*_told(facts), *_bounds(plan), Fraction(0), Fraction(1, 2)}
    for fact in plan.facts:
        for item in facts.get(fact.id, ()) if fact.type == "list" else ():
            pairs.update(_pairs(fact.fields, item))
            if item.get("counties_below_0") is not None:  # 8.1.4 of the frost takes the one from the other
                plain.add(Fraction(item["counties_below_0"] - (item.get("counties_below_minus_2") or 0)))
    shares = [100 * part / whole for part, whole in pairs]
    for text in [*(m.why for m in (*verdict.met, *verdict.may_by)), *(n.text for n in verdict.notes)]:
        for part, whole in _RATIO.findall(text):
            assert (Fraction(part), Fraction(whole)) in pairs, text
        left = text
        for words in _words_of(plan):
            left = left.replace(words, " ")
        for number in map(Fraction, _NUMBER.findall(left)):
            assert number in plain or any(abs(number - share) <= _ROUNDED for share in shares), (number, text, facts)


@settings(max_examples=400)
@given(OUTAGE)
def test_every_number_in_a_reason_of_an_outage_was_told_or_follows_from_what_was(facts: dict[str, Any]) -> None:
    """Told, a bound of the plan, or a share of two told figures as it is shown; never what was only tried."""
    judged = BLACKOUT.judge(facts)
    _check(BLACKOUT.plan, judged.facts, judged.verdict)


@settings(max_examples=300)
@given(HAZARDS)
def test_every_number_in_a_reason_about_the_weather_was_told(facts: dict[str, Any]) -> None:
    judged = WEATHER.judge(facts)
    _check(WEATHER.plan, judged.facts, judged.verdict)
