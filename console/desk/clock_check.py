"""Is the clock of this PC to be believed: it is held against the newest time that the home knows."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from console.incident.clock_told import length_words
from console.incident.deciding import Event
from console.incident.times import Unreadable, instant, stamp
from console.journal.files import READ, Fs

from .home import LOG, Home

BEHIND = timedelta(minutes=2)
"""So far behind the newest time a clock may be; two machines, a second place, never agree to the second."""
AHEAD = timedelta(days=370)
"""So long may a home have lain still."""
PATIENCE = 1.0
"""Seconds that the start waits for the second place: a share that hangs must not keep anybody here."""
TAIL = 8 * 1024
"""Bytes at the end of a log that are looked at first."""
_AT = re.compile(rb'(?:^|\n)\{"at":"([0-9T:.+-]{19,32}|[0-9T:.-]{19,31}Z)"')

Standing = Literal["good", "corrected", "doubtful"]
"""The PC's time counts; the PC's time with the offset that was answered; nobody can tell."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A clock that cannot be right, or that may be: who knows is on the wall."""

    pc: datetime
    """What the PC's clock says."""
    newest: datetime
    """The newest time that is known; it is later in truth."""
    seconds: int = 0
    """What was added to the PC's clock before it was doubted again; 0 for nothing."""

    @property
    def words(self) -> str:
        """What is wrong, with dates in full."""
        pc, newest = f"{self.pc:%Y-%m-%d %H:%M}", f"{self.newest:%Y-%m-%d %H:%M}"
        apart = int((self.pc - self.newest).total_seconds())
        if plausible(self.pc, self.newest):
            return f"电脑时钟 {pc} 可能已经拨准，也可能还差{length_words(self.seconds)}(上次记下的是 {newest})"
        return f"电脑时钟 {pc} 比上次记下的 {newest} {'早' if apart < 0 else '晚'} {length_words(apart)}"


    def event(self, now: datetime, since: int) -> Event:
        """From entry `since` on a log bears the time of this clock."""
        return Event("clock_doubt", now, {"pc": stamp(self.pc), "newest": stamp(self.newest), "since": since})


def plausible(at: datetime, newest: datetime) -> bool:
    """Whether a clock may show `at` where `newest` was known before."""
    return -BEHIND <= at - newest <= AHEAD


def judge(pc: datetime, newest: datetime | None, seconds: int) -> Standing:
    """What is to be believed of a PC's clock at the start; `seconds` is what was added to it until now.

    Where the PC's time and the corrected one could both be right, nobody guesses. A corrected time that stands before
    the newest comes from a clock that begins anew at each start (a dead battery): then the offset is worth nothing.
    """
    if newest is None:
        return "corrected" if seconds else "good"
    itself = plausible(pc, newest)
    corrected = seconds != 0 and timedelta() <= pc - newest + timedelta(seconds=seconds) <= AHEAD
    if itself == corrected:
        return "doubtful"
    return "good" if itself else "corrected"


def newest_of(times: Iterable[datetime], aside: Sequence[tuple[datetime, datetime]]) -> datetime | None:
    """The newest of the times that count; those in a span set aside were written by a clock that was ahead."""
    return max((at for at in times if not any(start < at <= end for start, end in aside)), default=None)


def log_times(home: Home, desk_log: Path, second: str) -> list[datetime]:
    """The times at the ends of all logs of the real events and of the desk, here and in the second place."""
    folders = [path for name in home.event_ids(drill=False) if (path := home.event_folder(name))]
    found = list(_times_in([*folders, desk_log], home.fs))
    if second:
        found += _second_times(Path(second).expanduser(), home.fs)
    return found


def _second_times(place: Path, fs: Fs) -> list[datetime]:
    """The times in the second place, as far as it answers in good time."""
    found: list[datetime] = []

    def look() -> None:
        with contextlib.suppress(OSError):
            ours = [path for path in place.iterdir() if not path.name.startswith("D")]  # drills have clocks of their own
            found.extend(_times_in(ours, fs))

    thread = threading.Thread(target=look, name="second-place-times", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return list(found)


def _times_in(folders: Iterable[Path], fs: Fs) -> Iterator[datetime]:
    for folder in folders:
        with contextlib.suppress(OSError):
            yield from _times_at_end(folder / LOG, fs)


def _times_at_end(log: Path, fs: Fs) -> Iterator[datetime]:
    """When the last entries of a log were written; what cannot be read is passed over."""
    fd = fs.open(log, READ)
    try:
        size, taken = fs.size(fd), TAIL
        found: list[bytes] = []
        while size > 0 and not found:  # an entry may be longer than the piece
            found = _AT.findall(fs.read(fd, max(0, size - taken), taken))
            if taken >= size:
                break
            taken *= 16
    finally:
        fs.close(fd)
    for text in found:
        with contextlib.suppress(Unreadable):
            yield instant(text.decode())
