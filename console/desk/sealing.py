"""The seal at the close of an event."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from console.journal.errors import NotSealed
from console.journal.files import REAL, Fs


def seal_closed(folder: Path, home: Path, say: Callable[[str], None], fs: Fs = REAL) -> None:
    """Sign the log of an event that was closed; where that fails the close stands and the officer is told."""
    from console.journal.seal import seal  # noqa: PLC0415 # the signing library is loaded only here

    try:
        seal(folder, home, fs)
    except NotSealed as error:
        say(f"{folder.name} 已归档，但没有封存：{error}；以后可用 duty log seal {folder.name}")
