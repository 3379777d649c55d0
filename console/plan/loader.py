"""Plans from their folders: the shipped ones, and an office's own that stand in their place."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from .check import check_source
from .model import Plan
from .problem import PlanProblems, Problem
from .source import plan_digest, read_folder

__all__ = ["PlanProblems", "Problem", "data_root", "load_plan", "load_plans", "load_shipped", "plan_digest",
           "plan_folders", "plan_ids"]  # fmt: skip


def data_root() -> Path:
    """The folder of the shipped data: inside the package when installed, beside it in a source tree."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "data"
    return inside if (inside / "plans").is_dir() else package.parent / "data"


def plan_folders(extra: Path | None = None) -> dict[str, Path]:
    """Plan id to folder. `extra` holds an office's own plan folders; one of the same id replaces the shipped plan."""
    found = _folders(data_root() / "plans")
    if extra is not None:
        found.update(_folders(extra))
    return dict(sorted(found.items()))


def plan_ids() -> tuple[str, ...]:
    """The ids of the shipped plans."""
    return tuple(plan_folders())


def load_plan(folder: Path) -> Plan:
    """The plan in a folder; PlanProblems with every fault where it cannot be used."""
    source = read_folder(folder)
    problems = check_source(source)
    if problems:
        raise PlanProblems(problems)
    return Plan.model_validate(source.tables)


@cache
def load_shipped(plan_id: str) -> Plan:
    """The shipped plan of that id, read once; KeyError where there is none, PlanProblems where it is faulty."""
    return load_plan(_folders(data_root() / "plans")[plan_id])


def load_plans(extra: Path | None = None) -> dict[str, Plan]:
    """Every plan by id, an office's own before the shipped one; PlanProblems with the faults of all of them."""
    plans: dict[str, Plan] = {}
    problems: list[Problem] = []
    for plan_id, folder in plan_folders(extra).items():
        try:
            plans[plan_id] = load_plan(folder)
        except PlanProblems as error:
            problems.extend(error.problems)
    if problems:
        raise PlanProblems(problems)
    return plans


def _folders(root: Path) -> dict[str, Path]:
    if not root.is_dir():
        return {}
    return {folder.name: folder for folder in root.iterdir() if folder.is_dir() and any(folder.glob("*.toml"))}
