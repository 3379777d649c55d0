"""The live judgement beside the intake: the next question, the level so far, why, and how far to the next one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from console.incident.facts import label_at
from console.plan.model import Plan
from console.rules.classify import Judged
from console.rules.verdict import Note, NoteKind, Reached, Verdict
from console.wrap import wrap

from ..text import joined, safe
from .gauge import Gauge, gauges
from .line import Line

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


def judged(plan: Plan, found: Judged, asked: Sequence[str] = ()) -> list[Said]:
    """Everything the rules say, the most important first; `asked` are the words for the facts still to be asked."""
    verdict = found.verdict
    said: list[Said] = [(f"[矛盾] {one.sentence}", "bold $text-error") for one in found.contradictions]
    if verdict.possible:
        levels = "、".join(f"{level}级" for level in verdict.possible)
        missing = f"，还要知道：{'、'.join(asked[:ASKED])}{' 等' if len(asked) > ASKED else ''}" if asked else ""
        said.append((f"还可能：{levels}{missing}", ""))
    elif verdict.level is None and not found.contradictions:
        said.append(("已知事实没有达到任何一级，也没有还能提高级别的要问", ""))
        said += [(plan.plan.below, "")] if plan.plan.below else []
    if verdict.may:
        said.append((f"可视情况启动：{'、'.join(f'{level}级' for level in verdict.may)}", ""))
    notes = (note for note in verdict.notes if note.kind != "conflict")  # said above, with the other contradictions
    said += [(note_words(note), "bold") for note in notes]
    said += [(f"{m.level}级 {_grounds(m)}", "") for m in verdict.met]
    said += [(f"可视情况 {m.level}级 {_grounds(m)}", "") for m in verdict.may_by]
    return said


def _grounds(met: Reached) -> str:
    """Clause and reason; a hazard that the clause names already (「8.1.1 暴雨」) is not said twice."""
    item = met.clause.rpartition(" ")[2]
    return f"{met.clause}：{met.why.removeprefix(f'{item}：')}"


class Level(Line):
    """The level so far, large and plain: a strip of its own."""

    def __init__(self) -> None:
        super().__init__(id="level")

    def tell(self, plan: Plan, verdict: Verdict) -> None:
        """Show the level that the facts reach."""
        self.set_class(verdict.level is not None, "-reached")
        self.show(joined(safe("按已知事实  "), safe(level_words(plan, verdict), "bold")))


class Reasons(VerticalScroll, can_focus=False):
    """Why: a line a widget, so that a key repaints only the lines whose words it changed."""

    def __init__(self) -> None:
        super().__init__(id="reasons")
        self._given: tuple[tuple[Said, ...], tuple[Gauge, ...], tuple[Said, ...]] = ((), (), ())
        self._room = (0, 0)
        self._lines: list[Line] = []

    def show(self, said: Sequence[Said], figures: Sequence[Gauge], more: Sequence[Said]) -> None:
        """Show these words, the figures against their bounds, and what else there is to know."""
        given, size = (tuple(said), tuple(figures), tuple(more)), (self.scrollable_content_region.width, self.size.height)
        if (given, size) == (self._given, self._room):
            return
        self._given, self._room = given, size
        width = max(20, size[0])
        lines = [*_told(said, width), *_measured(figures, width, size[1] >= ROOMY), *_told(more, width)]
        new = [Line(classes="judged") for _ in range(len(lines) - len(self._lines))]
        if new:
            self._lines += new
            self.mount(*new)
        for number, line in enumerate(self._lines):
            line.show(lines[number] if number < len(lines) else Content(""))

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.show(*self._given)


def _told(said: Sequence[Said], width: int) -> list[Content]:
    return [safe(line, style) for text, style in said for line in wrap(text, width, 2)]


def _measured(figures: Sequence[Gauge], width: int, bars: bool) -> list[Content]:
    lines: list[Content] = []
    for gauge in figures:
        lines += [safe(line, "dim") for line in wrap(gauge.words, width, 2)]
        bar = gauge.bar(width - 2) if bars else ""
        lines += [safe(f"  {bar}")] if bar else []
    return lines


class Judgement(Vertical):
    """The level, and under it the reasons."""

    def __init__(self) -> None:
        super().__init__(id="judgement")

    def compose(self) -> ComposeResult:
        """The strip and the reasons."""
        yield Level()
        yield Reasons()

    def tell(self, plan: Plan, found: Judged, more: Sequence[Said] = ()) -> None:
        """Show what the rules say of an event's facts; `more` stands at the end."""
        verdict = found.verdict
        self.query_one(Level).tell(plan, verdict)
        asked = [label_at(plan, path) for path in verdict.ask]
        self.query_one(Reasons).show(judged(plan, found, asked), gauges(verdict.margins), more)
