"""定级与启动: the console proposes with figures and clauses; a person declares, and the record keeps who and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from console.incident import commands as c
from console.incident.announcing import Moment, doubt
from console.incident.facts import label_at
from console.incident.refused import Wrong
from console.incident.state import ACTIONS as ACTION_WORDS
from console.incident.state import Action
from console.incident.times import dated

from ..asking import PHONE_CHANNELS, at_ask, read_at
from ..authority_words import authority_words
from ..commands import Command, bindings
from ..dialog import Ask, Dialog
from ..sizes import HEIGHTS, WIDTHS
from ..text import joined, safe
from ..widgets.judgement import Judgement, Said
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import CaseView, View
    from console.plan.standards import Authority


def plan_action(action: Action) -> str:
    """The plan's word for an action: a change is a raise or a lowering."""
    return {"start": "start", "refuse": "start", "end": "end"}.get(action, "change")


def _without_level(authority: Authority | None) -> Authority | None:
    """The same authority whatever the level: what is said of several levels alike is said once."""
    return authority and authority.model_copy(update={"levels": ()})


def _chosen_of_equals(case: CaseView, now: str, proposed: str) -> bool:
    """Whether all that speaks for `proposed` holds word for word for `now` as well: the command has chosen between them."""
    met = case.verdict.met
    grounds = {m.why for m in met if m.level == proposed}
    return bool(grounds) and grounds <= {m.why for m in met if m.level == now}


def proposal_words(case: CaseView) -> tuple[str, str]:
    """What the console proposes in one sentence, and what to do with it."""
    now, proposed = case.state.level, case.proposal.level
    if case.state.stage in ("ended", "closed"):
        return "响应已终止", "再有新情况请新开事件"
    if proposed is None:
        asked = f"，先问：{label_at(case.plan, case.proposal.ask[0])}（Ctrl+Y 去填）" if case.proposal.ask else ""
        if case.contradictions:
            asked = f"，先核对：{case.contradictions[0].said}（Ctrl+Y 去填）"
        if any(note.kind == "assess" for note in case.verdict.notes):
            return f"按已知事实未定级{asked}", "由专家综合评估定级：Ctrl+F 登记评估意见，再 F10 登记决定"
        return f"按已知事实未定级{asked}", "由人决定；F10 登记启动或不启动，要写理由"
    if now == proposed:
        return f"已是{now}级响应，与按已知事实的建议一致", "事实变了再来看；F10 登记提级、降级"
    if now is not None and _chosen_of_equals(case, now, proposed):
        return f"已是{now}级响应；{proposed}级、{now}级条件相同，由指挥部选定", "事实变了再来看；F10 登记提级、降级"
    order = case.plan.level_ids
    verb = "启动" if now is None else "提到" if order.index(proposed) < order.index(now) else "降到"
    ending = "响应" if now is None else f"（现在{now}级）"
    return f"建议{verb}{proposed}级{ending}", "建议不等于决定；F10 登记谁决定、谁宣布"


class DeclareScreen(DutyScreen):
    """The screen of the level."""

    PLACE = "定级"
    OF_EVENT = True
    CSS_PATH = "declare.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HELP = (
        "左边是按已知数字推算的建议级别、依据条款和差多少；右边是谁有权决定和宣布、启动后要做什么。\n"
        "建议不等于决定：F10 登记谁决定、谁宣布、依据什么权限、何时、期限和首批措施。\n"
        "选的级别与建议不同、降级或不启动，要写理由。标「可视情况」「条件相同」「缺口」的，由指挥部定。\n"
        "Ctrl+F 登记综合评估(几种灾害都没到标准但有损失时)。"
    )
    ACTIONS: ClassVar = (
        Command("declare", "登记决定", "f10,ctrl+d", "登记启动、提级、降级或不启动", footer=False),
        Command("assess", "综合评估", "ctrl+f", "登记专家综合评估的意见", footer=False),
        Command("go_intake", "补数字", "ctrl+y", "回接报屏补数字", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._doubted = ""

    def compose_body(self) -> ComposeResult:
        """The proposal and what goes with it."""
        yield Folded(id="proposal")
        with Container(id="declare"):
            yield Judgement()
            with VerticalScroll(id="declare-right", can_focus=False):
                yield Folded(id="declare-now")
                yield Folded(id="declare-who")
                yield Folded(id="declare-what")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Show what is known at once."""
        self.watch_view(self.duty.view)

    def watch_view(self, view: View | None) -> None:
        """Show the proposal."""
        case = view.current if view else None
        if case is None or not self.built:
            return
        proposed, to_do = proposal_words(case)
        self.query_one("#proposal", Line).show(joined(safe(proposed, "bold $accent"), safe(f"\n{to_do}", lines=True)))
        said: list[Said] = []
        if case.verdict.level is None and case.verdict.possible and case.plan.plan.below:
            said.append((f"问清后仍没达到的：{case.plan.plan.below}", ""))
        met = {m.criterion for m in case.verdict.met}
        said += [(f"口径 {r.clause}：{r.question} 取：{r.reading}", "dim")
                 for r in case.plan.readings if met & {at.removeprefix("criterion:") for at in r.at}]
        self.query_one(Judgement).tell(case.plan, case.judged, said)
        self.query_one("#declare-now", Line).show(safe(self._now(case), "bold", lines=True), layout=True)
        self.query_one("#declare-who", Line).show(self._who(case), layout=True)
        self.query_one("#declare-what", Line).show(safe(self._what(case), lines=True), layout=True)

    @staticmethod
    def _now(case: CaseView) -> str:
        lines = [f"现在：{case.state.level}级响应" if case.state.level else "现在：未启动响应"]
        for d in case.state.declarations:
            change = f"{d.before or '无'} -> {d.level or '无'}"
            reason = f"，理由：{d.reason}" if d.reason else ""
            who = f"决定 {d.decided_by}，宣布 {d.announced_by}"
            lines.append(f"{dated(d.at)} {ACTION_WORDS[d.action]} {change}，{who}{reason}")
        return "\n".join(lines)

    @staticmethod
    def _who(case: CaseView) -> Content:
        action = "change" if case.state.level else "start"
        same: dict[Authority | None, list[str]] = {}
        for level in case.plan.level_ids:
            same.setdefault(_without_level(case.plan.authority(level, action)), []).append(level)
        found = [authority_words(authority, "级、".join(levels)) for authority, levels in same.items()]
        return joined(safe("\n谁决定、谁宣布\n", "bold", lines=True), safe("\n".join(found), lines=True))

    @staticmethod
    def _what(case: CaseView) -> str:
        level = case.proposal.level or case.state.level
        if level is None:
            return "\n未定级：先按 Ctrl+Y 补数字，或按 F10 登记不启动"
        found = case.plan.level(level)
        tasks = "\n".join(f"{task.clause} {task.text}" for task in found.tasks)
        return f"\n{level}级({found.clause})由{found.lead}：{found.posture}\n{tasks}"

    def begin(self, _step: object) -> None:
        """F5 came here to declare."""
        self.action_declare()

    async def action_go_intake(self) -> None:
        """Back to the figures."""
        await self.duty.action_go("intake")

    def action_declare(self) -> None:
        """Ask who decided what."""
        case = self.case
        if case is None:
            self.refuse("还没有事件")
            return
        if case.state.stage in ("ended", "closed"):
            self.refuse("响应已终止；要再启动请新开事件或重开归档")
            return
        proposed, self._doubted = case.proposal.level, ""
        leaders = self.duty.desk.settings.leaders
        asks = (
            Ask("choice", "决定", self._first(case), self._choices(case)),
            Ask("decided_by", "谁决定", hints=leaders), Ask("announced_by", "谁宣布", hints=leaders),
            Ask("authority", "依据的权限", hints=self._authorities(case)),
            Ask("channel", "怎么宣布", hints=PHONE_CHANNELS), at_ask("宣布时间"),
            Ask("duration", "预计期限", hints=("24小时", "48小时", "至响应终止")),
            Ask("measures", "首批措施", long=True),
            Ask("reason", "理由", note="与建议不同、降级、不启动时要写；条件相同的两级任选，不用写"),
        )
        note = f"建议：{proposed}级" if proposed else "按已知数字未到任何级别；选了级别要写理由"
        note = "\n".join([note, *(f"数字矛盾，不作依据：{one.said}" for one in case.contradictions)])
        self.duty.push_screen(Dialog("登记决定", asks, self._submit, note=note))

    @staticmethod
    def _first(case: CaseView) -> str:
        """The proposal stands first where there is one; a level is never a default without it."""
        level = case.proposal.level
        if level is None or level == case.state.level:
            return ""
        order = case.plan.level_ids
        if case.state.level is None:
            return f"start:{level}"
        return f"{'raise' if order.index(level) < order.index(case.state.level) else 'lower'}:{level}"

    @staticmethod
    def _choices(case: CaseView) -> tuple[tuple[str, str], ...]:
        order: tuple[str, ...] = case.plan.level_ids
        if case.state.level is None:
            return (*((f"start:{level}", f"启动{level}级响应") for level in order), ("refuse:", "不启动响应"))
        at = order.index(case.state.level)
        raises = [(f"raise:{level}", f"提到{level}级") for level in order[:at]]
        return (*raises, *((f"lower:{level}", f"降到{level}级") for level in order[at + 1:]))

    @staticmethod
    def _authorities(case: CaseView) -> tuple[str, ...]:
        action = "change" if case.state.level else "start"
        found = [case.plan.authority(level, action) for level in case.plan.level_ids]
        words = [w for a in found if a is not None for w in (*a.announces, *a.decides)]
        return tuple(dict.fromkeys([*words, *(chair.title for chair in case.plan.chairs)]))

    async def _submit(self, answers: Mapping[str, str]) -> str:
        case = self.case
        at, problem = read_at(answers["at"], self.duty.desk.clock.now())
        if problem or case is None:
            return problem or "事件已不在屏上"
        action, _, level = answers["choice"].partition(":")
        if not action:
            return Wrong("choice", "请选一项决定")
        clauses = tuple(dict.fromkeys(m.clause for m in case.verdict.met if m.level == level))
        doubtful = self._doubt(case, action, level, answers)
        if doubtful:
            return doubtful
        command = c.Declare(
            action, level or None, case.proposal.level, answers["decided_by"], answers["announced_by"],  # type: ignore[arg-type]  # one of the choices
            answers["authority"], answers["channel"], at, answers["duration"], answers["measures"], answers["reason"] or self._shared(case, level),
            clauses, case.judged.facts,
        )  # fmt: skip
        problem = await self.do(command)
        if not problem and action in ("start", "raise", "lower"):
            self.duty.call_later(self.duty.action_go, "response")
        return problem

    def _doubt(self, case: CaseView, action: str, level: str, answers: Mapping[str, str]) -> str:
        """Said once where the plan names other people; written down all the same when the officer insists."""
        if action not in ("start", "raise", "lower"):
            return ""
        moment: Moment = "start" if action == "start" else "change"
        words = doubt(case.plan, moment, level, case.state.level, answers["authority"], answers["announced_by"])
        if not words or words == self._doubted:
            return ""
        self._doubted = words
        return Wrong("announced_by", f"{words}；请核对，确是这样就再按一次 F10")

    @staticmethod
    def _shared(case: CaseView, level: str) -> str:
        """The reason that lies in the plan itself: two levels have one condition, and the command chose the other."""
        verdict, proposed = case.verdict, case.proposal.level
        if level == proposed or level not in {m.level for m in verdict.met}:
            return ""
        shared = any(note.kind == "same-condition" for note in verdict.notes)
        return f"{proposed}级、{level}级条件相同，由指挥部选定" if shared else ""

    def action_assess(self) -> None:
        """Record an assessment by experts (4.2 of the weather plan; useful for a gap as well)."""
        case = self.case
        if case is None:
            self.refuse("还没有事件")
            return

        async def submit(answers: Mapping[str, str]) -> str:
            return await self.do(c.Assess(answers["experts"], answers["finding"], answers["advised"] or None))

        levels = (("", "不提级别"), *((level, f"{level}级") for level in case.plan.level_ids))
        asks = (
            Ask("experts", "参加评估的人"), Ask("finding", "评估意见", long=True),
            Ask("advised", "建议级别", "", levels),
        )
        self.duty.push_screen(Dialog("综合评估", asks, submit))
