"""`duty drill from-log`: an event becomes a scenario to edit and play."""

from __future__ import annotations

import argparse
import re

from console.desk.people import numbers_of, people_of
from console.incident.refused import Refused
from console.words import visible

from .desks import reading
from .faults import VerbError
from .outlet import outlet, put

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments of the verb."""
    parser.add_argument("id", metavar="事件编号", help="已归档的事件，真实的或演练的")
    parser.add_argument("-o", "--output", required=True, metavar="文件", help="脚本文件，名字只用小写字母、数字和 -，如 night-2.toml")
    parser.set_defaults(do=write)


def write(arguments: argparse.Namespace) -> int:
    """Write the scenario, whole or not at all; the log is only read, names and numbers are taken out."""
    from console.drill.from_log import scenario_from  # noqa: PLC0415 # only where it is asked for
    from console.report.redact import LEFT_WORDS, redactor_of  # noqa: PLC0415 # as above

    out = outlet(arguments.output)
    if out.suffix != ".toml" or not _NAME.fullmatch(out.stem):
        raise VerbError(f"{out.name}: 脚本文件名只用小写字母、数字、- 和 _，以 .toml 结尾")
    with reading(drill=arguments.id.startswith("D")) as desk:
        try:
            case = desk.case(arguments.id)
        except Refused as fault:
            raise VerbError(str(fault)) from None
        if case.state.stage != "closed":
            raise VerbError(f"{case.id} 还没有归档，归档后才能改成演练脚本", 1)
        redactor = redactor_of(case.entries, people_of(desk), desk.plans.values(), numbers_of(desk))
        try:
            text = scenario_from(out.stem, case.plan, case.state, case.entries, redactor.clean)
        except ValueError as fault:
            raise VerbError(str(fault), 1) from None
        put(out, text.encode())
    print(visible(f"{out} 已写好，已去除：{redactor.words}。{LEFT_WORDS}；改一改，再用 duty drill check 检查"))  # noqa: T201 # a verb speaks
    return 0
