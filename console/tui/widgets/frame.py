"""What stands around every screen: head line, next step, banner, message, trust line, key line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var

from console.desk.disk import is_low
from console.incident.clock_told import UNSURE, slow_words
from console.incident.times import clock, clock_seconds
from console.words import cells, cut, visible

from ..commands import APP_COMMANDS, Command
from ..terminal import remark, surroundings, unfit
from ..text import joined, safe
from .line import Folded, Line

if TYPE_CHECKING:
    from console.desk.view import CaseView, View


def level_words(case: CaseView) -> str:
    """「II级」, or 「未定级」: a level is never a default."""
    if case.state.level:
        return f"{case.state.level}级响应"
    if case.state.stage in ("ended", "closed"):
        from console.incident.state import STAGES  # noqa: PLC0415 # the first paint does not need it

        return STAGES[case.state.stage]
    return "不启动" if case.state.refused else "未定级"


class Head(Line):
    """The clock, who is on duty, and the event on the screens."""

    view: var[View | None] = var(None)

    def __init__(self, place: str) -> None:
        super().__init__(id="head")
        self._place = place

    def watch_view(self, view: View | None) -> None:
        """Show the view."""
        if view is None:
            return
        parts: list[Content | str] = [safe(" 演练 ", "bold reverse"), " "] if view.drill else []
        time = f"{'电脑' if view.doubt else ''}{clock_seconds(view.shown)}"
        parts += [safe(time, "bold"), f"  {cut(visible(view.officer), 16)}", safe("  " + self._place, "bold")]
        if view.read_only:
            parts.append(safe("  只读", "bold reverse"))
        case = view.current
        if case:
            level, age = f"[{level_words(case)}]", f"  {case.age}"
            used = sum(cells(str(part)) for part in parts) + cells(f"  {case.id}   {level}{age}")
            room = min(36, max(8, self.app.size.width - 2 - used))  # the level and the time since are never cut off
            parts += [f"  {case.id} {cut(visible(case.state.title), room)}  ", safe(level, "bold"), age]
        self.show(joined(*parts))


WHO = "谁在值班？Ctrl+O 写姓名"
"""Stands in the second line until somebody is on duty: what is recorded till then bears no name."""


class NextLine(Line):
    """下一步: what to do next, and the key that does it; before it, but behind what is overdue, who is on duty where nobody said."""

    view: var[View | None] = var(None)

    def __init__(self) -> None:
        super().__init__(id="next")

    def watch_view(self, view: View | None) -> None:
        """Show the first step of all events."""
        if view is None:
            return
        who: list[Content | str] = [safe(WHO, "bold reverse"), "  "] if view.unsigned else []
        if not view.steps:
            self.show(joined(*who, safe("下一步 ", "bold"), safe(view.idle)))
            return
        step = view.steps[0]
        where = f"[{step.event}] " if step.event and len(view.cases) > 1 else ""
        until = f" ({clock(step.due)}前)" if step.due and step.due > view.now and not view.doubt else ""
        head = "下一步 F5 "
        room = max(20, self.app.size.width - 2 - cells(head + where + until) - sum(cells(str(part)) for part in who))
        todo: list[Content | str] = [safe(head, "bold"), where, safe(cut(visible(step.text), room), "bold"), until]
        overdue = step.due is not None and step.due <= view.now
        self.show(joined(*todo, *reversed(who)) if overdue else joined(*who, *todo))


class Banner(Folded):
    """Faults that stay: what was not recorded, who writes, what was found on opening."""

    view: var[View | None] = var(None)

    def __init__(self) -> None:
        super().__init__(id="banner")

    def watch_view(self, view: View | None) -> None:
        """Show the faults, or nothing at all."""
        if view is None:
            return
        lines: list[str] = []
        if view.doubt:
            lines.append(f"{view.doubt}：墙上的钟现在几点？{'请到正在记录的那一台上填' if view.read_only else '按 Ctrl+E 填'}")
        if view.faults:
            lines.append(f"未记录 {len(view.faults)} 条：{view.faults[-1]} (Ctrl+R 再试)")
        if view.shut:
            lines.append(f"只读：这里记不了，也不是别的值班台在记：{view.shut}；修好后按 Ctrl+R")
        elif view.read_only:
            lines.append(f"只读：{view.writer or '另一个值班台'}正在记录，这里只能看；那一台真正退出后按 Ctrl+R 接手")
        if view.lost:
            lines.append(view.lost)
        if view.findings:
            more = f"(共{len(view.findings)}条，Ctrl+E 看全部)" if len(view.findings) > 1 else "(Ctrl+E 看全文)"
            lines.append(f"{view.findings[-1]} {more}")
        self.display = bool(lines)
        self.show(safe("\n".join(lines), lines=True), layout=True)


class Said(Folded):
    """What became of the last command: recorded with its number, or why not."""

    def __init__(self) -> None:
        super().__init__(id="said")

    def recorded(self, words: str) -> None:
        """Something is on the disk."""
        self.set_class(False, "refused")
        self.show(safe(words))

    def refused(self, words: str) -> None:
        """Something was not done."""
        self.set_class(True, "refused")
        self.show(safe(f"未执行：{words}"))


class Trust(Line):
    """Always in view: how far the log is good, the clock, the plan, the second place."""

    view: var[View | None] = var(None)

    def __init__(self) -> None:
        super().__init__(id="trust")
        self._fit: bool | None = None

    def watch_view(self, view: View | None) -> None:
        """Show the health of the record."""
        if view is not None:
            self.show(safe(" | ".join([*trust_words(view), *self._terminal()])))

    def _terminal(self) -> list[str]:
        if self._fit is None:
            found = surroundings()
            self._fit = not (unfit(found) or remark(found))
        large = self.app.size.width >= 80 and self.app.size.height >= 24
        return ["终端 正常" if self._fit and large else "终端 窗口太小(Ctrl+B)" if self._fit else "终端 有问题(Ctrl+B)"]


def trust_words(view: View) -> list[str]:
    """What the record stands on, the most telling first; the whole of it is on the 体检 screen."""
    parts: list[str] = []
    if view.current:
        short = next((one for one in view.losses if one.name == view.current.id), None)
        good = "不全" if short else "有误(Ctrl+E)" if view.current.damaged else f"完好至第{view.current.entries}条 {view.current.head[:8]}"
        parts.append(f"日志{good}")
    if view.losses:
        parts.insert(0, view.losses[0].words)
    low = is_low(view.disk)
    if low:
        parts.append(view.disk)
    if not view.mirror:
        parts.append("无副本")
    elif not view.losses:
        whole = "副本完整" if view.mirror.endswith("副本完整") else f"副本：{cut(view.mirror, 30)}"
        parts.append(f"副本有误：{cut(view.mirror, 30)}" if view.mirror_bad else whole)
    parts.append(_clock_words(view))
    tested = view.shift.sound_tested
    parts.append(("声音 试过" + clock(tested) if tested else "声音 未试") if view.sound else "声音 关")
    if view.current:
        plan = view.current.plan.plan
        parts.append(f"{plan.document} {plan.revision}")
    if view.disk and not low:
        parts.append(view.disk)
    return parts


def _clock_words(view: View) -> str:
    if view.doubt:
        return f"{UNSURE}(Ctrl+E)"
    if view.clock_lacks:
        return f"电脑{slow_words(view.clock_lacks)}，已换算"
    return f"时钟被拨{view.clock_moved:+d}秒" if view.clock_moved else "时钟未动"


class KeyLine(Line):
    """The keys that work everywhere, in one line; each can be clicked."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._ends: list[tuple[int, str]] = []
        parts: list[Content | str] = []
        used = 0
        for command in commands:
            if command.footer:
                key = command.shown_key.replace("Ctrl+", "^")
                parts += [safe(key, "bold $accent"), f"{command.label} "]
                used += cells(f"{key}{command.label} ")
                self._ends.append((used, command.action))
        super().__init__(joined(*parts), id="keys")

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the pointer does."""
        action = next((action for end, action in self._ends if event.x < end), None)
        if action is not None:
            # Not here: the screen that goes away would wait for this very click to be over.
            self.app.call_later(self.app.run_action, action)


class Top(Vertical):
    """The two lines at the head of every screen."""

    def __init__(self, place: str) -> None:
        super().__init__(id="top")
        self._place = place

    view: var[View | None] = var(None)

    def compose(self) -> ComposeResult:
        """Head and next step."""
        yield Head(self._place).data_bind(Top.view)
        yield NextLine().data_bind(Top.view)


class Bottom(Vertical):
    """Banner, message, trust line and keys."""

    view: var[View | None] = var(None)

    def __init__(self) -> None:
        super().__init__(id="bottom")

    def compose(self) -> ComposeResult:
        """The lines below every screen."""
        yield Banner().data_bind(Bottom.view)
        yield Said()
        yield Trust().data_bind(Bottom.view)
        yield KeyLine(getattr(self.app, "commands", APP_COMMANDS))
