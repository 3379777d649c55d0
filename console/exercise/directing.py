"""The director's orders, carried out on a running drill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from console.incident.refused import Refused

from .orders import Order

if TYPE_CHECKING:
    from .exercise import Exercise


MOST_SHIFT = 600
"""Minutes by which all that is left can be moved, all shifts together: as long as a drill can be."""


def carry_out(exercise: Exercise, order: Order | str) -> None:
    """Do what the director wants, or put into the record why not; raises NotRecorded."""
    if isinstance(order, str):
        exercise.tell("remark", {"text": order})
        return
    try:
        if not _of_clock(exercise, order):
            _of_inject(exercise, order)
    except (KeyError, TypeError, ValueError, ArithmeticError, Refused) as error:
        exercise.tell("remark", {"text": f"指令「{order.what}」没有执行：{error}"[:500]}, order.by)


def _of_clock(exercise: Exercise, order: Order) -> bool:
    clock, data, by = exercise.clock, order.data, order.by
    orders: Mapping[str, Callable[[], object]] = {
        "pause": lambda: exercise.go(clock.speed, paused=True, by=by),
        "go_on": lambda: exercise.go(clock.speed, paused=False, by=by),
        "speed": lambda: exercise.go(_speed(data["speed"]), paused=clock.paused, by=by),
        "step": lambda: exercise.step_to_next(by),
        "note": lambda: exercise.tell("remark", {"text": str(data["text"])[:10_000]}, by),
        "end": lambda: exercise.end(f"导演{by}结束"),
        "shift": lambda: _shift(exercise, int(data["seconds"]), by),
    }
    if order.what not in orders:
        return False
    orders[order.what]()
    return True


def _of_inject(exercise: Exercise, order: Order) -> None:
    inject, by = exercise.scenario.inject(str(order.data["id"])), order.by
    if exercise.run.played(inject.id).standing not in ("planned", "held"):
        raise Refused(f"「{inject.id}」已经发出，改不了")
    if order.what == "fire":
        exercise.send(inject, exercise.clock.now(), by)
    elif order.what == "change":
        words = [str(line)[:300] for line in order.data["words"]][:50]
        exercise.mark(inject.id, "changed", by, words=words)
    else:
        exercise.mark(inject.id, {"hold": "held", "release": "released", "skip": "skipped"}[order.what], by)


def _shift(exercise: Exercise, seconds: int, by: str) -> None:
    """Put off, or bring forward, all that is left: every one of them or none."""
    left = [i for i in exercise.scenario.injects if exercise.run.played(i.id).standing in ("planned", "held")]
    if any(abs(exercise.run.played(i.id).moved.total_seconds() + seconds) > MOST_SHIFT * 60 for i in left):
        raise ValueError(f"顺延合计不能超过{MOST_SHIFT}分钟")
    for inject in left:
        exercise.mark(inject.id, "moved", by, seconds=seconds)


def _speed(given: object) -> int:
    speed = int(str(given))
    if not 1 <= speed <= 60:  # the range of the help
        raise ValueError("速度在1到60倍之间")
    return speed
