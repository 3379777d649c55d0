"""The contact list at the desk: read anew when the file changes, written only by who may write, never in a drill."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from console.contacts.file import FILE, Found, load, save
from console.contacts.model import Contact
from console.incident.refused import Refused
from console.journal.errors import NotRecorded, reason
from console.journal.files import Fs

MOST_TOLD = 10
"""So many faults of the file are told when a console opens."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may change the list."""

    demand: Callable[[], None]
    """Raises Refused where this console only looks on."""
    drill: bool


class PhoneBook:
    """`<home>/contacts.toml`. A file with faults is kept as it is; its good lines are shown and nothing is written."""

    def __init__(self, root: Path, rights: Rights, fs: Fs) -> None:
        self.path = root / FILE
        self._rights = rights
        self._fs = fs
        self._guard = threading.Lock()
        self._seen: tuple[int, int, int] | None = (0, 0, 0)
        self._found = Found()

    @property
    def found(self) -> Found:
        """What the file holds now; it is read only where it changed."""
        try:
            stat = self.path.stat()
            seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        except (OSError, ValueError):
            seen = None
        if seen != self._seen:
            self._seen, self._found = seen, load(self.path)
        return self._found

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The good contacts of the file."""
        return self.found.contacts

    @property
    def said(self) -> tuple[str, ...]:
        """The first faults of the file and what follows from them; empty where it is sound."""
        faults = self.found.faults[:MOST_TOLD]
        if len(self.found.faults) > MOST_TOLD:
            faults = (*faults, f"{FILE}：另有{len(self.found.faults) - MOST_TOLD}处，duty contacts check 列出全部")
        return (*faults, f"{FILE} 有错，文件原样保留，改好以前通讯录不能在屏幕上改") if faults else ()

    def add(self, contact: Contact) -> None:
        """Put a contact behind the others.

        Raises:
            Refused, NotRecorded: as `replace`.
        """
        with self._guard:
            self._write((*self._current(), contact))

    def change(self, old: Contact, new: Contact | None) -> None:
        """Put `new` in the place of `old`, or take it out.

        Raises:
            Refused, NotRecorded: as `replace`; and where `old` is not in the file any more.
        """
        with self._guard:
            rows = list(self._current())
            if old not in rows:
                raise Refused("这一条刚被别处改过或删去了，请看一眼再改")
            at = rows.index(old)
            rows[at:at + 1] = [new] if new else []
            self._write(rows)

    def replace(self, before: Sequence[Contact], contacts: Sequence[Contact]) -> bool:
        """Take an import: the whole list anew, the old file kept as `.bak`. Whether there was one to keep.

        Raises:
            Refused: read-only, a drill, a file with faults, or one that is not `before` any more.
            NotRecorded: the disk refuses; the old file stands.
        """
        with self._guard:
            if self._current() != tuple(before):
                raise Refused("通讯录刚被别处改过，请重新导入一次")
            return self._write(contacts, backup=True)

    def demand(self) -> None:
        """Raises Refused, with why, where the list may not be changed now."""
        if self._rights.drill:
            raise Refused("演练中不改通讯录；离开演练再改")
        self._rights.demand()
        if self.found.faults:
            raise Refused(f"{FILE} 有错，先照这一条改好再改通讯录：{self.found.faults[0]}")

    def _current(self) -> tuple[Contact, ...]:
        self.demand()
        return self.found.contacts

    def _write(self, contacts: Sequence[Contact], *, backup: bool = False) -> bool:
        try:
            kept = save(self.path, contacts, backup=backup, fs=self._fs)
        except OSError as error:
            raise NotRecorded(f"通讯录没有写成：{reason(error)}，原来的还在；请检查磁盘和 {self.path.parent}") from error
        except ValueError as error:
            raise Refused(str(error)) from None
        self._seen = (0, 0, 0)
        return kept
