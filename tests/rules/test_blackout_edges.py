"""附录1 of the outage plan: every figure just below, at and just above, and an oracle written from the document."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.plan.loader import load_shipped
from console.rules.classify import Classifier
from console.rules.facts import FactError

BLACKOUT = Classifier(load_shipped("blackout"))
KNOWN: dict[str, Any] = {"province_load_mw": 1000, "province_shed_pct": 0, "seriously_affected": False, "counties": []}
"""Nothing else is wrong, and nothing is unknown."""


def level(**facts: Any) -> tuple[str | None, str | None]:
    """Level and grade of facts, all others being quiet."""
    verdict = BLACKOUT.classify({**KNOWN, **facts})
    return verdict.level, verdict.grade


I1, I2, II, III, NO = ("I", "特别重大"), ("I", "重大"), ("II", "较大"), ("III", "一般"), (None, None)


@pytest.mark.parametrize(("load", "pct", "expected"), [
    (20000, "29.999", I2), (20000, 30, I1), (20000, "30.001", I1), (19999, 30, I2), (19999, "39.999", I2), (19999, 40, I1),
    (20001, "12.999", NO), (20000, 13, I2), (20000, "13.001", I2), (19999, "15.999", NO), (19999, 16, I2), (19999, "16.001", I2),
    (5000, 16, I2), (5001, 40, I1), (5000, 40, I1), (4999, 40, NO), (4999, 16, NO),
])  # fmt: skip
def test_the_province_counts_where_honghe_is_seriously_affected(load: int, pct: Any, expected: tuple[str, str]) -> None:
    """一 and 二(一): 20,000 and 5,000 MW, 30, 40, 13 and 16 %; not without Honghe being seriously affected."""
    figure = Fraction(str(pct))
    facts = {"province_load_mw": load, "province_shed_pct": figure, "grid_load_mw": 1000, "grid_shed_pct": 0, "grid_customers_out_pct": 0}
    assert level(**facts, seriously_affected=True) == expected
    assert level(**facts) == NO


@pytest.mark.parametrize(("load", "shed", "out", "expected"), [
    (600, 60, 0, I2), (599, 60, 0, NO), (601, 60, 0, I2), (600, "59.999", 0, II), (600, "60.001", 0, I2),
    (600, 0, 70, I2), (600, 0, "69.999", II), (599, 0, 70, NO), (600, 40, 0, II), (600, "39.999", 0, III),
    (600, "40.001", 0, II), (100, 40, 0, II), (600, 0, 50, II), (600, 0, "49.999", III), (600, 20, 0, III),
    (600, "19.999", 0, NO), (600, 0, 30, III), (600, 0, "29.999", NO), (600, "20.001", "29.999", III),
])  # fmt: skip
def test_the_honghe_grid_at_every_edge(load: int, shed: Any, out: Any, expected: tuple[str, str]) -> None:
    """二(二), 三.1, 四.1: 600 MW; 60, 40, 20 % of load; 70, 50, 30 % of customers; 以上 includes, 以下 does not."""
    assert level(grid_load_mw=load, grid_shed_pct=Fraction(str(shed)), grid_customers_out_pct=Fraction(str(out))) == expected


@pytest.mark.parametrize(("load", "shed", "out", "expected"), [
    (150, 60, 0, II), (149, 60, 0, III), (150, "59.999", 0, III), (150, 40, 0, III), (150, "39.999", 0, NO), (149, 40, 0, III),
    (149, "39.999", 0, NO), (150, 0, 70, II), (150, 0, "69.999", III), (150, 0, 50, III), (150, 0, "49.999", NO), (149, 0, 50, III),
    (149, 0, "49.999", NO), (149, 0, 100, III), (151, "60.001", 0, II),
])  # fmt: skip
def test_a_county_grid_at_every_edge(load: int, shed: Any, out: Any, expected: tuple[str, str]) -> None:
    """三.2 and 四.2: 150 MW; 60 and 40 % of load; 70 and 50 % of customers."""
    county = {"name": "蒙自市", "load_mw": load, "shed_pct": Fraction(str(shed)), "customers_out_pct": Fraction(str(out))}
    quiet = {"grid_load_mw": 1000, "grid_shed_pct": 0, "grid_customers_out_pct": 0}
    assert level(**quiet, counties=[county]) == expected


def test_the_example_of_the_interface_comes_out_as_it_stands() -> None:
    """1,500 MW and 700 MW lost: II, 较大, 附录1 三.1; I possible; asks for the customers, then the province's load."""
    verdict = BLACKOUT.classify({"grid_load_mw": 1500, "grid_shed_mw": 700})
    assert (verdict.level, verdict.grade, verdict.possible, verdict.notes) == ("II", "较大", ("I",), ())
    assert verdict.ask == ("grid_customers_out_pct", "province_load_mw")
    assert [(m.level, m.clause) for m in verdict.met] == [("II", "附录1 三.1")]


def test_sixty_per_cent_is_sixty_per_cent() -> None:
    """600 of 1,000 MW is 60 %; 599.999 of 1,000 is not, by any rounding."""
    assert level(grid_load_mw=1000, grid_shed_mw=600, grid_customers_out_pct=0) == I2
    assert level(grid_load_mw=1000, grid_shed_mw=Fraction("599.999"), grid_customers_out_pct=0) == II


@pytest.mark.parametrize(("load", "pct"), [(599, 60), (500, 65), (100, 100)])
def test_the_hole_under_six_hundred_is_told_and_not_filled(load: int, pct: int) -> None:
    """The letter leaves it nowhere: level null, a gap that advises II."""
    verdict = BLACKOUT.classify({**KNOWN, "grid_load_mw": load, "grid_shed_pct": pct, "grid_customers_out_pct": 0})
    assert verdict.level is None
    assert [(n.kind, n.advise) for n in verdict.notes] == [("gap", "II")]


@pytest.mark.parametrize(("pct", "told"), [("46.2", False), ("47.16", False), ("47.2", True), ("40", True)])
def test_a_figure_wins_over_its_percentage_and_half_a_point_is_a_conflict(pct: str, told: bool) -> None:
    """700 of 1,500 MW is 46.67 %: a percentage more than half a point off is told, the figure counts."""
    verdict = BLACKOUT.classify({"grid_load_mw": 1500, "grid_shed_mw": 700, "grid_shed_pct": Fraction(pct)})
    assert verdict.level == "II"
    assert ("conflict" in {n.kind for n in verdict.notes}) == told


def test_a_single_very_large_load_is_left_out() -> None:
    """附录1's last sentence: no level, nothing possible, nothing to ask, and why."""
    verdict = BLACKOUT.classify({"grid_load_mw": 1500, "grid_shed_mw": 1400, "single_large_load": True})
    assert (verdict.level, verdict.possible, verdict.ask) == (None, (), ())
    assert [n.kind for n in verdict.notes] == ["excluded"]


PERCENT = st.none() | st.sampled_from([0, 13, 16, 19, 20, 30, 39, 40, 49, 50, 59, 60, 69, 70, 100]) | st.integers(0, 100)
COUNTY = st.fixed_dictionaries({
    "load_mw": st.none() | st.sampled_from([149, 150, 151]), "shed_pct": PERCENT, "customers_out_pct": PERCENT,
})  # fmt: skip
FACTS = st.fixed_dictionaries({
    "province_load_mw": st.none() | st.sampled_from([4999, 5000, 19999, 20000]), "province_shed_pct": PERCENT,
    "seriously_affected": st.none() | st.booleans(), "grid_load_mw": st.none() | st.sampled_from([599, 600, 1500]),
    "grid_shed_pct": PERCENT, "grid_customers_out_pct": PERCENT,
    "counties": st.none() | st.lists(COUNTY, max_size=2).map(lambda found: [{**c, "name": f"c{n}"} for n, c in enumerate(found)]),
})  # fmt: skip


def oracle(f: dict[str, Any]) -> str | None:
    """The level of fully known facts, straight from the annex."""
    load, shed, out = f["grid_load_mw"], f["grid_shed_pct"], f["grid_customers_out_pct"]
    province, lost = f["province_load_mw"], f["province_shed_pct"]
    least = 13 if province >= 20000 else 16
    if (f["seriously_affected"] and province >= 5000 and lost >= least) or (load >= 600 and (shed >= 60 or out >= 70)):
        return "I"
    big = [c for c in f["counties"] if c["load_mw"] >= 150]
    if 40 <= shed < 60 or 50 <= out < 70 or any(c["shed_pct"] >= 60 or c["customers_out_pct"] >= 70 for c in big):
        return "II"
    if 20 <= shed < 40 or 30 <= out < 50 or any(c["shed_pct"] >= 40 or c["customers_out_pct"] >= 50 for c in f["counties"]):
        return "III"
    return None


def filled(facts: dict[str, Any], number: int) -> dict[str, Any]:
    """The facts with every unknown made known, one way or another."""
    fill: dict[str, Any] = {
        "province_load_mw": (1000, 25000)[number % 2], "province_shed_pct": (0, 45)[number % 2], "seriously_affected": bool(number % 2),
        "grid_load_mw": (500, 900)[number % 2], "grid_shed_pct": (0, 65, 45, 25)[number % 4],
        "grid_customers_out_pct": (0, 75, 55, 35)[number // 2 % 4], "counties": [],
    }  # fmt: skip
    done = {name: fill[name] if value is None else value for name, value in facts.items()}
    inner = {"load_mw": (100, 200)[number % 2], "shed_pct": (0, 65, 45)[number % 3], "customers_out_pct": (0, 75)[number // 2 % 2]}
    done["counties"] = [{k: inner[k] if v is None else v for k, v in c.items()} for c in done["counties"]]
    return done


@given(FACTS)
def test_with_everything_known_the_level_is_the_annexs(facts: dict[str, Any]) -> None:
    """A second reading of the annex, in plain comparisons, agrees on every case."""
    known = filled(facts, 3)
    assert BLACKOUT.classify(known).level == oracle(known)


@given(FACTS, st.integers(0, 23))
def test_the_unknown_is_neither_true_nor_false(facts: dict[str, Any], number: int) -> None:
    """Whatever the unknown turns out to be, the level is the one that was sure or one that was called possible."""
    before = BLACKOUT.classify(facts)
    after = BLACKOUT.classify(filled(facts, number))
    assert after.level == before.level or after.level in before.possible
    assert {m.criterion for m in before.met} <= {m.criterion for m in after.met}
    if not before.ask:
        assert after.level == before.level


NAMES = st.sampled_from([f.id for f in load_shipped("blackout").facts] + ["nope"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(NAMES, VALUES))
def test_any_value_is_judged_or_refused_in_a_sentence(facts: dict[str, Any]) -> None:
    """No JSON value breaks the rules."""
    try:
        BLACKOUT.classify(facts)
    except FactError as refused:
        assert str(refused)
