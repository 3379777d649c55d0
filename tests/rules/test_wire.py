"""The JSON-lines front: whatever a line is, it is answered in its place, and the others too."""

from __future__ import annotations

import io
import json
from functools import partial
from typing import Any

import pytest

from console.plan.loader import load_shipped
from console.rules import wire

REGISTRY = wire.Registry({plan_id: partial(load_shipped, plan_id) for plan_id in ("blackout", "weather")})
GOOD = b'{"id": "good", "plan": "blackout", "facts": {"grid_load_mw": 1500, "grid_shed_mw": 700}}'


def answers(*lines: bytes) -> tuple[list[dict[str, Any]], int]:
    out = io.BytesIO()
    status = wire.run(io.BytesIO(b"\n".join(lines)), out, REGISTRY)
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def case(facts: bytes, case_id: bytes = b'"x"') -> bytes:
    return b'{"id": ' + case_id + b', "plan": "blackout", "facts": ' + facts + b"}"


FAULTS: list[tuple[bytes, object, str]] = [
    (case(b'{"grid_load_mw": ' + b"9" * 5000 + b"}"), "x", "太长"),
    (case(b'{"grid_load_mw": 1e400}'), "x", "不能大于"),
    (case(b'{"grid_load_mw": NaN}'), "x", "有限"),
    (case(b'{"grid_load_mw": -Infinity}'), "x", "有限"),
    (case(b'{"grid_load_mw": true}'), "x", "须是数字"),
    (case(b'{"grid_load_mw": "600"}'), "x", "须是数字"),
    (case(b'{"grid_load_mw": 1, "grid_load_mw": 2}'), "x", "两次"),
    (case(b'{"counties": [{"name": "a", "name": "b"}]}'), "x", "两次"),
    (case(b"[" * 50 + b"]" * 50, b"7"), 7, "太深"),
    (case(b'{"a": "' + b"a" * wire.MAX_LINE + b'"}', b'"a\\"b"'), 'a"b', "1 MiB"),
    (case(b"[]"), "x", "须是一个对象"),
    (b'{"id": "x", "plan": "blackout"}', "x", "缺少 facts"),
    (b'{"id": "x", "facts": {}}', "x", "缺少 plan"),
    (b'{"id": "x", "plan": "none", "facts": {}}', "x", "blackout、weather"),
    (b"[1, 2]", None, "JSON 对象"),
    (b'{"id": "x"', None, "不是 JSON"),
    (b'{"id": "x"} {}', None, "不是 JSON"),
    (b'{"id": "\xff"}', None, "UTF-8"),
    (b"[" * 100_000, None, "太深"),
]


@pytest.mark.parametrize(("line", "case_id", "said"), FAULTS, ids=[said for _, _, said in FAULTS])
def test_a_line_that_cannot_be_answered_says_why_beside_its_id(line: bytes, case_id: object, said: str) -> None:
    """The id comes back wherever it can be read; the lines before and after are answered; the status is 1."""
    (before, found, after), status = answers(GOOD, line, GOOD)
    assert status == 1
    assert found["id"] == case_id
    assert said in found["error"]
    assert before == after
    assert before["level"] == "II"


def test_empty_lines_are_no_cases_and_nothing_in_gives_nothing_out() -> None:
    assert answers(b"", b"  ", GOOD, b"")[0][0]["id"] == "good"
    assert len(answers(b"", b"  ", GOOD, b"")[0]) == 1
    assert answers() == ([], 0)


def test_an_id_of_any_kind_comes_back_as_it_is() -> None:
    for case_id in (b"1.5", b"null", b"true", b"[1]", b'{"a": 1}', b"12345678901234567890123"):
        (found,), status = answers(case(b"{}", case_id))
        assert (found["id"], status) == (json.loads(case_id), 0)
