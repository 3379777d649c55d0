"""Canonical JSON is that of RFC 8785, byte for byte, and anything a person or a program hands in is made fit for it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from console.journal.canonical import MAX_DEPTH, MAX_INT, NotPlain, canonical, depth_of, parse, plain
from tests.journal.helpers import HOSTILE

text = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [item for item in HOSTILE if "\ud83d" not in item]
)
scalars = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | text
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(text, inner, max_size=5), max_leaves=20
)
anything = st.recursive(
    scalars
    | st.text()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.fractions()
    | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_the_bytes_are_those_of_the_reference_implementation(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_what_is_written_reads_back_the_same_and_is_written_the_same_again(value: Any) -> None:
    raw = canonical(value)
    again = parse(raw.decode())
    assert again == value
    assert canonical(again) == raw


@given(anything)
def test_plain_makes_anything_fit_and_leaves_what_is_fit_alone(value: Any) -> None:
    try:
        made = plain(value)
    except NotPlain as error:
        assert "不能记入日志" in str(error)
        return
    assert rfc8785.dumps(made) == canonical(made)
    assert plain(made) == made


@given(st.integers(min_value=0, max_value=60), st.booleans())
def test_depth_is_measured_without_parsing(depth: int, in_text: bool) -> None:
    raw = b"[" * depth + b"]" * depth
    if in_text:
        raw = canonical([raw.decode() + '"\\'])
        depth = 1
    assert depth_of(raw) == depth


def test_keys_go_by_utf_16_code_units_not_by_code_points() -> None:
    value = {"\ufb33": 1, "\U0001f600": 2, "€": 3, "\r": 4, "1": 5, "\x80": 6, "ö": 7}
    assert canonical(value) == rfc8785.dumps(value)
    assert list(json.loads(canonical(value))) == ["\r", "1", "\x80", "ö", "€", "\U0001f600", "\ufb33"]


def test_numbers_that_are_not_small_whole_numbers_become_text() -> None:
    class Level(IntEnum):
        I = 1  # noqa: E741 - a level's name

    given_ = [1.0, 0.1, float("nan"), Decimal("59.999"), Fraction(3, 5), 2**53, -(2**53), MAX_INT, True, Level.I]
    assert plain(given_) == [
        "1.0", "0.1", "nan", "59.999", "3/5", "9007199254740992", "-9007199254740992", MAX_INT, True, 1,
    ]  # fmt: skip


def test_times_become_rfc_3339_in_whole_seconds_with_their_offset() -> None:
    moment = datetime(2026, 11, 23, 14, 5, 0, 999_999, tzinfo=timezone(timedelta(hours=8)))
    assert plain([moment, date(2026, 11, 23)]) == ["2026-11-23T14:05:00+08:00", "2026-11-23"]


def test_a_lone_surrogate_becomes_the_six_characters_of_its_escape() -> None:
    assert plain({"a\udcff": "\ud83d!"}) == {"a\\udcff": "\\ud83d!"}


def test_enums_stand_for_their_values() -> None:
    class Word(StrEnum):
        A = "甲"

    class Other(Enum):
        B = (1, "乙")

    assert plain([Word.A, Other.B]) == ["甲", [1, "乙"]]
    assert type(plain(Word.A)) is str


def endless() -> list[Any]:
    ring: list[Any] = []
    ring.append(ring)
    return ring


naive = datetime.fromisoformat("2026-11-23T14:05:00")


@pytest.mark.parametrize(
    "value",
    [
        object(), {1, 2}, b"x", {1: 2}, {None: 1}, endless(), naive, 10**5000, Fraction(10**5000, 3),
        {"\ud83d": 1, "\\ud83d": 2}, 1j, timedelta(1),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_no_log_can_hold_is_refused_in_one_sentence(value: Any) -> None:
    with pytest.raises(NotPlain, match="不能记入日志"):
        plain(value)


@pytest.mark.parametrize(
    "value", [1.5, 2**53, "\ud83d", {"\ud83d": 1}, (1,), {1: 2}, object(), endless()], ids=range(8)
)
def test_canonical_converts_nothing(value: Any) -> None:
    with pytest.raises(NotPlain):
        canonical(value)


def test_the_deepest_nesting_allowed_is_written_and_one_more_is_not() -> None:
    value: Any = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert depth_of(canonical(plain(value))) == MAX_DEPTH
    for check in (plain, canonical):
        with pytest.raises(NotPlain, match=f"{MAX_DEPTH} 层"):
            check([value])


@pytest.mark.parametrize(
    "raw",
    ["", " 1", "1 ", "nul", "1.0", "1e3", "-0.0", "NaN", "Infinity", "9007199254740992", "-" + "9" * 5000,
     "[" * 100_000, '"\n"', "{'a':1}", "\ufeff1", '"\\x"'],
    ids=lambda raw: raw[:12] or "empty",
)  # fmt: skip
def test_what_is_no_plain_json_is_a_value_error_and_never_a_crash(raw: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(raw)
