"""The practice record of everybody at this desk, in one file of its own beside the drills; no log is touched."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from console.journal.errors import reason
from console.journal.files import REAL, Fs, atomic_write, make_folders, read_file

from .deck import BOXES, Record, Seen, answered

FILE = "practice.json"
VERSION = 1
NOBODY = "未登记"
"""Whose record it is where nobody gave a name."""
MOST_NAME = 100
"""Characters of a name; what is longer is one person with whoever begins alike."""
_MOST = 16 * 1024 * 1024
_LARGEST = 10**9
_FIELDS = ("box", "due", "seen", "right", "seconds", "slowest")


class Store:
    """Reads and writes the record; what cannot be written is kept and written with the next answer."""

    def __init__(self, home: Path, fs: Fs = REAL) -> None:
        self.path = home / "drills" / FILE
        self._fs = fs
        self._waiting: list[tuple[str, str, bool, int]] = []

    def read(self, name: str) -> tuple[Record, str]:
        """The record of a person, and a sentence where the file could not be used (empty where all is well)."""
        people, told = self._people()
        return (people or {}).get(who(name), Record()), told

    def add(self, name: str, key: str, right: bool, seconds: int) -> str:
        """Put one answer on the disk; empty once it is there, else a sentence that says why not."""
        self._waiting.append((who(name), key, right, seconds))
        people, told = self._people()
        if people is None:
            return told
        for person, edge, was_right, took in self._waiting:
            people[person] = answered(people.get(person, Record()), edge, was_right, took)
        try:
            make_folders(self.path.parent, self._fs)
            atomic_write(self.path, _written(people), self._fs)
        except OSError as error:
            return f"练习成绩没有存上：{self.path.name}: {reason(error)}；先留着，下一题再存"
        self._waiting.clear()
        return told

    def _people(self) -> tuple[dict[str, Record] | None, str]:
        """Everybody's records; None where the file must not be written over."""
        try:
            raw = read_file(self.path, _MOST, self._fs)
        except FileNotFoundError:
            return {}, ""
        except OSError as error:
            return None, f"练习成绩读不出：{self.path}: {reason(error)}；本次成绩先不存"
        try:
            return _read(raw), ""
        except _NewerError:
            return None, f"{FILE} 是更新版本的值班台写的，本次成绩先不存"
        except ValueError as error:
            return self._set_aside(_why(error))

    def _set_aside(self, why: str) -> tuple[dict[str, Record] | None, str]:
        for turn in range(1, 1000):
            aside = self.path.with_name(f"{FILE}.bad-{turn}")
            if not aside.exists():
                break
        try:
            self._fs.rename(self.path, aside)
        except OSError as error:
            return None, f"{FILE}{why}，又移不开：{reason(error)}；本次成绩先不存"
        with contextlib.suppress(OSError):
            self._fs.sync_folder(self.path.parent)
        return {}, f"{FILE}{why}；已原样移到 {aside.name}，成绩从头记"


def who(name: str) -> str:
    """The key of a person: the name as typed, at most `MOST_NAME` characters of it."""
    return name.strip()[:MOST_NAME] or NOBODY


class _NewerError(Exception):
    """The file is of a later version."""


def _why(error: Exception) -> str:
    return f":{error.lineno}: 不是 JSON" if isinstance(error, json.JSONDecodeError) else f": 内容不对({error})"


def _read(raw: bytes) -> dict[str, Record]:
    if len(raw) > _MOST:
        raise ValueError("太大")
    try:
        found = json.loads(raw.decode())
    except UnicodeDecodeError:
        raise ValueError("不是 UTF-8") from None
    except json.JSONDecodeError:
        raise
    except ValueError:
        raise ValueError("有一个数字太长") from None
    except RecursionError:
        raise ValueError("套得太深") from None
    if not isinstance(found, dict):
        raise ValueError("须是一个对象")
    version = found.get("version")
    if isinstance(version, int) and version > VERSION:
        raise _NewerError
    people = found.get("people")
    if version != VERSION or not isinstance(people, dict):
        raise ValueError("没有 version 或 people")
    return {name: _record(name, value) for name, value in people.items()}


def _record(name: str, value: object) -> Record:
    if not isinstance(value, dict) or not isinstance(value.get("edges"), dict):
        raise ValueError(f"「{name[:20]}」一段缺少 edges")
    edges = {key: _seen(key, seen) for key, seen in value["edges"].items()}
    return Record(_whole(value, "count"), edges)


def _seen(key: str, value: object) -> Seen:
    if not isinstance(value, dict) or set(value) != set(_FIELDS):
        raise ValueError(f"「{key[:60]}」的项目不全")
    found = Seen(**{name: _whole(value, name) for name in _FIELDS})
    if found.box >= len(BOXES) or found.right > found.seen:
        raise ValueError(f"「{key[:60]}」的数字不合理")
    return found


def _whole(value: Mapping[str, Any], name: str) -> int:
    number = value.get(name)
    if type(number) is not int or not 0 <= number <= _LARGEST:
        raise ValueError(f"{name} 须是不小于 0 的整数")
    return number


def _written(people: Mapping[str, Record]) -> bytes:
    shown = {
        name: {"count": record.count, "edges": {key: {f: getattr(seen, f) for f in _FIELDS} for key, seen in record.edges.items()}}
        for name, record in people.items()
    }  # fmt: skip
    return json.dumps({"version": VERSION, "people": shown}, indent=1).encode()
