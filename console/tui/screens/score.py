"""成绩: what each drill was worth, every point lost with its clause and entry, and how it goes over time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType

from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..text import safe
from ..widgets.rows import Rows
from .listed import ROWS, ListedScreen

if TYPE_CHECKING:
    from console.drill.score import Sheet

FORMS = (("docx", "Word"), ("html", "网页"), ("pdf", "PDF(要装 LibreOffice)"), ("md", "Markdown"))


class ScoreScreen(ListedScreen):
    """The drills that are over, newest first, and the sheet of one."""

    PLACE = "演练成绩"
    HELP = (
        "上面选一场演练，下面是成绩单：失分在前，每一处写明原因、预案依据和日志里的第几条；再是得分；最后是同一个人的历次成绩。\n"
        "F12 把成绩单存成文件，文件名带「演练」。成绩每次都从演练记录重新算，改不了。"
    )
    ACTIONS: ClassVar = (
        Command("save", "存成绩单", "f12", "把成绩单存成 Word、网页或 PDF", footer=False),
        Command("go_back", "返回", "escape", "回到值班台", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._sheets: tuple[Sheet, ...] = ()

    def on_mount(self) -> None:
        """Draw the scores from the records."""
        self.tell("正在算成绩")
        self._draw()

    @work(exclusive=True)
    async def _draw(self) -> None:
        from console.exercise.scoring import sheets  # noqa: PLC0415 # only when asked for

        from ..drill.score_words import sheet_row  # noqa: PLC0415 # the same

        found = await asyncio.to_thread(sheets, self.duty.desk.home.root)
        self._sheets = tuple(reversed(found))
        self.fill([(sheet.run, sheet_row(sheet)) for sheet in self._sheets])
        self._show()

    @property
    def _picked(self) -> Sheet | None:
        picked = self.rows.picked
        return next((sheet for sheet in self._sheets if sheet.run == picked), None)

    def _past(self, sheet: Sheet) -> tuple[Sheet, ...]:
        return tuple(s for s in reversed(self._sheets) if s.trainee == sheet.trainee)

    @on(Rows.OptionHighlighted, f"#{ROWS}")
    def _show(self) -> None:
        from ..drill.score_words import sheet_words  # noqa: PLC0415 # only when asked for

        sheet = self._picked
        words = sheet_words(sheet, self._past(sheet)) if sheet else safe("还没有结束的演练")
        self.tell(words)

    async def action_save(self) -> None:
        """Ask in which form, and save the sheet into the exports."""
        sheet = self._picked
        if sheet is None:
            self.refuse("还没有成绩单可存")
            return

        async def submit(answers: Mapping[str, str]) -> str:
            if not answers["form"]:
                return "请选一种格式"
            try:
                path = await asyncio.to_thread(self._save, sheet, answers["form"])
            except (OSError, ValueError) as error:
                return f"没有存成：{error}"
            self.say(f"已存到 {path}")
            return ""

        ask = Ask("form", "存成什么(上下键选，回车)", "docx", FORMS)
        self.app.push_screen(Dialog("演练成绩单", (ask,), submit, ok="存"))

    def _save(self, sheet: Sheet, form: str) -> str:
        from console.report.saving import save_paper  # noqa: PLC0415 # only when asked for
        from console.report.score_paper import score_paper  # noqa: PLC0415 # the same

        desk = self.duty.desk
        paper = score_paper(sheet, self._past(sheet), desk.settings.office, desk.clock.now())
        return str(save_paper(paper, form, desk.home.exports, desk.home.templates))
