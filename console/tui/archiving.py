"""The dialog of the archive: where to, what it is at, where it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from console.incident import commands as c
from console.incident.refused import Refused, Wrong
from console.journal.errors import NotRecorded, reason

from .dialog import Ask, Dialog

if TYPE_CHECKING:
    from .screens.base import DutyScreen

NOTE = "日志、封存、全部文书、表格、查阅页各成一个文件，另有一个 zip。任何电脑用浏览器打开 index.html 就能查。已有的档案包不会被盖掉。"


def ask_archive(screen: DutyScreen) -> None:
    """Ask where the archive of the event on the screens goes, and make it there."""
    desk = screen.duty.desk
    case = desk.cases.get(screen.case.id) if screen.case else None
    if case is None:
        screen.refuse("还没有事件可做档案包")
        return

    def told(done: int, total: int, what: str) -> None:
        dialog.doing = f"{done}/{total} {what}"

    async def submit(answers: Mapping[str, str]) -> str:
        from console.desk.archiving import archive_event  # noqa: PLC0415 # only when something is archived

        place = answers["place"].strip()
        if not place:
            return Wrong("place", "请写放在哪个文件夹")
        try:
            made = await asyncio.to_thread(archive_event, desk, case, Path(place), told)
        except OSError as error:
            return Wrong("place", f"{place}：档案包写不成({reason(error)})，请换一个文件夹")
        except ValueError as error:
            return str(error)[:200]
        try:
            data = {"format": "档案包", "path": str(made.folder)}
            await asyncio.to_thread(desk.do, case.id, c.Observe("exported", data))
        except (Refused, NotRecorded) as error:
            return f"档案包已在 {made.folder}，但日志没有记上：{error}"
        screen.duty.refresh_view()
        screen.say(f"档案包在 {made.folder.name}(另有同名 zip)，文件夹 {made.folder.parent}")
        return ""

    place = Ask("place", "放在哪个文件夹", str(desk.home.exports))
    dialog = Dialog("档案包", (place,), submit, note=NOTE, ok="做档案包")
    screen.duty.push_screen(dialog)
