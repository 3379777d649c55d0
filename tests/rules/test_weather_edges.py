"""8.1 at its edges, figure by figure as the document has them: each count at, below and above it, each condition alone."""

from __future__ import annotations

from typing import Any

import pytest

from console.rules.classify import Classifier

Item = dict[str, Any]


def drought(extreme: int, damage: str, counties: int, *, days: bool = True, water: int = 0) -> Item:
    """特重旱 in so many counties, damage of one kind in so many, cities short of water, lasting 7 days or not."""
    kinds = ("extraordinary", "severe", "moderate", "light")
    counts = {f"counties_{kind}": counties if kinds.index(damage) <= at else 0 for at, kind in enumerate(kinds)}
    return {"hazard": "drought", "counties_extreme": extreme, "counties_heavy": extreme, "outlook_7d": days,
            "cities_water_considerable": water, "cities_water_affected": water, **counts}  # fmt: skip


def frost(below_minus_2: int, below_0: int, impact: str, *, hours_48: bool = True) -> Item:
    """-2 °C and less, and below 0 °C, in so many counties, by the forecast for 48 hours."""
    return {"hazard": "frost", "counties_below_minus_2": below_minus_2, "counties_below_0": below_0, "impact": impact,
            "forecast_48h": hours_48, "occurred": False, "reduction": "none"}  # fmt: skip


def lasting(below_minus_2: int, below_0: int, impact: str, reduction: str, *, two_days: bool = True) -> Item:
    """Frost that is here; `two_days`: and goes on for two days or more."""
    return {**frost(below_minus_2, below_0, impact, hours_48=False), "occurred": two_days, "reduction": reduction}


def chilling(counties: int, impact: str, *, forecast: bool = True, occurred: bool = False, reduction: str = "none") -> Item:
    """Long low temperatures in so many counties."""
    return {"hazard": "chilling", "counties": counties, "impact": impact, "forecast_low_temperature": forecast,
            "occurred": occurred, "reduction": reduction}  # fmt: skip


EDGES: list[tuple[str, Item, str | None]] = [
    # 干旱 I: 9个及以上 特重旱, 7天, 5个以上 特大干旱
    ("drought 9 and 5", drought(9, "extraordinary", 5), "I"), ("drought 13 and 13", drought(13, "extraordinary", 13), "I"),
    ("drought 9 and 4", drought(9, "extraordinary", 4), "IV"), ("drought 9 and 5, not 7 days", drought(9, "extraordinary", 5, days=False), None),
    # 干旱 II: 6—8个, 2个以上 严重干旱
    ("drought 8, 5 extraordinary", drought(8, "extraordinary", 5), "II"), ("drought 8 and 2", drought(8, "severe", 2), "II"),
    ("drought 6 and 2", drought(6, "severe", 2), "II"), ("drought 6 and 1", drought(6, "severe", 1), "IV"),
    ("drought 9, 2 severe", drought(9, "severe", 2), "IV"), ("drought 6 and 2, not 7 days", drought(6, "severe", 2, days=False), None),
    # 干旱 III: 2—5个, 2个及以上 中度, 3个以上城市供水较大影响
    ("drought 5, 2 and 3", drought(5, "moderate", 2, water=3), "III"), ("drought 2, 2 and 3", drought(2, "moderate", 2, water=3), "III"),
    ("drought 5, 2 and 2 cities", drought(5, "moderate", 2, water=2), "IV"), ("drought 5, 1 and 3", drought(5, "moderate", 1, water=3), "IV"),
    ("drought 6, 2 and 3", drought(6, "moderate", 2, water=3), "IV"), ("drought 1, 2 and 3", drought(1, "moderate", 2, water=3), "IV"),
    # 干旱 IV: 2个以上 重旱; or 2个以上 轻度 with 3个以上城市
    ("heavy 2", drought(2, "light", 0), "IV"), ("heavy 1", drought(1, "light", 0), None), ("heavy 2, not 7 days", drought(2, "light", 0, days=False), None),
    ("light 2, cities 3", drought(1, "light", 2, water=3), "IV"), ("light 2, cities 2", drought(1, "light", 2, water=2), None),
    ("light 1, cities 3", drought(1, "light", 1, water=3), None),
    # 霜冻, 48小时: I 6个及以上, II 3—5个, III 2个 at -2 °C; IV 2个 between 0 and -2 °C
    ("frost 6", frost(6, 6, "extreme"), "I"), ("frost 5", frost(5, 5, "extreme"), "II"), ("frost 5 major", frost(5, 5, "major"), "II"),
    ("frost 3", frost(3, 3, "major"), "II"), ("frost 2", frost(2, 2, "considerable"), "III"), ("frost 2, extreme", frost(2, 2, "extreme"), "III"),
    ("frost 1", frost(1, 1, "extreme"), None), ("frost 6, major only", frost(6, 6, "major"), None),
    ("frost 3, considerable only", frost(3, 3, "considerable"), None),
    ("below 0 in 2", frost(0, 2, "some"), "IV"), ("below 0 in 3", frost(0, 3, "some"), None), ("below 0 in 1", frost(0, 1, "some"), None),
    ("-2 in 2 and 0 in 4", frost(2, 4, "some"), "IV"), ("-2 in 1 and 0 in 2", frost(1, 2, "some"), None),
    ("frost 6, not within 48 hours", frost(6, 6, "extreme", hours_48=False), None),
    # 霜冻, here and lasting 2天及以上, with the reduction of the harvest
    ("lasting 6", lasting(6, 6, "extreme", "major"), "I"), ("lasting 6, not 2 days", lasting(6, 6, "extreme", "major", two_days=False), None),
    ("lasting 5", lasting(5, 5, "major", "serious"), "II"), ("lasting 2", lasting(2, 2, "considerable", "considerable"), "III"),
    ("lasting 0 in 2", lasting(0, 2, "some", "some"), "IV"), ("lasting 6, serious only", lasting(6, 6, "extreme", "serious"), None),
    # 低温冷害: 2个及以上 for every level
    ("chilling 2 extreme", chilling(2, "extreme"), "I"), ("chilling 1 extreme", chilling(1, "extreme"), None), ("chilling 2 major", chilling(2, "major"), "II"),
    ("chilling 2 considerable", chilling(2, "considerable"), "III"), ("chilling 2 some", chilling(2, "some"), "IV"),
    ("chilling 2 none", chilling(2, "none"), None),
    ("chilling here, major", chilling(2, "none", forecast=False, occurred=True, reduction="major"), "I"),
    ("chilling here, serious", chilling(2, "none", forecast=False, occurred=True, reduction="serious"), "II"),
    ("chilling here, considerable", chilling(2, "none", forecast=False, occurred=True, reduction="considerable"), "III"),
    ("chilling here, some", chilling(2, "none", forecast=False, occurred=True, reduction="some"), "IV"),
    ("chilling here in 1", chilling(1, "none", forecast=False, occurred=True, reduction="major"), None),
]  # fmt: skip
"""Name, facts, the level of 8.1 by its letter."""


@pytest.mark.parametrize(("item", "level"), [(item, level) for _, item, level in EDGES], ids=[name for name, _, _ in EDGES])
def test_the_level_at_each_edge_is_that_of_the_document(weather: Classifier, item: Item, level: str | None) -> None:
    """The level is literal; where a higher figure was reached and the level was not, a gap says so."""
    assert weather.classify({"hazards": [item]}).level == level


BETWEEN = (
    "drought 9 and 4", "drought 9, 2 severe", "drought 6, 2 and 3", "frost 6, major only", "frost 3, considerable only", "below 0 in 3",
    "lasting 6, serious only",
)


@pytest.mark.parametrize("name", BETWEEN)
def test_what_falls_between_two_bands_is_told(weather: Classifier, name: str) -> None:
    """A count above a band whose next level does not hold is a gap, with the level to put to the command."""
    item = next(item for known, item, _ in EDGES if known == name)
    verdict = weather.classify({"hazards": [item]})
    assert "gap" in {note.kind for note in verdict.notes}
    assert all("研判" in note.text for note in verdict.notes if note.kind == "gap")


@pytest.mark.parametrize(("field", "figure"), [
    ("forecast_24h", "24小时"), ("forecast_48h", "48小时"), ("outlook_7d", "7天以上"), ("occurred", "2天以上"),
    ("counties_below_minus_2", "零下2度"), ("counties_below_0", "0度"),
])
def test_the_spans_and_temperatures_are_asked_with_the_documents_figures(weather: Classifier, field: str, figure: str) -> None:
    """24, 48 hours, 7 and 2 days, -2 and 0 °C are not computed but asked: the question names them."""
    fact = next(f for f in weather.plan.facts if f.id == "hazards")
    assert figure in next(f for f in fact.fields if f.id == field).ask
