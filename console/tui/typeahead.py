"""Keys that are typed faster than the console works wait their turn, and are then taken in order: none is lost or strays."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

PATIENCE = 2.0
"""Seconds after which the next key is taken although the one before still is at something that nobody knows of."""
URGENT = frozenset({"ctrl+n"})
"""Keys that wait for no work: the phone."""


class TypeAheadApp(App[None]):
    """An app that takes a key once the screen is drawn, has its cursor, and is done with the key before."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._ready_for: Screen[Any] | None = None
        self._asked: Screen[Any] | None = None
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._worked_on: Screen[Any] | None = None
        """The screen that the last key was for, until all that it set going has come back to the app."""
        self._since = 0.0
        self._works: list[Screen[Any]] = []
        """Screens on which something is under way that takes its time, such as a file that is made."""
        self._at: DOMNode | None = None
        """Where the word that it is done with stands on its way; it dies with what is taken off the screen."""

    @property
    def open_for_keys(self) -> bool:
        """Whether there is anything yet that keys could mean."""
        return True

    async def on_load(self) -> None:
        """Another screen comes up: what waits is for that one."""
        self.screen_change_signal.subscribe(self, lambda _screen: self.call_later(self.take_key))

    async def on_event(self, event: events.Event) -> None:
        """Keys and pasted text come into one line; the rest goes its way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if self.at_work and isinstance(event, events.Key) and event.key in URGENT:
                self._ahead.clear()  # they were meant for the screen that the phone takes away
            self._ahead.append(event)
            await self.take_key()
        else:
            await super().on_event(event)

    async def take_key(self) -> None:
        """Take the first that waits, if the screen of the moment is ready and the one before is done with."""
        if not self._ahead or not self._may_take():
            return
        first = self._ahead[0]
        if self.at_work and not (isinstance(first, events.Key) and first.key in URGENT):
            return  # the end of the work takes it
        alive = self._at is None or self._at.is_attached
        if alive and not self.at_work and self._worked_on is self.screen and (left := PATIENCE + self._since - monotonic()) > 0:
            if len(self._ahead) == 1:  # the first to wait sees to it that the wait ends
                self.set_timer(left, self.take_key)
            return
        self._worked_on, self._since = self.screen, monotonic()
        begun = self.focused or self.screen
        try:
            await super().on_event(self._ahead.popleft())
        finally:
            self._follow(begun, partial(self._follow, begun, partial(self._key_done, self._since)))

    @property
    def at_work(self) -> bool:
        """Whether something is under way on the present screen: keys wait until it is done, however long."""
        return self.screen in self._works

    @contextmanager
    def under_way(self, screen: Screen[Any]) -> Iterator[None]:
        """Let the keys for a screen wait while something is done on it."""
        self.begin_work(screen)
        try:
            yield
        finally:
            self.end_work(screen)

    def begin_work(self, screen: Screen[Any]) -> None:
        """From here on the keys for a screen wait, until `end_work`."""
        self._works.append(screen)

    def end_work(self, screen: Screen[Any]) -> None:
        """What was done on a screen is done: its keys are taken again."""
        self._works.remove(screen)
        self.call_later(self.take_key)

    def _follow(self, node: DOMNode | None, then: Callable[[], object]) -> None:
        """Go up from queue to queue to the app, behind whatever the key sent the same way.

        Twice through each queue, since a widget posts to itself first; and all the way twice: a key that nobody on the
        way wants comes back from the app as an action, and that sends word up again.
        """
        self._at = node
        if node is None or node is self:
            self.call_later(then)
        else:
            node.call_later(node.call_later, partial(self._follow, node.parent, then))

    async def _key_done(self, since: float) -> None:
        if since == self._since:
            self._worked_on = None
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
