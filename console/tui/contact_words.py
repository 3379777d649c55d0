"""The words of the contact list: its rows, one contact in full, and the number to call in large. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from textual.content import Content

from console.contacts.book import Call, body_found_by, found_by, numbers_of
from console.contacts.model import FIELDS, Contact, lines_of, standing
from console.desk.view import CaseView
from console.incident.state import AGENCY_STEPS
from console.incident.times import dated
from console.plan.organisation import Body
from console.words import cut, fit

from .figures import bitmap
from .large import large
from .text import joined, safe

BODY = "body:"
"""Row ids of bodies that nothing is kept of begin with this; the others are 「contact:N」."""
CONTACT = "contact:"
MOST_ROWS = 400
"""So many rows are shown; of a longer list the rest is found by typing."""
DRILL = "演练，不要真拨"
MOST_FIGURES = 18
"""Digits and blanks that are shown in large at most; no number is longer."""

Row = tuple[str, Content]


def contact_rows(
    bodies: Sequence[Body], contacts: Sequence[Contact], today: date, width: int, sought: str, target: str
) -> list[Row]:
    """By body in the plan's order, then the others; with `sought` only what is meant by it."""
    known = {name: body.id for body in reversed(bodies) for name in (body.id, body.name, *body.aliases)}
    own: dict[str, list[int]] = {}
    for at, contact in enumerate(contacts):
        own.setdefault(known.get(contact.body, ""), []).append(at)
    meant: list[tuple[str, str, int | None]] = []
    for body in bodies:
        whole, mark = not sought or body_found_by(body, sought), ">" if body.id == target else " "
        meant += [(mark, body.name, at) for at in own.get(body.id, ()) if whole or found_by(contacts[at], sought)]
        if body.id not in own and whole:
            meant.append((f"{mark}{body.id}", body.name, None))
    meant += [(" ", contacts[at].body, at) for at in own.get("", ()) if not sought or found_by(contacts[at], sought)]
    rows = [
        (f"{CONTACT}{at}", _row(mark, name, contacts[at], today, width)) if at is not None
        else (f"{BODY}{mark[1:]}", safe(f"{mark[0]}{fit(name, _name_cells(width))} 没有号码"))
        for mark, name, at in meant[:MOST_ROWS]
    ]  # fmt: skip
    return rows if len(meant) <= MOST_ROWS else [*rows, ("", safe(f" 还有{len(meant) - MOST_ROWS}条，打字找"))]


def _name_cells(width: int) -> int:
    return 14 if width < 44 else 20 if width < 70 else 28


def _row(mark: str, name: str, contact: Contact, today: date, width: int) -> Content:
    lines = lines_of(contact)
    number = lines[0].number if lines else ""
    words = f"{mark}{fit(name, _name_cells(width))} {fit(number, 13)} {fit(standing(contact, today), 8)}"
    if width >= 56:
        words += f" {contact.name} {contact.post}"
    return safe(cut(words, max(10, width)), "bold" if mark == ">" else "")


def contact_detail(contact: Contact, name: str, today: date) -> Content:
    """Everything of one contact."""
    lines = [f"{FIELDS[key]}：{value}" for key in ("post", "duty_phone", "mobile", "fax", "note") if (value := getattr(contact, key))]
    verified = f"核对日期：{contact.verified}" if contact.verified else "还没有核对过"
    mark = standing(contact, today)
    lines += [verified + (f"  ({mark})" if mark else "")]
    if contact.doubt:
        lines.append(f"待核对：{contact.doubt}")
    return joined(safe(name, "bold"), safe(f"  {contact.name}\n" + "\n".join(lines), lines=True))


def body_calls(case: CaseView, body: Body) -> Content:
    """What came of the calls to a body in this event, the last first."""
    agency = case.state.agencies.get(body.id)
    if agency is None or not agency.moves:
        return safe("本事件还没有联系过")
    lines = [f"{dated(m.at)} {m.tried or AGENCY_STEPS[m.step]} {m.name} {m.note}" for m in reversed(agency.moves[-6:])]
    return safe("本事件:\n" + "\n".join(lines), lines=True)


def number_lines(contacts: Sequence[Contact], body: Body, today: date, *, drill: bool = False) -> Content:
    """The numbers of a body in a few lines, to be read beside its duties; in a drill nobody is to be called."""
    lines = numbers_of(contacts, body)
    if not lines:
        return safe("没有号码(Ctrl+U 通讯录里补)", "bold")
    words = [DRILL] if drill else []
    for line in lines[:6]:
        mark = standing(line.contact, today)
        who = f"{line.contact.name} {line.contact.post}".strip()
        words.append(f"{line.kind} {line.number}  {who}{f'  {mark}' if mark else ''}")
    return safe("\n".join(words), "bold", lines=True)


def grouped(number: str) -> str:
    """Digits in groups to be read out: 「139 0000 0000」, 「0873 373 1234」; an extension is left to the words."""
    typed = unicodedata.normalize("NFKC", number).partition("转")[0]
    parts = re.findall(r"[0-9]+", typed)
    if len(parts) == 1 and parts[0].startswith("0") and len(parts[0]) >= 10:
        area = 3 if parts[0].startswith(("010", "02")) else 4
        parts = [parts[0][:area], parts[0][area:]]
    groups: list[str] = []
    for part in parts:
        if len(part) == 11:
            groups += [part[:3], part[3:7], part[7:]]
        else:
            groups += [part[:-4], part[-4:]] if 7 <= len(part) <= 10 else [part]
    return " ".join(groups)[:MOST_FIGURES].strip()


def call_lines(call: Call, waiting: int, today: date, size: tuple[int, int], *, drill: bool = False) -> list[Content]:
    """Whom to call, the number in large, who answers there; in a drill nobody is to be called. `size` in cells."""
    width, height = size
    times = f"  已打{call.tried}次没接通" if call.tried else ""
    head = joined(safe("现在打给 "), safe(call.body.name, "bold reverse"), safe(f"{times}  还有{waiting}家未通知"),
                  safe(f"  {DRILL}" if drill else "", "bold reverse"))
    if call.line is None:
        why = "没有可打的号码" if not call.tried else "没有别的号码可打"
        words = f"{why}：按别处查到的号码打，打通按 F10，没人接按 F12；号码按 Ctrl+D 补进通讯录"
        return [head, safe(""), safe(words, "bold")]
    contact, mark = call.line.contact, standing(call.line.contact, today)
    who = f"{call.line.kind} {call.line.number}  {contact.name} {contact.post}".rstrip()
    figures = grouped(call.line.number)
    points = len(bitmap(figures)[0])
    wide, tall = (3, 2) if height >= 45 and 3 * points <= width else (2, 1) if 2 * points <= width else (1, 1)
    return [joined(head), safe(""), *large(figures, wide, tall), safe(""),
            joined(safe(cut(who, max(10, width - 24)), "bold"), safe(f"  {mark} {cut(contact.doubt, 30)}" if mark else ""))]
