"""`duty plan`: check a plan's files, show which clause lives where."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from console.desk.home import default_home
from console.plan.check import check
from console.plan.loader import plan_folders
from console.words import cells, fit, visible

from .faults import VerbError
from .rules import plan_of

STATES = {"in_force": "执行", "shown": "展示", "not_here": "不在此处"}


def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    del verb
    verbs = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    checking = verbs.add_parser("check", help="列出预案文件的全部问题")
    checking.add_argument("folder", nargs="?", metavar="文件夹", help="不写则检查自带的和本单位的全部预案")
    covering = verbs.add_parser("coverage", help="每一条款在哪里落实")
    covering.add_argument("plan", metavar="预案")
    covering.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    return _check(arguments.folder) if arguments.what == "check" else _coverage(arguments.plan, arguments.json)


def _check(folder: str | None) -> int:
    if folder is not None and not Path(folder).is_dir():
        raise VerbError(f"{folder}: 没有这个文件夹")
    folders = {Path(folder).name: Path(folder)} if folder else plan_folders(default_home() / "plans")
    found = 0
    for name, place in folders.items():
        problems = check(place)
        found += len(problems)
        for problem in problems:
            sys.stdout.write(visible(str(problem)) + "\n")
        if not problems:
            sys.stdout.write(f"{name}：没有问题\n")
    if found:
        sys.stdout.write(f"共{found}处问题\n")
    return 1 if found else 0


def _coverage(plan_id: str, as_json: bool) -> int:
    plan = plan_of(plan_id)
    widest = max((cells(row.clause) for row in plan.coverage), default=0)
    for row in plan.coverage:
        if as_json:
            sys.stdout.write(json.dumps(row.model_dump(), ensure_ascii=False) + "\n")
        else:
            where = "、".join(row.where) or row.reason
            sys.stdout.write(visible(f"{fit(row.clause, widest)} {fit(STATES[row.state], 8)} {row.title}  {where}") + "\n")
    return 0
