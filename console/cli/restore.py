"""`duty log restore`: take back from the second place what a log here lost; nothing is thrown away."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.desk.losses import EVENT
from console.desk.second_place import SecondPlace
from console.desk.taking_back import held_against, read_copy, take_back
from console.drill.run import fold_run
from console.incident.fold import UnknownKind, fold
from console.incident.refused import Refused
from console.journal.chain import scan
from console.journal.errors import NotRecorded
from console.journal.files import read_file
from console.journal.mirror import copy_name
from console.journal.recover import LOG
from console.shift.kinds import KINDS
from console.shift.state import fold_shift

from .desks import writing
from .faults import VerbError


def run(arguments: argparse.Namespace) -> int:
    """Take it back, 0; 1 where nothing is missing or the two do not continue each other; 2 while a console writes."""
    with writing(drill=False, by=arguments.by, busy=2) as desk:
        name, second = arguments.id, desk.second
        try:
            copy = read_copy(second, name, _given(name, arguments.source) if arguments.source else None)
            found = held_against(second, copy)
        except Refused as fault:
            raise VerbError(str(fault)) from None
        if found.apart is not None:
            raise VerbError(f"{name} 本机与 {copy.path} 从第{found.apart}条起各不相同，要人来定哪一份算数；什么也没有动", 1)
        if not found.short:
            raise VerbError(f"{name} 本机不少：{found.good}条都在，{copy.path} 没有更多；什么也没有动", 1)
        _demand_own(second, name, copy.path, found.lines)
        try:
            entry = take_back(second, copy, desk.clock.now(), desk.by_after(copy))
        except (Refused, NotRecorded) as fault:
            raise VerbError(str(fault)) from None
        sys.stdout.write(f"{entry.seq} {entry.hash}\n")
    return 0


def _given(name: str, source: str) -> Path:
    """The log file in a folder that was named: a second place, or the folder of the one log. Raises VerbError."""
    folder = Path(source).expanduser()
    try:
        found = next((path for path in (folder / name / LOG, folder / LOG) if path.is_file()), None)
    except (OSError, ValueError):
        found = None
    if found is None:
        raise VerbError(f"{source:.200} 里没有 {name:.40} 的 {LOG}，请核对文件夹")
    if found.parent == folder and folder.name != name and EVENT.fullmatch(folder.name):
        raise VerbError(f"{found} 是 {folder.name} 的日志，不是 {name:.40} 的；什么也没有动", 1)
    return found


def _demand_own(second: SecondPlace, name: str, path: Path, lines: bytes) -> None:
    """A copy must be a log of the kind that belongs under this name, and of no other event that is here. Raises VerbError."""
    entries = scan(lines).entries
    try:
        if EVENT.fullmatch(name):
            state = fold(name, entries)
            fits = state is not None and state.drill == name.startswith("D")
        elif name.startswith("R") and "/" not in name:
            fits = fold_run(entries) is not None
        else:
            fits = fold_shift(entries, None, KINDS).seq > 0
    except (UnknownKind, KeyError, TypeError, ValueError):
        fits = False
    others = (second.home.event_folder(one) for drill in (False, True) for one in second.home.event_ids(drill) if one != name)
    first = lines[: lines.find(b"\n") + 1]
    twin = next((one for one in others if one and second.size_of(one) > 0 and read_file(one / LOG, len(first)) == first), None)
    if not fits or twin:
        whose = f"是 {copy_name(twin)} 的日志" if twin else "不成这样一份日志"
        raise VerbError(f"{path} {whose}，不能放进 {name}；什么也没有动", 1)
