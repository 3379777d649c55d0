"""`duty doctor`: is everything that the record stands on as it should be; what is not says what to do."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from console.desk.desk import Desk
from console.desk.home import default_home
from console.health import STANDINGS, Check, examine, worst
from console.tui.probe import checks, measure
from console.words import fit, visible


def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    del verb
    parser.add_argument("--json", action="store_true", help="每项一行 JSON")
    parser.add_argument("--drill", action="store_true", help="检查演练的日志")


def run(arguments: argparse.Namespace) -> int:
    """Print every check; 0 where nothing is wrong, else 1."""
    desk = Desk(default_home(), drill=arguments.drill, write=False)
    try:
        found = (*examine(desk), *checks(widths=measure()))
    finally:
        desk.close()
    for check in found:
        sys.stdout.write(_row(check, arguments.json) + "\n")
    return 1 if worst(found) == "wrong" else 0


def _row(check: Check, as_json: bool) -> str:
    if as_json:
        return json.dumps(asdict(check), ensure_ascii=False)
    todo = f"\n       -> {check.todo}" if check.todo else ""
    words = f"[{STANDINGS[check.standing]}] {fit(check.label, 22)} {check.text}{todo}"
    return visible(words, lines=True)
