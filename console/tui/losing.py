"""The dialog over what is missing here: what will come back, and one key that takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from console.incident.refused import Refused
from console.journal.errors import NotRecorded

from .dialog import Ask, Dialog
from .screens.base import DutyScreen

if TYPE_CHECKING:
    from console.desk.losses import Loss

    from .app import DutyApp

_THERE = (("take", "取回：逐条核对接得上才动，原来的一份改名留在旁边"),
          ("leave", "不取：从本机现有的接着记，第二处那一份改名留着"))
_APART = (("", "先不动：两份都原样留着，第二处暂不再抄这一份"),
          ("leave", "以本机为准：第二处那一份改名留着，再抄一份新的"))
_AWAY = (("", "先不动：接上第二处再取回，这件暂时只能看"),
         ("leave", "不等：从本机现有的接着记，第二处接上后再核对"))
_GONE = (("leave", "知道了：记一笔，从本机现有的接着记，不再提示"),
         ("", "先不记：一直提示着"))


def dialog(app: DutyApp) -> Dialog:
    """Asks about the logs that one answer fits: first those that can be taken back, then those that went two ways."""
    losses = app.desk.second.losses
    first = losses[0]
    these = [one for one in losses if one.standing == first.standing]
    note = "\n".join(f"{one.told}。" if one.standing in ("there", "apart") else f"{one.words}：{one.todo}。" for one in these)
    if first.standing == "gone":
        these = [one for one in these if one.found]
    if not these:
        return Dialog("本机日志不全", (), _nothing, note=note, ok="知道了")
    choices = {"there": _THERE, "away": _AWAY, "apart": _APART, "gone": _GONE}[first.standing]
    asks = (Ask("what", "怎么办", choices[0][0], choices),)

    async def submit(answers: Mapping[str, str]) -> str:
        if not answers["what"]:
            return ""
        said = await asyncio.to_thread(_settle, app, these, answers["what"] == "leave")
        app.refresh_view()
        if said:
            return said
        if app.current is None and app.view and app.view.cases:
            app.current = app.view.cases[-1].id
        below = next((screen for screen in reversed(app.screen_stack) if isinstance(screen, DutyScreen)), None)
        if below is not None:
            below.say(f"{'已取回' if answers['what'] == 'take' else '接着记'}：{'、'.join(one.label for one in these)}")
        return ""

    return Dialog("本机日志不全", asks, submit, note=note, ok="照办")


async def _nothing(_answers: Mapping[str, str]) -> str:
    return ""


def _settle(app: DutyApp, losses: list[Loss], leave: bool) -> str:
    """Do it for each; the sentence of the first that does not work."""
    for one in losses:
        try:
            app.desk.take_back(one.name, leave=leave)
        except (Refused, NotRecorded) as error:
            return str(error)
    return ""
