"""A TOML file that the office edits (settings, contacts, scenarios) as a record, every fault with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from console.plan.locate import Path as Place
from console.plan.shape import spoken_fault
from console.plan.toml_text import read_toml
from console.words import visible

M = TypeVar("M", bound=BaseModel)


def read_record(path: Path, model: type[M]) -> tuple[M | None, tuple[str, ...]]:
    """The file as `model`, or None and what is wrong with it.

    A fault is one sentence, as 「settings.toml:12: officers[2]: 须是引号里的文字」; all faults are told at once.
    A file that is missing or too large is such a fault too; nothing is raised.
    """
    read = read_toml(path)
    if not isinstance(read, tuple):
        return None, (visible(f"{path.name}:{read.line}: {read.expected}"),)
    file, tables = read
    try:
        return model.model_validate(tables, strict=True), ()
    except ValidationError as error:
        faults = []
        for fault in error.errors(include_url=False):
            place = tuple(fault["loc"])
            said = spoken_fault(fault["type"], fault.get("ctx", {}), fault["input"])
            faults.append((file.line(place), f"{_spoken(place)}: {said}" if place else said))
        return None, tuple(visible(f"{path.name}:{line}: {said}") for line, said in sorted(faults))


def _spoken(place: Place) -> str:
    """The item as the editor of the file knows it: 「times[2].item」, counted from 1."""
    spoken = ""
    for key in place:
        if isinstance(key, int):
            spoken += f"[{key + 1}]"
        else:
            spoken += f".{key[:60]}" if spoken else key[:60]
    return spoken
