"""The formats in which an event leaves the room: name to what writes the file, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from console.journal.chain import line_of
from console.journal.files import atomic_write
from console.plan.loader import data_root

from .paper import DRILL_WORDS
from .situation import CaseLike, Situation, situation_of


class Maker(Protocol):
    """Makes the file of an event; `own` is the office's folder of templates."""

    def __call__(self, situation: Situation, own: Path | None = None, /) -> bytes:
        """The whole file. Raises ValueError where a template of the office cannot be used."""


def _jsonl(situation: Situation, _own: Path | None = None) -> bytes:
    """The log byte for byte: each line is the canonical JSON of its entry, with the chain."""
    return b"".join(line_of(entry) for entry in situation.entries)


def _csv(situation: Situation, _own: Path | None = None) -> bytes:
    from .sheets import csv_bytes  # noqa: PLC0415 # each format is loaded when it is asked for

    return csv_bytes(situation)


def _xlsx(situation: Situation, _own: Path | None = None) -> bytes:
    from .sheets import xlsx_bytes  # noqa: PLC0415 # as above

    return xlsx_bytes(situation)


def _md(situation: Situation, _own: Path | None = None) -> bytes:
    from .notices import chronicle  # noqa: PLC0415 # as above
    from .page import markdown_page  # noqa: PLC0415 # as above

    return markdown_page(chronicle(situation)).encode("utf-8")


def _html(situation: Situation, own: Path | None = None) -> bytes:
    from .notices import chronicle  # noqa: PLC0415 # as above
    from .page import html_page  # noqa: PLC0415 # as above

    return html_page(chronicle(situation), templates(own)).encode("utf-8")


def _docx(situation: Situation, own: Path | None = None) -> bytes:
    from .docx_file import docx_bytes  # noqa: PLC0415 # as above
    from .notices import chronicle  # noqa: PLC0415 # as above

    return docx_bytes(chronicle(situation), own_word(own))


def _toml(situation: Situation, _own: Path | None = None) -> bytes:
    from .event_toml import event_toml  # noqa: PLC0415 # as above

    return event_toml(situation).encode("utf-8")


FORMATS: dict[str, Maker] = {
    "jsonl": _jsonl, "csv": _csv, "md": _md, "html": _html, "docx": _docx, "xlsx": _xlsx, "toml": _toml,
}
"""The last hash stands in every one of them, so that a log cut at its end is found later."""


def templates(own: Path | None = None) -> tuple[Path, ...]:
    """Where templates are looked for: the office's own folder first."""
    shipped = data_root() / "templates"
    return (own, shipped) if own and own.is_dir() else (shipped,)


OWN_WORD = "report.docx"
"""An office's own Word template, in its templates folder."""


def own_word(own: Path | None) -> Path | None:
    """The office's own Word template, where it has one."""
    path = own / OWN_WORD if own else None
    return path if path and path.exists() else None


def export(case: CaseLike, name: str, path: Path, own: Path | None = None) -> Path:
    """Write an event in a format; the file is there whole, or the old one stands. Gives back where it went.

    `own` is the office's folder of templates. Where `path` is a folder the name is made; a drill's file name begins with 演练.

    Raises:
        KeyError: no such format.
        OSError: the file cannot be written.
        ValueError: a template of the office cannot be used; the message is a sentence.
    """
    maker = FORMATS[name]
    situation = situation_of(case)
    drill = situation.state.drill
    target = path / f"{case.state.id}.{name}" if path.is_dir() else path
    if drill and DRILL_WORDS not in target.name:
        target = target.with_name(f"{DRILL_WORDS}_{target.name}") if path.is_dir() else target
    atomic_write(target, maker(situation, own))
    return target
