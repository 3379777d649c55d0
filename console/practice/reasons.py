"""The answer to a case with its reason: why, how close, by which clause, and what the officer must be told besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from console.plan.base import LEVELS
from console.plan.nodes import Band, Compare
from console.rules.figures import shown, shown_exact, with_unit
from console.rules.verdict import Margin

from .answers import ASK, Question, ask_words, level_words, right_level
from .book import Book
from .edges import SIDES
from .making import Made

NOTES: dict[str, str] = {
    "gap": "缺口", "same-condition": "条件相同", "conflict": "数字对不上", "excluded": "不算在内", "highest-of-several": "几种灾害",
    "assess": "综合评估",
}
_OPS = {">=": "以上", ">": "以上(不含)", "<": "以下(不含)", "<=": "以下", "==": "(正好)", "!=": "以外"}
_MOST_MARGINS = 3
_NEAR = Fraction(1, 4)
"""How far from its bound a figure may lie, as a part of the bound, to be worth a line."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the answer."""

    head: str
    """「为什么」 「差多少」."""
    words: str


def reasons(book: Book, made: Made, asked: Question) -> tuple[Reason, ...]:
    """Everything that the console has to say about a case, the answer first."""
    found = dict.fromkeys((*_answer(made, asked), *_about(book, made)))
    return tuple(Reason(head, words) for head, words in found)


def _answer(made: Made, asked: Question) -> Iterator[tuple[str, str]]:
    verdict, draft = made.verdict, made.draft
    grade = f"({verdict.grade})" if verdict.grade else ""
    rights = asked.right if asked.kind == "clause" else {option.words for option in asked.options if option.id in asked.right}
    yield "答案", f"{level_words(right_level(verdict))}{grade}  {'、'.join(sorted(rights))}".rstrip()
    for met in verdict.met:
        if met.level == verdict.level:
            yield "为什么", f"{met.why}({met.clause})"
    for met in verdict.may_by:
        yield "可视情况", f"{met.why}：可以视情况启动{met.level}级，由指挥部定({met.clause})"
    if right_level(verdict) == ASK:
        yield "还可能", f"到{'、'.join(f'{level}级' for level in verdict.possible)}；问清才能定"
        for path in verdict.ask[1:3]:
            yield "再问", ask_words(draft, path)
    for note in verdict.notes:
        yield NOTES[note.kind], f"{note.text}({note.clause})"


def _about(book: Book, made: Made) -> Iterator[tuple[str, str]]:
    edge = made.edge
    for margin in _close(book, made):
        yield "差多少", margin_words(margin)
    about = {c.id: c for c in book.plan.criteria}.get(edge.about)
    if about and made.branch:
        yield "考的是", f"{about.level}级 {made.branch.clause} {SIDES[edge.side]}：{made.branch.text}"
    here = f"{'criterion' if about else 'remark'}:{edge.about}"
    if edge.side in ("shared", "remark"):
        for reading in [reading for reading in book.plan.readings if here in reading.at][:1]:
            yield "口径", f"{reading.question}{reading.reading}({reading.clause})"


def _close(book: Book, made: Made) -> list[Margin]:
    """The figures nearest to their bounds: of the branch in question, and of every level above the one reached."""
    edge, verdict = made.edge, made.verdict
    asked_for = _bounds(book, made)
    rank = LEVELS.index(verdict.level) if verdict.level else len(LEVELS)
    met = {(m.criterion, m.item) for m in verdict.met}
    fits = [
        m for m in verdict.margins
        if ((m.label, m.op, m.bound) in asked_for if m.criterion == edge.about else LEVELS.index(m.level) < rank)
        and (not m.passed or (m.criterion, m.item) in met)
    ]  # fmt: skip
    seen: dict[tuple[str, str, object, object], Margin] = {}
    for margin in fits:
        seen.setdefault((margin.item, margin.label, margin.bound, margin.op), margin)
    close = sorted(seen.values(), key=lambda m: (m.criterion != edge.about, _apart(m)))
    near = [m for m in close if m.value and _apart(m) <= _NEAR]
    return near[:_MOST_MARGINS]


def _bounds(book: Book, made: Made) -> set[tuple[str, str, Fraction]]:
    """What the branch in question asks for: the figure in words, how it is compared, and the bound."""
    found: set[tuple[str, str, Fraction]] = set()
    for rule in book.rules:
        for part in (part for branch, part in rule.branches if branch is made.branch):
            for node in (leaf.node for leaf in part.atoms()):
                if isinstance(node, Compare):
                    found.add((rule.words.label(node.operand), node.op, node.bound))
                elif isinstance(node, Band):
                    label = rule.words.label(node.operand)
                    found |= {(label, ">=" if node.low_in else ">", node.low), (label, "<=" if node.high_in else "<", node.high)}
    return found


def _apart(margin: Margin) -> Fraction:
    return abs(margin.difference) / max(margin.bound, Fraction(1))


def margin_words(margin: Margin) -> str:
    """「红河电网减供负荷比例 59.9%,标准 60%以上: 差 0.1% (I级 附录1 二(二))」."""
    value = with_unit(shown(margin.value.as_integer_ratio(), (margin.bound,)), margin.unit)
    bound = with_unit(shown_exact(margin.bound), margin.unit)
    apart = with_unit(shown(abs(margin.difference).as_integer_ratio(), (Fraction(0),)), margin.unit)
    if margin.difference == 0:
        said = "正好在线上，算达到" if margin.passed else "正好在线上，不算"
    elif margin.passed:
        said = f"达到，余 {apart}"
    else:
        said = f"{'差' if margin.difference < 0 else '超出'} {apart}"
    item = f"{margin.item}：" if margin.item else ""
    return f"{item}{margin.label} {value}，标准 {bound}{_OPS.get(margin.op, '')}：{said} ({margin.level}级 {margin.clause})"
