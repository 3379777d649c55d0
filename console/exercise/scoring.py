"""The scores of the drills of a home: drawn from their records whenever they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from console.desk.desk import Desk
from console.desk.home import Home
from console.desk.room import Room
from console.drill.check import parse_scenario
from console.drill.course import Course
from console.drill.run import Run
from console.drill.score import Sheet, score
from console.incident.fold import UnknownKind
from console.incident.refused import Refused
from console.incident.times import instant

from .record import Record, run_folder, run_ids


def sheet_of(root: Path, run_id: str) -> Sheet:
    """The score of a drill, over or not.

    Raises:
        Refused: there is no such drill, or its record, its scenario or an event of it cannot be read.
    """
    with_desk = Desk(root, drill=True, write=False, attend=False)
    try:
        return _sheet(with_desk, Home(root), run_id)
    finally:
        with_desk.close()


def sheets(root: Path, trainee: str | None = None) -> tuple[Sheet, ...]:
    """The scores of every drill that is over and can be read, oldest first; of one person where named."""
    home, desk = Home(root), Desk(root, drill=True, write=False, attend=False)
    found: list[Sheet] = []
    try:
        for run_id in run_ids(home):
            run = run_of(home, run_id)
            if run is None or run.ended_at is None or trainee not in (None, run.trainee):
                continue
            try:
                found.append(_sheet(desk, home, run_id))
            except Refused:
                continue  # a drill of a plan that was revised since cannot be scored any more; the list shows it
    finally:
        desk.close()
    return tuple(found)


def run_of(home: Home, run_id: str) -> Run | None:
    """A drill as its record tells it; None where it cannot be read."""
    try:
        record = Record(run_folder(home, run_id), write=False)
    except (UnknownKind, Refused):
        return None
    run = record.run
    record.close()
    return run


def latest(home: Home, *, over: bool) -> str | None:
    """The id of the last drill that is over, or of the last that is not; None where there is none."""
    for run_id in reversed(run_ids(home)):
        run = run_of(home, run_id)
        if run is not None and (run.ended_at is not None) == over:
            return run_id
    return None


def _sheet(desk: Desk, home: Home, run_id: str) -> Sheet:
    folder = run_folder(home, run_id)
    try:
        record = Record(folder, write=False)
    except UnknownKind as error:
        raise Refused(str(error)) from None
    run = record.run
    record.close()
    scenario, problems = parse_scenario(run.scenario, desk.plans)
    if scenario is None:
        raise Refused(f"{run_id} 的脚本与现在的预案对不上，算不出成绩：{problems[0]}")
    room = Room(folder / "desk", [], desk.second)
    room.open(write=False)
    courses = dict(_courses(desk, run))
    sheet = score(scenario, run, courses, room.state)
    room.close()
    return sheet


def _courses(desk: Desk, run: Run) -> Iterable[tuple[str, Course]]:
    office = desk.settings.for_deadlines()
    for key, event_id in run.events.items():
        case = desk.case(event_id)
        until = [e for e in case.entries if run.ended_at is None or instant(e.at) <= run.ended_at]
        if len(until) < len(case.entries):
            from console.incident.fold import fold  # noqa: PLC0415 # what was entered after the end does not count

            state = fold(event_id, until)
            if state is not None:
                yield key, Course(case.plan, state, until, office)
                continue
        yield key, Course(case.plan, case.state, case.entries, office)
