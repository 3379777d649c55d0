"""What was typed and is not recorded yet: a small file beside the log of its event, so that no kill loses it."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path

from console.journal.files import atomic_write, read_json

FILE = "draft.json"
_MOST = 4 << 20
"""The largest draft that is read, bytes."""


class Drafts:
    """The drafts of one event; every save is whole and atomic, and an older one never replaces a newer."""

    def __init__(self, folder: Path, name: str = FILE) -> None:
        """`folder` is the folder of the event; another form keeps its drafts under another `name`."""
        self._path = folder / name
        self._guard = threading.Lock()
        self._issued = 0
        self._written = 0
        self._last: dict[str, str] | None = None

    def load(self) -> dict[str, str]:
        """Place of the form to what was typed there; empty where there is nothing, or nothing readable."""
        try:
            found = read_json(self._path, _MOST)
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        self._last = {key: text for key, text in found.items() if isinstance(text, str)}
        return dict(self._last)

    def ticket(self) -> int:
        """The order of a save, to be drawn when its values are taken."""
        self._issued += 1
        return self._issued

    def save(self, values: Mapping[str, str], ticket: int) -> bool:
        """Put the values on the disk, or remove the file where there are none; True where something was written.

        Raises:
            OSError: the disk refuses.
        """
        with self._guard:
            if ticket < self._written or dict(values) == (self._last or {}):
                return False
            if values:
                atomic_write(self._path, json.dumps(dict(values)).encode())
            else:
                self._path.unlink(missing_ok=True)
            self._last, self._written = dict(values), ticket
            return True
