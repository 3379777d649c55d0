"""What the entries of a log say of each other: marks, corrections, withdrawals; and which of them are looked for."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(slots=True)
class LogIndex:
    """Grows with the log; `seen` entries are in it. Numbers are entry numbers (seq)."""

    seen: int = 0
    marked: set[int] = field(default_factory=set)
    """Key entries."""
    corrected: dict[int, list[int]] = field(default_factory=dict)
    """Entry to the entries that correct it."""
    withdrawn: dict[int, int] = field(default_factory=dict)
    """Entry to the entry that takes it back."""

    def grow(self, entries: Sequence[Entry]) -> bool:
        """Take in what is new; True where a mark on an older entry changed."""
        changed = False
        count = len(entries)
        for at in range(self.seen, count):
            entry = entries[at]
            kind = entry.kind
            if kind == "note":
                if entry.data.get("key"):
                    self.marked.add(entry.seq)
            elif kind in ("mark", "correction", "withdrawn"):
                changed = self._about(entry) or changed
        self.seen = count
        return changed

    def _about(self, entry: Entry) -> bool:
        about = entry.data.get("seq")
        if not isinstance(about, int):
            return False
        if entry.kind == "mark":
            if entry.data.get("on"):
                self.marked.add(about)
            else:
                self.marked.discard(about)
        elif entry.kind == "correction":
            self.corrected.setdefault(about, []).append(entry.seq)
        else:
            self.withdrawn[about] = entry.seq
        return True


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
