"""Beginning a drill, and going on with one whose console was gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from console.desk.clock import Clock, SystemClock
from console.desk.home import Home
from console.desk.plans import usable_plans
from console.desk.second_place import SecondPlace
from console.desk.settings import load_settings
from console.drill.check import parse_scenario
from console.incident.refused import Refused
from console.incident.times import instant, stamp
from console.journal.files import REAL, Fs
from console.journal.lock import HomeLock

from .clock import DrillClock
from .exercise import Exercise, Parts
from .record import Record, new_run_folder, run_folder, unmade

WAITED = timedelta(minutes=10)
"""So long at most does a drill run on while nobody is there."""


@dataclass(frozen=True, slots=True)
class Begin:
    """How a drill is begun."""

    text: str
    """The scenario as TOML."""
    trainee: str = "受训人"
    seed: int | None = None
    speed: int = 1


def begin(root: Path, how: Begin, *, real: Clock | None = None, fs: Fs = REAL) -> Exercise:
    """Start a drill; its first entry is on the disk when this returns.

    Raises:
        Refused: the scenario has faults (it never starts half), or another drill is being played.
        NotRecorded: the disk refuses.
    """
    real = real or SystemClock()
    home = Home(root, fs)
    plans, _ = usable_plans(root / "plans")
    scenario, problems = parse_scenario(how.text, plans)
    if scenario is None:
        raise Refused(f"演练脚本有{len(problems)}处错，没有开始；第一处：{problems[0]}")
    _demand_alone(root, how.trainee, fs)
    today = real.now()
    hour, minute = (int(part) for part in scenario.scenario.start.split(":"))
    start = today.replace(hour=hour, minute=minute, second=0)
    before = home.event_ids(drill=True)
    try:
        folder = new_run_folder(home, today, fs)
    except OSError as error:
        raise unmade(error, home) from error
    record = Record(folder, write=True, new=True, fs=fs)
    seed = scenario.scenario.seed if how.seed is None else how.seed
    record.write("drill_started", {
        "id": folder.name, "scenario": how.text, "name": scenario.id, "trainee": how.trainee, "seed": seed,
        "speed": how.speed, "before": list(before), "real": stamp(today),
        "steady": int(real.elapsed() * 1000), "gone": 0,
    }, start, how.trainee)  # fmt: skip
    clock = DrillClock(start, real.elapsed, speed=how.speed)
    return Exercise(Parts(root, record, scenario, clock, real, fs))


def resume(root: Path, run_id: str, *, real: Clock | None = None, fs: Fs = REAL) -> Exercise:
    """Go on with a drill whose console was gone; its clock ran on meanwhile, for ten minutes at most.

    Raises:
        Refused: there is no such drill, it is over, it is being played, or the second place has more of its record.
        UnknownKind: its record cannot be read.
    """
    real = real or SystemClock()
    folder = run_folder(Home(root, fs), run_id)
    _demand_alone(root, "", fs)  # before its record is opened for writing: another process may be at it
    place = load_settings(root)[0].second_place
    record = Record(folder, write=True, fs=fs, second=SecondPlace(Home(root, fs), place, drill=True, fs=fs))
    run = record.run
    if run.ended_at is not None:
        record.close()
        raise Refused(f"{run_id} 已经结束({run.ended_why})，不能接着练")
    plans, _ = usable_plans(root / "plans")
    scenario, problems = parse_scenario(run.scenario, plans)
    if scenario is None:
        record.close()
        raise Refused(f"演练脚本与现在的预案对不上，不能接着练：{problems[0]}")
    alive = Home(root, fs, signs=record.folder).last_alive()
    last = max(run.at or run.started, alive or run.started)
    gone = real.now() - instant(str(record.entries[-1].data.get("real", stamp(real.now()))))
    clock = DrillClock(run.started, real.elapsed, speed=run.speed, paused=run.paused)
    ran_on = timedelta(0) if run.paused else min(max(gone, timedelta(0)) * run.speed, WAITED)
    clock.leap((max(last, (run.at or last) + ran_on) - run.started).total_seconds())
    exercise = Exercise(Parts(root, record, scenario, clock, real, fs))
    exercise.tell("drill_resumed", {})
    return exercise


def _demand_alone(root: Path, name: str, fs: Fs) -> None:
    """Refuse where a drill is being played on this home."""
    lock = HomeLock(root / "drills", fs)
    if not lock.acquire(name):
        raise Refused(lock.problem or "这台电脑上另有一场演练在进行，请等它结束")
    lock.release()
