"""The app: one timer, one view, and the way between the screens."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from inspect import isawaitable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget

from .commands import APP_COMMANDS, Command, bindings
from .ends import GARBLED, sit, tell_left
from .keeping import KeepingApp
from .routes import open_screen
from .screens.base import DutyScreen
from .theme import THEMES

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from console.desk.view import View


FIRST_PAINT = 0.1
"""Seconds that the board has to itself: opening the logs beside the first paint would make both late."""


ASIDE = ("show_help", "silence", "set_clock")
"""What is done without the question about the clock going out of the way."""


class DutyApp(KeepingApp):
    """The duty-room console, full screen."""

    TITLE = "值班台"
    CSS_PATH = "app.tcss"
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_COMMANDS)]
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {"duty": partial(open_screen, "board")}
    DEFAULT_MODE = "duty"  # the board is painted first, and is the ground under every other screen
    commands: ClassVar[tuple[Command, ...]] = APP_COMMANDS
    """What can be done on every screen."""

    view: var[View | None] = var(None, init=False)
    current: var[str | None] = var(None, init=False)
    """The id of the event on the screens."""

    def __init__(self, desk: Desk | Callable[[], Desk]) -> None:
        """On a desk, or on what opens one: then the board is painted first and the desk opened behind it."""
        super().__init__()
        self._given = desk
        self.then: Callable[[], int] | None = None
        """What comes after this console was left: a drill, or the real desk again; its exit status is the last one."""
        self.desk: Desk
        self._beat = 0
        self.clock_asked = False
        """Whether the question about a doubted clock came up by itself already."""
        self.wall_typed = ("", 0.0)
        """What was typed as its answer and not recorded yet."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def on_mount(self) -> None:
        """The board is up; the desk comes right behind it."""
        if callable(self._given):
            self.set_timer(FIRST_PAINT, self._open_desk)
        else:
            self._sit_down(self._given)

    async def _open_desk(self) -> None:
        """Open the logs off the loop; keys pressed meanwhile wait in the queue."""
        if callable(self._given):
            self._sit_down(await asyncio.to_thread(self._given))

    def _sit_down(self, desk: Desk) -> None:
        """The desk is open: show it and start the clock."""
        from console.desk.draft import Drafts  # noqa: PLC0415 # behind the first paint

        from .sound import Ringer  # noqa: PLC0415 # behind the first paint
        from .twin_keeper import Keeper  # noqa: PLC0415 # as above

        self.desk = desk
        self.drafts = Drafts(desk.home.signs, write=not desk.read_only)
        self.ringer = Ringer(desk.home.signs, self.bell)
        self.keeper = Keeper(desk)
        if desk.settings.theme in self.available_themes:
            self.theme = desk.settings.theme
        self.set_class(desk.settings.ascii_borders, "-ascii")
        self.set_class(desk.drill, "-drill")
        cases = desk.open_cases()
        self.current = cases[-1].id if cases else None
        self.refresh_view()
        self.set_interval(1, self._tick)
        self.call_after_refresh(self._settle)
        self.call_later(self.take_key)
        if desk.time.doubt is not None:
            self.call_after_refresh(self._errands.ask_when_quiet, self)

    def _settle(self) -> None:
        """Once all is shown: no long collections of garbage while somebody types."""
        gc.collect()
        gc.freeze()

    def terminal_garbled(self) -> None:
        """The terminal sent bytes that are no UTF-8: say so, once."""
        if hasattr(self, "desk") and GARBLED not in self.desk.findings:
            self.desk.findings.append(GARBLED)

    async def _tick(self) -> None:
        self._beat += 1
        await asyncio.to_thread(self.desk.tick)
        if self.drafts is not None and self.drafts.write == self.desk.read_only:
            await asyncio.to_thread(self.drafts.turn, write=not self.desk.read_only)
        if self._beat % 60 == 0:
            await asyncio.to_thread(self.desk.heartbeat)
        if self._beat % 30 == 0 and self.desk.time.doubt is None:
            self.keeper.look()
        self.refresh_view()
        if self.view is not None:
            if self.view.doubt and not self.clock_asked:
                self._errands.ask_when_quiet(self)
            self.ringer.look(self.view)
            if self.view.shift.extension:
                await asyncio.to_thread(self._errands.expire_warnings, self)

    async def _stand_aside(self) -> None:
        """The question about the clock goes out of the way of what is wanted now."""
        if getattr(self.screen, "answering", None) is False:
            await self.pop_screen()

    def refresh_view(self) -> None:
        """Look at the desk again and hand the view to the screens."""
        from console.desk.view import view_of  # noqa: PLC0415 # the board is painted before the desk is imported

        self.view = view_of(self.desk, self.current)

    def watch_view(self, view: View | None) -> None:
        """Hand the view to every screen that shows it."""
        for screen in self.screen_stack:
            if isinstance(screen, DutyScreen):
                screen.view = view

    def watch_current(self) -> None:
        """Another event is on the screens."""
        self.refresh_view()

    def above_body(self) -> Iterable[Widget]:
        """What stands between the head and the body of every screen; nothing but in a drill."""
        return ()

    @property
    def _errands(self) -> ModuleType:
        """What the commands do; imported with the first of them, after the board is painted."""
        return import_module("console.tui.errands")

    @property
    def open_for_keys(self) -> bool:
        """Keys wait in the blink before the desk is open."""
        return hasattr(self, "desk")

    @property
    def held(self) -> bool:
        """Whether a dialog has to be answered first, which it then says."""
        hold = getattr(self.screen, "hold", None)
        if hold is not None:
            hold()
        return hold is not None

    async def action_go(self, place: str) -> None:
        """Show another screen, for the current event; a dialog is answered first."""
        await self._stand_aside()
        if self.held:
            return
        if isinstance(self.screen, DutyScreen):
            await self.screen.leaving()
        if place == "board":
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            return
        screen = open_screen(place)
        screen.set_reactive(DutyScreen.view, self.view)
        if len(self.screen_stack) == 1:
            await self.push_screen(screen)  # the board stays below
        else:
            await self.switch_screen(screen)

    async def action_errand(self, name: str) -> None:
        """Do one of the errands; those that end at once and those that take time alike."""
        if name not in ASIDE:
            await self._stand_aside()
        done = getattr(self._errands, name)(self)
        if isawaitable(done):
            await done

    async def action_new_event(self) -> None:
        """The phone rings: an event is opened at this second; what lies over the screen stands aside."""
        await self._errands.new_event(self)

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        self._errands.find_command(self)


def run(desk: Desk | Callable[[], Desk], home: Path | None = None) -> int:
    """Open the console on a desk until the officer leaves; the exit status. `home` is where a fault is written down."""
    app = DutyApp(desk)

    def close() -> None:
        if hasattr(app, "desk"):
            app.desk.close()
            tell_left(app.desk)

    status = sit(app, close, lambda: app.desk.home.root if hasattr(app, "desk") else home)
    return app.then() if app.then and not status else status
