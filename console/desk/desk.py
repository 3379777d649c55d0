"""The desk: do(command), state, tick. One writer a home; a thing is done only when it is on the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident.commands import Command, Observe
from console.incident.deciding import Context
from console.incident.entry import Entry
from console.incident.next_step import Step, in_order
from console.incident.refused import Refused
from console.journal.errors import NotRecorded, reason
from console.journal.files import REAL, Fs
from console.journal.lock import Holder, HomeLock
from console.plan.model import Plan
from console.rules.classify import Classifier

from . import own_times
from .case import Case, nothing_more
from .clock import Clock, Jump, JumpWatch, SystemClock
from .copies import Copies
from .creating import NewEvent
from .drill_run import DrillRun
from .home import Home, Summary
from .kept import Kept, copy_logs, leave_behind, save_kept
from .opening import Cabinet
from .pen import Pen
from .phone_book import PhoneBook, Rights
from .plans import usable_plans
from .recording import Recorder
from .room import Room
from .settings import load_settings

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
        self.clock: Clock = clock or SystemClock()
        self.drill = drill
        self.settings, problems = load_settings(root)
        self.findings: list[str] = list(problems)
        self.name = name
        self.started = self.clock.now()
        self.left_behind: Path | None = None
        """The file with what was still not recorded when the desk was closed."""
        self.jumps = JumpWatch(self.clock)
        self._fs = fs
        self._attend = attend
        self._guard = threading.RLock()
        self.plans: Mapping[str, Plan]
        self.plans, faults = usable_plans(root / "plans")
        self.findings += [*faults, *own_times.problems(self.settings, self.plans)]
        self._copies = Copies(self.settings.second_place, fs)
        desk_log = drill_run.folder / "desk" if drill_run else root / ("drill-desk" if drill else "desk")
        # A drill's own desk log bears the name of the real one, whose copy it must not push aside.
        self.room = Room(desk_log, self.findings, nothing_more if drill_run else self._copies.offer, fs)
        not_ours = drill_run.before if drill_run else frozenset[str]()
        self._cabinet = Cabinet(self.home, drill, self.plans, self._say, self._copies.offer, fs, not_ours)
        self._recorder = Recorder(self._cabinet, self.clock, self.settings.for_deadlines(), self._say, self.room)
        self._pen = Pen(apart, lock, write, self._say, fs)
        self._pen.take(name)
        self.contacts = PhoneBook(root, Rights(self._pen.demand, drill), fs)
        self.findings += self.contacts.said
        self._open()

    def _open(self) -> None:
        now = self.clock.now()
        self.room.open(write=not self.read_only and self._attend, now=now, by=self.by)
        if self._attend:
            self._cabinet.open_all(not self.read_only, now, self.by)
            self.heartbeat()
            if not self.read_only:
                for folder, size in (*self._cabinet.logs(), *self.room.logs()):
                    self._copies.offer_folder(folder, size)  # the second place may be new, or was away for long
        self._cabinet.write = not self.read_only

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
        """The name that entries are signed with."""
        turn = self.room.state.on_duty
        return turn.name if turn else (self.name or "值班员")

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
            new = NewEvent(plan_id, title, tuple(links), called_at, tuple(told))
            case = self._cabinet.create(new, self.settings, self.clock.now(), self.by)
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
            if not self.kept:
                raise Refused("没有未记录的内容，不用另存")
            path = save_kept(self.kept, folder, self.clock.now(), self.drill, self._fs)
            journals = [self.cases[kept.event].journal for kept in self.kept if kept.event in self.cases]
            copy_logs(journals, folder / self.home.folder(self.drill).name, self._fs)
            return path

    def do_room(self, kind: str, data: dict[str, Any], at: datetime | None = None) -> Entry:
        """Write to the desk log.

        Raises:
            Refused: read-only, or nothing that the desk log can hold.
            NotRecorded: the disk refuses.
        """
        with self._guard:
            self._pen.demand()
            now = self.clock.now()
            return self.room.write(kind, data, at or now, now, self.by)

    def context(self, case: Case) -> Context:
        """What a decision on this event needs, at this moment."""
        return Context(case.plan, self.clock.now(), self.settings.for_deadlines(), len(case.entries))

    # --- time -----------------------------------------------------------------------------------------------------

    def steps(self) -> tuple[Step, ...]:
        """What is to be done over all open events, the most urgent first."""
        now, office = self.clock.now(), self.settings.for_deadlines()
        return in_order(step for case in self.open_cases() for step in case.steps(now, office))

    def tick(self) -> bool:
        """Look at the clock and, where another console writes, at the disk; True where something changed."""
        with self._guard:
            jump = self.jumps.look()
            if self.read_only:
                changed = self.room.follow()
                return self._cabinet.follow() or changed
            if jump:
                self._jumped(jump)
            changed = self._cabinet.look()
            news = self._copies.news()
            if news:
                with self._said():
                    self.do_room("copy_fault", {"text": news})
            return changed or bool(jump or news)

    def _jumped(self, jump: Jump) -> None:
        self.findings.append(jump.words)
        for case in self.open_cases():
            with self._said():
                self.do(case.id, Observe("clock_jump", jump.data))
        with self._said():
            self.do_room("clock_jump", jump.data)

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except (NotRecorded, Refused) as error:
            self._say(str(error))

    def heartbeat(self) -> None:
        """Leave a sign of life, so that the time the console was down is known; try the second place again."""
        if self.read_only or not self._attend:
            return
        self._copies.again()
        try:
            self.home.sign_of_life(self.clock.now())
        except OSError as error:
            self._say(f"数据文件夹 {self.home.root} 写不进去({reason(error)})，请检查磁盘")

    # --- the second place -----------------------------------------------------------------------------------------

    @property
    def mirror_problem(self) -> str:
        """What is wrong with the second place, one sentence; empty where nothing is, or there is none."""
        return self._copies.problem

    @property
    def mirror(self) -> str:
        """How the second place stands, one sentence; empty where there is none."""
        return self._copies.words

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
