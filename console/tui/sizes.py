"""The sizes of terminal that the screens know: class names by least width and height in cells."""

from __future__ import annotations

LARGE = 180
"""Cells of width from which on a screen is -wide."""
WIDTHS = [(0, "-narrow"), (110, "-normal"), (LARGE, "-wide")]
HEIGHTS = [(0, "-low"), (32, "-middling"), (48, "-tall")]
