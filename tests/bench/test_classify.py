"""What a case costs, against reading and writing the same lines as bare JSON.

Bare JSON takes 140,000 lines a second and more where this was written, so that seven times its cost is 20,000 cases a
second. Absolute figures say nothing on another machine and are only printed (`pytest -s -m bench`).
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import partial
from itertools import product
from random import Random
from time import process_time
from typing import Any

import pytest

from console.plan.loader import load_shipped
from console.rules import wire
from tests.rules.weather_annex import FIELDS

pytestmark = pytest.mark.bench

REGISTRY = wire.Registry({plan_id: partial(load_shipped, plan_id) for plan_id in ("blackout", "weather")})
CASES = 4000
LIMIT = 7
AHEAD = [[word for word, taken in zip(("most_orange", "most_red", "part_red"), chosen, strict=True) if taken]
         for chosen in product((0, 1), repeat=3)]  # fmt: skip


def outage(rng: Random) -> dict[str, Any]:
    """What a first call tells: the grid, the customers, one county."""
    return {
        "grid_load_mw": rng.randint(300, 2000), "grid_shed_pct": rng.randint(0, 100), "grid_customers_out_pct": rng.randint(0, 100),
        "counties": [{"name": "个旧市", "load_mw": rng.randint(50, 300), "shed_pct": rng.randint(0, 100)}],
    }  # fmt: skip


def weather(rng: Random) -> dict[str, Any]:
    """One hazard, a fifth of its facts unknown."""
    kind = rng.choice(sorted(set(FIELDS) - {"drought", "frost"}))
    facts = {name: rng.choice(values or AHEAD) for name, values in FIELDS[kind].items() if rng.random() > 0.2}
    if facts.get("warning") == "none":
        facts["forecast_24h"] = []
    if "counties_flooded" in facts and facts.get("counties_severely_flooded", 0) > facts["counties_flooded"]:
        facts["counties_severely_flooded"] = facts["counties_flooded"]  # those are among these
    return {"hazards": [{"hazard": kind, **facts}]}


def best(work: Callable[[], object]) -> float:
    """Seconds of the processor, the best of five: other work on the machine only makes a round slower."""
    taken = []
    for _ in range(5):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


@pytest.mark.parametrize(("plan_id", "make"), [("blackout", outage), ("weather", weather)])
def test_a_case_costs_at_most_seven_times_its_bare_json(plan_id: str, make: Callable[[Random], dict[str, Any]]) -> None:
    rng = Random(1)  # noqa: S311 - the same cases each time
    cases = [{"id": f"c{number}", "plan": plan_id, "facts": make(rng)} for number in range(CASES)]
    text = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases).encode()
    out = io.BytesIO()
    assert wire.run(io.BytesIO(text), out, REGISTRY) == 0
    lines, replies = text.splitlines(), [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(replies) == CASES

    def bare() -> None:
        for line, reply in zip(lines, replies, strict=True):
            json.loads(line)
            json.dumps(reply, ensure_ascii=False).encode()

    ours, plain = best(lambda: wire.run(io.BytesIO(text), io.BytesIO(), REGISTRY)), best(bare)
    print(f"{plan_id}: {CASES / ours:.0f} cases a second, {ours / plain:.2f} times bare JSON")  # noqa: T201 - what a benchmark is for
    assert ours / plain < LIMIT
