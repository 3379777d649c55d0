"""A desk for a verb: opened for a moment, without the greeting of a console that somebody sits at."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.home import default_home
from console.incident.refused import Refused
from console.journal.lock import Holder

from .faults import VerbError

PATIENCE = 5.0
"""Seconds that a verb waits for another verb to be done writing."""


@contextmanager
def writing(*, drill: bool) -> Iterator[Desk]:
    """A desk that may write.

    Raises:
        VerbError: somebody else writes and does not stop within `PATIENCE`; status 1.
    """
    end = time.monotonic() + PATIENCE
    while True:
        desk = Desk(default_home(), drill=drill, attend=False)
        if not desk.read_only:
            break
        holder = desk.writer
        desk.close()
        if time.monotonic() > end or desk.findings:
            raise VerbError(f"没有记上：{_why(holder, desk.findings)}", 1)
        time.sleep(0.05)
    try:
        yield desk
    finally:
        desk.close()


def _why(holder: Holder | None, findings: Sequence[str]) -> str:
    if findings and holder is None:
        return findings[-1]
    who = f"{holder.name or '值班台'}(进程{holder.pid})" if holder else "另一个值班台"
    return f"{who}正在记录，请在那一台上操作，或等它退出"


@contextmanager
def reading(*, drill: bool) -> Iterator[Desk]:
    """A desk that only reads; it asks for no lock."""
    desk = Desk(default_home(), drill=drill, write=False, attend=False)
    try:
        yield desk
    finally:
        desk.close()


@contextmanager
def case_at(event_id: str) -> Iterator[Case]:
    """An event to read.

    Raises:
        VerbError: there is none of that id.
    """
    with reading(drill=event_id.startswith("D")) as desk:
        try:
            yield desk.case(event_id)
        except Refused as fault:
            raise VerbError(str(fault)) from None
