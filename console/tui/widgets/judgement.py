"""The live judgement beside the intake: the next question, the level so far, why, and how far to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from console.incident.facts import label_at
from console.plan.model import Plan
from console.rules.verdict import Note, NoteKind, Verdict
from console.wrap import wrap

from ..text import joined, safe
from .gauge import Gauge, gauges
from .line import Line

if TYPE_CHECKING:
    from console.desk.view import CaseView

ASKED = 4
"""Missing facts that are named at most."""
ROOMY = 12
"""Rows of the panel from which on there is room for bars."""

NOTES: dict[NoteKind, str] = {
    "gap": "缺口", "same-condition": "条件相同", "conflict": "数字矛盾", "excluded": "不按本标准",
    "highest-of-several": "取最高", "assess": "综合评估",
}
"""What the officer reads for each kind of note."""

Said = tuple[str, str]
"""Words and their style."""


def level_words(plan: Plan, verdict: Verdict) -> str:
    """「II级(较大)」, or 「未定级」."""
    if verdict.level is None:
        return "未定级"
    return f"{verdict.level}级" + (f"({verdict.grade})" if verdict.grade else "")


def note_words(note: Note) -> str:
    """A note in a line, with the level that is advised."""
    advised = f" 建议提请按{note.advise}级研判。" if note.advise and f"{note.advise}级" not in note.text else ""
    return f"[{NOTES[note.kind]}] {note.text}{advised}({note.clause})"


def judged(plan: Plan, verdict: Verdict | None, contradiction: str, asked: Sequence[str] = ()) -> list[Said]:
    """Everything the rules say, the most important first; `asked` are the words for the facts still to be asked."""
    if verdict is None:
        return [("事实互相矛盾，不能判断", "bold reverse"), (contradiction, "bold")]
    said: list[Said] = []
    if verdict.possible:
        levels = "、".join(f"{level}级" for level in verdict.possible)
        missing = f"，还要知道：{'、'.join(asked[:ASKED])}{' 等' if len(asked) > ASKED else ''}" if asked else ""
        said.append((f"还可能：{levels}{missing}", ""))
    elif verdict.level is None:
        said.append(("已知事实没有达到任何一级，也没有还能提高级别的要问", ""))
        said += [(plan.plan.below, "")] if plan.plan.below else []
    if verdict.may:
        said.append((f"可视情况启动：{'、'.join(f'{level}级' for level in verdict.may)}", ""))
    said += [(note_words(note), "bold") for note in verdict.notes]
    said += [(f"{m.level}级 {m.clause}：{m.why}", "") for m in verdict.met]
    said += [(f"可视情况 {m.level}级 {m.clause}：{m.why}", "") for m in verdict.may_by]
    return said


class Level(Line):
    """The level so far, large and plain: a strip of its own."""

    def __init__(self) -> None:
        super().__init__(id="level")

    def tell(self, plan: Plan, verdict: Verdict | None) -> None:
        """Show the level that the facts reach."""
        self.set_class(verdict is not None and verdict.level is not None, "-reached")
        words = "不能判断" if verdict is None else level_words(plan, verdict)
        self.show(joined(safe("按已知事实  "), safe(words, "bold")))


class Judgement(Vertical):
    """The level, and under it the reasons: a line a widget, so that a key repaints only what it changed."""

    def __init__(self) -> None:
        super().__init__(id="judgement")
        self._given: tuple[tuple[Said, ...], tuple[Gauge, ...]] = ((), ())
        self._width = 0
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        """The strip and the room for the reasons."""
        yield Level()
        yield VerticalScroll(id="reasons", can_focus=False)

    def tell(self, case: CaseView, verdict: Verdict | None, contradiction: str, more: Sequence[Said] = ()) -> None:
        """Show what the rules say of an event with these facts; `more` stands at the end."""
        plan = case.plan
        self.query_one(Level).tell(plan, verdict)
        asked = [label_at(plan, path) for path in verdict.ask] if verdict else []
        said = (*judged(plan, verdict, contradiction, asked), *more)
        self._show(said, tuple(gauges(verdict.margins)) if verdict else ())

    def _show(self, said: tuple[Said, ...], figures: tuple[Gauge, ...]) -> None:
        room = self.query_one("#reasons", VerticalScroll)
        width = max(20, room.scrollable_content_region.width - 2)
        if (said, figures) == self._given and width == self._width:
            return
        self._given, self._width = (said, figures), width
        lines: list[Content] = []
        for text, style in said:
            lines += [safe(line, style) for line in wrap(text, width, 2)]
        for gauge in figures:
            lines += [safe(line, "dim") for line in wrap(gauge.words, width, 2)]
            bar = gauge.bar(width - 2) if room.size.height >= ROOMY else ""
            lines += [safe(f"  {bar}")] if bar else []
        more = [Line(classes="judged") for _ in range(len(lines) - len(self._lines))]
        if more:
            self._lines += more
            room.mount(*more)
        for number, line in enumerate(self._lines):
            line.show(lines[number] if number < len(lines) else Content(""))

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._again)

    def _again(self) -> None:
        (said, figures), self._given = self._given, ((), ())
        self._show(said, figures)
