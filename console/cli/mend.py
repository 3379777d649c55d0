"""`duty log mend`: set the damaged part of a log aside, by a person's own decision, so that the good part goes on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.desk.desk import Desk
from console.incident.refused import Refused
from console.journal.mirror import copy_name
from console.journal.recover import LOG
from console.journal.verify import verify
from console.journal.writer import Journal
from console.words import visible

from .desks import tell_unsigned, writing
from .faults import VerbError

DESK_LOGS = ("desk", "drill-desk")
"""The logs that belong to no event, named by their folders."""


def run(arguments: argparse.Namespace) -> int:
    """Say what is damaged, 1; with --yes set it aside and log that, 0. A log that holds is left alone."""
    with writing(drill=arguments.id.startswith(("D", "drill")), by=arguments.by) as desk:
        folder = _folder(desk, arguments.id)
        found = verify(folder / LOG)
        second, key = desk.second, copy_name(folder)
        second.hold(folder, None, whole=False)
        loss = second.loss(key)
        if loss is not None and loss.standing == "there":
            raise VerbError(f"{loss.words}：先 duty log restore {key} 取回；还没有动", 1)
        if found.ok:
            sys.stdout.write(f"{arguments.id} 没有坏，{found.entries}条完好，什么也没有动\n")
            return 0
        if not found.readable:
            raise VerbError(found.why)
        sys.stdout.write(visible(f"{arguments.id} 第{found.line}行：{found.why}；前{found.entries}条完好") + "\n")
        if not arguments.yes:
            sys.stdout.write("还没有动。加 --yes 就把坏的部分原样另存在旁边，从完好的最后一条接着记；先另存一份整个文件夹更稳妥\n")
            return 1
        return _mend(desk, folder, arguments.id)


def _folder(desk: Desk, name: str) -> Path:
    folder = desk.home.root / name if name in DESK_LOGS else desk.home.event_folder(name)
    if folder is None or not folder.is_dir():
        raise VerbError(f"没有编号为「{name[:40]}」的事件，可用 duty log list 查看")
    return folder


def _mend(desk: Desk, folder: Path, name: str) -> int:
    with Journal.open(folder, True, cut_damage=True) as journal:
        if not journal.writable:
            raise VerbError("；".join(journal.findings), 1)
        for finding in journal.findings:
            sys.stdout.write(visible(finding) + "\n")
    if name not in DESK_LOGS:
        try:
            desk.case(name)  # opening it logs what was set aside
        except Refused as fault:
            raise VerbError(str(fault), 1) from None
        tell_unsigned(desk)
    return 0
