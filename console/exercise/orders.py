"""What the director asks of a running drill: one small file an order, taken up in order and then gone."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.journal.files import REAL, Fs, atomic_write, make_folders, read_file

FOLDER = "orders"
_MOST = 64 * 1024
"""The largest order, bytes."""

WHATS = ("fire", "hold", "release", "skip", "change", "shift", "speed", "pause", "go_on", "step", "note", "end")


@dataclass(frozen=True, slots=True)
class Order:
    """One thing that the director wants."""

    what: str
    """One of WHATS."""
    data: Mapping[str, Any]
    by: str


def give(run_folder: Path, order: Order, fs: Fs = REAL) -> None:
    """Lay an order before a drill that runs in another process.

    Raises:
        OSError: it cannot be written.
    """
    folder = run_folder / FOLDER
    make_folders(folder, fs)
    name = f"{time.time_ns():020d}-{os.getpid()}.json"
    text = json.dumps({"what": order.what, "data": dict(order.data), "by": order.by}, ensure_ascii=True)
    atomic_write(folder / name, text.encode(), fs)


def take(run_folder: Path, fs: Fs = REAL) -> tuple[Order | str, ...]:
    """The orders that lie there, oldest first, taken away; a sentence in the place of one that cannot be read."""
    folder = run_folder / FOLDER
    try:
        names = sorted(name for name in fs.names(folder) if name.endswith(".json"))
    except OSError:
        return ()
    found: list[Order | str] = []
    for name in names:
        try:
            found.append(_read(folder / name))
            fs.remove(folder / name)
        except OSError:
            found.append(f"导演的指令 {name} 读不了")
    return tuple(found)


def _read(path: Path) -> Order | str:
    raw = read_file(path, _MOST + 1)
    try:
        told = json.loads(raw.decode())
        what, data, by = told["what"], told["data"], told["by"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"导演的指令 {path.name} 看不懂，没有执行"
    if len(raw) > _MOST or what not in WHATS or not isinstance(data, dict) or not isinstance(by, str):
        return f"导演的指令 {path.name} 看不懂，没有执行"
    return Order(what, data, by)
