"""The paths under which a scenario tells facts, beside those of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from console.incident.facts import NoSuchFact, with_value
from console.plan.model import Plan

from .scenario import Told

OCCURRED = "occurred"
PLACES = "places"
CALL = "call."

_ELAPSED = re.compile(r"-?\d{1,4}:[0-5]\d", re.ASCII)


def is_figure(path: str) -> bool:
    """Whether a path is a fact of the plan."""
    return path not in (OCCURRED, PLACES) and not path.startswith(CALL)


def unreadable_start(value: object) -> str:
    """Why a value cannot be the time of occurrence, in a sentence; empty where it can."""
    if isinstance(value, str) and _ELAPSED.fullmatch(value):
        return ""
    return "发生时间写作离演练开始的「-06:00」(分:秒)"


def facts_told(plan: Plan, told: Iterable[Told]) -> dict[str, Any]:
    """The facts that follow from what was told, in the classifier's shape; of the same path the last counts."""
    facts: dict[str, Any] = {}
    for one in told:
        if is_figure(one.path):
            value = list(one.value) if isinstance(one.value, tuple) else one.value
            with suppress(NoSuchFact):  # the checker tells of it where it stands
                facts = with_value(plan, facts, one.path, value)
    return facts
