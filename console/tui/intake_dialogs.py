"""The dialogs of the intake: reason of a correction, source of a figure, reading back, the end of the call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from console.incident import commands as c
from console.incident.form import Slot
from console.incident.form_reading import About, command_for
from console.incident.readback import lines_to_speak
from console.incident.times import Unreadable, parse_when, read_words

from .dialog import Ask, Dialog
from .time_field import start_moved
from .widgets.form import Form
from .widgets.form_rows import FormRow
from .widgets.intake_words import missing_basics

if TYPE_CHECKING:
    from .screens.intake import IntakeScreen


class ReadBackDialog(Dialog):
    """The words to speak, large enough to read at arm's length."""


def ask_reason(screen: IntakeScreen, slot: Slot, typed: str) -> None:
    """A named instant is corrected once the clocks run: ask why, then move all deadlines."""
    case = screen.case
    if case is None:
        return
    now = screen.duty.desk.clock.now()  # what is told here is what is recorded, however long the reason takes

    async def submit(answers: Mapping[str, str]) -> str:
        try:
            command = command_for(slot, case.plan, case.state, typed, now, About(), reason=answers["reason"])
        except Unreadable as error:
            return str(error)
        problem = await screen.do(command) if command else ""
        if not problem:
            screen.typed_in.pop(slot.id, None)
            screen.keep()
        return problem

    at = parse_when(typed, now)
    doubt = start_moved(case.state, slot.name, at)  # type: ignore[arg-type]  # an instant's slot
    read = f"读作 {read_words(at, now)}{f'；{doubt}' if doubt else ''}。"
    note = f"{slot.label}改为「{typed}」，{read}全部时限跟着变；原来的时限仍在日志里。"
    asks = (Ask("reason", "更正的原因", hints=("来电人更正", "核实后更正", "登记有误")),)
    screen.duty.push_screen(Dialog(f"更正{slot.label}", asks, submit, note=note, about=f"更正 {slot.id}"))


def _figure_here(screen: IntakeScreen) -> FormRow | None:
    row = screen.query_one("#form", Form).here()
    if row is None or not row.slot.is_fact:
        screen.refuse("光标先放到一个数字上")
        return None
    return row


def turn_certainty(screen: IntakeScreen) -> None:
    """The next of unverified, verified, estimated for the figure with the cursor; recorded when the row is left."""
    row, case = _figure_here(screen), screen.case
    if row is None or case is None:
        return
    screen.abouts.turn(row, case)
    screen.show_mark(row)
    screen.hint(row)


def ask_source(screen: IntakeScreen) -> None:
    """Who said the figure with the cursor; what is only typed yet takes it along when it is recorded."""
    row, case = _figure_here(screen), screen.case
    if row is None or case is None:
        return
    about = screen.abouts.of(row, case)

    async def submit(answers: Mapping[str, str]) -> str:
        screen.abouts.keep(row, case, replace(about, source=answers["source"]))
        command = screen.abouts.command(row, case)
        problem = await screen.do(command, event=case.id) if command else ""
        screen.hint(row)
        return problem

    unit = case.state.call.get("unit", "")
    hints = tuple(dict.fromkeys([*([unit] if unit else []), "州级调度", "县市能源主管部门", "现场"]))
    asks = (Ask("source", "来源", about.source, hints=hints),)
    screen.duty.push_screen(Dialog(f"{row.slot.label}：谁说的", asks, submit, about=f"谁说的 {row.slot.id}"))


def read_back(screen: IntakeScreen) -> None:
    """Show what to speak; confirming it is recorded with the words."""
    case = screen.case
    if case is None:
        screen.refuse("还没有事件可复述")
        return
    words = "\n".join(lines_to_speak(case.plan, case.state, case.proposal.ask, [one.said for one in case.contradictions]))

    async def submit(answers: Mapping[str, str]) -> str:
        return await screen.do(c.ReadBack(words, answers["name"]))

    asks = (Ask("name", "来电人姓名", case.state.call.get("caller", "")),)
    screen.duty.push_screen(ReadBackDialog("念给来电人核对", asks, submit, note=words, ok="对方说对"))


async def finish(screen: IntakeScreen) -> None:
    """End the intake: at once where all was asked, after a look at what is missing where not."""
    case = screen.case
    if case is None:
        screen.refuse("还没有事件")
        return

    async def leave() -> str:
        problem = await screen.do(c.FinishIntake())
        if not problem:
            screen.duty.call_later(screen.duty.action_go, "declare" if case.proposal.level else "response")
        return problem

    async def submit(_answers: Mapping[str, str]) -> str:
        return await leave()

    missing = missing_basics(case.state)
    undone = [f"还没有问：{missing}"] if missing else []
    if case.state.read_back is None:
        undone.append("还没有向来电人复述")
    if undone:
        note = "\n".join(undone) + "\n缺的以后可以再补，时限照走。"
        screen.duty.push_screen(Dialog("接报完成", (), submit, note=note, ok="先这样，完成"))
    else:
        await leave()
