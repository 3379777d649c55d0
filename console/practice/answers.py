"""What the trainee is asked about a case, what there is to pick from, and what is right."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from console.plan.facts import Field
from console.plan.standards import Branch
from console.rules.rule import Rule
from console.rules.verdict import Verdict

from .book import Book
from .draft import Draft, Place

NONE, ASK = "none", "ask"
"""Answers beside the levels: no level is reached; it cannot be said yet."""
LEVEL_WORDS: dict[str, str] = {NONE: "够不上", ASK: "还不能定，先问"}
MOST = 5
"""How many clauses there are to pick from."""
Kind = Literal["clause", "advice", "ask"]
PROMPTS: dict[Kind, str] = {"clause": "依据哪一条", "advice": "按条文够不上，那怎么办", "ask": "先问哪一项"}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to pick."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked once the level is right; any one of `right` will do."""

    kind: Kind
    options: tuple[Option, ...]
    right: frozenset[str]
    clauses: tuple[str, ...] = ()
    """Every clause of the standards: what may be typed though it is not on the list."""

    @property
    def prompt(self) -> str:
        """The question."""
        return PROMPTS[self.kind]


def level_options(book: Book) -> tuple[Option, ...]:
    """The levels of the plan, then 够不上 and 还不能定."""
    levels = [Option(level, f"{level}级") for level in book.plan.level_ids]
    return (*levels, *(Option(key, words) for key, words in LEVEL_WORDS.items()))


def level_words(answer: str) -> str:
    """「II级」 「够不上」."""
    return LEVEL_WORDS.get(answer, f"{answer}级")


def right_level(verdict: Verdict) -> str:
    """The one right answer; a case is only made where it is the only one."""
    return verdict.level or (ASK if verdict.possible else NONE)


def question(book: Book, draft: Draft, verdict: Verdict, rng: Random) -> Question:
    """The second question of a case."""
    if verdict.level:
        return _clauses(book, draft.facts(), verdict.level, rng)
    return _asks(book, draft, verdict, rng) if verdict.possible else _advice(book, verdict, rng)


def reached_clauses(book: Book, facts: Mapping[str, Any], level: str) -> frozenset[str]:
    """Every clause by which the facts surely reach this level."""
    top = book.reader.read(facts)
    return frozenset(
        branch.clause for rule in book.rules if rule.level == level and not rule.criterion.may
        for slots in rule.targets(top) if rule.applies(slots)
        for branch, part in rule.branches if part.test(slots) is True
    )  # fmt: skip


def _clauses(book: Book, facts: Mapping[str, Any], level: str, rng: Random) -> Question:
    right = reached_clauses(book, facts, level)
    rules = [rule for rule in book.rules if not rule.criterion.may]
    home = {(rule.over, rule.criterion.where) for rule in rules if right.intersection(b.clause for b, _ in rule.branches)}
    near = _pool((r for r in rules if (r.over, r.criterion.where) in home), right)
    far = [clause for clause in _pool(rules, right) if clause not in near]
    shown = set(rng.sample(sorted(right), min(2, len(right))))
    shown |= set(rng.sample(near, min(3, MOST - len(shown), len(near))))
    shown |= set(rng.sample(far, max(0, min(MOST - len(shown), len(far)))))
    words = clause_words(rules)
    return Question("clause", tuple(Option(c, f"{c}  {words[c]}") for c in words if c in shown), right, tuple(words))


def clause_words(rules: Iterable[Rule]) -> dict[str, str]:
    """Every clause of the standards with what it asks for, highest level first."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        for branch, _ in rule.branches:
            found.setdefault(branch.clause, []).append(branch.text)
    return {clause: "；".join(texts) for clause, texts in found.items()}


def _pool(rules: Iterable[Rule], right: frozenset[str]) -> list[str]:
    branches: list[Branch] = [branch for rule in rules for branch, _ in rule.branches]
    return [c for c in dict.fromkeys(branch.clause for branch in branches) if c not in right]


def _asks(book: Book, draft: Draft, verdict: Verdict, rng: Random) -> Question:
    right = frozenset(verdict.ask)
    kin = {place._replace(name=name) for path in right if (place := draft.find(path)) for name in _kin(book, place)}
    others: list[str] = []
    for place in _all_places(book, draft):
        if place not in kin and (path := path_of(draft, place)) not in right:
            others.append(path)
    shown = [*verdict.ask[:2], *rng.sample(others, min(3, len(others)))]
    order = {path_of(draft, place): at for at, place in enumerate(_all_places(book, draft))}
    options = (Option(path, ask_words(draft, path)) for path in sorted(shown, key=lambda p: order.get(p, -1)))
    return Question("ask", tuple(options), right)


def _kin(book: Book, place: Place) -> set[str]:
    """The facts that tell the same thing another way: percentage, part and whole."""
    found = {place.name}
    for field in book.scopes[place.over].values():
        trio = {field.id, field.share.part, field.share.whole} if field.share else set()
        if place.name in trio:
            found |= trio
    return found


def _all_places(book: Book, draft: Draft) -> list[Place]:
    found = [Place("", -1, fact.id) for fact in book.plan.facts if fact.type != "list"]
    for over, items in draft.items.items():
        key = book.scopes[over][str(book.list_fact(over).key)]
        for number, item in enumerate(items):
            fields = (f for f in book.scopes[over].values() if f is not key)
            found += [Place(over, number, f.id) for f in fields if not f.only or item[key.id] in f.only]
    return found


def path_of(draft: Draft, place: Place) -> str:
    """As the rules name it: 「counties.个旧市.load_mw」."""
    if not place.over:
        return place.name
    key = str(draft.book.list_fact(place.over).key)
    return f"{place.over}.{draft.items[place.over][place.item][key]}.{place.name}"


def ask_words(draft: Draft, path: str) -> str:
    """The question of a fact as it is put to the caller, with the item it is about."""
    place = draft.find(path)
    if place is None:
        return path
    field: Field = draft.field(place)
    return f"{item_words(draft, place)}{field.ask}"


def item_words(draft: Draft, place: Place) -> str:
    """「个旧市: 」, 「暴雨: 」, or nothing at the top."""
    if not place.over:
        return ""
    key = draft.book.scopes[place.over][str(draft.book.list_fact(place.over).key)]
    name = draft.items[place.over][place.item][key.id]
    return f"{next((choice.label for choice in key.choices if choice.id == name), name)}："


def _advice(book: Book, verdict: Verdict, rng: Random) -> Question:
    kinds = {one.remark.kind for one in book.told}
    rules = [rule for rule in book.rules if rule.criterion.may]
    right = {f"gap-{note.advise}" for note in verdict.notes if note.kind == "gap" and note.advise}
    right |= {note.kind for note in verdict.notes if note.kind in ("excluded", "assess")} | {f"may-{m}" for m in verdict.may}
    levels: Sequence[str] = book.plan.level_ids
    shown = {"nothing", *right, *(f"gap-{level}" for level in rng.sample(levels, min(2, len(levels))))}
    shown |= {kind for kind in ("excluded", "assess") if kind in kinds}
    if rules and not verdict.may:
        shown.add(f"may-{rng.choice(rules).level}")
    words = {"nothing": "没有缺口：不启动，继续盯着", "excluded": "这种情况不算在标准里：不据此定级",
             "assess": "几种灾害都没到标准但有损失：请专家综合评估定级"}  # fmt: skip
    words |= {f"gap-{level}": f"条文有缺口：建议按{level}级提请指挥部研判" for level in levels}
    words |= {f"may-{level}": f"可视情况启动{level}级：由指挥部定" for level in levels}
    return Question("advice", tuple(Option(k, words[k]) for k in words if k in shown), frozenset(right or {"nothing"}))


def read_level(book: Book, typed: str) -> str | None:
    """A level as it is typed: its number on the list, its name, or the words; None where it is none."""
    options = level_options(book)
    said = plain_words(typed)
    for number, option in enumerate(options, 1):
        if said in (str(number), plain_words(option.id), plain_words(option.words)):
            return option.id
    return {"0": NONE, "未达": NONE, "没有": NONE, "?": ASK, "先问": ASK, "还不能定": ASK}.get(said)


def read_option(asked: Question, typed: str) -> str | None:
    """An option as it is typed: its number, or a clause or the end of one; any clause counts, listed or not."""
    said = plain_words(typed)
    if said.isdecimal() and 1 <= int(said[:4]) <= len(asked.options):
        return asked.options[int(said[:4]) - 1].id
    if asked.kind != "clause" or not said:
        return None
    known = asked.clauses
    exact = [clause for clause in known if plain_words(clause) == said]
    ends = exact or [clause for clause in known if plain_words(clause).endswith(said)]
    return ends[0] if len(ends) == 1 else None


def plain_words(typed: str) -> str:
    """A typed answer without blanks, width and case, and without a final 级."""
    said = "".join(unicodedata.normalize("NFKC", typed).split()).lower()
    return said.removesuffix("级响应").removesuffix("级")
