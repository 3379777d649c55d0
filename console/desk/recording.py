"""From commands to entries on the disk; what the disk refuses is kept and offered again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from console.incident.clock_told import doubted_from
from console.incident.deciding import Context, Event
from console.incident.due import Office
from console.incident.entry import Entry
from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.warning.fold import warnings_of
from console.warning.todo import left_undone

from .case import Case
from .creating import Say
from .kept import Kept, copy_logs, save_kept
from .opening import Cabinet
from .room import Room
from .sealing import seal_closed
from .timekeeping import Timekeeper


class Recorder:
    """Writes what people do into the logs of their events."""

    def __init__(self, cabinet: Cabinet, time: Timekeeper, office: Office, say: Say, room: Room) -> None:
        self.kept: list[Kept] = []
        self._cabinet = cabinet
        self._time = time
        self._office = office
        self._say = say
        self._room = room

    def offer(self, kept: Kept) -> tuple[Entry, ...]:
        """Decide on the commands as of when they were done, and write what follows from them, all or nothing.

        Raises:
            Refused: nothing was done, and why.
            NotRecorded: the disk refuses, and they are kept.
        """
        if any(one.event == kept.event for one in self.kept):
            self.retry()  # in the order in which it was done
        return self._offer(kept)

    def _offer(self, kept: Kept) -> tuple[Entry, ...]:
        case = self._cabinet.find(kept.event, kept.at, kept.by)
        self._cabinet.demand_whole(case)
        events = self._decide(case, kept)
        if not events:
            return ()
        was = case.state.stage
        try:
            doubted = self._tell_doubt(case, kept.by)
            if self._cabinet.mend(case, self._now(kept.at), kept.by) or doubted:
                events = self._decide(case, kept)
            entries = case.write(events, self._now(kept.at), kept.by)
        except NotRecorded as error:
            self._keep(replace(kept, why=str(error)))
            raise
        self.kept = [one for one in self.kept if not one.same(kept)]
        if case.state.stage != was or was == "closed":
            self._cabinet.summarise(case)
        if any(entry.kind == "closed" for entry in entries):
            seal_closed(case.journal.folder, self._cabinet.home.root, self._say, self._cabinet.home.fs)
        return entries

    def _decide(self, case: Case, kept: Kept) -> list[Event]:
        asked = left_undone(case.plan, warnings_of(self._room.state), case.state)
        context = Context(case.plan, kept.at, self._office, warnings=asked, sure=not self._time.unsure(case))
        return case.decide_all(kept.commands, context, kept.by)

    def _tell_doubt(self, case: Case, by: str) -> bool:
        """While the clock is doubted, a log says so before anything else is written to it; whether it was said now."""
        doubt, now = self._time.doubt, self._time.clock.now()
        if doubt is None or doubted_from(case.entries) is not None:
            return False
        case.write([doubt.event(now, len(case.entries) + 1)], now, by)
        return True

    def _now(self, at: datetime) -> datetime:
        # What was done this second and what is written this second bear the same time.
        now = self._time.clock.now()
        return at if 0 <= (now - at).total_seconds() <= 1 else now

    def retry(self) -> int:
        """Offer again what is kept, in order within each event; how much is still kept."""
        waiting, self.kept = self.kept, []
        stuck: set[str] = set()
        for kept in waiting:
            if kept.event in stuck:
                self.kept.append(kept)
                continue
            try:
                self._offer(kept)
            except NotRecorded:
                stuck.add(kept.event)
            except Refused as error:
                self._say(f"{kept.event} 补记时未被接受：{error}；当时要记的是「{kept.words}」")
        return len(self.kept)

    def stepped(self, seconds: int) -> None:
        """The clock was stepped: when what is kept was done is told by the clock as it goes now."""
        self.kept = [replace(one, at=one.at + timedelta(seconds=seconds)) for one in self.kept]

    def save_kept(self, folder: Path) -> Path:
        """See `Desk.save_kept`."""
        if not self.kept:
            raise Refused("没有未记录的内容，不用另存")
        home, cases = self._cabinet.home, self._cabinet.cases
        path = save_kept(self.kept, folder, self._time.clock.now(), self._cabinet.drill, home.fs)
        journals = [cases[kept.event].journal for kept in self.kept if kept.event in cases]
        copy_logs(journals, folder / home.folder(self._cabinet.drill).name, home.fs)
        return path

    def _keep(self, kept: Kept) -> None:
        """Keep it once: a form that was sent again holds the same thing, done when it was first sent."""
        self.kept = [replace(one, why=kept.why) if one.same(kept) else one for one in self.kept]
        if not any(one.same(kept) for one in self.kept):
            self.kept.append(kept)
