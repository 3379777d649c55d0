"""What the officer must be told besides the level: contradictions, shared conditions, several hazards at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .facts import CONFLICTS, Slots
from .rule import Rule, Shared, Told, item_label
from .verdict import Note, Reached

Met = Sequence[tuple[Rule, Slots, Reached]]
"""The standards surely reached, highest first, each with the facts or the item that reached it."""


def conflict_notes(top: Slots, clauses: Mapping[tuple[str, str], str]) -> Iterator[Note]:
    """Figures and percentages that differ by more than half a point; `clauses` by list and field."""
    for conflict in top[CONFLICTS] or ():
        item = conflict.item
        clause = clauses.get((item.list_id if item else "", conflict.field.id), "")
        said = f"{f'{item.label}：' if item else ''}{conflict.said}，相差超过 0.5 个百分点"
        yield Note("conflict", clause, f"{said}；以数字为准，请向来电人核实")


def shared_notes(shared: Sequence[Shared], top: Slots, rank: int) -> Iterator[Note]:
    """Conditions that hold and that the plan gives to the level reached and to a lower one as well."""
    for one in shared:
        first = one.members[0][0]
        if first.rank != rank:
            continue
        for slots in first.targets(top):
            if first.applies(slots) and one.part.test(slots) is True:
                label = item_label(slots)
                levels = "、".join(dict.fromkeys(f"{rule.level}级" for rule, _ in one.members))
                clauses = "、".join(dict.fromkeys(b.clause for _, b in one.members))
                said = first.words.reached(one.part, slots)
                text = f"{f'{label}：' if label else ''}{levels}的这一条件相同({said}；见 {clauses})。"
                yield Note("same-condition", clauses, f"{text}这里按较高的 {first.level}级列出，启动哪一级由指挥部决定")


def several_notes(told: Sequence[Told], met: Met, top: Slots) -> Iterator[Note]:
    """Several items at once: the highest counts, or, where none reaches a standard, assessment."""
    for one in told:
        kind, items = one.remark.kind, one.targets(top)
        if len(items) < 2:
            continue
        reached = [(rule, slots) for rule, slots, _ in met if one.over and rule.over == one.over]
        if kind == "highest-of-several" and met:
            best: dict[int, Rule] = {}
            for rule, slots in reached:
                best.setdefault(id(slots), rule)
            active = [slots for slots in items if id(slots) in best or one.holds(slots)]
            if len(active) >= 2:
                said = "、".join(f"{item_label(s)} {_level_of(best.get(id(s)))}" for s in active)
                yield Note("highest-of-several", one.remark.clause, f"{one.remark.text}({said})")
        elif kind == "assess" and not reached:
            below = all(one.where is None or one.where.test(slots) is True for slots in items)
            if below and any(one.when.test(slots) is True for slots in items):
                said = "、".join(item_label(slots) for slots in items)
                yield Note("assess", one.remark.clause, f"{one.remark.text}({said})", one.remark.advise)


def plain_notes(told: Sequence[Told], top: Slots) -> Iterator[Note]:
    """Remarks of the plan that need nothing but their own condition."""
    for one in told:
        if one.remark.kind in ("same-condition", "conflict", "excluded"):
            for slots in one.targets(top):
                if one.holds(slots):
                    label = item_label(slots)
                    text = f"{label}：{one.remark.text}" if label else one.remark.text
                    yield Note(one.remark.kind, one.remark.clause, text, one.remark.advise)


def _level_of(rule: Rule | None) -> str:
    return f"{rule.level}级" if rule else "未达级"
