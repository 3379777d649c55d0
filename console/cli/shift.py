"""`duty shift`: who was on duty when, and what each recorded."""

from __future__ import annotations

import argparse
import sys

from console.desk.desk import Desk
from console.desk.turns import recorded_by, turn_of
from console.incident.times import dated
from console.report.handover_paper import shift_log_bytes, shift_log_paper
from console.words import visible

from .desks import reading, tell_losses
from .faults import VerbError, say_time, time_given
from .outlet import outlet, put

FORMS = ("md", "html", "docx", "txt", "csv")


def add(parser: argparse.ArgumentParser, _verb: str) -> None:
    """The arguments of the verb."""
    verbs = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    verbs.add_parser("list", help="谁什么时候值班").add_argument("--drill", action="store_true", help="演练的")
    logging = verbs.add_parser("log", help="一个人一班里记下的全部内容")
    logging.add_argument("--name", metavar="姓名", help="不写就是最近一班的人")
    logging.add_argument("--from", dest="since", metavar="时间", help="不写就是这个人最近一班的开始")
    logging.add_argument("--to", dest="until", metavar="时间", help="不写就是这一班结束，还在班就是到现在")
    logging.add_argument("--format", choices=FORMS, default="md")
    logging.add_argument("-o", "--output", required=True, metavar="文件")
    logging.add_argument("--drill", action="store_true", help="演练的")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    with reading(drill=arguments.drill) as desk:
        tell_losses(desk)
        return _list(desk) if arguments.what == "list" else _log(desk, arguments)


def _list(desk: Desk) -> int:
    for turn in desk.room.state.shifts:
        without = f"  未经交接：{turn.without}" if turn.without else ""
        print(visible(f"{dated(turn.since)}  {turn.name}  带班 {turn.leader or '未登记'}{without}"))  # noqa: T201 # a verb speaks
    return 0


def _log(desk: Desk, arguments: argparse.Namespace) -> int:
    now, turns = desk.clock.now(), desk.room.state.shifts
    name = arguments.name or (turns[-1].name if turns else "")
    if not name:
        raise VerbError("还没有人登记过上班，请用 --name 写明姓名", 1)
    own = turn_of(turns, name)
    since = time_given(arguments.since, "--from", now) or (own[0] if own else None)
    until = time_given(arguments.until, "--to", now) or (own[1] if own and own[1] and not arguments.since else now)
    if since is None:
        raise VerbError(f"{name[:40]}没有登记过上班，请用 --from 写明从什么时候起", 1)
    lines, unread = recorded_by(desk, name, since, until)
    office = desk.settings.office or next(iter(desk.plans.values())).plan.office
    paper = shift_log_paper(name, since, until, lines, office, drill=desk.drill)
    path = outlet(arguments.output)
    if desk.drill and "演练" not in path.name:
        path = path.with_name(f"演练-{path.name}")
    try:
        data = shift_log_bytes(paper, arguments.format, desk.home.templates)
    except ValueError as fault:
        raise VerbError(str(fault)) from None
    put(path, data)
    for typed, at in ((arguments.since, since), (arguments.until, until)):
        if typed is not None and at is not None:
            say_time(at, now)
    for sentence in unread:
        print(visible(sentence), file=sys.stderr)  # noqa: T201 # a verb speaks
    print(visible(f"{path} {len(lines)}条"))  # noqa: T201 # a verb speaks
    return 0
