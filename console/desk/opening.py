"""The events of one kind in a home: opened from the disk, greeted, followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from console.incident.clock_told import doubted_from
from console.incident.deciding import Event
from console.incident.due import Office
from console.incident.fold import UnknownKind
from console.incident.refused import Refused
from console.incident.times import instant, stamp
from console.journal.errors import NotRecorded, reason
from console.journal.writer import Journal
from console.plan.loader import plan_digest
from console.plan.model import Plan
from console.rules.classify import Classifier

from .case import Case
from .creating import Maker, NewEvent, Say
from .home import Home, Summary, summary_of, write_summary
from .plans import folder_in_use
from .second_place import SecondPlace
from .settings import Settings
from .timekeeping import Timekeeper


class Cabinet:
    """The events of a home, real or drill. What is wrong with one is said in words and stops no other."""

    def __init__(
        self, home: Home, drill: bool, plans: Mapping[str, Plan], office: Office, say: Say, second: SecondPlace,
        not_ours: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self.home = home
        self.drill = drill
        self.plans = plans
        self.write = False
        """Whether this console is the one that writes."""
        self.office = office
        """Which post of each plan this room reports for."""
        self.cases: Mapping[str, Case] = {}
        """The events that are open here, by id; replaced as a whole, so that another thread can read it."""
        self._not_ours = not_ours
        self._say = say
        self._second = second
        self._fs = home.fs
        self._classifiers: dict[str, Classifier] = {}
        self._digests: dict[str, str] = {}
        self._not_greeted: dict[str, datetime | None] = {}
        """Events in which it was not logged yet that the console is open again, with when they were last written to."""
        self._passed: dict[str, int] = {}
        """Events left alone (closed, or unreadable), with the length their log had then."""

    def classifier(self, plan_id: str) -> Classifier:
        """The classifier of a plan, made once."""
        if plan_id not in self._classifiers:
            self._classifiers[plan_id] = Classifier(self.plans[plan_id])
        return self._classifiers[plan_id]

    def digest(self, plan: Plan) -> str:
        """SHA-256 over the data of a plan as this console uses it; empty where its files cannot be read any more."""
        if plan.id not in self._digests:
            try:
                self._digests[plan.id] = plan_digest(folder_in_use(self.home.root / "plans", plan))
            except OSError:
                return ""
        return self._digests[plan.id]

    # --- from the disk --------------------------------------------------------------------------------------------

    def open_all(self, write: bool) -> None:
        """Open every event that is not closed, anew."""
        self.shut()
        self.write, self._not_greeted = write, {}
        for event_id in self._ours():
            summary = self.home.summary(event_id)
            if summary is not None and summary.state == "closed":
                self._passed[event_id] = summary.size
            elif case := self.load(event_id):
                self._wait(case)

    def _wait(self, case: Case) -> None:
        """It is to be greeted once the clock is believed."""
        doubted = doubted_from(case.entries) is not None  # then nobody knows when it was written to
        self._not_greeted[case.id] = None if doubted else instant(case.entries[-1].at)

    def greet_all(self, opened: datetime, now: datetime, by: str) -> None:
        """As the writer log what happened in each event while nobody was looking, until the console was `opened`."""
        alive, waiting, self._not_greeted = self.home.last_alive(), self._not_greeted, {}
        for event_id, last in waiting.items():
            if case := self.cases.get(event_id):
                self._greet(case, max(alive, last) if alive and last else last, opened, now, by)

    def _ours(self) -> tuple[str, ...]:
        return tuple(i for i in self.home.event_ids(self.drill) if i not in self._not_ours)

    def load(self, event_id: str) -> Case | None:
        """Open an event; None where there is none of that id and kind, or it cannot be read, which is then said."""
        folder = self.home.event_folder(event_id)
        if folder is None or event_id.startswith("D") != self.drill:
            return None
        journal = Journal.open(folder, self.write, self._fs, hold=self._second.hold)
        for finding in () if journal.held else journal.findings:
            self._say(f"{event_id}：{finding}")
        try:
            case = self._case(event_id, journal)
        except UnknownKind as error:
            if journal.entries:
                self._say(f"{event_id} 打不开：{error}；原文件在 {folder}，请交技术人员查看")
            self._passed[event_id] = self.home.log_size(event_id)
            journal.close()
            return None
        self.cases = {**self.cases, event_id: case}
        return case

    def _case(self, event_id: str, journal: Journal) -> Case:
        told = journal.entries[0].data if journal.entries else {}
        plan_id = str(told.get("plan", ""))[:40]
        plan = self.plans.get(plan_id)
        if plan is None:
            raise UnknownKind(f"没有它所用的预案「{plan_id}」")
        case = Case(event_id, journal, self.office.as_read(plan), self.classifier(plan.id), self._second.copies.offer)
        if case.state.drill != self.drill:
            raise UnknownKind("它是演练的记录，却放在真实事件里" if case.state.drill else "它是真实事件，却放在演练里")
        digest = told.get("digest")
        if digest and digest != self.digest(plan):
            self._say(
                f"{event_id}：预案「{plan.plan.name}」的数据在事件开始后改过(当时 {case.state.revision}/{str(digest)[:8]}，"
                f"现在 {plan.plan.revision}/{self.digest(plan)[:8]})，级别、时限和名单按现在的数据，请核对"
            )
        return case

    def _greet(self, case: Case, since: datetime | None, opened: datetime, now: datetime, by: str) -> None:
        """Log what happened while nobody was looking: a repair, and the time the console was down."""
        if not self.write or case.journal.damaged or case.journal.held:
            return
        if case.state.stage == "closed":
            self.mend(case, now, by)
            self.summarise(case)
            self._passed[case.id] = case.journal.size
            self.drop(case)
            return
        down = Event("console_opened", opened, {"down_from": stamp(min(since, opened))} if since else {})
        repairs = self._repairs(case, now)
        self._tell(case, [*repairs, down], now, by)
        if repairs:
            self.summarise(case)

    def mend(self, case: Case, now: datetime, by: str) -> bool:
        """Log the repairs and losses that the log does not tell of yet; whether there were any."""
        if not self.write or case.journal.damaged or case.journal.held:
            return False
        repairs = self._repairs(case, now)
        if repairs:
            self._tell(case, repairs, now, by)
            self.summarise(case)  # what was lost is told in the log now: the length it once had is no longer the one to hold it to
        return bool(repairs)

    def _repairs(self, case: Case, now: datetime) -> list[Event]:
        lost = self._second.owed(case.id)
        return [Event("recovered", now, dict(data)) for data in (*([lost] if lost else []), *case.journal.to_log)]

    def _tell(self, case: Case, events: Sequence[Event], now: datetime, by: str) -> None:
        try:
            case.write(events, now, by)
        except NotRecorded as error:
            self._say(f"{case.id}：{error}")
        else:
            if self._second.owed(case.id):
                self._second.told(case.id)

    def look(self) -> bool:
        """Look at the logs that are open here, on the disk; True where something changed, trouble included."""
        changed = False
        for case in self.cases.values():
            was = case.trouble
            if case.look():
                changed = True
                if case.trouble and case.trouble != was:
                    self._say(f"{case.id}：{case.trouble}")
        return changed

    def follow(self) -> bool:
        """Read what the writing console has added, events and entries; True where there was something."""
        changed = self.look()
        for event_id in self._ours():
            if event_id not in self.cases and self._is_news(event_id):
                changed = self.load(event_id) is not None or changed
        return changed

    def _is_news(self, event_id: str) -> bool:
        size = self.home.log_size(event_id)
        if size <= 0 or self._passed.get(event_id) == size:
            return False
        summary = self.home.summary(event_id)
        if summary is not None and summary.state == "closed":
            self._passed[event_id] = size
            return False
        return True

    def logs(self) -> Iterator[tuple[Path, int]]:
        """Every event's folder with the length of its log, the open ones first."""
        for case in self.cases.values():
            yield case.journal.folder, case.journal.size
        for event_id in self._ours():
            folder, size = self.home.event_folder(event_id), self.home.log_size(event_id)
            if event_id not in self.cases and folder and size > 0:
                yield folder, size

    def reopen(self, event_id: str) -> None:
        """Open an event anew: its log was changed under another name, or is there again. It waits to be greeted."""
        if found := self.cases.get(event_id):
            self.drop(found)
        self._passed.pop(event_id, None)
        if event_id in self._ours() and (case := self.load(event_id)):
            self._wait(case)

    def freed(self) -> bool:
        """Open for writing what waited and does so no more, as when the second place has answered; whether there was any."""
        waited = [case for case in self.cases.values() if self.write and case.journal.held and not self._second.waits(case.journal.folder)]
        for case in waited:
            self.reopen(case.id)
        return bool(waited)

    # --- one of them ----------------------------------------------------------------------------------------------

    def create(self, new: NewEvent, settings: Settings, time: Timekeeper, by: str) -> Case:
        """A new event whose first entries are on the disk; without that, no trace of it is left.

        Raises:
            Refused: no such plan, a call in the future, a link between a drill and a real event, or facts that cannot be.
            NotRecorded: the disk refuses.
        """
        plan = self.plans.get(new.plan_id)
        if plan is None:
            raise Refused(f"没有「{new.plan_id[:40]}」这份预案，可用的有 {'、'.join(self.plans)}")
        now = time.clock.now()
        drafts = new.drafts(plan, self.digest(plan), self.drill, settings, now, by)
        if time.doubt is not None:
            drafts.append(time.doubt.event(now, 1).draft(now, by))
        maker = Maker(self.home, self.drill, self._say, self._fs)
        case = maker.make(drafts, time.at_least(), self.office.as_read(plan), self.classifier(plan.id), self._second.copies.offer)
        self.cases = {**self.cases, case.id: case}
        return case

    def find(self, event_id: str, now: datetime, by: str) -> Case:
        """An event, opened from the disk where it is not open yet.

        Raises:
            Refused: there is none, it is of the other kind, or it cannot be read.
        """
        found = self.cases.get(event_id)
        if found is not None:
            return found
        found = self.load(event_id)
        if found is None:
            self._second.demand_whole(event_id)
            if self.home.event_folder(event_id) is None:
                raise Refused(f"没有编号为「{event_id[:40]}」的事件，可用 duty log list 查看")
            if event_id.startswith("D") != self.drill:
                other = "真实事件" if self.drill else "演练"
                raise Refused(f"{event_id} 是{other}，不能在{'演练' if self.drill else '真实值班台'}里打开")
            raise Refused(f"事件{event_id}的日志读不出来，请交技术人员查看 {self.home.event_folder(event_id)}")
        self.mend(found, now, by)
        return found

    def demand_whole(self, case: Case) -> None:
        """Raises LogShort where the second place has more of an event's log: an entry now would part the two."""
        if case.journal.held:
            self._second.demand_whole(case.id)

    # --- in a line ------------------------------------------------------------------------------------------------

    def summaries(self) -> tuple[Summary, ...]:
        """Every event in a line, oldest first."""
        found = []
        for event_id in self._ours():
            case = self.cases.get(event_id)
            summary = _summary(case) if case else self.home.summary(event_id)
            if summary is None and self._passed.get(event_id) != self.home.log_size(event_id):
                case = self.load(event_id)
                summary = _summary(case) if case else None
            if summary:
                found.append(summary)
        return tuple(found)

    def summarise(self, case: Case) -> None:
        """Write the summary of an event beside its log; as a reader do nothing."""
        if not self.write or case.journal.damaged or case.journal.held or self._second.owed(case.id):
            return  # the length it once had is all that tells of a loss that the log does not tell of
        try:
            write_summary(case.journal.folder, _summary(case), self._fs)
        except OSError as error:
            self._say(f"{case.id} 的摘要没有写成({reason(error)})，日志不受影响")

    def drop(self, case: Case) -> None:
        """Close the files of an event and forget it; it can be opened again."""
        case.journal.close()
        self.cases = {event_id: other for event_id, other in self.cases.items() if other is not case}

    def shut(self) -> None:
        """Close the files of all events."""
        for case in self.cases.values():
            case.journal.close()
        self.cases = {}
        self._passed = {}


def _summary(case: Case) -> Summary:
    return summary_of(case.state, case.entries[0].event_at, case.journal.size)
