"""下一步: the one thing to do next, and what comes after it, from the state alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from .clock_told import UNSURE, full
from .due import Due, Office, dues
from .state import State
from .times import CHINA, minutes_words
from .unfinished import ACTIONS_WORDS, follows_left, not_confirmed, not_told, report_name, to_renew

if TYPE_CHECKING:
    from console.plan.model import Plan

QUIET = timedelta(minutes=15)
"""So long without an entry while a response goes on, and the officer is reminded: a night with gaps cannot be examined."""
NOT_A_WORD = frozenset({
    "console_opened", "clock_jump", "clock_doubt", "clock_offset", "recovered", "copy_fault", "alarm", "drafted", "exported",
    "sealed",
})
"""Kinds of entries that the console makes by itself."""
_NEVER = datetime.max.replace(tzinfo=CHINA)
"""Later than any deadline: steps without one come last among their like."""

What = Literal[
    "ask", "intake", "declare", "change", "report", "chase", "notify", "confirm", "renew", "extra", "task", "end",
    "close", "watch", "warning",
]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: in words, with what it is about, and until when."""

    rank: int
    """Lower comes first; one scale for all events, so that steps of several events can be compared."""
    what: What
    key: str
    """Id of the milestone, body, fact, task or extra it is about."""
    text: str
    due: datetime | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules say on the facts of the moment."""

    level: str | None
    possible: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    """The questions for `ask`, ready to be spoken."""
    doubts: tuple[tuple[str, str], ...] = ()
    """Facts that contradict one another: the path of the first of them, and the sentence."""


def next_steps(
    plan: Plan, state: State, proposal: Proposal, now: datetime, office: Office, last_word: datetime | None = None, *,
    sure: bool = True,
) -> tuple[Step, ...]:  # fmt: skip
    """What is to be done, the most urgent first; never empty.

    `last_word` is when somebody last recorded something. Without `sure` it is `now` at least, the clock being doubted.
    """
    steps: list[Step] = []
    if state.stage == "closed":
        return (Step(99, "watch", "", "事件已归档", event=state.id),)
    steps += [Step(6, "ask", path, f"核对矛盾：{sentence}") for path, sentence in proposal.doubts]
    if state.stage == "ended":
        steps += _after_end(plan, state)
    else:
        found = dues(plan, state, now, office)
        steps += [_own_report(plan, due, now, sure) for due in found if due.mine and not due.done and due.next_at]
        steps += [_chase(plan, due, now) for due in found if not due.mine and due.state in ("late", "over")]
        steps += _levels(plan, state, proposal)
        steps += _agencies(plan, state, now)
        steps += _own_untimed(plan, found)
        steps += _quiet(last_word, now)
    steps += [Step(15 if x.due and x.due <= now else 45, "extra", x.id, f"办交办：{x.text[:40]}", x.due)
              for x in state.extras.values() if not x.done]
    if not steps:
        steps.append(Step(90, "watch", "", "跟踪事态，有新情况就记一条"))
    ordered = sorted(steps, key=lambda s: (s.rank, s.due or datetime.max.replace(tzinfo=now.tzinfo)))
    return tuple(Step(s.rank, s.what, s.key, s.text, s.due, state.id) for s in ordered)


def _own_report(plan: Plan, due: Due, now: datetime, sure: bool) -> Step:
    at = due.next_at
    how = f"{ACTIONS_WORDS[due.milestone.action]} {'、'.join(due.milestone.to)}{due.own}"
    if at is None or at >= now:
        past = "已过力争，" if due.state == "late" else ""
        left = f"，{past}还有{minutes_words(at - now)}" if at else ""
        rank = 10 if due.state in ("soon", "late") or not sure else 20
        if at and not sure:
            left = f"，{past}{full(at)}前，{UNSURE}"
        return Step(rank, "report", due.milestone.id, f"{how}{left}", at)
    return Step(5, "report", due.milestone.id, f"{how}，{'' if sure else '至少'}已超时{minutes_words(now - at)}", at)


def _chase(plan: Plan, due: Due, now: datetime) -> Step:
    at = due.next_at or now
    late = f"已过{minutes_words(now - at)}" if at <= now else "已过力争时间"
    return Step(50, "chase", due.milestone.id, f"催报：{report_name(plan, due)}{due.own}，{late}", at)


def _levels(plan: Plan, state: State, proposal: Proposal) -> list[Step]:
    if state.level is not None:
        return _change(plan, state, proposal)
    if proposal.level and (state.refused is None or state.refused.proposed != proposal.level):
        again = "情况有变：" if state.refused else "报请定级："
        return [Step(8 if state.stage == "response" else 12, "declare", proposal.level,
                     f"{again}建议启动{proposal.level}级响应")]
    if state.refused is None and proposal.questions:
        words = "继续问" if state.stage == "intake" else "未定级，核实"
        return [Step(25, "ask", proposal.ask[0], f"{words}：{proposal.questions[0]}")]
    if state.stage == "intake":
        return [Step(26, "intake", "", "接报：把已知情况记全，向来电人复述")]
    return []


def _change(plan: Plan, state: State, proposal: Proposal) -> list[Step]:
    order = plan.level_ids
    decided = state.declarations[-1].proposed if state.declarations else None  # on this very proposal the command chose
    higher = proposal.level is not None and state.level and order.index(proposal.level) < order.index(state.level)
    if proposal.level and higher and proposal.level != decided:
        return [Step(8, "change", proposal.level, f"报请提级：现{state.level}级，建议{proposal.level}级")]
    held = [e for e in plan.end_conditions if (tick := state.end.get(e.id)) and tick.met]
    if plan.end_conditions and len(held) == len(plan.end_conditions):
        return [Step(30, "end", "", "终止条件都已满足，报请终止响应")]
    return []


def _agencies(plan: Plan, state: State, now: datetime) -> list[Step]:
    if state.level is None:
        return []
    silent, waiting, stale = not_told(plan, state), not_confirmed(plan, state), to_renew(plan, state, now)
    steps = []
    if silent:
        steps.append(Step(35, "notify", silent[0].id, f"通知{silent[0].name}(还有{len(silent)}家未通知)"))
    if stale:
        steps.append(Step(38, "renew", stale[0].id, f"再问{stale[0].name}进展({len(stale)}家到了回访时间)"))
    if waiting:
        steps.append(Step(55, "confirm", waiting[0].id, f"等{waiting[0].name}确认({len(waiting)}家未确认)"))
    tasks = [t for t in plan.level(state.level).tasks if f"task:{t.id}" not in state.tasks]
    if tasks:
        steps.append(Step(60, "task", tasks[0].id, f"{state.level}级任务：{tasks[0].text}"))
    return steps


def _quiet(last_word: datetime | None, now: datetime) -> list[Step]:
    if last_word is None or now - last_word < QUIET:
        return []
    return [Step(58, "watch", "quiet", f"日志已{minutes_words(now - last_word)}没有新记录：问一次进展，记一条")]


def _own_untimed(plan: Plan, found: tuple[Due, ...]) -> list[Step]:
    open_ones = [d for d in found if d.state == "untimed" and not d.done and d.mine]
    return [Step(40, "report", d.milestone.id, f"{ACTIONS_WORDS[d.milestone.action]} {'、'.join(d.milestone.to)}"
                 f"({d.milestone.clause}，没有时限，已过{minutes_words(d.elapsed)})") for d in open_ones[:1]]


def _after_end(plan: Plan, state: State) -> list[Step]:
    left = follows_left(plan, state)
    if left:
        return [Step(65, "task", left[0].id, f"后续：{left[0].title}"), Step(70, "close", "", "核对未办结清单，归档")]
    return [Step(70, "close", "", "核对未办结清单，归档")]


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps of several events on one scale, the most urgent first."""
    return tuple(sorted(steps, key=lambda step: (step.rank, step.due or _NEVER, step.event)))
