"""command + state -> events, or a refusal in one sentence. Pure: the time comes with the context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import commands as c
from . import decide_ending, decide_intake, decide_response
from .deciding import Context, Decider, Event
from .entry import Entry
from .fold import UnknownKind, apply
from .refused import Refused
from .state import State
from .stored import stored

AFTER_CLOSE = (c.Note, c.Correct, c.Mark, c.Reopen, c.Link, c.SendPaper, c.Observe, c.DoTask)
"""What may still be written once an event is closed."""
_DECIDERS: dict[type[c.Command], Decider] = {
    **decide_intake.DECIDERS, **decide_response.DECIDERS, **decide_ending.DECIDERS,
}  # fmt: skip


def decide(command: c.Command, state: State, context: Context) -> list[Event]:
    """The events that `command` brings about.

    Raises:
        Refused: it cannot be done now, or something it needs is missing.
    """
    if state.stage == "closed" and not isinstance(command, AFTER_CLOSE):
        raise Refused("事件已归档，只能补录、更正、导出；要继续处置请先重开")
    events = _DECIDERS[type(command)](command, state, context)
    return [replace(event, data=stored(event.data)) for event in events]


def decide_all(commands: Sequence[c.Command], state: State, context: Context, by: str) -> list[Event]:
    """The events that `commands` bring about, each decided on the state that the ones before it leave.

    Nothing comes out that could not be read back: an entry on the disk that no fold takes would close the event for
    good.

    Raises:
        Refused: one of them cannot be done; then none is.
    """
    made: list[Event] = []
    for command in commands:
        for event in decide(command, state, replace(context, entries=context.entries + len(made))):
            made.append(event)
            draft = event.draft(context.now, by)
            seq = context.entries + len(made)
            try:
                state = apply(state, Entry(seq, draft.at, draft.event_at, by, draft.kind, draft.data, "", ""))
            except UnknownKind as error:
                raise Refused(f"这一步记下后会读不回来：{error}") from None
    return made
