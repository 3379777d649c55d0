"""预警: warnings in force and past, what each sets in motion, and the event it proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content

from console.desk import bulletins
from console.warning.model import Bulletin, in_force
from console.warning.steps import plan_for
from console.warning.todo import OPEN, Todo, todos
from console.warning.words import name_of

from .. import warning_dialogs as dialogs
from ..commands import Command, bindings
from ..reader import Reader
from ..sizes import WIDTHS
from ..text import safe
from ..unit_words import GROUP
from ..warning_words import bulletin_row, bulletin_words, todo_detail, todo_rows
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from ..widgets.rows import Rows
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import View
    from console.incident.next_step import Step
    from console.plan.model import Plan

LISTED = 40
"""Past warnings that are listed; those in force all are."""


class WarningsScreen(DutyScreen):
    """Warnings as things of their own."""

    PLACE = "预警"
    CSS_PATH = "warnings.tcss"
    AUTO_FOCUS = "#bulletins"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "上面是收到的预警：在有效期的在前，过期、解除的还在，只是不再有效。下面是选中的一条要办的事，旁边是全文。\n"
        "回车从预警到它要办的事，再回车登记办了：谁、几点。高级别预警(暴雨、寒潮橙色以上)要下插播令，令文在旁边；\n"
        "插播令要写谁下的令、哪个单位谁接的令、几点开始播发。开事件以前办的，开了事件会带进事件日志。\n"
        "F10 导入预警文件(CAP 1.2)，毛病一条条列出，一个文件里的几条一起收；Ctrl+D 手工登记；Ctrl+F 登记解除(谁发布谁解除)；Ctrl+L 看全文。\n"
        "F12 据这条预警开事件，事实自动填好；已有事件就更新它的事实；研判过不开的写理由。\n"
        "同一灾种有几条，按州气象台在有效期的最高颜色记；预报不在文件里，要写谁说的、几点说的，记作未核实。\n"
        "Ctrl+K 拟通知：预警发布(转发)或解除的通知，七项内容照发布单位的原文，可改，存成公文或复制。\n"
        "不是「实际」的文件(演练、测试)照样收下，但不能据此启动任何事。"
    )
    ACTIONS: ClassVar = (
        Command("load", "导入", "f10", "导入 CAP 1.2 文件", footer=False),
        Command("enter", "手工登记", "ctrl+d", "电话或纸面来的预警", footer=False),
        Command("open", "开事件", "f12", "据这条预警开事件，或更新已开的事件，或写明不开", footer=False),
        Command("step", "登记办理", "ctrl+y", "登记预警要求的一件事办了", footer=False),
        Command("lift", "解除", "ctrl+f", "登记这条预警已解除", footer=False),
        Command("text", "拟通知", "ctrl+k", "预警发布或解除的通知：看、改、存成公文或复制", footer=False),
        Command("read", "全文", "ctrl+l", "选中的这条预警、这件事的全文，上下翻看", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS), Binding("escape", "back", show=False)]

    def compose_body(self) -> ComposeResult:
        """The warnings, what the picked one asks, and either in full."""
        with Container(id="warnings"):
            with Vertical(id="warning-lists"):
                yield Rows(id="bulletins")
                yield Rows(id="todos")
            with VerticalScroll(id="bulletin", can_focus=False):
                yield Folded(id="bulletin-words")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Show what is known at once."""
        self.watch_view(self.duty.view)

    def on_resize(self) -> None:
        """The rows are cut to the width that there is then."""
        self.call_after_refresh(lambda: self.watch_view(self.view))

    # --- showing --------------------------------------------------------------------------------------------------

    def watch_view(self, view: View | None) -> None:
        """Show the warnings, those in force first, and what the picked one asks."""
        if view is None or not self.built:
            return
        found = bulletins.bulletins(self.duty.desk)
        standing = in_force(found, view.now, drill=view.drill)
        past = [b for b in reversed(list(found.values())) if b not in standing]
        lists = self.query_one("#bulletins", Rows)
        width = max(40, lists.size.width - 2)
        rows = [(b.id, bulletin_row(b, view.now, width, drill=view.drill)) for b in (*standing, *past[:LISTED])]
        if len(past) > LISTED:
            rows.append(("", safe(f"另有{len(past) - LISTED}条更早的，用 duty warning list 看")))
        lists.show(rows or [("", safe("没有预警；F10 导入，Ctrl+D 手工登记"))])
        self._show_picked(view)

    def _show_picked(self, view: View) -> None:
        b = self._bulletin()
        plan = self._plan(b)
        rows = self.query_one("#todos", Rows)
        width = max(40, rows.size.width - 2)
        if b is None:
            rows.show([])
        elif plan is None:
            rows.show([(GROUP, safe(f"没有管「{b.hazard[:20]}」预警的预案，没有规定的事"))])
        elif b.standing(view.now, drill=view.drill) == "not_actual":
            rows.show([(GROUP, safe("不是实际预警，不办理任何事"))])
        else:
            over = b.standing(view.now, drill=view.drill) != "in_force"
            rows.show(todo_rows(plan, self._todos(b, plan, view), width, over=over))
        self.query_one("#bulletin-words", Line).show(self._words(view), layout=True)

    def _words(self, view: View) -> Content:
        b = self._bulletin()
        if b is None:
            return safe("")
        plan, todo = self._plan(b), self._todo(b)
        if plan and todo and self.focused is self.query_one("#todos"):
            return todo_detail(plan, b, todo, view.now, drill=view.drill)
        return bulletin_words(plan, b, view.now, drill=view.drill)

    def _bulletin(self) -> Bulletin | None:
        return bulletins.bulletins(self.duty.desk).get(self.query_one("#bulletins", Rows).picked or "")

    def _plan(self, b: Bulletin | None) -> Plan | None:
        return plan_for(self.duty.desk.plans.values(), b.hazard) if b else None

    def _todos(self, b: Bulletin, plan: Plan, view: View) -> tuple[Todo, ...]:
        desk = self.duty.desk
        return todos(plan, b, bulletins.states_of(desk.open_cases()), view.now, desk.settings.for_deadlines())

    def _todo(self, b: Bulletin) -> Todo | None:
        """What is picked in the lower list; where that is no step, what comes first of what is left."""
        plan, picked = self._plan(b), self.query_one("#todos", Rows).picked
        if plan is None or self.view is None:
            return None
        found = self._todos(b, plan, self.view)
        return next((t for t in found if t.step.id == picked), next((t for t in found if t.done_at is None), None))

    @on(Rows.OptionHighlighted)
    def _moved(self) -> None:
        if self.view:
            self._show_picked(self.view)

    def on_descendant_focus(self) -> None:
        """The words follow the list that has the cursor."""
        if self.view and self.built:
            self.query_one("#bulletin-words", Line).show(self._words(self.view), layout=True)

    @on(Rows.OptionSelected, "#bulletins")
    def _into(self) -> None:
        """Enter on a warning: on to what it asks."""
        self.set_focus(self.query_one("#todos"))

    @on(Rows.OptionSelected, "#todos")
    def _chosen(self) -> None:
        if not (self.query_one("#todos", Rows).picked or "").startswith(GROUP):
            self.action_step()

    def action_back(self) -> None:
        """Back to the list of warnings."""
        self.set_focus(self.query_one("#bulletins"))

    # --- doing ----------------------------------------------------------------------------------------------------

    def begin(self, step: Step) -> None:
        """Start what F5 came here for: that warning's step, or the event that it proposes."""
        b_id, _, what = step.key.partition(":")
        self._taken(b_id)
        if what == OPEN:
            self._open(step.event)
        elif what:
            self.query_one("#todos", Rows).pick(what)
            self.set_focus(self.query_one("#todos"))
            self.action_step()

    def _taken(self, b_id: str) -> None:
        """Pick a warning, and show what it asks."""
        self.watch_view(self.duty.view)
        self.query_one("#bulletins", Rows).pick(b_id)
        if self.view:
            self._show_picked(self.view)

    async def action_load(self) -> None:
        """Take in a file; every fault of it is shown."""
        await dialogs.load(self, self._taken)

    def action_enter(self) -> None:
        """A warning by phone or on paper."""
        dialogs.enter(self, self._taken)

    def action_lift(self) -> None:
        """Who issued it has lifted it."""
        b = self._bulletin()
        if b is None:
            self.refuse("先选一条预警")
        else:
            dialogs.lift(self, b)

    def action_text(self) -> None:
        """The notice by which it is issued, passed on or lifted."""
        from ..warning_text import ask_text  # noqa: PLC0415 # only when asked for

        b = self._bulletin()
        if b is None:
            self.refuse("先选一条预警")
        else:
            ask_text(self, b)

    def action_step(self) -> None:
        """One of the things that the warning asks for was done."""
        b = self._bulletin()
        plan = self._plan(b)
        todo = self._todo(b) if b else None
        if b is None or plan is None or self.view is None:
            self.refuse("先选一条预警；没有管它的预案就没有要登记的事")
        elif todo is None:
            self.refuse("预警要求的事都已登记")
        elif todo.done_at:
            self.refuse("这一项已经登记过")
        else:
            dialogs.register(self, b, todo, plan, self._onward)

    def _onward(self) -> None:
        """The cursor goes on to what is left of the same stage."""
        b, rows = self._bulletin(), self.query_one("#todos", Rows)
        plan, picked = self._plan(b), rows.picked
        if b is None or plan is None or self.view is None:
            return
        found = self._todos(b, plan, self.view)
        here = next((t.step.stage for t in found if t.step.id == picked), "")
        left = next((t for t in found if t.step.stage == here and t.done_at is None), None)
        if left is not None:
            rows.pick(left.step.id)

    def action_open(self) -> None:
        """The event that the warning proposes, with its facts filled in; or the facts of one that is open already."""
        self._open("")

    def _open(self, event: str) -> None:
        b, desk = self._bulletin(), self.duty.desk
        if b is None:
            self.refuse("先选一条预警")
            return
        plan = bulletins.proposes(desk, b) or (self._plan(b) if bulletins.may_update(desk, b) else None)
        if plan is None:
            self.refuse(bulletins.why_not(desk, b))
        else:
            dialogs.open_event(self, b, plan, event)

    def action_read(self) -> None:
        """What is picked, whole."""
        b = self._bulletin()
        if b is not None and self.view is not None:
            self.app.push_screen(Reader(name_of(b), self._words(self.view)))
