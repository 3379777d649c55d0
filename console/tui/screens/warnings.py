"""预警: warnings in force and past, taken in from a file or by hand, what each sets in motion, and the event it proposes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from console.desk import bulletin_files, bulletins
from console.incident.refused import Refused
from console.incident.times import Unreadable, dated, parse_when
from console.journal.errors import NotRecorded
from console.plan.base import COLOURS
from console.warning.enter import ByHand
from console.warning.model import Bulletin
from console.warning.steps import colour_fact, plan_for, todos
from console.warning.words import name_of, relay_order, standing_words, until_words
from console.words import cut, fit

from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..sizes import WIDTHS
from ..text import joined, safe
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from ..widgets.rows import Rows
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import View


class WarningsScreen(DutyScreen):
    """Warnings as things of their own."""

    PLACE = "预警"
    CSS_PATH = "warnings.tcss"
    AUTO_FOCUS = "#bulletins"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "左边是收到的预警：在有效期的在前，过期、解除的还在，只是不再有效。右边是全文和它要求做的事。\n"
        "F10 导入预警文件(CAP 1.2)，有毛病会一条条列出；Ctrl+D 手工登记；Ctrl+F 登记解除(谁发布谁解除)。\n"
        "回车：登记办了哪一件事，高级别预警要下插播令。F12 据这条预警开事件，事实自动填好；已有事件就更新它的事实。\n"
        "Ctrl+K 拟通知：预警发布(转发)或解除的通知，七项内容照发布单位的原文，可改，存成公文或复制。\n"
        "不是「实际」的文件(演练、测试)照样收下，但不能据此启动任何事。"
    )
    ACTIONS: ClassVar = (
        Command("load", "导入", "f10", "导入 CAP 1.2 文件", footer=False),
        Command("enter", "手工登记", "ctrl+d", "电话或纸面来的预警", footer=False),
        Command("open", "开事件", "f12", "据这条预警开事件，或更新已开的事件", footer=False),
        Command("lift", "解除", "ctrl+f", "登记这条预警已解除", footer=False),
        Command("text", "拟通知", "ctrl+k", "预警发布或解除的通知：看、改、存成公文或复制", footer=False),
        Command("step", "登记办理", "ctrl+y", "登记预警要求的一件事办了", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def compose_body(self) -> ComposeResult:
        """The list and one in full."""
        with Container(id="warnings"):
            yield Rows(id="bulletins")
            with VerticalScroll(id="bulletin", can_focus=False):
                yield Folded(id="bulletin-words")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Show what is known at once."""
        self.watch_view(self.duty.view)

    def watch_view(self, view: View | None) -> None:
        """Show the warnings, those in force first."""
        if view is None or not self.built:
            return
        found = bulletins.bulletins(self.duty.desk).values()
        order = sorted(found, key=lambda b: (b.standing(view.now, drill=view.drill) != "in_force", -b.seq))
        rows = [(b.id, self._row(b, view)) for b in order] or [("", safe("没有预警；F10 导入，Ctrl+D 手工登记"))]
        self.query_one("#bulletins", Rows).show(rows)
        self.query_one("#bulletin-words", Line).show(self._words(view), layout=True)

    @staticmethod
    def _row(b: Bulletin, view: View) -> Content:
        standing = standing_words(b, view.now, drill=view.drill)
        words = f"{b.id:4} {fit(name_of(b), 16)} {fit(standing, 10)} {cut(b.area, 20)} {until_words(b, view.now)}"
        return safe(words, "bold" if b.standing(view.now, drill=view.drill) == "in_force" else "dim")

    def _picked(self) -> Bulletin | None:
        return bulletins.bulletins(self.duty.desk).get(self.query_one("#bulletins", Rows).picked or "")

    def _words(self, view: View) -> Content:
        b, desk = self._picked(), self.duty.desk
        if b is None:
            return safe("")
        lines = [
            f"{name_of(b)}  {standing_words(b, view.now, drill=view.drill)}", f"发布：{b.issuer}", f"范围：{b.area}",
            f"起：{dated(b.start) if b.start else '未写'}  止：{until_words(b, view.now)}", b.headline, b.text, b.instruction,
            f"事件：{'、'.join(b.events) or '没有'}",
        ]
        plan = plan_for(desk.plans.values(), b.hazard)
        if plan is not None:
            means = next((w.means for w in plan.warning_colours if w.colour == b.colour), "")
            lines += ["", means, "要做的事："] if means else ["", "要做的事："]
            for todo in todos(plan, b, bulletins.states_of(desk.open_cases())):
                done = f"  {dated(todo.done_at)} {todo.done_by}" if todo.done_at else ""
                order = f"(由{todo.step.ordered_by}下令)" if todo.step.ordered_by else ""
                lines.append(f"{'[x]' if todo.done_at else '[ ]'} {todo.step.text}{order}({todo.step.clause}){done}")
            if any(t.step.stage == "relay" for t in todos(plan, b, {})):
                lines += ["", "插播令：", relay_order(b, plan.plan.office, view.now, drill=desk.drill)]
        return joined(safe("\n".join(line for line in lines if line is not None), lines=True))

    def on_rows_option_highlighted(self) -> None:
        """Another warning is looked at."""
        if self.view:
            self.query_one("#bulletin-words", Line).show(self._words(self.view), layout=True)

    def on_rows_option_selected(self) -> None:
        """Enter: something was done."""
        self.action_step()

    async def _try(self, work: Callable[..., Any], *arguments: Any) -> str:
        """Do something with the desk log off the loop; the sentence of a refusal, or nothing."""
        try:
            await asyncio.to_thread(work, self.duty.desk, *arguments)
        except (Refused, NotRecorded) as error:
            return str(error)
        self.duty.refresh_view()
        return ""

    def action_load(self) -> None:
        """Take in a file; every fault of it is shown."""

        async def submit(answers: Mapping[str, str]) -> str:
            path = Path(answers["path"].strip())
            try:
                done = await asyncio.to_thread(bulletin_files.import_file, self.duty.desk, path)
            except (Refused, NotRecorded) as error:
                return str(error)
            self.duty.refresh_view()
            faults = "\n".join(str(fault) for fault in done.faults)
            if done.bulletin is None:
                return f"没有导入:\n{faults}"
            self.say(f"已导入 {done.bulletin.id} {name_of(done.bulletin)}")
            if faults or done.said:
                self.duty.desk.findings.append(f"{path.name}: " + " / ".join([*done.said, faults]))
                self.duty.refresh_view()
            return ""

        self.duty.push_screen(Dialog("导入预警文件", (Ask("path", "文件路径"),), submit, note="CAP 1.2 格式(.xml)"))

    def action_enter(self) -> None:
        """A warning by phone or on paper."""
        hazards = tuple(h for plan in self.duty.desk.plans.values() for h in plan.plan.warning_hazards)

        async def submit(answers: Mapping[str, str]) -> str:
            now = self.duty.desk.clock.now()
            try:
                start = parse_when(answers["start"], now)
                until = _until(answers["until"], start)
            except Unreadable as error:
                return str(error)
            if not answers["colour"]:
                return "请选颜色"
            form = ByHand(
                answers["hazard"], answers["colour"], answers["issuer"], answers["area"], start, until, answers["text"],  # type: ignore[arg-type]  # one of the colours
            )
            return await self._try(bulletins.enter, form)

        asks = (
            Ask("hazard", "灾种", hints=hazards), Ask("colour", "颜色", "", tuple(COLOURS.items())),
            Ask("issuer", "发布单位", hints=("红河州气象台",)), Ask("area", "范围", "全州"), Ask("start", "开始", "现在"),
            Ask("until", "多少小时后失效", note="没写就留空"), Ask("text", "内容", long=True),
        )
        self.duty.push_screen(Dialog("手工登记预警", asks, submit))

    def action_lift(self) -> None:
        """Who issued it has lifted it."""
        b = self._picked()
        if b is None:
            self.refuse("先选一条预警")
            return

        async def submit(answers: Mapping[str, str]) -> str:
            return await self._try(bulletins.lift, b.id, answers["who"], answers["note"])

        asks = (Ask("who", "谁宣布解除(谁发布谁解除)", b.issuer), Ask("note", "依据"))
        self.duty.push_screen(Dialog(f"解除 {name_of(b)}", asks, submit))

    def action_text(self) -> None:
        """The notice by which it is issued, passed on or lifted."""
        from ..warning_text import ask_text  # noqa: PLC0415 # only when asked for

        b = self._picked()
        if b is None:
            self.refuse("先选一条预警")
        else:
            ask_text(self, b)

    def action_step(self) -> None:
        """One of the things that the warning asks for was done."""
        b, desk = self._picked(), self.duty.desk
        plan = plan_for(desk.plans.values(), b.hazard) if b else None
        if b is None or plan is None:
            self.refuse("先选一条预警；没有管它的预案就没有要登记的事")
            return
        left = [t.step for t in todos(plan, b, bulletins.states_of(desk.open_cases())) if t.done_at is None]
        if not left:
            self.refuse("预警要求的事都已登记")
            return

        async def submit(answers: Mapping[str, str]) -> str:
            return await self._try(bulletins.do_step, b.id, answers["step"], answers["name"], answers["note"])

        choices = tuple((s.id, cut(f"{s.text}({s.clause})", 64)) for s in left)
        asks = (Ask("step", "办了哪一件", left[0].id, choices), Ask("name", "谁办的、通知了谁"), Ask("note", "情况"))
        self.duty.push_screen(Dialog(name_of(b), asks, submit))

    def action_open(self) -> None:
        """The event that the warning proposes, with its facts filled in; or the facts of one that is open already."""
        b, desk = self._picked(), self.duty.desk
        plan = bulletins.proposes(desk, b) if b else None
        if b is None or plan is None:
            self.refuse(bulletins.why_not(desk, b) if b else "先选一条预警")
            return
        found = colour_fact(plan, b.hazard)
        fields = found.ask if found else ()
        open_ones = [c for c in desk.open_cases() if c.plan.id == plan.id]

        async def submit(answers: Mapping[str, str]) -> str:
            told = {f.id: _told(answers[f.id]) for f in fields if answers[f.id]}
            if answers["event"] != "new":
                problem = await self._try(bulletins.put_to, b.id, answers["event"], told)
                event = answers["event"]
            else:
                before = set(desk.cases)
                problem = await self._try(bulletins.open_event, b.id, told)
                event = next(iter(set(desk.cases) - before), "")
            if not problem:
                self.duty.current = event
                self.duty.call_later(self.duty.action_go, "declare")
            return problem

        asks = [Ask("event", "放进哪件事件", "new" if not open_ones else open_ones[-1].id,
                    (("new", "新开一件"), *((c.id, f"{c.id} {cut(c.state.title, 40)}") for c in open_ones)))]
        for field in fields:
            choices = tuple((ch.id, ch.label) for ch in field.choices)
            empty = (("_none", "都没有"),) if field.type == "choices" else ()
            asks.append(Ask(field.id, field.ask, "", (("", "不清楚"), *empty, *choices)))
        note = f"{name_of(b)}：颜色、范围自动填好，来源写 {b.issuer}。"
        self.duty.push_screen(Dialog("据预警开事件", asks, submit, note=note))


def _told(answer: str) -> list[str]:
    return [] if answer == "_none" else [answer]


def _until(typed: str, start: Any) -> Any:
    text = typed.strip()
    if not text:
        return None
    if not text.isdigit() or len(text) > 4:
        raise Unreadable(f"失效写开始后多少小时，如 24；「{text[:20]}」读不懂")
    return start + timedelta(hours=int(text))
