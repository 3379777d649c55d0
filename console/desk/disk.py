"""How much room the disk of the data home has."""

from __future__ import annotations

import shutil
from pathlib import Path

LOW = 1 << 30
"""Under so many bytes the officer is told: a log is small, but papers and exports are not."""
SCARCE = 100 << 20
"""Under so many bytes nothing but the log should be written any more."""


def free_bytes(home: Path) -> int | None:
    """Bytes that are free where the home is, or will be; None where nobody can say."""
    for place in (home, *home.parents):
        try:
            return shutil.disk_usage(place).free
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            return None
    return None


def size_words(count: int) -> str:
    """「3.2 GB」, 「85 MB」."""
    return f"{count / (1 << 30):.1f} GB" if count >= LOW else f"{count >> 20} MB"


def room_words(home: Path) -> str:
    """「磁盘余 77.9 GB」, 「磁盘只剩 85 MB」, or that nobody can say."""
    free = free_bytes(home)
    if free is None:
        return "磁盘读不出"
    return f"磁盘{'只剩' if free < LOW else '余'} {size_words(free)}"


def is_low(words: str) -> bool:
    """Whether this is something to be told of first."""
    return bool(words) and not words.startswith("磁盘余")
