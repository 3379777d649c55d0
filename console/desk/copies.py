"""The second place, kept up to date on a thread of its own: nothing in it can hold up or stop what is recorded."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from console.journal.files import REAL, Fs

if TYPE_CHECKING:
    from console.journal.mirror import Mirror
    from console.journal.writer import Journal


class Copies:
    """Copies every log that is offered to the second place, in the background.

    Offering costs the caller a dictionary entry. A second place that is away, full or slow is a sentence in `problem`.
    """

    def __init__(self, second: str, fs: Fs = REAL) -> None:
        """`second` is the folder of the second place; empty for none, then nothing at all is done."""
        self.second = second.strip()
        self._fs = fs
        self._changed = threading.Condition()
        self._waiting: dict[Path, int] = {}
        """Folder of a log to the length that is acknowledged, in the order they were offered."""
        self._behind: dict[Path, int] = {}
        """Those whose copy failed the last time."""
        self._remarks: dict[Path, str] = {}
        self._apart: set[Path] = set()
        """Those whose copy holds what the log here does not: nothing is copied until a person has decided."""
        self._decided: set[Path] = set()
        self._busy = False
        self._left = False
        self._told = ""
        self._thread: threading.Thread | None = None

    @property
    def problem(self) -> str:
        """What is wrong or remarkable with the second place, one sentence; empty where nothing is."""
        with self._changed:
            return self._remark()

    @property
    def failing(self) -> bool:
        """Whether something could not be copied; else what there is to say of the second place is a remark."""
        with self._changed:
            return any(folder in self._remarks for folder in self._behind)

    def _remark(self) -> str:
        """A copy that failed comes before one that is there but remarkable."""
        failed = (self._remarks[folder] for folder in self._behind if folder in self._remarks)
        return next(failed, next(iter(self._remarks.values()), ""))

    @property
    def words(self) -> str:
        """How the copy stands, a sentence; empty where there is no second place."""
        if not self.second:
            return ""
        with self._changed:
            remark = self._remark()
            waiting = len(self._waiting) + self._busy
        return remark or (f"第二处正在补齐，还差{waiting}份日志" if waiting else f"第二处 {self.second} 的副本完整")

    def news(self) -> str:
        """What the log has to tell of the second place: that it fails, or is whole again; told once, else empty."""
        problem = self.problem
        if problem == self._told:
            return ""
        self._told = problem
        return problem or "第二处恢复正常"

    def offer(self, journal: Journal) -> None:
        """A log has grown on the disk."""
        self.offer_folder(journal.folder, journal.size)

    def offer_folder(self, folder: Path, size: int) -> None:
        """The first `size` bytes of the log in `folder` are acknowledged and belong into the copy."""
        if not self.second:
            return
        with self._changed:
            if self._left:
                return
            self._waiting[folder] = max(size, self._waiting.pop(folder, 0))
            self._behind.pop(folder, None)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="second-place", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    @property
    def apart(self) -> frozenset[Path]:
        """Folders of the logs whose copy holds what the log here does not, as found while copying."""
        with self._changed:
            return frozenset(self._apart)

    def put_aside(self, folder: Path) -> None:
        """A person has decided: the copy that differs is put aside there under another name, and this log copied anew."""
        with self._changed:
            self._decided.add(folder)

    def again(self) -> None:
        """Try once more what failed: the stick may be back."""
        with self._changed:
            behind = dict(self._behind)
        for folder, size in behind.items():
            self.offer_folder(folder, size)

    def settle(self, seconds: float) -> bool:
        """Wait until everything offered was tried, at most so long; whether it was."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._busy, seconds)

    def close(self, seconds: float = 2.0) -> None:
        """Finish what is waiting, but wait no longer than that: a share that hangs must not keep anybody here."""
        if self._thread is not None:
            self.settle(seconds)
        with self._changed:
            self._left = True
            self._waiting.clear()
            self._changed.notify_all()

    def _work(self) -> None:
        from console.journal.mirror import Mirror  # noqa: PLC0415 # most rooms have no second place

        mirror = Mirror(Path(self.second).expanduser(), self._fs)
        while (taken := self._next()) is not None:
            self._copy(mirror, *taken)

    def _next(self) -> tuple[Path, int] | None:
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting) or self._left)
            if self._left:
                return None
            folder = next(iter(self._waiting))
            self._busy = True
            return folder, self._waiting.pop(folder)

    def _copy(self, mirror: Mirror, folder: Path, size: int) -> None:
        state = mirror.copy(folder, size, aside=folder in self._decided)
        with self._changed:
            self._apart = self._apart | {folder} if state.waits else self._apart - {folder}
            self._decided -= {folder} if state.ok else set()
            self._remarks.pop(folder, None)
            if state.text:
                self._remarks[folder] = state.text
            if not state.ok:
                self._behind[folder] = max(size, self._behind.get(folder, 0))
            self._busy = False
            self._changed.notify_all()
