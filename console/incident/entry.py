"""One line of the incident log, and what is about to become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

NOBODY = "值班员(未登记)"
"""What entries are signed with while nobody has said who is on duty: the log tells it, and so does every screen."""


def nobody(by: str) -> bool:
    """Whether a signature names nobody; 0.1 wrote 「值班员」."""
    return by in (NOBODY, "值班员", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that is on the disk. Its fields are those of the line, in the contract's words.

    Times are RFC 3339 with offset, whole seconds; order is by `seq` alone, never by a time.
    """

    seq: int
    """1 for the first entry of an event, then one more each."""
    at: str
    """When it was written."""
    event_at: str
    """When it happened: earlier than `at` for a late entry."""
    by: str
    """Who wrote it, as typed."""
    kind: str
    """What it is; decides how `data` is read."""
    data: dict[str, Any]
    """Strings, whole numbers, true/false, null, lists and objects of these; never a float."""
    prev: str
    """The hash of the entry before it; 64 zeros for the first."""
    hash: str
    """SHA-256 of the canonical JSON of the entry without this field, lower-case hex."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants recorded. It is an `Entry` only once it is on the disk."""

    at: str
    event_at: str
    by: str
    kind: str
    data: dict[str, Any]
