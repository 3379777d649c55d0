"""Every paper that can be drawn from an event at this moment, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from console.warning.model import Bulletin

from .evaluation import evaluation
from .notices import chronicle, key_chronicle, level_notice, task_notice
from .paper import SCRIPT, Paper, Paragraph
from .phone_record import phone_record, record_label, sheets_of
from .situation import Situation, doubt_flags, flags_of
from .spoken import seconds_to_read, spoken_script, title_of
from .warning_papers import lifting_paper, room_of, warning_paper, warning_papers
from .written import next_kind, written_report

WHOLE_NIGHT = (
    ("tasks", "任务通知：各成员单位"), ("key-chronicle", "大事记（要事）"), ("chronicle", "大事记（全部）"),
    ("evaluation", "处置评估报告"),
)  # fmt: skip
"""Papers that can be drawn at any moment: id and label."""
_RECORD = "record"


def records(situation: Situation) -> tuple[tuple[str, str], ...]:
    """The phone records, id and label: one a read-back; one where nobody read back; none where nobody called."""
    sheets = sheets_of(situation.entries)
    return tuple((f"{_RECORD}:{n}" if n else _RECORD, record_label(situation, sheets, n)) for n in range(len(sheets)))


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that may be drawn now."""

    id: str
    """「script:county-phone」, 「report」, 「record」, 「notice」, 「tasks」, 「task:police」, …"""
    label: str
    kind: Literal["script", "report", "paper"]
    milestone: str = ""
    """The report of the plan that this answers."""


def offers(situation: Situation, warnings: Iterable[Bulletin] = ()) -> tuple[Offer, ...]:
    """The papers of this moment: scripts and reports that are owed first; `warnings` are those of the event."""
    mine = [d for d in situation.dues if d.mine]
    found = [
        Offer(
            f"script:{d.milestone.id}",
            f"电话稿：{'、'.join(d.milestone.to)}{'（已报）' if d.done else ''}",
            "script",
            d.milestone.id,
        )
        for d in mine
        if d.milestone.action == "phone"
    ]
    written = next((d.milestone.id for d in mine if d.milestone.action == "written" and not d.done), "")
    kind, number = next_kind(situation.state)
    found.append(Offer("report", f"书面报告：{kind} 第{number}号", "report", written))
    found += [Offer(key, label, "paper") for key, label in records(situation)]
    if any(d.action != "refuse" for d in situation.state.declarations):
        found.append(Offer("notice", "启动/调整/终止响应通知", "paper"))
    found += [Offer(key, label, "paper") for warning in warnings for key, label in warning_papers(warning)]
    found += [Offer(key, label, "paper") for key, label in WHOLE_NIGHT]
    found += [Offer(f"task:{b.id}", f"任务通知：{b.name}", "paper") for b in situation.plan.bodies if b.member]
    return tuple(found)


def draw(situation: Situation, offer_id: str, warnings: Iterable[Bulletin] = ()) -> Paper:
    """The draft of one paper; `warnings` as in `offers`.

    Raises:
        KeyError: no such paper.
        ValueError: it cannot be drawn yet; the message is a sentence.
    """
    name, _, key = offer_id.partition(":")
    if name == "script":
        return _script(situation, key)
    if name == "task":
        return replace(task_notice(situation, key), flags=doubt_flags(situation))
    if name == _RECORD:
        return phone_record(situation, int(key or 0))
    if name in ("warning", "lifting"):
        known = {warning.id: warning for warning in warnings}
        found, room = known[key], room_of(situation)
        return warning_paper(room, found, known.values()) if name == "warning" else lifting_paper(room, found)
    makers: dict[str, Callable[[Situation], Paper]] = {
        "report": written_report,
        "notice": level_notice,
        "tasks": task_notice,
        "chronicle": chronicle,
        "key-chronicle": key_chronicle,
        "evaluation": evaluation,
    }
    paper = makers[name](situation)
    if name in ("notice", "tasks", "record"):  # the reports and the evaluation have seen to it themselves
        return replace(paper, flags=(*doubt_flags(situation), *paper.flags))
    return paper


def _script(situation: Situation, milestone_id: str) -> Paper:
    milestone = situation.plan.milestone(milestone_id)
    words = spoken_script(situation, milestone)
    title = f"{title_of(situation, milestone)}（约{seconds_to_read(words)}秒）"
    return Paper(
        kind=SCRIPT,
        title=title,
        office=situation.office,
        at=situation.now,
        blocks=tuple(Paragraph(line, "plain") for line in words.splitlines()),
        drill=situation.state.drill,
        to=milestone.to,
        flags=flags_of(situation),
        event=situation.state.id,
        head=situation.chain,
    )
