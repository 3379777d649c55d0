"""What an entry's data may hold: text, whole numbers, yes/no, nothing, and lists and objects of these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .amounts import as_stored
from .refused import Refused
from .times import stamp

LARGEST_WHOLE = 2**53 - 1
"""Up to here every JSON reader keeps a whole number as it is."""
DEEPEST = 24
"""Lists and objects inside one another."""
TOTAL_LIMIT = 100_000
"""Characters in one entry, all texts together."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def stored(data: Mapping[str, Any]) -> dict[str, Any]:
    """`data` as the log keeps it: exact decimals as text, tuples as lists, times in RFC 3339, no float anywhere.

    Raises:
        Refused: something that no entry can hold, or more than one entry can.
    """
    kept: dict[str, Any] = _stored(data, DEEPEST)
    size = _size(kept)
    if size > TOTAL_LIMIT:
        raise Refused(f"这一条一共{size}字，超过{TOTAL_LIMIT}字，请分几条写")
    return kept


def _stored(value: Any, depth: int) -> Any:  # noqa: PLR0911 # one return a kind of value
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, Decimal, Fraction)):
        return _number(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return stamp(value)
    if depth and isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {_text(key): _stored(item, depth - 1) for key, item in value.items()}
    if depth and isinstance(value, (list, tuple)):
        return [_stored(item, depth - 1) for item in value]
    raise Refused("这一条里有不能记入日志的内容，请改为文字或数字")


def _text(text: str) -> str:
    # A lone surrogate, as a broken paste may bring, has no UTF-8: it is kept as the six characters of its escape.
    return text if text.isascii() else _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _number(value: int | Decimal | Fraction) -> int | str:
    if isinstance(value, int):
        if abs(value) > LARGEST_WHOLE:
            raise Refused("有一个数字太大，请核对后重写")
        return int(value)
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}" if value.denominator != 1 else _number(value.numerator)
    if not value.is_finite() or not -30 <= value.adjusted() <= 15:
        raise Refused("有一个数字不成数或太大，请核对后重写")
    return as_stored(value)


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(key) + _size(item) for key, item in value.items())
    return 1 + sum(_size(item) for item in value) if isinstance(value, list) else 8
