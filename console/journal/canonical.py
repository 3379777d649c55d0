"""Canonical JSON (RFC 8785) for the values a log may hold, and `plain`, which makes any value fit for it.

The range is small on purpose: text, whole numbers within +-(2^53-1), true, false, null, lists and objects.
For these Python's own encoder writes what RFC 8785 asks for, byte for byte, but for the order of keys beyond
the Basic Multilingual Plane (UTF-16 code units, not code points).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, NoReturn

MAX_INT = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""
MAX_DEPTH = 32
"""How deep lists and objects may stand in each other, in an entry as a whole."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class NotPlain(ValueError):
    """A value that no log can hold; its text is one Chinese sentence."""


def canonical(value: object) -> bytes:
    """The canonical JSON of `value`, UTF-8, without a line end.

    Raises `NotPlain` for what is outside the range: nothing is converted here, see `plain`.
    """
    _check(value, MAX_DEPTH)
    return dump(value)


def dump(value: object) -> bytes:
    """As `canonical`, for a value already known to be in range (made by `plain`, or read by `parse`)."""
    text = _SORTED.encode(value)
    if not text.isascii() and _ASTRAL.search(text):
        text = _AS_GIVEN.encode(_by_code_unit(value))
    return text.encode()


def parse(text: str) -> object:
    """The value of a JSON text; `ValueError` where it is no JSON or holds a number outside the range.

    The depth must have been looked at before (`depth_of`); a `RecursionError` is turned into `ValueError` too.
    """
    try:
        value, end = _DECODER.raw_decode(text)
    except RecursionError:
        raise ValueError("嵌套太深") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"第 {error.pos + 1} 个字符处不是 JSON") from None
    if end != len(text):
        raise ValueError(f"第 {end + 1} 个字符起有多余的内容")
    return value


def depth_of(raw: bytes) -> int:
    """How deep a JSON text nests, without parsing it; strings are skipped."""
    deepest = depth = 0
    for mark in re.finditer(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]', raw, re.DOTALL):
        match mark.group()[:1]:
            case b"[" | b"{":
                depth += 1
                deepest = max(deepest, depth)
            case b"]" | b"}":
                depth -= 1
    return deepest


def plain(value: object, depth: int = MAX_DEPTH) -> Any:
    """A copy of `value` that a log can hold.

    Float, Decimal, Fraction and whole numbers beyond +-(2^53-1) become text (no float is ever hashed), a lone
    surrogate the six visible characters of its escape, a tuple a list, a datetime RFC 3339 in whole seconds, an Enum
    its value. Raises `NotPlain` for anything else, for a time without an offset, and for nesting beyond `depth`.
    """
    if type(value) is str:
        return value if value.isascii() else _SURROGATE.sub(_escape, value)
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, (Mapping, list, tuple)):
        if depth <= 0:
            raise NotPlain(f"内容嵌套超过 {MAX_DEPTH} 层，不能记入日志；请分开填写")
        return _object(value, depth) if isinstance(value, Mapping) else [plain(item, depth - 1) for item in value]
    return _scalar(value)


def _scalar(value: object) -> str | int | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float, Decimal, Fraction)):
        return _number(value)
    if isinstance(value, date):
        return _moment(value)
    raise NotPlain(f"「{type(value).__name__}」这类值不能记入日志；请改为文字、数字、是否或列表")


def visible(text: str) -> str:
    r"""`text` with each lone surrogate (which UTF-8 cannot hold) as its escape, such as `\ud83d`."""
    return _SURROGATE.sub(_escape, str.__str__(text))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def _object(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotPlain(f"名称「{key!r:.40}」不是文字，不能记入日志")
        name = key if type(key) is str and key.isascii() else visible(key)
        if name in made:
            raise NotPlain(f"名称「{name:.40}」重复，不能记入日志")
        made[name] = plain(item, depth - 1)
    return made


def _number(value: float | Decimal | Fraction) -> int | str:
    if isinstance(value, int) and -MAX_INT <= value <= MAX_INT:
        return int(value)
    try:
        return repr(float(value)) if isinstance(value, float) else str(value)
    except ValueError:  # more digits than Python will print
        raise NotPlain("数字太大，不能记入日志；请核对") from None


def _moment(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.utcoffset() is None:
        raise NotPlain("时间没有时区，不能记入日志")
    return value.isoformat(timespec="seconds")


def _check(value: object, depth: int) -> None:
    if value is None or type(value) is bool:
        return
    if type(value) is str:
        if _SURROGATE.search(value):
            raise NotPlain("文字里有单个的代理字符，不能写成 UTF-8")
    elif type(value) is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise NotPlain("整数超出 2^53-1")
    elif depth <= 0:
        raise NotPlain(f"嵌套超过 {MAX_DEPTH} 层")
    elif type(value) is list:
        for item in value:
            _check(item, depth - 1)
    elif type(value) is dict:
        for key, item in value.items():
            if type(key) is not str:
                raise NotPlain("名称不是文字")
            _check(key, depth)
            _check(item, depth - 1)
    else:
        raise NotPlain(f"「{type(value).__name__}」这类值不能写成规范 JSON")


def _by_code_unit(value: object) -> object:
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return {key: _by_code_unit(item) for key, item in pairs}
    if isinstance(value, list):
        return [_by_code_unit(item) for item in value]
    return value


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"有不是整数的数字「{text:.40}」")


def _whole(text: str) -> int:
    if len(text) < 16:
        return int(text)
    if len(text) > 17 or not -MAX_INT <= (number := int(text)) <= MAX_INT:
        raise ValueError(f"整数「{text:.40}」超出 2^53-1")
    return number


_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_whole)
_SORTED = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False, allow_nan=False
)
_AS_GIVEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, allow_nan=False)
