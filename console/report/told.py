"""What the reports have told so far, and what is different now: the matter of a 续报."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from console.incident.facts import NoSuchFact, label_at
from console.incident.state import CALL_FIELDS, Paper, State
from console.incident.times import spoken

from .situation import Situation, known_figures
from .wording import figure_told, figure_words

KINDS = ("首报", "续报", "终报")
"""How the kinds of reports begin."""
CALL = "call."
"""Before the names of what is told in words, in `facts_told`."""
_WORDS = ("cause", "casualties", "losses", "important_users", "handling", "trend", "expected_end", "site_lead", "requests")
"""Words of the call that change in the course of a night."""
_LABELS = {**CALL_FIELDS, "places": "影响范围", "occurred": "发生时间"}
_CORRECTED = {"cause", "occurred"}
"""Words that are not overtaken by events: a different one corrects what was told."""

Sort = Literal["corrected", "new", "updated", "taken_back"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different from what a report told."""

    sort: Sort
    label: str
    words: str
    """A sentence without its full stop."""


def reports_of(state: State) -> tuple[Paper, ...]:
    """The reports that have left so far, oldest first."""
    return tuple(p for p in state.papers if p.kind.startswith(KINDS))


def facts_told(situation: Situation) -> dict[str, Any]:
    """The figures and words as a paper tells them, so that the next one can say what changed: path to value.

    Words stand under 「call.<field>」, the places and the time of the event among them.
    """
    state = situation.state
    said = {name: words for name in _WORDS if (words := state.call.get(name, "").strip())}
    if state.places:
        said["places"] = "、".join(state.places)
    found = state.instant_of("occurred")
    if found:
        said["occurred"] = spoken(found.at)
    aside = situation.aside
    figures = {path: figure.now.value for path, figure in known_figures(situation) if path not in aside}
    return {**figures, **{f"{CALL}{name}": words for name, words in said.items()}}


def changes(situation: Situation) -> tuple[Change, ...]:
    """What is different from the reports that have left: corrections first, each by the name of the report that told it."""
    reports = reports_of(situation.state)
    told = dict(reports[-1].figures) if reports else {}
    found = list[Change]()
    for path, value in facts_told(situation).items():
        if told.get(path) != value:
            found.append(_change(situation, path, value, reports))
    now = facts_told(situation)
    for path in (path for path in told if path not in now):
        before = f"{_teller(reports, path)}「{_shown(situation, path, told[path])}」"
        why = "与其他数对不上" if path in situation.aside else "现收回"
        found.append(Change("taken_back", _label(situation, path), f"{before}{why}，正在核实"))
    order = ("corrected", "taken_back", "new", "updated")
    return tuple(sorted(found, key=lambda change: order.index(change.sort)))


def _change(situation: Situation, path: str, value: Any, reports: tuple[Paper, ...]) -> Change:
    told: Mapping[str, Any] = reports[-1].figures if reports else {}
    label = _label(situation, path)
    name = path.removeprefix(CALL)
    is_words = path.startswith(CALL)
    if path not in told:
        words = f"{label}：{value}" if is_words else f"新增：{figure_words(situation, path, situation.state.figures[path])}"
        return Change("new", label, words)
    if is_words and name not in _CORRECTED:
        return Change("updated", label, f"{label}更新为：{str(value).rstrip('。')}")
    before, after = _shown(situation, path, told[path]), _shown(situation, path, value)
    return Change("corrected", label, f"{_teller(reports, path)}「{before}」更正为「{after}」")


def _teller(reports: tuple[Paper, ...], path: str) -> str:
    """The report that told the value that stands: the first of those in a row that had it so."""
    value, name = reports[-1].figures.get(path), reports[-1].kind
    for report in reversed(reports):
        if report.figures.get(path) != value:
            break
        name = report.kind
    return name


def _label(situation: Situation, path: str) -> str:
    return _LABELS.get(path.removeprefix(CALL), path) if path.startswith(CALL) else label_at(situation.plan, path)


def _shown(situation: Situation, path: str, value: Any) -> str:
    """Label and value; a fact that the plan no longer has is named by its path."""
    if path.startswith(CALL):
        return f"{_label(situation, path)}：{value}"
    try:
        return figure_told(situation.plan, path, value)
    except NoSuchFact:
        return f"{path} {value}"
