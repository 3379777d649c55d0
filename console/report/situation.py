"""What a paper is drawn from: one event at one moment, in plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from console.incident.due import Office
from console.incident.entry import nobody
from console.incident.facts import figures_on_form, label_at
from console.incident.log_index import LogIndex
from console.incident.state import CERTAINTIES, Figure, State
from console.incident.times import instant, spoken, written_time

from .paper import DOUBT, Flag

if TYPE_CHECKING:
    from console.incident.due import Due
    from console.incident.entry import Entry
    from console.plan.model import Plan
    from console.rules.contradictions import Contradiction
    from console.rules.verdict import Verdict

UNKNOWN = "正在核实"
"""What stands where something is not known; never a blank."""

STALE = timedelta(minutes=60)
"""A figure older than this is flagged in a draft."""


@dataclass(frozen=True, slots=True)
class Situation:
    """An event as it stands at `now`, with what the drafts need beside the state."""

    plan: Plan
    state: State
    verdict: Verdict
    dues: Sequence[Due]
    entries: Sequence[Entry]
    head: str
    now: datetime
    office: str
    officer: str
    """Who reports; empty where nobody has said who is on duty."""
    contradictions: tuple[Contradiction, ...] = ()
    """Facts that cannot all be so: no paper tells them as if they were."""

    @property
    def aside(self) -> frozenset[str]:
        """The paths of the facts that are set aside until a contradiction is settled."""
        return frozenset(path for one in self.contradictions for path in one.aside)

    @property
    def doubts(self) -> tuple[str, ...]:
        """The head of what is read aloud or sent while facts contradict one another; the facts are named, not told."""
        return tuple(
            f"[{DOUBT}] {'、'.join(label_at(self.plan, path) for path in one.named)}报来的{'数' if one.numbers else '情况'}对不上，{UNKNOWN}。"
            for one in self.contradictions
        )

    @property
    def where(self) -> str:
        """The places, or that they are being checked."""
        detail = self.state.call.get("place_detail", "").strip()
        places = "、".join(self.state.places)
        return (f"{places}（{detail}）" if places and detail else places or detail) or UNKNOWN

    @property
    def when(self) -> str:
        """When it occurred, in spoken words."""
        found = self.state.instant_of("occurred")
        return spoken(found.at) if found else f"{UNKNOWN}（接报时间{spoken(self.state.received_at)}）"

    @property
    def when_dated(self) -> str:
        """The same with its year, for papers."""
        found = self.state.instant_of("occurred")
        return written_time(found.at) if found else self.when

    @property
    def index(self) -> LogIndex:
        """What the log says of its own entries: marks, corrections, withdrawals."""
        return LogIndex.of(self.entries)

    @property
    def chain(self) -> str:
        """The last entry and its hash, for the foot of a paper."""
        return f"第{len(self.entries)}条 {self.head}"

    @property
    def assessment(self) -> str:
        """What the experts found last (综合评估); empty where nobody assessed."""
        found = next((e for e in reversed(self.entries) if e.kind == "assessment"), None)
        return str(found.data.get("finding", "")).strip() if found else ""

    def word(self, name: str) -> str:
        """What the call said of one of CALL_FIELDS, or that it is being checked."""
        return self.state.call.get(name, "").strip() or UNKNOWN


def known_figures(situation: Situation) -> tuple[tuple[str, Figure], ...]:
    """The figures on the form, as a paper tells them."""
    return figures_on_form(situation.plan, situation.state)


def flags_of(situation: Situation) -> tuple[Flag, ...]:
    """What the writer must know of the figures and words: contradictory before anything else, missing, stale, unverified."""
    flags = list(doubt_flags(situation))
    flags += [] if situation.officer else [Flag("missing", "值班员姓名（Ctrl+O 登记）")]
    aside = situation.aside
    for path, figure in known_figures(situation):
        if path in aside:
            continue
        label = label_at(situation.plan, path)
        if figure.now.certainty != "verified":
            flags.append(Flag("unverified", f"{label}：{CERTAINTIES[figure.now.certainty]}"))
        if situation.now - figure.now.at > STALE:
            minutes = int((situation.now - figure.now.at).total_seconds() // 60)
            flags.append(Flag("stale", f"{label}：{minutes}分钟前的数"))
    for item in situation.plan.report_items:
        if not any(_has(situation, fact) for fact in item.facts) and not _said(situation, item.words):
            flags.append(Flag("missing", f"{item.label}（{item.clause}）"))
    if situation.state.instant_of("occurred") is None:
        flags.append(Flag("missing", "发生时间"))
    if not situation.state.places:
        flags.append(Flag("missing", "地点"))
    return tuple(flags)


def doubt_flags(situation: Situation) -> tuple[Flag, ...]:
    """The contradictions, in the words of the screens."""
    return tuple(Flag("contradiction", one.sentence) for one in situation.contradictions)


def _has(situation: Situation, fact: str) -> bool:
    return any(path == fact or path.startswith(f"{fact}.") for path, _ in known_figures(situation))


def _said(situation: Situation, name: str) -> bool:
    if name == "level":
        return bool(situation.state.level or situation.verdict.level)
    if name == "places":
        return bool(situation.state.places)
    if name == "assessment":
        return bool(situation.assessment)
    return bool(situation.state.call.get(name, "").strip())


class CaseLike(Protocol):
    """What an export needs of an event at the desk."""

    plan: Plan
    state: State

    @property
    def verdict(self) -> Verdict:
        """What the rules say of the facts."""

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The facts that cannot all be so."""

    @property
    def entries(self) -> Sequence[Entry]:
        """Every entry of the log."""

    @property
    def head(self) -> str:
        """The last hash."""

    def dues(self, now: datetime, office: Office) -> tuple[Due, ...]:
        """The reports owed."""


def signing(office: str, plan: Plan) -> str:
    """The office as it signs: without what the plan adds in brackets about where it sits."""
    return office.partition("（")[0] if office == plan.plan.office else office


def situation_of(
    case: CaseLike, now: datetime | None = None, office: Office | None = None, officer: str = "",
) -> Situation:
    """An event as papers see it; without `now`, as it stood at its last entry, so that an export can be repeated.

    `officer` is who reports, at a desk whoever is on duty; without one, who wrote the last entry.
    """
    last, first = case.entries[-1], case.entries[0]
    moment = now or instant(last.at)
    return Situation(
        plan=case.plan,
        state=case.state,
        verdict=case.verdict,
        dues=case.dues(moment, office or Office()),
        entries=tuple(case.entries),  # as it stood: the log goes on while a paper is written
        head=case.head,
        now=moment,
        office=signing(str(first.data.get("office") or case.plan.plan.office), case.plan),
        officer="" if nobody(signer := officer or last.by) else signer,
        contradictions=case.contradictions,
    )
