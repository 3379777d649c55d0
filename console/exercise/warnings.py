"""The warnings of a drill: brought to the drill's own desk as if by the observatory."""

from __future__ import annotations

from datetime import timedelta

from console.desk.bulletins import bulletins, enter, lift
from console.desk.desk import Desk
from console.drill.scenario import Inject, Issued, Scenario
from console.incident.refused import Refused
from console.plan.base import Colour
from console.warning.enter import ByHand
from console.warning.model import Bulletin


def bring(scenario: Scenario, desk: Desk, inject: Inject) -> None:
    """Take in the warning that an inject brings, or lift the one it lifts; an inject without one does nothing.

    Raises:
        Refused: the warning it replaces or lifts was never issued.
        NotRecorded: the disk refuses.
    """
    issued = inject.warning
    if issued is None:
        return
    if issued.colour is None:
        lift(desk, _lifted(scenario, desk, issued), issued.issuer, " ".join(inject.words))
    else:
        enter(desk, _form(scenario, desk, inject, issued, issued.colour))


def _form(scenario: Scenario, desk: Desk, inject: Inject, issued: Issued, colour: Colour) -> ByHand:
    now = desk.clock.now()
    replaces = (_lifted(scenario, desk, issued),) if issued.lifts else ()
    return ByHand(
        issued.hazard, colour, issued.issuer, issued.area, now, now + timedelta(hours=issued.hours),
        text="".join(inject.words), headline=f"演练 {issued.hazard}预警", replaces=replaces,
    )


def _lifted(scenario: Scenario, desk: Desk, issued: Issued) -> str:
    """The desk's number of the warning that is lifted or replaced."""
    first = scenario.inject(issued.lifts).warning if issued.lifts else None
    found = [b for b in bulletins(desk).values() if first and _same(b, first)]
    if not found:
        raise Refused(f"「{issued.lifts}」的预警还没有发过")
    return found[-1].id


def _same(known: Bulletin, issued: Issued) -> bool:
    return (known.hazard, known.issuer, known.ended) == (issued.hazard, issued.issuer, None)
