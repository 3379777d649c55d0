"""The words of the warnings screen: rows of warnings and of what they ask, and either in full. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual.content import Content

from console.incident.times import clock, dated, span
from console.plan.model import Plan
from console.warning.model import Bulletin
from console.warning.steps import bodies_of, carriers
from console.warning.todo import OWN, Todo
from console.warning.words import changes_words, name_of, relay_order, standing_words, until_words
from console.words import cells, cut, fit

from .text import joined, safe
from .unit_words import GROUP, Row

STAGES = {"relay": "插播令", "act": "预警行动", "issue": "发布单位的事", "lift": "解除以后"}
STYLES = {"soon": "bold", "late": "bold reverse", "over": "bold reverse"}


def bulletin_row(b: Bulletin, now: datetime, width: int, *, drill: bool) -> Content:
    """A warning in a line of `width` cells; those in force stand out."""
    current = b.standing(now, drill=drill) == "in_force"
    tail = "  " + _tail(b, now, current)
    name, standing = fit(name_of(b), 18), fit(standing_words(b, now, drill=drill), 14 if width > 90 else 12)
    head = f"{b.id:4}{name} " + (f"{standing} " if width > 56 or not current else "")
    area = fit(b.area, max(0, width - cells(head) - cells(tail)))
    return safe(cut(head + area + tail, width), "bold" if current else "dim")


def _tail(b: Bulletin, now: datetime, current: bool) -> str:
    if current and b.until is not None:
        return f"还有{span(b.until - now)}"
    return until_words(b, now) if current or b.ended else (dated(b.until) + "止" if b.until else "")


def todo_rows(plan: Plan, found: Iterable[Todo], width: int, *, over: bool) -> list[Row]:
    """What a warning asks, under the stages; `over`: it is no longer in force, so what comes after it is shown too."""
    rows: list[Row] = []
    known = tuple(found)
    for stage, name in STAGES.items():
        own = [t for t in known if t.step.stage == stage]
        if not own or (stage == "lift" and not over):
            continue
        done = sum(t.done_at is not None for t in own)
        ordered = own[0].step.ordered_by
        left = [t for t in own if t.done_at is None]
        words = f"{name} {done}/{len(own)}" + (f" 由{ordered}下令" if ordered else "")
        if left and stage in ("relay", "act"):
            words += f" 没有时限，已过{span(left[0].elapsed)}" if not all(t.next_at for t in left) else ""
        rows.append((f"{GROUP}{stage}", safe(cut(words, width), "bold underline")))
        rows += [(t.step.id, todo_row(plan, t, width)) for t in own]
    return rows


def todo_row(plan: Plan, todo: Todo, width: int) -> Content:
    """One step: who does what, and its time where it has one."""
    tail = _time_words(todo)
    who = _short(plan, todo)
    words = f"{'[x]' if todo.done_at else '[ ]'} " + (f"{who}：" if who else "") + todo.step.text
    room = max(10, width - cells(tail))
    return joined(safe(fit(words, room) if tail else cut(words, width)), safe(tail, STYLES.get(todo.state, "")))


def _short(plan: Plan, todo: Todo) -> str:
    """Two of those who do it, and how many there are; nothing where its text begins with them."""
    names = carriers(plan, todo.step).split("、") if todo.step.by else []
    if not names or todo.step.text.startswith(names[0]):
        return ""
    return "、".join(names[:2]) + (f"等{len(names)}家" if len(names) > 2 else "")


def _time_words(todo: Todo) -> str:
    if todo.done_at:
        late = " 迟" if todo.state == "done_late" else ""
        return f"  {clock(todo.done_at)} {cut(todo.done_by, 10)}{late}"
    left = todo.left
    if left is None:
        return ""
    words = f"超时 {span(left)}" if left.total_seconds() < 0 else f"{'(!) ' if todo.state == 'soon' else ''}还有{span(left)}"
    return f"  {words} {OWN}"


def todo_detail(plan: Plan, b: Bulletin, todo: Todo, now: datetime, *, drill: bool) -> Content:
    """One step in full; behind it the order itself where there is one."""
    order = relay_order(b, plan.plan.office, now, drill=drill) if todo.step.stage == "relay" else ""
    return joined(todo_words(plan, todo), safe(f"\n\n{order}" if order else "", lines=True))


def todo_words(plan: Plan, todo: Todo) -> Content:
    """One step: who that is, who orders it, its time, what came of it."""
    step = todo.step
    lines = [f"条款：{step.clause}", *(f"由 {line}" for line in bodies_of(plan, step))]
    if step.ordered_by:
        lines.append(f"下令：{step.ordered_by}")
    if todo.done_at:
        lines.append(f"已办 {dated(todo.done_at)} {todo.done_by} 用时{span(todo.elapsed)} {todo.note}".rstrip())
    else:
        lines.append(f"从收到预警起已过{span(todo.elapsed)}，预案没有写时限" if todo.next_at is None else _own_times(todo))
    return joined(safe(step.text, "bold"), safe("\n" + "\n".join(lines), lines=True))


def _own_times(todo: Todo) -> str:
    times = [f"{word} {dated(at)}" for word, at in (("力争", todo.target), ("最迟", todo.limit)) if at]
    return f"{'  '.join(times)}  {OWN}，预案没有写时限"


def bulletin_words(plan: Plan | None, b: Bulletin, now: datetime, *, drill: bool) -> Content:
    """A warning in full: what it is, from when until when, what its colour means, what was said, what became of it."""
    title = f"{name_of(b)}  {standing_words(b, now, drill=drill)}"
    means = next((f"{w.means}({w.clause})" for w in plan.warning_colours if w.colour == b.colour), "") if plan else ""
    start = dated(b.start) if b.start else "未写"
    lines = [
        means, f"发布：{b.issuer}", f"范围：{b.area}", f"起：{start}  止：{until_words(b, now)}",
        f"收到：{dated(b.received_at)} {b.by}登记" + ("" if b.file else "(手工)"),
        f"事件：{'、'.join(b.events) or (f'不开，{b.declined}' if b.declined else '没有')}", *_said(b), *_past(b),
    ]
    return joined(safe(title, "bold"), safe("\n" + "\n".join(line for line in lines if line), lines=True))


def _said(b: Bulletin) -> list[str]:
    """The issuer's words, each once."""
    found = [b.headline, b.text, f"措施：{b.instruction}" if b.instruction else ""]
    return [words for at, words in enumerate(found) if words and words not in found[:at]]


def _past(b: Bulletin) -> list[str]:
    lines = [f"经过：{line}" for line in changes_words(b)]
    if b.lifts:
        lines.append(f"解除的是：{'、'.join(b.lifts)}")
    if b.identifier:
        lines.append(f"编号：{b.identifier}  原文件：{b.file}")
    return lines + [f"文件的毛病：{fault}" for fault in b.faults]


def fault_words(faults: Sequence[object], said: Sequence[str]) -> str:
    """Every fault of a file and what else must be known, a line each."""
    return "\n".join([*said, *(str(fault) for fault in faults)])
