"""An event as its log had it at an earlier entry, for a paper that tells of that moment and not of the present."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.incident.clock_steps import STEPS, step_of, stepped, steps_since
from console.incident.facts import facts_of
from console.incident.fold import fold
from console.incident.log_index import LogIndex
from console.incident.times import instant
from console.rules.classify import Classifier

if TYPE_CHECKING:
    from console.incident.entry import Entry

    from .situation import Situation

_ENDS_FIRST_CALL = ("read_back", "intake_finished", "declared", "closed")
FILLED_IN = ("intake", "places", "figure")
"""What a warning fills in by itself."""
_ORDER = ("figure", "places", "unit", "words", "source")
"""In which order it does: any number of figures, and of the others one at most (`bulletin_facts`)."""


def as_of(situation: Situation, count: int) -> Situation:
    """The event as the first `count` entries of its log have it, on the clock as it goes now; no report is owed in it."""
    entries = situation.entries[:count]
    state = fold(situation.state.id, entries) or situation.state
    for entry in situation.entries[count:]:
        if entry.kind in STEPS:
            state = stepped(state, *step_of(entry))
    judged = Classifier(situation.plan).judge(facts_of(situation.plan, state))
    return replace(
        situation, state=state, verdict=judged.verdict, contradictions=judged.contradictions, dues=(), entries=entries,
        now=Moments(situation.entries).written(entries[-1]) if entries else situation.now,
    )


class Moments:
    """The instants of the entries of a whole log, on the clock as it goes now."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._moved: Callable[[int], timedelta] = steps_since(entries)
        self._right = LogIndex.of(entries).times

    def written(self, entry: Entry) -> datetime:
        """When it was written."""
        return instant(entry.at) + self._moved(entry.seq)

    def happened(self, entry: Entry) -> datetime:
        """When it happened, as told with it or as put right by a later entry."""
        by, at = self._right.get(entry.seq, (entry.seq, entry.event_at))
        return instant(at) + self._moved(by)


def brought(entries: Sequence[Entry]) -> frozenset[int]:
    """The entries that a warning filled in: those written in one go with the line that says it was put to the event."""
    found: set[int] = set()
    for number, entry in enumerate(entries):
        if not _puts(entry):
            continue
        place = len(_ORDER)
        for before in reversed(entries[:number]):
            if before.at != entry.at:
                break
            if _puts(before) and place == len(_ORDER):
                continue  # two warnings may be put to an event in one go
            what = str(before.data.get("field", "")) if before.kind == "intake" else before.kind
            if what not in _ORDER or _ORDER.index(what) > place or (_ORDER.index(what) == place > 0):
                break
            place = _ORDER.index(what)
            found.add(before.seq)
    return frozenset(found)


def _puts(entry: Entry) -> bool:
    return entry.kind == "warning" and entry.data.get("what") == "put"


def without_brought(situation: Situation) -> Situation:
    """The same without the words of the call that nobody but a warning told."""
    taken = brought(situation.entries)
    last = {e.data["field"]: e.seq for e in situation.entries if e.kind == "intake"}
    call = {name: words for name, words in situation.state.call.items() if last.get(name) not in taken}
    return replace(situation, state=replace(situation.state, call=call))


def opening_warning(entries: Sequence[Entry]) -> str:
    """「红河州气象台暴雨红色预警」, where the first that was told of the event was told by a warning; else empty."""
    first = next((e for e in entries if e.kind in FILLED_IN), None)
    if first is None or first.seq not in brought(entries):
        return ""
    put = next(e for e in entries if e.seq > first.seq and _puts(e))
    issuer, name = (str(put.data.get(key, "")).strip() for key in ("issuer", "name"))
    return f"{issuer}{name}" or "预警"


def first_call(situation: Situation) -> Mapping[str, str]:
    """The words of the call by which the event came, as they stood when it was over, without what a warning brought."""
    entries = situation.entries
    over = next((n for n, e in enumerate(entries, 1) if e.kind in _ENDS_FIRST_CALL), len(entries))
    return without_brought(as_of(situation, over)).state.call
