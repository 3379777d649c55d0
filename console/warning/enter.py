"""A message or a form -> an entry of the desk log: which warnings it touches, and what is wrong with that. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from console.incident.times import stamp
from console.plan.base import Colour

from .cap import CapFile, Message
from .info import Info
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
    note: str = ""
    """Why another body than the issuer changes them."""
    status: Status = "Actual"


@dataclass(frozen=True, slots=True)
class Entered:
    """What goes into the desk log."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    """What the officer must know beside the faults of the file."""


def next_id(warnings: Warnings, further: int = 0) -> str:
    """The number of the next warning, or of one `further` on."""
    return f"w{len(warnings) + 1 + further}"


def duplicate(message: Message, sha256: str, warnings: Warnings) -> tuple[tuple[Bulletin, ...], tuple[int, ...]]:
    """The warnings that have the same number already, and which parts of the message (from 1) none of them says."""
    known = tuple(b for b in by_identifier(warnings, message.identifier) if b.sender == message.sender)
    new = tuple(
        part for part, info in enumerate(message.infos, 1)
        if not any((b.sha256, b.part) == (sha256, part) or _same(b, message, info) for b in known)
    )
    return known, new


def _same(known: Bulletin, message: Message, info: Info) -> bool:
    """Whether a warning says what a message says, if perhaps in other bytes."""
    return (
        (known.status, known.kind, known.sent) == (message.status, message.kind, message.sent)
        and known.references == tuple(r.identifier for r in message.references)
        and (known.headline, known.text, known.instruction) == (info.headline, info.text, info.instruction)
        and known.until == info.until and info.colour in (known.colour, None if message.kind == "Cancel" else known.colour)
        and all(told in ("", kept) for told, kept in ((info.hazard, known.hazard), (info.area, known.area)))
    )


def from_message(
    file: CapFile, message: Message, new: Mapping[int, str], name: str, sha256: str, warnings: Warnings
) -> Entered:  # fmt: skip
    """The entry for a CAP message, with a warning for each of its parts in `new`, which gives the number each is to have.

    Only an Actual one changes an Actual one, and only its own sender's.
    """
    infos = [message.infos[part - 1] for part in new]
    affects, said = _affected(message, warnings)
    overtaken = [b.id for b in warnings.values()
                 if message.identifier in b.references and b.status == message.status and b.sender == message.sender]
    if circle := [i for i in overtaken if i in affects]:
        said.append(f"与{'、'.join(circle)}互相引用，以后收到的这一份为准，请向发布单位核对")
        overtaken = []
    if overtaken:
        said.append(f"比它晚的{'、'.join(overtaken)}已先收到，这一份到时已不在有效期")
    shares = _shares(affects, infos, warnings)
    if message.kind == "Update":
        said += [f"{i} 是{warnings[i].hazard}预警，{new_id} 是{info.hazard}预警，一并变更了，请向发布单位核对"
                 for new_id, info, share in zip(new.values(), infos, shares, strict=True)
                 for i in share if warnings[i].hazard != info.hazard]
    parts = [
        {
            "id": new_id, "part": part, "hazard": info.hazard, "colour": info.colour,
            "issuer": _issuer(message, info, share, warnings), "area": info.area,
            "geocodes": list(info.geocodes), "start": _stamp(info.start or message.sent), "until": _stamp(info.until),
            "headline": info.headline, "text": info.text, "instruction": info.instruction,
            "identifier": message.identifier, "sender": message.sender, "sent": _stamp(message.sent),
            "references": [r.identifier for r in message.references], "status": message.status, "type": message.kind,
            "file": name, "sha256": sha256, "faults": [str(f) for f in file.faults] + said, "affects": share,
            "overtaken_by": overtaken, "note": message.note[:2000],
        }
        for (part, new_id), info, share in zip(new.items(), infos, shares, strict=True)
    ]
    kinds = {"Alert": "warning_received", "Update": "warning_updated", "Cancel": "warning_cancelled"}
    return Entered(kinds[message.kind], parts[0] | ({"more": parts[1:]} if parts[1:] else {}), tuple(said))


def _issuer(message: Message, info: Info, share: Sequence[str], warnings: Warnings) -> str:
    """Who issued it, by name; where the file has only a code, by the earlier warnings of the same sender that it changes."""
    named = info.issuer if info.issuer != message.sender else ""
    return named or next((warnings[i].issuer for i in share), message.sender)


def _shares(affects: Sequence[str], infos: Sequence[Info], warnings: Warnings) -> list[list[str]]:
    """Which of the affected warnings each part of the message goes on with: the same hazard and area first, then the hazard."""
    shares: list[list[str]] = [[] for _ in infos]
    for old in map(warnings.__getitem__, affects):
        fits = [(info.hazard == old.hazard, bool(set(info.geocodes) & set(old.geocodes)) or info.area == old.area) for info in infos]
        shares[fits.index(max(fits))].append(old.id)
    return shares


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
        if gone:
            what = "按新的预警登记，请核对" if message.kind == "Update" else "留存备查"
            said.append(f"引用的 {gone[0]} {gone[1]}，不在有效期，这一份{what}")
        touched += [b.id for b in own if b.ended is None and b.id not in touched]
    return touched, said


def from_hand(form: ByHand, new_id: str, warnings: Warnings) -> Entered:
    """The entry for a warning entered by hand."""
    data = {
        "id": new_id, "hazard": form.hazard, "colour": form.colour, "issuer": form.issuer, "area": form.area,
        "geocodes": [], "start": stamp(form.start), "until": _stamp(form.until), "headline": form.headline,
        "text": form.text, "instruction": form.instruction, "identifier": "", "sender": form.issuer, "sent": stamp(form.start),
        "references": [], "status": form.status, "type": "Update" if form.replaces else "Alert", "file": "",
        "sha256": "", "faults": [], "affects": [i for i in form.replaces if i in warnings], "overtaken_by": [],
        "note": form.note[:2000],
    }
    return Entered("warning_updated" if form.replaces else "warning_received", data)


def _stamp(at: datetime | None) -> str | None:
    return stamp(at) if at else None


