"""How a verb says that something is wrong."""

from __future__ import annotations

import re
import sys
from datetime import datetime

from console.incident.times import Unreadable, dated_seconds, parse_when, read_words
from console.words import visible

_HEX = re.compile(r"[0-9a-fA-F]{64}")


class VerbError(Exception):
    """One sentence for standard error, and the exit status: 1 does not hold, 2 unusable arguments or files."""

    def __init__(self, sentence: str, status: int = 2) -> None:
        super().__init__(sentence)
        self.status = status


def hex64(words: str | None, what: str) -> str | None:
    """A hash or a key as it was given, or None where none was.

    Raises:
        VerbError: it is none: half a hash that was copied must not read as a log that was cut.
    """
    if words is not None and not _HEX.fullmatch(words.strip()):
        raise VerbError(f"{what}要写全64位十六进制，写的是「{words:.80}」")
    return words


def time_given(words: str | None, option: str, now: datetime) -> datetime | None:
    """A time as it was given, in any form that the screen takes; None where none was.

    Raises:
        VerbError: it cannot be read, or its day or year would be a guess: with the full form to write.
    """
    if words is None:
        return None
    try:
        return parse_when(words, now)
    except Unreadable as fault:
        raise VerbError(f"{option}：{fault}") from None


def say_time(at: datetime, now: datetime) -> None:
    """Say on standard error how a time was read."""
    print(visible(f"读作 {dated_seconds(at)}({read_words(at, now)})"), file=sys.stderr)  # noqa: T201 # a verb speaks
