"""`duty warning`: take in a CAP file, list what is known."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from console.desk.bulletin_files import import_file
from console.desk.bulletins import bulletins
from console.incident.refused import Refused
from console.incident.times import stamp
from console.journal.errors import NotRecorded
from console.warning.words import name_of, standing_words, until_words
from console.words import visible

from .desks import reading, writing
from .faults import VerbError


def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    del verb
    verbs = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    importing = verbs.add_parser("import", help="导入 CAP 1.2 预警文件，列出文件的全部毛病")
    importing.add_argument("file", metavar="文件")
    importing.add_argument("--drill", action="store_true", help="收进演练台")
    listing = verbs.add_parser("list", help="全部预警，一条一行")
    listing.add_argument("--json", action="store_true")
    listing.add_argument("--drill", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    return _import(arguments) if arguments.what == "import" else _list(arguments)


def _import(arguments: argparse.Namespace) -> int:
    with writing(drill=arguments.drill) as desk:
        try:
            done = import_file(desk, Path(arguments.file))
        except Refused as fault:
            raise VerbError(str(fault)) from None
        except NotRecorded as fault:
            raise VerbError(str(fault), 1) from None
        for found_fault in done.faults:
            sys.stdout.write(visible(f"{arguments.file}: {found_fault}") + "\n")
        for sentence in done.said:
            sys.stdout.write(visible(sentence) + "\n")
        found = done.bulletin
        if found is None:
            sys.stdout.write("没有导入：有必须改正的毛病\n")
            return 1
        sys.stdout.write(visible(f"{found.id} {name_of(found)} {standing_words(found, desk.clock.now())}") + "\n")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with reading(drill=arguments.drill) as desk:
        now = desk.clock.now()
        for found in bulletins(desk).values():
            standing = standing_words(found, now, drill=desk.drill)
            if arguments.json:
                row = {
                    "id": found.id, "hazard": found.hazard, "colour": found.colour, "issuer": found.issuer,
                    "area": found.area, "start": stamp(found.start) if found.start else None,
                    "until": stamp(found.until) if found.until else None, "standing": standing,
                    "identifier": found.identifier, "status": found.status, "events": list(found.events),
                }  # fmt: skip
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            else:
                words = f"{found.id}  {name_of(found)}  {found.area}  {standing}  {until_words(found, now)}  {found.issuer}"
                sys.stdout.write(visible(words) + "\n")
    return 0
