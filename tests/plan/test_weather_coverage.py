"""Every numbered clause and listed item of the weather plan has a row, and every row leads somewhere."""

from __future__ import annotations

import pytest

from console.plan.loader import data_root, load_plan
from console.plan.model import Plan
from tests.plan.weather_document import clauses


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(data_root() / "plans" / "weather")


def known_references(plan: Plan) -> set[str]:
    tables = {
        "criterion": plan.criteria, "level": plan.levels, "milestone": plan.milestones,
        "report_item": plan.report_items,
        "measure": plan.measures, "body": plan.bodies, "chair": plan.chairs, "sector": plan.sectors,
        "warning_step": plan.warning_steps, "warning_content": plan.warning_contents, "passage": plan.passages,
        "end_condition": plan.end_conditions, "follow": plan.follows, "reading": plan.readings, "fact": plan.facts,
        "remark": plan.remarks, "task": tuple(t for level in plan.levels for t in level.tasks),
    }  # fmt: skip
    known = {f"{kind}:{row.id}" for kind, rows in tables.items() for row in rows}  # type: ignore[attr-defined]  # every row of these tables has an id
    known |= {f"authority:{n}" for n in range(1, len(plan.authorities) + 1)}
    return known | {f"warning_colour:{c.colour}" for c in plan.warning_colours}


def test_every_clause_and_listed_item_has_exactly_one_row_in_the_order_of_the_chapters(plan: Plan) -> None:
    rows = [row.clause for row in plan.coverage]
    assert sorted(rows) == sorted(clauses())
    chapters = [int(clause[0]) for clause in rows]
    assert chapters == sorted(chapters)


def test_every_row_and_reading_points_at_something_that_exists(plan: Plan) -> None:
    known = known_references(plan)
    dangling = [ref for row in plan.coverage for ref in row.where if ref not in known]
    dangling += [ref for reading in plan.readings for ref in reading.at if ref not in known]
    assert dangling == []
    assert all(row.where or (row.state == "not_here" and row.reason) for row in plan.coverage)


def test_everything_in_force_is_named_by_some_clause(plan: Plan) -> None:
    named = {ref for row in plan.coverage for ref in row.where}
    kinds = ("criterion", "level", "task", "authority", "milestone", "report_item", "measure", "warning_step", "body")
    orphans = {ref for ref in known_references(plan) if ref.split(":")[0] in kinds} - named
    assert orphans == set()
