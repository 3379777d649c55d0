"""The words of an official paper: punctuation of Chinese text, figures with unit, share and state, names of levels. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from console.incident.amounts import as_decimal
from console.incident.due import who_parts
from console.incident.facts import field_at, item_label, items_of, shown_value
from console.incident.state import CERTAINTIES, Done, Figure
from console.rules.figures import shown

from .paper import Block, Paper, Paragraph, Table
from .situation import UNKNOWN

if TYPE_CHECKING:
    from console.plan.facts import Field
    from console.plan.model import Plan
    from console.plan.standards import Level, Task

    from .situation import Situation

_CHINESE = r"[\u3400-\u9fff\u3001-\u303f\uff01-\uff5e]"
_FULL = str.maketrans(",;:?!", "，；：？！")
_SIGN = re.compile(rf"(?:(?<={_CHINESE})[,;:?!]|(?<![,;:?!])[,;:?!](?=[ \t]*{_CHINESE}))[ \t]*")
_SPACE = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_WHOLE_PERCENTS = tuple(Fraction(number) for number in range(101))
"""A share is never rounded onto or across one of these: the standards ask for whole percentages."""
_MANY = 10_000
_DIGITS = "零一二三四五六七八九"


def formal(words: str) -> str:
    """The words with the full-width punctuation of Chinese text; what stands between Latin letters or digits stays.

    Only signs change, never a character that carries the sense: the log has the words as they were typed.
    """
    signs = _SIGN.sub(lambda found: found[0].strip().translate(_FULL), words)
    return _brackets(_SPACE.sub("", signs))


def _brackets(words: str) -> str:
    """Pairs of brackets around or behind Chinese as full-width ones; a bracket within a clause 6.5(1) stays."""
    if "(" not in words:
        return words
    out, open_ones = list(words), list[int]()
    for at, sign in enumerate(words):
        if sign == "(":
            open_ones.append(at)
        elif sign == ")" and open_ones:
            start = open_ones.pop()
            before = words[start - 1 : start]
            if re.match(_CHINESE, before) or re.search(_CHINESE, words[start + 1 : at]):
                out[start], out[at] = "（", "）"
    return "".join(out)


def formal_paper(paper: Paper) -> Paper:
    """The paper with every paragraph and cell in `formal` punctuation."""
    blocks: list[Block] = []
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            blocks.append(Paragraph(formal(block.text), block.style))
        elif isinstance(block, Table):
            rows = tuple(tuple(map(formal, row)) for row in block.rows)
            blocks.append(Table(block.columns, rows, block.widths))
        else:
            blocks.append(block)
    return replace(paper, title=formal(paper.title), blocks=tuple(blocks))


# --- figures ----------------------------------------------------------------------------------------------------------


def amount(field: Field, value: Any) -> str:
    """A stored value in the words of a paper: 「700兆瓦」 「18.6万户」 「红色」; exact, never rounded."""
    if field.type != "number" or field.unit not in ("MW", "户"):
        return shown_value(field, value)
    if field.unit == "MW":
        return f"{value}兆瓦"
    exact = as_decimal(value)
    if exact >= _MANY and not exact % 100:
        return f"{format((exact / _MANY).normalize(), 'f')}万户"
    return f"{value}户"


def figure_told(plan: Plan, path: str, value: Any, *, within: bool = False) -> str:
    """A figure's label and value: 「红河电网减供负荷700兆瓦」; `within` leaves the item's own name out."""
    field = field_at(plan, path)
    label = _label(plan, path) if within or "." not in path else _item(plan, path) + _label(plan, path)
    return f"{label}：{shown_value(field, value)}" if field.type == "bool" else label + amount(field, value)


def untold(plan: Plan, path: str, *, within: bool = False) -> str:
    """A figure that contradicts others, and so is not told: 「红河电网减供负荷正在核实」."""
    return ("" if within or "." not in path else _item(plan, path)) + _label(plan, path) + UNKNOWN


def _item(plan: Plan, path: str) -> str:
    fact, key = path.split(".")[:2]
    return item_label(plan, fact, key)


def _label(plan: Plan, path: str) -> str:
    """The field's label; of a county's figure without 「县市」, which its name says already."""
    label = field_at(plan, path).label
    fact = plan.fact(path.split(".", maxsplit=1)[0])
    key = next((f for f in fact.fields if f.id == fact.key), None)
    return label.removeprefix(key.label) if "." in path and key is not None and key.type == "text" else label


def figure_words(situation: Situation, path: str, figure: Figure, *, within: bool = False) -> str:
    """A figure with its share and its state: 「红河电网减供负荷700兆瓦，占46.7%（据调度，未核实）」.

    What is verified carries no note.
    """
    said = figure.now
    if path in situation.aside:
        return untold(situation.plan, path, within=within)
    words = figure_told(situation.plan, path, said.value, within=within) + share_words(situation, path, figure)
    if said.certainty == "verified":
        return words
    return f"{words}（{f'据{said.source}，' if said.source else ''}{CERTAINTIES[said.certainty]}）"


def share_words(situation: Situation, path: str, figure: Figure) -> str:
    """「，占46.7%」 where the plan asks for this figure's share of another that is known, and nobody told the share."""
    plan, figures = situation.plan, situation.state.figures
    head, _, name = path.rpartition(".")
    siblings = plan.fact(path.split(".", maxsplit=1)[0]).fields if head else plan.facts
    for field in siblings:
        if field.share is None or field.share.part != name:
            continue
        prefix = f"{head}." if head else ""
        if prefix + field.share.whole in situation.aside:
            continue
        whole, told = figures.get(prefix + field.share.whole), figures.get(prefix + field.id)
        if (told is None or told.now.value is None) and whole is not None and whole.now.value is not None:
            top, bottom = as_decimal(figure.now.value), as_decimal(whole.now.value)
            if bottom > 0:
                return f"，占{shown((Fraction(top) * 100 / Fraction(bottom)).as_integer_ratio(), _WHOLE_PERCENTS)}%"
    return ""


def figures_told(situation: Situation, found: Sequence[tuple[str, Figure]]) -> str:
    """Figures in one go: single ones first, then each county or hazard with its own; empty where there are none."""
    single = [figure_words(situation, path, figure) for path, figure in found if "." not in path]
    items: dict[str, list[str]] = {}
    for path, figure in found:
        if "." in path:
            items.setdefault(_item(situation.plan, path), []).append(figure_words(situation, path, figure, within=True))
    return "；".join([*single, *(f"{item}：{'，'.join(words)}" for item, words in items.items())])


# --- names ------------------------------------------------------------------------------------------------------------


def event_name(situation: Situation) -> str:
    """「大面积停电事件」, 「气象灾害（暴雨）事件」."""
    plan = situation.plan
    kinds = [
        item_label(plan, fact.id, key)
        for fact in plan.facts if any(f.id == fact.key and f.choices for f in fact.fields)
        for key in items_of(plan, situation.state, fact.id)
    ]  # fmt: skip
    said = f"（{'、'.join(kinds)}）" if kinds else ""
    return f"{plan.plan.name}{said}事件"


def people_words(done: Done) -> list[str]:
    """「报告人张伟」 「接报人李明」: who gave a report and who took it, as far as it is known."""
    return [f"{role}{name}" for role, name in who_parts(done)]


def response_name(plan: Plan, level: str) -> str:
    """「大面积停电事件II级应急响应」 as a notice calls it."""
    return f"{plan.plan.name}{level}级应急响应"


def document_name(plan: Plan) -> str:
    """「《红河州大面积停电事件应急预案》（红政办发〔2022〕40号）」."""
    return f"《{plan.plan.title}》（{plan.plan.document}）"


def outward_tasks(level: Level) -> tuple[Task, ...]:
    """The tasks of a level that concern more than the duty room's own desk."""
    return tuple(task for task in level.tasks if not task.inside)


def chinese_number(number: int) -> str:
    """「一」 「十」 「十二」 「三十」: 1 to 99."""
    tens, ones = divmod(number, 10)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"


def numbered(lines: Sequence[str]) -> list[str]:
    """Lines as 「1. …；」, the last with a full stop."""
    last = len(lines)
    return [f"{n}. {line.rstrip('。；;')}{'。' if n == last else '；'}" for n, line in enumerate(lines, 1)]
