"""From commands to entries on the disk; what the disk refuses is kept and offered again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from console.incident.deciding import Context
from console.incident.due import Office
from console.incident.entry import Entry
from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.warning.fold import warnings_of
from console.warning.todo import left_undone

from .clock import Clock
from .creating import Say
from .kept import Kept
from .opening import Cabinet
from .room import Room
from .sealing import seal_closed


class Recorder:
    """Writes what people do into the logs of their events."""

    def __init__(self, cabinet: Cabinet, clock: Clock, office: Office, say: Say, room: Room) -> None:
        self.kept: list[Kept] = []
        self._cabinet = cabinet
        self._clock = clock
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
        asked = left_undone(case.plan, warnings_of(self._room.state), case.state)
        events = case.decide_all(kept.commands, Context(case.plan, kept.at, self._office, warnings=asked), kept.by)
        if not events:
            return ()
        was = case.state.stage
        try:
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

    def _now(self, at: datetime) -> datetime:
        # What was done this second and what is written this second bear the same time.
        now = self._clock.now()
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

    def _keep(self, kept: Kept) -> None:
        """Keep it once: a form that was sent again holds the same thing, done when it was first sent."""
        self.kept = [replace(one, why=kept.why) if one.same(kept) else one for one in self.kept]
        if not any(one.same(kept) for one in self.kept):
            self.kept.append(kept)
