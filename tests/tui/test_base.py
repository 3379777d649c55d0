"""The common ground of the screens: a view that comes early waits for the deepest part."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widget import Widget

from console.desk.desk import Desk
from console.tui.app import DutyApp
from console.tui.screens.base import DutyScreen
from tests.desk.clock import FixedClock
from tests.scenarios.driving import settle

SEEN: list[bool] = []


class Deep(Widget):
    """Asks, while it is composed, whether all of its screen is there."""

    def compose(self) -> ComposeResult:
        """Nothing in it."""
        SEEN.append(isinstance(self.screen, DutyScreen) and self.screen.built)
        yield from ()


class DeepScreen(DutyScreen):
    """A screen whose body is deeper than its frame."""

    def compose_body(self) -> ComposeResult:
        """Two containers around the part."""
        with Container(), VerticalScroll(), Container():
            yield Deep()

    def on_mount(self) -> None:
        """All is there."""
        SEEN.append(self.built)


async def test_a_screen_is_built_only_when_its_deepest_part_is(tmp_path: Path) -> None:
    """The frame is there before the body: a tick in between must not look for parts that are still to come."""
    SEEN.clear()
    app = DutyApp(Desk(tmp_path, name="张三", clock=FixedClock()))
    async with app.run_test() as pilot:
        await settle(pilot)
        await app.push_screen(DeepScreen())
        await settle(pilot)
    app.desk.close()
    assert SEEN == [False, True]
