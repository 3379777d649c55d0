"""`duty drill score` and `trend`: the sheet of a drill, and a person's past drills."""

from __future__ import annotations

import argparse
import json
from typing import Any

from console.desk.clock import SystemClock
from console.desk.home import Home, default_home
from console.drill.score import Sheet
from console.incident.refused import Refused
from console.incident.times import stamp
from console.words import visible

from .faults import VerbError
from .outlet import outlet, put

FORMS = ("txt", "md", "html", "docx", "pdf")


def add_score(parser: argparse.ArgumentParser) -> None:
    """The arguments of `duty drill score`."""
    parser.add_argument("run_id", nargs="?", metavar="演练编号", help="如 R20261124-01；不写就是最近结束的一场")
    parser.add_argument("--json", action="store_true", help="一个 JSON 对象")
    parser.add_argument("--format", choices=FORMS, help="成绩单文件的格式")
    parser.add_argument("-o", "--output", metavar="文件夹", help="成绩单存到哪个文件夹；文件名带「演练」")
    parser.set_defaults(do=score)


def add_trend(parser: argparse.ArgumentParser) -> None:
    """The arguments of `duty drill trend`."""
    parser.add_argument("--name", metavar="姓名", help="只看这个人")
    parser.add_argument("-o", "--output", metavar="文件", help="画成 SVG 图")
    parser.set_defaults(do=trend)


def score(arguments: argparse.Namespace) -> int:
    """Print or save the sheet of a drill."""
    from console.exercise.scoring import latest, sheet_of, sheets  # noqa: PLC0415 # only where a score is asked for
    from console.report.saving import paper_bytes, save_paper  # noqa: PLC0415 # as above
    from console.report.score_paper import score_paper  # noqa: PLC0415 # as above

    root = default_home()
    run_id = arguments.run_id or latest(Home(root), over=True)
    if run_id is None:
        raise VerbError("还没有结束的演练，可用 duty drill start 开始一场", 1)
    try:
        sheet = sheet_of(root, run_id)
    except Refused as fault:
        raise VerbError(str(fault)) from None
    if arguments.json:
        print(json.dumps(as_json(sheet), ensure_ascii=False))  # noqa: T201 # a verb speaks through its streams
        return 0
    paper = score_paper(sheet, sheets(root, sheet.trainee), "", SystemClock().now())
    form = arguments.format or "txt"
    try:
        if arguments.output:
            path = save_paper(paper, form, outlet(arguments.output), root / "templates")
            print(visible(str(path)))  # noqa: T201 # as above
        elif form in ("txt", "md", "html"):
            print(visible(paper_bytes(paper, form, root / "templates").decode(), lines=True))  # noqa: T201 # as above
        else:
            raise VerbError(f"{form} 要用 -o 写明存到哪个文件夹")
    except (OSError, ValueError) as fault:
        raise VerbError(f"成绩单没有存成：{fault}") from None
    return 0


def trend(arguments: argparse.Namespace) -> int:
    """Print a line a drill, or draw them."""
    from console.exercise.scoring import sheets  # noqa: PLC0415 # only where a score is asked for
    from console.report.score_paper import trend_drawing  # noqa: PLC0415 # as above

    past = sheets(default_home(), arguments.name)
    for sheet in past:
        print(visible(f"演练 {sheet.run} {sheet.trainee} {sheet.title} {sheet.got}/{sheet.full}"))  # noqa: T201 # as above
    if arguments.output:
        put(outlet(arguments.output), trend_drawing(past).svg.encode())
    return 0


def as_json(sheet: Sheet) -> dict[str, Any]:
    """A sheet for other programs."""
    return {
        "run": sheet.run, "scenario": sheet.scenario, "title": sheet.title, "trainee": sheet.trainee, "drill": True,
        "started": stamp(sheet.started), "ended": stamp(sheet.ended) if sheet.ended else None, "why": sheet.why,
        "got": sheet.got, "full": sheet.full,
        "marks": [
            {"kind": m.goal.kind, "what": m.what, "clause": m.clause, "points": m.goal.points, "lost": m.lost,
             "why": m.why, "entry": m.entry}
            for m in sheet.marks
        ],
    }  # fmt: skip
