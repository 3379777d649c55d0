"""`duty contacts`: take in an office's table after a preview, list and check what is known."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from console.contacts.book import all_bodies, body_name, health
from console.contacts.file import template
from console.contacts.merging import preview_lines
from console.contacts.model import STALE_DAYS, standing
from console.desk.contact_import import preview_of, take
from console.desk.desk import Desk
from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.words import fit, visible

from .desks import add_by, reading, writing
from .faults import VerbError


def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    del verb
    verbs = parser.add_subparsers(dest="what", metavar="做什么", required=True)
    importing = verbs.add_parser("import", help="从 CSV 或 XLSX 导入；不加 --yes 只看不收")
    importing.add_argument("file", metavar="文件")
    how = importing.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="只看会怎样，什么也不写；有要看的行时退出码 1")
    how.add_argument("--yes", action="store_true", help="收下新增和改动；原文件另存为 .bak")
    importing.add_argument("--only-new", action="store_true", help="和 --yes 一起用：只收新增，不改已有的")
    add_by(importing)
    listing = verbs.add_parser("list", help="全部联系人，一条一行")
    listing.add_argument("--json", action="store_true", help="每条一行 JSON")
    verbs.add_parser("check", help="通讯录文件的毛病、没有号码的单位、久未核对的条数")
    verbs.add_parser("template", help="带说明的空白模板，可存成数据文件夹里的 contacts.toml")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    if arguments.what == "template":
        sys.stdout.write(template().read_text(encoding="utf-8"))
        return 0
    if arguments.what == "import" and arguments.yes:
        with writing(drill=False, by=arguments.by) as desk:
            return _import(desk, arguments)
    with reading(drill=False) as desk:
        if arguments.what == "import":
            return _import(desk, arguments)
        return _list(desk, as_json=arguments.json) if arguments.what == "list" else _check(desk)


def _say(words: str) -> None:
    sys.stdout.write(visible(words) + "\n")


def _import(desk: Desk, arguments: argparse.Namespace) -> int:
    try:
        preview = preview_of(desk, Path(arguments.file))
        for line in preview_lines(preview, {body.id: body.name for body in all_bodies(desk.plans.values())}):
            _say(line)
        if arguments.check:
            return 1 if preview.problems else 0
        if preview.empty:
            _say("没有要收的内容，通讯录没有变")
            return 0
        if not arguments.yes:
            _say("还没有收；看过以后加 --yes 收下，再加 --only-new 只收新增")
            return 1
        _say(take(desk, preview, only_new=arguments.only_new))
    except Refused as fault:
        raise VerbError(str(fault)) from None
    except NotRecorded as fault:
        raise VerbError(str(fault), 1) from None
    return 0


def _list(desk: Desk, *, as_json: bool) -> int:
    today, bodies = desk.clock.now().date(), all_bodies(desk.plans.values())
    for sentence in desk.contacts.said:
        sys.stderr.write(visible(sentence) + "\n")
    for contact in desk.contacts.contacts:
        mark, name = standing(contact, today), body_name(contact, bodies)
        if as_json:
            row = {**contact.model_dump(mode="json"), "body_name": name, "standing": mark}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            words = (fit(name, 28), fit(f"{contact.name} {contact.post}".strip(), 20), fit(contact.duty_phone, 14),
                     fit(contact.mobile, 14), f"核对 {contact.verified}" if contact.verified else "", mark)
            _say("  ".join(word for word in words if word))
    return 1 if desk.contacts.said else 0


def _check(desk: Desk) -> int:
    faults = desk.contacts.found.faults
    for sentence in faults:
        _say(sentence)
    found = health(desk.contacts.contacts, all_bodies(desk.plans.values()), desk.clock.now().date())
    _say(f"联系人{found.contacts}条；预案单位没有号码的{len(found.without)}家；{STALE_DAYS}天没核对的{found.stale}条；待核对{found.doubtful}条")
    if found.without:
        _say(f"没有号码：{'、'.join(found.without)}")
    return 1 if faults else 0
