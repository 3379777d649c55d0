"""What the entries of a log say of each other: marks, corrections, withdrawals; and which of them are looked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .entry import Entry

GROUPS: dict[str, tuple[str, frozenset[str]]] = {
    "call": ("接报", frozenset({"opened", "intake", "places", "figure", "titled", "read_back", "intake_finished"})),
    "level": ("响应与评估", frozenset({"declared", "assessment", "ticked", "closed", "reopened"})),
    "report": ("报告与文书", frozenset({"milestone", "paper", "drafted", "exported", "sealed"})),
    "agency": ("单位", frozenset({"agency"})),
    "task": ("任务与交办", frozenset({"task", "extra", "extra_done"})),
    "note": ("记录", frozenset({"note"})),
    "change": ("更正与撤回", frozenset({"correction", "withdrawn", "mark", "instant", "basis"})),
    "console": ("系统", frozenset({"console_opened", "clock_jump", "clock_doubt", "clock_offset", "recovered", "copy_fault", "alarm"})),
    "other": ("预警、导调、关联", frozenset({"warning", "drill", "linked"})),
}
"""The filter of the log screen: id to (words, kinds)."""


ABOUT_ANOTHER = frozenset({"mark", "correction", "withdrawn"})
"""Kinds that say something of another entry, by its number."""


@dataclass(slots=True)
class LogIndex:
    """What a log says of its own entries, the one place that knows. It grows with the log; numbers are those of entries."""

    seen: int = 0
    marked: set[int] = field(default_factory=set)
    """Key entries."""
    corrected: dict[int, list[int]] = field(default_factory=dict)
    """Entry to the entries that correct it."""
    times: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Entry to the last entry that puts its time right, and the right time."""
    withdrawn: dict[int, int] = field(default_factory=dict)
    """Entry to the entry that takes it back."""

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> LogIndex:
        """The index of a whole log."""
        index = cls()
        index.grow(entries)
        return index

    def standing(self, seq: int) -> str:
        """What to say before the words of an entry: that it was taken back, that it was corrected; empty where neither."""
        back = f"[已撤回(第{self.withdrawn[seq]}条)] " if seq in self.withdrawn else ""
        again = f"[有更正：第{self.corrected[seq][-1]}条] " if seq in self.corrected else ""
        return back + again

    def right_time(self, seq: int) -> str:
        """「发生时间由第9条更正为 2026-11-28 01:20:00」; empty where nobody has put it right."""
        by, at = self.times.get(seq, (0, ""))
        return f"发生时间由第{by}条更正为 {at[:19].replace('T', ' ')}" if by else ""

    def told(self, entry: Entry, words: str) -> str:
        """The words of an entry with what the log says of it elsewhere: taken back, corrected, its time put right."""
        return self.standing(entry.seq) + "，".join(part for part in (words, self.right_time(entry.seq)) if part)

    def is_key(self, entry: Entry, by_nature: Collection[str]) -> bool:
        """Whether an entry is one of the 要事: of a kind that is key by nature, or marked and the mark not taken off."""
        return entry.kind in by_nature or entry.seq in self.marked

    def grow(self, entries: Sequence[Entry]) -> None:
        """Take in what is new."""
        count = len(entries)
        for at in range(self.seen, count):
            entry = entries[at]
            kind = entry.kind
            if kind == "note":
                if entry.data.get("key"):
                    self.marked.add(entry.seq)
            elif kind in ABOUT_ANOTHER:
                self._about(entry)
        self.seen = count

    def _about(self, entry: Entry) -> None:
        about = entry.data.get("seq")
        if not isinstance(about, int):
            return
        if entry.kind == "mark":
            if entry.data.get("on"):
                self.marked.add(about)
            else:
                self.marked.discard(about)
        elif entry.kind == "correction":
            self.corrected.setdefault(about, []).append(entry.seq)
            if entry.data.get("event_at"):
                self.times[about] = (entry.seq, str(entry.data["event_at"]))
        else:
            self.withdrawn[about] = entry.seq


def chosen(
    entries: Sequence[Entry], index: LogIndex, group: str, text: str, words: Sequence[str], only_marked: bool = False
) -> list[int] | None:
    """Places (from 0) of the entries that pass the filter; None where all do.

    `words` holds for each entry the lower-case words it is searched by; it may be shorter than `entries`.
    """
    kinds = GROUPS[group][1] if group in GROUPS else None
    wanted = text.strip().lower().split()
    if kinds is None and not wanted and not only_marked:
        return None
    found = []
    for at, entry in enumerate(entries):
        if kinds is not None and entry.kind not in kinds:
            continue
        if only_marked and entry.seq not in index.marked:
            continue
        if wanted and (at >= len(words) or not all(word in words[at] for word in wanted)):
            continue
        found.append(at)
    return found
