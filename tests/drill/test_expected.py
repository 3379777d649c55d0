"""What is expected of the trainee: still to be done, done, done late, missed, to the second of the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from console.desk.case import Case
from console.drill.expected import Expected, expected
from console.exercise.exercise import Exercise
from console.exercise.opening import Begin, begin
from console.incident import commands as c
from tests.desk.clock import FixedClock
from tests.exercise.small import SMALL

CHECKED = SMALL.replace('words = ["喂', 'expect = "办"\nwindow = "05:00"\ndone = DONE\nwords = ["喂')


class Call:
    """A drill whose call came in at 30 seconds, with its event open."""

    def __init__(self, root: Path, done: str) -> None:
        self.clock = FixedClock()
        self.exercise: Exercise = begin(root, Begin(CHECKED.replace("DONE", done)), real=self.clock)
        self.case: Case = self.exercise.desk.open_event("blackout", "停电")
        self.exercise.step()

    def at(self, seconds: float) -> None:
        """Let the drill come to so many seconds after its start."""
        self.clock.forward(seconds - self.exercise.clock.elapsed())
        self.exercise.step()

    def do(self, *commands: c.Command) -> None:
        """The trainee does something."""
        self.exercise.desk.do(self.case.id, *commands)

    def found(self) -> Expected | None:
        """How it stands."""
        run = self.exercise.run
        return expected(self.exercise.scenario.inject("call"), run, self.exercise.scene())

    def close(self) -> None:
        """Give the files back."""
        self.exercise.close()


CALLED = FixedClock().now().replace(hour=2, minute=5, second=0)
NOTED = '{ noted = ["grid", "grid_shed_mw"] }'


def told(figure: int = 700) -> c.SetFigure:
    """The figure of the call, taken down."""
    return c.SetFigure("grid_shed_mw", figure, str(figure), "来电", "estimated")


@pytest.mark.parametrize(("done_at", "verdict"), [(31, "met"), (330, "met"), (331, "late")])
def test_it_was_done_within_its_window_or_after_it(tmp_path: Path, done_at: int, verdict: str) -> None:
    """The window counts from the inject and includes its last second."""
    call = Call(tmp_path, NOTED)
    assert call.found() is None
    call.at(30)
    call.at(done_at)
    call.do(told())
    found = call.found()
    call.close()
    assert found is not None
    assert (found.verdict, found.at) == (verdict, call.exercise.clock.now())


def test_it_is_missed_once_the_window_is_over(tmp_path: Path) -> None:
    """Open until the last second, missed from the next."""
    call = Call(tmp_path, NOTED)
    call.at(30)
    seen = []
    for second in (330, 331):
        call.at(second)
        found = call.found()
        seen.append(found.verdict if found else "")
    call.close()
    assert seen == ["open", "missed"]


def test_what_was_done_before_does_not_count(tmp_path: Path) -> None:
    """A figure taken down before the call that brings a new one is not the answer to it."""
    call = Call(tmp_path, NOTED)
    call.do(told(690))
    call.at(40)
    first = call.found()
    call.do(told())
    second = call.found()
    call.close()
    assert first is not None
    assert second is not None
    assert (first.verdict, second.verdict) == ("open", "met")


@pytest.mark.parametrize(
    ("done", "doing"),
    [
        ('{ declared = ["grid", "II"] }', lambda: [c.Declare("start", "II", "II", "王", "王", "授权", clauses=("附录1 三.1",), reason="定")]),
        ('{ refused = "grid" }', lambda: [c.Declare("refuse", None, None, "王", "", "6.2", reason="不够")]),
        ('{ notified = ["grid", "police"] }', lambda: [c.MoveAgency("police", "notified")]),
        ('{ chased = ["grid", "police"] }', lambda: [c.MoveAgency("police", "notified"), c.TryCall("police", "无人接听")]),
        ('{ reported = ["grid", "county-phone"] }', lambda: [c.GiveReport("county-phone", "接报人")]),
        ('{ noted = ["grid", "occurred"] }', lambda: [c.SetInstant("occurred", CALLED)]),
        ('{ answered = "call" }', list),
    ],
)
def test_each_kind_of_thing_can_be_seen(tmp_path: Path, done: str, doing: Callable[[], list[c.Command]]) -> None:
    """A level, a refusal, a body told and told again, a report, a fact, the call itself taken up."""
    call = Call(tmp_path, done)
    call.at(30)
    before = call.found()
    call.exercise.answer()
    call.do(c.Note("记"), *doing())
    after = call.found()
    call.close()
    assert before is not None
    assert after is not None
    assert (before.verdict, after.verdict) == ("open", "met")
