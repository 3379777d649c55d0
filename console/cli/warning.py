"""`duty warning`: take in a CAP file, look for its faults, list what is known."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from console.desk.bulletin_files import read_file, take_in
from console.desk.bulletins import bulletins
from console.desk.clock import SystemClock
from console.incident.refused import Refused
from console.incident.times import stamp
from console.journal.errors import NotRecorded
from console.warning.cap import TYPES, CapFile
from console.warning.model import STATUSES
from console.warning.words import name_of, standing_words, until_words
from console.words import visible

from .desks import add_by, reading, tell_unsigned, writing
from .faults import VerbError


def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    del verb
    verbs = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    importing = verbs.add_parser("import", help="导入 CAP 1.2 预警文件，列出文件的全部毛病")
    importing.add_argument("file", metavar="文件")
    importing.add_argument("--drill", action="store_true", help="收进演练台")
    add_by(importing)
    checking = verbs.add_parser("check", help="只看文件的毛病，不导入，不要数据文件夹")
    checking.add_argument("file", metavar="文件")
    listing = verbs.add_parser("list", help="全部预警，一条一行")
    listing.add_argument("--json", action="store_true")
    listing.add_argument("--drill", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    if arguments.what == "list":
        return _list(arguments)
    raw, file = _read(arguments.file)
    for fault in file.faults:
        _say(f"{arguments.file}：{fault}")
    if file.message is None:
        _say("没有导入：有必须改正的毛病" if arguments.what == "import" else "不能导入：有必须改正的毛病")
        return 1
    if arguments.what == "check":
        message = file.message
        unreal = "" if message.status == "Actual" else f"，是{STATUSES[message.status]}，不是实际预警"
        for info in message.infos:
            area = f"，{info.area}" if message.infos[1:] else ""
            _say(f"可以导入：{TYPES[message.kind]} {info.headline or message.identifier}{area}{unreal}")
        return 0
    return _import(raw, file, drill=arguments.drill, by=arguments.by)


def _read(name: str) -> tuple[bytes, CapFile]:
    """The file, before the log is asked for: its faults are told even while another console writes."""
    try:
        return read_file(Path(name), SystemClock().now())
    except Refused as fault:
        raise VerbError(str(fault)) from None


def _say(sentence: str) -> None:
    sys.stdout.write(visible(sentence) + "\n")


def _import(raw: bytes, file: CapFile, *, drill: bool, by: str | None) -> int:
    with writing(drill=drill, by=by) as desk:
        try:
            done = take_in(desk, raw, file)
        except Refused as fault:
            raise VerbError(str(fault)) from None
        except NotRecorded as fault:
            raise VerbError(str(fault), 1) from None
        for more in done.faults[:len(done.faults) - len(file.faults)]:
            _say(str(more))
        for sentence in done.said:
            _say(sentence)
        if not done.bulletins:
            _say("没有导入：有必须改正的毛病")
            return 1
        tell_unsigned(desk)
        for found in done.bulletins:
            area = f" {found.area}" if done.bulletins[1:] else ""
            _say(f"{found.id} {name_of(found)}{area} {standing_words(found, desk.clock.now(), drill=desk.drill)}")
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
