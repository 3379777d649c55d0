"""The little language of the standards: text to frozen nodes, without `eval`.

Names are facts. `and` `or` `not` `( )`, comparisons with a figure or a word in single quotes,
bands (`40 <= grid_shed_pct < 60`), `'word' in name`, and the difference of two numbers in a comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .nodes import FLIPPED, And, Band, Compare, Contains, Difference, Flag, Name, Node, Not, Op, Operand, Or, Word

MAX_LENGTH = 2000
"""Characters of one expression."""
MAX_DEPTH = 16
"""Parentheses and `not` inside one another."""
MAX_DIGITS = 15
"""Characters of one figure."""


class ExpressionError(ValueError):
    """A text that is no expression: one Chinese sentence, and the column (from 1) where it goes wrong."""

    def __init__(self, sentence: str, column: int) -> None:
        super().__init__(f"第 {column} 列:{sentence}")
        self.sentence = sentence
        self.column = column


def parse(text: str) -> Node:
    """The nodes of an expression; ExpressionError where it is not one."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"表达式太长，最多 {MAX_LENGTH} 个字符", MAX_LENGTH + 1)
    return _Parser(_tokens(text), len(text) + 1).whole()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["number", "name", "word", "op", "end"]
    text: str
    column: int


_TOKEN = re.compile(
    r"\s+|(?P<number>\d+(?:\.\d+)?(?![\w.]))|(?P<name>[A-Za-z_]\w*)|'(?P<word>[^'\\\n]*)'|(?P<op><=|>=|==|!=|[<>()-])",
    re.ASCII,
)
_WIDE = {"（": "(", "）": ")", "＜": "<", "＞": ">", "＝": "==", "≥": ">=", "≤": "<=", "‘": "'", "’": "'", '"': "'"}


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        if match.lastgroup == "number" and len(match.group()) > MAX_DIGITS:
            raise ExpressionError(f"数字太长，最多 {MAX_DIGITS} 位", at + 1)
        if match.lastgroup is not None:
            found.append(_Token(match.lastgroup, match.group(match.lastgroup), at + 1))  # type: ignore[arg-type]  # the groups of the pattern are the kinds
        at = match.end()
    return found


def _unreadable(text: str, at: int) -> ExpressionError:
    char = text[at]
    if char in _WIDE:
        return ExpressionError(f"不能用「{char}」，请改为「{_WIDE[char]}」", at + 1)
    if char == "'":
        return ExpressionError("引号没有配对，词语须写在一对半角单引号里", at + 1)
    if char.isascii() and char.isdigit():
        return ExpressionError("数字写法不对，只能写整数或小数，如 600、0.5", at + 1)
    shown = char if char.isprintable() else f"U+{ord(char):04X}"
    return ExpressionError(f"不认识的符号「{shown}」", at + 1)


class _Parser:
    """Recursive descent over the tokens; each method reads one rule of the grammar."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._end = _Token("end", "", end)
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        if not self._tokens:
            raise ExpressionError("表达式是空的", 1)
        node = self._either()
        left = self._peek()
        if left.kind != "end":
            raise ExpressionError(f"「{left.text}」前面缺少 and、or 或比较符号", left.column)
        return node

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else self._end

    def _take(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _is(self, text: str) -> bool:
        token = self._peek()
        return token.text == text and token.kind in ("op", "name")

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(f"括号和 not 套得太深，最多 {MAX_DEPTH} 层", self._peek().column)

    def _either(self) -> Node:
        return self._joined("or")

    def _joined(self, word: Literal["or", "and"]) -> Node:
        part = self._not if word == "and" else lambda: self._joined("and")
        parts = [part()]
        while self._is(word):
            self._take()
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        kind = Or if word == "or" else And
        return kind(tuple(inner for p in parts for inner in (p.parts if isinstance(p, kind) else (p,))))

    def _not(self) -> Node:
        if not self._is("not"):
            return self._comparison()
        self._take()
        self._deeper()
        node = Not(self._not())
        self._depth -= 1
        return node

    def _comparison(self) -> Node:
        if self._is("("):
            self._take()
            self._deeper()
            node = self._either()
            if not self._is(")"):
                raise ExpressionError("缺少右括号", self._peek().column)
            self._take()
            self._depth -= 1
            return node
        sides, ops = [self._side()], []
        while self._peek().kind == "op" and self._peek().text in FLIPPED:
            ops.append(self._take())
            sides.append(self._side())
        if self._is("in"):
            return self._contains(sides, self._take())
        return _related(sides, ops)

    def _contains(self, sides: list[_Side], token: _Token) -> Node:
        word = sides[0].value
        among = self._side()
        if len(sides) != 1 or not isinstance(word, str) or not isinstance(among.value, Name):
            raise ExpressionError("in 的写法是 '词语' in 名称", token.column)
        return Contains(word, among.value)

    def _side(self) -> _Side:
        token = self._take()
        if token.kind == "number":
            return _Side(Fraction(token.text), token.column)
        if token.kind == "word":
            return _Side(token.text, token.column)
        if token.kind != "name" or token.text in ("and", "or", "not", "in"):
            what = f"「{token.text}」处" if token.text else "末尾"
            raise ExpressionError(f"{what}缺少名称、数字或词语", token.column)
        name = Name(token.text, token.column)
        if not self._is("-"):
            return _Side(name, token.column)
        self._take()
        other = self._take()
        if other.kind != "name":
            raise ExpressionError("减号后面须是另一个数字项的名称", other.column)
        return _Side(Difference(name, Name(other.text, other.column)), token.column)


@dataclass(frozen=True, slots=True)
class _Side:
    value: Operand | Fraction | str
    column: int


def _related(sides: list[_Side], ops: list[_Token]) -> Node:
    first = sides[0]
    if not ops:
        if isinstance(first.value, Name):
            return Flag(first.value)
        raise ExpressionError("这里须是一个比较，或一个是否项的名称", first.column)
    if len(ops) == 1:
        return _single(first, _op(ops[0]), sides[1], ops[0].column)
    if len(ops) > 2:
        raise ExpressionError("一个区间最多两个比较符号", ops[2].column)
    return _band(sides, ops)


def _op(token: _Token) -> Op:
    return token.text  # type: ignore[return-value]  # only tokens that are keys of FLIPPED come here


def _single(left: _Side, op: Op, right: _Side, column: int) -> Node:
    if isinstance(left.value, Fraction | str):
        left, op, right = right, FLIPPED[op], left
    value, bound = left.value, right.value
    if isinstance(value, Name | Difference) and isinstance(bound, Fraction):
        return Compare(value, op, bound)
    if isinstance(value, Name) and isinstance(bound, str):
        return Word(value, op, bound)
    raise ExpressionError("比较的一边须是名称，另一边须是数字或单引号里的词语", column)


def _band(sides: list[_Side], ops: list[_Token]) -> Node:
    low, middle, high = (side.value for side in sides)
    first, second = _op(ops[0]), _op(ops[1])
    if first in (">", ">=") and second in (">", ">="):
        low, high, first, second = high, low, FLIPPED[second], FLIPPED[first]
    if first not in ("<", "<=") or second not in ("<", "<="):
        raise ExpressionError("区间的写法是 40 <= 名称 < 60", ops[0].column)
    if not (isinstance(low, Fraction) and isinstance(high, Fraction) and isinstance(middle, Name | Difference)):
        raise ExpressionError("区间两端须是数字，中间须是名称", sides[1].column)
    if low > high or (low == high and "<" in (first, second)):
        raise ExpressionError(f"区间的下限 {low} 不小于上限 {high}，没有数字能落在其中", sides[0].column)
    return Band(middle, low, first == "<=", high, second == "<=")
