"""文书: scripts and papers drawn from the log, edited before they leave, and their leaving recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import TextArea

from console.desk.bulletins import of_event
from console.desk.replay import case_at
from console.incident import commands as c
from console.incident.decide_response import OUT
from console.incident.refused import Wrong
from console.report.catalogue import Offer, draw, offers
from console.report.paper import SCRIPT, Paper, from_text
from console.report.situation import Situation, situation_of
from console.report.spoken import seconds_to_read
from console.report.told import facts_told
from console.report.written import next_kind

from ..asking import PAPER_CHANNELS, contradiction_note, despite_asks
from ..clipboard import copy
from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..keeping import Keeper
from ..sizes import WIDTHS
from ..text import joined, safe
from ..widgets.entry import Page
from ..widgets.keys import Keys
from ..widgets.line import Line
from ..widgets.rows import Rows
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import View
    from console.rules.classify import Contradiction
    from console.warning.model import Bulletin

ROOMY = 36
"""Lines of a screen from which on the sentences of a script stand apart."""
SAVE_FORMS = {"docx": "Word 公文格式", "html": "网页，可打印", "md": "文字稿", "txt": "纯文本", "pdf": "PDF，要装 LibreOffice"}


class PapersScreen(DutyScreen):
    """The papers of the event on the screens."""

    PLACE = "文书"
    OF_EVENT = True
    CSS_PATH = "papers.tcss"
    AUTO_FOCUS = "#paper-list"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "左边选文书，右边是按日志现在的内容拟出的稿子；可以改，改过的和原稿都会留在日志里。\n"
        "改了没送出的稿子随改随存，换一份、换屏、断电回来都在，要丢掉改动按 Ctrl+L。稿子里回车是换行，Tab 回到列表。\n"
        "电话稿照着念，念完按 F10「已报」，只问对方接报人，念的原话记进日志。\n"
        "电话记录单照录复述核对那一刻的内容（没复述的照接报结束时），后来办的另列一段；由预警开的事件没有来电，就没有这张单。\n"
        "书面材料送出后按 F10 登记：送谁、怎么送、谁签发、谁收；没有接收人不算送出。F12 存成文件，Ctrl+Y 复制。\n"
        "Ctrl+K 纸面备份：两页纸，断电死机时照着干；有事件时也会自动隔一阵写一次，用 Shift+F7 把纸上记的补录进来。\n"
        "事件有预警时，列表里有预警发布、解除的通知；没开事件的预警在预警屏按 Ctrl+K 拟。\n"
        "Ctrl+F 档案包：一件事件的全部文件放进一个文件夹和一个 zip，浏览器就能查。\n"
        "[矛盾] 的数稿子里只写正在核实，核对清楚再报；等不及要写原因。\n"
        "稿子上方的 [缺] [旧] [未核实] 是提醒，不会印出去。续报只写变化，改过的数写明「首报...更正为...」。"
    )
    ACTIONS: ClassVar = (
        Command("send", "已报/送出", "f10", "登记这份文书已经报出或送出"),
        Command("save", "存文件", "f12,ctrl+d", "存成 Word、网页或文字"),
        Command("copy", "复制", "ctrl+y", "把全文复制到剪贴板", footer=False),
        Command("redraw", "重拟", "ctrl+l", "按现在的日志重新拟稿，丢掉改动", footer=False),
        Command("archive", "档案包", "ctrl+f", "日志、封存、全部文书做成一个文件夹和一个 zip", footer=False),
        Command("app.errand('paper_twin')", "纸面备份", "ctrl+k", "写出应急用的两页纸：级别、时限、单位、空白记录行", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()
        self._paper: Paper | None = None
        self._drawn: Situation | None = None
        """The event as the draft was drawn from it: what the draft tells, whatever was recorded since."""
        self._begin = ""
        self._of = ""
        """The event that the draft is of."""
        self._keeper: Keeper | None = None

    def compose_body(self) -> ComposeResult:
        """The list, the flags, the text."""
        with Horizontal():
            yield Rows(id="paper-list")
            with Vertical(id="paper-side"):
                yield Line(id="paper-title")
                yield Line(id="paper-flags")
                yield Page(name="paper-text")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Show what is known at once."""
        self.watch_view(self.duty.view)

    def begin(self, step: object) -> None:
        """Start with the paper of a step: a report of the plan."""
        key = str(getattr(step, "key", ""))
        offer = next((o for o in self._offers if o.milestone == key), None)
        if offer:
            self.query_one("#paper-list", Rows).pick(offer.id)

    def watch_view(self, view: View | None) -> None:
        """Show the list; the text is drawn when a paper is chosen, and not under the officer's hands."""
        if view is None or not self.built:
            return
        situation = self._situation()
        if situation is None:
            self.query_one("#paper-title", Line).show(safe("还没有事件；按 Ctrl+N 新开，或 F2 选一件", "bold"))
            return
        self._offers = offers(situation, self._warnings())
        self.query_one("#paper-list", Rows).show([(o.id, safe(o.label)) for o in self._offers])
        if self._paper is None or self._of != (self.case.id if self.case else ""):
            self._draw()
        else:
            self._show_flags(situation)

    def _situation(self) -> Situation | None:
        if self.case is None:
            return None
        desk = self.duty.desk
        return situation_of(desk.case(self.case.id), self.case.now, desk.settings.for_deadlines(), desk.by)

    def _warnings(self) -> tuple[Bulletin, ...]:
        return of_event(self.duty.desk, self.case.id) if self.case else ()

    @on(Rows.OptionHighlighted, "#paper-list")
    def _chosen(self) -> None:
        self._draw()

    @on(Rows.OptionSelected, "#paper-list")
    def _edit(self) -> None:
        self.query_one("#paper-text").focus()

    def _draw(self) -> None:
        """Draw the picked paper; one that was edited and has not left comes back as it was left."""
        picked, now = self.query_one("#paper-list", Rows).picked, self._situation()
        if picked is None or now is None or self.case is None:
            return
        self._of = self.case.id
        self._keeper = Keeper(self.duty, self.case.id, self.PLACE, f"paper:{picked}", "改过的稿子")
        kept = self._keeper.back()
        situation = self._as_of(kept.get("count", "")) or now
        try:
            self._paper = draw(situation, picked, self._warnings())
        except ValueError as error:
            self.refuse(str(error))
            return
        self._drawn = situation
        spoken = self._paper.kind == SCRIPT
        self.set_class(spoken, "-script")
        self.query_one("#paper-title", Line).show(safe(self._paper.heading, "bold"), layout=True)
        self._show_flags(now)
        apart = "\n\n" if spoken and self.size.height >= ROOMY else "\n"
        drawn = apart.join(self._paper.text.split("\n"))
        self.query_one("#paper-text", Page).load_text(kept.get("text", drawn))
        if kept:
            self.say(f"这是 {self._keeper.at} 改过、没有送出的稿子；Ctrl+L 丢掉改动重拟")

    def _as_of(self, count: str) -> Situation | None:
        """The event as it stood when an edited draft was drawn: what it tells are the facts of then."""
        if self.case is None or not count.isdigit():
            return None
        desk = self.duty.desk
        case = desk.case(self.case.id)
        try:
            then = case_at(case.id, case.entries, int(count), case.plan, desk.classifier(case.plan.id))
        except ValueError:
            return None
        return situation_of(then, self.case.now, desk.settings.for_deadlines(), desk.by)

    @on(TextArea.Changed, "#paper-text")
    def _keep(self) -> None:
        """Edited words are kept until they have left."""
        if self._keeper is not None and self._paper is not None and self._drawn is not None:
            text = self.query_one("#paper-text", Page).text
            as_drawn = text.split() == self._paper.text.split()
            self._keeper.keep({} if as_drawn else {"text": text, "count": str(len(self._drawn.entries))})

    def _draw_anew(self) -> None:
        if self._keeper is not None:
            self._keeper.drop()
        self._draw()

    def _show_flags(self, now: Situation) -> None:
        """What the writer must know of the text; first of all that the log has gone on since it was drawn."""
        if self._paper is None or self._drawn is None:
            return
        more = len(now.entries) - len(self._drawn.entries)
        old = [f"[旧] 拟稿后日志又记了{more}条，Ctrl+L 按现在的日志重拟"] if more > 0 else []
        alarms = "  ".join(flag.words for flag in self._paper.flags if flag.kind == "contradiction")
        words = "  ".join([*old, *(flag.words for flag in self._paper.flags if flag.kind != "contradiction")])
        shown = joined(safe(alarms, "bold $text-error"), "  " if alarms and words else "", safe(words))
        self.query_one("#paper-flags", Line).show(shown if alarms or words else safe("没有要提醒的"), layout=True)

    @property
    def text(self) -> str:
        """What stands in the text area, as it would leave; a script without the empty lines that set it apart."""
        text = self.query_one("#paper-text", Page).text
        if self._paper is None or self._paper.kind != SCRIPT:
            return text
        return "\n".join(line for line in text.splitlines() if line.strip())

    def action_redraw(self) -> None:
        """Draw the draft anew."""
        self._draw_anew()
        self.say("已按现在的日志重拟")

    def action_copy(self) -> None:
        """The whole text to the clipboard (where the terminal lets it)."""
        self.say(copy(self.app, self.text))

    def action_send(self) -> None:
        """Record that this paper was spoken or has left."""
        picked = self.query_one("#paper-list", Rows).picked
        offer = next((o for o in self._offers if o.id == picked), None)
        if offer is None or self._paper is None:
            self.refuse("先在左边选一份文书")
        elif offer.kind == "script":
            self._given(offer, self.text)
        else:
            self._sent(offer, self._paper, self.text)

    def _given(self, offer: Offer, words: str) -> None:
        async def submit(answers: Mapping[str, str]) -> str:
            problem = await self.do(c.GiveReport(
                offer.milestone, answers["name"], "电话", late_reason=answers.get("late", ""), words=words,
                despite=answers.get("despite", ""),
            ))  # fmt: skip
            if not problem:
                self._draw_anew()
            return problem

        doubts = self._doubts()
        asks = (Ask("name", OUT), *despite_asks(doubts), *self._late(offer))
        note = f"{contradiction_note(doubts)}念了约{seconds_to_read(words)}秒的原话会记进日志。"
        self.duty.push_screen(Dialog("已报", asks, submit, note=note, ok="已报", about=f"已报 {offer.milestone}"))

    def _late(self, offer: Offer) -> list[Ask]:
        """The question why it is late, only where the target has passed or is close."""
        now = self._situation()
        due = next((d for d in now.dues if d.milestone.id == offer.milestone), None) if now and offer.milestone else None
        asked = due is not None and not due.done and due.state in ("soon", "late", "over")
        return [Ask("late", "超时的原因", note="没超时不用填")] if asked else []

    def _doubts(self) -> tuple[Contradiction, ...]:
        """What contradicts what at this moment, whenever the text was drawn."""
        return self.case.contradictions if self.case else ()

    def _sent(self, offer: Offer, paper: Paper, text: str) -> None:
        drawn = self._drawn
        if drawn is None:
            return
        number = next_kind(drawn.state)[1] if offer.kind == "report" else 0
        doubts = self._doubts()

        async def submit(answers: Mapping[str, str]) -> str:
            if not answers["to"].strip():
                return Wrong("to", "请填送给谁")
            received, despite = answers["received"], answers.get("despite", "")
            commands: list[c.Command] = [c.SendPaper(
                paper.kind, number, text, paper.text, tuple(answers["to"].split("、")), answers["channel"],
                received, answers["signed"], facts_told(drawn), despite,
            )]  # fmt: skip
            if offer.milestone:
                commands.append(c.GiveReport(
                    offer.milestone, received, answers["channel"], late_reason=answers.get("late", ""), words=text,
                    despite=despite,
                ))  # fmt: skip
            problem = await self.do(*commands)
            if not problem:
                self._draw_anew()
            return problem

        asks = [
            Ask("to", "送给谁(、分开)", "、".join(paper.to)),
            Ask("channel", "怎么送", PAPER_CHANNELS[0], hints=PAPER_CHANNELS),
            Ask("signed", "签发人", hints=self.duty.desk.settings.leaders, note="书面报告要有人签发" if number else ""),
            Ask("received", "接收人", note="对方谁收到的，必填"), *despite_asks(doubts),
        ]
        asks += self._late(offer)
        flags = "\n".join(flag.words for flag in paper.flags)
        self.duty.push_screen(Dialog(f"送出：{paper.kind}", asks, submit, note=flags, ok="已送出"))

    def action_archive(self) -> None:
        """The whole event as a folder and a zip."""
        from ..archiving import ask_archive  # noqa: PLC0415 # only when asked for

        ask_archive(self)

    def action_save(self) -> None:
        """Write the text that stands here as a file."""
        paper = self._paper
        if paper is None:
            self.refuse("先在左边选一份文书")
            return
        edited = paper if self.text == paper.text else from_text(paper, self.text)
        exports = self.duty.desk.home.exports

        async def submit(answers: Mapping[str, str]) -> str:
            if not answers["form"]:
                return Wrong("form", "请选一种格式")
            from console.report.saving import save_paper  # noqa: PLC0415 # only when something is saved

            try:
                own = self.duty.desk.home.templates
                path = await asyncio.to_thread(save_paper, edited, answers["form"], Path(answers["place"]), own)
            except OSError as error:
                return Wrong("place", f"{answers['place']}: 写不成({error.strerror})，请换一个文件夹")
            except ValueError as error:
                return str(error)
            self.say(f"已存成 {path.name}，文件夹 {path.parent}")
            return ""

        asks = (Ask("form", "格式", "docx", tuple(SAVE_FORMS.items())), Ask("place", "放在哪个文件夹", str(exports)))
        self.duty.push_screen(Dialog(f"存文件：{paper.kind}", asks, submit, ok="存"))
