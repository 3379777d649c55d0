"""体检: what the record stands on, each thing with what to do where it is not well."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from console.words import fit

from ..commands import Command, bindings
from ..text import joined, safe
from ..widgets.keys import Keys
from ..widgets.line import Line
from .base import DutyScreen

if TYPE_CHECKING:
    from console.health import Check


class HealthScreen(DutyScreen):
    """Every check, what is wrong first."""

    PLACE = "体检"
    CSS_PATH = "health.tcss"
    AUTO_FOCUS = "#health"
    HELP = (
        "日志链、副本、磁盘、时钟、声音、预案、锁、文件权限、终端，一项一行。\n"
        "「有误」的排在最前，下面一行写着该怎么办。电脑时钟不对就按 F10，照墙上的钟填现在几点，时限随之换算。F12 再查一遍。终端的汉字宽度用 duty doctor 量。"
    )
    ACTIONS: ClassVar = (
        Command("again", "再查", "f12", "把全部项目再查一遍", footer=False),
        Command("app.errand('set_clock')", "对钟", "f10", "电脑时钟不对时，照墙上的钟填现在几点；填错了重填", footer=False),
        Command("go_back", "返回", "escape", "回到值班台", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def compose_body(self) -> ComposeResult:
        """The checks."""
        with VerticalScroll(id="health"):
            yield Line(safe("正在检查"), id="health-words")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Look at once."""
        self.action_again()

    @work(exclusive=True)
    async def action_again(self) -> None:
        """Look at everything, off the loop: long logs take a while to verify."""
        from console.health import examine  # noqa: PLC0415 # only when asked for

        from ..probe import checks  # noqa: PLC0415 # the same

        found = [*await asyncio.to_thread(examine, self.duty.desk), *checks((self.app.size.width, self.app.size.height))]
        order = {"wrong": 0, "note": 1, "good": 2}
        found.sort(key=lambda check: order[check.standing])
        self.query_one("#health-words", Line).show(Content("\n").join(rows(found)), layout=True)

    async def action_go_back(self) -> None:
        """To the board."""
        await self.duty.action_go("board")


def rows(found: list[Check]) -> list[Content]:
    """A line a check, and one more for what to do."""
    from console.health import STANDINGS  # noqa: PLC0415 # only when asked for

    lines: list[Content] = []
    for check in found:
        style = "" if check.standing == "good" else "bold"
        mark = safe(f"[{STANDINGS[check.standing]}]", "bold reverse" if check.standing == "wrong" else style)
        lines.append(joined(mark, " ", safe(fit(check.label, 20), style), " ", check.text))
        if check.todo:
            lines.append(safe(f"       -> {check.todo}"))
    return lines
