"""预警发布 and 解除 as papers: the contents that the plan asks for, from what the issuer said; nothing is added to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.incident.times import spoken
from console.plan.base import COLOURS
from console.plan.model import Plan
from console.warning.model import STATUSES, Bulletin, Change
from console.warning.steps import steps_of
from console.warning.words import name_of

from .paper import Flag, Paper, Paragraph
from .situation import UNKNOWN, Situation

_ROWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("hazard", "预警类别", ("content-hazard",)), ("colour", "预警级别", ("content-colour", "colour")),
    ("from", "起始时间", ("content-from",)), ("area", "可能影响范围", ("content-area", "scope")),
    ("notice", "警示事项", ("content-notice",)), ("measures", "应采取的措施", ("content-measures", "measures")),
    ("issuer", "发布机关", ("content-issuer",)), ("sent", "发布时间", ("time",)),
)
"""What a warning tells, with the ids under which the plans ask for it; what no plan asks for is practice."""


@dataclass(frozen=True, slots=True)
class Room:
    """Who draws the paper, and when; a warning may have no event."""

    plan: Plan
    office: str
    officer: str
    now: datetime
    drill: bool
    event: str = ""
    """The event, or the warning's own number where it has none."""
    head: str = ""
    level: str | None = None


def room_of(situation: Situation) -> Room:
    """The room as an event sees it."""
    state = situation.state
    return Room(situation.plan, situation.office, situation.officer, situation.now, state.drill, state.id,
                situation.chain, state.level)  # fmt: skip


def warning_papers(bulletin: Bulletin) -> tuple[tuple[str, str], ...]:
    """The papers that can be drawn of a warning: id and label. The notice of a lifting is one of the warning lifted."""
    if bulletin.status not in ("Actual", "Exercise") or bulletin.kind == "Cancel":
        return ()
    found = [(f"warning:{bulletin.id}", f"预警发布：{name_of(bulletin)}")]
    if lifted_by(bulletin):
        found.append((f"lifting:{bulletin.id}", f"预警解除：{name_of(bulletin)}"))
    return tuple(found)


def lifted_by(bulletin: Bulletin) -> Change | None:
    """The change that lifted or cancelled it, where one did."""
    return next((c for c in reversed(bulletin.changes) if c.what in ("lifted", "cancelled")), None)


def warning_paper(room: Room, bulletin: Bulletin, warnings: Iterable[Bulletin] = ()) -> Paper:
    """The text by which a warning is issued or passed on: the plan's contents one by one (weather 3.2.2, outage 4.2.1).

    A plan that names its issuers lets nobody else make such warnings (weather 3.2.2): there the paper passes theirs on.
    `warnings` are the others known; those whose place it took are named. What it refers to and left in force is not.

    Raises:
        ValueError: the message is no actual warning; the message is a sentence.
    """
    _actual(bulletin)
    plan = room.plan
    relays = bool(plan.plan.warning_issuers)
    words = _words(plan, bulletin)
    lines, flags, asked = [], [], {item.id: item for item in plan.warning_contents}
    for key, label, ids in _ROWS:
        item = next((asked.pop(i) for i in ids if i in asked), None)
        clause = f"（{item.clause}）" if item else ""
        lines.append(f"{item.label if item else label}：{words[key] or UNKNOWN}{clause}")
        if not words[key]:
            flags.append(Flag("missing", label))
    for item in asked.values():
        lines.append(f"{item.label}：{UNKNOWN}（{item.clause}）")
        flags.append(Flag("missing", f"{item.label}（{item.clause}）"))
    changed = [one for one in warnings if any(c.what == "replaced" and c.other == bulletin.id for c in one.changes)]
    blocks = [Paragraph(line.rstrip("。") + "。") for line in lines]
    if changed:
        blocks.append(Paragraph(f"此前同类预警（{'、'.join(_issued(one) for one in changed)}）同时变更为本预警。"))
    if relays:
        blocks.insert(0, Paragraph(f"{bulletin.issuer}发布{name_of(bulletin)}，现原文转发，请按职责立即落实。"))
    verb = f"转发{bulletin.issuer}" if relays else "发布"
    return _made(room, bulletin, "预警发布", f"关于{verb}{name_of(bulletin)}的通知", blocks, flags)


def _issued(bulletin: Bulletin) -> str:
    """「红河州气象台7月1日19时50分发布的暴雨红色预警」."""
    return f"{bulletin.issuer}{spoken(bulletin.sent or bulletin.received_at)}发布的{name_of(bulletin)}"


def _words(plan: Plan, bulletin: Bulletin) -> dict[str, str]:
    until = f"至{spoken(bulletin.until)}" if bulletin.until else "至解除时"
    start = bulletin.start or bulletin.sent
    acts = [step.text for step in steps_of(plan, bulletin) if step.stage == "act"]
    return {
        "hazard": bulletin.hazard, "colour": COLOURS[bulletin.colour] if bulletin.colour else "",
        "from": f"{spoken(start)}{until}" if start else "", "area": bulletin.area,
        "notice": bulletin.text or bulletin.headline, "measures": bulletin.instruction or "；".join(acts),
        "issuer": bulletin.issuer, "sent": spoken(bulletin.sent or bulletin.received_at),
    }


def lifting_paper(room: Room, bulletin: Bulletin) -> Paper:
    """The text by which a warning is lifted: which one, by whom (谁发布谁解除), since when, and what stops.

    Raises:
        ValueError: it stands, or is no actual warning; the message is a sentence.
    """
    _actual(bulletin)
    change = lifted_by(bulletin)
    if change is None:
        raise ValueError(f"{name_of(bulletin)}还没有解除，先在预警屏登记解除")
    who = change.who or bulletin.issuer
    at = change.announced or change.at
    plan = room.plan
    stops = [f"{s.text}（{s.clause}）" for s in plan.warning_steps if s.stage == "lift"]
    lines = [
        f"{who}{spoken(at)}解除{_issued(bulletin)}。",
        f"范围：{bulletin.area or UNKNOWN}。",
        *([f"说明：{change.note.rstrip('。')}。"] if change.note else []),
        *(f"{line}。" for line in stops),
        *([f"{room.level}级响应仍在，不因预警解除而终止；响应的调整和终止另行宣布。"] if room.level else []),
    ]
    flags = [] if who == bulletin.issuer else [Flag("corrected", f"发布的是{bulletin.issuer}，解除的是{who}，谁发布谁解除")]
    title = f"关于解除{name_of(bulletin)}的通知"
    return _made(room, bulletin, "预警解除", title, [Paragraph(line) for line in lines], flags)


def _actual(bulletin: Bulletin) -> None:
    if bulletin.status not in ("Actual", "Exercise"):
        raise ValueError(f"{bulletin.id} 是{STATUSES[bulletin.status]}，不是实际预警，不出文书")


def _made(
    room: Room, bulletin: Bulletin, kind: str, title: str, blocks: Sequence[Paragraph], flags: Sequence[Flag]
) -> Paper:  # fmt: skip
    urgency = "特急" if bulletin.colour in ("red", "orange") and kind == "预警发布" else ""
    return Paper(
        kind=f"{kind}_{name_of(bulletin)}", title=title, office=room.office, at=room.now, blocks=tuple(blocks),
        drill=room.drill or bulletin.status == "Exercise", to=("各成员单位", "各县市人民政府"), urgency=urgency,
        contact=room.officer, flags=tuple(flags), event=room.event or bulletin.id, head=room.head,
    )
