"""A drill from its beginning to its end: through power cuts, to a real event or back to where it was begun."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding

from console.desk.clock import SystemClock
from console.desk.desk import Desk
from console.exercise.exercise import Exercise
from console.incident.refused import Refused
from console.incident.times import span
from console.journal.errors import NotRecorded

from ..app import DutyApp, run
from ..ends import EndingApp, sit
from ..text import safe
from ..widgets.line import Line
from .app import DrillApp
from .title import window_title

Back = Callable[[str], int]
"""Where one goes after a drill, with a sentence for the officer there; the exit status."""


class DarkApp(EndingApp):
    """The power is off: a black screen until it is back."""

    CSS = "Screen { background: black; color: #808080; align: center middle; } Line { width: auto; height: 1; }"
    BINDINGS = [Binding("ctrl+z", "real_event", "真实事件", priority=True)]  # noqa: RUF012 # Textual reads it once
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, exercise: Exercise) -> None:
        super().__init__()
        self._exercise = exercise
        self.rang_at: datetime | None = None

    def compose(self) -> ComposeResult:
        """One line, and nothing else."""
        yield Line(safe("演练 断电"), id="dark")

    def on_mount(self) -> None:
        """Count."""
        self.set_interval(0.25, self._look)

    def _look(self) -> None:
        until, now = self._exercise.cut_until, self._exercise.clock.now()
        if until is None or now >= until:
            self.exit(None, 0)
        else:
            self.query_one("#dark", Line).show(safe(f"演练 断电 还有{span(until - now)}(真电话来了按 Ctrl+Z)"), layout=True)

    def action_real_event(self) -> None:
        """A real telephone rings."""
        self.rang_at = SystemClock().now()
        with suppress(NotRecorded):  # as in the console: a real call does not wait for the disk
            self._exercise.freeze()
        self.exit(None, 0)


def play(exercise: Exercise, back: Back | None = None) -> int:
    """Play a drill until it is left; the exit status. `back` is where one goes then; a real event goes to the real desk."""
    root, rang_at, status = exercise.desk.home.root, None, 0
    window_title("[演练] 值班台")
    try:
        while True:
            app = DrillApp(exercise)
            status = sit(app, lambda: None, lambda: root)
            rang_at = app.rang_at
            if status or exercise.cut_until is None or rang_at is not None:
                break
            dark = DarkApp(exercise)
            status = sit(dark, lambda: None, lambda: root)
            rang_at = dark.rang_at
            if status or rang_at is not None:
                break
            exercise.restart()
    finally:
        exercise.close()
        window_title("")
    if rang_at is not None:
        return real_event(root, rang_at)
    return back("") if back is not None and not status else status


def real_event(root: Path, rang_at: datetime, show: Callable[[Desk], int] | None = None) -> int:
    """Open the real desk with the call that came at `rang_at`; its second is on the disk before anything is shown.

    `show` is the real console on a desk with a call that waits.
    """
    desk = Desk(root)
    try:
        if desk.room.state.pending_call is None:
            desk.do_room("call", {}, rang_at + timedelta(seconds=desk.time.seconds))
    except (Refused, NotRecorded) as error:
        desk.findings.append(str(error))
    return (show or run_ringing)(desk)


class RingingApp(DutyApp):
    """The real console, opened because a real telephone rings."""

    CSS_PATH = "../app.tcss"

    def on_mount(self) -> None:
        """Ask at once what kind of event it is."""
        super().on_mount()
        self.call_after_refresh(self.action_new_event)


def run_ringing(desk: Desk) -> int:
    """The real console on a call that waits; the exit status."""
    app = RingingApp(desk)
    status = sit(app, desk.close, lambda: desk.home.root)
    return app.then() if app.then and not status else status


def back_to_desk(root: Path, said: str) -> int:
    """The real console again; what is `said` stands in its banner."""

    def opener() -> Desk:
        desk = Desk(root)
        desk.findings += [said] if said else []
        return desk

    return run(opener, root)
