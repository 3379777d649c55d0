"""A second reading of 8.1, in plain comparisons, for one hazard whose facts are all known."""

from __future__ import annotations

from typing import Any

IMPACT = ("none", "some", "considerable", "major", "extreme")
REDUCTION = ("none", "some", "considerable", "serious", "major")
FLOOD = ("none", "ordinary", "considerable")
DIKE = ("none", "danger", "major_danger", "breach_tributary", "breach_main")
RESERVOIR = ("none", "medium_danger", "medium_severe_danger", "small_failure", "medium_failure", "key_medium_failure")
WARNING = ("none", "blue", "yellow", "orange", "red")
AHEAD = ("most_orange", "most_red", "part_red")
LEVELS = (None, "IV", "III", "II", "I")
"""By rank, from nothing up."""

FIELDS: dict[str, dict[str, tuple[Any, ...]]] = {
    "snowstorm": {"warning": WARNING, "forecast_24h": (), "occurred": (True, False), "impact": IMPACT},
    "rainstorm": {
        "warning": WARNING, "forecast_24h": (), "occurred": (True, False), "impact": IMPACT, "extreme_flood_basins": (0, 1, 2),
        "large_flood_basins": (0, 1, 2, 3), "county_flood": FLOOD, "counties_flooded": (0, 1, 13),
        "counties_severely_flooded": (0, 1, 2, 3), "dike": DIKE, "reservoir": RESERVOIR,
    },
    "chilling": {
        "forecast_low_temperature": (True, False), "counties": (0, 1, 2, 13), "impact": IMPACT, "occurred": (True, False),
        "reduction": REDUCTION,
    },
    "frost": {
        "forecast_48h": (True, False), "counties_below_minus_2": (0, 1, 2, 3, 5, 6, 13), "counties_below_0": (0, 1, 2, 3, 4, 5, 8, 13),
        "impact": IMPACT, "occurred": (True, False), "reduction": REDUCTION,
    },
    "drought": {
        "counties_extreme": (0, 1, 2, 5, 6, 8, 9, 13), "counties_heavy": (0, 1, 2, 9, 13), "outlook_7d": (True, False),
        "counties_extraordinary": (0, 4, 5), "counties_severe": (0, 1, 2, 5), "counties_moderate": (0, 1, 2, 5),
        "counties_light": (0, 1, 2, 5), "cities_water_considerable": (0, 2, 3), "cities_water_affected": (0, 2, 3),
    },
}  # fmt: skip
FIELDS["cold_wave"] = FIELDS["snowstorm"]
NESTED = (
    ("counties_extreme", "counties_heavy"),
    ("counties_extraordinary", "counties_severe", "counties_moderate", "counties_light"),
    ("cities_water_considerable", "cities_water_affected"),
    ("counties_below_minus_2", "counties_below_0"),
    ("counties_severely_flooded", "counties_flooded"),
)
"""Counts of which each is among the next."""


def level(f: dict[str, Any]) -> str | None:
    """The level of the hazard by the letter of 8.1."""
    readings = {"chilling": _chilling, "drought": _drought, "frost": _frost}
    return LEVELS[max(rank for rank in range(5) if rank == 0 or readings.get(f["hazard"], _warned)(f, rank))]


def _warned(f: dict[str, Any], rank: int) -> bool:
    ahead, colour = set(f["forecast_24h"]), f["warning"]
    if rank >= 3:
        forecast = colour == "red" and "most_red" in ahead
    else:
        other = "part_red" if f["hazard"] == "rainstorm" else "most_red"
        forecast = colour == "orange" and bool(ahead & ({"most_orange", other} if rank == 2 else {"most_orange"}))
    listed = f["hazard"] == "rainstorm" and _listed(f, rank)
    return forecast or (f["occurred"] and (IMPACT.index(f["impact"]) >= rank or listed))


def _listed(f: dict[str, Any], rank: int) -> bool:
    """The situations of 暴雨 besides waterlogging."""
    flood, dike, reservoir = FLOOD.index(f["county_flood"]), DIKE.index(f["dike"]), RESERVOIR.index(f["reservoir"])
    return bool({
        4: f["extreme_flood_basins"] >= 1 or f["large_flood_basins"] >= 2 or reservoir == 5,
        3: f["large_flood_basins"] >= 1 or f["counties_severely_flooded"] >= 2 or reservoir >= 4,
        2: f["counties_flooded"] >= 1 or flood == 2 or reservoir >= 2,
        1: flood >= 1 or reservoir >= 1,
    }[rank] or dike >= rank)  # fmt: skip


def _chilling(f: dict[str, Any], rank: int) -> bool:
    forecast = f["forecast_low_temperature"] and IMPACT.index(f["impact"]) >= rank
    return f["counties"] >= 2 and (forecast or (f["occurred"] and REDUCTION.index(f["reduction"]) >= rank))


def _frost(f: dict[str, Any], rank: int) -> bool:
    cold, below = f["counties_below_minus_2"], f["counties_below_0"]
    count = {4: cold >= 6, 3: 3 <= cold <= 5, 2: cold == 2, 1: below - cold == 2}[rank]
    lasting = f["occurred"] and REDUCTION.index(f["reduction"]) >= rank
    return count and IMPACT.index(f["impact"]) >= rank and (f["forecast_48h"] or lasting)


def _drought(f: dict[str, Any], rank: int) -> bool:
    extreme = f["counties_extreme"]
    return bool(f["outlook_7d"] and {
        4: extreme >= 9 and f["counties_extraordinary"] >= 5,
        3: 6 <= extreme <= 8 and f["counties_severe"] >= 2,
        2: 2 <= extreme <= 5 and f["counties_moderate"] >= 2 and f["cities_water_considerable"] >= 3,
        1: f["counties_heavy"] >= 2 or (f["counties_light"] >= 2 and f["cities_water_affected"] >= 3),
    }[rank])  # fmt: skip
