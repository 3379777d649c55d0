"""研判练习: one short case after the other, answered by keys; nothing of it reaches a log."""

from __future__ import annotations

import asyncio
import secrets
from random import Random
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from console.practice.answers import Option, level_options, read_level, read_option
from console.practice.book import Book
from console.practice.score import score, score_lines
from console.practice.store import NOBODY, Store
from console.practice.telling import QUIET
from console.practice.trainer import Case, Result, Trainer
from console.words import cells, cut

from ..commands import Command, bindings
from ..sizes import WIDTHS
from ..text import joined, safe
from ..widgets.entry import Entry
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line, folded
from ..widgets.rows import Rows
from .base import DutyScreen

Stage = Literal["wait", "level", "second", "done"]
_LOW = 32
"""Below so many lines every option gets two at most."""


class PracticeScreen(DutyScreen):
    """Cases around the edges of the standards."""

    PLACE = "演练 研判练习"
    CSS_PATH = "practice.tcss"
    AUTO_FOCUS = "#practice-options"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "一题一题练定级，题都出在标准的边上：差一点、正好、刚过、缺口、数字对不上、缺数字。这是演练，不写任何事件日志。\n"
        "按数字键或上下键加 F10 答：先答级别，再答依据(够不上时答怎么办，定不了时答先问什么)。Ctrl+F 自己打字答，如 三.1。\n"
        "来电人没说到的都已问清、没有；他说还不清楚的，才算不知道。按条文答：条文够不上的，有缺口也先答「够不上」。\n"
        "答错的隔3题再来，答对的越隔越久。F12 看成绩和最弱的边界，Ctrl+K 换只练哪份预案。真来电话照样按 Ctrl+N。"
    )
    ACTIONS: ClassVar = (
        Command("accept", "确定/下一题", "f10", "答选中的一项；看完答案到下一题", footer=False),
        Command("type", "打字答", "ctrl+f", "自己打级别或条款号", footer=False),
        Command("score", "成绩", "f12", "多少题、对多少、最弱和最慢的边界", footer=False),
        Command("turn_plan", "换预案", "ctrl+k", "只练一份预案，或全部轮着练", footer=False),
        Command("go_back", "返回", "escape", "回到值班台", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(ACTIONS), *(Binding(str(n), f"choose({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, rng: Random | None = None) -> None:
        """`rng` gives all chance; one of its own where none is given."""
        super().__init__()
        self._rng = rng or Random(secrets.randbits(64))  # noqa: S311 - a drill, no secret
        self._trainer: Trainer | None = None
        self._store: Store | None = None
        self._books: dict[str, Book] = {}
        self._only = ""
        self._case: Case | None = None
        self._stage: Stage = "wait"
        self._level = ""
        self._since = 0.0
        self._options: tuple[Option, ...] = ()
        self._marks: dict[str, str] = {}
        self._answered: list[bool] = []
        self._reasons = Content("")
        self._scored = False

    def compose_body(self) -> ComposeResult:
        """The case and what to pick from at the left or above, the answer beside or below."""
        yield Line(id="practice-title")
        with Container(id="practice"):
            with Vertical(id="practice-asked"):
                yield Folded(id="practice-case")
                yield Line(id="practice-prompt")
                yield Rows(id="practice-options")
                yield Entry(placeholder="打级别或条款号，如 II、三.1；回车答，Esc 不打了")
            with VerticalScroll(id="practice-answer", can_focus=False):
                yield Folded(id="practice-reasons")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Open the plans and the record, behind the first paint."""
        self.query_one(Entry).display = False
        self._title()
        self.query_one("#practice-prompt", Line).show(safe("正在出题"))
        self._open()

    @work(exclusive=True)
    async def _open(self) -> None:
        """Make the trainer anew for the chosen plan, and ask the first case."""
        desk = self.duty.desk
        self._store = self._store or Store(desk.home.root)
        record, told = await asyncio.to_thread(self._store.read, self._trainee)
        plans = {i: plan for i, plan in desk.plans.items() if not self._only or i == self._only}
        for plan_id, plan in plans.items():
            if plan_id not in self._books:
                self._books[plan_id] = await asyncio.to_thread(Book, plan)
        books = [self._books[plan_id] for plan_id in plans]
        self._trainer = await asyncio.to_thread(Trainer, books, record, self._rng)
        if told:
            self.refuse(told)
        self._next()

    @property
    def _trainee(self) -> str:
        """Whose record it is: who is on duty, else whoever signed the console on."""
        turn = self.duty.desk.room.state.on_duty
        return turn.name if turn else self.duty.desk.name

    def _next(self) -> None:
        self._case = self._trainer.next() if self._trainer else None
        self._since = self.duty.desk.clock.elapsed()
        if self._case is None:
            self._stage = "wait"
            self.refuse("预案的标准出不了题，可用 duty plan check 看有没有问题")
            return
        self._answer(Content(""))
        self.query_one("#practice-case", Line).show(joined(safe(self._case.text), safe(f"\n({QUIET})", "dim", lines=True)))
        self._ask("level", "定几级", level_options(self._case.book))

    def _ask(self, stage: Stage, prompt: str, options: tuple[Option, ...]) -> None:
        self._stage = stage
        self._title()
        self.query_one("#practice-prompt", Line).show(safe(f"{prompt}?  按数字键", "bold"))
        self._options, self._marks = options, {}
        self._list()
        rows = self.query_one(Rows)
        rows.highlighted = None  # no answer is ever a default
        rows.focus()

    def _list(self) -> None:
        """Show the options, in two lines each where the screen is low, so that all of them are in sight."""
        width = self.query_one("#practice-asked").content_size.width
        room = 2 * width - 4 if self.app.size.height < _LOW else 1000
        self.query_one(Rows).show([
            (option.id, folded(_row(number, option, self._marks.get(option.id, ""), room), max(width, 10)))
            for number, option in enumerate(self._options, 1)
        ])  # fmt: skip

    def on_resize(self) -> None:
        """Break the options anew."""
        if self.built:
            self.call_after_refresh(self._list)

    def _title(self) -> None:
        case = self._case
        parts: list[Content | str] = [safe(" 演练 ", "bold reverse"), safe(" 研判练习", "bold")]
        if case:
            parts.append(f"  第{case.number}题  {case.plan.plan.name}")
        parts.append(f"  本次答{len(self._answered)}题，对{sum(self._answered)}题")
        if self._only:
            parts.append(f"  只练{self.duty.desk.plans[self._only].plan.name}")
        self.query_one("#practice-title", Line).show(joined(*parts))

    def _answer(self, words: Content) -> None:
        self._reasons, self._scored = words, False
        self._beside(words)

    def _beside(self, words: Content) -> None:
        self.set_class(bool(words.plain), "-answered")
        self.query_one("#practice-reasons", Line).show(words, layout=True)
        self.query_one("#practice-answer").scroll_home(animate=False)

    # --- answering ------------------------------------------------------------------------------------------------

    async def action_choose(self, number: int) -> None:
        """A number key: that option."""
        rows = self.query_one(Rows)
        if self._stage in ("level", "second") and number <= rows.option_count:
            rows.highlighted = number - 1
            await self.action_accept()

    async def action_accept(self) -> None:
        """Answer what is picked; after the answer, on to the next case."""
        if self.query_one(Entry).display:
            await self._typed(self.query_one(Entry).value)
        elif self._stage == "done":
            self._next()
        elif (picked := self.query_one(Rows).picked) is not None:
            await self._given(picked)
        elif self._stage != "wait":
            self.refuse("先按数字键或上下键选一项")

    @on(Rows.OptionSelected)
    async def _selected(self) -> None:
        await self.action_accept()

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        await self._typed(event.value)

    async def _typed(self, typed: str) -> None:
        case = self._case
        if case is None or self._stage not in ("level", "second"):
            return
        found = read_level(case.book, typed) if self._stage == "level" else read_option(case.question, typed)
        if found is None:
            self.refuse(f"看不懂「{typed[:40]}」，请打级别、条款号或上面的数字")
            return
        self._hide_entry()
        await self._given(found)

    async def _given(self, answer: str) -> None:
        case = self._case
        if case is None or self._stage not in ("level", "second"):
            return
        if self._stage == "level" and answer == case.level:
            self._level = answer
            self._ask("second", case.question.prompt, case.question.options)
        elif self._stage == "level":
            await self._judge(case, answer, None)
        else:
            await self._judge(case, self._level, answer)

    async def _judge(self, case: Case, level: str, second: str | None) -> None:
        if self._trainer is None or self._store is None:
            return
        self._stage = "done"  # at once: a second key that was on its way must not answer again
        seconds = max(0, round(self.duty.desk.clock.elapsed() - self._since))
        result = self._trainer.answer(case, level, second, seconds)
        self._answered.append(result.right)
        self._title()
        self._answer(reason_words(case, result))
        self.query_one("#practice-prompt", Line).show(safe("F10 下一题", "bold"))
        given, rights = (level, {case.level}) if second is None else (second, case.question.right)
        self._marks = {given: "[你答的]", **dict.fromkeys(rights, "[对]")}
        self._list()
        told = await asyncio.to_thread(self._store.add, self._trainee, case.edge.key, result.right, seconds)
        if told:
            self.refuse(told)

    # --- the other keys -------------------------------------------------------------------------------------------

    def action_type(self) -> None:
        """Open the field to type an answer in."""
        if self._stage in ("level", "second"):
            entry = self.query_one(Entry)
            entry.display = True
            entry.focus()

    def _hide_entry(self) -> None:
        entry = self.query_one(Entry)
        entry.clear()
        entry.display = False
        self.query_one(Rows).focus()

    def action_score(self) -> None:
        """How the trainee stands, in the place of the answer; and back."""
        self._scored = not self._scored and self._trainer is not None
        if self._scored and self._trainer:
            lines = "\n".join(score_lines(score(self._trainer.record, self.duty.desk.plans)))
            head = f"演练成绩 {self._trainee or NOBODY} (F12 收起)\n"
            self._beside(joined(safe(head, "bold", lines=True), safe(lines, lines=True)))
        else:
            self._beside(self._reasons)

    def action_turn_plan(self) -> None:
        """The next plan alone, then all of them; the case on the screen is left unanswered."""
        ids = ["", *self.duty.desk.plans]
        self._only = ids[(ids.index(self._only) + 1) % len(ids)]
        self._open()

    async def action_go_back(self) -> None:
        """Leave the typing field, else to the board."""
        if self.query_one(Entry).display:
            self._hide_entry()
        else:
            await self.duty.action_go("board")


def _row(number: int, option: Option, mark: str, room: int) -> Content:
    said = f"{mark} " if mark else ""
    return joined(safe(f"{number} ", "bold $accent"), safe(said, "bold"), safe(cut(option.words, room - 2 - cells(said))))


def reason_words(case: Case, result: Result) -> Content:
    """The judgement and everything behind it."""
    parts: list[Content] = [safe(result.words, "bold $success" if result.right else "bold $error")]
    parts += [joined(safe(f"\n{reason.head} ", "bold", lines=True), safe(reason.words)) for reason in case.reasons]
    return joined(*parts)
