"""What is typed and not recorded yet: kept by the app from the first key on, and brought back where it was typed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.timer import Timer

from console.incident.times import clock
from console.journal.errors import reason
from console.words import cut

from .ends import EndingApp

if TYPE_CHECKING:
    from console.desk.draft import Draft, Drafts

SAVED_AFTER = 0.5
"""Seconds after a key until what it typed is on the disk."""


class KeepingApp(EndingApp):
    """An app that keeps what is typed; `drafts` is set when its desk is open."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: Drafts | None = None
        self._saving: Timer | None = None

    def typed(self, draft: Draft) -> None:
        """Keep the words of a place as they stand now; none drop them."""
        if self.drafts is not None:
            self.drafts.put(draft)
            self._save_soon()

    def settled(self, event: str, place: str) -> None:
        """The words of a place are recorded, or given up."""
        if self.drafts is not None:
            self.drafts.drop(event, place)
            self._save_soon()

    def _save_soon(self) -> None:
        if self._saving is None and self.drafts is not None and self.drafts.changed:
            self._saving = self.set_timer(SAVED_AFTER, self.save_drafts)

    async def save_drafts(self) -> None:
        """Bring the file up to what is typed."""
        self._saving = None
        if self.drafts is None:
            return
        try:
            await asyncio.to_thread(self.drafts.save)
        except OSError as error:
            refuse = getattr(self.screen, "refuse", None)
            if refuse is not None:
                refuse(f"没填完的内容没有存成草稿({reason(error)})，请尽快记下")

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave, however that comes about; what was typed in the last moment is on the disk first."""
        if self.drafts is not None:
            with contextlib.suppress(OSError):
                self.drafts.save()
        super().exit(result, return_code, message)


class Keeper:
    """The draft of one place: a form, a line, a dialog about one thing."""

    def __init__(self, app: KeepingApp, event: str, screen: str, place: str, name: str = "") -> None:
        """`event` is the id of the event it belongs to, empty for none; `name` is what the place is called."""
        self._app, self._event, self._screen, self._place, self._name = app, event, screen, place, name

    @property
    def _now(self) -> datetime:
        return self._app.desk.clock.now()  # type: ignore[attr-defined, no-any-return]  # every app with drafts has a desk

    @property
    def found(self) -> Draft | None:
        """What is typed there and not recorded; None for nothing."""
        return self._app.drafts.get(self._event, self._place) if self._app.drafts else None

    @property
    def at(self) -> str:
        """「16:20」: when that was typed."""
        return clock(self.found.at) if self.found else ""

    def back(self, is_time: Callable[[str], bool] = lambda _field: False) -> dict[str, str]:
        """The fields as they come back: in one that holds a time 「-5」 is the minute that was meant."""
        from console.desk.draft import fixed  # noqa: PLC0415 # behind the first paint

        found = self.found
        if found is None:
            return {}
        return {key: fixed(text, found.at) if is_time(key) else text for key, text in found.fields.items()}

    def adopt(self, old: Path) -> None:
        """Take in the file that version 0.1 kept for this place."""
        if self._app.drafts is not None:
            self._app.drafts.adopt(old, self._draft({}, self._name))

    def keep(self, fields: Mapping[str, str], name: str = "") -> None:
        """Keep what stands in its fields; nothing in them drops it."""
        self._app.typed(self._draft(fields, name or self._name))

    def drop(self) -> None:
        """It is recorded, or given up."""
        self._app.settled(self._event, self._place)

    def _draft(self, fields: Mapping[str, str], name: str) -> Draft:
        from console.desk.draft import Draft  # noqa: PLC0415 # behind the first paint

        return Draft(self._event, self._place, self._screen, name, fields, self._now)


def dialog_keeper(app: KeepingApp, title: str, about: str, *, of_event: bool) -> Keeper:
    """The draft of a dialog; `about` tells it from others, one that is not `of_event` belongs to none, whatever is open."""
    below = next((screen for screen in reversed(app.screen_stack) if hasattr(screen, "OF_EVENT")), None)
    event = getattr(app, "current", None) if of_event and getattr(below, "OF_EVENT", False) else None
    return Keeper(app, event or "", str(getattr(below, "PLACE", "")), f"dialog:{about}", f"「{cut(title, 30)}」一框")
