"""What is done when somebody says what the wall's clock shows, or moves the PC's: it becomes entries, and all time follows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from console.incident.clock_told import doubted_from, length_words, offset, slow_words
from console.incident.commands import Observe
from console.incident.entry import Entry
from console.incident.refused import Refused
from console.incident.times import CHINA, Unreadable, instant, parse_when, stamp
from console.journal.mirror import copy_name
from console.shift.clock import clock_told

from .clock import Jump
from .clock_check import AHEAD, BEHIND

if TYPE_CHECKING:
    from .case import Case
    from .desk import Desk

HELP = "照墙上的钟写「16:40」，日期不对就写全「2026-11-28 16:40」"
YEARS = range(2020, 2101)
_DATE = re.compile(
    r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?[ T,，]*(\d{1,2})[:点时](\d{1,2})分?(?::?(\d{1,2})秒?)?(?:\+08:00)?"
)
_NO_CLOCK = re.compile(r"[前昨今现刚后明]|now|^n$|^-|^\+", re.IGNORECASE)
"""Words that count from the present, which is the very thing in question."""


def read_wall(text: str, least: datetime) -> datetime:
    """What the wall's clock shows: a date with its time, or the next such time of day from `least` on.

    `least` is the time that it is at least, by what the home knows: within two minutes, which a clock on a wall may be
    slow and a minute without its seconds is short, it is that time.

    Raises:
        Unreadable: with a sentence that shows what can be written.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    start = least.astimezone(CHINA).replace(second=0, microsecond=0) - BEHIND
    at = None
    try:
        if found := _DATE.fullmatch(typed):
            at = _on_date([int(part) if part else None for part in found.groups()], start)
        elif typed and not _NO_CLOCK.search(typed):
            # The reader of times takes the last such time of day up to five minutes ahead; here it is the next one.
            at = parse_when(typed, start + timedelta(days=1, minutes=-5, seconds=-1))
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise Unreadable(f"时间「{typed[:40]}」读不懂，{HELP}")
    if at.year not in YEARS:
        raise Unreadable(f"{at.year}年不对，请核对年份，{HELP}")
    return least if timedelta() <= least - at <= BEHIND else at


def _on_date(told: list[int | None], start: datetime) -> datetime | None:
    year, month, day, hour, minute, second = told
    for one in (year,) if year else (start.year, start.year + 1):
        at = datetime(one, month or 0, day or 0, hour or 0, minute or 0, second or 0, tzinfo=CHINA)
        if year or at >= start:
            return at
    return None


def lacking(wall: datetime, pc: datetime) -> int:
    """The seconds to be added to a clock that shows `pc`; a clock that goes right to two minutes lacks nothing."""
    apart = wall - pc
    return 0 if abs(apart) <= BEHIND else int(apart.total_seconds())


def meaning(wall: datetime, pc: datetime, newest: datetime) -> str:
    """What an answer will mean, to be read before it is given."""
    seconds = lacking(wall, pc)
    words = f"={wall:%Y-%m-%d %H:%M}，" + (f"电脑{slow_words(seconds)}" if seconds else "电脑时钟是对的")
    apart = wall - newest
    if apart < -BEHIND:
        words += f"；比上次记下的 {newest:%Y-%m-%d %H:%M} 早{length_words(int(apart.total_seconds()))}，请再看一眼日期"
    elif apart > AHEAD:
        words += f"；离上次记下的 {newest:%Y-%m-%d %H:%M} 已{apart.days}天，请再看一眼年份"
    return words


def answer(desk: Desk, wall: datetime) -> int:
    """Somebody says what the wall's clock shows at this moment; from now on that is the time. By how much it was moved.

    Nothing that was told before by a right clock moves. What was told since the clock is doubted (or, where an earlier
    answer is put right, since that answer) moves with it. What the disk refuses is said in `findings`.

    Raises:
        Refused: nobody doubts this clock, or the desk log waits to be taken back first.
    """
    time = desk.time
    if time.doubt is None and not time.seconds:
        raise Refused("电脑时钟没有疑点；要改就直接改电脑的日期和时间，时限会随之换算")
    desk.second.demand_whole(copy_name(desk.room.folder))  # else the answer would stand in no log
    pc, was, newest = time.pc.now(), time.seconds, time.newest
    seconds = lacking(wall, pc)
    told = _told(desk, seconds, pc, wall)
    ahead = [at for at in (*time.log_times(), *([newest] if newest else [])) if at > wall]
    if ahead:
        told["beyond"] = stamp(max(ahead))
    answered = clock_told(desk.room.state).answered
    doubted = time.doubt is not None
    logs = {case.id: _since(case.entries, answered, doubted) for case in desk.cases.values()}
    room = _since(desk.room.entries, answered, doubted)
    time.believe(seconds)
    _write(desk, told, {name: (since, seconds - was) for name, since in logs.items()}, (room, seconds - was))
    for case in desk.cases.values():
        _tell_typed(desk, case, logs[case.id], seconds - was)
    if doubted:
        desk.greet(time.clock.now() - time.passed)
    return seconds - was


def _tell_typed(desk: Desk, case: Case, since: int | None, moved: int) -> None:
    """Times that somebody typed while the clock was doubted have moved with it; who read them off the wall must know."""
    if since is None or not moved:
        return
    typed = [f"第{entry.seq}条" for entry in case.entries[since - 1:]
             if entry.kind == "instant" or "event_at" in entry.data or (entry.event_at != entry.at and entry.kind not in ("opened", "console_opened"))]
    if typed:
        by = f"{'加' if moved > 0 else '减'}了{length_words(moved)}"
        desk.findings.append(f"{case.id} {'、'.join(typed[:9])}里填的时间是时钟未核对时填的，也{by}；当时照墙上的钟填的，请更正")


def _since(entries: Sequence[Entry], answered: datetime | None, doubted: bool) -> int | None:
    """The first entry of a log that an answer moves: those under doubt, else those since the answer that is put right."""
    if doubted:
        return doubted_from(entries)
    last = next((entry for entry in reversed(entries) if entry.kind == "clock_offset"), None)
    if last is not None:
        since = last.data.get("since", last.seq)
        return since if isinstance(since, int) else last.seq
    return 1 if answered and entries and instant(entries[0].at) >= answered else None


def _write(desk: Desk, told: dict[str, Any], moves: dict[str, tuple[int | None, int]], room: tuple[int | None, int]) -> None:
    """The answer in the desk log, in every open event, and in every one that was written to under doubt."""
    with desk.said():
        desk.do_room("clock_offset", offset(told, *room))
    for case in tuple(desk.cases.values()):
        since, moved = moves[case.id]
        if case.state.stage != "closed" or since is not None:
            with desk.said():
                desk.do(case.id, Observe("clock_offset", offset(told, since, moved)))


def jumped(desk: Desk, jump: Jump) -> int:
    """The PC's clock was moved while the desk is open; by how many seconds the desk's own time was.

    A time that somebody answered for stays: only what is added changes, to nothing where the PC was set right.
    A doubted clock that is plausible now is believed. Otherwise what was told moves with the clock, as it always did.
    """
    time, was, doubted = desk.time, desk.time.seconds, desk.time.doubt is not None
    time.stepped(jump)
    since = {case.id: doubted_from(case.entries) for case in desk.cases.values()}
    if doubted and time.doubt is None:
        desk.findings.append(f"{_moved_words(jump)}，现在按电脑时钟记")
        told = _told(desk, 0, jump.before, jump.after)
        _write(desk, told, {name: (first, jump.seconds) for name, first in since.items()},
               (doubted_from(desk.room.entries), jump.seconds))
        desk.greet(time.clock.now() - time.passed)
        return jump.seconds
    if was:
        left = lacking(jump.before + timedelta(seconds=was), jump.after)
        time.believe(left)
        desk.findings.append(f"{_moved_words(jump)}：" + (f"还{slow_words(left)}，仍按墙上的钟记" if left else "已拨准，此后按电脑时钟记"))
        told = _told(desk, left, jump.after, time.clock.now())
        _write(desk, told, dict.fromkeys(since, (None, 0)), (None, 0))
        return 0
    desk.findings.append(jump.words)
    _write_jump(desk, jump, {case.id: since[case.id] for case in desk.open_cases() if since[case.id] or not doubted})
    return jump.seconds


def put_right(desk: Desk) -> None:
    """The PC's clock was set right while the console was not running: nothing is added to it any more."""
    now = desk.clock.now()
    desk.findings.append(f"电脑时钟已拨准(上次{slow_words(desk.time.set_right)})，现在是 {now:%Y-%m-%d %H:%M}，此后按电脑时钟记")
    desk.time.set_right = 0
    _write(desk, _told(desk, 0, now, now), dict.fromkeys(desk.cases, (None, 0)), (None, 0))


def _moved_words(jump: Jump) -> str:
    return f"电脑时钟由 {jump.before:%Y-%m-%d %H:%M} 拨到 {jump.after:%Y-%m-%d %H:%M}"


def _told(desk: Desk, seconds: int, pc: datetime, wall: datetime) -> dict[str, Any]:
    """What a `clock_offset` says in every log."""
    told: dict[str, Any] = {"seconds": seconds, "pc": stamp(pc), "wall": stamp(wall)}
    return {**told, "newest": stamp(desk.time.newest)} if desk.time.newest else told


def _write_jump(desk: Desk, jump: Jump, since: dict[str, int | None]) -> None:
    """The step in the logs: where it moves only what was told from an entry on, with its number."""
    for name, first in since.items():
        with desk.said():
            desk.do(name, Observe("clock_jump", jump.data if first is None else {**jump.data, "since": first}))
    with desk.said():
        desk.do_room("clock_jump", jump.data)
    desk.heartbeat()  # a sign of life from before a clock was put back would make it look wrong at the next start
