"""The plans a desk can work with: an office's own where it is sound, else the shipped one, and every fault in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from console.plan.loader import PlanProblems, load_plan, load_shipped, plan_folders, plan_ids
from console.plan.model import Plan


def usable_plans(own: Path) -> tuple[Mapping[str, Plan], tuple[str, ...]]:
    """Every plan by id that can be used, and a sentence for each fault found on the way.

    `own` holds the office's own plan folders; where one of them is faulty the shipped plan of that id is used.
    """
    plans: dict[str, Plan] = {}
    findings: list[str] = []
    shipped = plan_ids()
    for plan_id, folder in plan_folders(own).items():
        try:
            plans[plan_id] = load_shipped(plan_id) if folder.parent != own else load_plan(folder)
        except PlanProblems as error:
            findings += [str(problem) for problem in error.problems]
            if folder.parent == own and plan_id in shipped:
                plans[plan_id] = load_shipped(plan_id)
                findings.append(f"本单位的预案「{plan_id}」有错，现在用的是随软件的那一份；改好后重新打开")
    return plans, tuple(findings)


def folder_in_use(own: Path, plan: Plan) -> Path:
    """The folder that `plan`, as given by `usable_plans`, was read from."""
    folder = plan_folders(own)[plan.id]
    return plan_folders()[plan.id] if folder.parent == own and _is_shipped(plan) else folder


def _is_shipped(plan: Plan) -> bool:
    try:
        return plan.id in plan_ids() and plan is load_shipped(plan.id)
    except PlanProblems:
        return False
