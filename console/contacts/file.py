"""`contacts.toml` of a home: read with every fault named by line, written whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from console.journal.files import REAL, Fs, atomic_write, read_file
from console.plan.loader import data_root
from console.plan.toml_record import faults_of
from console.plan.toml_text import MAX_BYTES, TomlFile, read_toml
from console.words import visible

from .model import MOST, Contact

FILE = "contacts.toml"
BACKUP = "contacts.toml.bak"
_HEAD = "# 通讯录。可以在屏幕上改(Ctrl+U)，也可以改这个文件；写法见 duty contacts template。屏幕上改过以后，这里自己加的注释不保留。\n"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: its good contacts, and a sentence for every fault."""

    contacts: tuple[Contact, ...] = ()
    faults: tuple[str, ...] = ()


def template() -> Path:
    """The commented template that comes with the console."""
    return data_root() / "templates" / FILE


def load(path: Path) -> Found:
    """The contacts of a file; an absent file is an empty list. Never raises for what the file holds."""
    if not path.exists():
        return Found()
    read = read_toml(path)
    if not isinstance(read, tuple):
        return Found((), (visible(f"{path.name}:{read.line}: {read.expected}"),))
    file, tables = read
    faults = [(file.line((key,)), f"{key[:60]}：不认识的键，请核对拼写或删去") for key in tables if key != "contacts"]
    rows = tables.get("contacts", ())
    if not isinstance(rows, tuple):
        return _told(path, (), [*faults, (file.line(("contacts",)), "contacts: 要写成 [[contacts]] 两层方括号")])
    if len(rows) > MOST:
        faults.append((file.line(("contacts", MOST)), f"超过{MOST}条，后面的没有读"))
    contacts = [contact for at, row in enumerate(rows[:MOST]) if (contact := _one(row, at, file, faults))]
    return _told(path, tuple(contacts), faults)


def _one(row: Any, at: int, file: TomlFile, faults: list[tuple[int, str]]) -> Contact | None:
    try:
        return Contact.model_validate(row, strict=True)
    except ValidationError as error:
        faults += faults_of(error, file, ("contacts", at))
        return None


def _told(path: Path, contacts: tuple[Contact, ...], faults: list[tuple[int, str]]) -> Found:
    return Found(contacts, tuple(visible(f"{path.name}:{line}: {said}") for line, said in sorted(faults)))


def rendered(contacts: Sequence[Contact]) -> str:
    """The text of a file that reads back as these contacts; what is empty is left out."""
    import tomli_w  # noqa: PLC0415 # only where something is written

    rows = [{key: value for key, value in contact.model_dump().items() if value not in ("", None)} for contact in contacts]
    return _HEAD + ("\n" + tomli_w.dumps({"contacts": rows}) if rows else "")


def save(path: Path, contacts: Sequence[Contact], *, backup: bool = False, fs: Fs = REAL) -> bool:
    """Write the list, private to the user; what was written by another hand, or is asked for, is kept as `.bak`.

    Returns whether the old file was kept.

    Raises:
        OSError: it cannot be written; the old file stands.
        ValueError: it would be too large to be read again.
    """
    data = rendered(contacts).encode("utf-8")
    if len(data) > MAX_BYTES or len(contacts) > MOST:
        raise ValueError(f"通讯录最多{MOST}条、{MAX_BYTES >> 20}兆，没有写入；请先删去不用的")
    old = read_file(path, MAX_BYTES + 1, fs) if path.exists() else b""
    keep = bool(old) and old != data and (backup or not old.startswith(_HEAD.encode("utf-8")))
    if keep:
        atomic_write(path.with_name(BACKUP), old, fs)
    atomic_write(path, data, fs)
    return keep
