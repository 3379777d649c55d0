"""The two themes: dark for the night, light for the day; one bright thing at a time."""

from __future__ import annotations

from textual.theme import Theme

OWN_COLOURS = {"field": "$surface-lighten-1"}
"""Where something is written: the ground of every field; a theme of ours says it better."""

THEMES = (
    Theme(
        name="duty-night", primary="#7aa2c8", secondary="#5f7f9f", accent="#d8c27a", foreground="#d8dee9",
        background="#101418", surface="#171c22", panel="#1f262e", success="#8fbf8f", warning="#d8c27a",
        error="#e08a8a", dark=True, variables={"field": "#252e38", "footer-key-foreground": "#d8c27a", "block-cursor-text-style": "none"},
    ),
    Theme(
        name="duty-day", primary="#1f4e79", secondary="#47637e", accent="#7a4f00", foreground="#15191e",
        background="#f4f2ec", surface="#ffffff", panel="#e8e5dc", success="#2c6e2c", warning="#7a4f00",
        error="#a02020", dark=False, variables={"field": "#dedad0", "footer-key-foreground": "#7a4f00", "block-cursor-text-style": "none"},
    ),
)
