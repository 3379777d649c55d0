"""The facts that a plan's standards ask for: what may be told, in which unit, with which words."""

from __future__ import annotations

from typing import Literal

from .base import Ident, Model, Text

FactType = Literal["number", "bool", "choice", "choices", "text", "list"]


class Choice(Model):
    """One answer of a choice; the order in the file is the order of severity, lowest first."""

    id: Ident
    label: Text
    said: tuple[Text, ...] = ()
    """Ways in which a caller says this answer, where a practice case is told (「州气象台挂了橙色预警」)."""


class Spoken(Model):
    """Ways in which a caller says a fact, where a practice case is told; label and unit where none is given."""

    value: tuple[Text, ...] = ()
    """Each with `{}` once, where the figure, the choice or the name stands (「一下少了{}」)."""
    yes: tuple[Text, ...] = ()
    no: tuple[Text, ...] = ()
    """Of a bool that is not so, a count that is 0, a `choices` of which none is ticked."""
    unknown: tuple[Text, ...] = ()
    """The caller does not know it."""
    usual: tuple[int, ...] = ()
    """Figures of a usual size, in the fact's unit."""


class Share(Model):
    """A percentage that is `part` over `whole`; where both are known the figure wins over a typed percentage."""

    part: Ident
    whole: Ident


class Field(Model):
    """One fact: a column of the intake form and a name in the expressions."""

    id: Ident
    label: Text
    ask: Text
    """The question to put to the caller, ready to be spoken."""
    type: FactType
    unit: str = ""
    """「MW」 「%」 「户」 「个」; MW may be typed as 万千瓦 (1 万千瓦 = 10 MW)."""
    group: str = ""
    """The heading under which the form shows it (「红河电网」)."""
    choices: tuple[Choice, ...] = ()
    ordered: bool = False
    """For a choice: a value counts as every lower one too."""
    share: Share | None = None
    whole_number: bool = False
    maximum: int | None = None
    at_most: Ident | None = None
    """Another field that this one cannot exceed (shed load, load)."""
    within: Ident | None = None
    """A top-level figure that takes this one in, so that this one cannot be larger (the grid's lost load, a county's)."""
    includes: tuple[Ident, ...] = ()
    """Counts that are part of this one: what they hold is surely held here (特重旱 among 重旱及以上)."""
    only: tuple[str, ...] = ()
    """In a list with kinds: the kinds that have this field; empty means all."""
    empty_unless: Ident | None = None
    """A `choices` field that must be empty while that choice reads `none`."""
    note: str = ""
    spoken: Spoken | None = None


class Fact(Field):
    """A top-level fact; for a list, the fields of its items and the field that names an item."""

    key: Ident | None = None
    """For a list: the field that tells the items apart (name of the county, kind of hazard)."""
    fields: tuple[Field, ...] = ()
