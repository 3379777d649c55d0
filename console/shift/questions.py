"""The five questions of a handover, drawn from what is open; the same night gives the same questions. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from console.incident.unfinished import not_confirmed, not_told
from console.warning.words import name_of, until_words

from .handover import Question
from .sheet import (
    OpenEvent,
    Scene,
    equipment_words,
    extra_words,
    level_words,
    names,
    open_extras,
    owed,
    report_until,
    unsure,
)

COUNT = 5


def questions(scene: Scene) -> tuple[Question, ...]:
    """Five questions: first what is most urgent in each event, then the room; each with the answer of the data."""
    return tuple(_all(scene).values())[:COUNT]


def expected_now(scene: Scene, question: Question) -> str:
    """What the data say to a question at this moment; what they said before where it would not be asked any more."""
    found = _all(scene).get(question.id)
    return found.expected if found else question.expected


def _all(scene: Scene) -> dict[str, Question]:
    """Every question of this moment by id, in the order of asking."""
    found: dict[str, Question] = {}
    by_event = [list(_of_event(event, scene, len(scene.events) > 1)) for event in scene.events]
    for rank in range(max((len(row) for row in by_event), default=0)):
        for row in by_event:
            if rank < len(row):
                found.setdefault(row[rank].id, row[rank])
    for question in _of_room(scene):
        found.setdefault(question.id, question)
    return found


def _of_event(event: OpenEvent, scene: Scene, many: bool) -> Iterator[Question]:
    state, plan = event.state, event.plan
    what = f"{state.id}「{state.title}」" if many else "在办的这件事件"
    yield Question(f"{state.id}:level", f"{what}现在是几级？谁定的、依据哪一条？", level_words(event))
    for due in owed(event, mine=True)[:1]:
        yield Question(f"{state.id}:report", f"{what}我方下一份报告报给谁、几点之前？", report_until(event, due, scene.now))
    if state.level is not None:
        waiting = not_confirmed(plan, state) or not_told(plan, state)
        if waiting:
            yield Question(f"{state.id}:silent", f"{what}哪几家单位还没有回音？", names([b.name for b in waiting]))
    loose = [words for _, words in unsure(event)]
    if loose:
        yield Question(f"{state.id}:figure", f"{what}哪些数字还没有核实？", _some(loose))
    extras = [extra_words(extra, scene.now) for extra in open_extras(event)]
    if extras:
        yield Question(f"{state.id}:extra", f"{what}领导交代了什么、谁答应了什么、几点之前？", _some(extras))
    for due in owed(event, mine=False)[:1]:
        yield Question(f"{state.id}:awaited", f"{what}还在等谁的报告、几点该到？", report_until(event, due, scene.now))


def _some(found: list[str]) -> str:
    """The first six, and how many there are where that is not all."""
    return "；".join(found[:6]) + (f"；共{len(found)}项" if found[6:] else "")


def _of_room(scene: Scene) -> Iterator[Question]:
    warnings = "；".join(f"{name_of(w)}({w.area}) {until_words(w, scene.now)}" for w in scene.warnings)
    yield Question("room:warnings", "现在有哪些预警在有效期？", warnings or "没有在有效期的预警")
    turn = scene.shift.on_duty
    yield Question("room:leader", "带班领导是谁？", (turn.leader if turn else "") or "没有登记带班领导，接班时要登记")
    yield Question("room:equipment", "哪样设备有问题？", equipment_words(scene.faulty))
    count = f"{len(scene.events)}件：{'、'.join(e.state.title for e in scene.events)}" if scene.events else "没有在办事件"
    yield Question("room:events", "现在有几件在办？", count)
    yield Question("room:call", "电话响了，第一个键按什么？", "Ctrl+N 新事件：这一秒就是来电时间")
