"""The second place asked for what was lost here: found before anything is written, told alike everywhere, taken back.

Sizes are looked at first; only where they speak of a loss are the two files read. The place may hang or be away: it is
asked on a thread, waited for briefly, and what it answers later is told later.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from console.journal.chain import MAX_LOG
from console.journal.compare import held_against
from console.journal.files import READ, REAL, Fs, read_file
from console.journal.mirror import copy_name
from console.journal.recover import DAMAGED, LOG, RECOVERED, TORN

from .copies import Copies
from .home import Home
from .losses import DESK_LOGS, EVENT, RUN, LogShort, Loss, folder_of

PATIENCE = 1.0
"""Seconds that a start waits for the second place at most."""
SHORTEST = 250
"""Bytes that the shortest entry has: its two hashes, times and names. A log that is less than that shorter lost no entry."""
AGAIN = 60.0
"""Seconds after which it is looked at anew: a stick may be back, another console may have taken something back."""
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a log tells of its own losses."""

    known: int = 0
    """The length it once had, as it was told last, bytes; 0 where it tells of no loss."""
    found: int = 0
    seq: int = 0
    """The entry that tells it."""
    accepted: bool = True
    """Whether a person has taken note."""
    kept: frozenset[str] = frozenset()
    """Names of the files with what was set aside that it tells of."""


class SecondPlace:
    """What stands in the second place of a home, and what of it is missing here."""

    def __init__(self, home: Home, second: str, *, drill: bool, fs: Fs = REAL) -> None:
        """`second` is the folder of the second place, empty for none. A drill's desk asks for drills only."""
        self.copies = Copies(second, fs)
        self.home, self.drill, self.fs = home, drill, fs
        self.place = Path(self.copies.second).expanduser() if self.copies.second else None
        self._guard = threading.Lock()
        self._found: dict[str, Loss] = {}
        self._left: set[str] = set()
        """Logs that a person decided to go on with as they are here."""
        self._asked: threading.Thread | None = None
        self._looking: threading.Thread | None = None
        self._looked = 0.0
        self._turn = 0  # of what was done: what was looked at before it is out of date
        self._seen_apart: frozenset[Path] = frozenset()
        self._read: dict[Path, tuple[tuple[int, int], _Said]] = {}

    # --- what is missing ------------------------------------------------------------------------------------------

    @property
    def losses(self) -> tuple[Loss, ...]:
        """What is known to be missing here, what can be taken back first, drills last."""
        order = ("there", "away", "apart", "gone")
        with self._guard:
            return tuple(sorted(self._found.values(), key=lambda one: (one.drill, order.index(one.standing), one.name)))

    def loss(self, name: str) -> Loss | None:
        """What is missing of a log, as far as it is known."""
        with self._guard:
            return self._found.get(name)

    @property
    def words(self) -> str:
        """How the second place stands, a sentence; empty where there is none."""
        return next((one.words for one in self.losses if one.standing in ("there", "apart")), "") or self.copies.words

    @property
    def bad(self) -> bool:
        """Whether the copies are not what they should be; else `words` are at most a remark."""
        return any(one.standing in ("there", "apart") for one in self.losses) or self.copies.failing

    def hold(self, folder: Path, data: bytes | None, whole: bool) -> bool:
        """A log is about to be opened: must it wait, because the second place continues it? See `writer.Hold`."""
        name, size = copy_name(folder), -1 if data is None else len(data)
        otherwise = self.loss(name) or self._gone(name, size, asked=False)
        loss = self._briefly(lambda: self._look_at(folder, size, deep=not whole), otherwise) if self.place else otherwise
        self.settle(name, loss)
        return self.waits(folder)

    def waits(self, folder: Path) -> bool:
        """Whether the log in a folder waits: the second place has what is missing of it, or may have it and is away."""
        loss = self.loss(copy_name(folder))
        return loss is not None and loss.waits

    def demand_whole(self, name: str) -> None:
        """Raises LogShort where the log waits for what the second place has or may have of it."""
        loss = self.loss(name)
        if loss is not None and loss.waits:
            raise LogShort(f"{loss.words}：先取回再记，{loss.todo}")

    def owed(self, name: str) -> dict[str, Any] | None:
        """`data` of the "recovered" entry that the log is to have before anything else; None where it needs none."""
        loss = self.loss(name)
        if loss is None or loss.standing != "gone" or loss.logged or not loss.found:
            return None
        text = f"本机少约{loss.missing}字节，上次记到{loss.known}字节，打开时只有{loss.found}字节，{loss.why}"
        return {"known": loss.known, "found": loss.found, "text": text}

    def told(self, name: str) -> None:
        """The log tells of its loss now."""
        folder = folder_of(self.home, name)
        if folder is not None:
            self.settle(name, self._gone(name, self.size_of(folder), asked=False))

    def look(self, *, deep: bool = False, wait: float = PATIENCE) -> bool:
        """Look at all logs in the background, at most one look at a time; whether it was done within `wait` seconds.

        `deep` reads every log and its copy; else their sizes decide which are read.
        """
        if self._looking is not None:
            self._looking.join(wait)
            if self._looking.is_alive():
                return False
        self._looking = threading.Thread(target=self._look, args=(deep,), name="second-place-look", daemon=True)
        self._looking.start()
        self._looked = time.monotonic()
        self._looking.join(wait)
        return not self._looking.is_alive()

    @property
    def silent(self) -> bool:
        """Whether it was asked and has not answered yet."""
        return any(asked is not None and asked.is_alive() for asked in (self._asked, self._looking))

    def news(self) -> None:
        """Look again in the background, each minute and where copying met a copy that holds more; called every second."""
        apart = self.copies.apart
        if apart != self._seen_apart or time.monotonic() - self._looked > AGAIN:
            self._seen_apart = apart
            self.look(wait=0)

    def leave(self, name: str) -> None:
        """A person decided to go on with a log as it is here: its copy is kept in the second place under another name."""
        self._left.add(name)
        self.settle(name, None)
        folder = folder_of(self.home, name)
        if folder is not None:
            self.copies.put_aside(folder)
            self.copies.offer_folder(folder, self.size_of(folder))

    def _look(self, deep: bool) -> None:
        for name, folder in self._logs():
            with self._guard:
                known, turn = name in self._found or folder in self.copies.apart, self._turn
            loss = self._look_at(folder, self.size_of(folder), deep=deep or known)
            self.settle(name, loss, turn)

    def settle(self, name: str, loss: Loss | None, turn: int | None = None) -> None:
        """This is known of a log now, None where nothing of it is missing; unless it was looked at before the last such word."""
        with self._guard:
            if turn is not None and turn != self._turn:
                return
            self._turn += turn is None
            self._found.pop(name, None)
            if loss is not None and name not in self._left:
                self._found[name] = loss

    def _look_at(self, folder: Path, size: int, *, deep: bool) -> Loss | None:
        """What of the log in `folder`, `size` bytes long (-1: not there), is missing. Reads both files only on suspicion."""
        name = copy_name(folder)
        if self.place is None or not self.place.is_dir():
            known = self.loss(name)
            return known if known and known.standing in ("there", "apart") else self._gone(name, size)
        copy = self.place / copy_name(folder) / LOG
        if deep or self._size(copy) > size or not self._ends_well(folder / LOG, size):
            with contextlib.suppress(OSError):
                found = held_against(folder, copy, self.fs)
                if found and found.short:
                    return Loss(name, "there", found.missing, found.count, found.last)
                if found and found.apart is not None:
                    return Loss(name, "apart", found.apart)
        return self._gone(name, size)

    def _gone(self, name: str, size: int, *, asked: bool = True) -> Loss | None:
        """What the log must have held by what else is known of it; not `asked`, the second place is not touched: it may hang."""
        folder = folder_of(self.home, name)
        known = self.home.known_size(name) if EVENT.fullmatch(name) else 0
        found, said = max(size, 0), self._said(folder) if folder and size > 0 else _Said()
        aside = self._set_aside(folder, said.kept) if folder else 0
        if not found:
            known, aside = max(known, aside), 0
        if known - found - aside < SHORTEST or known == said.known:
            if said.accepted:
                return None
            why = f"日志第{said.seq}条写明"
            return Loss(name, "gone", said.known - said.found, why=why, known=said.known, found=said.found, logged=True)
        place = self.place
        if place is None:
            why, away = "没有设第二处", False
        elif not asked:
            why, away = f"第二处 {place} 还没有应答", True
        else:
            away = not place.is_dir()
            why = f"第二处 {place} 不在，接上再看" if away else "第二处也没有"
        return Loss(name, "away" if away and found else "gone", known - found - aside, why=why, known=known, found=found)

    def _set_aside(self, folder: Path, told: frozenset[str]) -> int:
        """Bytes that were taken off a log, of which it does not tell yet."""
        with contextlib.suppress(OSError):
            names = (name for name in self.fs.names(folder) if name.startswith((TORN, DAMAGED)) and name not in told)
            return sum(self._size(folder / name) for name in names)
        return 0

    def _said(self, folder: Path) -> _Said:
        """What the log in a folder tells of its own losses; read anew only where the file has changed."""
        with contextlib.suppress(OSError):
            stood = (folder / LOG).stat()
            stamp = (stood.st_size, stood.st_mtime_ns)
            if self._read.get(folder, (None,))[0] != stamp:
                self._read[folder] = (stamp, _said_in(read_file(folder / LOG, MAX_LOG, self.fs)))
            return self._read[folder][1]
        return _Said()

    def _logs(self) -> Iterator[tuple[str, Path]]:
        """Every log that is here or has a copy."""
        there = self._names_there()
        here = {name for drill in (False, True) for name in self.home.event_ids(drill)}
        runs = self.home.runs
        here |= {name for run in (runs.iterdir() if runs.is_dir() else ()) for name in (run.name, f"{run.name}/desk")}
        for name in sorted(here | there | set(DESK_LOGS)):
            folder = folder_of(self.home, name)
            if folder is not None and (not self.drill or name.startswith(("D", "R", "drill"))):
                yield name, folder

    def _names_there(self) -> set[str]:
        if self.place is None:
            return set()
        found: set[str] = set()
        with contextlib.suppress(OSError):
            found = set(self.fs.names(self.place))
            found |= {f"{name}/desk" for name in found if RUN.fullmatch(name)}
            self.home.elsewhere = frozenset(name for name in found if EVENT.fullmatch(name))
        return {name for name in found if (self.place / name / LOG).is_file()}

    def reserve(self) -> None:
        """See to it that no new event gets a number that the second place knows."""
        if self.place:
            self._briefly(self._names_there, set[str]())

    def size_of(self, folder: Path) -> int:
        """Length of the log in a folder, bytes; -1 where there is none."""
        return self._size(folder / LOG)

    @staticmethod
    def _size(path: Path) -> int:
        try:
            return path.stat().st_size
        except OSError:
            return -1

    def _ends_well(self, path: Path, size: int) -> bool:
        """Whether a log ends like one; says nothing about its middle."""
        if size <= 0:
            return size < 0
        with contextlib.suppress(OSError):
            fd = self.fs.open(path, READ)
            try:
                return self.fs.read(fd, max(0, size - 2), 2) == b"}\n"
            finally:
                self.fs.close(fd)
        return False

    def _briefly(self, ask: Callable[[], _Answer], otherwise: _Answer) -> _Answer:
        """The answer, or another where the second place gives none in good time; it is then not asked until it did."""
        if self._asked is not None and self._asked.is_alive():
            return otherwise
        answer: SimpleQueue[_Answer] = SimpleQueue()
        self._asked = threading.Thread(target=lambda: answer.put(ask()), name="second-place-ask", daemon=True)
        self._asked.start()
        try:
            return answer.get(timeout=PATIENCE)
        except Empty:
            return otherwise


def _said_in(data: bytes) -> _Said:
    found, kept = _Said(), set[str]()
    if f'"{RECOVERED}"'.encode() not in data:
        return found
    for line in data.splitlines():
        if f'"{RECOVERED}"'.encode() in line:
            with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
                entry = json.loads(line)
                if entry["kind"] == RECOVERED:
                    told = entry["data"]
                    kept.add(str(told.get("kept")))
                    if "known" in told:
                        found = _Said(int(told["known"]), int(told["found"]), int(entry["seq"]), bool(told.get("accepted")))
    return replace(found, kept=frozenset(kept))
