"""What the models find wrong with the form of a plan, said in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from .model import Plan
from .tables import Finding


def _listed(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ").replace(", ", "、")


_SAID: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda c: "缺少这一项，必须写",
    "extra_forbidden": lambda c: "不认识的键，请核对拼写或删去",
    "string_type": lambda c: "须是引号里的文字",
    "string_too_short": lambda c: "不能是空文字",
    "string_too_long": lambda c: f"文字太长，最多 {c['max_length']} 个字符",
    "int_type": lambda c: "须是整数",
    "bool_type": lambda c: "须是 true 或 false",
    "tuple_type": lambda c: "须是数组；表要写成 [[...]] 两层方括号",
    "model_type": lambda c: "须是一个表",
    "greater_than_equal": lambda c: f"不能小于 {c['ge']}",
    "less_than_equal": lambda c: f"不能大于 {c['le']}",
    "literal_error": lambda c: f"只能写 {_listed(str(c['expected']))} 之一",
    "int_from_float": lambda c: "须是整数",
    "dict_type": lambda c: "须是一个表",
    "string_unicode": lambda c: "文字里有不能用的字符",
    "date_type": lambda c: "须是日期，如 2026-11-23，不加引号",
    "date_from_datetime_inexact": lambda c: "须是日期，如 2026-11-23，不带钟点",
}


def shape_findings(raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Unknown keys, wrong types, missing keys and values out of range, each with its place."""
    try:
        Plan.model_validate(raw)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            place = tuple(error["loc"])
            if error["type"] == "missing" and place == ("plan",):
                yield place, "缺少 [plan] 表，预案必须写明编号、名称和文号"
            else:
                yield place, spoken_fault(error["type"], error.get("ctx", {}), error["input"])


def spoken_fault(kind: str, context: Mapping[str, Any], given: object) -> str:
    """A fault found by a strict model as a Chinese sentence: pydantic's kind of it, its context, the value."""
    if kind == "string_pattern_mismatch":
        said = "编号只能用小写字母、数字、- 和 _，字母或数字开头，最多 64 个字符"
    else:
        say = _SAID.get(kind)
        said = say(context) if say else f"写法不对({kind})"
    if kind in ("missing", "extra_forbidden") or isinstance(given, dict | tuple):
        return said
    return f"{said}，现在写的是「{_shown(given)}」"


def _shown(given: object) -> str:
    if isinstance(given, int) and given.bit_length() > 200:
        return "很大的整数"
    return given[:60] if isinstance(given, str) and given.isprintable() else repr(given)[:60]
