"""Writes the emergency pages behind the screens: on a thread of its own that nothing waits for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.case import Case
    from console.desk.desk import Desk
    from console.desk.twins import Twins


class Keeper:
    """Looks now and then whether the pages are due; the writing costs the screens nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._twins: Twins | None = None
        self.thread: threading.Thread | None = None
        """The last writing, done or not."""

    def look(self) -> None:
        """Start the writing where it is due."""
        desk = self._desk
        if desk.read_only or not desk.settings.paper_twin_minutes or not desk.open_cases():
            return
        if (self.thread is None or not self.thread.is_alive()) and self.twins.due:
            self.thread = threading.Thread(target=self.twins.write_all, name="paper-twin", daemon=True)
            self.thread.start()

    @property
    def twins(self) -> Twins:
        """What writes the pages; imported with the first event."""
        if self._twins is None:
            from console.desk.twins import Twins  # noqa: PLC0415 # only once something is open

            self._twins = Twins(self._desk)
        return self._twins

    def write(self, case: Case) -> tuple[Path, ...]:
        """Write the pages of one event now; OSError or ValueError where that does not work."""
        return self.twins.write(case)
