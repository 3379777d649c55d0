"""How somebody stands: how many, how many right, by plan and by standard, the weakest and the slowest edges. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.plan.model import Plan

from .deck import Record, Seen
from .edges import SIDES

MOST = 8
"""Lines of the weakest and of the slowest."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Several edges together."""

    label: str
    seen: int
    right: int
    seconds: int

    @property
    def words(self) -> str:
        """「12题 对9(75%) 平均18秒」."""
        if not self.seen:
            return "还没有练过"
        return f"{self.seen}题 对{self.right}({100 * self.right // self.seen}%) 平均{round(self.seconds / self.seen)}秒"


@dataclass(frozen=True, slots=True)
class Score:
    """Everything there is to say of a record."""

    all: Tally
    plans: tuple[Tally, ...]
    standards: tuple[Tally, ...]
    """The worst first."""
    weakest: tuple[str, ...]
    slowest: tuple[str, ...]


def score(record: Record, plans: Mapping[str, Plan]) -> Score:
    """The score of a record; edges of plans that are not there any more count in the whole only."""
    rows = [(tuple(key.split("/")), seen) for key, seen in record.edges.items() if key.count("/") == 2]
    known = [(parts, seen) for parts, seen in rows if parts[0] in plans]
    by_plan = [_tally(plan.plan.name, (s for p, s in known if p[0] == plan_id)) for plan_id, plan in plans.items()]
    abouts = dict.fromkeys(parts[:2] for parts, _ in known)
    standards = [_tally(about_words(plans[a[0]], a[1]), (s for p, s in known if p[:2] == a)) for a in abouts]
    standards.sort(key=lambda t: (t.right / t.seen if t.seen else 1, -t.seen))
    weak = sorted((row for row in known if row[1].right < row[1].seen), key=lambda r: (r[1].right / r[1].seen, -r[1].seen, r[0]))
    slow = sorted(known, key=lambda row: (-row[1].slowest, row[0]))
    return Score(
        _tally("合计", (seen for _, seen in rows)), tuple(by_plan), tuple(standards),
        tuple(f"{_edge_words(plans, p)}：错{s.seen - s.right}次，共{s.seen}次" for p, s in weak[:MOST]),
        tuple(f"{_edge_words(plans, p)}：{s.slowest}秒" for p, s in slow[:MOST] if s.slowest),
    )  # fmt: skip


def _tally(label: str, seen: Iterable[Seen]) -> Tally:
    rows = list(seen)
    return Tally(label, sum(s.seen for s in rows), sum(s.right for s in rows), sum(s.seconds for s in rows))


def about_words(plan: Plan, about: str) -> str:
    """A standard or a remark in a few words: 「大面积停电 II级 附录1 三.1」."""
    for rule in plan.criteria:
        if rule.id == about:
            return f"{plan.plan.name} {rule.level}级 {rule.clause}"
    for remark in plan.remarks:
        if remark.id == about:
            return f"{plan.plan.name} 提示 {remark.clause} {re.split('[,，:：。]', remark.text)[0][:20]}"
    return f"{plan.plan.name} {about}"


def _edge_words(plans: Mapping[str, Plan], parts: tuple[str, ...]) -> str:
    side = SIDES.get(parts[2], parts[2])  # type: ignore[call-overload]  # a side of an older version reads as itself
    return f"{about_words(plans[parts[0]], parts[1])} {side}"


def score_lines(found: Score, *, standards: int = MOST) -> Sequence[str]:
    """The score as lines of text."""
    lines = [f"{tally.label}：{tally.words}" for tally in (found.all, *found.plans)]
    if found.standards:
        lines += ["按标准(最差的在前):", *(f"  {t.label}：{t.words}" for t in found.standards[:standards])]
    if found.weakest:
        lines += ["最弱的边界：", *(f"  {words}" for words in found.weakest)]
    if found.slowest:
        lines += ["最慢的：", *(f"  {words}" for words in found.slowest)]
    return lines
