"""A whole plan: the tables of a plan folder in one frozen record."""

from __future__ import annotations

from functools import cached_property

from .base import Ident, LevelId, Model, Text
from .facts import Fact
from .organisation import Body, Chair, Group, Place, Post, Sector
from .standards import Authority, Criterion, Grade, Level, Remark
from .work import (
    Coverage,
    EndCondition,
    Figure,
    Follow,
    Measure,
    Milestone,
    Passage,
    Reading,
    ReportItem,
    Risk,
    WarningColour,
    WarningStep,
)


class Header(Model):
    """Which document this is."""

    id: Ident
    name: Text
    """The short name on the screens (「大面积停电」)."""
    title: Text
    document: Text
    """The number of the document (「红政办发〔2022〕40号」)."""
    issued: Text
    revision: Text
    """The revision of this data, which the log keeps."""
    own_post: Ident | None = None
    """The post this console reports for by default."""
    office: Text
    """The office of the command that works at this desk."""
    below: str = ""
    """What the plan says where no level is reached, with its clause."""
    clock_note: str = ""
    """From which instant the minutes run, and the reading taken."""
    warning_hazards: tuple[Text, ...] = ()
    """Kinds of warning that belong to this plan, as the warnings name them."""
    warning_issuers: tuple[Text, ...] = ()
    """Whose warnings the standards name (part of the issuer's name); empty where any issuer's count."""
    callers: tuple[Text, ...] = ()
    """Who rings in practice cases."""


class Plan(Model):
    """A plan as loaded from its folder; the arrays carry the names of the TOML tables."""

    plan: Header
    facts: tuple[Fact, ...] = ()
    grades: tuple[Grade, ...] = ()
    levels: tuple[Level, ...] = ()
    authorities: tuple[Authority, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    remarks: tuple[Remark, ...] = ()
    chairs: tuple[Chair, ...] = ()
    bodies: tuple[Body, ...] = ()
    groups: tuple[Group, ...] = ()
    sectors: tuple[Sector, ...] = ()
    posts: tuple[Post, ...] = ()
    places: tuple[Place, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    report_items: tuple[ReportItem, ...] = ()
    measures: tuple[Measure, ...] = ()
    risks: tuple[Risk, ...] = ()
    warning_colours: tuple[WarningColour, ...] = ()
    warning_steps: tuple[WarningStep, ...] = ()
    warning_contents: tuple[ReportItem, ...] = ()
    end_conditions: tuple[EndCondition, ...] = ()
    follows: tuple[Follow, ...] = ()
    passages: tuple[Passage, ...] = ()
    readings: tuple[Reading, ...] = ()
    coverage: tuple[Coverage, ...] = ()

    @property
    def id(self) -> str:
        """The plan's id, as `blackout`."""
        return self.plan.id

    @cached_property
    def level_ids(self) -> tuple[LevelId, ...]:
        """The levels the plan has, highest first."""
        return tuple(level.id for level in self.levels)

    def level(self, level_id: str) -> Level:
        """The level of that id; KeyError where the plan has none."""
        return self._by_id["level"][level_id]  # type: ignore[return-value]  # one index for all tables

    def body(self, body_id: str) -> Body:
        """The body of that id; KeyError where there is none."""
        return self._by_id["body"][body_id]  # type: ignore[return-value]  # one index for all tables

    def sector(self, sector_id: str) -> Sector:
        """The sector of that id; KeyError where there is none."""
        return self._by_id["sector"][sector_id]  # type: ignore[return-value]  # one index for all tables

    def milestone(self, milestone_id: str) -> Milestone:
        """The milestone of that id; KeyError where there is none."""
        return self._by_id["milestone"][milestone_id]  # type: ignore[return-value]  # one index for all tables

    def fact(self, fact_id: str) -> Fact:
        """The top-level fact of that id; KeyError where there is none."""
        return self._by_id["fact"][fact_id]  # type: ignore[return-value]  # one index for all tables

    def post(self, post_id: str) -> Post:
        """The post of that id; KeyError where there is none."""
        return self._by_id["post"][post_id]  # type: ignore[return-value]  # one index for all tables

    def figure(self, figure_id: str) -> Figure:
        """The figure of an end condition of that id; KeyError where there is none."""
        return next(f for c in self.end_conditions for f in c.figures if f.id == figure_id)

    def authority(self, level_id: str, action: str) -> Authority | None:
        """Who proposes, decides and announces this action at this level; None where the plan is silent."""
        fits = (a for a in self.authorities if level_id in a.levels and action in a.actions)
        return next(fits, None)

    def measures_of(self, body_id: str) -> tuple[Measure, ...]:
        """The measures that a body carries, by way of its sectors."""
        sectors = {s.id for s in self.sectors if body_id in s.bodies}
        return tuple(m for m in self.measures if sectors.intersection(m.by))

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Model]]:
        tables: dict[str, tuple[Model, ...]] = {
            "level": self.levels, "body": self.bodies, "sector": self.sectors, "milestone": self.milestones,
            "fact": self.facts, "post": self.posts,
        }
        return {name: {row.id: row for row in rows} for name, rows in tables.items()}  # type: ignore[attr-defined]  # every row of these tables has an id
