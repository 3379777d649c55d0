"""The emergency pages of the open events, written anew at intervals and on demand."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from console.contacts.book import numbers_of
from console.journal.errors import reason
from console.journal.files import atomic_write, make_folders
from console.report.formats import templates
from console.report.situation import situation_of
from console.report.twin import TWIN, Twin, twin
from console.report.twin_form import twin_docx, twin_html

if TYPE_CHECKING:
    from .case import Case
    from .desk import Desk

Standing = tuple[tuple[str, str | None], ...]


class Twins:
    """Knows when the pages are due, and writes them. A failure is told once and stops nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._last: float | None = None
        self._stood: Standing = ()
        self._busy = threading.Lock()

    @property
    def due(self) -> bool:
        """Whether the pages are to be written now: an interval has passed, or an event or a level is new."""
        desk = self._desk
        minutes = desk.settings.paper_twin_minutes
        stands = self._standing()
        if desk.read_only or not minutes or not stands or self._busy.locked():
            return False
        return self._last is None or stands != self._stood or desk.clock.elapsed() - self._last >= minutes * 60

    def _standing(self) -> Standing:
        return tuple((case.id, case.state.level) for case in self._desk.open_cases())

    def write_all(self) -> None:
        """Write the pages of every open event; what does not work is a finding."""
        with self._busy:
            self._last, self._stood = self._desk.clock.elapsed(), self._standing()
            for case in self._desk.open_cases():
                try:
                    write_twin(self._desk, case)
                except (OSError, ValueError) as error:
                    self._tell(f"{case.id} 的{TWIN}没有写成：{_why(error)}")

    def write(self, case: Case) -> tuple[Path, ...]:
        """Write the pages of one event now, after what is being written; raises as `write_twin`."""
        with self._busy:
            return write_twin(self._desk, case)

    def _tell(self, sentence: str) -> None:
        if sentence not in self._desk.findings:
            self._desk.findings.append(sentence)


def _why(error: Exception) -> str:
    return f"{reason(error)}，请检查磁盘和权限" if isinstance(error, OSError) else str(error)


def twin_of(desk: Desk, case: Case) -> Twin:
    """The emergency pages of an event as it stands."""
    now, office = desk.time.moment(case), desk.settings.for_deadlines()
    lines = {body.id: numbers_of(desk.contacts.contacts, body) for body in case.plan.bodies}
    numbers = {body: found[0].number for body, found in lines.items() if found}
    return twin(situation_of(case, now, office), desk.time.steps(case, office), numbers)


def write_twin(desk: Desk, case: Case) -> tuple[Path, ...]:
    """Write the pages of one event, as a web page and as a Word file, each whole or the old one stands; the files.

    Raises:
        OSError: the folder cannot be made or a file not written.
        ValueError: an office's own template cannot be used; the message is a sentence. The Word file is written then.
    """
    sheet = twin_of(desk, case)
    folder = desk.home.exports
    make_folders(folder, desk.home.fs)
    paths = (folder / f"{sheet.file_stem}.docx", folder / f"{sheet.file_stem}.html")
    atomic_write(paths[0], twin_docx(sheet), desk.home.fs)
    page = twin_html(sheet, templates(desk.home.templates))
    atomic_write(paths[1], page.encode("utf-8", "backslashreplace"), desk.home.fs)
    return paths
