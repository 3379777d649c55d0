"""The files of a plan folder as read: their tables merged, and for every item the file and line it came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from .locate import Path as Place
from .problem import Problem
from .toml_text import TomlFile, read_toml


@dataclass(eq=False)
class Source:
    """A plan folder as merged tables; arrays of the same name in several files follow one another by file name."""

    folder: Path
    tables: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    """What kept a file, or a table of it, from being read."""
    _origins: dict[str, list[tuple[TomlFile, int | None]]] = field(default_factory=dict)

    def problem(self, place: Place, sentence: str) -> Problem:
        """A problem of the item at this place of the merged tables, with the file and line it stands in."""
        file, line = self._find(place)
        return Problem(file, line, self._spoken(place), sentence)

    def add(self, file: TomlFile, tables: dict[str, Any]) -> None:
        """Take in the tables of one more file."""
        for name, value in tables.items():
            rows = self.tables.get(name)
            if _is_rows(value) and (rows is None or _is_rows(rows)):
                self.tables[name] = (rows or ()) + value
                self._origins.setdefault(name, []).extend((file, i) for i in range(len(value)))
            elif name in self.tables:
                first = self._origins[name][0][0].name if self._origins[name] else file.name
                sentence = f"[{name}] 在 {first} 里已经有了，一个预案只能有一处"
                self.problems.append(Problem(file.name, file.line((name,)), name, sentence))
            else:
                self.tables[name] = value
                self._origins[name] = [(file, None)]

    @cached_property
    def main_file(self) -> str:
        """The file to name where nothing better is known."""
        return str(self.folder / "plan.toml")

    def _find(self, place: Place) -> tuple[str, int]:
        origins = self._origins.get(str(place[0]), []) if place else []
        if not origins:
            return self.main_file, 1
        if len(place) > 1 and isinstance(place[1], int) and place[1] < len(origins):
            file, index = origins[place[1]]
            local = place if index is None else (place[0], index, *place[2:])
            return file.name, file.line(local)
        return origins[0][0].name, origins[0][0].line(place)

    def _spoken(self, place: Place) -> str:
        spoken, value = "", self.tables
        for key in place:
            value = _inside(value, key)
            if isinstance(key, str):
                spoken += f".{_short(key)}" if spoken else _short(key)
                continue
            known = next((v for k in ("id", "colour", "name") if isinstance(v := _inside(value, k), str)), None)
            spoken += f"[{_short(known)}]" if known else f"[第{key + 1}项]"
        return spoken


def read_folder(folder: Path) -> Source:
    """Read every *.toml of the folder; what cannot be read becomes a problem, never an exception."""
    source = Source(folder)
    try:
        paths = sorted(p for p in folder.iterdir() if p.suffix == ".toml" and p.is_file())
    except OSError as error:
        source.problems.append(Problem(str(folder), 1, "", f"预案文件夹打不开({error.strerror})，请检查路径和权限"))
        return source
    if not paths:
        source.problems.append(Problem(str(folder), 1, "", "文件夹里没有 .toml 文件，预案至少要有 plan.toml"))
    for path in paths:
        read = read_toml(path)
        if isinstance(read, Problem):
            source.problems.append(read)
        else:
            source.add(*read)
    return source


def plan_digest(folder: Path) -> str:
    """SHA-256 in hex over the names and bytes of the folder's *.toml; OSError where one cannot be read."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.suffix == ".toml" and p.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _is_rows(value: object) -> bool:
    return isinstance(value, tuple)


def _inside(value: Any, key: str | int) -> Any:
    if isinstance(key, str):
        return value.get(key) if isinstance(value, dict) else None
    return value[key] if isinstance(value, tuple) and key < len(value) else None


def _short(text: str) -> str:
    return text if len(text) <= 40 and text.isprintable() else ascii(text[:40])
