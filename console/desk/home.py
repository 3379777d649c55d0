"""The data home: where events live on the disk, under which names, and which of them are closed."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.incident.state import STAGES, State
from console.incident.times import instant, stamp
from console.journal.files import REAL, Fs, atomic_write, make_folders, read_json

APP = "duty-console"
SUMMARY = "summary.json"
ALIVE = "alive.json"
LOG = "log.jsonl"
_SMALL = 64 * 1024
"""The largest summary or sign of life that is read, bytes."""
_ID = re.compile(r"D?\d{8}-\d{2,4}", re.ASCII)


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

    def __init__(self, root: Path, fs: Fs = REAL, *, signs: Path | None = None) -> None:
        """`signs` is where a drill, whose clock is its own, leaves its signs of life and its papers."""
        self.root = root
        self.fs = fs
        self.signs = signs or root
        self._alive = self.signs / ALIVE

    @property
    def runs(self) -> Path:
        """Where the records of drills live, a folder each."""
        return self.root / "drills" / "runs"

    def folder(self, drill: bool) -> Path:
        """Where events of this kind live."""
        return self.root / ("drills" if drill else "events")

    @property
    def templates(self) -> Path:
        """Where an office keeps templates of its own."""
        return self.root / "templates"

    @property
    def exports(self) -> Path:
        """Where papers and exports go when no other place is named."""
        return self.signs / "exports"

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
        make_folders(parent, self.fs)
        day = ("D" if drill else "") + now.strftime("%Y%m%d")
        number = 1 + sum(name.startswith(day) for name in self.event_ids(drill))
        while True:
            path = parent / f"{day}-{number:02d}"
            try:
                self.fs.make_folder(path)
                return path
            except FileExistsError:
                number += 1

    def log_size(self, event_id: str) -> int:
        """Length of the log of an event, bytes; -1 where there is none."""
        folder = self.event_folder(event_id)
        try:
            return (folder / LOG).stat().st_size if folder else -1
        except OSError:
            return -1

    def summary(self, event_id: str) -> Summary | None:
        """The summary of an event, or None where it is missing, stale or unreadable."""
        folder = self.event_folder(event_id)
        if folder is None:
            return None
        try:
            found = Summary(**read_json(folder / SUMMARY, _SMALL))
        except (OSError, ValueError, TypeError):
            return None
        return found if _is_sound(found, event_id) and found.size == self.log_size(event_id) else None

    def last_alive(self) -> datetime | None:
        """When a console was last known to run on this home."""
        try:
            return instant(str(read_json(self._alive, _SMALL)["at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def sign_of_life(self, now: datetime) -> None:
        """Leave word that a console runs on this home.

        Raises:
            OSError: the file cannot be written.
        """
        atomic_write(self._alive, json.dumps({"at": stamp(now)}).encode(), self.fs)


def _is_sound(summary: Summary, event_id: str) -> bool:
    """Whether a summary that was read has the shape of one; a damaged one must not hide an event."""
    words = (summary.id, summary.title, summary.plan, summary.state, summary.opened_at, summary.level or "")
    if any(not isinstance(word, str) for word in words) or not isinstance(summary.drill, bool):
        return False
    return summary.id == event_id and summary.state in STAGES and summary.drill == event_id.startswith("D")


def summary_of(state: State, opened: str, size: int) -> Summary:
    """The summary of a state whose log is `size` bytes long and tells, in its first entry, that it was opened then."""
    return Summary(
        id=state.id, title=state.title, plan=state.plan, level=state.level, state=state.stage, drill=state.drill,
        opened_at=stamp(instant(opened)), size=size,
    )


def write_summary(folder: Path, summary: Summary, fs: Fs = REAL) -> None:
    """Write the summary beside its log; it can always be made anew from the log.

    Raises:
        OSError: the file cannot be written.
    """
    fields = {name: getattr(summary, name) for name in Summary.__slots__}
    atomic_write(folder / SUMMARY, json.dumps(fields).encode(), fs)
