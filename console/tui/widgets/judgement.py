"""The live judgement beside the intake: the next question, the level so far, why, and how far to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from textual.containers import VerticalScroll
from textual.content import Content

from console.plan.model import Plan
from console.rules.figures import shown_exact, with_unit
from console.rules.verdict import Margin, Note, NoteKind, Verdict
from console.wrap import wrap

from ..text import safe
from .line import Line

NOTES: dict[NoteKind, str] = {
    "gap": "缺口", "same-condition": "条件相同", "conflict": "数字矛盾", "excluded": "不按本标准",
    "highest-of-several": "取最高", "assess": "综合评估",
}
"""What the officer reads for each kind of note."""

Said = tuple[str, str]
"""Words and their style."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next: the words, of whom, and where the answer goes."""

    words: str
    whom: str
    place: str


def level_words(plan: Plan, verdict: Verdict) -> str:
    """「II级(较大)」, or 「未定级」."""
    if verdict.level is None:
        return "未定级"
    return f"{verdict.level}级" + (f"({verdict.grade})" if verdict.grade else "")


def note_words(note: Note) -> str:
    """A note in a line, with the level that is advised."""
    advised = f" 建议提请按{note.advise}级研判。" if note.advise and f"{note.advise}级" not in note.text else ""
    return f"[{NOTES[note.kind]}] {note.text}{advised}({note.clause})"


def margin_lines(margins: Sequence[Margin]) -> list[str]:
    """For every figure the highest bound it has passed and the nearest it has not."""
    over: dict[tuple[str, str], Margin] = {}
    short: dict[tuple[str, str], Margin] = {}
    for m in margins:
        if not m.op.startswith(">"):
            continue
        at = (m.item, m.label)
        if m.passed and (at not in over or m.bound > over[at].bound):
            over[at] = m
        elif not m.passed and (at not in short or m.bound < short[at].bound):
            short[at] = m
    return [_margin_line(over.get(at), short.get(at)) for at in dict.fromkeys([*short, *over])]


def _margin_line(over: Margin | None, short: Margin | None) -> str:
    parts: list[str] = []
    for m, word, by in ((over, "过", "多"), (short, "距", "差")):
        if m is not None:
            head = "" if parts else f"{f'{m.item} ' if m.item else ''}{m.label} {_figure(m.value, m.unit)}，"
            bound, off = _figure(m.bound, m.unit), _figure(abs(m.difference), m.unit)
            parts.append(f"{head}{word}{m.level}级 {bound} {by} {off}")
    return "；".join(parts)


def _figure(value: Fraction, unit: str) -> str:
    return with_unit(shown_exact(value), unit)


def judged(plan: Plan, verdict: Verdict | None, contradiction: str) -> list[Said]:
    """Everything the rules say, the most important first."""
    if verdict is None:
        return [("事实互相矛盾，不能判断", "bold reverse"), (contradiction, "bold")]
    said: list[Said] = [(f"按已知事实：{level_words(plan, verdict)}", "bold")]
    if verdict.possible:
        said.append((f"还可能：{'、'.join(f'{level}级' for level in verdict.possible)}", ""))
    if verdict.may:
        said.append((f"可视情况启动：{'、'.join(f'{level}级' for level in verdict.may)}", ""))
    said += [(note_words(note), "bold") for note in verdict.notes]
    said += [(f"{m.level}级 {m.clause}：{m.why}", "") for m in verdict.met]
    said += [(f"可视情况 {m.level}级 {m.clause}：{m.why}", "") for m in verdict.may_by]
    said += [(line, "dim") for line in margin_lines(verdict.margins)]
    return said


class Judgement(VerticalScroll, can_focus=False):
    """The panel: a line a widget, so that a key repaints only the lines whose words it changed."""

    def __init__(self) -> None:
        super().__init__(id="judgement")
        self._said: tuple[Said, ...] = ()
        self._width = 0
        self._lines: list[Line] = []

    def show(self, said: Sequence[Said]) -> None:
        """Show these words."""
        width = max(20, self.scrollable_content_region.width)
        if tuple(said) == self._said and width == self._width:
            return
        self._said, self._width = tuple(said), width
        lines: list[Content] = []
        for text, style in said:
            lines += [safe(line, style) for line in wrap(text, width, 2)]
        more = [Line(classes="judged") for _ in range(len(lines) - len(self._lines))]
        if more:
            self._lines += more
            self.mount(*more)
        for number, line in enumerate(self._lines):
            line.show(lines[number] if number < len(lines) else Content(""))

    def on_resize(self) -> None:
        """Wrap anew."""
        said, self._said = self._said, ()
        self.show(said)
