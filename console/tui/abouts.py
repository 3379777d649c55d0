"""What goes with a figure while it is being typed: who said it and how sure it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.incident.form import Slot
from console.incident.form_reading import About
from console.incident.state import Certainty

if TYPE_CHECKING:
    from console.desk.view import CaseView


ORDER: tuple[Certainty, ...] = ("unverified", "verified", "estimated")
"""As one key goes through them."""


class Abouts:
    """Source and certainty by place of the form, until they are recorded with a figure."""

    def __init__(self) -> None:
        self._kept: dict[str, About] = {}

    def of(self, slot: Slot, case: CaseView | None) -> About:
        """What was chosen for this place, else what the log says of it, else the caller as the source."""
        if slot.id in self._kept:
            return self._kept[slot.id]
        figure = case.state.figures.get(slot.name) if case and slot.is_fact else None
        if figure is not None and figure.now.value is not None:
            return About(figure.now.source, figure.now.certainty)
        call = case.state.call if case else {}
        return About("".join(call.get(name, "") for name in ("unit", "caller")))

    def keep(self, slot: Slot, about: About) -> None:
        """Remember a choice."""
        self._kept[slot.id] = about

    def turn(self, slot: Slot, case: CaseView) -> About:
        """The next: what is not verified becomes verified, then estimated, then what it was. Nothing is recorded by it."""
        about = self.of(slot, case)
        turned = replace(about, certainty=ORDER[(ORDER.index(about.certainty) + 1) % len(ORDER)])
        self.keep(slot, turned)
        return turned

    def turned(self, slot: Slot, case: CaseView) -> bool:
        """Whether how sure a recorded figure is was changed here and is not recorded yet."""
        figure = case.state.figures.get(slot.name) if slot.is_fact else None
        return figure is not None and figure.now.value is not None and self.of(slot, case).certainty != figure.now.certainty

    def forget(self) -> None:
        """Another event: what was chosen was chosen for the one before."""
        self._kept.clear()
