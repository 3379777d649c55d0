"""Whom the room knows by name."""

from __future__ import annotations

from .desk import Desk


def people_of(desk: Desk) -> list[str]:
    """Names of the officers, the leaders and the contacts, as they stand in their fields; to be taken out of copies."""
    turns, settings = desk.room.state.shifts, desk.settings
    return [
        *settings.officers, *settings.leaders, *(t.name for t in turns), *(t.leader for t in turns),
        *(contact.name for contact in desk.contacts.contacts),
    ]  # fmt: skip
