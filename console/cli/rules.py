"""`duty classify` and `duty milestones`: the rules for other programs."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from console.incident.times import Unreadable, instant, stamp
from console.plan.loader import PlanProblems, load_plan, plan_folders
from console.plan.model import Plan

from .faults import VerbError

LAST_YEAR = 9998
"""The last year a start may lie in, so that every deadline after it can be written."""

def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    if verb == "classify":
        parser.add_argument("--schema", metavar="预案", help="列出这份预案要的事实")
        return
    parser.add_argument("--plan", required=True, metavar="预案")
    parser.add_argument("--t0", required=True, metavar="时间", help="起点，如 2026-11-23T02:00:00+08:00")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    return _classify(arguments) if arguments.verb == "classify" else _milestones(arguments)


def plan_of(plan_id: str) -> Plan:
    """A plan by its id, an office's own before the shipped one.

    Raises:
        VerbError: no such plan, or one with faults.
    """
    folders = plan_folders(_own_plans())
    if plan_id not in folders:
        raise VerbError(f"没有「{plan_id[:40]}」这份预案，可用的有 {'、'.join(folders)}")
    try:
        return load_plan(folders[plan_id])
    except PlanProblems as fault:
        count = len(fault.problems)
        raise VerbError(f"预案有问题：{fault.problems[0]} (共{count}处，用 duty plan check 看全部)") from None


def _own_plans() -> Path:
    from console.desk.home import default_home  # noqa: PLC0415 # one use

    return default_home() / "plans"


def _classify(arguments: argparse.Namespace) -> int:
    from console.rules import wire  # noqa: PLC0415 # milestones do not need it

    if arguments.schema is not None:
        json.dump(wire.schema(plan_of(arguments.schema)), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return 0
    folders = plan_folders(_own_plans())
    registry = wire.Registry({plan_id: partial(load_plan, folder) for plan_id, folder in folders.items()})
    try:
        return wire.run(sys.stdin.buffer, sys.stdout.buffer, registry)
    except PlanProblems as fault:
        raise VerbError(f"预案有问题：{fault.problems[0]}") from None


def _milestones(arguments: argparse.Namespace) -> int:
    plan = plan_of(arguments.plan)
    try:
        start = instant(arguments.t0)
    except Unreadable as fault:
        raise VerbError(f"--t0: {fault}") from None
    if start.year > LAST_YEAR:
        raise VerbError(f"--t0: 时间「{arguments.t0}」太远，年份须在 {LAST_YEAR} 以内")
    far = 10**9
    for milestone in sorted(plan.milestones, key=lambda m: m.target if m.target is not None else far):
        line = {
            "id": milestone.id, "clause": milestone.clause, "post": plan.post(milestone.post).name,
            "post_id": milestone.post, "action": milestone.action, "to": list(milestone.to),
            "target": _after(start, milestone.target), "limit": _after(start, milestone.limit), "text": milestone.text,
        }  # fmt: skip
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def _after(start: datetime, minutes: int | None) -> str | None:
    return stamp(start + timedelta(minutes=minutes)) if minutes is not None else None
