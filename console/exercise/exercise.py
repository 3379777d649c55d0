"""A drill that is being played: its desk, its clock, its record, and what happens to the trainee when."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.drill_run import DrillRun
from console.drill.moments import Scene, due_now, next_at
from console.drill.run import Run
from console.drill.scenario import Inject, Scenario, elapsed
from console.drill.voices import Utterance, answer_to, conversation, does_not_know, live_call, ringing
from console.incident.refused import Refused
from console.incident.times import stamp
from console.journal.files import Fs

from .clock import DrillClock
from .directing import carry_out
from .orders import take
from .record import Record
from .warnings import bring


@dataclass(frozen=True, slots=True)
class Parts:
    """What a drill is played with."""

    root: Path
    record: Record
    scenario: Scenario
    clock: DrillClock
    real: Clock
    fs: Fs

    def open_desk(self) -> Desk:
        """The desk of this drill, as it stands on the disk."""
        before = frozenset(self.record.entries[0].data["before"])
        run = DrillRun(self.record.folder, before)
        return Desk(self.root, name=self.record.run.trainee, clock=self.clock, fs=self.fs, drill_run=run)


class Exercise:
    """One drill, at the trainee's side. Made by `begin` or `resume` (opening.py)."""

    def __init__(self, parts: Parts) -> None:
        """Raises Refused where another drill is being played on this home."""
        self._parts = parts
        self.record, self.scenario, self.clock = parts.record, parts.scenario, parts.clock
        self.desk = parts.open_desk()
        self.cut_until: datetime | None = None
        """Until when the power is off; None while it is on."""
        self._guard = threading.RLock()
        if self.desk.read_only:
            self.close()
            raise Refused("这台电脑上另有一场演练在进行，请等它结束")

    # --- beginning and end ----------------------------------------------------------------------------------------

    def end(self, why: str) -> None:
        """The drill is over; it can be scored."""
        with self._guard:
            if self.run.ended_at is None:
                self.tell("drill_ended", {"why": why})
                self._stop()

    def freeze(self) -> None:
        """A real event came up: the drill stands still for good, and says so in its record."""
        with self._guard:
            if self.run.ended_at is None:
                self.tell("real_event", {})
                self._stop()

    def _stop(self) -> None:
        self.clock.go(self.clock.speed, paused=True)

    def close(self) -> None:
        """Leave the desk and the record in order; a drill that is not over can be resumed."""
        with self._guard:
            self.desk.close()
            self.record.close()

    def restart(self) -> None:
        """The power is back: the desk is opened anew from the disk, as after a real cut."""
        with self._guard:
            if self.cut_until is not None:
                self.clock.leap((self.cut_until - self.clock.now()).total_seconds())
            self.cut_until = None
            self.desk = self._parts.open_desk()

    # --- what is ---------------------------------------------------------------------------------------------------

    @property
    def run(self) -> Run:
        """The drill as its record tells it."""
        return self.record.run

    def scene(self) -> Scene:
        """What stands at this moment."""
        cases = {key: self.desk.cases[found] for key, found in self.run.events.items() if found in self.desk.cases}
        return Scene(
            self.clock.now(), {key: case.state for key, case in cases.items()},
            {key: case.plan for key, case in cases.items()}, self.desk.room.state, self.desk.settings.for_deadlines(),
        )

    @property
    def waiting(self) -> tuple[Inject, ...]:
        """What rings or lies there unread, oldest first."""
        return ringing(self.scenario, self.run)

    @property
    def call(self) -> Inject | None:
        """The call or paper that was taken up last."""
        return live_call(self.scenario, self.run)

    def talk(self) -> tuple[Utterance, ...]:
        """What is said in it."""
        return conversation(self.scenario, self.run, self.call) if self.call else ()

    def next_inject(self) -> tuple[datetime, Inject] | None:
        """The next inject whose instant is known."""
        return next_at(self.scenario, self.run, self.scene())

    def wait(self) -> float | None:
        """Real seconds until the next inject; None while none is known or the clock stands."""
        found = self.next_inject()
        return self.clock.real_seconds_until(found[0]) if found else None

    # --- the trainee ----------------------------------------------------------------------------------------------

    def seen(self) -> None:
        """What waits was shown to the trainee."""
        with self._guard:
            for inject in self.waiting:
                if self.run.played(inject.id).standing == "sent":
                    self.mark(inject.id, "seen")

    def answer(self) -> Inject | None:
        """Take up what has waited longest; None where nothing waits."""
        with self._guard:
            waiting = self.waiting
            if not waiting:
                return None
            self.mark(waiting[0].id, "answered")
            return waiting[0]

    def ask(self, path: str, event: str | None = None) -> str:
        """Ask the one on the line for a fact; what he says. `event` is an id of this desk.

        Raises:
            Refused: nobody is on the line.
        """
        with self._guard:
            self._match_events()
            call = self.call
            if call is None or call.voice is None:
                raise Refused("电话里没有人；来电时按 Ctrl+V 接听，再按 Ctrl+V 问")
            key = next((k for k, found in self.run.events.items() if found == event), None) or call.event or ""
            now = self.clock.now()
            known = answer_to(self.scenario, self.run, call.voice, key, path, now)
            says = known.says if known else does_not_know(self.run)
            value: Any = known.value if known else None
            self.tell("asked", {
                "voice": call.voice, "event": key, "path": path[:200], "says": says,
                "value": list(value) if isinstance(value, tuple) else value,
                "certainty": known.certainty if known else "",
            })  # fmt: skip
            return says

    # --- time -----------------------------------------------------------------------------------------------------

    def step(self) -> bool:
        """Take up the director's orders, send what is due, see to the end; True where something happened."""
        with self._guard:
            if self.run.ended_at is not None or self.cut_until is not None:
                return False
            before = self.run.seq
            for order in take(self.record.folder):
                carry_out(self, order)
            self._match_events()
            for at, inject in due_now(self.scenario, self.run, self.scene()):
                self.send(inject, at)
                if self.cut_until is not None:
                    return True
            if self.clock.now() >= self.run.started + timedelta(minutes=self.scenario.scenario.minutes):
                self.end("时间到")
            return self.run.seq != before

    def go(self, speed: int, *, paused: bool, by: str = "") -> None:
        """Set the pace of the clock, or stop it."""
        with self._guard:
            self.tell("drill_clock", {"speed": speed, "paused": paused, "seconds": 0}, by)
            self.clock.go(speed, paused=paused)

    def step_to_next(self, by: str = "") -> bool:
        """Pass over the time until the next inject; False where none is known."""
        with self._guard:
            found = self.next_inject()
            if found is None:
                return False
            seconds = max(0, int((found[0] - self.clock.now()).total_seconds()))
            data = {"speed": self.clock.speed, "paused": self.clock.paused, "seconds": seconds}
            self.tell("drill_clock", data, by)
            self.clock.leap(seconds)
            return True

    # --- inside ---------------------------------------------------------------------------------------------------

    def send(self, inject: Inject, at: datetime, by: str = "") -> None:
        """An inject happens: it rings, a warning comes in, or the power goes."""
        self.mark(inject.id, "sent", by, at=at)
        try:
            bring(self.scenario, self.desk, inject)
        except Refused as error:
            self.tell("remark", {"text": f"「{inject.id}」的预警没有送到：{error}"})
        if inject.channel == "power_cut":
            self.cut_until = self.clock.now() + elapsed(inject.dark)
            self.desk.abandon()

    def _match_events(self) -> None:
        """Tie the events that were opened here to those of the scenario: of one plan the first to the first."""
        taken = set(self.run.events.values())
        for wanted in self.scenario.events:
            if wanted.id in self.run.events:
                continue
            found = next((c for _, c in sorted(self.desk.cases.items()) if c.plan.id == wanted.plan and c.id not in taken), None)
            if found is not None:
                taken.add(found.id)
                self.tell("drill_event", {"key": wanted.id, "id": found.id})

    def mark(self, inject_id: str, what: str, by: str = "", at: datetime | None = None, **more: Any) -> None:
        """Write down what became of an inject: a key of the record's `what`."""
        self.tell("inject", {"id": inject_id, "what": what, **more}, by, at)

    def tell(self, kind: str, data: dict[str, Any], by: str = "", at: datetime | None = None) -> None:
        """Put something into the drill's record, with the real time beside the drill's; raises NotRecorded."""
        real = self._parts.real
        marks = {"real": stamp(real.now()), "steady": int(real.elapsed() * 1000), "gone": int(self.clock.elapsed() * 1000)}
        data = {**data, **marks}
        self.record.write(kind, data, self.clock.now(), by or self.run.trainee, at)
        self.desk.second.copies.offer_folder(self.record.folder, self.record.size)

