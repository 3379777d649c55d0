"""The official full text that an office keeps beside its data: the words of a clause in the original. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERED = re.compile(r"第?\s*(\d{1,2}(?:\s*\.\s*\d{1,2})*)(?![\d.%]|\s*\.\s*\d)[\s\u3000、.]*(?=\S)")
_CHAPTER = re.compile("第[一二三四五六七八九十]{1,3}章")
_ANNEX = re.compile(r"附\s*[录件]\s*(\d{0,2})(?!\d)")
_CHINESE_ITEM = re.compile("([一二三四五六七八九十]{1,3})、|[(（]([一二三四五六七八九十]{1,3})[)）]")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(frozen=True, slots=True)
class Original:
    """A clause in the original."""

    heading: str
    """The line it begins with."""
    text: str
    """The clause with its paragraphs."""
    paragraph: str = ""
    """The paragraph that is meant, where the clause names one (第2段, an item, a body)."""


class FullText:
    """The text of a document, cut at its headings once."""

    def __init__(self, text: str) -> None:
        self._lines = [line.strip(" \t\u3000\r\ufeff") for line in text.split("\n")]
        self._heads = [(n, key) for n, line in enumerate(self._lines) if (key := _heading(line))]
        self._heads = _body_of(self._heads)

    def clause(self, clause: str) -> Original | None:
        """The words of a clause as the data name it (「6.2.1(3)」 「附录2 三」 「4.4.1 住建等部门」); None where not found.

        Of several clauses (「4.1、4.2」) the first counts.
        """
        first = re.split("[、，,；；]|-(?=\\d)", clause.strip(), maxsplit=1)[0].strip()
        key, rest = _wanted(first)
        if key is None:
            return None
        lines = self._section(key)
        if not lines:
            return None
        return Original(lines[0], "\n".join(lines), _narrowed(lines, rest))

    def _section(self, key: tuple[str, ...]) -> list[str]:
        """The lines from a heading up to the next one that does not lie below it."""
        starts = [(place, n) for place, (n, known) in enumerate(self._heads) if known == key]
        best: list[str] = []
        for place, begin in starts:
            stop = next((n for n, known in self._heads[place + 1:] if known[:len(key)] != key), len(self._lines))
            lines = [line for line in self._lines[begin:stop] if line]
            if sum(map(len, lines)) > sum(map(len, best)):
                best = lines
        return best


def _heading(line: str) -> tuple[str, ...] | None:
    """The key of a heading: ("6", "2", "1"), ("附1",), None for plain words."""
    annex = _ANNEX.match(line)
    if annex and len(line) < 40:
        return (f"附{annex[1]}",)
    chapter = _CHAPTER.match(line)
    if chapter:
        return (str(_number(chapter[0][1:-1])),)
    hit = _NUMBERED.match(line)
    if hit is None or (("." not in hit[1]) and not re.match(r"\d{1,2}[\s\u3000]+\S|\d{1,2}\S{1,12}$", line)):
        return None
    key = tuple(part.strip() for part in hit[1].split("."))
    return None if len(key) == 1 and re.match(r"\d{1,2}\s*[个项%年月日时分万兆—-]", line) else key


def _body_of(heads: list[tuple[int, tuple[str, ...]]]) -> list[tuple[int, tuple[str, ...]]]:
    """Inside an annex, numbered lines are the annex's own and do not begin a clause of the body."""
    found, annex = [], False
    for n, key in heads:
        if key[0].startswith("附"):
            annex = True
        elif annex:
            continue
        found.append((n, key))
    return found


def _number(chinese: str) -> int:
    tens, _, ones = chinese.rpartition("十")
    if "十" not in chinese:
        return _NUMERALS[chinese]
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)


def _wanted(clause: str) -> tuple[tuple[str, ...] | None, str]:
    """The key of a clause's heading and what narrows it."""
    annex = _ANNEX.match(clause)
    if annex:
        return (f"附{annex[1]}",), clause[annex.end():].strip()
    hit = re.match(r"第?(\d{1,2}(?:\.\d{1,2})*)条?章?", clause)
    return (tuple(hit[1].split(".")), clause[hit.end():].strip()) if hit else (None, "")


def _narrowed(lines: list[str], rest: str) -> str:
    """The paragraph within a clause that the rest of its name means; empty where it names none, or none is found."""
    if not rest:
        return ""
    nth = re.match(r"第(\d{1,2})段", rest)
    body = lines[1:] if len(lines) > 1 else lines
    if nth:
        number = int(nth[1])
        return body[number - 1] if number <= len(body) else ""
    if rest == "末段":
        return body[-1]
    item = re.match(r"[(（](\d{1,2})[)）]", rest)
    if item:
        return next((line for line in lines if re.match(rf"[(（]\s*{item[1]}\s*[)）]", line)), "")
    return _by_name(lines, rest)


def _by_name(lines: list[str], rest: str) -> str:
    """An item by its Chinese number (「三.1」) or by the words it begins with (「州应急局」)."""
    parts = re.match(r"([一二三四五六七八九十]{1,3})?(?:[(（]([一二三四五六七八九十]{1,3})[)）])?\.?\s*(.*)", rest)
    if parts is None or not (parts[1] or parts[2]):
        word = rest.removesuffix("等部门").strip(" 《》")
        starting = next((line for line in lines if line.startswith(word)), "")
        return starting or next((line for line in lines if word and word in line), "")
    within = _under(lines, parts[1], top=True) if parts[1] else lines
    within = _under(within, parts[2], top=False) if parts[2] else within
    if not parts[3]:
        return "\n".join(within)
    number = re.match(r"(\d{1,2})", parts[3])
    sought = rf"[(（]?{number[1]}[)）.．、\s]" if number else re.escape(parts[3])
    return next((line for line in within if re.match(sought, line)), "\n".join(within))


def _under(lines: list[str], numeral: str, *, top: bool) -> list[str]:
    """The lines from 「三、」 (or 「(三)」) up to the next item of its rank."""
    found: list[str] = []
    for line in lines:
        hit = _CHINESE_ITEM.match(line)
        if hit and (hit[1] or (hit[2] and not top)):
            if found:
                break
            if (hit[1] if top else hit[2]) == numeral:
                found.append(line)
                continue
        if found:
            found.append(line)
    return found
