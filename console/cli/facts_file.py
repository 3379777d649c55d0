"""The facts of a new event from a JSON file, checked whole before anything is opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from console.incident.amounts import as_stored
from console.incident.commands import AddItem, Command, SetFigure
from console.journal.errors import reason
from console.plan.facts import Fact
from console.plan.model import Plan
from console.rules.classify import Classifier
from console.rules.facts import FactError

from .faults import VerbError

LIMIT = 1 << 20
"""The largest file of facts, bytes."""


def read_facts(path: Path, plan: str) -> Mapping[str, Any]:
    """The facts in a file, numbers exact: a JSON object of facts, or a line of `duty classify` with `facts` in it.

    Raises:
        VerbError: the file cannot be read, is too large, is no JSON object, or is meant for another plan; with the line.
    """
    text = _text(path)
    try:
        found = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
    except json.JSONDecodeError as fault:
        raise VerbError(f"{path}:{fault.lineno}: 第{fault.colno}个字符处不是 JSON，请核对引号、逗号和括号") from None
    except _Twice as fault:
        raise VerbError(f"{path}: 「{fault.args[0]:.40}」写了两次，请留一处") from None
    except (ValueError, RecursionError):
        raise VerbError(f"{path}: 不是可用的 JSON(数字太长或层次太深)") from None
    if not isinstance(found, dict):
        raise VerbError(f"{path}:1: 应是一个 JSON 对象")
    if "facts" not in found:
        return found
    if found.get("plan", plan) != plan:
        raise VerbError(f"{path}: 里面写的是预案「{found['plan']!s:.40}」，--plan 是「{plan}」，请核对")
    inner = found["facts"]
    if not isinstance(inner, dict):
        raise VerbError(f"{path}: facts 应是一个 JSON 对象")
    return inner


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT + 1)  # never more: a device has no end
    except OSError as fault:
        raise VerbError(f"{path}: 读不了({reason(fault)})") from None
    except ValueError:
        raise VerbError("文件名里有不能用的字符，请换一个") from None
    if len(raw) > LIMIT:
        raise VerbError(f"{path}: 超过{LIMIT}字节，请核对是不是这份文件")
    try:
        return raw.decode("utf-8-sig")  # some editors put a mark before the first line
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise VerbError(f"{path}:{line}: 不是 UTF-8 编码，请另存为 UTF-8") from None


class _Twice(ValueError):
    """A name that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def commands_of(plan: Plan, facts: Mapping[str, Any], name: str) -> list[Command]:
    """The facts as commands that record them.

    Raises:
        VerbError: the plan does not know a fact, or a figure is impossible.
    """
    try:
        Classifier(plan).classify(facts)
    except FactError as fault:
        raise VerbError(f"{name}: {fault}") from None
    commands: list[Command] = []
    for fact in plan.facts:
        value = facts.get(fact.id)
        if value is None:
            continue
        if fact.type != "list":
            commands.append(_figure(fact.id, value))
            continue
        for number, item in enumerate(value, 1):
            key = _key(fact, item, f"{name}: {fact.label}({fact.id})第{number}项")
            commands.append(AddItem(fact.id, key))
            commands += [_figure(f"{fact.id}.{key}.{field}", inner) for field, inner in item.items()
                         if field != fact.key and inner is not None]
    return commands


def _key(fact: Fact, item: Mapping[str, Any], place: str) -> str:
    """What tells an item of a list from the others; to classify it may be unknown, a log has to name it."""
    key = item.get(str(fact.key))
    if key is None:
        raise VerbError(f"{place}没有写 {fact.key}，请补上")
    return str(key)


def _figure(path: str, value: Any) -> Command:
    number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    stored = as_stored(Decimal(value)) if number else value
    return SetFigure(path, stored, str(stored) if number or isinstance(value, str) else "", "文件")
