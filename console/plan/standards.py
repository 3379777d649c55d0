"""Grades, levels and the standards that start them; who decides; what each level has to do."""

from __future__ import annotations

from typing import Literal

from .base import Clause, Ident, LevelId, Text


class Grade(Clause):
    """An event grade (事件分级) and the level that it starts."""

    id: Text
    """特别重大, 重大, 较大 or 一般."""
    level: LevelId


class Task(Clause):
    """One thing the command does at a level."""

    id: Ident
    text: Text
    inside: bool = False
    """Work of the duty room's own desk: on its list, and in no notice or report to others."""


class Level(Clause):
    """A response level (响应级别) with who leads and what is done."""

    id: LevelId
    lead: Text
    """Who leads at this level, in the plan's terms."""
    posture: Text
    """What starting the level sets in motion, in a sentence."""
    tasks: tuple[Task, ...] = ()


class Authority(Clause):
    """Who proposes, decides and announces starting, changing and ending at some levels."""

    levels: tuple[LevelId, ...]
    actions: tuple[Literal["start", "change", "end"], ...]
    proposes: tuple[Text, ...] = ()
    decides: tuple[Text, ...] = ()
    announces: tuple[Text, ...] = ()
    """Empty where the plan names nobody; the screen then says so."""
    note: str = ""


class Branch(Clause):
    """One way to reach a standard: an expression over the facts that an expert in the plan can read."""

    when: Text
    text: Text
    """The standard in short words."""


class Criterion(Clause):
    """A standard of the plan: reached when any one of its branches holds."""

    id: Ident
    level: LevelId
    grade: str | None = None
    over: Ident | None = None
    """A list fact: the standard is tried on each of its items."""
    where: str | None = None
    """An expression that picks the items (the kind of hazard)."""
    may: bool = False
    """The plan only says that the level may be started (可视情况)."""
    any: tuple[Branch, ...]


class Remark(Clause):
    """Something the officer must be told when `when` surely holds; `advise` is the level to put to the command."""

    id: Ident
    kind: Literal["gap", "same-condition", "conflict", "excluded", "highest-of-several", "assess"]
    when: Text
    text: Text
    advise: LevelId | None = None
    over: Ident | None = None
    where: str | None = None
    excludes: bool = False
    """True: while it holds no standard counts at all (a single very large load)."""
