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

from .model import STATUSES, Bulletin, Change, Said, Standing, StepDone, Warnings

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


def _bulletin(entry: Entry, data: Mapping[str, Any], part: int) -> Bulletin:
    """A warning that an entry brings; KeyError or ValueError where its data do not fit."""
    if data["status"] not in STATUSES or data["colour"] not in (None, *COLOURS):
        raise ValueError("status or colour")
    return Bulletin(
        id=data["id"], seq=entry.seq, received_at=_at(entry), by=entry.by, hazard=data["hazard"],
        colour=data["colour"], issuer=data["issuer"], area=data["area"], geocodes=tuple(data["geocodes"]),
        start=_time(data["start"]), until=_time(data["until"]), headline=data["headline"], text=data["text"],
        instruction=data["instruction"], identifier=data["identifier"], sender=data["sender"],
        sent=_time(data["sent"]), references=tuple(data["references"]), status=data["status"], kind=data["type"],
        file=data["file"], sha256=data["sha256"], faults=tuple(data["faults"]),
        part=data.get("part", part),
    )


def _received(state: ShiftState, entry: Entry) -> ShiftState:
    """The warnings of a file or a form, in one entry: what each replaces or cancels leaves force, its events go over to it."""
    for part, data in enumerate((entry.data, *entry.data.get("more", ())), 1):
        state = _one(state, entry, data, part)
    return state


def _one(state: ShiftState, entry: Entry, data: Mapping[str, Any], part: int) -> ShiftState:
    new = _bulletin(entry, data, part)
    what: Standing = "cancelled" if new.kind == "Cancel" else "replaced"
    changed = []
    for old_id in data["affects"]:
        old = warnings_of(state)[old_id]
        new = replace(_lifting(new, old), events=tuple(dict.fromkeys((*new.events, *old.events))))
        change = Change(entry.seq, new.received_at, entry.by, what, new.issuer, data["note"], new.id, _announced(new))
        changed.append(replace(old, changes=(*old.changes, change)))
    for later_id in data["overtaken_by"]:
        later = _lifting(warnings_of(state)[later_id], new)
        gone: Standing = "cancelled" if later.kind == "Cancel" else "replaced"
        change = Change(entry.seq, new.received_at, entry.by, gone, later.issuer, "", later.id, _announced(later))
        new = replace(new, changes=(*new.changes, change))
        changed.append(later)
    return _put(state, *changed, new)


def _announced(new: Bulletin) -> datetime | None:
    """When a lifting was announced; a change counts from when it came to this desk."""
    return new.sent if new.kind == "Cancel" else None


def _lifting(notice: Bulletin, old: Bulletin) -> Bulletin:
    """A message that cancels, named from the first warning that it takes out of force: it need not say more than its number."""
    if notice.kind != "Cancel":
        return notice
    bare = notice.issuer in ("", notice.sender)
    return replace(
        notice, lifts=(*notice.lifts, old.id), hazard=notice.hazard or old.hazard, colour=notice.colour or old.colour,
        issuer=old.issuer if bare else notice.issuer, area=notice.area or old.area,
    )


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
    old, event = warnings_of(state)[data["id"]], data["event"]
    if not event:
        return _put(state, replace(old, declined=data["note"]))
    said = dict(old.said)
    if data.get("said"):
        said[event] = Said(data["said"], data["who"], datetime.fromisoformat(data["said_at"]).astimezone(CHINA), entry.seq)
    return _put(state, replace(old, events=tuple(dict.fromkeys((*old.events, event))), said=said))


def _carried(state: ShiftState, entry: Entry) -> ShiftState:
    """Steps done before there was an event stand in its log from now on; there they may be withdrawn."""
    data = entry.data
    old = warnings_of(state)[data["id"]]
    steps = {key: replace(done, event=data["event"]) if key in data["steps"] else done for key, done in old.steps.items()}
    return _put(state, replace(old, steps=steps))


def _step(state: ShiftState, entry: Entry) -> ShiftState:
    data = entry.data
    old = warnings_of(state)[data["id"]]
    done = StepDone(entry.seq, _at(entry), entry.by, data["name"], data["note"], data.get("event", ""),
                    data.get("ordered_by", ""), data.get("body", ""))
    return _put(state, replace(old, steps={**old.steps, data["step"]: done}))


Apply = Callable[[ShiftState, Entry], ShiftState]

KINDS: Mapping[str, Apply] = {
    "warning_received": _received, "warning_updated": _received, "warning_cancelled": _received,
    "warning_lifted": _lifted, "warning_expired": _expired, "warning_event": _event, "warning_step": _step,
    "warning_carried": _carried,
}
_BULLETIN: Mapping[str, Holds] = {
    **dict.fromkeys(("id", "colour", "geocodes", "start", "until", "sent", "status", "type", "sha256", "affects", "overtaken_by", "part"),
                    "plain"),
    **dict.fromkeys(("hazard", "area", "headline", "text", "instruction", "identifier", "references", "file", "faults", "note"),
                    "words"),
    "issuer": "party", "sender": "party",
}  # fmt: skip
HELD: Held = {
    **{kind: {**_BULLETIN, "more": _BULLETIN} for kind in ("warning_received", "warning_updated", "warning_cancelled")},
    "warning_lifted": {"id": "plain", "who": "party", "note": "words"}, "warning_expired": {"id": "plain", "note": "words"},
    "warning_event": {
        "id": "plain", "event": "plain", "note": "words", "said": "figure", "who": "party", "said_at": "plain",
    },
    "warning_step": {
        "id": "plain", "step": "plain", "name": "person", "note": "words", "event": "plain", "ordered_by": "person",
        "body": "words",
    },
    "warning_carried": {"id": "plain", "event": "plain", "steps": "plain"},
}
"""What the fields of each kind hold."""
LABELS: Mapping[str, str] = {
    "warning_received": "预警", "warning_updated": "预警变更", "warning_cancelled": "预警解除",
    "warning_lifted": "预警解除", "warning_expired": "预警过期", "warning_event": "预警", "warning_step": "预警措施",
    "warning_carried": "预警措施",
}
