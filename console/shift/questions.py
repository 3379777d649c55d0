"""The five questions of a handover, drawn from what is open; the same night gives the same questions. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from console.incident.times import dated
from console.incident.unfinished import not_confirmed, not_told
from console.warning.words import name_of

from .handover import OpenEvent, Question, Scene, extra_words, level_words, report_words, unsure

COUNT = 5


def questions(scene: Scene) -> tuple[Question, ...]:
    """Five questions: first what is most urgent in each event, then the room; each with the answer of the data."""
    found: dict[str, Question] = {}
    by_event = [list(_of_event(event, len(scene.events) > 1)) for event in scene.events]
    for rank in range(max((len(row) for row in by_event), default=0)):
        for row in by_event:
            if rank < len(row):
                found.setdefault(row[rank].id, row[rank])
    for question in _of_room(scene):
        found.setdefault(question.id, question)
    return tuple(found.values())[:COUNT]


def _of_event(event: OpenEvent, many: bool) -> Iterator[Question]:
    state, plan = event.state, event.plan
    what = f"「{state.title}」" if many else "在办的这件事件"
    yield Question(f"{state.id}:level", f"{what}现在是几级?谁定的、依据哪一条?", level_words(event))
    own = next((d for d in event.dues if d.mine and not d.done and d.next_at), None)
    if own is not None and own.next_at:
        yield Question(
            f"{state.id}:report", f"{what}我方下一份报告报给谁、几点之前?", f"{report_words(event, own)} {dated(own.next_at)}前"
        )
    if state.level is not None:
        waiting = not_confirmed(plan, state) or not_told(plan, state)
        if waiting:
            names = "、".join(b.name for b in waiting[:8]) + (f" 等{len(waiting)}家" if waiting[8:] else "")
            yield Question(f"{state.id}:silent", f"{what}哪几家单位还没有回音?", names)
    loose = unsure(event)
    if loose:
        yield Question(f"{state.id}:figure", f"{what}哪些数字还没有核实?", ";".join(words for _, words in loose[:6]))
    extras = [extra_words(event, key) for key, extra in state.extras.items() if not extra.done]
    if extras:
        yield Question(f"{state.id}:extra", f"{what}领导交代了什么、谁答应了什么、几点之前?", ";".join(extras[:6]))
    awaited = next((d for d in event.dues if not d.mine and not d.done and d.next_at), None)
    if awaited is not None and awaited.next_at:
        yield Question(
            f"{state.id}:awaited", f"{what}还在等谁的报告、几点该到?", f"{report_words(event, awaited)} {dated(awaited.next_at)}前"
        )


def _of_room(scene: Scene) -> Iterator[Question]:
    warnings = ";".join(f"{name_of(w)}({w.area})" for w in scene.warnings) or "没有在有效期的预警"
    yield Question("room:warnings", "现在有哪些预警在有效期?", warnings)
    turn = scene.shift.on_duty
    yield Question("room:leader", "带班领导是谁?", (turn.leader if turn else "") or "没有登记带班领导,接班时要登记")
    yield Question("room:equipment", "哪样设备有问题?", "、".join(scene.faulty) or "都正常")
    count = f"{len(scene.events)}件: {'、'.join(e.state.title for e in scene.events)}" if scene.events else "没有在办事件"
    yield Question("room:events", "现在有几件在办?", count)
    yield Question("room:call", "电话响了,第一个键按什么?", "Ctrl+N 新事件: 这一秒就是来电时间")
