"""State = fold(log): each kind of entry has one function; an unknown kind raises."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.words import blank

from .clock_steps import STEPS, Moment, step_of, stepped
from .entry import Entry
from .state import (
    Agency,
    AgencyMove,
    Choice,
    Declaration,
    Done,
    EndTick,
    Extra,
    Figure,
    Instant,
    Paper,
    Stage,
    State,
    Value,
)
from .times import CHINA


class UnknownKind(ValueError):
    """The log holds an entry that this version does not know; it was written by a newer one."""


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(CHINA)


def _intake(state: State, entry: Entry) -> State:
    data = entry.data
    return replace(state, call={**state.call, data["field"]: data["value"]})


def _places(state: State, entry: Entry) -> State:
    return replace(state, places=tuple(entry.data["places"]))


def _figure(state: State, entry: Entry) -> State:
    data = entry.data
    said = Value(
        seq=entry.seq, at=_at(entry.event_at), by=entry.by, value=data["value"], typed=data["typed"],
        source=data["source"], certainty=data["certainty"],
    )
    before = state.figures.get(data["path"])
    figure = Figure(data["path"], (*before.history, said) if before else (said,))
    return replace(state, figures={**state.figures, data["path"]: figure})


def _instant(state: State, entry: Entry) -> State:
    data = entry.data
    new = Instant(entry.seq, _at(entry.at), data["which"], _at(data["instant"]), data.get("reason", ""))
    return replace(state, instants=(*state.instants, new))


def _basis(state: State, entry: Entry) -> State:
    chosen = entry.data["basis"]
    return replace(state, basis=chosen, bases=(*state.bases, Choice(entry.seq, _at(entry.at), chosen)))


def _titled(state: State, entry: Entry) -> State:
    return replace(state, title=entry.data["title"])


def done_of(entry: Entry, before: Done | None = None) -> Done:
    """What an entry says was done, as it stands in its data; `before` is what it takes the place of."""
    data = _seen(entry.data)
    return Done(
        seq=entry.seq, at=_at(entry.event_at), by=entry.by, name=data.get("name", ""), channel=data.get("channel", ""),
        note=data.get("note", ""), late_seconds=data.get("late_seconds", 0), late_reason=data.get("late_reason", ""),
        words=data.get("words", ""), reporter=data.get("reporter", ""), receiver=data.get("receiver", ""),
        ours=data.get("ours"), ordered_by=data.get("ordered_by", ""), body=data.get("body", ""), before=before,
    )


def _read_back(state: State, entry: Entry) -> State:
    return replace(state, read_back=done_of(entry))


def _intake_finished(state: State, _entry: Entry) -> State:
    return replace(state, stage="response") if state.stage == "intake" else state


def _seen(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an entry; words in which nothing can be seen (a line end alone, in logs of 0.1) are none."""
    return {key: "" if isinstance(value, str) and blank(value) else value for key, value in data.items()}


def _declared(state: State, entry: Entry) -> State:
    data = _seen(entry.data)
    new = Declaration(
        seq=entry.seq, at=_at(entry.event_at), action=data["action"], level=data["level"], before=data["before"],
        proposed=data["proposed"], decided_by=data["decided_by"], announced_by=data["announced_by"],
        authority=data["authority"], channel=data["channel"], duration=data["duration"], measures=data["measures"],
        reason=data["reason"], clauses=tuple(data["clauses"]), facts=data["facts"],
    )
    stage: Stage = "ended" if new.action == "end" else "response"
    return replace(state, declarations=(*state.declarations, new), stage=stage)


def _milestone(state: State, entry: Entry) -> State:
    key = entry.data["milestone"]
    return replace(state, milestones={**state.milestones, key: done_of(entry, state.milestones.get(key))})


def _agency(state: State, entry: Entry) -> State:
    data = _seen(entry.data)
    before = state.agencies.get(data["agency"], Agency(data["agency"]))
    renew = data.get("renew_at")
    move = AgencyMove(
        seq=entry.seq, at=_at(entry.event_at), step=data["step"], name=data["name"], channel=data["channel"],
        note=data["note"], tried=data.get("tried", ""), renew_at=_at(renew) if renew else None,
    )
    return replace(state, agencies={**state.agencies, before.id: _moved_on(before, move)})


def _moved_on(agency: Agency, move: AgencyMove) -> Agency:
    """The agency after one more move; a call in vain leaves it on the step on which it stood."""
    return Agency(agency.id, (*agency.moves, replace(move, step=agency.step) if move.tried else move))


def _task(state: State, entry: Entry) -> State:
    key = entry.data["task"]
    return replace(state, tasks={**state.tasks, key: done_of(entry, state.tasks.get(key))})


def _extra(state: State, entry: Entry) -> State:
    data = _seen(entry.data)
    due = data.get("due")
    new = Extra(
        id=data["id"], seq=entry.seq, at=_at(entry.event_at), kind=data["type"], text=data["text"], who=data["who"],
        origin=data["origin"], due=_at(due) if due else None,
    )
    return replace(state, extras={**state.extras, new.id: new})


def _extra_done(state: State, entry: Entry) -> State:
    extra = state.extras[entry.data["id"]]
    return replace(state, extras={**state.extras, extra.id: replace(extra, done=done_of(entry, extra.done))})


def _ticked(state: State, entry: Entry) -> State:
    data = entry.data
    tick = EndTick(entry.seq, _at(entry.event_at), entry.by, data["met"], data["figures"], data["note"],
                   data.get("name", ""))
    return replace(state, end={**state.end, data["condition"]: tick})


def _closed(state: State, entry: Entry) -> State:
    return replace(state, stage="closed", unfinished=tuple(entry.data["unfinished"]))


def _reopened(state: State, _entry: Entry) -> State:
    ended = state.declarations and state.declarations[-1].action == "end"
    return replace(state, stage="ended" if ended else "response", unfinished=())


def _withdrawn(state: State, entry: Entry) -> State:
    """Take back what was entered by mistake: the state is as if it had not been. The entry it names stays in the log."""
    what, key, seq = entry.data["what"], entry.data["key"], entry.data["seq"]
    if what == "milestone":
        return replace(state, milestones=_standing(state.milestones, key, seq))
    if what == "task":
        return replace(state, tasks=_standing(state.tasks, key, seq))
    if what == "extra":
        extra = state.extras[key]
        return replace(state, extras={**state.extras, key: replace(extra, done=_without(extra.done, seq))})
    left = (move for move in state.agencies[key].moves if move.seq != seq)
    return replace(state, agencies={**state.agencies, key: functools.reduce(_moved_on, left, Agency(key))})


def _standing(table: Mapping[str, Done], key: str, seq: int) -> Mapping[str, Done]:
    """What is done without entry `seq`."""
    left = _without(table.get(key), seq)
    return {k: left if k == key and left else done for k, done in table.items() if k != key or left}


def _without(done: Done | None, seq: int) -> Done | None:
    if done is None or done.seq == seq:
        return done.before if done else None
    return replace(done, before=_without(done.before, seq))


def _linked(state: State, entry: Entry) -> State:
    other = entry.data["event"]
    return state if other in state.links else replace(state, links=(*state.links, other))


def _console_opened(state: State, entry: Entry) -> State:
    start = entry.data.get("down_from")
    if not start:
        return state
    # When it went down was told by what was written last before, not by the clock that it finds now.
    span = Moment(entry.seq - 1, _at(start)), Moment(entry.seq, _at(entry.event_at))
    return replace(state, down=(*state.down, span))


def _stepped(state: State, entry: Entry) -> State:
    return stepped(state, *step_of(entry))


def _paper(state: State, entry: Entry) -> State:
    data = entry.data
    new = Paper(
        seq=entry.seq, at=_at(entry.event_at), kind=data["paper"], number=data["number"], text=data["text"],
        to=tuple(data["to"]), channel=data["channel"], received_by=data["received_by"], signed_by=data["signed_by"],
        figures=data["figures"],
    )
    return replace(state, papers=(*state.papers, new))


def _nothing(state: State, _entry: Entry) -> State:
    return state


APPLY: dict[str, Callable[[State, Entry], State]] = {
    "intake": _intake, "places": _places, "figure": _figure, "instant": _instant, "basis": _basis, "titled": _titled,
    "read_back": _read_back, "intake_finished": _intake_finished, "declared": _declared, "milestone": _milestone,
    "agency": _agency, "task": _task, "extra": _extra, "extra_done": _extra_done, "ticked": _ticked,
    "closed": _closed, "reopened": _reopened, "withdrawn": _withdrawn, "linked": _linked,
    "console_opened": _console_opened, "paper": _paper, **dict.fromkeys(STEPS, _stepped),
}
"""What each kind does to the state; `WORDS_ONLY` kinds are for the reader of the log alone."""

WORDS_ONLY: frozenset[str] = frozenset({
    "note", "correction", "mark", "assessment", "recovered", "exported", "sealed", "alarm", "drafted",
    "drill", "copy_fault", "warning", "clock_doubt",
})

KIND_LABELS: dict[str, str] = {
    "opened": "接报", "intake": "接报要素", "places": "地点", "figure": "数字", "instant": "时间", "basis": "计时起点",
    "titled": "标题", "read_back": "复述", "intake_finished": "接报完成", "declared": "响应", "milestone": "报告",
    "agency": "单位", "task": "任务", "extra": "交办", "extra_done": "交办", "ticked": "终止条件", "closed": "归档",
    "reopened": "重开", "withdrawn": "撤回", "linked": "关联", "console_opened": "开机", "paper": "文书",
    "note": "记录", "correction": "更正", "mark": "标记", "assessment": "评估", "recovered": "修复",
    "clock_jump": "时钟", "clock_doubt": "时钟", "clock_offset": "时钟", "exported": "导出", "sealed": "封存", "alarm": "提醒",
    "drafted": "拟稿", "drill": "导调", "copy_fault": "副本", "warning": "预警",
}
"""What the log screen calls each kind."""


def opened(event_id: str, entry: Entry) -> State:
    """The state after the first entry of a log.

    Raises:
        UnknownKind: the log does not begin with `opened`.
    """
    if entry.kind != "opened":
        raise UnknownKind(f"日志第1条应为 opened，实为「{entry.kind}」")
    data = entry.data
    return State(
        id=event_id, plan=data["plan"], revision=data["revision"], title=data["title"], drill=data["drill"],
        opened=Moment(entry.seq, _at(entry.event_at)), opened_by=entry.by, seq=entry.seq, basis=data["basis"],
        bases=(Choice(entry.seq, _at(entry.at), data["basis"]),), links=tuple(data.get("links", ())),
    )


def apply(state: State, entry: Entry) -> State:
    """The state after one more entry.

    Raises:
        UnknownKind: a kind that this version does not know, or data that does not fit its kind.
    """
    change = APPLY.get(entry.kind)
    if change is None:
        if entry.kind in WORDS_ONLY:
            return state
        raise UnknownKind(f"日志第{entry.seq}条的类别「{entry.kind[:40]}」不认识，可能由更新的版本写成")
    try:
        return replace(change(state, entry), seq=entry.seq)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise UnknownKind(f"日志第{entry.seq}条({entry.kind})的内容不合格式") from None


def fold(event_id: str, entries: Iterable[Entry], state: State | None = None) -> State | None:
    """The state after all `entries`, from `state` on; None where there are none at all."""
    for entry in entries:
        state = opened(event_id, entry) if state is None else apply(state, entry)
    return state
