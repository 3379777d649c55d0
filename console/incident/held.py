"""What every field of every kind of entry holds: a person, a telephone number, words, a figure, or only the program's own.

A new kind or field is declared here, beside the fold: what is not declared is taken for the worst wherever something
must not leave the room.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

Hold = Literal["person", "party", "phone", "words", "figure", "told", "plain"]
"""A person; a person or a body; a telephone number; what somebody typed; a figure as typed or stored; figures and words
by their path as a paper told them; what only the program fills in (times, ids, numbers of entries)."""
Holds = Hold | Mapping[str, "Holds"]
"""Of a field: what it holds, a list of such too; or, of an object or a list of objects, each of its fields."""
Held = Mapping[str, Mapping[str, Holds]]
"""Kind to field to what it holds."""

CALL: Mapping[str, Hold] = {
    "caller": "person", "unit": "words", "callback": "phone", "words": "words", "place_detail": "words", "source": "party",
    "cause": "words", "handling": "words", "trend": "words", "important_users": "words", "expected_end": "words",
    "site_lead": "person", "requests": "words", "casualties": "words", "losses": "words",
}
"""The words of the call, by their field."""

TEXT: Mapping[str, Holds] = {"text": "words", "words": "words"}
RECOVERED: Mapping[str, Holds] = {
    "kept": "words", "bytes": "plain", "sha256": "plain", "text": "words", "from": "words", "entries": "plain",
    "known": "plain", "found": "plain", "accepted": "plain",
}
CLOCK_JUMP: Mapping[str, Holds] = {"before": "plain", "after": "plain", "seconds": "plain", "since": "plain"}
CLOCK_DOUBT: Mapping[str, Holds] = {"pc": "plain", "newest": "plain", "since": "plain"}
CLOCK_OFFSET: Mapping[str, Holds] = {
    "seconds": "plain", "pc": "plain", "wall": "plain", "newest": "plain", "since": "plain", "moved": "plain", "beyond": "plain",
}
CONSOLE_OPENED: Mapping[str, Holds] = {"down_from": "plain"}
EXPORTED: Mapping[str, Holds] = {"format": "words", "path": "words"}
"""Kinds that the desk log has too."""

_DONE: Mapping[str, Holds] = {"name": "person", "note": "words", "late_seconds": "plain", "late_reason": "words"}

HELD: Held = {
    "opened": {
        "plan": "plain", "revision": "plain", "digest": "plain", "document": "plain", "title": "words", "drill": "plain",
        "basis": "plain", "office": "words", "links": "plain",
    },
    "intake": {"field": "plain", "value": "words"},
    "places": {"places": "words"},
    "figure": {
        "path": "words", "value": "figure", "typed": "figure", "source": "party", "certainty": "plain", "before": "figure",
    },
    "instant": {"which": "plain", "instant": "plain", "before": "plain", "reason": "words", "typed": "words"},
    "basis": {"basis": "plain", "before": "plain", "reason": "words"},
    "titled": {"title": "words", "before": "words"},
    "read_back": {"words": "words", "name": "person"},
    "intake_finished": {},
    "declared": {
        "action": "plain", "level": "plain", "before": "plain", "proposed": "plain", "decided_by": "person",
        "announced_by": "person", "authority": "party", "channel": "words", "duration": "words", "measures": "words",
        "reason": "words", "clauses": "words", "facts": "figure",
    },
    "milestone": {
        **_DONE, "milestone": "plain", "contradictions": "words", "ours": "plain", "reporter": "person", "receiver": "person", "channel": "words",
        "words": "words", "target": "plain", "limit": "plain", "despite": "words",
    },
    "agency": {
        "agency": "plain", "step": "plain", "name": "person", "channel": "words", "note": "words", "renew_at": "plain",
        "tried": "plain",
    },
    "task": {
        "task": "plain", "note": "words", "name": "person", "ordered_by": "person", "body": "words", "desk_seq": "plain",
    },
    "extra": {"id": "plain", "type": "plain", "text": "words", "who": "party", "origin": "party", "due": "plain"},
    "extra_done": {**_DONE, "id": "plain"},
    "ticked": {"condition": "plain", "met": "plain", "figures": "figure", "note": "words", "name": "party"},
    "closed": {"unfinished": "words", "note": "words"},
    "reopened": {"reason": "words"},
    "withdrawn": {"seq": "plain", "what": "plain", "key": "plain", "reason": "words"},
    "linked": {"event": "plain"},
    "console_opened": CONSOLE_OPENED,
    "clock_jump": CLOCK_JUMP, "clock_doubt": CLOCK_DOUBT, "clock_offset": CLOCK_OFFSET,
    "paper": {
        "paper": "words", "number": "plain", "text": "words", "draft": "words", "to": "party", "channel": "words",
        "received_by": "person", "signed_by": "person", "figures": "told", "despite": "words",
        "contradictions": "words",
    },
    "note": {"text": "words", "key": "plain", "late": "plain", "head": "words"},
    "correction": {"seq": "plain", "text": "words", "event_at": "plain"},
    "mark": {"seq": "plain", "on": "plain"},
    "assessment": {"experts": "party", "finding": "words", "advised": "plain"},
    "warning": {
        "id": "plain", "what": "plain", "name": "words", "issuer": "party", "area": "words", "who": "party", "time": "plain",
        "notice": "plain", "note": "words",
    },
    "recovered": RECOVERED,
    "exported": EXPORTED,
    "copy_fault": TEXT, "sealed": TEXT, "alarm": TEXT, "drafted": TEXT, "drill": TEXT,
}
"""The kinds of an event's log."""


def held_in(held: Held, kind: str, data: Mapping[str, Any]) -> Mapping[str, Holds] | None:
    """What the fields of one entry hold; None for a kind that is not declared.

    Where one field says what another holds (which words of the call, a call that did not get through), it counts.
    """
    fields = held.get(kind)
    if fields is None:
        return None
    if kind == "intake":
        return {**fields, "value": CALL.get(str(data.get("field")), "person")}
    if kind == "agency" and data.get("tried"):
        return {**fields, "note": "phone"}  # the number that was dialled
    if kind == "asked" and str(data.get("path", "")).startswith("call."):
        return {**fields, "value": CALL.get(str(data["path"]).removeprefix("call."), "person")}
    return fields
