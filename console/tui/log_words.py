"""The words of the log screen: a row, the picked entry, what an entry is searched by. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from textual.content import Content

from console.incident.entry import Entry
from console.incident.log_index import ABOUT_ANOTHER, LogIndex
from console.incident.narrate import is_late, kind_label, narrate
from console.plan.model import Plan
from console.words import cut, fit

from .text import safe
from .widgets.line import folded

_ROOMY = 12
"""Lines from which on a long entry among the newest may take more than one."""


def row_words(entry: Entry, index: LogIndex, words: str) -> str:
    """「   12 24日13:08:13 要 单位     州公安局 已通知」."""
    day, time = entry.at[8:10], entry.at[11:19]
    key = "要" if entry.seq in index.marked else "  "
    return f"{entry.seq:>5} {day}日{time} {key} {fit(kind_label(entry), 9)}{index.standing(entry.seq)}{_happened(entry, index)}{words}"


def _happened(entry: Entry, index: LogIndex) -> str:
    right = index.times.get(entry.seq, (0, ""))[1]
    if not is_late(entry) and not right:
        return ""
    mended = f"，更正为{_short(right, entry)}" if right else ""
    return f"({_short(entry.event_at, entry)}发生{mended}) "


def _short(at: str, entry: Entry) -> str:
    """「01:20」, 「27日01:20」, 「10-27 01:20」: as much of the day as is another than that on which the entry was written."""
    day = "" if at[:10] == entry.at[:10] else f"{at[8:10]}日" if at[:7] == entry.at[:7] else f"{at[5:10]} "
    return f"{day if at[:4] == entry.at[:4] else f'{at[:10]} '}{at[11:16]}"


def detail_words(
    entry: Entry, entries: Sequence[Entry], index: LogIndex, plan: Plan, *, full: bool = False
) -> list[Content | str]:
    """The picked entry in full, with what it corrects and what corrects it."""
    head = f"第{entry.seq}条 {kind_label(entry)}  {entry.at[:10]} {entry.at[11:19]} {entry.by} 记"
    if is_late(entry):
        head += f"  发生于 {entry.event_at[:10]} {entry.event_at[11:19]}"
    if entry.data.get("head"):
        head += f"(照句首「{entry.data['head']}」读)"
    if entry.seq in index.marked:
        head += "  要事"
    lines: list[Content | str] = [safe(head, "bold"), safe("\n" + narrate(entry, plan), lines=True)]
    lines += [safe("\n" + words, lines=True) for words in _relations(entry, entries, index, plan)]
    if full:
        lines.append(safe(f"\n\n原样：{json.dumps(entry.data, ensure_ascii=False, sort_keys=True)}"))
        lines.append(safe(f"\n上一条校验值 {entry.prev}\n本条校验值   {entry.hash}", lines=True))
    return lines


def _relations(entry: Entry, entries: Sequence[Entry], index: LogIndex, plan: Plan) -> list[str]:
    found = []
    about = entry.data.get("seq") if entry.kind in ABOUT_ANOTHER else None
    if isinstance(about, int) and 1 <= about <= len(entries):
        found.append(f"所指第{about}条：{narrate(entries[about - 1], plan)}")
    later = index.corrected.get(entry.seq, ())
    found += [f"第{seq}条更正为：{text}" for seq in later if (text := entries[seq - 1].data.get("text", ""))]
    if right := index.right_time(entry.seq):
        found.append(right)
    if entry.seq in index.withdrawn:
        seq = index.withdrawn[entry.seq]
        found.append(f"已由第{seq}条撤回，原因：{entries[seq - 1].data.get('reason', '')}")
    return found


def search_words(entries: Sequence[Entry], plan: Plan, words: list[str]) -> None:
    """Make `words` as long as `entries`: for each the lower-case words it is found by."""
    for at in range(len(words), len(entries)):
        entry = entries[at]
        words.append(f"{entry.seq} {entry.at[11:16]} {kind_label(entry)} {entry.by} {narrate(entry, plan)}".lower())


def recent_lines(entries: Sequence[Entry], index: LogIndex, plan: Plan, width: int, height: int) -> list[Content]:
    """The newest entries in at most `height` lines of `width` cells, the newest last; long ones take up to three lines."""
    most = 3 if height >= _ROOMY else 1
    lines = list[Content]()
    for entry in reversed(entries[-height:]):
        style = "bold" if entry.seq in index.marked else ""
        block = folded(safe(_recent(entry, index, plan), style), width).split("\n")
        if len(block) > most:
            block = [*block[: most - 1], safe(cut(_rest(block[most - 1 :]), width), style)]
        if len(lines) + len(block) > height:
            break
        lines[:0] = block
    return lines


def _rest(block: Sequence[Content]) -> str:
    return "".join(line.plain for line in block)


def _recent(entry: Entry, index: LogIndex, plan: Plan) -> str:
    return f"{entry.at[11:16]} {fit(kind_label(entry), 8)} {index.standing(entry.seq)}{_happened(entry, index)}{narrate(entry, plan)}"
