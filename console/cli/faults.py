"""How a verb says that something is wrong."""

from __future__ import annotations

import re

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
