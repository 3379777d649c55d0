"""What is due when: every deadline is an instant; what remains is always due minus now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from .state import Choice, Done, Instant, State

if TYPE_CHECKING:
    from console.plan.model import Plan
    from console.plan.work import Milestone

DueState = Literal["done", "done_late", "waiting", "soon", "late", "over", "untimed"]
"""In time, done late, still far, close to target or limit, past the target, past the limit, no time set."""

SOON = timedelta(minutes=5)
"""So long before a target the officer is reminded."""
LIMIT_SOON = timedelta(minutes=15)
"""So long before a hard limit the officer is reminded."""


@dataclass(frozen=True, slots=True)
class OfficeTime:
    """A deadline that the office sets itself (本单位要求), in minutes from the start of the clocks."""

    plan: str
    item: str
    target: int | None
    limit: int | None


@dataclass(frozen=True, slots=True)
class Office:
    """The settings of the room that bear on the deadlines."""

    own_posts: dict[str, str] = field(default_factory=dict)
    """The post this console reports for, by plan; the plan's own default where absent."""
    times: tuple[OfficeTime, ...] = ()

    def own_post(self, plan: Plan) -> str | None:
        """The post this console reports for under a plan."""
        return self.own_posts.get(plan.id, plan.plan.own_post)

    def as_read(self, plan: Plan) -> Plan:
        """The plan as this office reads it: its own post is the plan's default."""
        post = self.own_post(plan)
        if post == plan.plan.own_post:
            return plan
        return plan.model_copy(update={"plan": plan.plan.model_copy(update={"own_post": post})})


def is_ours(plan: Plan, milestone_id: str) -> bool | None:
    """Whether a report is owed by the post that the plan's reader reports for; None where the plan has no such report."""
    try:
        return plan.milestone(milestone_id).post == plan.plan.own_post
    except KeyError:
        return None


def who_told(done: Done, *, ours: bool | None) -> Done:
    """A report with who gave it and who took it, each in a field of its own.

    What the entry says counts. An entry of 0.1 has one name, always that of the other side: who took the report where we
    gave it, who gave it where it came in to us. `ours` says which of the two by the plan and the office's own post, None
    where the plan no longer has the report: then nobody can say, and the name stays what it is.
    """
    if done.ours is not None or ours is None:
        return done
    return replace(done, ours=ours, receiver=done.name) if ours else replace(done, ours=ours, reporter=done.name)


def who_parts(done: Done) -> tuple[tuple[str, str], ...]:
    """Who gave a report and who took it, each with the word for it, as far as it is known."""
    found = (("对方", done.name),) if done.ours is None else (("报告人", done.reporter), ("接报人", done.receiver))
    return tuple((role, name) for role, name in found if name)


def who_words(done: Done) -> str:
    """「报告人：张伟；接报人：李明」, as far as it is known."""
    return "；".join(f"{role}：{name}" for role, name in who_parts(done))


@dataclass(frozen=True, slots=True)
class Due:
    """A report that is owed, with where it stands at one moment."""

    milestone: Milestone
    mine: bool
    target: datetime | None
    limit: datetime | None
    by_office: str
    """Which of the two is the office's own (本单位要求), in words; empty where both are as the plan has them."""
    state: DueState
    done: Done | None
    while_down: bool
    """The target fell while the console was not running (关机期间到期)."""
    former: tuple[tuple[datetime | None, datetime | None], ...]
    """Targets and limits before the start of the clocks was corrected, oldest first."""
    elapsed: timedelta
    """Since the start of the clocks; it stands still at the end of the response."""
    sure: bool = True
    """Whether the moment is known; else, the clock being doubted, it is only what it is at least."""

    @property
    def own(self) -> str:
        """「(本单位要求)」, to stand behind every deadline of the office's own; empty where the plan sets it."""
        return f"({self.by_office})" if self.by_office else ""

    @property
    def next_at(self) -> datetime | None:
        """The deadline that comes next: the target, then the limit; None when done or untimed."""
        if self.done:
            return None
        return self.limit if self.state in ("late", "over") and self.limit else self.target


def t0_history(state: State) -> tuple[datetime, ...]:
    """Every start of the clocks that was in force, oldest first; the last is the present one."""
    marks: list[Instant | Choice] = [*state.instants, *state.bases]
    known: dict[str, datetime] = {"received": state.opened_at}
    basis, starts = "received", [state.opened_at]
    for mark in sorted(marks, key=lambda m: m.seq):
        if isinstance(mark, Choice):
            basis = mark.basis
        else:
            known[mark.which] = mark.at
        t0 = known.get(basis, known["received"])
        if t0 != starts[-1]:
            starts.append(t0)
    return tuple(starts)


def times_of(milestone: Milestone, plan_id: str, office: Office) -> tuple[int | None, int | None, str]:
    """Target and limit in minutes, and which is the office's own, in words. What the plan sets is never replaced."""
    own = next((t for t in office.times if t.plan == plan_id and t.item == milestone.id), None)
    target, limit = milestone.target, milestone.limit
    if own is None:
        return target, limit, ""
    added = [word for word, plans, ours in (("力争", target, own.target), ("最迟", limit, own.limit))
             if plans is None and ours is not None]
    if not added:
        return target, limit, ""
    whose = "本单位要求" if target is None and limit is None else f"{added[0]}是本单位要求"
    return target if target is not None else own.target, limit if limit is not None else own.limit, whose


def dues(plan: Plan, state: State, now: datetime, office: Office) -> tuple[Due, ...]:
    """Every report of the plan as it stands at `now`, in order of target; untimed ones last, in the plan's order.

    The clocks stand still at the end of the response: what was not given by then keeps its last state.
    """
    ended = next((d.at for d in reversed(state.declarations) if d.action == "end"), None)
    moment = min(now, ended) if ended and state.stage in ("ended", "closed") else now
    starts = t0_history(state)
    found = [_due(plan, milestone, state, moment, office, starts) for milestone in plan.milestones]
    order = {m.id: n for n, m in enumerate(plan.milestones)}
    return tuple(sorted(found, key=lambda d: (d.target is None, d.target or now, order[d.milestone.id])))


def _due(
    plan: Plan, milestone: Milestone, state: State, now: datetime, office: Office, starts: tuple[datetime, ...]
) -> Due:
    target_min, limit_min, by_office = times_of(milestone, plan.id, office)

    def from_start(start: datetime) -> tuple[datetime | None, datetime | None]:
        return (
            start + timedelta(minutes=target_min) if target_min is not None else None,
            start + timedelta(minutes=limit_min) if limit_min is not None else None,
        )

    target, limit = from_start(starts[-1])
    mine = milestone.post == office.own_post(plan)
    given = state.milestones.get(milestone.id)
    done = who_told(given, ours=mine) if given else None
    done_at = done.at if done else None
    fell_down = target is not None and any(start.at <= target <= end.at for start, end in state.down)
    return Due(
        milestone=milestone, mine=mine, target=target, limit=limit,
        by_office=by_office, state=state_of(target, limit, done_at, now), done=done,
        while_down=fell_down and (done_at is None or done_at > (target or now)),
        former=tuple(from_start(start) for start in starts[:-1]) if target or limit else (),
        elapsed=max(timedelta(), now - starts[-1]),
    )


def state_of(target: datetime | None, limit: datetime | None, done_at: datetime | None, now: datetime) -> DueState:
    """Where something with these two deadlines stands."""
    last = target or limit
    if done_at:
        return "done_late" if last and done_at > last else "done"
    if last is None:
        return "untimed"
    if limit and now > limit:
        return "over"
    if now > last:
        return "late"
    near_limit = limit is not None and limit - now <= LIMIT_SOON
    return "soon" if last - now <= SOON or near_limit else "waiting"
