"""What was typed and is not recorded yet, from every field of every screen: one small file in the home, so that no kill loses it.

A draft is the words of one place (a form, a line, a dialog about one thing) for one event, or for none. It is there
until its words are recorded or given up.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident.times import Unreadable, dated_seconds, instant, parse_when, stamp
from console.journal.files import REAL, Fs, atomic_write, read_json

FILE = "drafts.json"
_MOST = 8 << 20
"""The largest file of drafts that is read, bytes."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of one place."""

    event: str
    """Id of the event; empty for what belongs to none."""
    place: str
    """Which place: one event has one draft of it."""
    screen: str
    """The name of the screen where it is found, 「处置」."""
    name: str
    """What the place is called, 「记录行」."""
    fields: Mapping[str, str]
    """What stands in its fields, as typed."""
    at: datetime
    """When it was typed last."""

    @property
    def words(self) -> str:
        """The longest of what was typed: the most telling."""
        return max(self.fields.values(), key=len, default="").strip()


class Drafts:
    """All drafts of a home. `put` and `drop` are at once and in memory; `save` brings the file up to that."""

    def __init__(self, folder: Path, fs: Fs = REAL, *, write: bool = True, name: str = FILE) -> None:
        """`folder` is the home; without `write` another console has the right to the file, and it is only read."""
        self._path = folder / name
        self._fs = fs
        self.write = write
        self._guard, self._disk = threading.Lock(), threading.Lock()
        self._all: dict[tuple[str, str], Draft] = _read(self._path)
        self._changed = False

    def get(self, event: str, place: str) -> Draft | None:
        """The draft of a place; None where nothing is typed there that is not recorded."""
        return self._all.get((event, place))

    @property
    def all(self) -> tuple[Draft, ...]:
        """Every draft, the oldest first."""
        return tuple(sorted(self._all.values(), key=lambda draft: draft.at))

    @property
    def changed(self) -> bool:
        """Whether the file is behind."""
        return self._changed and self.write

    def turn(self, *, write: bool) -> None:
        """This console has got the right to write, or lost it: what the other one left is taken in, our own stays on top."""
        found = _read(self._path)
        with self._guard:
            self.write = write
            self._changed = self._changed or bool(self._all)
            self._all = {**found, **self._all}

    def adopt(self, old: Path, draft: Draft) -> None:
        """Take in the file that version 0.1 kept for one form beside the log of its event, and take it away."""
        try:
            fields = read_json(old, _MOST)
            at = datetime.fromtimestamp(old.stat().st_mtime, draft.at.tzinfo)
            self.put(replace(draft, fields={str(k): v for k, v in fields.items() if isinstance(v, str)}, at=at))
            if self.write:
                self.save()
                old.unlink()
        except (OSError, ValueError, AttributeError, OverflowError):
            return  # there is none, or none that can be read

    def put(self, draft: Draft) -> None:
        """Keep the words of a place; no words are none to keep."""
        fields = {key: text for key, text in draft.fields.items() if text}
        if not fields:
            self.drop(draft.event, draft.place)
            return
        with self._guard:
            before = self._all.get((draft.event, draft.place))
            if before is None or before.fields != fields:
                self._all[draft.event, draft.place] = replace(draft, fields=fields)
                self._changed = True

    def drop(self, event: str, place: str) -> None:
        """The words are recorded, or given up."""
        with self._guard:
            if self._all.pop((event, place), None) is not None:
                self._changed = True

    def save(self) -> None:
        """Put the drafts on the disk, whole and in one step; nothing where nothing changed.

        Raises:
            OSError: the disk refuses; it is tried again with the next save.
        """
        with self._disk:
            with self._guard:
                if not self.changed:
                    return
                told = [_stored(draft) for draft in self._all.values()]
                self._changed = False
            try:
                if told:
                    atomic_write(self._path, json.dumps({"drafts": told}).encode(), self._fs)
                else:
                    self._path.unlink(missing_ok=True)
            except OSError:
                self._changed = True
                raise


def _stored(draft: Draft) -> dict[str, Any]:
    return {"event": draft.event, "place": draft.place, "screen": draft.screen, "name": draft.name,
            "fields": dict(draft.fields), "at": stamp(draft.at)}  # fmt: skip


def _read(path: Path) -> dict[tuple[str, str], Draft]:
    """What the file holds; what cannot be read of it is left out, since a draft must never keep the console from opening."""
    try:
        told = read_json(path, _MOST)["drafts"]
        found = [draft for one in told if (draft := _draft(one)) is not None]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {(draft.event, draft.place): draft for draft in found}


def _draft(one: Any) -> Draft | None:
    try:
        fields = {key: text for key, text in one["fields"].items() if isinstance(text, str)}
        event, place, screen, name = (one[key] for key in ("event", "place", "screen", "name"))
        at = instant(str(one["at"]))
    except (KeyError, TypeError, AttributeError, Unreadable):
        return None
    sound = all(isinstance(word, str) for word in (event, place, screen, name))
    return Draft(event, place, screen, name, fields, at) if fields and sound else None


def fixed(text: str, typed_at: datetime) -> str:
    """A time that comes back later, in full as it was read when it was typed; what is no time stays as typed."""
    try:
        return dated_seconds(parse_when(text, typed_at)).removesuffix(":00")
    except Unreadable:
        return text
