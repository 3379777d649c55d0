"""An office's table as contacts: the header found by its usual names, every doubtful or unusable row told with its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from .model import FIELDS, Contact, plain_digits
from .sheet import Cell, Row, Unusable, rows_of

if TYPE_CHECKING:
    from console.plan.organisation import Body

HEADER_WITHIN = 40
"""The header stands in the first rows of a sheet, below a title perhaps."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMES: dict[str, frozenset[str]] = {
    "body": _words("单位 部门 单位部门 单位名称 部门名称 成员单位 工作单位 所在单位 责任单位 机构 科室 县市 县市区 县区 乡镇 地区"),
    "name": _words("姓名 名字 联系人 联络员 联系人姓名 负责人 主要负责人 分管领导 主要领导 带班领导 值班人员 人员"),
    "post": _words("职务 岗位 职位 职务岗位 职务职称 职称"),
    "duty_phone": _words("值班电话 办公电话 电话 座机 固定电话 固话 联系电话 单位电话 办公室电话 值班室电话 电话号码 联系方式 24小时值班电话 应急值班电话"),
    "mobile": _words("手机 手机号 手机号码 移动电话 手机电话 联系手机"),
    "fax": _words("传真 传真号 传真号码 传真电话"),
    "note": _words("备注 说明 备注说明"),
}
_ROLES = _words("联络员 负责人 主要负责人 分管领导 主要领导 带班领导")
"""Headings of names that say in which post somebody is."""
_PARTS = (("fax", "传真"), ("mobile", "手机"), ("mobile", "移动电话"), ("duty_phone", "电话"), ("duty_phone", "座机"),
          ("body", "单位"), ("body", "部门"), ("name", "姓名"), ("name", "联系人"), ("post", "职务"))
"""Looked for inside a short heading that is not one of the names."""
_NOTHING = frozenset({"", "无", "没有", "暂无", "-", "--", "/", "\\", "空", "同上电话"})
_NUMBER = re.compile(r"[0-9+()\-、,;/ .*#转分机内线短号及和或ext:]*", re.IGNORECASE)
_SPOILED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_PREFIXES = ("红河哈尼族彝族自治州", "红河州", "州")
_NUMBERS = ("duty_phone", "mobile", "fax")

Columns = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A contact off a table, and where it stood."""

    contact: Contact
    place: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says."""

    incoming: tuple[Incoming, ...]
    problems: tuple[str, ...]
    """Rows that are not taken, and rows to be looked at, each with its line."""
    columns: str
    """Which heading was taken for what."""


def read_table(raw: bytes, bodies: Sequence[Body]) -> Table:
    """The contacts of a CSV or XLSX file; `bodies` are those of the plans, by which units are known.

    Raises:
        Unusable: no table, or none with a heading for the unit and one for a number.
    """
    rows = rows_of(raw)
    reader = _Reader(bodies)
    for sheet in dict.fromkeys(row.sheet for row in rows):
        reader.sheet([row for row in rows if row.sheet == sheet])
    if not reader.columns:
        raise Unusable("没找到表头：要有一行写着「单位」和「电话」或「手机」这样的列名")
    return Table(tuple(reader.incoming), tuple(reader.problems), "；".join(reader.columns))


class _Reader:
    """Goes through the sheets and gathers what they say."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self.incoming: list[Incoming] = []
        self.problems: list[str] = []
        self.columns: list[str] = []
        self._known = known_names(bodies)
        self._names = {name for body in bodies for name in (body.name, *body.aliases)}

    def sheet(self, rows: Sequence[Row]) -> None:
        """One sheet; without a header it is passed over."""
        at = next((n for n, row in enumerate(rows[:HEADER_WITHIN]) if _is_header(columns_of(row.cells))), None)
        if at is None:
            if rows and rows[0].sheet:
                self.problems.append(f"{rows[0].sheet}表：没有「单位」和「电话」这样的表头，没有读")
            return
        columns, start = dict(columns_of(rows[at].cells)), at + 1
        if start < len(rows) and _is_second(rows[start], columns):
            below = columns_of(rows[start].cells)  # 「联系方式」 above 「办公电话」 and 「手机」
            taken = {place for places in below.values() for place in places}
            columns = {key: tuple(p for p in places if p not in taken) for key, places in columns.items()}
            for key, places in below.items():
                columns[key] = (*columns.get(key, ()), *places)
            start += 1
        self.columns.append(_told(rows[start - 1], columns) if start - 1 == at else _told(rows[at], columns, rows[at + 1]))
        blocks = [people_of(block) for block in blocks_of(columns)]
        roles = {place: role for row in rows[at:start] for place, role in _roles_of(row).items()}
        units = [""] * len(blocks)
        for row in rows[start:]:
            if _is_header(columns_of(row.cells)):
                continue  # printed again on the next page
            for number, people in enumerate(blocks):
                for person in people:
                    units[number] = self._row(row, person, units[number], roles)

    def _row(self, row: Row, columns: Columns, above: str, roles: Mapping[int, str]) -> str:
        """One person or desk of a row; the unit it stands under, for the rows below."""
        words = {key: _joined(row, columns.get(key, ())) for key in FIELDS}
        unit = words["body"]
        if words["name"] and not columns.get("post"):
            words["post"] = next((roles[place] for place in columns["name"] if place in roles), "")
        doubts: list[str] = []
        if any(row.cells[at].cut for places in columns.values() for at in places if at < len(row.cells)):
            self.problems.append(f"{row.place}：有一格太长，没有收")
            return unit or above
        if not any(words[key] for key in ("name", *_NUMBERS)):
            return unit or above  # a heading between the rows, or a unit of which nothing is known
        if not unit and above:
            unit = above  # merged cells, or written once for several people
        if not unit:
            self.problems.append(f"{row.place}：没有单位，没有收")
            return above
        for key in _NUMBERS:
            words[key] = self._number(row, key, columns, words[key], doubts)
        body, guessed = self._known_as(unit)
        if guessed:
            self.problems.append(f"{row.place}：「{unit[:40]}」按预案里的「{guessed}」收，请核对")
        try:
            contact = Contact(**{**words, "body": body, "doubt": "；".join(doubts)[:200]})
        except ValidationError as error:
            fields = "、".join(dict.fromkeys(FIELDS.get(str(f["loc"][0]), "") for f in error.errors(include_url=False)))
            self.problems.append(f"{row.place}：{fields}太长或有不能用的字符，没有收")
            return unit
        self.incoming.append(Incoming(contact, row.place))
        return unit

    def _number(self, row: Row, key: str, columns: Columns, typed: str, doubts: list[str]) -> str:
        if typed in _NOTHING:
            return ""
        label, cleaned = FIELDS[key], clean_number(typed)
        as_number = any(row.cells[at].number for at in columns.get(key, ()) if at < len(row.cells))
        if _SPOILED.fullmatch(cleaned):
            self.problems.append(f"{row.place}：{label}「{typed[:30]}」是科学计数，原号码已丢，没有收这个号码")
            return ""
        digits = plain_digits(cleaned)
        why = ""
        if not digits:
            why = f"{label}「{typed[:30]}」里没有数字"
        elif len(digits) in (9, 10) and not digits.startswith(("0", "400", "800")):
            why = f"{label} {digits} {'在表里存成了数字,' if as_number else ''}区号开头的 0 可能丢了"
        elif not _NUMBER.fullmatch(cleaned) or len(digits) < 3:
            why = f"{label}「{typed[:30]}」不像号码"
        elif key == "mobile" and len(digits) < 11:
            why = f"{label}「{typed[:30]}」不足11位"
        if why:
            doubts.append(why)
            self.problems.append(f"{row.place}：{why}，收下并标「待核对」")
        return cleaned

    def _known_as(self, unit: str) -> tuple[str, str]:
        """The body's id, and its name where the unit was written otherwise; the unit itself where it is none."""
        body, name = self._known.get(unit) or self._known.get(_bare(unit), (unit, ""))
        return body, "" if unit in self._names or unit.startswith(_PREFIXES) else name


def known_names(bodies: Iterable[Body]) -> dict[str, tuple[str, str]]:
    """Every name of a body, also without 「红河州」 or 「州」 before it, with id and name; what two share is left out."""
    found: dict[str, tuple[str, str]] = {}
    bare: dict[str, set[tuple[str, str]]] = {}
    for body in bodies:
        for name in (body.name, *body.aliases):
            found[name] = (body.id, body.name)
            bare.setdefault(_bare(name), set()).add((body.id, body.name))
    for name, owners in bare.items():
        if len(owners) == 1:
            found.setdefault(name, next(iter(owners)))
    return found


def _bare(unit: str) -> str:
    text = "".join(unit.split())
    prefix = next((p for p in _PREFIXES if text.startswith(p) and len(text) > len(p) + 1), "")
    return text.removeprefix(prefix)


def clean_number(typed: str) -> str:
    """A number with its digits and signs in their plain form: 「０８７３－３７３」 gives 「0873-373」."""
    text = unicodedata.normalize("NFKC", typed).replace("\u2014", "-").replace("\u2013", "-")
    return re.sub(r"[ \t]+", " ", text.replace("\r", "").replace("\n", "、")).strip(" 、")


def columns_of(cells: Sequence[Cell]) -> dict[str, tuple[int, ...]]:
    """Which columns hold what, by the words of a row."""
    found: dict[str, tuple[int, ...]] = {}
    for at, cell in enumerate(cells):
        key = _heading(cell.text)
        if key:
            found[key] = (*found.get(key, ()), at)
    return found


def blocks_of(columns: Columns) -> list[Columns]:
    """The columns of a table that stands twice and more side by side, each with a unit of its own."""
    first = min(columns, key=lambda key: min(columns[key], default=10**6))
    starts = columns["body"]
    if len(columns[first]) == len(starts):
        starts = columns[first]
    edges = [*starts[1:], 10**6]
    found: list[Columns] = []
    low = 0
    for high in edges:
        found.append({key: tuple(at for at in places if low <= at < high) for key, places in columns.items()})
        low = high
    return found


def people_of(columns: Columns) -> list[Columns]:
    """The columns of each person of a unit: 「分管领导 手机 联络员 手机」 are two, and no number is mixed up."""
    ordered = sorted((at, key) for key, places in columns.items() for at in places)
    found: list[dict[str, tuple[int, ...]]] = [{}]
    for at, key in ordered:
        if key in ("name", "post") and key in found[-1]:
            found.append({})
        found[-1][key] = (*found[-1].get(key, ()), at)
    return [{**one, "body": columns["body"]} for one in found]


def _roles_of(row: Row) -> dict[int, str]:
    words = {at: _plain(cell.text) for at, cell in enumerate(row.cells)}
    return {at: word for at, word in words.items() if word in _ROLES}


def _heading(text: str) -> str:
    plain = _plain(text)
    if not plain or len(plain) > 14 or re.search(r"\d{3}", plain):
        return ""
    exact = next((key for key, names in _NAMES.items() if plain in names), "")
    return exact or next((key for key, part in _PARTS if part in plain and len(plain) <= len(part) + 8), "")


def _plain(text: str) -> str:
    """The words of a heading without signs and blanks."""
    return re.sub(r"[\s/()\[\]:、*_-]+", "", unicodedata.normalize("NFKC", text))


def _is_header(columns: Columns) -> bool:
    return "body" in columns and any(key in columns for key in _NUMBERS)


def _is_second(row: Row, columns: Columns) -> bool:
    """Whether a row below the header divides its columns further and tells nothing itself."""
    found = columns_of(row.cells)
    told = [cell.text for cell in row.cells if cell.text]
    return "body" not in found and any(key in found for key in _NUMBERS) and len(told) == sum(map(len, found.values()))


def _told(row: Row, columns: Columns, below: Row | None = None) -> str:
    parts = []
    for key, places in columns.items():
        words = [_cell_words(below, at) or _cell_words(row, at) for at in places]
        if places:
            parts.append(f"{'、'.join(words)}->{FIELDS[key]}")
    return (f"{row.sheet}表：" if row.sheet else "") + ", ".join(parts)


def _cell_words(row: Row | None, at: int) -> str:
    return "".join(row.cells[at].text.split())[:20] if row and at < len(row.cells) else ""


def _joined(row: Row, places: Sequence[int]) -> str:
    """The words of one column or of several; a line feed inside a unit's cell is no part of its name."""
    words = [row.cells[at].text for at in places if at < len(row.cells) and row.cells[at].text not in _NOTHING]
    return "、".join(dict.fromkeys(words))
