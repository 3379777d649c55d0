"""The desk: do(command), state, tick. One writer a home; a thing is done only when it is on the disk."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident.commands import Command, Observe
from console.incident.decide import Context, Event, Refused
from console.incident.entry import Entry
from console.incident.fold import UnknownKind
from console.incident.next_step import Step
from console.incident.times import stamp
from console.journal.errors import JournalError, NotRecorded
from console.journal.files import atomic_write
from console.journal.lock import Holder, HomeLock
from console.journal.writer import Journal
from console.plan.model import Plan
from console.rules.classify import Classifier

from .case import Case
from .clock import Clock, JumpWatch, SystemClock
from .home import ALIVE, Home, Summary, summary_of, write_summary
from .plans import usable_plans
from .room import Room
from .settings import Settings, load_settings


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that could not be recorded; it is offered again and never called recorded."""

    event: str
    command: Command
    why: str


class Desk:
    """Everything that is going on in the room, real or drill but never both."""

    def __init__(
        self, root: Path, *, name: str = "", clock: Clock | None = None, drill: bool = False, write: bool = True,
        lock: HomeLock | None = None, attend: bool = True,
    ) -> None:
        """Open the home at `root`. Never raises for what is on the disk: see `findings` and `read_only`.

        `attend` is for a console that somebody sits at. Without it (a verb that is over in a moment) only the events
        that are asked for are opened, and no log tells that a console was opened.
        """
        self.home = Home(root)
        self.clock: Clock = clock or SystemClock()
        self.drill = drill
        self.settings, problems = load_settings(root)
        self.findings: list[str] = list(problems)
        self.kept: list[Kept] = []
        self.name = name
        self.started = self.clock.now()
        self.jumps = JumpWatch(self.clock)
        self._guard = threading.RLock()
        self.plans: Mapping[str, Plan]
        self.plans, faults = usable_plans(root / "plans")
        self.findings += faults
        self._classifiers: dict[str, Classifier] = {}
        self.lock = lock or HomeLock(root)
        self._own_lock = lock is None
        self._attend = attend
        self.read_only = not (write and self._acquire())
        self.cases: dict[str, Case] = {}
        self._mirror_state = ""
        self.room = Room(self.home.desk, self.drill, self.findings)
        if attend:
            self._open_all()
        else:
            self.room.open(write=False, now=self.clock.now(), by=self.by)

    # --- who writes -----------------------------------------------------------------------------------------------

    def _acquire(self) -> bool:
        try:
            return not self._own_lock or self.lock.acquire(self.name)
        except OSError as error:
            self.findings.append(f"数据文件夹 {self.home.root} 不能写: {error.strerror};请检查磁盘和权限,现在只能看不能记")
            return False

    @property
    def writer(self) -> Holder | None:
        """Who holds the right to write, where it is not this console."""
        return self.lock.holder() if self.read_only else None

    def take_over(self) -> bool:
        """Become the writer, where the one before is really gone."""
        with self._guard:
            if self.read_only and self._acquire():
                self.read_only = False
                self.cases.clear()
                self._open_all()
            return not self.read_only

    # --- events ---------------------------------------------------------------------------------------------------

    def _open_all(self) -> None:
        self.room.open(write=not self.read_only, now=self.clock.now(), by=self.by)
        alive = self.home.last_alive()
        for event_id in self.home.event_ids(self.drill):
            summary = self.home.summary(event_id)
            if (summary is None or summary.state != "closed") and (case := self._load(event_id)):
                self._greet(case, alive)
        self.heartbeat()

    def _load(self, event_id: str) -> Case | None:
        """Open an event; what is wrong with it goes to the findings, in words."""
        folder = self.home.event_folder(event_id)
        if folder is None:
            return None
        journal = Journal.open(folder, not self.read_only)
        self.findings += [f"{event_id}: {finding}" for finding in journal.findings]
        try:
            plan = self.plans.get(str(journal.entries[0].data.get("plan"))) if journal.entries else None
            if plan is None:
                raise UnknownKind(f"事件{event_id}读不出所用预案,原文件在 {folder},请交技术人员查看")
            case = Case(event_id, journal, plan, self.classifier(plan.id))
        except UnknownKind as error:
            self.findings.append(str(error))
            journal.close()
            return None
        self.cases[event_id] = case
        return case

    def _greet(self, case: Case, alive: datetime | None) -> None:
        """Log what happened while nobody was looking: a repair, and the time the console was down."""
        if self.read_only or case.state.stage == "closed" or case.journal.damaged:
            return
        now = self.clock.now()
        last = datetime.fromisoformat(case.entries[-1].at)
        since = max(alive, last) if alive else last
        self._tell(case, [*self._repairs(case), Event("console_opened", now, {"down_from": stamp(min(since, now))})])

    def _repairs(self, case: Case) -> list[Event]:
        return [Event("recovered", self.clock.now(), dict(data)) for data in case.journal.to_log]

    def _tell(self, case: Case, events: Sequence[Event]) -> None:
        try:
            case.write(events, self.clock.now(), self.by)
        except NotRecorded as error:
            self.findings.append(str(error))

    def classifier(self, plan_id: str) -> Classifier:
        """The classifier of a plan, made once."""
        if plan_id not in self._classifiers:
            self._classifiers[plan_id] = Classifier(self.plans[plan_id])
        return self._classifiers[plan_id]

    def case(self, event_id: str) -> Case:
        """An event, opened from the disk where it is not open yet.

        Raises:
            Refused: there is no such event, or it cannot be read.
        """
        with self._guard:
            found = self.cases.get(event_id)
            if found is None:
                found = self._load(event_id)
                if found is None:
                    raise Refused(f"没有编号为「{event_id[:40]}」的事件,可用 duty log list 查看")
                if not self.read_only and found.journal.to_log:
                    self._tell(found, self._repairs(found))
            return found

    def open_cases(self) -> tuple[Case, ...]:
        """The events that are not closed, oldest first."""
        return tuple(c for _, c in sorted(self.cases.items()) if c.state.stage != "closed")

    def summaries(self) -> tuple[Summary, ...]:
        """Every event of this home's kind in a line, oldest first."""
        found = []
        for event_id in self.home.event_ids(self.drill):
            case = self.cases.get(event_id)
            summary = summary_of(case.state, case.journal.size) if case else self.home.summary(event_id)
            if summary is None and (case := self._load(event_id)):
                summary = summary_of(case.state, case.journal.size)
            if summary:
                found.append(summary)
        return tuple(found)

    # --- doing ----------------------------------------------------------------------------------------------------

    @property
    def by(self) -> str:
        """The name that entries are signed with."""
        turn = getattr(self, "room", None) and self.room.state.on_duty
        return turn.name if turn else (self.name or "值班员")

    def open_event(
        self, plan_id: str, title: str = "", *, links: Sequence[str] = (), called_at: datetime | None = None
    ) -> Case:
        """Open an event: its folder and first entry are on the disk when this returns.

        `called_at` is when the phone rang; now where it is not given.

        Raises:
            Refused: read-only, or no such plan.
            NotRecorded: the disk refuses.
        """
        with self._guard:
            self._writable()
            if plan_id not in self.plans:
                raise Refused(f"没有「{plan_id[:40]}」这份预案,可用的有 {'、'.join(self.plans)}")
            plan, now = self.plans[plan_id], self.clock.now()
            data: dict[str, Any] = {
                "plan": plan_id, "revision": plan.plan.revision, "title": title.strip()[:200] or f"{plan.plan.name}事件",
                "drill": self.drill, "basis": self.settings.clock_basis, "office": self.settings.office,
                "document": plan.plan.document, "links": list(links),
            }
            case = self._create(plan, now, called_at or now, data)
            self.cases[case.id] = case
            self.heartbeat()
            return case

    def _create(self, plan: Plan, now: datetime, at: datetime, data: dict[str, Any]) -> Case:
        try:
            folder = self.home.new_folder(now, self.drill)
            journal = Journal.create(folder)
        except OSError as error:
            raise NotRecorded(f"没有记上: 数据文件夹 {self.home.root} 写不进去({error.strerror}),请检查磁盘") from error
        except NotRecorded:
            raise
        except JournalError as error:
            raise NotRecorded(str(error)) from error
        journal.append([Event("opened", at, data).draft(now, self.by)])
        return Case(folder.name, journal, plan, self.classifier(plan.id))

    def _writable(self) -> None:
        if self.read_only:
            holder = self.lock.holder()
            who = f"{holder.name or '另一个值班台'}(进程{holder.pid})" if holder else "另一个值班台"
            raise Refused(f"现在只能查看: {who}正在记录,请到那一台上操作")

    def do(self, event_id: str, *commands: Command) -> tuple[Entry, ...]:
        """Carry out commands on an event, in one write; what comes back is on the disk.

        Raises:
            Refused: nothing was done, and why.
            NotRecorded: the disk refuses; the commands are kept and offered again by `retry`.
        """
        with self._guard:
            self._writable()
            case, now = self.case(event_id), self.clock.now()
            try:
                return self._do(case, commands, now)
            except NotRecorded as error:
                self.kept += [Kept(event_id, command, str(error)) for command in commands]
                raise

    def _do(self, case: Case, commands: Sequence[Command], now: datetime) -> tuple[Entry, ...]:
        office = self.settings.for_deadlines()
        events = [event for command in commands for event in case.decide(command, now, office)]
        if not events:
            return ()
        was = case.state.stage
        entries = case.write(events, now, self.by)
        if case.state.stage != was:
            self._summarise(case)
        return entries

    def _summarise(self, case: Case) -> None:
        try:
            write_summary(case.journal.folder, summary_of(case.state, case.journal.size))
        except OSError as error:
            self.findings.append(f"{case.id} 的摘要没有写成({error.strerror}),日志不受影响")

    def retry(self) -> int:
        """Offer again what was not recorded; how many are still kept."""
        with self._guard:
            waiting, self.kept = self.kept, []
            for item in waiting:
                try:
                    self._do(self.case(item.event), (item.command,), self.clock.now())
                except NotRecorded as error:
                    self.kept.append(Kept(item.event, item.command, str(error)))
                except Refused as error:
                    self.findings.append(f"补记时未被接受: {error}")
            return len(self.kept)

    def do_room(self, kind: str, data: dict[str, Any], at: datetime | None = None) -> Entry:
        """Write to the desk log.

        Raises:
            Refused: read-only.
            NotRecorded: the disk refuses.
        """
        with self._guard:
            self._writable()
            now = self.clock.now()
            return self.room.write(kind, data, at or now, now, self.by)

    # --- time -----------------------------------------------------------------------------------------------------

    def steps(self) -> tuple[Step, ...]:
        """What is to be done over all open events, the most urgent first."""
        now, office = self.clock.now(), self.settings.for_deadlines()
        steps = [step for case in self.open_cases() for step in case.steps(now, office)]
        last = now.replace(year=9999)
        return tuple(sorted(steps, key=lambda s: (s.rank, s.due or last, s.event)))

    def tick(self) -> bool:
        """Look at the clock and, where another console writes, at the disk; True where something changed."""
        with self._guard:
            jump = self.jumps.look()
            if jump and not self.read_only:
                self._jumped(*jump)
            return self._follow() if self.read_only else bool(jump)

    def _jumped(self, before: datetime, after: datetime, seconds: int) -> None:
        data = {"before": stamp(before), "after": stamp(after), "seconds": seconds}
        self.findings.append(f"电脑时钟被拨动{seconds:+d}秒({stamp(before)[11:19]} 变为 {stamp(after)[11:19]}),时限已随之换算")
        for case in self.open_cases():
            try:
                self._do(case, (Observe("clock_jump", data),), self.clock.now())
            except NotRecorded as error:
                self.findings.append(str(error))

    def _follow(self) -> bool:
        changed = self.room.follow()
        for event_id in self.home.event_ids(self.drill):
            case = self.cases.get(event_id)
            if case is None and self.home.summary(event_id) is None:
                changed = self._load(event_id) is not None or changed
            elif case is not None:
                changed = case.catch_up() or changed
        return changed

    def heartbeat(self) -> None:
        """Leave a sign of life, so that the time the console was down is known."""
        if self.read_only or not self._attend:
            return
        try:
            atomic_write(self.home.root / ALIVE, json.dumps({"at": stamp(self.clock.now())}).encode())
        except OSError as error:
            sentence = f"数据文件夹 {self.home.root} 写不进去({error.strerror}),请检查磁盘"
            if sentence not in self.findings:
                self.findings.append(sentence)

    def context(self, case: Case) -> Context:
        """What a decision on this event needs, at this moment."""
        return Context(case.plan, self.clock.now(), self.settings.for_deadlines(), len(case.entries))

    def close(self) -> None:
        """Leave the home in order: summaries written, files closed, the lock given back."""
        with self._guard:
            self.heartbeat()
            for case in self.cases.values():
                if not self.read_only:
                    self._summarise(case)
                case.journal.close()
            self.room.close()
            if self._own_lock:
                self.lock.release()


