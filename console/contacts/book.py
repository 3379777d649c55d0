"""What the list answers: whose numbers, who is found by a few letters, who has none, whom to call next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from console.incident.unfinished import not_told
from console.initials import initials

from .model import Contact, Line, is_stale, lines_of, plain_digits

if TYPE_CHECKING:
    from console.incident.state import Agency, State
    from console.plan.model import Plan
    from console.plan.organisation import Body

WRONG = "号码错误"


@dataclass(frozen=True, slots=True)
class Call:
    """A body to be called, and the number to try; None where there is none left to try."""

    body: Body
    line: Line | None
    tried: int
    """Calls to this body that did not get through."""


@dataclass(frozen=True, slots=True)
class Health:
    """How good the list is on a day."""

    contacts: int
    without: tuple[str, ...]
    """Names of the plans' bodies that no number is known of."""
    stale: int
    """Contacts not verified for long."""
    doubtful: int


def all_bodies(plans: Iterable[Plan]) -> tuple[Body, ...]:
    """The bodies of several plans, each once, in the plans' order."""
    found: dict[str, Body] = {}
    for plan in plans:
        for body in plan.bodies:
            found.setdefault(body.id, body)
    return tuple(found.values())


def belongs(contact: Contact, body: Body) -> bool:
    """Whether a contact is one of this body: by id, name or another name of the plan."""
    return contact.body in (body.id, body.name, *body.aliases)


def contacts_of(contacts: Iterable[Contact], body: Body) -> tuple[Contact, ...]:
    """The contacts of a body, in the order of the list."""
    return tuple(contact for contact in contacts if belongs(contact, body))


def body_name(contact: Contact, bodies: Iterable[Body]) -> str:
    """What a contact's body is called."""
    return next((body.name for body in bodies if belongs(contact, body)), contact.body)


def numbers_of(contacts: Iterable[Contact], body: Body) -> tuple[Line, ...]:
    """All numbers of a body; those of doubtful contacts come last."""
    own = sorted(contacts_of(contacts, body), key=lambda contact: bool(contact.doubt))
    return tuple(line for contact in own for line in lines_of(contact))


def _by_body(contacts: Iterable[Contact]) -> dict[str, list[Contact]]:
    """The contacts under what stands as their body, so that a long list is gone through once."""
    found: dict[str, list[Contact]] = {}
    for contact in contacts:
        found.setdefault(contact.body, []).append(contact)
    return found


def _own(index: Mapping[str, Sequence[Contact]], body: Body) -> list[Contact]:
    return [contact for key in dict.fromkeys((body.id, body.name, *body.aliases)) for contact in index.get(key, ())]


def found_by(contact: Contact, sought: str) -> bool:
    """Whether a contact is meant by part of its words, its digits or its pinyin initials."""
    words = sought.lower().strip()
    typed = (contact.body, contact.name, contact.post, contact.note)
    if any(words in text.lower() or words in initials(text) for text in typed):
        return True
    digits = plain_digits(words)
    return len(digits) >= 2 and any(digits in plain_digits(n) for n in (contact.duty_phone, contact.mobile, contact.fax))


def body_found_by(body: Body, sought: str) -> bool:
    """Whether a body is meant by initials or part of a name."""
    words = sought.lower().strip()
    return words in body.initials or any(words in name.lower() for name in (body.name, *body.aliases))


def calls(plan: Plan, state: State, contacts: Sequence[Contact]) -> tuple[Call, ...]:
    """The members that were not notified, in the order they are to be called.

    The order is the plan's, as 「下一步」 has it. A body has all its numbers tried before the next; one that was tried in vain comes
    again after the others; one without a number comes after those that can be called.
    """
    ranked, index = [], _by_body(contacts)
    for at, body in enumerate(not_told(plan, state)):
        call, rounds = call_of(body, state.agencies, _own(index, body))
        ranked.append(((call.line is None, rounds, at), call))
    return tuple(call for _, call in sorted(ranked, key=lambda pair: pair[0]))


def call_of(body: Body, agencies: Mapping[str, Agency], contacts: Sequence[Contact]) -> tuple[Call, int]:
    """The number of a body that is to be tried now, and how often every number of it was tried."""
    agency = agencies.get(body.id)
    tried = [move for move in agency.moves if move.tried] if agency else []
    counts = Counter(plain_digits(move.note) for move in tried)
    wrong = {plain_digits(move.note) for move in tried if move.tried == WRONG}
    left = [line for line in numbers_of(contacts, body) if plain_digits(line.number) not in wrong]
    if not left:
        return Call(body, None, len(tried)), len(tried)
    rounds = min(counts[plain_digits(line.number)] for line in left)
    line = next(line for line in left if counts[plain_digits(line.number)] == rounds)
    return Call(body, line, len(tried)), rounds


def health(contacts: Sequence[Contact], bodies: Iterable[Body], today: date) -> Health:
    """How many there are, which bodies have no number, how many were not verified for long."""
    index = _by_body(contacts)
    without = tuple(body.name for body in bodies if not any(lines_of(contact) for contact in _own(index, body)))
    stale = sum(1 for contact in contacts if is_stale(contact, today))
    return Health(len(contacts), without, stale, sum(1 for contact in contacts if contact.doubt))


def known_body(typed: str, bodies: Iterable[Body]) -> str:
    """The id of the body that a typed name means; the name itself where it is none of the plans'."""
    return next((body.id for body in bodies if typed in (body.id, body.name, *body.aliases)), typed)
