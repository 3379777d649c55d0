"""The sounds of the room: the terminal's bell, few, and never twice for the same."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.incident.alarms import BUSY, Alarm, alarms_of, to_sound
from console.journal.files import atomic_write, read_json

if TYPE_CHECKING:
    from console.desk.view import View

FILE = "sounded.json"
_MOST = 1 << 20
"""The largest such file that is read, bytes."""
PULSES = {0: 3, 1: 3, 2: 2, 3: 2, 4: 1}
"""Strokes of the bell by rank: a limit or target passed three, one that is near two, a fault of the log one."""
QUIET = timedelta(minutes=10)
"""So long nothing rings after it was silenced."""


class Ringer:
    """Remembers on the disk what was heard; a re-opened console does not ring for it again."""

    def __init__(self, root: Path, bell: Callable[[], None]) -> None:
        self._path = root / FILE
        self._bell = bell
        self._heard: set[str] = set()
        self._at: list[datetime] = []
        self._quiet_until: datetime | None = None
        with contextlib.suppress(OSError, ValueError):
            found = read_json(self._path, _MOST)
            self._heard = {key for key in found if isinstance(key, str)} if isinstance(found, list) else set()

    def look(self, view: View) -> Alarm | None:
        """Ring if something new is due; gives back what rang."""
        alarms = [a for case in view.cases if case.state.stage in ("intake", "response")
                  for a in alarms_of(case.id, case.dues, case.now)]
        alarms += [Alarm(f"fault|{sentence}", 4) for sentence in view.faults[:1]]  # however many are kept, one fault
        if not view.sound or view.read_only or self._is_quiet(view.now):
            return None
        upsets = [at for case in view.cases for at in (case.state.opened_at, *(d.at for d in case.state.declarations))]
        alarm = to_sound(alarms, self._heard, self._at, max(upsets, default=None), view.now)
        if alarm is None:
            return None
        self._heard.add(alarm.key)
        self._at = [at for at in self._at if view.now - at < BUSY] + [view.now]
        with contextlib.suppress(OSError):
            atomic_write(self._path, json.dumps(sorted(self._heard)).encode())
        for _ in range(PULSES[alarm.rank]):
            self._bell()
        return alarm

    def _is_quiet(self, now: datetime) -> bool:
        """Whether it was silenced a moment ago; a clock that was put back does not make that hours."""
        return self._quiet_until is not None and timedelta() < self._quiet_until - now <= QUIET

    def silence(self, now: datetime) -> None:
        """No more sounds for ten minutes; what is due stays due and in view."""
        self._quiet_until = now + QUIET

    def test(self) -> None:
        """One stroke, to hear whether there is a sound at all."""
        self._bell()
