"""One TOML file as text and tables, with the line of everything in it; what cannot be read is a problem in words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .locate import Path as Place
from .locate import lines_of, nearest_line
from .problem import Problem

MAX_BYTES = 2 * 1024 * 1024
"""The size of one file."""
MAX_DEPTH = 32
"""Tables and arrays inside one another."""
_TOO_DEEP = f"表和数组套得太深，最多 {MAX_DEPTH} 层"


@dataclass(slots=True, eq=False)
class TomlFile:
    """A file that is TOML; its lines are looked for only when one is asked for."""

    name: str
    text: str
    _lines: dict[Place, int] | None = None

    def line(self, place: Place) -> int:
        """The line of the item at this place of the file's tables, or of the nearest thing around it."""
        if self._lines is None:
            self._lines = lines_of(self.text)
        return nearest_line(self._lines, place)


def read_toml(path: Path) -> tuple[TomlFile, dict[str, Any]] | Problem:
    """The file with its tables, arrays as tuples; a problem, never an exception, where it cannot be read."""
    text = _read_text(path)
    return text if isinstance(text, Problem) else parse_toml(str(path), text)


def parse_toml(name: str, text: str) -> tuple[TomlFile, dict[str, Any]] | Problem:
    """The same for a text that was read before; `name` is what the problem calls it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _syntax(name, text, str(error))
    except RecursionError:
        return Problem(name, 1, "", _TOO_DEEP)
    except ValueError as error:
        return Problem(name, 1, "", f"有一个数字或日期写得不对({str(error)[:80]})")
    file = TomlFile(name, text)
    deep = _too_deep(tables)
    if deep is not None:
        return Problem(name, file.line(deep), "", _TOO_DEEP)
    return file, {key: _frozen(value) for key, value in tables.items()}


def _read_text(path: Path) -> str | Problem:
    name = str(path)
    try:
        if path.exists() and not path.is_file():  # a pipe would keep its reader waiting
            return Problem(name, 1, "", "不是普通文件，请换成一份 TOML 文件")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Problem(name, 1, "", f"文件读不了({error.strerror})，请检查权限")
    if len(raw) > MAX_BYTES:
        return Problem(name, 1, "", "文件超过 2 MiB，这样的文件不应这么大，请拆开或核对内容")
    try:
        # A byte order mark is what some editors put before UTF-8; TOML does not want it.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(name, raw.count(b"\n", 0, error.start) + 1, "", "这一行不是 UTF-8 编码，请用 UTF-8 另存文件")


_SYNTAX = (
    ("Cannot overwrite", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot mutate", "同一个表写了两次"),
    ("Duplicate inline", "同一个键写了两次"),
    ("Expected '=' after a key", "键后面缺少等号"),
    ("Invalid initial character", "这里应是一个键，键只能用字母、数字、_ 和 -"),
    ("Invalid value", "等号后面的值不合写法；文字要放在半角双引号里"),
    ("Unclosed array", "数组缺少右方括号或逗号"),
    ("Unclosed inline table", "花括号没有配对或缺少逗号"),
    ("Expected ']", "表头缺少右方括号"),
    ("Unterminated string", "引号没有配对"),
    ("Expected newline or end", "一行只能写一项，值后面有多余的内容"),
    ("Illegal character", "有不能用的字符，或引号没有在这一行配对"),
    ("Unescaped '\\\\'", "反斜杠写法不对，文字里的反斜杠要写两个"),
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
