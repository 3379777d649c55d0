"""A contact as the office keeps it, and what is to be said of it on a day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

STALE_DAYS = 180
"""A number not verified for so many days is marked."""
MOST = 3000
"""So many contacts are kept; an office has some hundred."""

Short = Annotated[str, StringConstraints(max_length=100)]
Number = Annotated[str, StringConstraints(max_length=80)]

_BETWEEN = re.compile(r"[、,，;；/|\n]+|\s{2,}")
_DIGITS = re.compile(r"[0-9]")

Kind = Literal["值班电话", "手机"]


class Contact(BaseModel):
    """One line of the list; every word as it was typed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    """Id of a body of a plan, or the free name of another one."""
    post: Short = ""
    name: Short = ""
    duty_phone: Number = ""
    """Duty or office phone; several are parted by 「、」."""
    mobile: Number = ""
    fax: Number = ""
    note: Annotated[str, StringConstraints(max_length=500)] = ""
    verified: date | None = None
    """The day somebody last made sure that the numbers are right."""
    doubt: Annotated[str, StringConstraints(max_length=200)] = ""
    """Why it has to be verified before it is relied on; empty where nothing is known against it."""


class ContactList(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contacts: Annotated[tuple[Contact, ...], Field(max_length=MOST)] = ()


FIELDS: dict[str, str] = {
    "body": "单位", "name": "姓名", "post": "职务", "duty_phone": "值班电话", "mobile": "手机", "fax": "传真", "note": "备注",
}
"""What is typed and imported, with its words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One number that can be called."""

    number: str
    kind: Kind
    contact: Contact


def split_numbers(typed: str) -> tuple[str, ...]:
    """The numbers of one field, each with at least three digits: 「3731234、3731235」 are two."""
    parts = (part.strip() for part in _BETWEEN.split(typed))
    return tuple(part for part in parts if len(plain_digits(part)) >= 3)


def lines_of(contact: Contact) -> tuple[Line, ...]:
    """What can be called, the duty phone first; a fax is not called."""
    fields: tuple[tuple[Kind, str], ...] = (("值班电话", contact.duty_phone), ("手机", contact.mobile))
    return tuple(Line(number, kind, contact) for kind, typed in fields for number in split_numbers(typed))


def plain_digits(number: str) -> str:
    """The digits alone, to know the same number however it was written."""
    return "".join(_DIGITS.findall(unicodedata.normalize("NFKC", number)))


def is_stale(contact: Contact, today: date) -> bool:
    """Whether it was not verified within `STALE_DAYS`; a day that lies ahead counts as none."""
    return contact.verified is None or not 0 <= (today - contact.verified).days < STALE_DAYS


def standing(contact: Contact, today: date) -> str:
    """「待核对」, 「没有号码」, 「久未核对」 or nothing."""
    if contact.doubt:
        return "待核对"
    if not lines_of(contact):
        return "没有号码"
    return "久未核对" if is_stale(contact, today) else ""
