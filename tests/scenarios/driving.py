"""Driving the console by keys, as an officer would."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widget import Widget

from console.desk.case import Case
from console.tui.app import DutyApp

NAMES = {" ": "space", ".": "full_stop", "-": "minus", "/": "slash", "_": "underscore", ":": "colon", "%": "percent_sign"}


async def keys(pilot: Pilot[None], *names: str) -> None:
    """Press keys and let everything settle after each."""
    for name in names:
        await pilot.press(name)
        await pilot.pause()


async def words(pilot: Pilot[None], text: str) -> None:
    """Type a text into the field with the cursor."""
    focused = pilot.app.focused
    if focused is not None and hasattr(focused, "insert_text_at_cursor"):
        focused.insert_text_at_cursor(text)
    elif focused is not None and hasattr(focused, "insert"):
        focused.insert(text)
    else:
        await pilot.press(*(NAMES.get(char, char) for char in text))
    await pilot.pause()


async def fill(pilot: Pilot[None], *answers: str) -> None:
    """Answer the fields of a dialog in order (an empty answer leaves a field as it is), then accept."""
    for answer in answers:
        if answer:
            await words(pilot, answer)
        await keys(pilot, "enter")
    await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Let work in threads come back and be shown."""
    for _ in range(4):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def shown(app: DutyApp) -> str:
    """Everything that stands on the screen, as text."""
    return "\n".join(text_of(widget) for widget in app.screen.query("*") if widget.display)


def text_of(widget: Widget) -> str:
    """The words of one widget."""
    strips = [widget.render_line(y) for y in range(widget.size.height)] if widget.size.height else []
    return "\n".join(strip.text for strip in strips)


def case_of(app: DutyApp) -> Case:
    """The event on the screens."""
    assert app.current is not None
    return app.desk.case(app.current)


def says(app: DutyApp, sentence: str) -> bool:
    """Whether the screen shows this, wherever its lines are broken."""
    return "".join(sentence.split()) in "".join(shown(app).split())
