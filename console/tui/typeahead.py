"""Keys that are typed faster than a screen comes up wait for it, and are then taken in order: none is lost."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget


class TypeAheadApp(App[None]):
    """An app that hands a key to a screen only once the screen is drawn, has its cursor, and is done with the key before."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._ready_for: Screen[Any] | None = None
        self._asked: Screen[Any] | None = None
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._hop: DOMNode | None = None
        """Where the word that the last key is done with stands on its way; None once it is here."""

    @property
    def open_for_keys(self) -> bool:
        """Whether there is anything yet that keys could mean."""
        return True

    async def on_event(self, event: events.Event) -> None:
        """Keys and pasted text come into one line; the rest goes its way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._ahead.append(event)
            await self.take_key()
        else:
            await super().on_event(event)

    async def take_key(self) -> None:
        """Take the first that waits, if the screen of the moment is ready and the one before is done with."""
        if self._ahead and not self._busy and self._may_take():
            self._hop = self.focused or self.screen
            try:
                await super().on_event(self._ahead.popleft())
            finally:
                self._pass_up(self._hop)

    @property
    def _busy(self) -> bool:
        """Whether the last key is still at work; what was taken off the screen meanwhile works no more."""
        return isinstance(self._hop, App) or (isinstance(self._hop, Widget) and self._hop.is_attached)

    def _pass_up(self, node: DOMNode | None) -> None:
        """From queue to queue, behind whatever the key sent the same way, until it is the app's turn again."""
        self._hop = node
        if node is None:
            return
        node.call_later(self._taken if node is self else partial(self._pass_up, node.parent))

    async def _taken(self) -> None:
        self._hop = None
        await self.take_key()

    def _may_take(self) -> bool:
        if not self.open_for_keys:
            return False
        screen = self.screen
        if screen is not self._ready_for and screen is not self._asked:
            self._asked = screen
            screen.call_after_refresh(self.call_later, self._arrived, screen)
        return screen is self._ready_for

    async def _arrived(self, screen: Screen[Any]) -> None:
        """A screen is drawn, and what it asked of the app was done before this."""
        self._ready_for, self._asked = screen, None
        await self.take_key()
