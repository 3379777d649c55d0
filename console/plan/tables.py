"""The rows of a plan that may still be faulty: each valid row as its model, each id as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from .base import Model
from .facts import Fact, Field
from .locate import Path as Place
from .model import Header, Plan

Finding = tuple[Place, str]
"""Where in the merged tables, and one Chinese sentence."""

M = TypeVar("M", bound=Model)


class Tables:
    """Rows by table, so that one faulty row does not hide what is wrong with the others."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw
        self._rows: dict[str, list[tuple[int, Model]]] = {}
        for name, info in Plan.model_fields.items():
            kinds = get_args(info.annotation)
            if kinds:
                self._rows[name] = list(_valid(kinds[0], raw.get(name)))
        header = raw.get("plan")
        self.header: Header | None = _one(Header, header)

    def rows(self, name: str, kind: type[M]) -> list[tuple[Place, M]]:
        """The valid rows of a table with their places."""
        return [((name, index), row) for index, row in self._rows[name] if isinstance(row, kind)]

    def ids(self, name: str, key: str = "id") -> set[str]:
        """Every id of a table as written, those of faulty rows too: a reference to them is no fault."""
        rows = self._raw.get(name)
        if not isinstance(rows, tuple):
            return set()
        return {row[key] for row in rows if isinstance(row, dict) and isinstance(row.get(key), str)}

    def count(self, name: str) -> int:
        """How many rows a table has, faulty ones too."""
        rows = self._raw.get(name)
        return len(rows) if isinstance(rows, tuple) else 0

    def repeated(self, name: str, key: str = "id") -> Iterator[tuple[int, str]]:
        """Index and id of every row whose id an earlier row has."""
        rows = self._raw.get(name)
        seen: set[str] = set()
        for index, row in enumerate(rows if isinstance(rows, tuple) else ()):
            value = row.get(key) if isinstance(row, dict) else None
            if isinstance(value, str):
                if value in seen:
                    yield index, value
                seen.add(value)

    def facts(self) -> dict[str, Fact]:
        """The valid facts by id."""
        return {fact.id: fact for _, fact in self.rows("facts", Fact)}

    def kinds(self) -> dict[str, str]:
        """The kinds that the items of the lists can be of (the hazards), with their labels."""
        keys = (_key_field(fact) for fact in self.facts().values())
        return {choice.id: choice.label for key in keys if key for choice in key.choices}


def _key_field(fact: Fact) -> Field | None:
    return next((field for field in fact.fields if field.id == fact.key), None)


def _valid(kind: type[Model], rows: object) -> Iterator[tuple[int, Model]]:
    for index, raw in enumerate(rows if isinstance(rows, tuple) else ()):
        row = _one(kind, raw)
        if row is not None:
            yield index, row


def _one(kind: type[M], raw: object) -> M | None:
    try:
        return kind.model_validate(raw)
    except ValidationError:
        return None
