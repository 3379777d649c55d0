"""Beginning a drill on the screen, and saying in one line why it could not be begun."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from console.exercise.exercise import Exercise
from console.exercise.opening import Begin, begin, resume
from console.incident.fold import UnknownKind
from console.incident.refused import Refused
from console.journal.errors import NotRecorded

from .play import Back, play


def start(  # what a drill is begun with
    root: Path, text: str, name: str, speed: int = 1, seed: int | None = None, back: Back | None = None
) -> int:
    """Begin a drill and play it; the exit status, 2 where it could not be begun."""
    return _played(lambda: begin(root, Begin(text, name, seed, speed)), back)


def go_on(root: Path, run_id: str, back: Back | None = None) -> int:
    """Play on a drill whose console was gone; the exit status, 2 where it cannot be."""
    return _played(lambda: resume(root, run_id), back)


def _played(opener: Callable[[], Exercise], back: Back | None) -> int:
    try:
        exercise = opener()
    except (Refused, NotRecorded, UnknownKind) as error:
        if back is not None:
            return back(str(error))
        print(error, file=sys.stderr)  # noqa: T201 # no screen is up
        return 2
    return play(exercise, back)
