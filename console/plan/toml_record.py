"""A TOML file that the office edits (settings, contacts) as a record, every fault with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from console.words import visible

from .locate import Path as Place
from .shape import spoken_fault
from .toml_text import TomlFile, read_toml

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
        faults = faults_of(error, file)
        return None, tuple(visible(f"{path.name}:{line}: {said}") for line, said in sorted(faults))


def faults_of(error: ValidationError, file: TomlFile, under: Place = ()) -> Iterator[tuple[int, str]]:
    """Line and sentence of every fault of a record that stands at `under` in the file."""
    for fault in error.errors(include_url=False):
        place = (*under, *fault["loc"])
        said = spoken_fault(fault["type"], fault.get("ctx", {}), fault["input"])
        yield file.line(place), f"{spoken_place(place)}：{said}" if place else said


def spoken_place(place: Place) -> str:
    """The item as the editor of the file knows it: 「times[2].item」, counted from 1."""
    spoken = ""
    for key in place:
        if isinstance(key, int):
            spoken += f"[{key + 1}]"
        else:
            spoken += f".{key[:60]}" if spoken else key[:60]
    return spoken
