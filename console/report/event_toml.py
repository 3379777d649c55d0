"""The whole event as TOML, for people and programs that edit text: what was known, decided, done."""

from __future__ import annotations

from typing import Any

import tomli_w

from console.incident.narrate import kind_label, narrate
from console.incident.unfinished import report_name
from console.words import visible

from .paper import DRILL_SENTENCE
from .situation import Situation


def event_toml(situation: Situation) -> str:
    """State and log of an event; what TOML cannot hold (control characters) is made visible."""
    state, index = situation.state, situation.index
    event: dict[str, Any] = {
        "id": state.id, "title": state.title, "plan": state.plan, "revision": state.revision, "drill": state.drill,
        "stage": state.stage, "level": state.level or "", "opened_at": state.opened_at,
        "last_hash": situation.head, "entries": len(situation.entries),
    }
    if state.drill:
        event["notice"] = DRILL_SENTENCE
    tables: dict[str, Any] = {
        "event": event,
        "call": dict(state.call) | {"places": list(state.places)},
        "figure": [
            {"path": path, "value": _plain(value.value), "certainty": value.certainty, "source": value.source,
             "at": value.at, "entry": value.seq}
            for path, figure in state.figures.items() for value in figure.history
        ],
        "declaration": [
            {"entry": d.seq, "at": d.at, "action": d.action, "level": d.level or "", "before": d.before or "",
             "proposed": d.proposed or "", "decided_by": d.decided_by, "announced_by": d.announced_by,
             "authority": d.authority, "reason": d.reason, "clauses": list(d.clauses)}
            for d in state.declarations
        ],
        "report": [
            {"entry": d.done.seq, "at": d.done.at, "report": report_name(situation.plan, d), "clause": d.milestone.clause,
             "to": list(d.milestone.to), "ours": d.done.ours is True, "reporter": d.done.reporter,
             "receiver": d.done.receiver, "channel": d.done.channel, "late_reason": d.done.late_reason}
            for d in situation.dues if d.done
        ],
        "log": [
            {"seq": e.seq, "at": e.at, "event_at": e.event_at, "by": e.by, "kind": e.kind, "label": kind_label(e),
             "words": index.standing(e.seq) + narrate(e, situation.plan), "hash": e.hash,
             **({"right_time": index.times[e.seq][1]} if e.seq in index.times else {})}
            for e in situation.entries
        ],
    }  # fmt: skip
    return tomli_w.dumps(_clean(tables))


def _plain(value: Any) -> Any:
    return "" if value is None else value


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value, lines=True)
    if isinstance(value, dict):
        return {_clean(key): _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value
