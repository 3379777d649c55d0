"""交接班 in the desk log: one handover under way, step by step, so that one that broke off is picked up again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from console.incident.clock_steps import Moment
from console.incident.entry import Entry
from console.incident.times import CHINA

from .sheet import Section
from .state import BASE, OnDuty, ShiftState

KEY = "handover"
"""Where a handover lives in the extension of the desk's state."""
EQUIPMENT = ("电话", "传真", "打印机", "备用电源", "值班车")
"""What is looked at where the office names nothing else."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the one who comes must know, with the answer as the data have it."""

    id: str
    text: str
    expected: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, and whether it was right or had to be told."""

    text: str
    right: bool | None = None
    """None until the outgoing officer has said so."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover, under way or signed."""

    seq: int
    at: datetime
    outgoing: str
    incoming: str
    leader: str
    faulty: tuple[str, ...]
    """Equipment that is not in order."""
    questions: tuple[Question, ...]
    heads: Mapping[str, str]
    """The last hash of every open log: when it was begun, and once signed as it was then."""
    answers: Mapping[int, Answer] = field(default_factory=dict)
    signature: Moment | None = None
    """The entry with which both signed."""
    sheet: tuple[Section, ...] = ()
    """The sheet as it was when both signed."""

    @property
    def signed(self) -> datetime | None:
        """When both signed."""
        return self.signature.at if self.signature else None

    @property
    def next_question(self) -> int | None:
        """The number of the question that is to be answered or judged next; None where all are done."""
        for number in range(len(self.questions)):
            answer = self.answers.get(number)
            if answer is None or answer.right is None:
                return number
        return None


def handover_of(state: ShiftState) -> Handover | None:
    """The handover that is under way; None where there is none."""
    found: Handover | None = state.extension.get(KEY)
    return found if found and found.signed is None else None


def last_signed(state: ShiftState) -> Handover | None:
    """The last handover that was signed."""
    found: Handover | None = state.extension.get(f"{KEY}-signed")
    return found


def _at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.event_at).astimezone(CHINA)


def _put(state: ShiftState, new: Handover | None) -> ShiftState:
    return replace(state, extension={**state.extension, KEY: new})


def _begun(state: ShiftState, entry: Entry) -> ShiftState:
    data: Mapping[str, Any] = entry.data
    questions = tuple(Question(q["id"], q["text"], q["expected"]) for q in data["questions"])
    new = Handover(
        entry.seq, _at(entry), data["outgoing"], data["incoming"], data["leader"], tuple(data["faulty"]), questions, dict(data["heads"])
    )
    return _put(state, new)


def _under_way(state: ShiftState) -> Handover:
    found = handover_of(state)
    if found is None:
        raise ValueError("no handover is under way")
    return found


def _answered(state: ShiftState, entry: Entry) -> ShiftState:
    found, number = _under_way(state), int(entry.data["number"])
    return _put(state, replace(found, answers={**found.answers, number: Answer(entry.data["answer"])}))


def _judged(state: ShiftState, entry: Entry) -> ShiftState:
    found, number = _under_way(state), int(entry.data["number"])
    answer = replace(found.answers[number], right=bool(entry.data["right"]))
    return _put(state, replace(found, answers={**found.answers, number: answer}))


def _signed(state: ShiftState, entry: Entry) -> ShiftState:
    found = _under_way(state)
    stood = tuple((title, tuple(lines)) for title, lines in entry.data.get("sheet", ()))
    found = replace(found, signature=Moment(entry.seq, _at(entry)), heads=dict(entry.data.get("heads", found.heads)), sheet=stood)
    turn = OnDuty(found.incoming, _at(entry), found.leader, entry.seq)
    extension = {**state.extension, KEY: None, f"{KEY}-signed": found}
    return replace(state, on_duty=turn, shifts=(*state.shifts, turn), extension=extension)


def _dropped(state: ShiftState, _entry: Entry) -> ShiftState:
    return _put(state, None)


def _came(state: ShiftState, entry: Entry) -> ShiftState:
    """Somebody came on duty; a handover that another one had begun is over, or it would take his turn away."""
    before, new = state.on_duty, BASE["on_duty"](state, entry)
    return new if before and new.on_duty and before.name == new.on_duty.name else _put(new, None)


KINDS = {
    "on_duty": _came,
    "handover_begun": _begun, "handover_answered": _answered, "handover_judged": _judged, "handover_signed": _signed,
    "handover_dropped": _dropped,
}
