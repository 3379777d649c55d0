"""What the facts and the expressions over them must satisfy: types, choices, and names that exist."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping

from .expression import ExpressionError, parse
from .facts import Fact, Field
from .locate import Path as Place
from .nodes import Atom, Band, Compare, Flag, Name, Word, atoms, operand_names
from .standards import Criterion, Remark
from .tables import Finding, Tables

_SCOPE = Mapping[str, Field | None]
"""None for a fact that is faulty itself: named in an expression it is no second fault."""
_RESERVED = frozenset(keyword.softkwlist) | {"and", "or", "not", "in"}
_TYPES = {"number": "数字", "bool": "是否项", "choice": "单选", "choices": "多选", "text": "文字", "list": "列表"}


def term_findings(tables: Tables) -> Iterator[Finding]:
    """Every fault of the facts, and of the expressions in criteria and remarks."""
    facts = tables.rows("facts", Fact)
    known: dict[str, Fact | None] = dict.fromkeys(tables.ids("facts"))
    known.update({fact.id: fact for _, fact in facts})
    for place, fact in facts:
        yield from _field(place, fact, known)
        yield from _within(place, fact, known)
        yield from _list(place, fact, known)
    for place, criterion in tables.rows("criteria", Criterion):
        yield from _over((*place, "over"), criterion.over, known)
        scope = _scope(criterion.over, known)
        yield from _maybe(place, "where", criterion.where, scope, criterion.over)
        for i, branch in enumerate(criterion.any):
            yield from expression_findings((*place, "any", i, "when"), branch.when, scope)
    for place, remark in tables.rows("remarks", Remark):
        yield from _over((*place, "over"), remark.over, known)
        scope = _scope(remark.over, known)
        yield from _maybe(place, "where", remark.where, scope, remark.over)
        yield from expression_findings((*place, "when"), remark.when, scope)


def expression_findings(place: Place, text: str, scope: _SCOPE | None) -> Iterator[Finding]:
    """Faults of one expression; without a scope only its form is looked at."""
    try:
        node = parse(text)
    except ExpressionError as error:
        yield place, str(error)
        return
    if scope is None:
        return
    for atom in atoms(node):
        for name in operand_names(atom):
            if name.id not in scope:
                yield place, f"第 {name.column} 列:没有「{name.id}」这项事实"
        if all(name.id in scope for name in operand_names(atom)):
            yield from ((place, said) for said in _typed(atom, scope))


def _over(place: Place, over: str | None, facts: Mapping[str, Fact | None]) -> Iterator[Finding]:
    if over is None:
        return
    fact = facts.get(over)
    if over not in facts or (fact is not None and fact.type != "list"):
        yield place, f"「{over}」不是列表型的事实"


def _scope(over: str | None, facts: Mapping[str, Fact | None]) -> _SCOPE | None:
    if over is None:
        return facts
    fact = facts.get(over)
    if fact is None or fact.type != "list":
        return None
    return {**facts, **{field.id: field for field in fact.fields}}


def _maybe(place: Place, key: str, text: str | None, scope: _SCOPE | None, over: str | None) -> Iterator[Finding]:
    if text is None:
        return
    if over is None:
        yield (*place, key), "只有写了 over 的才能写 where"
    yield from expression_findings((*place, key), text, scope)


def _typed(atom: Atom, scope: _SCOPE) -> Iterator[str]:
    for name in operand_names(atom):
        field = scope[name.id]
        if field is None:
            continue
        if isinstance(atom, Compare | Band):
            yield from _wants(name, field, "number", "不是数字，不能和数字比较")
        elif isinstance(atom, Flag):
            yield from _wants(name, field, "bool", "不是是否项，不能单独作条件")
        elif isinstance(atom, Word):
            yield from _word(atom, field)
        else:
            yield from _wants(name, field, "choices", "不是多选项，不能用 in")
            yield from _choice(atom.word, name, field)


def _wants(name: Name, field: Field, kind: str, said: str) -> Iterator[str]:
    if field.type != kind:
        yield f"第 {name.column} 列：「{name.id}」是{_TYPES[field.type]}，{said}"


def _word(atom: Word, field: Field) -> Iterator[str]:
    if field.type == "text":
        if atom.op not in ("==", "!="):
            yield f"第 {atom.name.column} 列：「{field.id}」是文字，只能用 == 或 !="
        return
    if field.type != "choice":
        yield f"第 {atom.name.column} 列：「{field.id}」是{_TYPES[field.type]}，不能和词语比较"
    elif atom.op not in ("==", "!=") and not field.ordered:
        yield f"第 {atom.name.column} 列：「{field.id}」的选项没有轻重次序，只能用 == 或 !="
    yield from _choice(atom.word, atom.name, field)


def _choice(word: str, name: Name, field: Field) -> Iterator[str]:
    words = [choice.id for choice in field.choices]
    if words and word not in words:
        yield f"第 {name.column} 列：「{field.id}」没有选项「{word}」，可选 {'、'.join(words)}"


def _list(place: Place, fact: Fact, known: _SCOPE) -> Iterator[Finding]:
    if fact.type != "list":
        if fact.fields or fact.key:
            yield place, "只有列表型的事实才能有 fields 和 key"
        return
    fields: dict[str, Field] = {field.id: field for field in fact.fields}
    if fact.key is None or fact.key not in fields:
        yield (*place, "key"), "列表要用 key 写明靠哪一个字段区分各项"
    elif fields[fact.key].type not in ("choice", "text"):
        yield (*place, "key"), "区分各项的字段须是单选或文字"
    kinds = {choice.id for choice in fields[fact.key].choices} if fact.key in fields else set()
    seen: set[str] = set()
    for i, field in enumerate(fact.fields):
        inner = (*place, "fields", i)
        if field.id in seen:
            yield (*inner, "id"), f"字段编号「{field.id}」前面已经用过，编号不能重复"
        seen.add(field.id)
        if field.type == "list":
            yield (*inner, "type"), "列表里不能再有列表"
        yield from _field(inner, field, fields)
        yield from _within(inner, field, known)
        for j, kind in enumerate(field.only):
            if kind not in kinds:
                yield (*inner, "only", j), f"「{kind}」不是这个列表的种类"


def _field(place: Place, field: Field, siblings: _SCOPE) -> Iterator[Finding]:
    if not field.id.isidentifier() or field.id in _RESERVED:
        yield (*place, "id"), "事实的编号要用在算式里，只能用小写字母、数字和 _，字母开头，不能用 and、or、not、in"
    chosen = field.type in ("choice", "choices")
    if chosen != bool(field.choices):
        yield (*place, "choices"), "单选、多选要写 choices" if chosen else "只有单选、多选才能写 choices"
    words: set[str] = set()
    for i, choice in enumerate(field.choices):
        if choice.id in words:
            yield (*place, "choices", i, "id"), f"选项「{choice.id}」前面已经有了"
        words.add(choice.id)
    if field.ordered and field.type != "choice":
        yield (*place, "ordered"), "只有单选才有轻重次序"
    for i, said in enumerate(field.spoken.value if field.spoken else ()):
        if said.count("{}") != 1:
            yield (*place, "spoken", "value", i), "要有一处 {}，那里放数字或名称"
    yield from _figures(place, field, siblings)
    if field.empty_unless is not None:
        other = siblings.get(field.empty_unless)
        faulty = field.empty_unless in siblings and other is None
        none = other is not None and any(choice.id == "none" for choice in other.choices)
        if field.type != "choices" or not (faulty or none):
            yield (*place, "empty_unless"), f"「{field.empty_unless}」须是有 none 选项的单选，且本项须是多选"


def _within(place: Place, field: Field, facts: _SCOPE) -> Iterator[Finding]:
    if field.within is None:
        return
    other = facts.get(field.within)
    if field.within not in facts:
        yield (*place, "within"), f"没有「{field.within}」这项事实"
    elif field.type != "number" or (other is not None and other.type != "number"):
        yield (*place, "within"), "within 只能用于数字，写的也须是一项数字"
    elif field.within == field.id and other is field:
        yield (*place, "within"), "不能指自己"


def _figures(place: Place, field: Field, siblings: _SCOPE) -> Iterator[Finding]:
    named: list[tuple[Place, str]] = [((*place, "includes", i), name) for i, name in enumerate(field.includes)]
    if field.at_most is not None:
        named.append(((*place, "at_most"), field.at_most))
    if field.share is not None:
        named.append(((*place, "share", "part"), field.share.part))
        named.append(((*place, "share", "whole"), field.share.whole))
    if field.type != "number" and (named or field.whole_number):
        yield place, "share、at_most、includes、whole_number 只能用于数字"
    for where, name in named:
        other = siblings.get(name)
        if name not in siblings:
            yield where, f"没有「{name}」这项事实"
        elif other is not None and other.type != "number":
            yield where, f"「{name}」不是数字"
        elif name == field.id:
            yield where, "不能指自己"
