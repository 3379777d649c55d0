"""The sizes of terminal that the screens know: class names by least width and height in cells."""

from __future__ import annotations

WIDTHS = [(0, "-narrow"), (110, "-normal"), (180, "-wide")]
HEIGHTS = [(0, "-low"), (32, "-middling"), (48, "-tall")]
