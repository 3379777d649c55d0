"""Taking back what the second place has of a log, or going on without it: a person's decision, logged in that log."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident.deciding import Event
from console.incident.entry import Entry
from console.incident.fold import UnknownKind
from console.incident.refused import Refused
from console.journal import compare as logs
from console.journal.chain import scan
from console.journal.errors import NotOpened, NotRecorded, reason
from console.journal.lock import HomeLock
from console.journal.recover import LOG, RECOVERED
from console.journal.writer import Journal
from console.shift.kinds import KINDS
from console.shift.state import fold_shift

from .losses import folder_of
from .second_place import SecondPlace


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as it was read."""

    name: str
    """The log it is a copy of."""
    path: Path
    data: bytes


def read_copy(second: SecondPlace, name: str, path: Path | None = None) -> Copy:
    """The copy of a log in the second place, or in the file `path`; this may take as long as that place does.

    Raises Refused where there is none or it cannot be read.
    """
    _folder(second, name)
    path = path or _path(second, name)
    try:
        data = logs.read_log(path, second.fs)
    except OSError as error:
        raise Refused(f"{path} 读不了：{reason(error)}") from error
    if data is None:
        raise Refused(f"{path} 不在，没有可取回的")
    return Copy(name, path, data)


def held_against(second: SecondPlace, copy: Copy) -> logs.Comparison:
    """The log here held against a copy. Raises Refused where it cannot be read."""
    folder = _folder(second, copy.name)
    try:
        return logs.compare(logs.read_log(folder / LOG, second.fs) or b"", copy.data)
    except OSError as error:
        raise Refused(f"{folder / LOG} 读不了：{reason(error)}") from error


def on_duty_in(copy: Copy) -> str:
    """Who is on duty by a copy of a desk log; empty where it tells of nobody, or cannot be read."""
    try:
        turn = fold_shift(scan(copy.data).entries, None, KINDS).on_duty
    except UnknownKind:
        return ""
    return turn.name if turn else ""


def take_back(second: SecondPlace, copy: Copy, now: datetime, by: str) -> Entry:
    """Take back what a copy has of a log, and log that; the last entry then.

    The log must not be open for writing here. Raises Refused or NotRecorded, with nothing lost.
    """
    folder = _folder(second, copy.name)
    with _alone(second, copy.name):
        try:
            taken = logs.take_back(folder, copy.data, second.fs)
        except NotOpened as error:
            raise Refused(str(error)) from error
        found = taken.found
        kept = f"，原来的 {len(taken.before)} 字节原样存在 {taken.kept}" if taken.kept else ""
        data = {
            "kept": taken.kept, "bytes": len(taken.before), "sha256": hashlib.sha256(taken.before).hexdigest(),
            "from": str(copy.path), "entries": found.missing,
            "text": f"{LOG} 少了{found.missing}条，从 {copy.path} 取回，逐条核对相接，共{found.count}条{kept}",
        }  # fmt: skip
        entry = _log(second, folder, data, now, by)
    second.settle(copy.name, None)
    second.copies.offer_folder(folder, second.size_of(folder))
    return entry


def leave(second: SecondPlace, name: str, now: datetime, by: str) -> Entry:
    """Go on with a log as it is here; a copy that has more is kept in the second place under another name. The entry that says so.

    Raises Refused or NotRecorded.
    """
    loss, folder = second.loss(name), _folder(second, name)
    if loss is None or second.size_of(folder) <= 0:
        raise Refused(f"{loss.label if loss else name} 本机没有能接着记的，只能取回")
    size, other = second.size_of(folder), loss.standing in ("there", "apart")
    decided = {"gone": "已知道，从本机现有的接着记", "away": "决定不等第二处，从本机现有的接着记"}.get(
        loss.standing, "决定不取，从本机现有的接着记，第二处那份改名留着")  # fmt: skip
    data = {
        "text": f"{loss.words}；{decided}", "known": loss.known or second.home.known_size(name), "found": loss.found or size,
        "accepted": True,
    }  # fmt: skip
    with _alone(second, name):
        entry = _log(second, folder, data, now, by)
    if other:
        second.leave(name)
    else:
        second.settle(name, None)  # a copy that comes back is held against the log, and asked about, as any that went its own way
    return entry


def _folder(second: SecondPlace, name: str) -> Path:
    folder = folder_of(second.home, name)
    if folder is None:
        raise Refused(f"没有编号为「{name[:40]}」的日志，可用 duty log list 查看；值班日志写 desk")
    return folder


def _path(second: SecondPlace, name: str) -> Path:
    if second.place is None:
        raise Refused("没有设第二处：用 --from 写明副本在哪个文件夹")
    if not second.place.is_dir():
        raise Refused(f"第二处 {second.place} 不在：插上或连上以后再取")
    return second.place / name / LOG


@contextlib.contextmanager
def _alone(second: SecondPlace, name: str) -> Iterator[None]:
    """A drill's log is not touched while the drill is being played. Raises Refused."""
    if second.drill or not name.startswith(("D", "R", "drill")):
        yield
        return
    lock = HomeLock(second.home.root / "drills", second.fs)
    if not lock.acquire("", brief=True):
        holder = lock.holder()
        who = f"{holder.name or '有人'}(进程{holder.pid})" if holder else "有人"
        raise Refused(lock.problem or f"{who}正在演练，等演练结束再取")
    try:
        yield
    finally:
        lock.release()


def _log(second: SecondPlace, folder: Path, data: dict[str, Any], now: datetime, by: str) -> Entry:
    with Journal.open(folder, True, second.fs) as journal:
        if not journal.writable:
            raise NotRecorded(f"没有记上：{'；'.join(journal.findings)}")
        return journal.append([Event(RECOVERED, now, data).draft(now, by)])[-1]
