"""A new event: its folder and first entry, both or neither."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident.commands import Command
from console.incident.decide import decide_all
from console.incident.deciding import Context, Event
from console.incident.entry import Draft, Entry
from console.incident.fold import UnknownKind, fold
from console.incident.refused import Refused
from console.journal.canonical import plain
from console.journal.errors import JournalError, NotRecorded, reason
from console.journal.files import Fs
from console.journal.writer import Journal
from console.plan.model import Plan
from console.rules.classify import Classifier
from console.words import blank

from .case import Case, Written
from .home import Home
from .settings import Settings

Say = Callable[[str], None]
"""Where a sentence for the officer goes."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """What is known when the phone rings."""

    plan_id: str
    title: str = ""
    links: tuple[str, ...] = ()
    called_at: datetime | None = None
    """When the phone rang; now where it is not given."""
    told: tuple[Command, ...] = ()
    """What is known at once; written together with the first entry."""

    def drafts(self, plan: Plan, digest: str, drill: bool, settings: Settings, now: datetime, by: str) -> list[Draft]:
        """What the log begins with.

        Raises:
            Refused: a call in the future, a link between a drill and a real event, or something told that cannot be.
        """
        first = self._opened(plan, digest, drill, settings, now).draft(now, by)
        state = fold("", [Entry(1, first.at, first.event_at, by, first.kind, plain(first.data), "", "")])
        if state is None or not self.told:
            return [first]
        context = Context(plan, now, settings.for_deadlines(), 1)
        return [first, *(event.draft(now, by) for event in decide_all(self.told, state, context, by))]

    def _opened(self, plan: Plan, digest: str, drill: bool, settings: Settings, now: datetime) -> Event:
        if self.called_at is not None and self.called_at > now:
            raise Refused("来电时间在将来，请核对")
        if any(link.startswith("D") != drill for link in self.links):
            raise Refused("演练与真实事件不能关联")
        data: dict[str, Any] = {
            "plan": plan.id, "revision": plan.plan.revision, "digest": digest, "document": plan.plan.document,
            "title": f"{plan.plan.name}事件" if blank(self.title) else self.title.strip()[:200], "drill": drill,
            "basis": settings.clock_basis, "office": settings.office or plan.plan.office, "links": list(self.links),
        }
        return Event("opened", self.called_at or now, data)


class Maker:
    """Makes events in a home; one that cannot be made whole leaves no trace."""

    def __init__(self, home: Home, drill: bool, say: Say, fs: Fs) -> None:
        self._home = home
        self._drill = drill
        self._say = say
        self._fs = fs

    def make(self, drafts: Sequence[Draft], day: datetime, plan: Plan, classifier: Classifier, written: Written) -> Case:
        """The event that begins with these entries, on the disk in one write; its number is that of the `day`.

        Raises:
            NotRecorded: the disk refuses; what was made of it is taken away again.
        """
        try:
            folder = self._home.new_folder(day, self._drill)
        except OSError as error:
            where = self._home.folder(self._drill)
            raise NotRecorded(f"没有记上：{where} 写不进去：{reason(error)}；请检查磁盘和权限，先用纸笔记下") from error
        journal: Journal | None = None
        try:
            journal = Journal.create(folder, self._fs)
            journal.append(drafts)
            case = Case(folder.name, journal, plan, classifier, written)
        except (JournalError, UnknownKind) as error:
            if journal:
                journal.close()
            self._unmake(folder)
            raise error if isinstance(error, NotRecorded) else NotRecorded(f"没有记上：{error}") from error
        written(journal)
        return case

    def _unmake(self, folder: Path) -> None:
        """Take away the folder of an event that was not made: it holds nothing that was acknowledged."""
        with contextlib.suppress(OSError):
            for name in self._fs.names(folder):
                self._fs.remove(folder / name)
            folder.rmdir()
        if folder.exists():
            self._say(f"没有建成的事件文件夹 {folder} 删不掉；里面的内容没有被确认过，不算数")
