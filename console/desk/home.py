"""The data home: where events live on the disk, under which names, and which of them are closed."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.incident.state import State
from console.journal.files import atomic_write, make_folders

APP = "duty-console"
SUMMARY = "summary.json"
ALIVE = "alive.json"
LOG = "log.jsonl"
_ID = re.compile(r"D?\d{8}-\d{2,4}")


@dataclass(frozen=True, slots=True)
class Summary:
    """An event in a line, without reading its whole log."""

    id: str
    title: str
    plan: str
    level: str | None
    state: str
    drill: bool
    opened_at: str
    size: int = 0
    """Length of the log when this was written; another length means it is stale."""


def default_home() -> Path:
    """`DUTY_HOME`, or the platform's folder for a user's data."""
    named = os.environ.get("DUTY_HOME")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415 # not needed where the home is named

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


class Home:
    """The folders of a data home. Real events and drills never share one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, drill: bool) -> Path:
        """Where events of this kind live."""
        return self.root / ("drills" if drill else "events")

    @property
    def desk(self) -> Path:
        """Where the desk log lives."""
        return self.root / "desk"

    @property
    def exports(self) -> Path:
        """Where papers and exports go when no other place is named."""
        return self.root / "exports"

    def event_folder(self, event_id: str) -> Path | None:
        """The folder of an event, or None where there is none of that id."""
        if not _ID.fullmatch(event_id):
            return None
        path = self.folder(event_id.startswith("D")) / event_id
        return path if path.is_dir() else None

    def event_ids(self, drill: bool) -> tuple[str, ...]:
        """The ids of all events of this kind, oldest first."""
        folder = self.folder(drill)
        if not folder.is_dir():
            return ()
        return tuple(sorted(p.name for p in folder.iterdir() if _ID.fullmatch(p.name) and p.is_dir()))

    def new_folder(self, now: datetime, drill: bool) -> Path:
        """A new, empty folder named after the day and a number that can be spoken (20261124-01; drills D20261124-01).

        Raises:
            OSError: the folder cannot be made.
        """
        parent = self.folder(drill)
        make_folders(parent)
        day = ("D" if drill else "") + now.strftime("%Y%m%d")
        number = 1 + sum(name.startswith(day) for name in self.event_ids(drill))
        while True:
            path = parent / f"{day}-{number:02d}"
            try:
                path.mkdir(mode=0o700)
                return path
            except FileExistsError:
                number += 1

    def summary(self, event_id: str) -> Summary | None:
        """The summary of an event, or None where it is missing, stale or unreadable."""
        folder = self.event_folder(event_id)
        if folder is None:
            return None
        try:
            found = Summary(**json.loads((folder / SUMMARY).read_text(encoding="utf-8")))
            return found if found.size == (folder / LOG).stat().st_size else None
        except (OSError, ValueError, TypeError):
            return None

    def last_alive(self) -> datetime | None:
        """When a console was last known to run on this home."""
        try:
            return datetime.fromisoformat(json.loads((self.root / ALIVE).read_text(encoding="utf-8"))["at"])
        except (OSError, ValueError, KeyError, TypeError):
            return None


def summary_of(state: State, size: int) -> Summary:
    """The summary of a state whose log is `size` bytes long."""
    return Summary(
        id=state.id, title=state.title, plan=state.plan, level=state.level, state=state.stage, drill=state.drill,
        opened_at=state.opened_at.isoformat(), size=size,
    )


def write_summary(folder: Path, summary: Summary) -> None:
    """Write the summary beside its log; it can always be made anew from the log.

    Raises:
        OSError: the file cannot be written.
    """
    fields = {name: getattr(summary, name) for name in Summary.__slots__}
    atomic_write(folder / SUMMARY, json.dumps(fields, ensure_ascii=False).encode())
