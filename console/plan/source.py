"""The files of a plan folder as read: their tables merged, and for every item the file and line it came from."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from .locate import Path as Place
from .locate import lines_of, nearest_line
from .problem import Problem

MAX_BYTES = 2 * 1024 * 1024
"""The size of one file."""
MAX_DEPTH = 32
"""Tables and arrays inside one another."""
_TOO_DEEP = f"表和数组套得太深,最多 {MAX_DEPTH} 层"


@dataclass(slots=True, eq=False)
class _File:
    name: str
    text: str
    _lines: dict[Place, int] | None = None

    def line(self, place: Place) -> int:
        if self._lines is None:
            self._lines = lines_of(self.text)
        return nearest_line(self._lines, place)


@dataclass(eq=False)
class Source:
    """A plan folder as merged tables; arrays of the same name in several files follow one another by file name."""

    folder: Path
    tables: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    """What kept a file, or a table of it, from being read."""
    _origins: dict[str, list[tuple[_File, int | None]]] = field(default_factory=dict)

    def problem(self, place: Place, sentence: str) -> Problem:
        """A problem of the item at this place of the merged tables, with the file and line it stands in."""
        file, line = self._find(place)
        return Problem(file, line, self._spoken(place), sentence)

    def add(self, file: _File, tables: dict[str, Any]) -> None:
        """Take in the tables of one more file."""
        for name, value in tables.items():
            rows = self.tables.get(name)
            if _is_rows(value) and (rows is None or _is_rows(rows)):
                self.tables[name] = (rows or ()) + value
                self._origins.setdefault(name, []).extend((file, i) for i in range(len(value)))
            elif name in self.tables:
                first = self._origins[name][0][0].name if self._origins[name] else file.name
                sentence = f"[{name}] 在 {first} 里已经有了,一个预案只能有一处"
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
        source.problems.append(Problem(str(folder), 1, "", f"预案文件夹打不开({error.strerror}),请检查路径和权限"))
        return source
    if not paths:
        source.problems.append(Problem(str(folder), 1, "", "文件夹里没有 .toml 文件,预案至少要有 plan.toml"))
    for path in paths:
        read = _read_file(path)
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


def _read_file(path: Path) -> tuple[_File, dict[str, Any]] | Problem:
    name = str(path)
    text = _read_text(path)
    if isinstance(text, Problem):
        return text
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _syntax(name, text, str(error))
    except RecursionError:
        return Problem(name, 1, "", _TOO_DEEP)
    except ValueError as error:
        return Problem(name, 1, "", f"有一个数字或日期写得不对({str(error)[:80]})")
    file = _File(name, text)
    deep = _too_deep(tables)
    if deep is not None:
        return Problem(name, file.line(deep), "", _TOO_DEEP)
    return file, {key: _frozen(value) for key, value in tables.items()}


def _read_text(path: Path) -> str | Problem:
    name = str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Problem(name, 1, "", f"文件读不了({error.strerror}),请检查权限")
    if len(raw) > MAX_BYTES:
        return Problem(name, 1, "", "文件超过 2 MiB,预案文件不应这么大,请拆开或核对内容")
    try:
        # A byte order mark is what some editors put before UTF-8; TOML does not want it.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(name, raw.count(b"\n", 0, error.start) + 1, "", "这一行不是 UTF-8 编码,请用 UTF-8 另存文件")


_SYNTAX = (
    ("Cannot overwrite", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot mutate", "同一个表写了两次"),
    ("Duplicate inline", "同一个键写了两次"),
    ("Expected '=' after a key", "键后面缺少等号"),
    ("Invalid initial character", "这里应是一个键,键只能用字母、数字、_ 和 -"),
    ("Invalid value", "等号后面的值不合写法;文字要放在半角双引号里"),
    ("Unclosed array", "数组缺少右方括号或逗号"),
    ("Unclosed inline table", "花括号没有配对或缺少逗号"),
    ("Expected ']", "表头缺少右方括号"),
    ("Unterminated string", "引号没有配对"),
    ("Expected newline or end", "一行只能写一项,值后面有多余的内容"),
    ("Illegal character", "有不能用的字符,或引号没有在这一行配对"),
    ("Unescaped '\\\\'", "反斜杠写法不对,文字里的反斜杠要写两个"),
)


def _syntax(name: str, text: str, message: str) -> Problem:
    at = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line = int(at.group(1)) if at else text.count("\n", 0, len(text.rstrip())) + 1
    said = next((chinese for start, chinese in _SYNTAX if message.startswith(start)), "这里的写法不合 TOML")
    column = f"(第 {at.group(2)} 列)" if at else "(到文件末尾)"
    return Problem(name, line, "", f"TOML 语法不对{column}:{said}")


def _too_deep(tables: dict[str, Any]) -> Place | None:
    waiting: list[tuple[Place, Any]] = [((), tables)]
    while waiting:
        place, value = waiting.pop()
        if len(place) > MAX_DEPTH:
            return place
        if isinstance(value, dict):
            waiting.extend(((*place, key), inner) for key, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*place, index), inner) for index, inner in enumerate(value))
    return None


def _frozen(value: object) -> object:
    """Arrays as tuples, as the strict models want them."""
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return value


def _is_rows(value: object) -> bool:
    return isinstance(value, tuple)


def _inside(value: Any, key: str | int) -> Any:
    if isinstance(key, str):
        return value.get(key) if isinstance(value, dict) else None
    return value[key] if isinstance(value, tuple) and key < len(value) else None


def _short(text: str) -> str:
    return text if len(text) <= 40 and text.isprintable() else ascii(text[:40])
