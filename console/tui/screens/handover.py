"""交接班: the sheet of what is open, five questions to the one who comes, both names."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from console.desk import handing
from console.incident.refused import Refused, Wrong, said
from console.journal.errors import NotRecorded, reason
from console.shift.handover import Handover, handover_of, last_signed
from console.shift.sheet import sheet

from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..text import joined, safe
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import View

ALL_WELL = "都好"
"""What the outgoing officer says of the equipment when he has looked and all is in order."""
FORMS = (("docx", "Word"), ("html", "网页"), ("md", "Markdown"))


class HandoverScreen(DutyScreen):
    """What is handed over, and how far the handover is."""

    PLACE = "交接班"
    CSS_PATH = "handover.tcss"
    AUTO_FOCUS = "#sheet"
    HELP = (
        "上面一行写着交接到哪一步，F10 做下一步：登记接班人和有问题的设备，逐问回答(接班人先说，再看数据上的答案，交班人评),\n"
        "五问答完双方签名。签了名接班人才算上班，在这之前一直是交班人值班；中途断电，再打开接着做。\n"
        "没有交班人时按 Ctrl+O 直接上班。F12 作废这次交接；Ctrl+D 把交接班记录存成文件，Ctrl+L 看一个人一班里记下的全部。"
    )
    ACTIONS: ClassVar = (
        Command("onward", "下一步", "f10", "交接的下一步：登记、答一问、签名", footer=False),
        Command("drop", "作废", "f12", "这次交接不做了，写明原因", footer=False),
        Command("save", "存记录", "ctrl+d", "把交接班记录存成 Word、网页", footer=False),
        Command("shift_log", "个人日志", "ctrl+l", "一个人一班里记下的全部：在屏上看，或存成文件", footer=False),
        Command("go_back", "返回", "escape", "回到值班台", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def compose_body(self) -> ComposeResult:
        """How far it is, and the sheet."""
        yield Folded(id="stage")
        with VerticalScroll(id="sheet"):
            yield Folded(id="sheet-words")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Show it."""
        self.watch_view(self.duty.view)

    def watch_view(self, view: View | None) -> None:
        """Show what is open now."""
        if view is None or not self.built:
            return
        found = handover_of(view.shift)
        self.query_one("#stage", Line).show(safe(self._stage(view, found), "bold"), layout=True)
        sections = sheet(handing.scene(self.duty.desk, found.faulty if found else None))
        parts = []
        for title, lines in sections:
            parts.append(safe(f"{title}\n", "bold", lines=True))
            parts += [safe(f"  {' '.join(line.split())}\n", lines=True) for line in lines]
        self.query_one("#sheet-words", Line).show(joined(*parts), layout=True)

    @staticmethod
    def _stage(view: View, found: Handover | None) -> str:
        if found is None:
            turn = view.shift.on_duty
            return f"{turn.name}在值班；有人来接班按 F10" if turn else "没有登记谁在值班；按 Ctrl+O 登记上班"
        number = found.next_question
        step = f"第{number + 1}问(共{len(found.questions)}问)" if number is not None else "五问已答完，双方签名"
        return f"{found.outgoing} 交给 {found.incoming}：F10 {step}"

    # --- steps ----------------------------------------------------------------------------------------------------

    def action_onward(self) -> None:
        """The next step of the handover."""
        found = handover_of(self.duty.desk.room.state)
        if found is None:
            self._begin()
        elif found.next_question is None:
            self._sign(found)
        elif found.next_question in found.answers:
            self._judge(found, found.next_question)
        else:
            self._ask(found, found.next_question)

    async def _through(self, step: object, *arguments: object, **more: object) -> str:
        """Do a step at the desk; empty when it is on the disk, else why not."""
        try:
            await asyncio.to_thread(step, self.duty.desk, *arguments, **more)  # type: ignore[arg-type]  # a function of handing
        except (Refused, NotRecorded) as error:
            return said(error)
        self.duty.refresh_view()
        return ""

    def _begin(self) -> None:
        if self.duty.desk.room.state.on_duty is None:
            self.refuse("没有登记谁在值班，按 Ctrl+O 直接登记上班")
            return
        settings = self.duty.desk.settings

        async def submit(answers: Mapping[str, str]) -> str:
            if not answers["faulty"].strip():
                return Wrong("faulty", f"把设备看一遍({'、'.join(settings.equipment)}): 都好就写「{ALL_WELL}」，有问题就写是哪样")
            faulty = [name.strip() for name in answers["faulty"].replace(",", "、").replace(",", "、").split("、") if name.strip() not in ("", ALL_WELL)]
            problem = await self._through(handing.begin, answers["incoming"], answers["leader"], faulty)
            if not problem:
                self.call_later(self.action_onward)
            return problem

        asks = (
            Ask("incoming", "接班人", hints=settings.officers), Ask("leader", "带班领导", hints=settings.leaders),
            Ask("faulty", f"设备：有问题的写上(用顿号隔开)，都好写「{ALL_WELL}」(下键)", hints=(ALL_WELL, *settings.equipment)),
        )
        self.app.push_screen(Dialog("开始交接", asks, submit, note=f"逐样看一遍设备：{'、'.join(settings.equipment)}", ok="开始"))

    def _ask(self, found: Handover, number: int) -> None:
        question = found.questions[number]

        async def submit(answers: Mapping[str, str]) -> str:
            problem = await self._through(handing.answer, number, answers["answer"])
            if not problem:
                self.call_later(self.action_onward)
            return problem

        title = f"第{number + 1}问 问{found.incoming}"
        self.app.push_screen(Dialog(title, (Ask("answer", "接班人答"),), submit, note=question.text, ok="答了", about=f"{found.seq} {title}"))

    def _judge(self, found: Handover, number: int) -> None:
        question = found.questions[number]

        async def submit(answers: Mapping[str, str]) -> str:
            if not answers["right"]:
                return Wrong("right", "请交班人选一项")
            problem = await self._through(handing.judge, number, right=answers["right"] == "yes")
            if not problem:
                self.call_later(self.action_onward)
            return problem

        note = f"{question.text}\n\n接班人答：{found.answers[number].text}\n数据上是：{handing.data_say(self.duty.desk, found, number)}"
        ask = Ask("right", f"{found.outgoing}评", "", (("yes", "对"), ("no", "不对，已补讲清楚")))
        self.app.push_screen(Dialog(f"第{number + 1}问 看答案", (ask,), submit, note=note, ok="下一问", about=f"{found.seq} 看答案 {number}"))

    def _sign(self, found: Handover) -> None:
        async def submit(answers: Mapping[str, str]) -> str:
            problem = await self._through(handing.sign, answers["outgoing"], answers["incoming"])
            if not problem:
                self.say(f"{found.incoming}已接班")
            return problem

        asks = (Ask("outgoing", f"交班人签名({found.outgoing})"), Ask("incoming", f"接班人签名({found.incoming})"))
        self.app.push_screen(Dialog("双方签名", asks, submit, note="签名的这一分钟起由接班人值班。", ok="签名"))

    def action_drop(self) -> None:
        """Give the handover up."""

        async def submit(answers: Mapping[str, str]) -> str:
            return await self._through(handing.drop, answers["why"])

        if handover_of(self.duty.desk.room.state) is None:
            self.refuse("没有在进行的交接")
            return
        self.app.push_screen(Dialog("这次交接作废", (Ask("why", "为什么"),), submit, ok="作废"))

    def action_save(self) -> None:
        """Save the record of the handover: the one under way, else the last one."""

        async def submit(answers: Mapping[str, str]) -> str:
            if not answers["form"]:
                return Wrong("form", "请选一种格式")
            try:
                path = await asyncio.to_thread(self._save, answers["form"])
            except (OSError, ValueError) as error:
                return f"没有存成：{reason(error) if isinstance(error, OSError) else error}"
            self.say(f"已存到 {path}")
            return ""

        ask = Ask("form", "存成什么(上下键选，回车)", "docx", FORMS)
        self.app.push_screen(Dialog("交接班记录", (ask,), submit, ok="存"))

    def _save(self, form: str) -> str:
        from console.report.handover_paper import handover_paper  # noqa: PLC0415 # only when asked for
        from console.report.saving import save_paper  # noqa: PLC0415 # the same

        desk = self.duty.desk
        found = handover_of(desk.room.state) or last_signed(desk.room.state)
        office = desk.settings.office or next(iter(desk.plans.values())).plan.office
        stood = found.sheet if found and found.signed else sheet(handing.scene(desk, found.faulty if found else None))
        paper = handover_paper(
            stood, found, office, desk.clock.now(), "" if desk.unsigned else desk.by, drill=desk.drill
        )
        return str(save_paper(paper, form, desk.home.exports, desk.home.templates))

    def action_shift_log(self) -> None:
        """What one person recorded in his last turn: on the screen, or as a file."""
        turns = self.duty.desk.room.state.shifts
        who = tuple(dict.fromkeys(turn.name for turn in reversed(turns)))
        if not who:
            self.refuse("还没有人登记过上班，按 Ctrl+O 登记")
            return

        async def submit(answers: Mapping[str, str]) -> str:
            try:
                words = await asyncio.to_thread(self._shift_log, answers["name"].strip(), answers["form"])
            except (OSError, ValueError) as error:
                return f"没有存成：{reason(error) if isinstance(error, OSError) else error}"
            if answers["form"]:
                self.say(words)
            else:
                self.call_later(self._read, words)
            return ""

        forms = (("", "在屏上看"), *FORMS, ("csv", "CSV 表"))
        asks = (Ask("name", "谁的", who[0], hints=who), Ask("form", "怎么看(上下键选，回车)", "", forms))
        self.app.push_screen(Dialog("个人值班日志(最近一班)", asks, submit, ok="看"))

    def _read(self, words: str) -> None:
        async def submit(_answers: Mapping[str, str]) -> str:
            return ""

        self.app.push_screen(Dialog("个人值班日志", (), submit, note=words, ok="看完了"))

    def _shift_log(self, name: str, form: str) -> str:
        """The words of a shift log, or, in a form, the sentence that says where it was saved."""
        from console.desk.turns import recorded_by, turn_of  # noqa: PLC0415 # only when asked for
        from console.report.handover_paper import shift_log_bytes, shift_log_paper  # noqa: PLC0415 # the same
        from console.report.saving import save_bytes  # noqa: PLC0415 # the same

        desk = self.duty.desk
        turn = turn_of(desk.room.state.shifts, name)
        if turn is None:
            raise ValueError(f"{name[:40]}没有登记过上班")
        since, until = turn[0], turn[1] or desk.clock.now()
        lines, unread = recorded_by(desk, name, since, until)
        office = desk.settings.office or next(iter(desk.plans.values())).plan.office
        paper = shift_log_paper(name, since, until, lines, office, drill=desk.drill)
        if not form:
            return "\n".join([*unread, paper.text])
        data = shift_log_bytes(paper, form, desk.home.templates)
        return f"已存到 {save_bytes(data, paper, form, desk.home.exports)}"

    async def action_go_back(self) -> None:
        """To the board."""
        await self.duty.action_go("board")
