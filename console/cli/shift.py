"""`duty shift`: who was on duty when, and what each recorded."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from console.desk.desk import Desk
from console.incident.narrate import kind_label, narrate
from console.incident.times import Unreadable, dated, instant, parse_when
from console.journal.errors import reason
from console.report.handover_paper import Line, shift_log_paper
from console.report.saving import paper_bytes
from console.shift.state import LABELS
from console.words import visible

from .desks import reading
from .faults import VerbError

FORMS = ("md", "html", "docx", "txt")


def add(parser: argparse.ArgumentParser, _verb: str) -> None:
    """The arguments of the verb."""
    verbs = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    verbs.add_parser("list", help="谁什么时候值班").add_argument("--drill", action="store_true", help="演练的")
    logging = verbs.add_parser("log", help="一个人一班里记下的全部内容")
    logging.add_argument("--name", metavar="姓名", help="不写就是最近一班的人")
    logging.add_argument("--from", dest="since", metavar="时间", help="不写就是这个人最近一班的开始")
    logging.add_argument("--to", dest="until", metavar="时间", help="不写就是到现在")
    logging.add_argument("--format", choices=FORMS, default="md")
    logging.add_argument("-o", "--output", required=True, metavar="文件")
    logging.add_argument("--drill", action="store_true", help="演练的")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    with reading(drill=arguments.drill) as desk:
        return _list(desk) if arguments.what == "list" else _log(desk, arguments)


def _list(desk: Desk) -> int:
    for turn in desk.room.state.shifts:
        without = f"  未经交接: {turn.without}" if turn.without else ""
        print(visible(f"{dated(turn.since)}  {turn.name}  带班 {turn.leader or '未登记'}{without}"))  # noqa: T201 # a verb speaks
    return 0


def _log(desk: Desk, arguments: argparse.Namespace) -> int:
    now, turns = desk.clock.now(), desk.room.state.shifts
    name = arguments.name or (turns[-1].name if turns else "")
    if not name:
        raise VerbError("还没有人登记过上班,请用 --name 写明姓名", 1)
    own = [turn.since for turn in turns if turn.name == name]
    try:
        since = parse_when(arguments.since, now) if arguments.since else (own[-1] if own else None)
        until = parse_when(arguments.until, now) if arguments.until else now
    except Unreadable as fault:
        raise VerbError(str(fault)) from None
    if since is None:
        raise VerbError(f"{name[:40]}没有登记过上班,请用 --from 写明从什么时候起", 1)
    lines = sorted(_lines(desk, name, since, until))
    office = desk.settings.office or next(iter(desk.plans.values())).plan.office
    paper = shift_log_paper(name, since, until, lines, office, drill=desk.drill)
    path = Path(arguments.output)
    if desk.drill and "演练" not in path.name:
        path = path.with_name(f"演练-{path.name}")
    from console.journal.files import atomic_write  # noqa: PLC0415 # only where something is written

    try:
        atomic_write(path, paper_bytes(paper, arguments.format, desk.home.root / "templates"))
    except (OSError, ValueError) as fault:
        why = reason(fault) if isinstance(fault, OSError) else str(fault)
        raise VerbError(f"{path}: 写不成({why}),请换一个位置") from None
    print(visible(f"{path} {len(lines)}条"))  # noqa: T201 # a verb speaks
    return 0


def _lines(desk: Desk, name: str, since: datetime, until: datetime) -> Iterable[Line]:
    for entry in desk.room.entries:
        at = instant(entry.at)
        if entry.by == name and since <= at <= until:
            yield at, f"值班 第{entry.seq}条", LABELS.get(entry.kind, "记录") + _words(entry.data)
    for summary in desk.summaries():
        case = desk.case(summary.id)
        for entry in case.entries:
            at = instant(entry.at)
            if entry.by == name and since <= at <= until:
                yield at, f"{case.id} 第{entry.seq}条", f"{kind_label(entry)}: {narrate(entry, case.plan)}"


def _words(data: object) -> str:
    """The words of a desk entry, short."""
    if not isinstance(data, dict):
        return ""
    words = [str(data[key]) for key in ("name", "text", "outgoing", "incoming", "answer", "headline") if data.get(key)]
    return f": {' '.join(words)}"[:300] if words else ""
