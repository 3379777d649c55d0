"""当时知道什么: an event exactly as it stood at an entry or a minute, from the log alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from console.incident.due import Office
from console.incident.entry import Entry
from console.incident.times import Unreadable, clock_seconds, instant, parse_when
from console.journal.files import REAL
from console.journal.writer import Journal
from console.plan.model import Plan
from console.rules.classify import Classifier

from .case import Case
from .view import CaseView, view_of_case


def replay(
    event_id: str, entries: Sequence[Entry], count: int, plan: Plan, classifier: Classifier, office: Office,
    now: datetime | None = None,
) -> CaseView:  # fmt: skip
    """The event as it stood when its log had `count` entries, 1 or more.

    `now` is the moment from which deadlines are seen, that of the last of these entries by default. The level that the
    rules propose is worked out with the plan as it is today.

    Raises:
        UnknownKind: the log holds an entry that this version does not know.
        ValueError: no such entry.
    """
    case = case_at(event_id, entries, count, plan, classifier)
    return view_of_case(case, now or instant(entries[count - 1].at), office)


def case_at(event_id: str, entries: Sequence[Entry], count: int, plan: Plan, classifier: Classifier) -> Case:
    """The event when its log had `count` entries, to be looked at only.

    Raises:
        UnknownKind: the log holds an entry that this version does not know.
        ValueError: no such entry.
    """
    if not 1 <= count <= len(entries):
        raise ValueError(f"entry {count} of {len(entries)}")
    past = Journal(Path(event_id), False, REAL)  # never opened: only the entries and the head are looked at
    past.entries = list(entries[:count])
    past.head = entries[count - 1].hash
    return Case(event_id, past, plan, classifier)


def count_at(entries: Sequence[Entry], moment: datetime) -> int:
    """How many entries the log had at `moment`; 0 before the first.

    Entries keep their order whatever was done to the clock: it is the last one written at or before the moment.
    """
    for count in range(len(entries), 0, -1):
        if instant(entries[count - 1].at) <= moment:
            return count
    return 0


def find(entries: Sequence[Entry], typed: str, now: datetime) -> tuple[int, datetime | None]:
    """What the officer typed for a moment to look back at: (entries, moment), None where it is an entry's own.

    Up to three digits, or 「第1200条」, is an entry; all else a time as `parse_when` reads it, a minute up to its end.

    Raises:
        Unreadable: neither, no such entry, or before the first.
    """
    words = typed.strip()
    number = re.fullmatch(r"第\s*(\d{1,9})\s*条?|(\d{1,3})\s*条?|(\d{4,9})\s*条", words, re.ASCII)
    if number:
        count = int(number[1] or number[2] or number[3])
        if not 1 <= count <= len(entries):
            raise Unreadable(f"没有第{count}条，请填 1 至 {len(entries)}")
        return count, None
    moment = parse_when(words, now)
    if moment.second == 0:
        moment = moment.replace(second=59)
    found = count_at(entries, moment)
    if not found:
        raise Unreadable(f"那时事件还没有开始，第1条写于 {clock_seconds(instant(entries[0].at))}")
    return found, moment
