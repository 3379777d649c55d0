"""Shipped scenarios changed at random: one with a fault never starts at all, one without is played to its end."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from console.desk.home import Home
from console.drill.check import parse_scenario
from console.exercise.opening import Begin, begin
from console.exercise.record import run_ids
from console.exercise.scoring import sheet_of
from console.incident.refused import Refused
from console.plan.loader import data_root, load_plans
from tests.desk.clock import FixedClock

PLANS = load_plans()
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((data_root() / "drills").glob("*.toml"))]
VALUES: tuple[Any, ...] = (
    -1, 0, 10**30, 1.5, float("nan"), True, "", "x" * 400, "\x00", "[/]", "9999:59", "-00:01", "00:00", [], ["grid"], ["grid", "II"], {},
    "II", "red", "grid", "counties..x", "call.x", "1e999999",
)  # fmt: skip
SIGNS = "\"'[]{}=.,\n#0-:x中\x00\u202e"


def spots(table: Any) -> list[tuple[Any, Any]]:
    """Every place of a TOML document: the container and the key in it."""
    if not isinstance(table, (dict, list)):
        return []
    keys = list(table) if isinstance(table, dict) else range(len(table))
    return [place for key in keys for place in ((table, key), *spots(table[key]))]


def changed_tables(text: str, rng: Random) -> str:
    """One to three values taken out, put twice or put otherwise."""
    table = tomllib.loads(text)
    for _ in range(rng.randint(1, 3)):
        holder, key = rng.choice(spots(table))
        what = rng.random()
        if what < 0.3:
            del holder[key]
        elif what < 0.4 and isinstance(holder, list):
            holder.append(holder[key])
        else:
            holder[key] = rng.choice(VALUES)
    return tomli_w.dumps(table)


def changed_text(text: str, rng: Random) -> str:
    """Some signs taken out, put in or put otherwise."""
    signs = list(text)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(signs))
        what = rng.random()
        if what < 0.4:
            del signs[at : at + rng.randint(1, 40)]
        elif what < 0.7:
            signs[at] = rng.choice(SIGNS)
        else:
            signs[at:at] = signs[max(0, at - rng.randint(1, 300)) : at]
    return "".join(signs)


@pytest.mark.parametrize("change", [changed_tables, changed_text])
@given(rng=st.randoms(use_true_random=True))
@settings(deadline=None)
def test_every_problem_is_told(change: Any, rng: Random) -> None:
    """A scenario, or problems with their lines; never an exception, never both."""
    scenario, found = parse_scenario(change(rng.choice(TEXTS), rng), PLANS)
    assert (scenario is None) == bool(found)
    assert all(problem.line >= 1 and problem.expected for problem in found)


@given(rng=st.randoms(use_true_random=True))
@settings(deadline=None, max_examples=15)
def test_none_starts_half(rng: Random, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What has a fault leaves nothing on the disk; what has none is played on to its end and has a score."""
    root: Path = tmp_path_factory.mktemp("home")
    real = FixedClock()
    text = rng.choice((changed_tables, changed_text))(rng.choice(TEXTS), rng)
    sound = parse_scenario(text, PLANS)[0] is not None
    try:
        exercise = begin(root, Begin(text, "张三"), real=real)
    except Refused:
        assert not sound
        assert run_ids(Home(root)) == ()
        assert list(root.rglob("*.jsonl")) == []
        return
    assert sound
    for event in exercise.scenario.events:
        exercise.desk.open_event(event.plan, event.title)
    while exercise.run.ended_at is None:
        real.forward(minutes=5)
        exercise.step()
        exercise.answer()
        exercise.restart() if exercise.cut_until else exercise.talk()
    exercise.close()
    assert sheet_of(root, exercise.run.id).full == exercise.scenario.full_marks
