"""A desk for a verb: opened for a moment, without the greeting of a console that somebody sits at."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.home import default_home
from console.desk.plans import usable_plans
from console.incident.refused import Refused
from console.journal.lock import HomeLock
from console.words import visible

from .faults import VerbError

PATIENCE = 30.0
"""Seconds that a verb waits for other verbs to be done writing."""
AT_A_CONSOLE = 2.0
"""Seconds that it waits for a console that somebody sits at: it may just be closing."""


@contextmanager
def writing(*, drill: bool) -> Iterator[Desk]:
    """A desk that may write.

    Raises:
        VerbError: somebody else writes and does not stop in good time; status 1.
    """
    home = default_home()
    usable_plans(home / "plans")  # the shipped ones stay in memory: the lock is then held for a moment only
    lock = HomeLock(home)
    _take(lock)
    try:
        desk = Desk(home, drill=drill, attend=False, lock=lock)
        try:
            if desk.time.words:
                print(visible(desk.time.words), file=sys.stderr)  # noqa: T201 # a verb speaks through its streams
            yield desk
        finally:
            desk.close()
    finally:
        lock.release()


def _take(lock: HomeLock) -> None:
    """Wait for the right to write. Raises VerbError."""
    start = time.monotonic()
    while not lock.acquire("", brief=True):
        if lock.problem:
            raise VerbError(f"没有记上：{lock.problem}", 1)
        holder = lock.holder()
        if holder and time.monotonic() - start > (PATIENCE if holder.brief else AT_A_CONSOLE):
            who = f"{holder.name or ('另一个命令' if holder.brief else '值班台')}(进程{holder.pid})"
            raise VerbError(f"没有记上：{who}正在记录，请在那一台上操作，或等它退出", 1)


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
