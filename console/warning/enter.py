"""A message or a form -> an entry of the desk log: which warnings it touches, and what is wrong with that. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from console.incident.times import stamp
from console.plan.base import Colour

from .cap import CapFile, Message
from .model import STANDINGS, Bulletin, Status, Warnings, by_identifier


@dataclass(frozen=True, slots=True)
class ByHand:
    """A warning as the officer enters it."""

    hazard: str
    colour: Colour
    issuer: str
    area: str
    start: datetime
    until: datetime | None
    text: str = ""
    instruction: str = ""
    """What the issuer says is to be done."""
    headline: str = ""
    replaces: tuple[str, ...] = ()
    """Ids of warnings that this one changes."""
    status: Status = "Actual"


@dataclass(frozen=True, slots=True)
class Entered:
    """What goes into the desk log."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    """What the officer must know beside the faults of the file."""


def next_id(warnings: Warnings) -> str:
    """The number of the next warning."""
    return f"w{len(warnings) + 1}"


def duplicate(message: Message, sha256: str, warnings: Warnings) -> tuple[Bulletin, bool] | None:
    """The warning that has the same number already, and whether what it says is the same (if perhaps in other bytes)."""
    for known in by_identifier(warnings, message.identifier):
        if known.sender == message.sender:
            return known, known.sha256 == sha256 or _same(known, message)
    return None


def _same(known: Bulletin, message: Message) -> bool:
    info = message.info
    return (
        (known.status, known.kind, known.sent) == (message.status, message.kind, message.sent)
        and known.references == tuple(r.identifier for r in message.references)
        and (known.headline, known.text, known.instruction) == (info.headline, info.text, info.instruction)
        and (known.colour, known.until) == (info.colour, info.until)
        and all(told in ("", kept) for told, kept in ((info.hazard, known.hazard), (info.area, known.area)))
    )


def from_message(
    file: CapFile, message: Message, new_id: str, name: str, sha256: str, warnings: Warnings
) -> Entered:
    """The entry for a CAP message. Only an Actual one changes an Actual one, and only its own sender's."""
    info = message.info
    affects, said = _affected(message, warnings)
    said += message.left_out
    overtaken = [b.id for b in warnings.values()
                 if message.identifier in b.references and b.status == message.status and b.sender == message.sender]
    if circle := [i for i in overtaken if i in affects]:
        said.append(f"与{'、'.join(circle)}互相引用，以后收到的这一份为准，请向发布单位核对")
        overtaken = []
    if overtaken:
        said.append(f"比它晚的{'、'.join(overtaken)}已先收到，这一份到时已不在有效期")
    data = {
        "id": new_id, "hazard": info.hazard or _of_first(affects, "hazard", warnings), "colour": info.colour,
        "issuer": info.issuer or message.sender, "area": info.area or _of_first(affects, "area", warnings),
        "geocodes": list(info.geocodes), "start": _stamp(info.start or message.sent), "until": _stamp(info.until),
        "headline": info.headline, "text": info.text, "instruction": info.instruction,
        "identifier": message.identifier, "sender": message.sender, "sent": _stamp(message.sent),
        "references": [r.identifier for r in message.references], "status": message.status, "type": message.kind,
        "file": name, "sha256": sha256, "faults": [str(f) for f in file.faults] + said, "affects": affects,
        "overtaken_by": overtaken, "note": message.note[:2000],
    }
    kinds = {"Alert": "warning_received", "Update": "warning_updated", "Cancel": "warning_cancelled"}
    return Entered(kinds[message.kind], data, tuple(said))


def _affected(message: Message, warnings: Warnings) -> tuple[list[str], list[str]]:
    """The warnings that the references take out of force, and what is wrong with the references."""
    touched, said = [], []
    for reference in message.references if message.kind != "Alert" else ():
        found = by_identifier(warnings, reference.identifier)
        same = [b for b in found if b.status == message.status]
        own = [b for b in same if b.sender == message.sender]
        if not found:
            said.append(f"引用的 {reference.identifier[:60]} 没有收到过，已留存，没有据此改动任何预警")
        elif not same:
            said.append(f"引用的 {reference.identifier[:60]} 与本消息的状态(实际、演练等)不同，没有据此改动")
        elif not own:
            said.append(f"{reference.identifier[:60]} 是{same[0].issuer[:40]}发布的，谁发布谁解除，没有据此改动，请核对")
        gone = next(((b.id, STANDINGS[b.ended.what]) for b in own if b.ended is not None), None)
        if gone and message.kind == "Update":
            said.append(f"引用的 {gone[0]} {gone[1]}，不在有效期，这一份按新的预警登记，请核对")
        touched += [b.id for b in own if b.ended is None and b.id not in touched]
    return touched, said


def _of_first(ids: list[str], name: str, warnings: Warnings) -> str:
    return str(getattr(warnings[ids[0]], name)) if ids else ""


def from_hand(form: ByHand, new_id: str, warnings: Warnings) -> Entered:
    """The entry for a warning entered by hand."""
    data = {
        "id": new_id, "hazard": form.hazard, "colour": form.colour, "issuer": form.issuer, "area": form.area,
        "geocodes": [], "start": stamp(form.start), "until": _stamp(form.until), "headline": form.headline,
        "text": form.text, "instruction": form.instruction, "identifier": "", "sender": form.issuer, "sent": stamp(form.start),
        "references": [], "status": form.status, "type": "Update" if form.replaces else "Alert", "file": "",
        "sha256": "", "faults": [], "affects": [i for i in form.replaces if i in warnings], "overtaken_by": [],
        "note": "",
    }
    return Entered("warning_updated" if form.replaces else "warning_received", data)


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None


