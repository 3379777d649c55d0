"""值班台: who is on duty, the open events with level, age and next deadline, and what to do over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from console.incident.times import clock
from console.words import cells, cut

from ..board_words import case_row, duty_words, quiet_words
from ..commands import Command, bindings
from ..sizes import HEIGHTS, WIDTHS
from ..text import joined, safe
from ..widgets.line import Folded, Line
from ..widgets.rows import Rows
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.home import Summary
    from console.desk.view import View


CLOSED = 3
"""Closed events that a quiet board names at most."""


class BoardScreen(DutyScreen):
    """The first screen, and the one to come back to."""

    PLACE = "值班台"
    CSS_PATH = "board.tcss"
    AUTO_FOCUS = "#events"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HELP = (
        "电话一响按 Ctrl+N: 这一秒就是来电时间，草稿立刻写进磁盘。\n"
        "上面是在办事件：级别、已过时间、下一个时限；回车进入处置。\n"
        "下面是所有事件里接下来要做的事，最急的在最前，F5 去做第一件，打编号选一件，回车去做选中的一件。\n"
        "打了没记下的(记录行、接报、各框)写在「未记」一行，按那里写的键回去；记下或放弃了才消失。\n"
        "Ctrl+T 换事件，Shift+F8 几件并排对照，Ctrl+L 把两件事件关联，Ctrl+O 登记谁上班：没登记前第二行一直问，记下的署「值班员(未登记)」。\n"
        "断电或死机后再开，事件和时钟照旧，停机时到期的会标出来。\n"
        "本机的日志少了而第二处有的，每一屏都写着少几条，Ctrl+R 取回：逐条核对接得上才动，原来的一份留在旁边。\n"
        "电脑时钟对不上日志时横条会问「墙上的钟现在几点」，按 Ctrl+E 填；不填也照样接电话。填错了到体检屏(Ctrl+B)按 F10 重填。"
    )
    ACTIONS: ClassVar = (Command("link", "关联", "ctrl+l", "把选中的事件和另一件连在一起", footer=False),)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._over: list[Summary] | None = None
        """The events closed last; None until they are looked up."""

    def compose_body(self) -> ComposeResult:
        """Events, then steps."""
        with Vertical(id="board-events", classes="frame"):
            yield Line(safe("在办事件", "bold"), id="board-duty", classes="title")
            yield Line(id="call")
            yield Rows(id="events")
            yield Folded(quiet_words(None, ()), id="none")
        with Vertical(id="board-told"):
            yield Folded(id="unrecorded")
            yield Folded(id="board-warnings")
        with Vertical(id="board-steps", classes="frame"):
            yield Line(safe("接下来", "bold"), classes="title")
            yield Rows(id="steps")

    def watch_view(self, view: View | None) -> None:
        """Show the open events and the steps."""
        if view is None or not self.built:
            return
        width = self.size.width - 6
        self.query_one("#events", Rows).show([(c.id, case_row(c, width)) for c in view.cases])
        self.query_one("#board-duty", Line).show(joined(safe("在办事件", "bold"), safe(f"   {duty_words(view)}")))
        call = view.shift.pending_call
        self.query_one("#call", Line).display = call is not None
        if call:
            words = f"{clock(call)} 的来电还没有开事件，按 Ctrl+N 接着开"
            self.query_one("#call", Line).show(safe(words, "bold reverse"))
        self._show_warnings(view)
        self._show_unrecorded()
        self.set_class(not view.cases, "-quiet")
        self.set_class(not view.steps, "-idle")
        if not view.cases:
            if self._over is None:
                self._over = [one for one in self.duty.desk.summaries() if one.state == "closed"][-CLOSED:]
            self.query_one("#none", Folded).show(quiet_words(view, self._over))
        else:
            self._over = None  # to be read again when the last of them is closed
        rows = []
        for number, step in enumerate(view.steps[:12], 1):
            where = f"[{step.event}] " if step.event and len(view.cases) > 1 else ""
            until = f"  {clock(step.due)}" if step.due else ""
            words = cut(f"{number:2d} {where}{step.text}", max(20, width - cells(until))) + until
            rows.append((f"{step.event}|{step.what}|{step.key}", safe(words)))
        self.query_one("#steps", Rows).show(rows)

    def _show_unrecorded(self) -> None:
        """What was typed somewhere and not recorded stays on the board until it is recorded or given up."""
        from ..unrecorded_words import unrecorded_lines  # noqa: PLC0415 # the first paint does not need it

        lines = unrecorded_lines(self.duty.drafts.all, self.duty.current or "") if self.duty.drafts else []
        line = self.query_one("#unrecorded", Folded)
        line.display = bool(lines)
        line.show(safe("\n".join(lines), "bold", lines=True), layout=True)

    def _show_warnings(self, view: View) -> None:
        """Warnings in force stay on the board until they are lifted, changed or run out."""
        line = self.query_one("#board-warnings", Line)
        line.display = bool(view.shift.extension)
        if not line.display:
            return
        from console.warning.fold import warnings_of  # noqa: PLC0415 # the first paint does not need it
        from console.warning.model import in_force  # noqa: PLC0415 # as above
        from console.warning.words import name_of, until_words  # noqa: PLC0415 # as above

        current = in_force(warnings_of(view.shift), view.now, drill=view.drill)
        line.display = bool(current)
        words = [f"{name_of(b)} {cut(b.area, 16)} {until_words(b, view.now)}" for b in current]
        line.show(joined(safe("在有效期的预警(Ctrl+X) ", "bold"), "；".join(words)), layout=True)

    def on_mount(self) -> None:
        """Show what is known at once."""
        self.watch_view(self.duty.view)

    def on_key(self, event: events.Key) -> None:
        """A number goes to the step that has it in front; Enter does it."""
        steps = self.query_one("#steps", Rows)
        typed = event.character or ""
        if len(typed) == 1 and typed in "123456789" and int(typed) <= steps.option_count:
            steps.highlighted = int(typed) - 1
            self.set_focus(steps)
            event.stop()

    @on(Rows.OptionSelected, "#events")
    async def _open_event(self) -> None:
        picked = self.query_one("#events", Rows).picked
        if picked:
            self.duty.current = picked
            intake = self.case is not None and self.case.state.stage == "intake"
            await self.duty.action_go("intake" if intake else "response")

    def action_link(self) -> None:
        """Say that two open events belong together; each log keeps it."""
        from console.incident.commands import Link  # noqa: PLC0415 # the first paint does not need it

        from ..dialog import Ask, Dialog  # noqa: PLC0415 # as above

        picked = self.query_one("#events", Rows).picked
        others = tuple((c.id, f"{c.id} {cut(c.state.title, 50)}") for c in (self.view.cases if self.view else ()) if c.id != picked)
        if picked is None or not others:
            self.refuse("要有两件在办事件才能关联")
            return

        async def submit(answers: Mapping[str, str]) -> str:
            other = answers["other"]
            if not other:
                return "请选一件事件"
            return await self.do(Link(other), event=picked) or await self.do(Link(picked), event=other)

        self.duty.push_screen(Dialog(f"{picked} 关联到", (Ask("other", "另一件事件", others[0][0], others),), submit))

    @on(Rows.OptionSelected, "#steps")
    async def _do_step(self) -> None:
        from ..errands import start_step  # noqa: PLC0415 # errands know the screens' base

        at = self.query_one("#steps", Rows).highlighted
        if at is not None and self.view:
            await start_step(self.duty, self.view.steps[at])
