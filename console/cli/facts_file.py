"""The facts of a new event from a JSON file, checked whole before anything is opened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from console.incident.amounts import as_stored
from console.incident.commands import AddItem, Command, SetFigure
from console.plan.model import Plan
from console.rules.classify import Classifier
from console.rules.facts import FactError

from .faults import VerbError

LIMIT = 1 << 20


def read_facts(path: Path) -> Mapping[str, Any]:
    """The JSON object in a file, numbers exact.

    Raises:
        VerbError: the file cannot be read, is too large, or is no JSON object; with the line.
    """
    try:
        if path.stat().st_size > LIMIT:
            raise VerbError(f"{path}: 超过{LIMIT}字节，请核对是不是这份文件")
        found = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as fault:
        raise VerbError(f"{path}: 读不了({fault.strerror})") from None
    except UnicodeDecodeError:
        raise VerbError(f"{path}: 不是 UTF-8 编码，请另存为 UTF-8") from None
    except json.JSONDecodeError as fault:
        raise VerbError(f"{path}:{fault.lineno}: 不是 JSON({fault.msg})") from None
    except (ValueError, RecursionError):
        raise VerbError(f"{path}: 不是可用的 JSON(数字太长或层次太深)") from None
    if not isinstance(found, dict):
        raise VerbError(f"{path}:1: 应是一个 JSON 对象")
    inner = found.get("facts")
    return inner if isinstance(inner, dict) and "plan" in found else found


def commands_of(plan: Plan, facts: Mapping[str, Any], name: str) -> list[Command]:
    """The facts as commands that record them.

    Raises:
        VerbError: the plan does not know a fact, or a figure is impossible.
    """
    try:
        Classifier(plan).classify(facts)
    except FactError as fault:
        raise VerbError(f"{name}：{fault}") from None
    commands: list[Command] = []
    for fact in plan.facts:
        value = facts.get(fact.id)
        if value is None:
            continue
        if fact.type != "list":
            commands.append(_figure(fact.id, value))
            continue
        for item in value:
            key = str(item[str(fact.key)])
            commands.append(AddItem(fact.id, key))
            commands += [_figure(f"{fact.id}.{key}.{field}", inner) for field, inner in item.items()
                         if field != fact.key and inner is not None]
    return commands


def _figure(path: str, value: Any) -> Command:
    stored = as_stored(Decimal(value)) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else value
    return SetFigure(path, stored, str(stored), "文件")
