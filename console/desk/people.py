"""Whom the room knows by name."""

from __future__ import annotations

from console.contacts.model import split_numbers

from .desk import Desk


def people_of(desk: Desk) -> list[str]:
    """Names of the officers, the leaders and the contacts, as they stand in their fields; to be taken out of copies."""
    turns, settings = desk.room.state.shifts, desk.settings
    return [
        *settings.officers, *settings.leaders, *(t.name for t in turns), *(t.leader for t in turns),
        *(contact.name for contact in desk.contacts.contacts),
    ]  # fmt: skip


def numbers_of(desk: Desk) -> list[str]:
    """The telephone numbers of the contacts, one by one."""
    fields = (field for x in desk.contacts.contacts for field in (x.duty_phone, x.mobile, x.fax))
    return [number for field in fields for number in split_numbers(field)]
