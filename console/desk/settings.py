"""The settings of the room: a TOML file that the office edits, with every fault named by line."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from console.incident.due import Office, OfficeTime
from console.shift.handover import EQUIPMENT

FILE = "settings.toml"


class OwnTime(BaseModel):
    """A deadline of the office itself (本单位要求), in minutes from the start of the clocks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: str
    item: str
    target: int | None = Field(default=None, ge=1, le=100_000)
    limit: int | None = Field(default=None, ge=1, le=100_000)


class Settings(BaseModel):
    """What an office may set; every value has a default that works."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    office: str = ""
    """The name of the room on papers; the plan's own office where empty."""
    officers: tuple[str, ...] = ()
    """Names to pick from when somebody comes on duty."""
    leaders: tuple[str, ...] = ()
    """Names to pick from for who decided and who announced."""
    own_posts: dict[str, str] = Field(default_factory=dict)
    """The post the console reports for, by plan."""
    clock_basis: Literal["occurred", "judged", "received"] = "occurred"
    """The instant from which the clocks run by default."""
    acknowledge_minutes: int = Field(default=60, ge=5, le=1440)
    """After so long an agency's acknowledgement is offered to be renewed."""
    sound: bool = True
    ascii_borders: bool = False
    """Frames of plain characters, for terminals whose font shears the drawn ones."""
    theme: str = "duty-night"
    second_place: str = ""
    """A folder on another disk that gets a copy of every entry."""
    warning_folder: str = ""
    """Where warning files (CAP) come to lie; the user's downloads where empty."""
    paper_twin_minutes: int = Field(default=15, ge=0, le=240)
    """How often the two emergency pages are written anew while an event is open; 0 for never."""
    equipment: tuple[str, ...] = EQUIPMENT
    """What is looked at when the shift changes."""
    times: tuple[OwnTime, ...] = ()

    def for_deadlines(self) -> Office:
        """The part that bears on the deadlines."""
        times = tuple(OfficeTime(t.plan, t.item, t.target, t.limit) for t in self.times)
        return Office(own_posts=dict(self.own_posts), times=times)


def load_settings(home: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings of a home and the faults of the file, a sentence each; with faults the defaults are used."""
    path = home / FILE
    if not path.exists():
        return Settings(), ()
    from console.plan.toml_record import read_record  # noqa: PLC0415 # only where there is a file to read

    found, faults = read_record(path, Settings)
    if found is None:
        faults = (*faults, f"{FILE} 有错，全部设置先用默认值；改好后重新打开")
    return found or Settings(), faults
