"""导演: the second terminal of a drill. The trainee never sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import OptionList

from console.desk.draft import Drafts
from console.exercise.clock import SPEEDS
from console.exercise.directing import MOST_SHIFT
from console.exercise.watching import Planned, Watch

from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..ends import sit
from ..keeping import KeepingApp
from ..screens.help import HelpScreen
from ..sizes import WIDTHS
from ..text import safe
from ..theme import THEMES
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from ..widgets.rows import Rows
from .director_trainee import notes_words, score_so_far, trainee_words
from .director_words import editable, head_words, inject_row, inject_words, title_of
from .title import window_title

DRAFTS = "director-drafts.json"
"""Beside those of the trainee, who is another process."""
LOOK = 0.5
"""Seconds between two looks at the drill."""

COMMANDS: tuple[Command, ...] = (
    Command("help", "帮助", "f1", "导演台的说明和全部按键"),
    Command("turn", "换栏", "f2", "小屏：下面换成评分、受训人、记录；大屏四栏都在"),
    Command("fire", "即发", "f5", "选中的来情现在就发生"),
    Command("hold", "扣住", "f6", "扣住选中的来情；再按一次放开"),
    Command("skip", "跳过", "f7", "选中的来情不发了"),
    Command("change", "改词", "f8", "改选中来情的话"),
    Command("shift", "顺延", "f9", "没发的全部推后或提前几分钟"),
    Command("pause", "停/走", "f10", "演练时钟停下或继续"),
    Command("speed", "快慢", "f11,ctrl+w", "演练时钟几倍速"),
    Command("step", "下一件", "f12", "时钟跳到下一件来情"),
    Command("note", "记一笔", "ctrl+d", "导演的话，进演练记录"),
    Command("over", "结束", "ctrl+e", "结束这场演练"),
    Command("leave", "离开", "ctrl+q", "关掉导演台；演练照走"),
)
KEYS_ABOVE = 7
"""Keys in the first of two lines."""
PANELS = ("one", "score", "trainee", "notes")
"""Beside the injects: the picked one, the score so far, the trainee, notes and questions."""
HELP = (
    "来情表每行：时刻、开始后多久、待发/已发/已见/已接、应做的做了没有(待做/做到/迟做/误了)、是什么事。\n"
    "选中的一件写出全文、应做什么、还有多久。评分随做随算：得、扣(写明原因和日志第几条)、未(还没做)。Tab 换到一栏，上下键翻。\n"
    "指令一秒内送到受训人那一台，送到后进演练记录；对方已经断开时指令等它接着练再生效。受训人看不到这里。"
)


class DirectorApp(KeepingApp):
    """Everything that is planned and everything that the trainee does."""

    TITLE = "演练 导演"
    CSS_PATH = "director.tcss"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMMANDS), Binding("escape", "app.focus('injects')", show=False)]

    def __init__(self, watch: Watch, name: str) -> None:
        super().__init__()
        self.watch_drill = watch
        self.desk = watch.desk
        """A drill's, so that every dialog here says 演练."""
        self.drafts = Drafts(self.desk.home.signs, name=DRAFTS)
        self._director = name
        self._planned: list[Planned] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a dialog is up its own keys count."""
        if len(self.screen_stack) > 1 and any(action == command.action for command in COMMANDS):
            return False
        return super().check_action(action, parameters)

    def compose(self) -> ComposeResult:
        """Head, injects, the one that is picked, the trainee, keys."""
        yield Line(id="head")
        with Container(id="directing"):
            yield Rows(id="injects")
            for panel in PANELS:
                with VerticalScroll(id=panel):
                    yield Folded(id=f"{panel}-words")
        yield Line(id="said")
        yield Keys(COMMANDS[:KEYS_ABOVE])
        yield Keys(COMMANDS[KEYS_ABOVE:])

    def on_mount(self) -> None:
        """Look, again and again."""
        self.query_one("#injects").focus()
        self.query_one("#directing").add_class(f"-{PANELS[0]}")
        self._show()
        self.set_interval(LOOK, self._look)

    async def _look(self) -> None:
        await asyncio.to_thread(self.watch_drill.follow)
        if self.screen_stack and self.screen_stack[0].query("#head"):  # else the window was closed meanwhile
            self._show()

    def _show(self) -> None:
        watch = self.watch_drill
        self._planned = watch.planned()
        main = self.screen_stack[0]
        main.query_one("#head", Line).show(head_words(watch))
        main.query_one("#injects", Rows).show([(p.inject.id, inject_row(watch, p)) for p in self._planned])
        told = {"score": score_so_far(watch), "trainee": trainee_words(watch, watch.clock.now()), "notes": notes_words(watch)}
        for panel, words in told.items():
            main.query_one(f"#{panel}-words", Line).show(words, layout=True)
        self._tell()

    @on(OptionList.OptionHighlighted, "#injects")
    def _tell(self) -> None:
        picked = self._picked()
        watch = self.watch_drill
        words = inject_words(watch, picked, watch.clock.now()) if picked else safe("没有来情")
        self.screen_stack[0].query_one("#one-words", Line).show(words, layout=True)

    def _picked(self) -> Planned | None:
        picked = self.screen_stack[0].query_one("#injects", Rows).picked
        return next((p for p in self._planned if p.inject.id == picked), None)

    def action_turn(self) -> None:
        """On a small screen: the next of the panels below the injects."""
        directing = self.screen_stack[0].query_one("#directing")
        now = next(index for index, panel in enumerate(PANELS) if directing.has_class(f"-{panel}"))
        directing.remove_class(f"-{PANELS[now]}").add_class(f"-{PANELS[(now + 1) % len(PANELS)]}")

    # --- orders ---------------------------------------------------------------------------------------------------

    async def _order(self, what: str, **data: object) -> str:
        """Give an order; empty when it was laid down, else why not."""
        said = self.screen_stack[0].query_one("#said", Line)
        try:
            await asyncio.to_thread(self.watch_drill.order, what, self._director, **data)
        except OSError as error:
            words = f"指令没有送出({error.strerror})，请检查磁盘"
            said.show(safe(words, "bold"))
            return words
        said.show(safe("指令已送出"))
        return ""

    def _open(self) -> Planned | None:
        """The picked one while something can be done with it; else the message line says why nothing can."""
        picked = self._picked()
        if picked is None or picked.played.standing not in ("planned", "held"):
            gone = "跳过" if picked and picked.played.standing == "skipped" else "发出"
            self.screen_stack[0].query_one("#said", Line).show(safe(f"这件来情已经{gone}，改不了", "bold"))
            return None
        return picked

    async def _of_picked(self, what: str) -> None:
        picked = self._open()
        if picked is not None:
            await self._order(what, id=picked.inject.id)

    async def action_fire(self) -> None:
        """It happens now."""
        await self._of_picked("fire")

    async def action_hold(self) -> None:
        """Hold it, or let it go again."""
        picked = self._picked()
        await self._of_picked("release" if picked and picked.played.standing == "held" else "hold")

    async def action_skip(self) -> None:
        """It will not happen."""
        await self._of_picked("skip")

    async def action_pause(self) -> None:
        """Stop the clock or let it go."""
        await self._order("go_on" if self.watch_drill.run.paused else "pause")

    async def action_step(self) -> None:
        """On to the next inject."""
        await self._order("step")

    def action_change(self) -> None:
        """Other words for the inject."""
        picked = self._open()
        if picked is None:
            return

        async def submit(answers: Mapping[str, str]) -> str:
            lines = [line for line in answers["words"].splitlines() if line.strip()]
            if not lines:
                return "至少要有一句话"
            return await self._order("change", id=picked.inject.id, words=lines)

        ask = Ask("words", "一行一句", editable(picked), long=True)
        self.push_screen(Dialog(f"改「{title_of(self.watch_drill.scenario, picked.inject)}」的话", (ask,), submit, ok="改"))

    def action_shift(self) -> None:
        """All that is left comes later, or sooner."""

        async def submit(answers: Mapping[str, str]) -> str:
            try:
                minutes = int(answers["minutes"])
            except ValueError:
                return "请写整数分钟，如 5 或 -3"
            if abs(minutes) > MOST_SHIFT:
                return f"顺延合计不能超过{MOST_SHIFT}分钟"
            return await self._order("shift", seconds=60 * minutes)

        self.push_screen(Dialog("没发的全部顺延", (Ask("minutes", "几分钟(-3 是提前)"),), submit))

    def action_speed(self) -> None:
        """How fast the clock goes."""

        async def submit(answers: Mapping[str, str]) -> str:
            return await self._order("speed", speed=int(answers["speed"])) if answers["speed"] else "请选一项"

        speeds = tuple((str(speed), f"{speed}倍速") for speed in SPEEDS)
        self.push_screen(Dialog("演练时钟", (Ask("speed", "上下键选，回车", str(self.watch_drill.run.speed), speeds),), submit))

    def action_note(self) -> None:
        """Something to remember, in the drill's record."""

        async def submit(answers: Mapping[str, str]) -> str:
            return await self._order("note", text=answers["text"]) if answers["text"].strip() else "还没有写"

        self.push_screen(Dialog("导演记", (Ask("text", "写什么", long=True),), submit, ok="记"))

    def action_over(self) -> None:
        """End the drill, after a question."""

        async def submit(_answers: Mapping[str, str]) -> str:
            return await self._order("end")

        self.push_screen(Dialog("结束演练", (), submit, note="受训人那一台停下，按现在的样子计分。", ok="结束"))

    def action_help(self) -> None:
        """What one does here."""
        self.push_screen(HelpScreen("演练 导演", HELP, (), COMMANDS))

    def action_leave(self) -> None:
        """Close this window; the drill goes on."""
        self.exit(None, 0)


def run_director(root: Path, run_id: str, name: str) -> int:
    """Show the director's window until it is left; the exit status. Raises Refused where there is no such drill."""
    watch = Watch(root, run_id)
    window_title("[演练] 导演台")
    try:
        return sit(DirectorApp(watch, name), watch.close, lambda: root)
    finally:
        window_title("")
