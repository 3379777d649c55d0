"""A drill as its director sees it, from another process: what is planned, sent, seen, answered. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from console.desk.case import Case
from console.desk.clock import Clock, SystemClock
from console.desk.desk import Desk
from console.desk.drill_run import DrillRun
from console.desk.home import Home
from console.desk.plans import usable_plans
from console.drill.check import parse_scenario
from console.drill.course import Course
from console.drill.expected import Expected, expected
from console.drill.moments import Scene, due_at
from console.drill.run import Played, Run
from console.drill.scenario import Inject
from console.drill.score import Sheet, score
from console.incident.entry import Entry
from console.incident.fold import UnknownKind
from console.incident.refused import Refused
from console.incident.times import instant

from .orders import Order, give
from .record import Record, run_folder

RESTARTED = 5
"""Seconds by which wall and steady clock may differ; more, and the machine was started anew or the wall was set."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An inject with how it stands and when it is to happen."""

    inject: Inject
    played: Played
    at: datetime | None
    """None while its condition does not hold."""
    expected: Expected | None = None
    """How what the trainee should do about it stands; None where that cannot be seen."""


class FollowedClock:
    """The clock of a drill that another process plays, as its record lets one reckon it."""

    def __init__(self, record: Record, real: Clock) -> None:
        self._record = record
        self._real = real

    def now(self) -> datetime:
        """The instant of the drill, off by a second at most."""
        run = self._record.run
        last = self._record.entries[-1]
        leapt = last.data["seconds"] if last.kind == "drill_clock" else 0
        gone = int(last.data.get("gone", 1000 * (instant(last.at) - run.started).total_seconds())) / 1000 + leapt
        running = 0.0 if run.paused or run.ended_at is not None else self._since(last) * run.speed
        return (run.started + timedelta(seconds=gone + running)).replace(microsecond=0)

    def _since(self, last: Entry) -> float:
        """Real seconds since an entry: by the steady clock that both processes share, by the wall after a restart."""
        wall = max(0.0, (self._real.now() - instant(str(last.data["real"]))).total_seconds())
        steady = self._real.elapsed() - int(last.data.get("steady", 0)) / 1000
        return steady if steady >= 0 and abs(steady - wall) < RESTARTED else wall

    def elapsed(self) -> float:
        """Seconds of drill time since its start."""
        return (self.now() - self._record.run.started).total_seconds()


class Watch:
    """The director's look at one drill."""

    def __init__(self, root: Path, run_id: str, real: Clock | None = None) -> None:
        """Raises Refused where there is no such drill or it cannot be read."""
        self._folder = run_folder(Home(root), run_id)
        try:
            self.record = Record(self._folder, write=False)
        except UnknownKind as error:
            raise Refused(str(error)) from None
        self.plans, _ = usable_plans(root / "plans")
        scenario, problems = parse_scenario(self.record.run.scenario, self.plans)
        if scenario is None:
            self.record.close()
            raise Refused(f"演练脚本与现在的预案对不上：{problems[0]}")
        self.scenario = scenario
        self._sheet: Sheet | None = None
        self.clock = FollowedClock(self.record, real or SystemClock())
        before = frozenset(self.record.entries[0].data["before"])
        self.desk = Desk(root, clock=self.clock, write=False, drill_run=DrillRun(self._folder, before))

    @property
    def run(self) -> Run:
        """The drill as its record tells it."""
        return self.record.run

    def follow(self) -> bool:
        """Read what is new, of the drill and of its events; True where something is."""
        changed = self.record.follow()
        changed = self.desk.tick() or changed
        if changed:
            self._sheet = None
        return changed

    @property
    def cases(self) -> Sequence[tuple[str, Case]]:
        """The trainee's events with their names in the scenario; 「?」 for one that is not tied yet."""
        names = {event_id: key for key, event_id in self.run.events.items()}
        return [(names.get(event_id, "?"), case) for event_id, case in sorted(self.desk.cases.items())]

    def planned(self) -> list[Planned]:
        """Every inject in the order of the clock; those whose instant is not known last."""
        scene = self._scene()
        found = [
            Planned(i, self.run.played(i.id), due_at(i, self.run, scene), expected(i, self.run, scene))
            for i in self.scenario.injects
        ]
        return sorted(found, key=lambda p: ((p.played.sent_at or p.at) is None, p.played.sent_at or p.at or scene.now))

    def sheet(self) -> Sheet:
        """The score as it stands; drawn anew only after something was recorded."""
        if self._sheet is None:
            office = self.desk.settings.for_deadlines()
            courses = {key: Course(case.plan, case.state, case.entries, office) for key, case in self.cases if key != "?"}
            self._sheet = score(self.scenario, self.run, courses, self.desk.room.state)
        return self._sheet

    def order(self, what: str, by: str, **data: object) -> None:
        """Lay an order before the process that plays the drill; raises OSError."""
        give(self._folder, Order(what, data, by))

    def close(self) -> None:
        """Give the files back."""
        self.desk.close()
        self.record.close()

    def _scene(self) -> Scene:
        cases = {key: case for key, case in self.cases if key != "?"}
        return Scene(
            self.clock.now(), {key: case.state for key, case in cases.items()},
            {key: case.plan for key, case in cases.items()}, self.desk.room.state, self.desk.settings.for_deadlines(),
        )
