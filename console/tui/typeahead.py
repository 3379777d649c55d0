"""Keys that are typed faster than a screen comes up wait for it, and are then taken in order: none is lost."""

from __future__ import annotations

from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen


class TypeAheadApp(App[None]):
    """An app that hands a key to a screen only once the screen is drawn and has its cursor."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._ready_for: Screen[Any] | None = None
        self._asked: Screen[Any] | None = None
        self._ahead: deque[events.Key | events.Paste] = deque()

    @property
    def open_for_keys(self) -> bool:
        """Whether there is anything yet that keys could mean."""
        return True

    async def on_event(self, event: events.Event) -> None:
        """Keys and pasted text wait while a screen comes up; the rest goes its way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._ahead.append(event)
        await self.take_keys()

    async def take_keys(self) -> None:
        """Take what waits, as far as the screen of the moment is ready for it."""
        while self._ahead and self._may_take():
            await super().on_event(self._ahead.popleft())

    def _may_take(self) -> bool:
        if not self.open_for_keys:
            return False
        screen = self.screen
        if screen is not self._ready_for and screen is not self._asked:
            self._asked = screen
            screen.call_after_refresh(self.call_later, self._arrived, screen)
        return screen is self._ready_for

    async def _arrived(self, screen: Screen[Any]) -> None:
        """A screen is drawn, and what it asked of the app (its cursor) was done before this."""
        self._ready_for, self._asked = screen, None
        await self.take_keys()
