"""The dialogs of the log screen: late entry, correction, withdrawal, export."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.incident import commands as c
from console.incident.entry import Entry
from console.incident.narrate import narrate
from console.incident.refused import Refused, Wrong
from console.incident.times import HELP, Unreadable, dated_seconds, instant, parse_when
from console.journal.errors import NotRecorded
from console.words import cut

from .asking import read_at
from .dialog import Ask, Dialog
from .time_field import Reading

if TYPE_CHECKING:
    from console.desk.case import Case

    from .screens.base import DutyScreen

WITHDRAWABLE = frozenset({"milestone", "agency", "task", "extra_done"})
STANDING = WITHDRAWABLE | {"declared", "ticked"}
"""Kinds whose time counts for more than the words: what stands is reckoned with it."""

FORMAT_NAMES = {
    "md": "md 文字稿", "csv": "csv 表格", "jsonl": "jsonl 原始日志，可校验", "html": "html 网页", "docx": "docx 公文稿",
    "xlsx": "xlsx 表格", "toml": "toml 数据",
}


def late_entry(screen: DutyScreen) -> None:
    """Ask for a time and the words of a late entry (补录)."""

    async def submit(answers: Mapping[str, str]) -> str:
        if not answers["at"].strip():
            return Wrong("at", "发生时间还没有填，请填写后再按确认")
        try:
            at = parse_when(answers["at"], screen.duty.desk.clock.now())
        except Unreadable as error:
            return Wrong("at", str(error))
        return await screen.do(c.Note(answers["text"], at, key=answers["key"] == "yes"))

    asks = (
        Ask("at", "发生时间", note=HELP, reading=Reading()), Ask("text", "什么事", long=True),
        Ask("key", "是否要事", "no", (("no", "一般"), ("yes", "要事"))),
    )
    screen.duty.push_screen(Dialog("补录", asks, submit, note="写下的时间照记现在，发生时间另记；两个时间都留在日志里。"))


def correction(screen: DutyScreen, entry: Entry | None) -> None:
    """Ask for the right words of an entry."""
    if entry is None or screen.case is None:
        screen.refuse("先选一条记录")
        return
    seq = entry.seq

    async def submit(answers: Mapping[str, str]) -> str:
        at, problem = read_at(answers["at"], screen.duty.desk.clock.now())
        if problem:
            return f"发生时间：{problem}"
        if at is None and answers["at"].strip():
            return "发生时间请写是几点，或留空不改"
        return await screen.do(c.Correct(seq, answers["text"], at))

    happened = f"发生于 {dated_seconds(instant(entry.event_at))}"
    note = f"原文：{cut(narrate(entry, screen.case.plan), 300)}\n{happened}。原来的一条不改不删，更正另记一条。"
    if entry.kind in STANDING:
        note += "\n这一条的时间在这里更正只作说明；登记的状态和迟早要跟着变，请撤回(Ctrl+W)后重新登记。"
    elif entry.kind == "instant":
        note += "\n计时要跟着变，请在处置屏按 Ctrl+Y 改计时起点。"
    asks = (
        Ask("text", "正确的说法", long=True),
        Ask("at", "发生时间", note="时间没错就留空；只改时间，上面就留空", reading=Reading()),
    )
    screen.duty.push_screen(Dialog(f"更正第{seq}条", asks, submit, note=note))


def withdrawal(screen: DutyScreen, entry: Entry | None) -> None:
    """Ask why a tick is taken back."""
    if entry is None or screen.case is None:
        screen.refuse("先选一条记录")
        return
    if entry.kind not in WITHDRAWABLE:
        screen.refuse("只有报告、单位、任务、交办办结的登记可以撤回；别的请用更正")
        return
    seq = entry.seq

    async def submit(answers: Mapping[str, str]) -> str:
        return await screen.do(c.Withdraw(seq, answers["reason"]))

    note = f"撤回：{cut(narrate(entry, screen.case.plan), 300)}\n撤回后这一项回到未登记，原来的一条仍在日志里。"
    hints = ("登记错了对象", "误按", "重复登记")
    screen.duty.push_screen(Dialog(f"撤回第{seq}条", (Ask("reason", "原因", hints=hints),), submit, note=note))


def export(screen: DutyScreen) -> None:
    """Ask for the format and the place, then write the file."""
    case = screen.duty.desk.cases.get(screen.case.id) if screen.case else None
    if case is None:
        screen.refuse("还没有事件可导出")
        return
    desk = screen.duty.desk

    async def submit(answers: Mapping[str, str]) -> str:
        chosen = answers["format"]
        if chosen not in FORMAT_NAMES:
            return Wrong("format", "请选一种格式")
        path = _place(desk.home.exports, case, chosen, answers["place"], desk.clock.now())
        problem = await asyncio.to_thread(_write, chosen, case, path, screen.duty.desk.home.templates)
        if problem:
            return Wrong("place", problem)
        await _note(screen, case.id, chosen, path)
        screen.say(f"已导出到 {path}")
        return ""

    place = Ask("place", "放在哪里(文件夹或文件名)", str(desk.home.exports))
    asks = (Ask("format", "格式", "md", tuple(FORMAT_NAMES.items())), place)
    screen.duty.push_screen(Dialog("导出日志", asks, submit, note="U 盘或网络文件夹也可以；已有的文件不会被盖掉。"))


def _place(default: Path, case: Case, form: str, typed: str, now: datetime) -> Path:
    """The file: as typed, or with a name of its own in the folder that was typed."""
    place = Path(typed.strip()) if typed.strip() else default
    if place.suffix.lower() == f".{form}":
        return place
    drill = "演练-" if case.state.drill else ""
    return place / f"{drill}{case.id}-{now:%m%d-%H%M%S}.{form}"


def _write(form: str, case: Case, path: Path, own: Path) -> str:
    from console.report.formats import export as write  # noqa: PLC0415 # only when something leaves the room

    try:
        if path.exists():
            return f"{path} 已经有了，请换一个名字"
        path.parent.mkdir(parents=True, exist_ok=True)
        write(case, form, path, own)
    except OSError as error:
        return f"{path} 写不成：{error.strerror or error}；请换一个地方"
    except ValueError as error:
        return f"写不成：{str(error)[:120]}；请核对文件名和格式"
    return ""


async def _note(screen: DutyScreen, event: str, form: str, path: Path) -> None:
    """Say in the log that a copy left; a log that cannot be written to was exported all the same."""
    try:
        data = {"format": form, "path": str(path)}
        await asyncio.to_thread(screen.duty.desk.do, event, c.Observe("exported", data))
    except (Refused, NotRecorded) as error:
        screen.refuse(str(error))
    screen.duty.refresh_view()
