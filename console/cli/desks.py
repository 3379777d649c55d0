"""A desk for a verb: opened for a moment, without the greeting of a console that somebody sits at."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.home import default_home
from console.desk.plans import usable_plans
from console.incident.deciding import doer
from console.incident.entry import NOBODY
from console.incident.refused import Refused
from console.journal.lock import HomeLock
from console.words import visible

from .faults import VerbError

PATIENCE = 30.0
"""Seconds that a verb waits for other verbs to be done writing."""
AT_A_CONSOLE = 2.0
"""Seconds that it waits for a console that somebody sits at: it may just be closing."""


def add_by(parser: argparse.ArgumentParser) -> None:
    """The argument of every verb that writes: who signs."""
    parser.add_argument("--by", metavar="姓名", help="谁记的；不写署当班值班员")


def tell_unsigned(desk: Desk) -> None:
    """Tell who sits at the terminal that what was just written bears nobody's name, where that is so; the log tells it too."""
    if desk.unsigned and sys.stderr.isatty():
        print(f"没有登记谁在值班，这里署的是「{NOBODY}」；用 --by 写姓名", file=sys.stderr)  # noqa: T201 # a verb speaks through its streams


def tell_losses(desk: Desk) -> None:
    """Tell of the logs of the desk's kind that are known to be short."""
    desk.second.look()
    for one in desk.second.losses:
        if one.drill == desk.drill:
            print(visible(f"{one.words}：{one.todo}"), file=sys.stderr)  # noqa: T201 # a verb speaks through its streams


@contextmanager
def writing(*, drill: bool, by: str | None, busy: int = 1) -> Iterator[Desk]:
    """A desk that may write, and signs with the name `by`, else with who is on duty.

    Raises:
        VerbError: `by` is no name, status 2; somebody else writes and does not stop in good time, status `busy`.
    """
    try:
        signer = "" if by is None else doer(by, "--by ")
    except Refused as fault:
        raise VerbError(str(fault)) from None
    home = default_home()
    usable_plans(home / "plans")  # the shipped ones stay in memory: the lock is then held for a moment only
    lock = HomeLock(home)
    _take(lock, busy)
    try:
        desk = Desk(home, drill=drill, attend=False, lock=lock)
        desk.signer = signer
        try:
            if desk.time.words:
                print(visible(desk.time.words), file=sys.stderr)  # noqa: T201 # a verb speaks through its streams
            yield desk
        finally:
            desk.close()
    finally:
        lock.release()


def _take(lock: HomeLock, busy: int) -> None:
    """Wait for the right to write. Raises VerbError."""
    start = time.monotonic()
    while not lock.acquire("", brief=True):
        if lock.problem:
            raise VerbError(f"没有记上：{lock.problem}", busy)
        holder = lock.holder()
        if holder and time.monotonic() - start > (PATIENCE if holder.brief else AT_A_CONSOLE):
            who = f"{holder.name or ('另一个命令' if holder.brief else '值班台')}(进程{holder.pid})"
            raise VerbError(f"没有记上：{who}正在记录，请在那一台上操作，或等它退出", busy)


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
