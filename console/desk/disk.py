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


def low_words(home: Path) -> str:
    """「磁盘只剩 85 MB」; empty while there is room."""
    free = free_bytes(home)
    return f"磁盘只剩 {size_words(free)}" if free is not None and free < LOW else ""
