"""The right to write in a home: one console has it, the others look on and say who it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from console.incident.refused import Refused
from console.journal.files import Fs
from console.journal.lock import Holder, HomeLock


class Pen:
    """Held by at most one console of a home."""

    def __init__(self, root: Path, lock: HomeLock | None, wanted: bool, say: Callable[[str], None], fs: Fs) -> None:
        """With a `lock` from outside (a drill beside the real desk) it is only looked at, never taken or given back."""
        self.lock = lock or HomeLock(root, fs)
        self.held = False
        self._own = lock is None
        self._wanted = wanted
        self._say = say

    def take(self, name: str, *, wanted: bool = False) -> bool:
        """Try to become the writer, where that is wanted; whether this console is it now."""
        self._wanted = self._wanted or wanted
        if self._wanted and not self.held:
            self.held = self.lock.acquire(name) if self._own else self.lock.held
            if not self.held and self.lock.problem:
                self._say(f"{self.lock.problem}；现在只能看不能记")
        return self.held

    @property
    def holder(self) -> Holder | None:
        """Who writes, where it is not this console."""
        return None if self.held else self.lock.holder()

    def demand(self) -> None:
        """Raises Refused, with who writes, where this console may not."""
        if self.held:
            return
        if not self._wanted:
            raise Refused("这一台只是查看，不能记录，请到值班台上操作")
        holder = self.lock.holder()
        if holder is None and self.lock.problem:
            raise Refused(f"现在只能查看：{self.lock.problem}")
        who = f"{holder.name or '另一个值班台'}(进程{holder.pid})" if holder else "另一个值班台"
        raise Refused(f"现在只能查看：{who}正在记录，请到那一台上操作")

    def give_back(self) -> None:
        """Let another console write."""
        if self._own:
            self.lock.release()
        self.held = False
