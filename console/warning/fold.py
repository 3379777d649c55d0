"""The warnings as the desk log tells them: each kind of entry has one function. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.incident.entry import Entry
from console.incident.held import Held, Holds
from console.incident.times import CHINA
from console.plan.base import COLOURS
from console.shift.state import ShiftState

from .model import STATUSES, Bulletin, Change, Standing, StepDone, Warnings

KEY = "warnings"
"""Where the warnings live in the extension of the desk's state."""


def warnings_of(state: ShiftState) -> Warnings:
    """Every warning the desk has seen."""
    found: Warnings = state.extension.get(KEY, {})
    return found


def _put(state: ShiftState, *bulletins: Bulletin) -> ShiftState:
    known = {**warnings_of(state), **{b.id: b for b in bulletins}}
    return replace(state, extension={**state.extension, KEY: known})


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(CHINA) if text else None


def _at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.event_at).astimezone(CHINA)


def bulletin_of(entry: Entry) -> Bulletin:
    """The warning that an entry brings; KeyError or ValueError where its data do not fit."""
    data: Mapping[str, Any] = entry.data
    if data["status"] not in STATUSES or data["colour"] not in (None, *COLOURS):
        raise ValueError("status or colour")
    return Bulletin(
        id=data["id"], seq=entry.seq, received_at=_at(entry), by=entry.by, hazard=data["hazard"],
        colour=data["colour"], issuer=data["issuer"], area=data["area"], geocodes=tuple(data["geocodes"]),
        start=_time(data["start"]), until=_time(data["until"]), headline=data["headline"], text=data["text"],
        instruction=data["instruction"], identifier=data["identifier"], sender=data["sender"],
        sent=_time(data["sent"]), references=tuple(data["references"]), status=data["status"], kind=data["type"],
        file=data["file"], sha256=data["sha256"], faults=tuple(data["faults"]),
    )


def _received(state: ShiftState, entry: Entry) -> ShiftState:
    """A new warning; what it replaces or cancels by its references leaves force, and its events go over to it."""
    new = bulletin_of(entry)
    what: Standing = "cancelled" if new.kind == "Cancel" else "replaced"
    changed = []
    for old_id in entry.data["affects"]:
        old = warnings_of(state)[old_id]
        change = Change(entry.seq, new.received_at, entry.by, what, new.issuer, entry.data["note"], new.id)
        changed.append(replace(old, changes=(*old.changes, change)))
        new = replace(new, events=tuple(dict.fromkeys((*new.events, *old.events))))
    for later_id in entry.data["overtaken_by"]:
        later = warnings_of(state)[later_id]
        gone: Standing = "cancelled" if later.kind == "Cancel" else "replaced"
        change = Change(entry.seq, new.received_at, entry.by, gone, later.issuer, "", later.id)
        new = replace(new, changes=(*new.changes, change))
    return _put(state, *changed, new)


def _lifted(state: ShiftState, entry: Entry) -> ShiftState:
    return _changed(state, entry, "lifted")


def _expired(state: ShiftState, entry: Entry) -> ShiftState:
    return _changed(state, entry, "expired")


def _changed(state: ShiftState, entry: Entry, what: Standing) -> ShiftState:
    data = entry.data
    old = warnings_of(state)[data["id"]]
    change = Change(entry.seq, _at(entry), entry.by, what, data.get("who", ""), data.get("note", ""))
    return _put(state, replace(old, changes=(*old.changes, change)))


def _event(state: ShiftState, entry: Entry) -> ShiftState:
    """The warning opened an event, was put to one, or needs none."""
    data = entry.data
    old = warnings_of(state)[data["id"]]
    if not data["event"]:
        return _put(state, replace(old, declined=data["note"]))
    return _put(state, replace(old, events=tuple(dict.fromkeys((*old.events, data["event"])))))


def _step(state: ShiftState, entry: Entry) -> ShiftState:
    data = entry.data
    old = warnings_of(state)[data["id"]]
    done = StepDone(entry.seq, _at(entry), entry.by, data["name"], data["note"], data.get("event", ""))
    return _put(state, replace(old, steps={**old.steps, data["step"]: done}))


Apply = Callable[[ShiftState, Entry], ShiftState]

KINDS: Mapping[str, Apply] = {
    "warning_received": _received, "warning_updated": _received, "warning_cancelled": _received,
    "warning_lifted": _lifted, "warning_expired": _expired, "warning_event": _event, "warning_step": _step,
}
_BULLETIN: Mapping[str, Holds] = {
    **dict.fromkeys(("id", "colour", "geocodes", "start", "until", "sent", "status", "type", "sha256", "affects", "overtaken_by"),
                    "plain"),
    **dict.fromkeys(("hazard", "area", "headline", "text", "instruction", "identifier", "references", "file", "faults", "note"),
                    "words"),
    "issuer": "party", "sender": "party",
}  # fmt: skip
HELD: Held = {
    "warning_received": _BULLETIN, "warning_updated": _BULLETIN, "warning_cancelled": _BULLETIN,
    "warning_lifted": {"id": "plain", "who": "party", "note": "words"}, "warning_expired": {"id": "plain", "note": "words"},
    "warning_event": {"id": "plain", "event": "plain", "note": "words"},
    "warning_step": {"id": "plain", "step": "plain", "name": "person", "note": "words", "event": "plain"},
}
"""What the fields of each kind hold."""
LABELS: Mapping[str, str] = {
    "warning_received": "预警", "warning_updated": "预警变更", "warning_cancelled": "预警解除",
    "warning_lifted": "预警解除", "warning_expired": "预警过期", "warning_event": "预警", "warning_step": "预警措施",
}
