"""What is typed and not recorded yet, in words: what it is, and how one gets there. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from console.desk.draft import Draft
from console.words import cut

from .commands import APP_COMMANDS

MOST = 3
"""So many are named; the rest is counted."""
QUOTED = 14
"""Cells of the words themselves."""


def unrecorded_lines(drafts: Sequence[Draft], current: str = "") -> list[str]:
    """「未记：处置记录行「县供电..」等2处」, and for each of the newest how one gets there; empty where all is recorded.

    `current` is the event on the screens: what belongs to another says which.
    """
    if not drafts:
        return []
    newest = sorted(drafts, key=lambda draft: draft.at, reverse=True)
    first = newest[0]
    more = f"等{len(newest)}处" if len(newest) > 1 else ""
    lines = [f"未记：{_where(first)}「{_quoted(first)}」{more}，{_way(first, current)}"]
    lines += [f"　　　{_where(draft)}「{_quoted(draft)}」，{_way(draft, current)}" for draft in newest[1:MOST]]
    return [*lines, f"　　　另有{len(newest) - MOST}处"] if len(newest) > MOST else lines


def _where(draft: Draft) -> str:
    return f"{draft.screen}{draft.name}"


def _quoted(draft: Draft) -> str:
    return cut(" ".join(draft.words.split()), QUOTED)


def _way(draft: Draft, current: str) -> str:
    key = next((c.shown_key for c in APP_COMMANDS if c.label == draft.screen), "")
    event = f"在 {draft.event}(Ctrl+T 换事件)，" if draft.event and draft.event != current else ""
    again = "再开那一框" if draft.place.startswith("dialog:") else ""
    parts = [part for part in (f"按 {key}" if key else "", again) if part]
    return f"{event}{'，'.join(parts) or '回到原处'}"
