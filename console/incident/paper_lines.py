"""Lines that were written on the emergency pages while the PC was down, as they are brought in afterwards. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from console.words import blank

from .commands import Note
from .entry import Entry
from .times import HELP, Unreadable, dated, instant, parse_when

_TAKEN = re.compile(r"纸面(?:([^\s页行：:]{1,20})页)?(\d{1,3})行：")

Taken = Mapping[tuple[str, int], Entry]
"""Sheet and line to the entry that brought the line in."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line as typed off the sheet, not read yet."""

    sheet: str
    """What names the sheet: 页号 at its head."""
    number: str
    at: str
    text: str
    who: str = ""
    """Who wrote it on the paper, where the sheet says so."""


def taken(entries: Iterable[Entry]) -> dict[tuple[str, int], Entry]:
    """The lines that are in the log already."""
    found: dict[tuple[str, int], Entry] = {}
    for entry in entries:
        words = _TAKEN.match(str(entry.data.get("text", ""))) if entry.kind == "note" else None
        if words:
            found[words[1] or "", int(words[2])] = entry
    return found


def sheet_name(typed: str) -> str:
    """The sheet as it is kept: without blanks, the words around it, and full-width figures."""
    return re.sub(r"[\s页行:第号]", "", unicodedata.normalize("NFKC", typed))[:20]


def note_of(line: PaperLine, known: Taken, now: datetime) -> Note:
    """The late entry for a line; its words name sheet and line.

    Raises:
        Unreadable: what is missing or cannot be read, or that this line is in the log already; one sentence.
    """
    number = unicodedata.normalize("NFKC", line.number).strip().removesuffix("行")
    if not re.fullmatch(r"\d{1,3}", number, re.ASCII):
        raise Unreadable(f"编号「{line.number[:20]}」读不懂，照纸上的写，如 03")
    sheet = sheet_name(line.sheet)
    before = known.get((sheet, int(number)))
    if before is not None:
        raise Unreadable(f"{_place(sheet, int(number))}已补录为第{before.seq}条；要改请在日志屏更正那一条")
    if blank(line.at):
        raise Unreadable(f"请照纸上写时间，{HELP}")
    at = parse_when(line.at, now)
    if blank(line.text):
        raise Unreadable("请照纸上写什么事")
    who = f"(纸上记录人：{line.who.strip()})" if not blank(line.who) else ""
    return Note(f"{_place(sheet, int(number))}：{line.text}{who}", at)


def _place(sheet: str, number: int) -> str:
    return f"纸面{f'{sheet}页' if sheet else ''}{number:02d}行"


def next_number(sheet: str, known: Taken) -> str:
    """The number of the line after the last one of this sheet: 「01」 for a new sheet."""
    return f"{max((n for s, n in known if s == sheet_name(sheet)), default=0) + 1:02d}"


def out_of_order(sheet: str, number: int, at: datetime, known: Taken) -> str:
    """A warning where a line is told to be earlier than the line above it; empty where it is not."""
    above = [(n, e) for (s, n), e in known.items() if s == sheet_name(sheet) and n < number]
    if not above:
        return ""
    last, entry = max(above, key=lambda pair: pair[0])
    before = instant(entry.event_at)
    return f"比上面{last:02d}行的时间({dated(before)})早，请核对" if at < before else ""
