"""A load that nobody has told yet: what follows all the same, what can no longer be, and what to ask."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from console.plan.expression import parse
from console.plan.nodes import atoms
from console.rules.cases import figures
from console.rules.classify import Classifier

QUIET: dict[str, Any] = {
    "province_load_mw": 1000, "province_shed_pct": 0, "seriously_affected": False,
    "grid_load_mw": 1000, "grid_shed_pct": 0, "grid_customers_out_pct": 0,
}  # fmt: skip


def county(**facts: Any) -> dict[str, Any]:
    return {**QUIET, "counties": [{"name": "蒙自市", "customers_out_pct": 0, **facts}]}


@pytest.mark.parametrize(("pct", "level", "possible"), [
    (39, None, ()), (40, "III", ()), (59, "III", ()), (60, None, ("II", "III")),
])  # fmt: skip
def test_a_county_of_unknown_load_reaches_what_every_load_reaches(
    blackout: Classifier, pct: int, level: str | None, possible: tuple[str, ...]
) -> None:
    """四.2: 40 to 60 % is 一般 with 150 MW or more and with less; from 60 % it is the load that decides."""
    verdict = blackout.classify(county(shed_pct=pct))
    assert (verdict.level, verdict.possible) == (level, possible)
    assert verdict.ask == (("counties.蒙自市.load_mw",) if possible else ())


def test_the_reason_says_that_the_load_is_not_told_and_does_not_matter(blackout: Classifier) -> None:
    (met,) = blackout.classify(county(shed_pct=45)).met
    assert met.clause == "附录1 四.2"
    assert "县市电网负荷未报，不论多少都达到" in met.why
    assert "45%" in met.why


def test_a_load_is_no_less_than_what_is_lost_of_it(blackout: Classifier) -> None:
    """150 MW lost is a county of 150 MW or more: 三.2 with 70 % of the customers, whatever the load."""
    verdict = blackout.classify(county(shed_mw=150, customers_out_pct=70))
    assert (verdict.level, verdict.met[0].clause) == ("II", "附录1 三.2")
    assert "不会少于县市电网减供负荷 150 MW" in verdict.met[0].why
    assert blackout.classify(county(shed_mw=149, customers_out_pct=70)).level is None


@pytest.mark.parametrize(("lost", "possible"), [(89, ("III",)), (90, ("II", "III")), (400, ("II", "III"))])
def test_too_little_is_lost_for_a_higher_standard_with_any_load(
    blackout: Classifier, lost: int, possible: tuple[str, ...]
) -> None:
    """三.2 asks for 60 % of 150 MW or more: 90 MW; less than that is no 较大, however large the county."""
    verdict = blackout.classify(county(shed_mw=lost))
    assert (verdict.level, verdict.possible, verdict.ask) == (None, possible, ("counties.蒙自市.load_mw",))


def test_the_percentage_is_not_asked_for_where_the_load_makes_it(blackout: Classifier) -> None:
    known = {name: value for name, value in QUIET.items() if not name.startswith("grid")}
    verdict = blackout.classify({**known, "counties": [], "grid_shed_mw": 149, "grid_customers_out_pct": 0})
    assert (verdict.possible, verdict.ask) == (("II", "III"), ("grid_load_mw",))
    assert blackout.classify({**known, "counties": [], "grid_shed_mw": 360, "grid_customers_out_pct": 0}).possible[0] == "I"


@pytest.mark.parametrize(("when", "expected"), [
    ("load >= 150 or load < 150", [0, 150]), ("load > 150 and 5 <= load < 20", [0, 5, 5, 20, 20, 150, 150]),
    ("load == 0", [0, 0]),
])  # fmt: skip
def test_the_cases_meet_every_stretch_between_the_figures_and_each_figure_that_stands_alone(
    when: str, expected: list[int]
) -> None:
    """One case a stretch; where a figure itself belongs to neither side it is a case of its own."""
    found = [top / bottom for (top, bottom), _ in figures(atoms(parse(when)))(None)]  # type: ignore[arg-type]  # only numbers
    assert len(found) == len(expected)
    assert found == sorted(found)
    assert all(value >= floor for value, floor in zip(found, expected, strict=True))


def test_of_a_known_part_the_share_lies_between_its_ends() -> None:
    """90 of at least 150 is at most 60 %; of less than 150 (and 90 at least) it is 60 to 100 %."""
    made = figures(atoms(parse("load >= 150")))((90, 1))  # type: ignore[arg-type]  # only numbers
    assert [share for _, share in made] == [(Fraction(60), Fraction(100)), (Fraction(0), Fraction(60))]
