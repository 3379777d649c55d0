"""预案: the plan to browse and search, each item with its clause; in the original where the office has put the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Input

from console.desk.texts import full_text
from console.initials import initials
from console.plan.index import SECTIONS, Item, PlanIndex, Section, index_of, search, with_initials
from console.plan.original import FullText
from console.words import cut, fit

from ..commands import Command, bindings
from ..sizes import WIDTHS
from ..text import joined, safe
from ..widgets.entry import Entry
from ..widgets.keys import Keys
from ..widgets.line import Line
from ..widgets.rows import Rows
from ..widgets.sheet import MORE, Sheet
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import View
    from console.plan.model import Plan


CLAUSE = 14
"""Cells of the clause before an item's title."""


class PlanScreen(DutyScreen):
    """The plan in use."""

    PLACE = "预案"
    CSS_PATH = "plan.tcss"
    AUTO_FOCUS = "#sections"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "左边选栏目，中间选条目，右边是内容和条款。Ctrl+F 查找：汉字、条款号(6.2.1)或拼音首字母都行，几个词用空格分开。\n"
        "F10 换另一份预案。「口径」是预案没写清的地方按什么理解；「覆盖表」是每一条款在本台哪里落实。\n"
        "把预案全文存成 UTF-8 文本放在数据文件夹的 texts/预案名.txt(如 texts/blackout.txt)，就能看到条款原文。"
    )
    OWN: ClassVar = (
        Command("find", "查找", "ctrl+f", "按汉字、条款号、拼音首字母查", footer=False),
        Command("other", "换预案", "f10", "看另一份预案", footer=False),
        Command("clear", "清除查找", "escape", "回到栏目", footer=False),
    )
    ACTIONS: ClassVar = (*OWN, *MORE)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS)]

    def __init__(self) -> None:
        super().__init__()
        self._plan_id = ""
        self._index: PlanIndex | None = None
        self._sounds: dict[str, str] = {}
        self._original: FullText | None = None
        self._shown: tuple[Item, ...] = ()

    def compose_body(self) -> ComposeResult:
        """Which plan, the search, sections, items, the item in full."""
        yield Line(id="which")
        yield Entry(placeholder="查找：汉字、条款号、拼音首字母")
        with Container(id="plan"):
            with Horizontal(id="lists"):
                yield Rows(id="sections")
                yield Rows(id="items")
            yield Sheet(id="item")
        yield Keys(self.OWN)

    def on_mount(self) -> None:
        """Start with the plan of the current event."""
        self.watch_view(self.duty.view)

    def watch_view(self, view: View | None) -> None:
        """Open a plan, once."""
        if view is None or not self.built or self._plan_id:
            return
        self._open(view.current.plan.id if view.current else next(iter(self.duty.desk.plans)))

    def _open(self, plan_id: str) -> None:
        plan: Plan = self.duty.desk.plans[plan_id]
        self._plan_id, self._index = plan_id, index_of(plan)
        self._sounds = with_initials(self._index.items, initials)
        self._original, where = full_text(self.duty.desk.home.root, plan_id)
        head = plan.plan
        words = f"{head.title} {head.document} {head.issued}印发 数据版本 {head.revision}  {where}"
        self.query_one("#which", Line).show(safe(words), layout=True)
        counts = {section: len(self._index.section(section)) for section in get_args(Section)}
        rows = [(s, safe(f"{SECTIONS[s]} {n}")) for s, n in counts.items() if n]
        self.query_one("#sections", Rows).show(rows)
        self._list()

    def _list(self, query: str = "") -> None:
        if self._index is None:
            return
        section = self.query_one("#sections", Rows).picked
        if query.strip():
            self._shown = search(self._index.items, query, self._sounds)
        else:
            self._shown = tuple(i for i in self._index.items if i.section == section)
        items = self.query_one("#items", Rows)
        self._rows()
        items.highlighted = 0 if self._shown else None
        self._tell()

    def _rows(self) -> None:
        """A line an item, its clause first: what is cut stands in full beside it."""
        items = self.query_one("#items", Rows)
        width = items.size.width - 2
        found = [(item.ref, safe(cut(f"{fit(item.clause, CLAUSE)} {item.title}", width) if width > CLAUSE else item.title))
                 for item in self._shown]
        items.show(found)

    def on_resize(self) -> None:
        """Lines are as long as there is room."""
        self.call_after_refresh(self._rows)

    def _tell(self) -> None:
        picked = self.query_one("#items", Rows).picked
        item = next((i for i in self._shown if i.ref == picked), None)
        if item is None or self._index is None:
            self.query_one(Sheet).show(safe("没有找到；换个词，或按 Esc 看栏目"), anew=True)
            return
        parts = [safe(f"{item.title}\n", "bold", lines=True)]
        parts.append(safe(f"{item.clause}  [{SECTIONS[item.section]}]\n{item.text}\n", lines=True))
        for reading in self._index.readings.get(item.ref, ()):
            parts.append(safe(f"\n口径：{reading.title}\n{reading.text}\n", lines=True))
        for ref in item.refs:
            other = self._index.find(ref)
            parts.append(safe(f"-> {other.title if other else ref}\n", lines=True))
        if self._original:
            found = self._original.clause(item.clause)
            words = (found.paragraph or found.text) if found else "全文里没有找到这一条"
            parts.append(safe(f"\n原文 {item.clause}:\n{words}\n", lines=True))
        self.query_one(Sheet).show(joined(*parts), anew=True)

    @on(Rows.OptionHighlighted, "#sections")
    def _section(self) -> None:
        self._list()

    @on(Rows.OptionHighlighted, "#items")
    def _item(self) -> None:
        self._tell()

    @on(Rows.OptionSelected, "#sections")
    def _into(self) -> None:
        self.query_one("#items").focus()

    @on(Input.Changed)
    def _searching(self, event: Input.Changed) -> None:
        self._list(event.value)

    @on(Input.Submitted)
    def _found(self) -> None:
        self.query_one("#items").focus()

    def action_find(self) -> None:
        """To the search."""
        self.set_focus(self.query_one(Entry))  # at once: what is typed right behind the key must find it

    def action_clear(self) -> None:
        """Drop the search."""
        self.query_one(Entry).clear()
        self.set_focus(self.query_one("#sections"))

    def action_other(self) -> None:
        """The next plan."""
        ids = list(self.duty.desk.plans)
        self._open(ids[(ids.index(self._plan_id) + 1) % len(ids)])
