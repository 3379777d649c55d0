"""演练: the scenarios to choose from, and the way into one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content

from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..text import joined, safe
from ..widgets.rows import Rows
from .listed import ROWS, ListedScreen

if TYPE_CHECKING:
    from console.exercise.store import Stored


class DrillsScreen(ListedScreen):
    """Every scenario, the easy ones first."""

    PLACE = "演练"
    HELP = (
        "选一个脚本，F10 开练。演练有自己的文件夹和编号，每一屏、每一份文书都写着「演练」；\n"
        "真实事件在办时不能开练。练的时候真电话来了，按 Ctrl+Z 立刻转到真实值班台。\n"
        "练到一半离开的，Ctrl+D 接着练；时钟最多往前走十分钟。\n"
        "导演在第二个终端里用 duty drill direct。自己的脚本放在数据文件夹的 drills/scenarios/ 里，duty drill check 检查。"
    )
    ACTIONS: ClassVar = (
        Command("start", "开练", "f10", "开始选中的演练", footer=False),
        Command("scores", "成绩", "f12", "看历次演练的成绩", footer=False),
        Command("resume", "接着练", "ctrl+d", "接着练最近一场没有练完的", footer=False),
        Command("go_back", "返回", "escape", "回到值班台", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._stored: tuple[Stored, ...] = ()

    def on_mount(self) -> None:
        """Look for scenarios."""
        self._look()

    @work(exclusive=True)
    async def _look(self) -> None:
        from console.exercise.store import stored  # noqa: PLC0415 # only when asked for

        desk = self.duty.desk
        self._stored = await asyncio.to_thread(stored, desk.home.root, desk.plans)
        self.fill([(one.name, self._row(one)) for one in self._stored])
        self._show()

    @staticmethod
    def _row(one: Stored) -> Content:
        if one.scenario is None:
            return joined(safe("  有错  ", "bold"), safe(f"{one.path.name}"))
        about = one.scenario.scenario
        return joined(safe(f"难度{about.difficulty}  ", "bold"), safe(f"{about.title}  约{about.minutes}分钟"))

    @property
    def _picked(self) -> Stored | None:
        picked = self.rows.picked
        return next((one for one in self._stored if one.name == picked), None)

    @on(Rows.OptionHighlighted, f"#{ROWS}")
    def _show(self) -> None:
        one = self._picked
        words = "没有演练脚本"
        if one is not None and one.scenario is None:
            words = "\n".join((f"{one.path} 有{len(one.problems)}处错，改好才能用：", *one.problems))
        elif one is not None and one.scenario is not None:
            about = one.scenario.scenario
            plans = "、".join(dict.fromkeys(self.duty.desk.plans[e.plan].plan.name for e in one.scenario.events))
            goals = "\n".join(f"- {objective}" for objective in about.objectives)
            whose = "本单位脚本" if one.own else "随台脚本"
            words = (
                f"{about.title}  ({one.name}, {whose})\n{plans}  难度{about.difficulty}  约{about.minutes}分钟  "
                f"满分{one.scenario.full_marks}\n\n{about.opening}\n\n练什么:\n{goals}"
            )
        self.tell(words)

    @on(Rows.OptionSelected, f"#{ROWS}")
    async def action_start(self) -> None:
        """Ask who is to be trained and how fast, leave the real desk, play."""
        one = self._picked
        if one is None or one.scenario is None:
            self.refuse("这个脚本有错，改好才能开练" if one else "没有演练脚本")
            return
        if not self._free():
            return
        from console.exercise.clock import SPEEDS  # noqa: PLC0415 # only when a drill is begun

        async def submit(answers: Mapping[str, str]) -> str:
            name = answers["name"].strip()
            if not name:
                return "请填受训人姓名"
            return self._leave_for(one, name[:100], int(answers["speed"] or 1))

        speeds = tuple((str(speed), f"{speed}倍速") for speed in SPEEDS)
        asks = (Ask("name", "受训人", self.view.officer if self.view else ""), Ask("speed", "时钟快慢(上下键选)", "1", speeds))
        self.app.push_screen(Dialog(f"演练 {one.scenario.scenario.title}", asks, submit, ok="开练"))

    def _free(self) -> bool:
        """Whether a drill can be played now; else the message line says why not."""
        if self.duty.desk.drill:
            self.refuse("已经在演练里，先按 Shift+F6 结束这一场")
            return False
        if self.view and self.view.cases:
            self.refuse(f"还有{len(self.view.cases)}件真实事件在办，不能开练")
            return False
        return True

    async def action_resume(self) -> None:
        """Leave the real desk for the drill that was left last without an end."""
        from console.exercise.scoring import latest  # noqa: PLC0415 # only when asked for

        if not self._free():
            return
        home = self.duty.desk.home
        run_id = await asyncio.to_thread(latest, home, over=False)
        if run_id is None:
            self.refuse("没有练到一半的演练")
            return
        picked = run_id

        def then() -> int:
            from ..drill.play import back_to_desk  # noqa: PLC0415 # as above
            from ..drill.start import go_on  # noqa: PLC0415 # as above

            return go_on(home.root, picked, back=partial(back_to_desk, home.root))

        self.duty.then = then
        self.app.exit(None, 0)

    def _leave_for(self, one: Stored, name: str, speed: int) -> str:
        """Leave the real console; the drill comes after it, and then the console again."""
        from console.incident.refused import Refused  # noqa: PLC0415 # only when a drill is begun

        root = self.duty.desk.home.root
        try:
            text = one.text()
        except Refused as error:
            return str(error)

        def then() -> int:
            from ..drill.play import back_to_desk  # noqa: PLC0415 # as above
            from ..drill.start import start  # noqa: PLC0415 # as above

            return start(root, text, name, speed, back=partial(back_to_desk, root))

        self.duty.then = then
        self.app.exit(None, 0)
        return ""

    async def action_scores(self) -> None:
        """Past drills."""
        await self.duty.action_go("score")
