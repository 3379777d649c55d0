"""`duty log`: events and their logs without a screen."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

from console.desk.home import default_home
from console.incident.refused import Refused
from console.journal.errors import JournalError, NotRecorded, reason
from console.words import visible

from .desks import add_by, case_at, reading, tell_losses, tell_unsigned, writing
from .faults import VerbError, hex64, say_time, time_given
from .outlet import outlet

EXPORTS = ("jsonl", "csv", "md", "html", "docx", "xlsx", "toml")


def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    del verb
    verbs = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    opening = verbs.add_parser("open", help="开一件事件，打印编号")
    opening.add_argument("--plan", required=True, metavar="预案")
    opening.add_argument("--title", required=True, metavar="标题")
    opening.add_argument("--facts", metavar="文件", help="JSON: duty classify 的 facts")
    opening.add_argument("--drill", action="store_true", help="演练，另存一处")
    add_by(opening)
    listing = verbs.add_parser("list", help="全部事件，一件一行")
    listing.add_argument("--json", action="store_true")
    showing = verbs.add_parser("show", help="一件事件的日志")
    showing.add_argument("id", metavar="编号")
    showing.add_argument("--json", action="store_true", help="每行一条，与日志文件逐字节相同")
    adding = verbs.add_parser("add", help="记一条；落盘后打印 序号 校验值")
    adding.add_argument("id", metavar="编号")
    adding.add_argument("text", metavar="内容")
    adding.add_argument("--event-at", metavar="时间", help="发生时间，早于现在即为补录；写法与屏上相同，如 0210、15:23:40、2026-11-23 02:10")
    add_by(adding)
    verifying = verbs.add_parser("verify", help="逐字节检验日志")
    verifying.add_argument("target", metavar="编号或路径")
    verifying.add_argument("--head", metavar="校验值", help="已知的末条校验值")
    exporting = verbs.add_parser("export", help="导出")
    exporting.add_argument("id", metavar="编号")
    exporting.add_argument("--format", required=True, choices=EXPORTS)
    exporting.add_argument("-o", dest="out", required=True, metavar="文件")
    archiving = verbs.add_parser("archive", help="档案包：一件事件的全部文件，一个文件夹和一个 zip")
    archiving.add_argument("id", metavar="编号")
    archiving.add_argument("-o", dest="out", required=True, metavar="文件夹", help="档案包放在这个文件夹里")
    redacting = verbs.add_parser("redact-copy", help="去除姓名和电话的副本，原日志不动")
    redacting.add_argument("id", metavar="编号")
    redacting.add_argument("-o", dest="out", required=True, metavar="文件")
    mending = verbs.add_parser("mend", help="日志坏了：看坏在哪里；加 --yes 把坏的部分另存，从完好处接着记")
    mending.add_argument("id", metavar="编号", help="事件编号；值班日志写 desk，演练的写 drill-desk")
    mending.add_argument("--yes", action="store_true", help="照做；不加只看")
    add_by(mending)
    restoring = verbs.add_parser("restore", help="本机少了的从第二处取回；逐条核对接得上才动，两份都留着；打印末条的 序号 校验值")
    restoring.add_argument("id", metavar="编号", help="事件或演练编号；值班日志写 desk")
    restoring.add_argument("--from", dest="source", metavar="文件夹", help="第二处，或放着这件事件 log.jsonl 的文件夹；不写用设置里的第二处")
    add_by(restoring)
    sealing = verbs.add_parser("seal", help="用本机密钥封存日志的末条校验值，或核对封存")
    sealing.add_argument("id", metavar="编号")
    sealing.add_argument("--check", action="store_true", help="核对封存，不另封")
    sealing.add_argument("--key", metavar="公钥", help="另外保存的公钥，64位十六进制")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    if arguments.what in ("redact-copy", "seal", "archive", "mend", "restore"):
        module = import_module(f"console.cli.{arguments.what.partition('-')[0]}")
        status: int = module.run(arguments)
        return status
    verbs = {"open": _open, "list": _list, "show": _show, "add": _add, "verify": _verify, "export": _export}
    return verbs[arguments.what](arguments)


def _open(arguments: argparse.Namespace) -> int:
    from .facts_file import commands_of, read_facts  # noqa: PLC0415 # only where facts come along

    facts = {} if arguments.facts is None else read_facts(Path(arguments.facts), arguments.plan)
    with writing(drill=arguments.drill, by=arguments.by) as desk:
        plan = desk.plans.get(arguments.plan)
        if plan is None:
            raise VerbError(f"没有「{arguments.plan[:40]}」这份预案，可用的有 {'、'.join(desk.plans)}")
        commands = commands_of(plan, facts, arguments.facts or "")
        try:
            case = desk.open_event(arguments.plan, arguments.title, told=commands)
        except Refused as fault:
            raise VerbError(f"{arguments.facts}: {fault}" if commands else str(fault)) from None
        except NotRecorded as fault:
            raise VerbError(str(fault), 1) from None
        sys.stdout.write(case.id + "\n")
        tell_unsigned(desk)
        for one in case.contradictions:
            sys.stderr.write(f"数字矛盾：{one.sentence}\n")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    for drill in (False, True):
        with reading(drill=drill) as desk:
            for found in desk.summaries():
                row = {
                    "id": found.id, "title": found.title, "plan": found.plan, "level": found.level,
                    "state": found.state, "drill": found.drill, "opened_at": found.opened_at,
                }  # fmt: skip
                if arguments.json:
                    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
                else:
                    mark = "[演练] " if found.drill else ""
                    level = f"{found.level}级" if found.level else "-"
                    stood = f"{found.state:9} {level:5} {found.plan:9} {found.opened_at}"
                    words = f"{found.id}  {stood}  {mark}{found.title}"
                    sys.stdout.write(visible(words) + "\n")
            tell_losses(desk)
            for finding in desk.findings:
                print(visible(finding), file=sys.stderr)  # noqa: T201 # a verb speaks through its streams
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from console.incident.narrate import is_late, kind_label, narrate  # noqa: PLC0415 # only for this
    from console.journal.chain import line_of  # noqa: PLC0415 # the same

    with case_at(arguments.id) as case:
        if case.state.drill and not arguments.json:
            sys.stdout.write("这是一次演练\n")
        for entry in case.entries:
            if arguments.json:
                sys.stdout.write(line_of(entry).decode())
                continue
            late = f" (补录于 {entry.at[:16].replace('T', ' ')})" if is_late(entry) else ""
            when = entry.event_at[:19].replace("T", " ")
            words = f"{entry.seq:5} {when}{late} {entry.by} [{kind_label(entry)}] {case.index.told(entry, narrate(entry, case.plan))}"
            sys.stdout.write(visible(words) + "\n")
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from console.incident.commands import Note  # noqa: PLC0415 # only for this

    with writing(drill=arguments.id.startswith("D"), by=arguments.by) as desk:
        now = desk.clock.now()
        at = time_given(arguments.event_at, "--event-at", now)
        try:
            entry = desk.do(arguments.id, Note(arguments.text, at))[-1]
        except Refused as fault:
            raise VerbError(str(fault)) from None
        except NotRecorded as fault:
            raise VerbError(str(fault), 1) from None
        sys.stdout.write(f"{entry.seq} {entry.hash}\n")
        tell_unsigned(desk)
    if at is not None:
        say_time(at, now)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from console.desk.home import Home  # noqa: PLC0415 # only for this
    from console.journal.verify import summary, verify  # noqa: PLC0415 # only for this

    path = Home(default_home()).event_folder(arguments.target) or Path(arguments.target)
    try:
        verdict = verify(path, hex64(arguments.head, "--head "))
    except (JournalError, OSError, ValueError) as fault:
        raise VerbError(f"{path}: {fault}") from None
    if not verdict.readable:
        raise VerbError(summary(verdict))
    sys.stdout.write(visible(summary(verdict)) + "\n")
    return 0 if verdict.ok else 1


def _export(arguments: argparse.Namespace) -> int:
    from console.desk.home import Home  # noqa: PLC0415 # only for this
    from console.report.formats import export  # noqa: PLC0415 # as above

    out = outlet(arguments.out)
    with case_at(arguments.id) as case:
        try:
            path = export(case, arguments.format, out, Home(default_home()).templates)
        except OSError as fault:
            raise VerbError(f"{out}: 写不成({reason(fault)})，请换一个位置") from None
        except ValueError as fault:
            raise VerbError(str(fault)) from None
        sys.stdout.write(visible(f"{path} {len(case.entries)}条 末条校验值 {case.head}") + "\n")
    return 0
