"""How a verb says that something is wrong."""

from __future__ import annotations


class VerbError(Exception):
    """One sentence for standard error, and the exit status: 1 does not hold, 2 unusable arguments or files."""

    def __init__(self, sentence: str, status: int = 2) -> None:
        super().__init__(sentence)
        self.status = status
