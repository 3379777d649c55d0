"""The desk: do(command), state, tick. One writer a home; a thing is done only when it is on the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident.commands import Command
from console.incident.entry import NOBODY, Entry
from console.incident.next_step import Step, in_order
from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.journal.files import REAL, Fs
from console.journal.lock import Holder, HomeLock
from console.journal.mirror import copy_name
from console.plan.model import Plan
from console.rules.classify import Classifier

from . import own_times, taking_back
from .case import Case
from .clock import Clock, SystemClock
from .clock_answer import answer, jumped, put_right
from .creating import NewEvent
from .drill_run import DrillRun
from .home import Home, Summary
from .kept import Kept, leave_behind
from .losses import LogShort
from .opening import Cabinet
from .pen import Pen
from .phone_book import PhoneBook, Rights
from .plans import usable_plans
from .recording import Recorder
from .room import Room
from .second_place import SecondPlace
from .settings import load_settings
from .timekeeping import Timekeeper

__all__ = ["Desk", "Kept"]


class Desk:
    """Everything that is going on in the room, real or drill but never both."""

    def __init__(  # noqa: PLR0913 # each is a seam of its own: clock, lock, files, and what the desk is for
        self, root: Path, *, name: str = "", clock: Clock | None = None, drill: bool = False, write: bool = True,
        lock: HomeLock | None = None, attend: bool = True, fs: Fs = REAL, drill_run: DrillRun | None = None,
    ) -> None:  # fmt: skip
        """Open the home at `root`. Never raises for what is on the disk: see `findings` and `read_only`.

        `attend` is for a console that somebody sits at. Without it (a verb that is over in a moment) only the events
        that are asked for are opened, and no log tells that a console was opened. A `drill_run` makes it the desk of one
        drill: with a desk log of its own, and only the events that were opened in it.
        """
        drill = drill or drill_run is not None
        apart = root / "drills" if drill else root
        self.home = Home(root, fs, signs=drill_run.folder if drill_run else apart)
        self.drill = drill
        self.settings, problems = load_settings(root)
        self.findings: list[str] = list(problems)
        self.name = name
        self.signer = ""
        """Who signs whatever is written here, where a verb was told (`--by`); else who is on duty does."""
        self.left_behind: Path | None = None
        """The file with what was still not recorded when the desk was closed."""
        self._fs = fs
        self._attend = attend
        self._guard = threading.RLock()
        self.plans: Mapping[str, Plan]
        self.plans, faults = usable_plans(root / "plans")
        self.findings += [*faults, *own_times.problems(self.settings, self.plans)]
        self.second = SecondPlace(self.home, self.settings.second_place, drill=drill, fs=fs)
        self._copies = self.second.copies
        desk_log = drill_run.folder / "desk" if drill_run else root / ("drill-desk" if drill else "desk")
        self.room = Room(desk_log, self.findings, self.second, fs)
        self.time = Timekeeper(clock or SystemClock(), self.home, None if drill else self.room, self.settings.second_place, self._say)
        self.clock: Clock = self.time.clock
        not_ours = drill_run.before if drill_run else frozenset[str]()
        office = self.settings.for_deadlines()
        self._cabinet = Cabinet(self.home, drill, self.plans, office, self._say, self.second, not_ours)
        self._recorder = Recorder(self._cabinet, self.time, office, self._say, self.room)
        self._pen = Pen(apart, lock, write, self._say, fs)
        self._pen.take(name)
        self.contacts = PhoneBook(root, Rights(self._pen.demand, drill), fs)
        self.findings += self.contacts.said
        self._open()

    def _open(self) -> None:
        self.room.open(write=not self.read_only and self._attend)
        self.time.judge()
        if self._attend:
            self._cabinet.open_all(not self.read_only)
            if self.time.set_right and not self.read_only:
                put_right(self)
            if self.time.doubt is None:
                self.greet(self.clock.now())  # else nothing is written before somebody has said what time it is
            if not self.read_only:
                for folder, size in (*self._cabinet.logs(), *self.room.logs()):
                    self._copies.offer_folder(folder, size)  # the second place may be new, or was away for long
            self.second.look()
        self._cabinet.write = not self.read_only

    def greet(self, opened: datetime) -> None:
        """The clock is believed: log what happened while nobody looked. The console was opened at `opened`."""
        if not self.read_only and self._attend:
            self.room.mend(self.clock.now(), self.by)
            self._cabinet.greet_all(opened, self.clock.now(), self.by)
            self.heartbeat()

    def _say(self, sentence: str) -> None:
        """Tell the officer something, once until it was read."""
        if sentence not in self.findings:
            self.findings.append(sentence)

    # --- who writes -----------------------------------------------------------------------------------------------

    @property
    def lock(self) -> HomeLock:
        """The lock of the home, to be shared with another desk in this process."""
        return self._pen.lock

    @property
    def read_only(self) -> bool:
        """Whether this console may only look on."""
        return not self._pen.held

    @property
    def writer(self) -> Holder | None:
        """Who holds the right to write, where it is not this console."""
        return self._pen.holder

    def take_over(self) -> bool:
        """Become the writer, where the one before is really gone; whether this console is it now."""
        with self._guard:
            if self.read_only and self._pen.take(self.name, wanted=True):
                self._open()
            return not self.read_only

    # --- events ---------------------------------------------------------------------------------------------------

    @property
    def cases(self) -> Mapping[str, Case]:
        """The events that are open at this desk, by id."""
        return self._cabinet.cases

    def classifier(self, plan_id: str) -> Classifier:
        """The classifier of a plan, made once."""
        return self._cabinet.classifier(plan_id)

    def case(self, event_id: str) -> Case:
        """An event, opened from the disk where it is not open yet.

        Raises:
            Refused: there is no such event, it is of the other kind (drill or real), or it cannot be read.
        """
        with self._guard:
            return self._cabinet.find(event_id, self.clock.now(), self.by)

    def open_cases(self) -> tuple[Case, ...]:
        """The events that are not closed, oldest first."""
        return tuple(c for _, c in sorted(self.cases.items()) if c.state.stage != "closed")

    def summaries(self) -> tuple[Summary, ...]:
        """Every event of this home's kind in a line, oldest first."""
        with self._guard:
            return self._cabinet.summaries()

    @property
    def by(self) -> str:
        """The name that entries are signed with; `NOBODY` until somebody is on duty, and while the log that tells who is short."""
        turn = None if self.second.waits(self.room.folder) else self.room.state.on_duty
        return self.signer or (turn.name if turn else self.name) or NOBODY

    def by_after(self, copy: taking_back.Copy) -> str:
        """The name that is signed with once a copy was taken back: that of the desk log tells who is on duty."""
        if self.signer or copy.name != copy_name(self.room.folder):
            return self.by
        return taking_back.on_duty_in(copy) or self.name or NOBODY

    @property
    def unsigned(self) -> bool:
        """Whether what is written now bears nobody's name."""
        return self.by == NOBODY

    def open_event(
        self, plan_id: str, title: str = "", *, links: Sequence[str] = (), called_at: datetime | None = None,
        told: Sequence[Command] = (),
    ) -> Case:  # fmt: skip
        """Open an event: its folder and first entries are on the disk when this returns, all of them or none.

        `called_at` is when the phone rang; now where it is not given. `told` is what is known at once.

        Raises:
            Refused: read-only, no such plan, a call in the future, a link between a drill and a real event, or
                something told that cannot be.
            NotRecorded: the disk refuses; no event was opened.
        """
        with self._guard:
            self._pen.demand()
            self.second.reserve()
            new = NewEvent(plan_id, title, tuple(links), called_at, tuple(told))
            self.time.tell_doubt(self.by)
            case = self._cabinet.create(new, self.settings, self.time, self.by)
            self.heartbeat()
            return case

    # --- doing ----------------------------------------------------------------------------------------------------

    @property
    def kept(self) -> list[Kept]:
        """What could not be recorded and is still to be."""
        return self._recorder.kept

    def do(self, event_id: str, *commands: Command) -> tuple[Entry, ...]:
        """Carry out commands on an event, in one write; what comes back is on the disk.

        Each command is decided on what the ones before it bring about; either all are done or none.

        Raises:
            Refused: nothing was done, and why.
            NotRecorded: the disk refuses; the commands are kept and offered again by `retry`.
        """
        with self._guard:
            self._pen.demand()
            self.time.tell_doubt(self.by)
            return self._recorder.offer(Kept(event_id, commands, "", self.clock.now(), self.by))

    def retry(self) -> int:
        """Offer again what was not recorded, in order; how much is still kept.

        Raises:
            Refused: read-only.
        """
        with self._guard:
            if self.kept:
                self._pen.demand()
            return self._recorder.retry()

    def save_kept(self, folder: Path) -> Path:
        """Write what was not recorded as text to another place; it stays kept here. The file that was written.

        The logs it belongs to are copied beside it as far as the disk lets them be, so that `duty --home` on that place
        goes on with them.

        Raises:
            Refused: nothing is kept.
            NotRecorded: it cannot be written there either.
        """
        with self._guard:
            return self._recorder.save_kept(folder)

    def do_room(self, kind: str, data: dict[str, Any], at: datetime | None = None) -> Entry:
        """Write to the desk log.

        Raises:
            Refused: read-only, or nothing that the desk log can hold.
            NotRecorded: the disk refuses.
        """
        with self._guard:
            self._pen.demand()
            self.time.tell_doubt(self.by)
            now = self.clock.now()
            return self.room.write(kind, data, at or now, now, self.by)

    # --- time -----------------------------------------------------------------------------------------------------

    def steps(self) -> tuple[Step, ...]:
        """What is to be done over all open events, the most urgent first."""
        return in_order(step for case in self.open_cases() for step in self.time.steps(case, self.settings.for_deadlines()))

    def answer_clock(self, wall: datetime) -> None:
        """Somebody says what the clock on the wall shows now. Refused where nobody doubts this one, or as a reader."""
        with self._guard:
            self._pen.demand()
            self._recorder.stepped(answer(self, wall))

    def tick(self) -> bool:
        """Look at the clock and, where another console writes, at the disk; True where something changed."""
        with self._guard:
            jump = self.time.jumps.look()
            self.second.news()
            if self.read_only:
                changed = self.room.follow()
                self.time.follow(jump)
                return self._cabinet.follow() or changed
            if jump:
                self._recorder.stepped(jumped(self, jump))
            changed = self._cabinet.look()
            if self._cabinet.freed():
                changed = True
                if self.time.doubt is None:
                    self.greet(self.clock.now())
            news = self._copies.news() if self.time.doubt is None else ""
            if news:
                with self.said():
                    self.do_room("copy_fault", {"text": news})
            return changed or bool(jump or news)

    @contextmanager
    def said(self) -> Iterator[None]:
        """What cannot be recorded in here is told in the findings."""
        try:
            yield
        except LogShort:
            pass  # that the log waits to be taken back is on every screen
        except (NotRecorded, Refused) as error:
            self._say(str(error))

    def heartbeat(self) -> None:
        """Leave a sign of life, so that the time the console was down is known; try the second place again."""
        if not self.read_only and self._attend:
            self._copies.again()
            self.time.sign_of_life()

    def take_back(self, name: str, *, leave: bool = False) -> Entry:
        """Take back what the second place has of a log, or go on without it; the entry then. Raises Refused, NotRecorded."""
        copy = None if leave else taking_back.read_copy(self.second, name)  # outside the guard: that place may be slow
        with self._guard:
            self._pen.demand()
            now, by = self.clock.now(), self.by_after(copy) if copy else self.by
            done = taking_back.take_back(self.second, copy, now, by) if copy else taking_back.leave(self.second, name, now, by)
            self.room.open(write=self._attend)
            self._cabinet.reopen(name)
            if self.time.doubt is None:
                self.greet(now)
            return done

    # --- the end --------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Leave the home in order: summaries written, files closed, the lock given back. May be called again.

        What could not be recorded is offered a last time, and then left behind as text, see `left_behind`.
        """
        with self._guard:
            self.heartbeat()
            if self.kept and not self.read_only and self._recorder.retry():
                self.left_behind = leave_behind(self.kept, self.home.root, self.clock.now(), self.drill, self._fs)
            for case in self.cases.values():
                self._cabinet.summarise(case)
            self.abandon()

    def abandon(self) -> None:
        """Let go of everything as it stands, as a power cut would: nothing more is written."""
        with self._guard:
            self._copies.close()
            self._cabinet.shut()
            self.room.close()
            self._pen.give_back()
