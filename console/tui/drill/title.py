"""The title of the terminal's window: of a drill it says so."""

from __future__ import annotations

import sys


def window_title(words: str) -> None:
    """Put words into the title of the terminal's window; nothing where there is no terminal."""
    if sys.__stdout__ is not None and sys.__stdout__.isatty():
        sys.__stdout__.write(f"\x1b]0;{words}\x07")
        sys.__stdout__.flush()
