"""What goes with a figure while it is being typed: who said it and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from console.incident import commands as c
from console.incident.form import shown
from console.incident.form_reading import About, Told, read_fact
from console.incident.state import Certainty, Value
from console.incident.times import Unreadable

if TYPE_CHECKING:
    from console.desk.view import CaseView

    from .widgets.form_rows import FormRow


ORDER: tuple[Certainty, ...] = ("unverified", "verified", "estimated")
"""As one key goes through them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A choice, and the value that it was made for."""

    about: About
    seq: int | None
    """The entry of the recorded value; None for a value that is being typed."""
    typed: str
    """What stood there; whoever types on behind it types the same value."""

    def fits(self, row: FormRow, said: Value | None) -> bool:
        """Whether the choice was made for what stands in the row."""
        return self.seq == said.seq if said is not None else self.seq is None and row.typed.startswith(self.typed)


class Abouts:
    """Source and certainty by place of the form, until they are recorded with a figure."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    def of(self, row: FormRow, case: CaseView | None) -> About:
        """What was chosen for the value in the row; else what the log says of this value; else the caller, not verified."""
        _, said = standing(row, case)
        kept = self._kept.get(row.slot.id)
        if kept is not None and kept.fits(row, said):
            return kept.about
        if said is not None:
            return About(said.source, said.certainty)
        call = case.state.call if case else {}
        return About("".join(call.get(name, "") for name in ("unit", "caller")))

    def keep(self, row: FormRow, case: CaseView, about: About) -> None:
        """Remember a choice for the value that stands in the row."""
        _, said = standing(row, case)
        self._kept[row.slot.id] = Kept(about, said.seq if said is not None else None, row.typed)

    def turn(self, row: FormRow, case: CaseView) -> None:
        """The next: what is not verified becomes verified, then estimated, then what it was. Nothing is recorded by it."""
        about = self.of(row, case)
        self.keep(row, case, replace(about, certainty=ORDER[(ORDER.index(about.certainty) + 1) % len(ORDER)]))

    def turned(self, row: FormRow, case: CaseView) -> bool:
        """Whether how sure a recorded value is was changed here and is not recorded yet."""
        _, said = standing(row, case)
        return said is not None and self.of(row, case).certainty != said.certainty

    def command(self, row: FormRow, case: CaseView) -> c.SetFigure | None:
        """What records the choice for the value that is recorded already; None where it is as the log says."""
        path, said = standing(row, case)
        about = self.of(row, case)
        if said is None or about == About(said.source, said.certainty):
            return None
        return c.SetFigure(path, said.value, said.typed, about.source, about.certainty)

    def drop(self, row: FormRow) -> None:
        """The value that the choice was made for is recorded, or was never typed."""
        self._kept.pop(row.slot.id, None)

    def forget(self) -> None:
        """Another event: what was chosen was chosen for the one before."""
        self._kept.clear()


def standing(row: FormRow, case: CaseView | None) -> tuple[str, Value | None]:
    """The figure that stands in a row and what the log says of it; None where the log does not have this value."""
    slot = row.slot
    if case is None or not slot.is_fact:
        return slot.name, None
    told = None
    if row.typed != shown(slot, case.state):
        try:
            told = read_fact(slot, case.plan, case.state, row.typed, row.offer)
        except Unreadable:
            return slot.name, None
    path = told.path if told is not None else slot.name
    figure = case.state.figures.get(path)
    if figure is None or figure.now.value is None:
        return path, None
    same = told is None or Told(path, figure.now.value, told.figure).exact == told.exact
    return path, figure.now if same else None
