"""The archive of an event at the desk: what goes into it, and how its log is sealed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from console.incident.entry import Entry
from console.incident.narrate import milestone_label, paper_name
from console.incident.times import dated, instant
from console.journal.chain import MAX_LOG
from console.journal.errors import NotSealed
from console.journal.files import read_file
from console.journal.recover import LOG
from console.journal.sealfile import SEAL, read_seal
from console.report.archive import Archived, Job, Told, archive
from console.report.catalogue import WHOLE_NIGHT, draw, records
from console.report.notices import declared_words, level_notice
from console.report.paper import SCRIPT, Paper, Paragraph, from_text
from console.report.situation import Situation, situation_of
from console.report.told import KINDS
from console.report.warning_papers import warning_papers
from console.warning.model import Bulletin

from .bulletins import of_event

if TYPE_CHECKING:
    from .case import Case
    from .desk import Desk

PUBLIC = "seal.pub"


def archive_event(desk: Desk, case: Case, out: Path, told: Told = lambda _done, _of, _what: None) -> Archived:
    """Put the archive of an event into the folder `out`.

    Raises:
        OSError: it cannot be written; nothing of it is left.
        ValueError: an office's own template cannot be used; the message is a sentence.
    """
    now, office = desk.clock.now(), desk.settings.for_deadlines()
    situation = situation_of(case, now, office)
    log = read_file(case.journal.path, MAX_LOG if case.journal.damaged else case.journal.size)

    def sealed(folder: Path) -> str:
        return _seal(case.journal.folder, folder, desk.home.root)

    job = Job(situation, log, tuple(papers_of(situation, of_event(desk, case.id))), out, sealed, desk.home.templates, desk.home.fs)
    return archive(job, told)


def _seal(folder: Path, copy: Path, home: Path) -> str:
    """Put seal and public key beside the copy of the log: the event's own seal where it covers all, else a new one."""
    from console.journal.seal import public_key, seal  # noqa: PLC0415 # the signing library is loaded only here

    try:
        entries = (copy / LOG).read_bytes().count(b"\n")
        old = read_seal(folder / SEAL)
        if old is not None and old.entries == entries:
            shutil.copyfile(folder / SEAL, copy / SEAL)
            key, words = old.public_key, "归档时封存"
        else:
            seal(copy, home)
            key, words = public_key(home), "做档案包时封存"
            if old is not None:
                shutil.copyfile(folder / SEAL, copy / "seal-earlier.json")
                words += f"；先前第{old.entries}条时的封存也在内"
        (copy / PUBLIC).write_text(key + "\n", encoding="ascii")
    except NotSealed as error:
        return f"没有封存：{error}"
    return f"{words}，公钥 {key}；请与交接单上另外记的公钥核对"


def papers_of(situation: Situation, warnings: Sequence[Bulletin] = ()) -> Iterator[tuple[str, Paper]]:
    """Every paper of the event with its label: what was said and sent, as it was, then what the log now draws."""
    index = situation.index
    for entry in situation.entries:
        if entry.kind == "milestone" and entry.data.get("words") and _by_phone(situation, str(entry.data["milestone"])):
            yield _spoken(situation, entry, index.standing(entry.seq))
        elif entry.kind == "paper":
            yield from _sent(situation, entry)
    for declaration in situation.state.declarations:
        if declaration.action != "refuse":
            notice = replace(level_notice(situation, declaration), at=declaration.at)
            yield f"{declared_words(declaration)}通知（据日志拟）", notice
    for warning in warnings:
        for key, label in warning_papers(warning):
            yield f"{label}（据日志拟）", draw(situation, key, warnings)
    for name, label in (*records(situation), *WHOLE_NIGHT):
        yield f"{label}（据日志拟）", draw(situation, name)


def _by_phone(situation: Situation, milestone: str) -> bool:
    """Whether it is spoken; the text of a written one is there as the paper that was sent."""
    found = next((m for m in situation.plan.milestones if m.id == milestone), None)
    return found is None or found.action == "phone"


def _spoken(situation: Situation, entry: Entry, standing: str) -> tuple[str, Paper]:
    label = f"{standing}{milestone_label(str(entry.data['milestone']), situation.plan)} {dated(instant(entry.event_at))} 原话"
    lines = str(entry.data["words"]).splitlines()
    paper = _bare(situation, SCRIPT, label, entry)
    return label, replace(paper, blocks=tuple(Paragraph(line, "plain") for line in lines))


def _sent(situation: Situation, entry: Entry) -> Iterator[tuple[str, Paper]]:
    data = entry.data
    kind = str(data.get("paper", ""))
    label = f"{paper_name(data) if kind else ''} {dated(instant(entry.event_at))} 送出"
    base = replace(
        _bare(situation, kind, kind, entry), to=tuple(map(str, data.get("to", ()))), signer=str(data.get("signed_by", "")),
        contact=entry.by, signs="above" if kind.startswith(KINDS) else "below",
    )
    yield label, replace(from_text(base, str(data.get("text", ""))), kind=f"{kind}_送出")
    if data.get("draft"):
        yield f"{label}前的原稿", replace(from_text(base, str(data["draft"])), kind=f"{kind}_原稿")


def _bare(situation: Situation, kind: str, title: str, entry: Entry) -> Paper:
    return Paper(
        kind=kind, title=title, office=situation.office, at=instant(entry.event_at), blocks=(),
        drill=situation.state.drill, event=situation.state.id, head=f"第{entry.seq}条 {entry.hash}",
    )
