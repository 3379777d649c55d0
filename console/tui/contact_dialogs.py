"""The dialogs of the contact list: one contact, taking one out, an import, who answered the call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from console.contacts.book import all_bodies, known_body
from console.contacts.merging import Preview, preview_lines
from console.contacts.model import FIELDS, Contact
from console.desk.contact_import import preview_of, take
from console.incident.refused import Refused, Wrong, said
from console.journal.errors import NotRecorded

from .dialog import Ask, Dialog

if TYPE_CHECKING:
    from .screens.base import DutyScreen

SHOWN = 60
"""So many lines of a preview are shown; `duty contacts import --check` prints all."""


async def attempt(screen: DutyScreen, work: Callable[..., Any], *arguments: Any) -> str:
    """Change the list off the loop; the sentence of a refusal, or nothing."""
    try:
        words = await asyncio.to_thread(work, *arguments)
    except (Refused, NotRecorded) as error:
        return said(error)
    screen.duty.refresh_view()
    if isinstance(words, str):
        screen.say(words)
    return ""


async def doubt_number(screen: DutyScreen, contact: Contact, number: str) -> str:
    """The list learns that a number is wrong; what is to be said of it."""
    today, book = screen.duty.desk.clock.now().date(), screen.duty.desk.contacts
    doubted = contact.model_copy(update={"doubt": f"{today} {number} 号码错误"[:200]})
    problem = may_change(screen) or await attempt(screen, book.change, contact, doubted)
    return f"，通讯录没有标「待核对」({problem})" if problem else "，已标「待核对」"


def edit_contact(screen: DutyScreen, old: Contact | None, body: str = "") -> None:
    """A new contact, or another wording of one; other numbers are not verified any more."""
    book, bodies = screen.duty.desk.contacts, all_bodies(screen.duty.desk.plans.values())
    if problem := may_change(screen):
        screen.refuse(problem)
        return
    names = {one.id: one.name for one in bodies}

    async def submit(answers: Mapping[str, str]) -> str:
        fields = {key: answers[key].strip() for key in FIELDS}
        fields["body"] = known_body(fields["body"], bodies)
        if not fields["body"]:
            return Wrong("body", "请填单位")
        if not any(fields[key] for key in ("name", "post", "duty_phone", "mobile", "fax")):
            return Wrong("duty_phone", "请至少填一个号码或姓名")
        kept = {"verified": old.verified, "doubt": old.doubt} if old and _same_numbers(old, fields) else {}
        try:
            new = Contact.model_validate({**fields, **kept}, strict=True)
        except ValidationError as error:
            wrong = "、".join(dict.fromkeys(FIELDS.get(str(f["loc"][0]), "") for f in error.errors(include_url=False)))
            return f"{wrong}太长或有不能用的字符，请改短"
        problem = await (attempt(screen, book.change, old, new) if old else attempt(screen, book.add, new))
        if not problem:
            screen.say(f"通讯录已存：{names.get(new.body, new.body)} {new.name}")
        return problem

    given = old.model_dump() if old else {"body": body}
    given["body"] = names.get(given["body"], given["body"])
    asks = tuple(
        Ask(key, label, str(given.get(key, "")), hints=tuple(names.values()) if key == "body" else (), note=_NOTES.get(key, ""))
        for key, label in FIELDS.items()
    )
    title, whom = "修改联系人" if old else "添加联系人", old or Contact(body=body or "?")
    about = f"{title} {whom.body} {whom.post} {whom.name} {whom.duty_phone} {whom.mobile}"  # another line, another draft
    screen.duty.push_screen(Dialog(title, asks, submit, ok="存入", about=about))


_NOTES = {"body": "上下键选预案里的单位，也可写别的", "duty_phone": "几个号码用顿号隔开"}


def _same_numbers(old: Contact, fields: Mapping[str, str]) -> bool:
    return all(getattr(old, key) == fields[key] for key in ("duty_phone", "mobile", "fax"))


def may_change(screen: DutyScreen) -> str:
    """Why the list may not be changed now; empty where it may."""
    try:
        screen.duty.desk.contacts.demand()
    except Refused as error:
        return str(error)
    return ""


def delete_contact(screen: DutyScreen, contact: Contact, name: str) -> None:
    """Ask, then take it out."""

    async def submit(_answers: Mapping[str, str]) -> str:
        problem = await attempt(screen, screen.duty.desk.contacts.change, contact, None)
        if not problem:
            screen.say(f"已从通讯录删去：{name} {contact.name}")
        return problem

    words = " ".join(word for word in (name, contact.name, contact.post, contact.duty_phone, contact.mobile) if word)
    screen.duty.push_screen(Dialog("删去这个联系人？", (), submit, note=f"{words}\n删去后不能恢复。", ok="删去"))


def ask_import(screen: DutyScreen) -> None:
    """Which file; then what it would do, before it is taken."""
    if problem := may_change(screen):
        screen.refuse(problem)
        return

    async def submit(answers: Mapping[str, str]) -> str:
        path = answers["path"].strip()
        if not path:
            return Wrong("path", "请写表格文件的路径")
        try:
            preview = await asyncio.to_thread(preview_of, screen.duty.desk, Path(path))
        except Refused as error:
            return Wrong("path", str(error))
        screen.duty.call_later(ask_taking, screen, preview)
        return ""

    note = ("CSV(UTF-8 或 GBK)或 XLSX，表头写着「单位」「姓名」「职务」「办公电话」「手机」「传真」「备注」之类。\n"
            "先看会新增、改动什么，再决定收不收。")
    screen.duty.push_screen(Dialog("导入通讯录", (Ask("path", "文件路径"),), submit, note=note, ok="看一看"))


def ask_taking(screen: DutyScreen, preview: Preview) -> None:
    """The preview, and whether it is taken."""
    names = {body.id: body.name for body in all_bodies(screen.duty.desk.plans.values())}
    lines = preview_lines(preview, names)
    if len(lines) > SHOWN:
        lines = [*lines[:SHOWN], f"(还有{len(lines) - SHOWN}行，duty contacts import 文件 --check 可看全部)"]

    async def submit(answers: Mapping[str, str]) -> str:
        how = answers.get("how", "")
        if preview.empty:
            return ""
        if not how:
            return Wrong("how", "请选收哪些")
        return await attempt(screen, lambda: take(screen.duty.desk, preview, only_new=how == "new"))

    ways = (("all", f"新增{len(preview.new)}条和改动{len(preview.changed)}条都收"), ("new", f"只收新增{len(preview.new)}条"))
    asks = [Ask("how", "收哪些(原文件另存为 contacts.toml.bak)", "new", ways)] if not preview.empty else []
    asks.append(Ask("seen", "会怎样(Tab 到这里，上下翻看)", "\n".join(lines), long=True))
    screen.duty.push_screen(Dialog("导入前先看", asks, submit, ok="知道了" if preview.empty else "收下"))
