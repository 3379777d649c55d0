"""Decisions of the end and of the log itself: conditions, closing, notes, corrections, marks."""

from __future__ import annotations

from console.words import blank

from . import commands as c
from .amounts import as_decimal, parse_amount
from .deciding import Context, Decider, Event, doer, fits, need, when
from .refused import Refused
from .state import State
from .times import Unreadable, stamp
from .unfinished import unfinished


def _tick(command: c.Tick, state: State, context: Context) -> list[Event]:
    condition = next((e for e in context.plan.end_conditions if e.id == command.condition), None)
    if condition is None:
        raise Refused(f"预案没有「{command.condition[:40]}」这一终止条件")
    figures: dict[str, str] = {}
    for figure in condition.figures:
        typed = command.figures.get(figure.id, "").strip()
        if blank(typed):
            if command.met:
                raise Refused(f"请填{figure.label}，要达到{figure.minimum}{figure.unit}以上({condition.clause})", figure.id)
            continue
        try:
            value = parse_amount(typed, figure.unit)
        except Unreadable as error:
            raise Refused(f"{figure.label}：{error}", figure.id) from None
        if command.met and as_decimal(value) < figure.minimum:
            least = f"{figure.minimum}{figure.unit}"
            words = f"{figure.label}{value}{figure.unit}，未到{least}，这一条不能算满足({condition.clause})"
            raise Refused(words, figure.id)
        figures[figure.id] = str(value)
    name = doer(command.name, "谁说的", "name") if command.met or not blank(command.name) else ""
    note = fits(command.note, "依据", "note")
    data = {"condition": condition.id, "met": command.met, "figures": figures, "note": note, "name": name}
    return [Event("ticked", context.now, data)]


def _close(command: c.Close, state: State, context: Context) -> list[Event]:
    if state.level is not None:
        raise Refused(f"{state.level}级响应还没有终止，请先终止再归档")
    left = unfinished(context.plan, state, context.now, context.office, context.contradictions, context.warnings)
    if left and not command.confirmed:
        raise Refused(f"还有{len(left)}项没有办结，请看过清单后确认归档")
    return [Event("closed", context.now, {"unfinished": list(left), "note": fits(command.note, "说明", "note")})]


def _reopen(command: c.Reopen, state: State, context: Context) -> list[Event]:
    if state.stage != "closed":
        raise Refused("事件没有归档，不用重开")
    return [Event("reopened", context.now, {"reason": need(command.reason, "重开的原因", "reason")})]


def _withdraw(command: c.Withdraw, state: State, context: Context) -> list[Event]:
    reason = need(command.reason, "撤回的原因", "reason")
    for what, table in (("milestone", state.milestones), ("task", state.tasks)):
        for key, done in table.items():
            if command.seq in done.entries:
                return [_withdrawn(context, command.seq, what, key, reason)]
    for key, extra in state.extras.items():
        if extra.done and command.seq in extra.done.entries:
            return [_withdrawn(context, command.seq, "extra", key, reason)]
    for key, agency in state.agencies.items():
        if any(move.seq == command.seq for move in agency.moves):
            return [_withdrawn(context, command.seq, "agency", key, reason)]
    raise Refused(f"第{command.seq}条不是可以撤回的登记；要改说法请用更正")


def _withdrawn(context: Context, seq: int, what: str, key: str, reason: str) -> Event:
    return Event("withdrawn", context.now, {"seq": seq, "what": what, "key": key, "reason": reason})


def _note(command: c.Note, state: State, context: Context) -> list[Event]:
    at = when(command.event_at, context, state, "补录的时间")
    late = (context.now - at).total_seconds() >= 60
    need(command.text, "记录", "text")
    data = {"text": command.text, "key": command.key, "late": late}  # as typed, outer blanks and all
    return [Event("note", at, {**data, "head": command.head} if command.head else data)]


def _correct(command: c.Correct, state: State, context: Context) -> list[Event]:
    _existing(command.seq, context)
    if command.event_at is None:
        return [Event("correction", context.now, {"seq": command.seq, "text": need(command.text, "更正内容", "text")})]
    right, text = stamp(when(command.event_at, context, state, "更正的发生时间")), fits(command.text.strip(), "更正内容", "text")
    return [Event("correction", context.now, {"seq": command.seq, "text": text, "event_at": right})]


def _mark(command: c.Mark, _state: State, context: Context) -> list[Event]:
    _existing(command.seq, context)
    return [Event("mark", context.now, {"seq": command.seq, "on": command.on})]


def _existing(seq: int, context: Context) -> None:
    if not 1 <= seq <= context.entries:
        raise Refused(f"日志没有第{seq}条，请核对编号")


def _link(command: c.Link, state: State, context: Context) -> list[Event]:
    other = need(command.event, "关联的事件")
    if other == state.id:
        raise Refused("不能与自己关联")
    return [] if other in state.links else [Event("linked", context.now, {"event": other[:80]})]


OBSERVED: dict[str, dict[str, type]] = {
    "clock_jump": {"before": str, "after": str, "seconds": int}, "copy_fault": {"text": str},
    "clock_offset": {"seconds": int, "pc": str, "wall": str},
    "exported": {"format": str, "path": str}, "warning": {"id": str, "what": str, "name": str, "issuer": str},
}
"""What the console has to say by itself, with the fields that each kind has. What people say has its own commands, and checks."""
AT_TIMES: dict[str, dict[str, type]] = {
    "warning": {"area": str, "who": str, "time": str, "notice": str, "note": str},
    "clock_jump": {"since": int}, "clock_offset": {"since": int, "moved": int, "newest": str, "beyond": str},
}
"""Fields that some of these have at times."""


def _observe(command: c.Observe, _state: State, context: Context) -> list[Event]:
    names = OBSERVED.get(command.kind)
    if names is None:
        raise Refused(f"「{command.kind[:40]}」不能由系统登记")
    may = {**names, **AT_TIMES.get(command.kind, {})}
    if not set(names) <= set(command.data) <= set(may) or any(not isinstance(v, may[k]) for k, v in command.data.items()):
        raise Refused(f"系统登记的「{command.kind}」内容不全或不合格式")
    return [Event(command.kind, context.now, dict(command.data))]


DECIDERS: dict[type[c.Command], Decider] = {
    c.Tick: _tick, c.Close: _close, c.Reopen: _reopen, c.Withdraw: _withdraw, c.Note: _note, c.Correct: _correct,
    c.Mark: _mark, c.Link: _link, c.Observe: _observe,
}
