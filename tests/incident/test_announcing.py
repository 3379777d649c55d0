"""Who may announce by the plan: I and II the commander, III and IV a deputy (weather 4.2); a change takes the higher."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.plans import usable_plans
from console.incident.announcing import Moment, doubt

PLANS = usable_plans(Path("no such folder"))[0]


@pytest.mark.parametrize(("moment", "level", "before", "authority", "asked"), [
    ("start", "I", None, "指挥长", False), ("start", "II", None, "指挥长授权", False), ("start", "II", None, "副指挥长", True),
    ("start", "III", None, "副指挥长", False), ("start", "IV", None, "副指挥长授权的人", False), ("start", "IV", None, "指挥长", False),
    ("start", "I", None, "州应急局", True), ("change", "III", "II", "副指挥长", True), ("change", "III", "II", "指挥长", False),
    ("change", "II", "III", "副指挥长", True), ("change", "IV", "III", "副指挥长", False),
    ("end", None, "II", "副指挥长", True), ("end", None, "III", "副指挥长", False),
])  # fmt: skip
def test_the_plans_own_people_are_asked_for(moment: Moment, level: str | None, before: str | None, authority: str, asked: bool) -> None:
    """Somebody else is told with the plan's words and clause; who may announce more may announce less."""
    words = doubt(PLANS["weather"], moment, level, before, authority, "王五")
    assert bool(words) is asked
    assert not asked or "4.2" in words


def test_a_title_beside_the_name_is_enough_and_silence_is_asked_elsewhere() -> None:
    """「指挥长 王五」 as the announcer fits whatever the ground; an empty authority is refused by the decision itself."""
    assert doubt(PLANS["weather"], "start", "I", None, "4.2", "指挥长 王五") == ""
    assert doubt(PLANS["weather"], "start", "I", None, "", "王五") == ""


def test_a_plan_that_names_nobody_asks_for_nobody() -> None:
    """The outage plan does not say who announces a start (6.2)."""
    assert doubt(PLANS["blackout"], "start", "I", None, "王副州长", "王") == ""
