"""The language of the standards: what it reads, and what it says of what it cannot read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.plan.expression import MAX_DEPTH, MAX_LENGTH, ExpressionError, parse
from console.plan.nodes import And, Band, Compare, Contains, Difference, Flag, Name, Not, Or, Word, names

A, B = Name("a"), Name("b")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a", Flag(A)),
        ("not a", Not(Flag(A))),
        ("a >= 600", Compare(A, ">=", Fraction(600))),
        ("600 <= a", Compare(A, ">=", Fraction(600))),
        ("0.1 > a", Compare(A, "<", Fraction(1, 10))),
        ("a == 2", Compare(A, "==", Fraction(2))),
        ("a != 2", Compare(A, "!=", Fraction(2))),
        ("40 <= a < 60", Band(A, Fraction(40), True, Fraction(60), False)),
        ("60 > a >= 40", Band(A, Fraction(40), True, Fraction(60), False)),
        ("6 <= a <= 8", Band(A, Fraction(6), True, Fraction(8), True)),
        ("a - b == 2", Compare(Difference(A, B), "==", Fraction(2))),
        ("a == 'red'", Word(A, "==", "red")),
        ("'red' == a", Word(A, "==", "red")),
        ("a >= 'major'", Word(A, ">=", "major")),
        ("'x' in a", Contains("x", A)),
        ("a and b and not a", And((Flag(A), Flag(B), Not(Flag(A))))),
        ("a or b and a", Or((Flag(A), And((Flag(B), Flag(A)))))),
        ("(a or b) and a", And((Or((Flag(A), Flag(B))), Flag(A)))),
        ("\n  a\n  and b ", And((Flag(A), Flag(B)))),
    ],
)
def test_text_becomes_these_nodes(text: str, node: object) -> None:
    assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("", 1, "空的"),
        ("   ", 1, "空的"),
        ("a >= ", 6, "末尾缺少"),
        ("a b", 3, "缺少 and、or"),
        ("(a", 3, "右括号"),
        ("a)", 2, "前面缺少"),
        ("a ＞ 3", 3, "请改为「>」"),
        ('a == "red"', 6, "请改为「'」"),
        ("a == 'red", 6, "没有配对"),
        ("1.2.3 < a", 1, "整数或小数"),
        ("0x10 < a", 1, "整数或小数"),
        ("1e5 < a", 1, "整数或小数"),
        ("a @ b", 3, "不认识的符号「@」"),
        ("a\x00", 2, "U+0000"),
        ("60 <= a < 40", 1, "没有数字能落在其中"),
        ("40 <= a < 40", 1, "没有数字能落在其中"),
        ("40 <= a > 60", 4, "区间的写法"),
        ("1 < a < 2 < 3", 11, "最多两个"),
        ("1 < 2", 3, "一边须是名称"),
        ("a == b", 3, "一边须是名称"),
        ("a - 3 > 2", 5, "减号后面"),
        ("3", 1, "须是一个比较"),
        ("a - b", 1, "须是一个比较"),
        ("a in b", 3, "in 的写法"),
        ("and", 1, "缺少名称"),
        ("a = 3", 3, "不认识的符号「=」"),
        ("__import__('os')", 11, "前面缺少"),
        ("a.b", 2, "不认识的符号「.」"),
        ("1234567890123456 < a", 1, "数字太长"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_column(text: str, column: int, said: str) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert error.value.column == column
    assert said in error.value.sentence
    assert str(error.value).startswith(f"第 {column} 列:")


def test_length_and_depth_have_limits() -> None:
    with pytest.raises(ExpressionError, match="太长"):
        parse("a or " * (MAX_LENGTH // 5) + "a")
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == Flag(A)
    with pytest.raises(ExpressionError, match="太深"):
        parse("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1))
    with pytest.raises(ExpressionError, match="太深"):
        parse("not " * 400 + "a")


def test_the_names_used_come_left_to_right_with_their_columns() -> None:
    found = names(parse("a >= 1 and (b - c == 2 or 'x' in d)"))
    assert [(name.id, name.column) for name in found] == [("a", 1), ("b", 13), ("c", 17), ("d", 34)]


@given(st.text(alphabet="ab01.()'<>=!- \n\x00andornotinｘ（", max_size=60))
def test_any_text_is_an_expression_or_a_sentence(text: str) -> None:
    try:
        parse(text)
    except ExpressionError as error:
        assert 1 <= error.column <= len(text) + 1
        assert error.sentence
