"""What the trainee should do about an inject, and whether it was done within its window. For the director alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .moments import Scene, held_since
from .run import Run
from .scenario import Inject, elapsed

Verdict = Literal["open", "met", "late", "missed"]
"""Still to be done, done within the window, done after it, the window passed and it is not done."""
VERDICTS: dict[Verdict, str] = {"open": "待做", "met": "做到", "late": "迟做", "missed": "误了"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected after an inject that happened, at one moment."""

    since: datetime
    """When the inject happened."""
    until: datetime | None
    """The end of the window; None where the scenario sets none."""
    at: datetime | None
    """When it was done; None while it is not."""
    verdict: Verdict


def expected(inject: Inject, run: Run, scene: Scene) -> Expected | None:
    """Whether what is expected was done; None before the inject, and where the console cannot see it.

    A thing that was done before the inject does not count: it is done about it.
    """
    since = run.played(inject.id).sent_at
    if since is None or inject.done is None:
        return None
    until = since + elapsed(inject.window) if inject.window else None
    at = held_since(inject.done, run, scene, since)
    if at is None:
        return Expected(since, until, at, "missed" if until and scene.now > until else "open")
    return Expected(since, until, at, "late" if until and at > until else "met")
