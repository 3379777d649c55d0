"""A drill as it was played (演练记录): the fold of its own log, frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from console.incident.entry import Entry
from console.incident.fold import UnknownKind
from console.incident.held import RECOVERED, Held, Holds
from console.incident.times import instant

Standing = Literal["planned", "held", "sent", "seen", "answered", "skipped"]
STANDINGS: dict[Standing, str] = {
    "planned": "待发", "held": "扣住", "sent": "已发", "seen": "已见", "answered": "已接", "skipped": "跳过",
}


@dataclass(frozen=True, slots=True)
class Played:
    """How one inject stands."""

    standing: Standing = "planned"
    sent_at: datetime | None = None
    seen_at: datetime | None = None
    answered_at: datetime | None = None
    moved: timedelta = timedelta(0)
    """By how much the director put it off; negative for forward."""
    not_before: datetime | None = None
    """When the director moved it or let it go: it cannot have happened before that."""
    words: tuple[str, ...] = ()
    """Its words where the director changed them."""
    seq: int = 0
    """The entry that sent it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the trainee and what was answered."""

    seq: int
    at: datetime
    voice: str
    event: str
    path: str
    says: str
    value: Any
    """None where the voice did not know."""
    certainty: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note of the director, or an order that was carried out."""

    seq: int
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Everything a drill's log says. All instants are of the drill's clock."""

    id: str
    scenario: str
    """The TOML text as it was at the start: the score stands on it whatever becomes of the file."""
    name: str
    """The scenario's id."""
    trainee: str
    seed: int
    started: datetime
    """The instant that the wall showed at the start."""
    seq: int = 0
    at: datetime | None = None
    """The last instant that is known of."""
    speed: int = 1
    paused: bool = False
    injects: Mapping[str, Played] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    """Events of the scenario to events of the drill desk, once opened."""
    remarks: tuple[Remark, ...] = ()
    frozen: bool = False
    """A real event came up."""
    ended_at: datetime | None = None
    ended_why: str = ""

    def played(self, inject: str) -> Played:
        """How an inject stands; one of which nothing is known is planned."""
        return self.injects.get(inject, Played())


def _at(entry: Entry) -> datetime:
    return instant(entry.event_at)


def _started(entry: Entry) -> Run:
    data = entry.data
    return Run(data["id"], data["scenario"], data["name"], data["trainee"], data["seed"], _at(entry), speed=data["speed"])


def _clock(run: Run, entry: Entry) -> Run:
    return replace(run, speed=entry.data["speed"], paused=entry.data["paused"])


def _inject(run: Run, entry: Entry) -> Run:
    data, at = entry.data, _at(entry)
    old = run.played(data["id"])
    what = data["what"]
    if what == "moved":
        new = replace(old, moved=old.moved + timedelta(seconds=data["seconds"]), not_before=at)
    elif what == "changed":
        new = replace(old, words=tuple(data["words"]))
    elif what == "sent":
        new = replace(old, standing="sent", sent_at=at, seq=entry.seq)
    elif what == "seen":
        new = replace(old, standing="seen", seen_at=at)
    elif what == "answered":
        new = replace(old, standing="answered", answered_at=at, seen_at=old.seen_at or at)
    else:
        standing: dict[str, Standing] = {"held": "held", "released": "planned", "skipped": "skipped"}
        new = replace(old, standing=standing[what], not_before=at if what == "released" else old.not_before)
    return replace(run, injects={**run.injects, data["id"]: new})


def _asked(run: Run, entry: Entry) -> Run:
    data = entry.data
    value = tuple(data["value"]) if isinstance(data["value"], (list, tuple)) else data["value"]
    new = Asked(entry.seq, _at(entry), data["voice"], data["event"], data["path"], data["says"], value, data["certainty"])
    return replace(run, asked=(*run.asked, new))


def _event(run: Run, entry: Entry) -> Run:
    return replace(run, events={**run.events, entry.data["key"]: entry.data["id"]})


def _remark(run: Run, entry: Entry) -> Run:
    return replace(run, remarks=(*run.remarks, Remark(entry.seq, _at(entry), entry.by, entry.data["text"])))


def _frozen(run: Run, entry: Entry) -> Run:
    return replace(run, frozen=True, paused=True, ended_at=_at(entry), ended_why="来了真实事件")


def _ended(run: Run, entry: Entry) -> Run:
    return replace(run, paused=True, ended_at=_at(entry), ended_why=entry.data["why"])


def _nothing(run: Run, _entry: Entry) -> Run:
    return run


APPLY: dict[str, Callable[[Run, Entry], Run]] = {
    "drill_clock": _clock, "inject": _inject, "asked": _asked, "drill_event": _event, "remark": _remark,
    "real_event": _frozen, "drill_ended": _ended, "drill_resumed": _nothing, "recovered": _nothing,
}


_MARKS: Mapping[str, Holds] = {"real": "plain", "steady": "plain", "gone": "plain"}
"""What every entry bears: the real time beside the drill's."""
HELD: Held = {
    "drill_started": {
        **_MARKS, "id": "plain", "scenario": "words", "name": "plain", "trainee": "person", "seed": "plain", "speed": "plain",
        "before": "plain",
    },
    "drill_clock": {**_MARKS, "speed": "plain", "paused": "plain", "seconds": "plain"},
    "inject": {**_MARKS, "id": "plain", "what": "plain", "seconds": "plain", "words": "words"},
    "asked": {
        **_MARKS, "voice": "plain", "event": "plain", "path": "words", "says": "words", "value": "figure", "certainty": "plain",
    },
    "drill_event": {**_MARKS, "key": "plain", "id": "plain"}, "remark": {**_MARKS, "text": "words"}, "real_event": _MARKS,
    "drill_ended": {**_MARKS, "why": "words"}, "drill_resumed": _MARKS, "recovered": {**_MARKS, **RECOVERED},
}
"""What the fields of each kind hold."""


def fold_run(entries: Iterable[Entry], run: Run | None = None) -> Run | None:
    """The drill after `entries`; None where there are none.

    Raises:
        UnknownKind: an entry that this version does not know or that does not fit.
    """
    for entry in entries:
        try:
            if run is None:
                if entry.kind != "drill_started":
                    raise UnknownKind("演练记录的第1条不是开始")
                run = _started(entry)
            else:
                run = APPLY[entry.kind](run, entry)
            run = replace(run, seq=entry.seq, at=_at(entry))
        except (KeyError, TypeError, ValueError, ArithmeticError):
            raise UnknownKind(f"演练记录第{entry.seq}条({entry.kind[:40]})不认识或不合格式") from None
    return run
