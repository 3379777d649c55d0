"""The common ground of every plan model: frozen, strict, no unknown keys."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LevelId = Literal["I", "II", "III", "IV"]
"""A response level (响应级别); I is the highest."""

LEVELS: tuple[LevelId, ...] = ("I", "II", "III", "IV")

Colour = Literal["red", "orange", "yellow", "blue"]
"""A warning colour (预警颜色); never a level."""

COLOURS: dict[Colour, str] = {"red": "红色", "orange": "橙色", "yellow": "黄色", "blue": "蓝色"}

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Ident = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$|^I{1,3}$|^IV$")]
Minutes = Annotated[int, Field(ge=1, le=100_000)]


class Model(BaseModel):
    """A frozen record of the plan; a key that is not known is a problem, not noise."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Clause(Model):
    """Anything that stands on a clause of the plan."""

    clause: Text
    """Where the plan says it, as 「6.2.1(3)」 or 「附录1 三.1」."""
