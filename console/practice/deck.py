"""What comes next: a box for every edge, and what was wrong comes back soonest (Leitner). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from .edges import Edge

BOXES = (3, 8, 20, 50, 120)
"""How many other cases lie between two cases at an edge, by its box; what is wrong goes back to the first."""
NEW_EVERY = 3
"""Every third case is at an edge never seen, while there is one: what was wrong does not crowd out the rest."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How somebody stands at one edge."""

    box: int = 0
    due: int = 0
    """It comes back once so many cases have been answered."""
    seen: int = 0
    right: int = 0
    seconds: int = 0
    """All answers together."""
    slowest: int = 0
    """The slowest of them, seconds."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one person has practised."""

    count: int = 0
    """Cases answered."""
    edges: Mapping[str, Seen] = field(default_factory=dict)
    """By the edge's key."""


def answered(record: Record, key: str, right: bool, seconds: int) -> Record:
    """The record after one more answer: right goes a box up, wrong back to the first."""
    before = record.edges.get(key, Seen())
    box = min(before.box + 1, len(BOXES) - 1) if right else 0
    count = record.count + 1
    after = Seen(box, count + BOXES[box], before.seen + 1, before.right + right, before.seconds + seconds,
                 max(before.slowest, seconds))  # fmt: skip
    return replace(record, count=count, edges={**record.edges, key: after})


def pick(record: Record, edges: Sequence[Edge], rng: Random) -> Edge:
    """The edge of the next case: the one that is most overdue, else one never seen, else the one due soonest.

    `edges` must not be empty.
    """
    fresh = [edge for edge in edges if edge.key not in record.edges]
    known = [edge for edge in edges if edge.key in record.edges]
    first = min(known, key=lambda edge: (record.edges[edge.key].due, edge.key), default=None)
    turn = bool(fresh) and record.count % NEW_EVERY == NEW_EVERY - 1
    if first is not None and not turn and (record.edges[first.key].due <= record.count or not fresh):
        return first
    # Evenly over plans and standards first: a plan with many standards does not crowd out the other.
    plan = rng.choice(sorted({edge.plan for edge in fresh}))
    about = rng.choice(sorted({edge.about for edge in fresh if edge.plan == plan}))
    return rng.choice([edge for edge in fresh if (edge.plan, edge.about) == (plan, about)])
