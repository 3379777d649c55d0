"""What the screens show: one frozen record of the whole desk at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from console.incident.clock_told import UNSURE, age_words
from console.incident.due import Due, Office
from console.incident.next_step import Proposal, Step, in_order
from console.incident.state import State
from console.warning.fold import warnings_of
from console.warning.todo import to_do
from console.words import cut

from .disk import room_words

if TYPE_CHECKING:
    from console.plan.model import Plan
    from console.rules.classify import Contradiction, Judged, Verdict
    from console.shift.state import ShiftState

    from .case import Case
    from .desk import Desk
    from .losses import Loss


@dataclass(frozen=True, slots=True)
class CaseView:
    """An event at one moment."""

    state: State
    plan: Plan
    judged: Judged
    proposal: Proposal
    dues: tuple[Due, ...]
    steps: tuple[Step, ...]
    entries: int
    head: str
    damaged: bool
    now: datetime
    """The moment that it is told of."""
    sure: bool = True
    """Whether the moment is known; else, the clock being doubted, it is only what it is at least."""
    doubted: bool = False
    """Whether all of it was told by the PC's clock that is doubted now: its lengths are right, its times of day are not."""

    @property
    def age(self) -> str:
        """How long it lasts."""
        if not self.sure:
            return UNSURE
        return age_words(self.state.t0, self.now) + (f"({UNSURE})" if self.doubted else "")

    @property
    def id(self) -> str:
        """The event's id."""
        return self.state.id

    @property
    def verdict(self) -> Verdict:
        """What the rules say of the facts that do not contradict one another."""
        return self.judged.verdict

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The facts that cannot all be so."""
        return self.judged.contradictions

    @property
    def next_due(self) -> Due | None:
        """The next deadline: one of our own first, else the earliest that we await."""
        waiting = [d for d in self.dues if d.next_at and not d.done]
        return min(waiting, key=lambda d: (not d.mine, d.next_at), default=None)


@dataclass(frozen=True, slots=True)
class View:
    """The desk at one moment."""

    now: datetime
    """The time; while the clock is doubted, what it is at least."""
    shown: datetime
    """What the clock shows, right or wrong."""
    officer: str
    """Who signs what is written now."""
    unsigned: bool
    """Whether that is nobody: who is on duty has not been told."""
    cases: tuple[CaseView, ...]
    current: CaseView | None
    """The event on the screens; it may be a closed one that is being looked at."""
    steps: tuple[Step, ...]
    shift: ShiftState
    drill: bool
    read_only: bool
    writer: str
    """Who writes, where this console only reads."""
    findings: tuple[str, ...]
    faults: tuple[str, ...]
    """What was not recorded and is still kept: a sentence each."""
    clock_moved: int
    """Seconds by which the wall clock was stepped since the start."""
    sound: bool
    mirror: str = ""
    """How the second place stands, a sentence; empty where there is none."""
    mirror_bad: bool = False
    """Whether that sentence tells of a copy that is not what it should be; else it is at most a remark."""
    shut: str = ""
    """Why nobody can write here (a read-only disk, say), where that is so; empty where another console writes."""
    disk: str = ""
    """How much room the disk of the data home has, in words."""
    doubt: str = ""
    """What is wrong with the PC's clock, a sentence; empty where it is believed."""
    clock_lacks: int = 0
    """Seconds that are added to the PC's clock, because somebody said so."""
    losses: tuple[Loss, ...] = ()
    """Logs of which something is missing here, what one key takes back first."""

    @property
    def lost(self) -> str:
        """What is missing here and the key that helps, a sentence; empty where nothing is known to be."""
        if not self.losses:
            return ""
        first = self.losses[0]
        more = f"，共{len(self.losses)}份日志" if len(self.losses) > 1 else ""
        return f"{first.words}{more}：{first.key or 'Ctrl+E 看全文'}"

    @property
    def idle(self) -> str:
        """What is said where no event is open; never that there is none while one is known to be missing."""
        return self.lost or "没有在办事件；电话一响按 Ctrl+N"


def case_view(desk: Desk, case: Case, now: datetime | None = None) -> CaseView:
    """One event as it stands at `now`; at this moment where none is given."""
    sure = now is not None or not desk.time.unsure(case)
    view = view_of_case(case, now or desk.time.moment(case), desk.settings.for_deadlines(), sure=sure)
    return replace(view, doubted=True) if sure and desk.time.doubt is not None and now is None else view


def view_of_case(case: Case, now: datetime, office: Office, *, sure: bool = True) -> CaseView:
    """One event as it stands at `now` in a room with these settings; without `sure` it is only `now` at least."""
    due = case.dues(now, office)
    return CaseView(
        state=case.state, plan=case.plan, judged=case.judged, proposal=case.proposal,
        dues=due if sure else tuple(replace(one, sure=False) for one in due),
        steps=case.steps(now, office, sure=sure), now=now, sure=sure, entries=len(case.entries),
        head=case.journal.head, damaged=case.journal.damaged or case.journal.held or bool(case.trouble),
    )


def _warning_steps(desk: Desk, cases: tuple[CaseView, ...], now: datetime) -> tuple[Step, ...]:
    warnings = warnings_of(desk.room.state)
    if not warnings:
        return ()
    return to_do(desk.plans.values(), warnings, {c.id: c.state for c in cases}, now, drill=desk.drill,
                 office=desk.settings.for_deadlines())


def view_of(desk: Desk, current: str | None) -> View:
    """The desk as it stands now; `current` is the id of the event on the screens."""
    now = desk.time.at_least()
    cases = tuple(case_view(desk, case) for case in desk.open_cases())
    shown = next((c for c in cases if c.id == current), None)
    if shown is None and current and current in desk.cases:
        shown = case_view(desk, desk.cases[current])
    holder = desk.writer
    return View(
        now=now, shown=desk.clock.now(), officer=desk.by, unsigned=desk.unsigned and not desk.read_only, cases=cases,
        current=shown,
        steps=in_order([*(step for case in cases for step in case.steps), *_warning_steps(desk, cases, now)]),
        shift=desk.room.state, drill=desk.drill, read_only=desk.read_only,
        writer=f"{holder.name or '另一个值班台'}(进程{holder.pid})" if holder else "",
        findings=tuple(desk.findings), faults=tuple(f"「{cut(kept.words, 40)}」{kept.why}" for kept in desk.kept), clock_moved=desk.time.jumps.total,
        shut=desk.lock.problem if desk.read_only and not holder else "",
        sound=desk.settings.sound, mirror=desk.second.words, mirror_bad=desk.second.bad, disk=room_words(desk.home.root),
        losses=desk.second.losses, doubt=desk.time.doubt.words if desk.time.doubt else "", clock_lacks=desk.time.seconds,
    )
