"""调整与终止: the conditions of the end, the end itself, what follows, closing with what is unfinished in view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical

from console.desk.bulletins import undone
from console.incident import commands as c
from console.incident.announcing import doubt
from console.incident.refused import Wrong
from console.incident.unfinished import unfinished
from console.plan.work import EndCondition

from ..asking import PHONE_CHANNELS, at_ask, read_at
from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..ending_words import condition_rows, head_words, left_words, way_words
from ..response_dialogs import do_task
from ..sizes import HEIGHTS, WIDTHS
from ..task_words import follow_rows, task_detail
from ..widgets.keys import Keys
from ..widgets.line import Folded
from ..widgets.rows import Rows
from ..widgets.sheet import MORE, Sheet
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import CaseView, View


class EndingScreen(DutyScreen):
    """The screen of the end."""

    PLACE = "终止"
    OF_EVENT = True
    CSS_PATH = "ending.tcss"
    AUTO_FOCUS = "#ends"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HELP = (
        "上面是预案的终止条件，回车登记满足与否和数字；几条都满足才报请终止。\n"
        "F10 登记终止响应：谁决定、谁宣布、理由。提级降级在 F4 定级。\n"
        "终止后下面列出后续工作，回车登记。F12 归档：先列出没办结的，看过再确认。归档后仍可补录、更正、导出。\n"
        "Ctrl+K 档案包：日志、封存、全部文书、表格、查阅页放进一个文件夹和一个 zip，交档案室或上级，不装值班台也能查。"
    )
    OWN: ClassVar = (
        Command("end", "终止响应", "f10,ctrl+d", "登记终止响应", footer=False),
        Command("close", "归档", "f12,ctrl+f", "列出没办结的，确认后归档", footer=False),
        Command("archive", "档案包", "ctrl+k", "把这件事件的日志、封存、全部文书做成一个文件夹和一个 zip", footer=False),
        Command("reopen", "重开", "ctrl+y", "归档后又要处置，写明原因重开", footer=False),
    )
    ACTIONS: ClassVar = (*OWN, *MORE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def compose_body(self) -> ComposeResult:
        """Conditions and follow-ups; beside them what is unfinished."""
        yield Folded(id="end-head")
        with Container(id="ending"):
            with Vertical(id="end-side"):
                yield Rows(id="ends")
                yield Folded(id="way")
            yield Sheet(id="left-over")
        yield Keys(self.OWN)

    def on_mount(self) -> None:
        """Show what is known at once."""
        self.watch_view(self.duty.view)

    def watch_view(self, view: View | None) -> None:
        """Show conditions, follow-ups, and what is unfinished."""
        case = view.current if view else None
        if case is None or not self.built:
            return
        self.query_one("#end-head", Folded).show(head_words(case))
        width = max(40, self.query_one("#ends").size.width - 2)
        follows = follow_rows(case, width) if case.state.stage in ("ended", "closed") else []
        self.query_one("#ends", Rows).show([*condition_rows(case, width), *follows])
        self.query_one("#way", Folded).show(way_words(case))
        self.query_one(Sheet).show(left_words(self._left(case)))

    def on_resize(self) -> None:
        """Rows are as wide as there is room."""
        self.call_after_refresh(self.watch_view, self.duty.view)

    def _left(self, case: CaseView) -> tuple[str, ...]:
        desk = self.duty.desk
        doubts = [one.sentence for one in case.contradictions]
        asked = undone(desk, case.state, case.plan)
        return unfinished(case.plan, case.state, case.now, desk.settings.for_deadlines(), doubts, asked)

    def begin(self, step: object) -> None:
        """F5 came here to end or to close."""
        if getattr(step, "what", "") == "end":
            self.action_end()
        elif getattr(step, "what", "") == "close":
            self.action_close()

    @on(Rows.OptionSelected, "#ends")
    def _chosen(self) -> None:
        case, picked = self.case, self.query_one("#ends", Rows).picked or ""
        if case is None:
            return
        if picked.startswith("end:"):
            found = next(e for e in case.plan.end_conditions if e.id == picked.removeprefix("end:"))
            self._tick(found)
        elif picked.startswith("follow:"):
            do_task(self, picked, task_detail(case, picked).plain)

    def _tick(self, condition: EndCondition) -> None:
        case = self.case
        tick = case.state.end.get(condition.id) if case else None
        told = dict(tick.figures) if tick else {}

        async def submit(answers: Mapping[str, str]) -> str:
            if not answers["met"]:
                return Wrong("met", "请选满足还是不满足")
            figures = {f.id: answers[f.id] for f in condition.figures}
            return await self.do(c.Tick(condition.id, answers["met"] == "yes", figures, answers["note"], answers["name"]))

        asks = [
            *(Ask(f.id, f"{f.label}({f.unit})", told.get(f.id, ""), note=f"要到 {f.minimum}{f.unit} 以上")
              for f in condition.figures),
            Ask("met", "这一条", "", (("yes", "满足"), ("no", "不满足"))),
            Ask("name", "谁说的", tick.name if tick else "", note="哪一家的谁报来的；满足的必填"), Ask("note", "依据"),
        ]
        self.duty.push_screen(Dialog(f"终止条件({condition.clause})", asks, submit, note=condition.text))

    def action_end(self) -> None:
        """Record that the response was ended."""
        case = self.case
        if case is None or case.state.level is None:
            self.refuse("响应没有启动，不用终止")
            return
        leaders = self.duty.desk.settings.leaders
        missing = [e for e in case.plan.end_conditions if not ((tick := case.state.end.get(e.id)) and tick.met)]

        level, doubted = case.state.level, [""]

        async def submit(answers: Mapping[str, str]) -> str:
            at, problem = read_at(answers["at"], self.duty.desk.clock.now())
            if problem:
                return problem
            words = doubt(case.plan, "end", level, None, answers["authority"], answers["announced_by"])
            if words and words != doubted[0]:
                doubted[0] = words
                return Wrong("announced_by", f"{words}；请核对，确是这样就再按一次 F10")
            if missing and not answers["reason"].strip():
                return Wrong("reason", f"还有{len(missing)}条终止条件没有登记满足，请先登记，或写明为什么仍要终止")
            return await self.do(c.Declare(
                "end", None, case.proposal.level, answers["decided_by"], answers["announced_by"], answers["authority"],
                answers["channel"], at, reason=answers["reason"] or "终止条件满足",
                clauses=tuple(dict.fromkeys(e.clause for e in case.plan.end_conditions)),
                facts=case.judged.facts,
            ))  # fmt: skip

        authority = case.plan.authority(case.state.level, "end")
        hints = (*authority.announces, *authority.decides) if authority else ()
        asks = (
            Ask("decided_by", "谁决定", hints=leaders), Ask("announced_by", "谁宣布", hints=leaders),
            Ask("authority", "依据的权限", hints=hints), Ask("channel", "怎么宣布", hints=PHONE_CHANNELS),
            at_ask("宣布时间"), Ask("reason", "理由", note="有条件没满足时必填"),
        )
        note = "\n".join(f"没有登记满足：{e.text}({e.clause})" for e in missing) or "终止条件都已满足"
        self.duty.push_screen(Dialog("终止响应", asks, submit, note=note))

    def action_close(self) -> None:
        """Show what is unfinished, then close."""
        case = self.case
        if case is None:
            self.refuse("还没有事件")
            return
        left = self._left(case)

        async def submit(answers: Mapping[str, str]) -> str:
            return await self.do(c.Close(True, answers["note"]))

        note = "\n".join(left) or "都已办结"
        title = f"归档(没办结的 {len(left)} 项会记进日志)" if left else "归档"
        self.duty.push_screen(Dialog(title, (Ask("note", "说明"),), submit, note=note, ok="归档", about="归档"))

    def action_archive(self) -> None:
        """The whole event as a folder and a zip."""
        from ..archiving import ask_archive  # noqa: PLC0415 # only when asked for

        ask_archive(self)

    def action_reopen(self) -> None:
        """Open a closed event again."""

        async def submit(answers: Mapping[str, str]) -> str:
            return await self.do(c.Reopen(answers["reason"]))

        self.duty.push_screen(Dialog("重开", (Ask("reason", "为什么重开"),), submit))
