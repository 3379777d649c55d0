"""What stands in a row of the intake form, recorded; or why it could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.incident import commands as c
from console.incident.form import is_recorded
from console.incident.form_reading import command_for, places_change
from console.incident.times import Unreadable
from console.words import blank

from .abouts import standing
from .intake_dialogs import ask_reason

if TYPE_CHECKING:
    from .screens.intake import IntakeScreen
    from .widgets.form_rows import FormRow


async def commit(screen: IntakeScreen, row: FormRow) -> bool:
    """Record what stands in a row; False where it could not be."""
    case = screen.case
    elsewhere = case is None or case.id != screen.event or not row.is_attached  # then it is kept until the event is back
    if case is None or elsewhere or (row.slot.kind in ("places", "add") and blank(row.typed)):
        return True
    if not row.dirty or standing(row, case)[1] is not None:  # as it is recorded, or another way to write it
        return await commit_certainty(screen, row)
    now, about = screen.duty.desk.clock.now(), screen.abouts.of(row, case)
    try:
        command = command_for(row.slot, case.plan, case.state, row.typed, now, about, offer=row.offer)
    except Unreadable as error:
        return _failed(screen, row, str(error))
    if row.slot.kind == "when" and case.state.stage != "intake" and is_recorded(row.slot, case.state):
        ask_reason(screen, row.slot, row.typed)
        return False
    problem = await screen.do(command, event=case.id) if command else ""
    if problem:
        return _failed(screen, row, problem)
    if command is None and row.slot.kind == "places":
        there = places_change(row.slot, case.plan, case.state, row.typed, row.offer).there
        screen.say(f"{'、'.join(there)} 早已在表上，没有改动；要去掉在前面打 -")
    screen.typed_in.pop(row.slot.id, None)
    screen.abouts.drop(row)
    if isinstance(command, c.AddItem):
        screen.added = command.key
        screen.opened.add(f"{command.fact}.{command.key}")
    screen.keep()
    await screen.show_case()
    row.put(row.stored)
    screen.settle(row, screen.case or case)
    return True


async def commit_certainty(screen: IntakeScreen, row: FormRow) -> bool:
    """The value stands as recorded; how sure it is, where that was changed and has come to rest, is one entry."""
    case = next((one for one in screen.view.cases if one.id == screen.event), None) if screen.view else None
    if case is None:
        return True
    command = screen.abouts.command(row, case)
    problem = await screen.do(command, event=case.id) if command else ""
    if problem:
        return _failed(screen, row, problem)
    screen.abouts.drop(row)
    if row.dirty:
        screen.typed_in.pop(row.slot.id, None)
        screen.keep()
        row.put(row.stored)
    screen.show_mark(row)
    return True


def _failed(screen: IntakeScreen, row: FormRow, problem: str) -> bool:
    row.problem = problem
    screen.refuse(problem)
    screen.show_mark(row)
    screen.hint(row)
    return False
