"""What an import would do to the list: new, changed, the same, and what cannot be told apart. Nothing silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .importing import Table
from .model import FIELDS, Contact

_TAKEN = ("post", "duty_phone", "mobile", "fax", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """A contact that would read otherwise."""

    place: str
    old: Contact
    new: Contact

    @property
    def words(self) -> tuple[str, ...]:
        """「手机 139 -> 138」 for every field that changes."""
        fields = ((FIELDS[key], getattr(self.old, key), getattr(self.new, key)) for key in _TAKEN)
        return tuple(f"{label} {old or '(空)'} -> {new}" for label, old, new in fields if old != new)


@dataclass(frozen=True, slots=True)
class Preview:
    """An import before it is taken."""

    before: tuple[Contact, ...]
    """The list it was compared with."""
    new: tuple[tuple[str, Contact], ...]
    """Place in the file and contact."""
    changed: tuple[Change, ...]
    same: int
    problems: tuple[str, ...]
    columns: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take."""
        return not self.new and not self.changed

    def result(self, *, only_new: bool = False) -> tuple[Contact, ...]:
        """The list after it: what is there stays in its place, what is new comes behind."""
        swaps = {} if only_new else {id(change.old): change.new for change in self.changed}
        return (*(swaps.get(id(c), c) for c in self.before), *(contact for _, contact in self.new))


def compare(existing: Sequence[Contact], table: Table) -> Preview:
    """Match by body and name (without a name, by body and post); an empty cell takes nothing away.

    Two rows of the file, or two contacts of the list, that cannot be told apart are a problem and are not taken.
    """
    known: dict[tuple[str, ...], list[Contact]] = {}
    for contact in existing:
        known.setdefault(_key(contact), []).append(contact)
    new: list[tuple[str, Contact]] = []
    changed: list[Change] = []
    problems = list(table.problems)
    seen: dict[tuple[str, ...], str] = {}
    same = 0
    for row in table.incoming:
        key = _key(row.contact)
        if key in seen:
            problems.append(f"{row.place}：与{seen[key]}同单位同{'姓名' if row.contact.name else '职务'}，没有收；要收就并成一行")
            continue
        seen[key] = row.place
        owners = known.get(key, [])
        if len(owners) > 1:
            problems.append(f"{row.place}：通讯录里有{len(owners)}条同单位同名，分不清改哪一条，没有收")
        elif not owners:
            new.append((row.place, row.contact))
        elif (merged := _merged(owners[0], row.contact)) == owners[0]:
            same += 1
        else:
            changed.append(Change(row.place, owners[0], merged))
    return Preview(tuple(existing), tuple(new), tuple(changed), same, tuple(problems), table.columns)


def _key(contact: Contact) -> tuple[str, ...]:
    return (contact.body, "name", contact.name) if contact.name else (contact.body, "post", contact.post)


def _merged(old: Contact, new: Contact) -> Contact:
    """The old one with what the new one says; other numbers are not verified any more."""
    given = {key: getattr(new, key) for key in _TAKEN if getattr(new, key)}
    merged = old.model_copy(update=given)
    if any(getattr(merged, key) != getattr(old, key) for key in ("duty_phone", "mobile", "fax")):
        merged = merged.model_copy(update={"verified": None, "doubt": new.doubt})
    return merged


def preview_lines(preview: Preview, names: dict[str, str]) -> list[str]:
    """The preview to be read, what needs looking at first; `names` gives the names of bodies by id."""
    def said(contact: Contact) -> str:
        words = (names.get(contact.body, contact.body), contact.name, contact.post, contact.duty_phone, contact.mobile)
        return " ".join(word for word in words if word)

    lines = [f"新增{len(preview.new)}条，改动{len(preview.changed)}条，相同{preview.same}条，要看的{len(preview.problems)}处",
             f"认出的列：{preview.columns}"]
    if preview.problems:
        lines += ["", "要看的：", *preview.problems]
    if preview.changed:
        lines += ["", "改动：", *(f"{c.place}：{said(c.old)}：{'；'.join(c.words)}" for c in preview.changed)]
    if preview.new:
        lines += ["", "新增：", *(f"{place}：{said(contact)}" for place, contact in preview.new)]
    return lines
