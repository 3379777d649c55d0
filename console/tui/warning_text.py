"""The text of a warning's notice: drawn, edited, saved or copied; for warnings with and without an event."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from console.desk.bulletins import bulletins
from console.journal.errors import reason
from console.report.paper import Paper, from_text
from console.report.situation import signing
from console.report.warning_papers import Room, lifted_by, lifting_paper, warning_paper
from console.warning.steps import plan_for

from .clipboard import copy
from .dialog import Ask, Dialog

if TYPE_CHECKING:
    from console.warning.model import Bulletin

    from .screens.base import DutyScreen

COPY = "copy"
FORMS = ((COPY, "复制全文"), ("docx", "Word 公文"), ("html", "网页"), ("md", "文字稿"))


def ask_text(screen: DutyScreen, bulletin: Bulletin) -> None:
    """Draw the notice of a warning that stands, or of its lifting, and let it be edited and taken along."""
    desk = screen.duty.desk
    plan = plan_for(desk.plans.values(), bulletin.hazard) or next(iter(desk.plans.values()))
    office = desk.settings.office or signing(plan.plan.office, plan)
    room = Room(plan, office, "" if desk.unsigned else desk.by, desk.clock.now(), desk.drill)
    if bulletin.kind == "Cancel":
        if len(bulletin.lifts) != 1:
            which = f"解除了{'、'.join(bulletin.lifts)}，请选中其中一条" if bulletin.lifts else "没有解除任何登记过的预警，不出解除通知"
            screen.refuse(f"{bulletin.id} {which}")
            return
        bulletin = bulletins(desk)[bulletin.lifts[0]]
    over = lifted_by(bulletin) is not None
    try:
        paper = lifting_paper(room, bulletin) if over else warning_paper(room, bulletin, bulletins(desk).values())
    except ValueError as error:
        screen.refuse(str(error))
        return

    async def submit(answers: Mapping[str, str]) -> str:
        if not answers["form"]:
            return "请选怎么带走"
        if answers["form"] == COPY:
            screen.say(copy(screen.app, answers["text"], "再按 Ctrl+K 选一种文件"))
            return ""
        edited = paper if answers["text"] == paper.text else from_text(paper, answers["text"])
        return await _save(screen, edited, answers["form"])

    asks = (Ask("text", "通知", paper.text, long=True), Ask("form", "怎么带走", COPY, FORMS))
    note = "  ".join(flag.words for flag in paper.flags)
    screen.duty.push_screen(Dialog(paper.heading, asks, submit, note=note, ok="带走"))


async def _save(screen: DutyScreen, paper: Paper, form: str) -> str:
    from console.report.saving import save_paper  # noqa: PLC0415 # only when something is saved

    home = screen.duty.desk.home
    try:
        path: Path = await asyncio.to_thread(save_paper, paper, form, home.exports, home.root / "templates")
    except OSError as error:
        return f"{home.exports}: 写不成({reason(error)})，请检查磁盘"
    except ValueError as error:
        return str(error)
    screen.say(f"已存成 {path.name}，文件夹 {path.parent}")
    return ""
