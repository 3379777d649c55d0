"""Each scenario that comes with the console: played perfectly for full marks, and with mistakes for what they cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.drill.check import load_scenario
from console.drill.score import Sheet
from console.exercise.opening import Begin, begin
from console.exercise.scoring import sheet_of
from console.plan.loader import data_root, load_plans
from tests.desk.clock import FixedClock

from .trainee import Trainee

FILES = sorted((data_root() / "drills").glob("*.toml"))


def played(root: Path, name: str, *mistakes: str) -> Sheet:
    """The sheet of a scenario that was played to its end."""
    real = FixedClock("2026-11-24T09:00:00+08:00")
    text = next(path for path in FILES if path.stem == name).read_text(encoding="utf-8")
    exercise = begin(root, Begin(text, "张三"), real=real)
    Trainee(exercise, real, mistakes).play()
    exercise.close()
    return sheet_of(root, exercise.run.id)


def test_there_are_enough_and_of_every_kind() -> None:
    """At least eight, on both plans and both at once, of every difficulty, a hundred points each, without a problem."""
    plans = load_plans()
    found = [load_scenario(path, plans) for path in FILES]
    assert [problems for _, problems in found if problems] == []
    scenarios = [scenario for scenario, _ in found if scenario]
    assert len(scenarios) >= 8
    assert {s.scenario.difficulty for s in scenarios} == {1, 2, 3, 4, 5}
    assert {tuple(sorted({e.plan for e in s.events})) for s in scenarios} == {("blackout",), ("weather",), ("blackout", "weather")}
    assert {s.full_marks for s in scenarios} == {100}
    assert {"power_cut", "warning", "phone"} <= {i.channel for s in scenarios for i in s.injects}
    kinds = {g.kind for s in scenarios for g in s.goals}
    assert {"refuse", "gap", "raise", "lower", "end", "chase", "handover", "link", "occurred"} <= kinds


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_perfectly_played_it_is_worth_full_marks(tmp_path: Path, name: str) -> None:
    """A trainee who does everything by the plan loses nothing."""
    sheet = played(tmp_path, name)
    assert [(m.what, m.why, m.entry) for m in sheet.marks if m.lost] == []
    assert sheet.got == sheet.full == 100


@pytest.mark.parametrize(
    ("name", "mistakes", "costs"),
    [
        ("first-call", ("late:county-phone", "unsure:grid_shed_mw"), {"report": 25, "figure": 5}),
        ("first-call", ("level:declare:III",), {"declare": 40}),
        ("first-call", ("skip:occurred", "skip:readback"), {"occurred": 10, "readback": 5}),
        ("on-the-line", ("late:county-written", "untold:emergency"), {"report": 8, "tell": 5}),
        ("on-the-line", ("skip:call.handling",), {"item": 5}),
        ("below-the-line", ("start:refuse",), {"refuse": 50}),
        ("below-the-line", ("skip:refuse",), {"refuse": 25}),
        ("hole-in-the-plan", ("skip:declare",), {"gap": 20, "declare": 30, "report": 15, "item": 5}),
        ("hole-in-the-plan", ("deaf",), {"figure": 15, "declare": 30, "gap": 20, "report": 15, "item": 5}),
        ("two-voices", ("skip:chase", "unsure:grid_shed_mw"), {"chase": 10, "figure": 8}),
        ("two-voices", ("level:declare:I", "skip:raise"), {"declare": 20, "raise": 25}),
        ("up-and-down", ("no-conditions", "skip:close"), {"end": 10, "close": 5}),
        ("up-and-down", ("skip:report:county-written", "skip:item"), {"report": 10, "item": 5}),
        ("red-rain", ("announcer",), {"declare": 7, "lower": 3, "end": 3}),
        ("red-rain", ("skip:tell",), {"tell": 20}),
        ("cold-and-snow", ("announcer", "untold:police"), {"declare": 6, "raise": 6, "lower": 5, "tell": 5}),
        ("cold-and-snow", ("skip:raise", "skip:lower"), {"raise": 25, "lower": 20}),
        ("frost-night", ("skip:handover", "announcer"), {"handover": 20, "declare": 6, "raise": 6}),
        ("frost-night", ("without",), {"handover": 10}),
        ("storm-and-dark", ("skip:link", "untold:water"), {"link": 10, "tell": 3}),
        ("worst-night", ("skip:lower", "untold:police"), {"lower": 10, "tell": 1}),
        ("worst-night", ("late:county-phone", "skip:handover", "skip:call.important_users"), {"report": 10, "handover": 10, "item": 5}),
    ],
)  # fmt: skip
def test_known_mistakes_cost_exactly_their_points(
    tmp_path: Path, name: str, mistakes: tuple[str, ...], costs: dict[str, int]
) -> None:
    """A mistake costs what it is worth and nothing else; each loss names a clause and an entry."""
    sheet = played(tmp_path, name, *mistakes)
    lost: dict[str, int] = {}
    for mark in sheet.marks:
        if mark.lost:
            lost[mark.goal.kind] = lost.get(mark.goal.kind, 0) + mark.lost
            assert mark.clause
            assert mark.entry
            assert mark.why
    assert lost == costs
    assert sheet.got == 100 - sum(costs.values())
