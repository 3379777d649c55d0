"""`duty drill`: scenarios and drills."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.desk.home import Home, default_home
from console.desk.plans import usable_plans
from console.drill.check import load_scenario
from console.incident.refused import Refused
from console.incident.times import dated
from console.words import fit, visible

from . import drill_from_log, drill_score
from .faults import VerbError

NAME = "受训人"


def add(parser: argparse.ArgumentParser, _name: str) -> None:
    """The arguments of the verb."""
    verbs = parser.add_subparsers(dest="drill_verb", metavar="动作", required=True)
    verbs.add_parser("list", help="有哪些脚本，练过哪些").set_defaults(do=list_all)
    check_parser = verbs.add_parser("check", help="检查脚本，列出全部问题")
    check_parser.add_argument("path", nargs="?", metavar="文件或文件夹", help="不写就检查随台的和本单位的全部脚本")
    check_parser.set_defaults(do=check)
    start_parser = verbs.add_parser("start", help="开始一场演练")
    start_parser.add_argument("scenario", metavar="脚本名或文件")
    start_parser.add_argument("--name", default=NAME, metavar="姓名", help="受训人")
    start_parser.add_argument("--speed", type=int, default=1, metavar="倍数", help="1到60倍速")
    start_parser.add_argument("--seed", type=int, metavar="数", help="换一个种子，回答的说法随之不同")
    start_parser.set_defaults(do=start)
    resume_parser = verbs.add_parser("resume", help="接着练中断的一场")
    resume_parser.add_argument("run_id", nargs="?", metavar="演练编号")
    resume_parser.set_defaults(do=resume)
    direct_parser = verbs.add_parser("direct", help="导演：在第二个终端里看和管一场演练")
    direct_parser.add_argument("run_id", nargs="?", metavar="演练编号", help="不写就是正在练的一场")
    direct_parser.add_argument("--name", default="导演", metavar="姓名", help="导演的名字，记进演练记录")
    direct_parser.set_defaults(do=direct)
    drill_from_log.add(verbs.add_parser("from-log", help="把一件归档的事件改编成脚本"))
    drill_score.add_score(verbs.add_parser("score", help="成绩单"))
    drill_score.add_trend(verbs.add_parser("trend", help="历次成绩"))


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    status: int = arguments.do(arguments)
    return status


def list_all(_arguments: argparse.Namespace) -> int:
    """A line a scenario, then a line a drill."""
    from console.exercise.record import run_ids  # noqa: PLC0415 # only where it is asked for
    from console.exercise.scoring import run_of  # noqa: PLC0415 # as above
    from console.exercise.store import stored  # noqa: PLC0415 # as above

    root = default_home()
    plans, _ = usable_plans(root / "plans")
    for one in stored(root, plans):
        if one.scenario is None:
            _say(f"{fit(one.name, 24)} 有{len(one.problems)}处错：{one.problems[0]}")
        else:
            about = one.scenario.scenario
            _say(f"{fit(one.name, 24)} 难度{about.difficulty} 约{about.minutes}分钟 {about.title}")
    home = Home(root)
    for run_id in run_ids(home):
        run = run_of(home, run_id)
        if run is None:
            _say(f"演练 {run_id} 记录读不出来")
        else:
            end = f"{run.ended_why}" if run.ended_at else "没有结束"
            _say(f"演练 {run_id} {dated(run.started)} {run.trainee} {run.name} {end}")
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Every problem of every scenario, with file and line; 1 where there is one, 2 where there is nothing to read."""
    from console.exercise.store import folders  # noqa: PLC0415 # only where it is asked for

    root = default_home()
    plans, faults = usable_plans(root / "plans")
    for fault in faults:
        _say(fault)
    given = Path(arguments.path) if arguments.path else None
    if given is not None and not given.exists():
        raise VerbError(f"{given} 不存在，请核对路径")
    wanted = (given,) if given is not None else folders(root)
    paths = [p for one in wanted for p in (sorted(one.glob("*.toml")) if one.is_dir() else [one] if one.is_file() else [])]
    if not paths:
        raise VerbError(f"{given or root} 里没有 .toml 脚本")
    count = 0
    for path in paths:
        for problem in load_scenario(path, plans)[1]:
            _say(str(problem))
            count += 1
    _say(f"{len(paths)}个脚本，{count}处问题" if count else f"{len(paths)}个脚本，没有问题")
    return 1 if count else 0


def start(arguments: argparse.Namespace) -> int:
    """Begin a drill on the screen."""
    from console.exercise.store import named  # noqa: PLC0415 # only where it is asked for
    from console.tui.terminal import fit_terminal  # noqa: PLC0415 # as above

    if not 1 <= arguments.speed <= 60:  # as the help says
        raise VerbError("--speed 须在1到60之间")
    root = default_home()
    plans, _ = usable_plans(root / "plans")
    try:
        text = named(root, plans, arguments.scenario).text()
    except Refused as fault:
        raise VerbError(str(fault)) from None
    if fit_terminal() is None:
        return 2
    from console.tui.drill.start import start as begin  # noqa: PLC0415 # Textual reads its environment at import

    return begin(root, text, arguments.name[:100], arguments.speed, arguments.seed)


def resume(arguments: argparse.Namespace) -> int:
    """Play on."""
    from console.exercise.scoring import latest  # noqa: PLC0415 # only where it is asked for
    from console.tui.terminal import fit_terminal  # noqa: PLC0415 # as above

    root = default_home()
    run_id = arguments.run_id or latest(Home(root), over=False)
    if run_id is None:
        raise VerbError("没有中断的演练", 1)
    if fit_terminal() is None:
        return 2
    from console.tui.drill.start import go_on  # noqa: PLC0415 # Textual reads its environment at import

    return go_on(root, run_id)


def direct(arguments: argparse.Namespace) -> int:
    """The director's window."""
    from console.exercise.scoring import latest  # noqa: PLC0415 # only where it is asked for
    from console.tui.terminal import fit_terminal  # noqa: PLC0415 # as above

    root = default_home()
    run_id = arguments.run_id or latest(Home(root), over=False)
    if run_id is None:
        raise VerbError("没有正在进行的演练；先在另一个终端里 duty drill start", 1)
    if fit_terminal() is None:
        return 2
    from console.tui.drill.director import run_director  # noqa: PLC0415 # Textual reads its environment at import

    try:
        return run_director(root, run_id, arguments.name[:100])
    except Refused as fault:
        raise VerbError(str(fault)) from None


def _say(words: str) -> None:
    print(visible(words))  # noqa: T201 # a verb speaks through its streams
