"""A log that became a scenario: what was told comes again at the time it came, what was decided becomes the goals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import tomli_w

from console.incident.clock_steps import steps_since
from console.incident.entry import Entry
from console.incident.facts import GONE, field_at, figures_on_form, label_at, shown_value
from console.incident.state import ACTIONS, CALL_FIELDS, CERTAINTIES, State
from console.incident.times import clock, instant
from console.plan.model import Plan

from .check import parse_scenario

Clean = Callable[[str], str]
"""Takes names and numbers out of a text."""

APART = timedelta(minutes=3)
"""What was written down within so long came in one call."""
SPOKEN = 200
"""Characters of the caller's words in one line."""
PEOPLE = ("caller", "callback", "site_lead")
"""Parts of the call that are about a person; they are left out."""
RING = timedelta(seconds=20)
"""The first call comes so long after the start."""


def scenario_from(name: str, plan: Plan, state: State, entries: Sequence[Entry], clean: Clean) -> str:
    """The TOML text of a scenario from an event; names and numbers are taken out by `clean`.

    Goals that the plan and the facts of the log do not bear (a level that nobody could reason) are left out, so that
    the checker finds nothing.

    Raises:
        ValueError: nothing was told in it that could be played; the message is a sentence.
    """
    start = state.received_at
    calls = _calls(plan, entries, start, clean)
    if not calls:
        raise ValueError("这件事件里没有记下来电内容和数字，改不成演练脚本")
    moved = steps_since(entries)
    last = max((instant(e.at) + moved(e.seq) for e in entries), default=start)
    minutes = max(30, min(600, int((last - start).total_seconds() // 60) + 30))
    calls = [call for call in calls if _seconds(call["at"]) < 60 * minutes]
    table: dict[str, Any] = {
        "scenario": {
            "id": name, "title": clean(state.title)[:80] or plan.plan.name, "difficulty": 3, "minutes": minutes, "start": clock(start),
            "objectives": ["照当时的情况从头办一遍"], "opening": f"由{'演练' if state.drill else '真实'}事件改编，各栏填过的姓名和像电话的号码已去除。",
            "note": f"当时{_levels_words(state)}；来情的词句由日志生成，用前请改得像人说话。",
        },
        "events": [{"id": "event", "plan": plan.id, "title": clean(state.title)[:80] or plan.plan.name}],
        "voices": [{"id": "caller", "name": "来电人", "unit": clean(state.call.get("unit", ""))[:80] or "来电单位"}],
        "injects": calls,
    }
    goals = _goals(plan, state)
    while True:
        table["goals"] = _weighed(goals)
        text = tomli_w.dumps(table, multiline_strings=False)
        scenario, problems = parse_scenario(text, {plan.id: plan})
        wrong = {int(p.where.split("[")[1].split("]")[0]) - 1 for p in problems if p.where.startswith("goals[")}
        if scenario is not None:
            return text
        if not wrong:
            raise ValueError(f"改编出的脚本还有错，请把事件导出后手工改：{problems[0].expected}")
        goals = [goal for index, goal in enumerate(goals) if index not in wrong]


def _levels_words(state: State) -> str:
    """「启动II级、终止」: what was decided, in order; that nothing was."""
    return "、".join(f"{ACTIONS[d.action]}{f'{d.level}级' if d.level else ''}" for d in state.declarations) or "没有定级"


def _seconds(elapsed: str) -> int:
    minutes, _, seconds = elapsed.partition(":")
    return 60 * int(minutes) + int(seconds)


def _elapsed(delta: timedelta) -> str:
    total = int(delta.total_seconds())
    sign, total = ("-" if total < 0 else ""), abs(total)
    return f"{sign}{total // 60:02d}:{total % 60:02d}"


def _calls(plan: Plan, entries: Sequence[Entry], start: datetime, clean: Clean) -> list[dict[str, Any]]:
    """What was told, call by call."""
    calls: list[dict[str, Any]] = []
    last: datetime | None = None
    moved = steps_since(entries)
    for entry in entries:
        told = _told(plan, entry, start, clean, moved(entry.seq))
        if told is None:
            continue
        at = instant(entry.at) + moved(entry.seq)
        if last is None or at - last > APART:
            when = max(RING, at - start) if not calls else at - start
            number = len(calls) + 1
            calls.append({
                "id": f"call-{number}", "title": f"第{number}次来电", "at": _elapsed(when), "voice": "caller", "event": "event",
                "words": [], "tells": [],
            })  # fmt: skip
        last = at
        words, fact = told
        calls[-1]["words"].append(words)
        calls[-1]["tells"].append(fact)
    return calls


def _told(
    plan: Plan, entry: Entry, start: datetime, clean: Clean, moved: timedelta
) -> tuple[str, dict[str, Any]] | None:  # fmt: skip
    """An entry as a line of speech and the fact in it; None for what is not told by a caller. `moved` is how far the
    clock was stepped since."""
    data: Mapping[str, Any] = entry.data
    if entry.kind == "intake" and data["field"] in CALL_FIELDS and data["field"] not in PEOPLE:
        words = clean(" ".join(str(data["value"]).split()))[:SPOKEN]
        if not words:
            return None
        return _spoken(data["field"], words), _fact(f"call.{data['field']}", words)
    if entry.kind == "places" and data["places"]:
        known = {p.name for p in plan.places}
        places = [p for p in data["places"] if p in known]
        return (f"在{'、'.join(places)}。", _fact("places", places)) if places else None
    if entry.kind == "instant" and data["which"] == "occurred":
        at = instant(data["instant"]) + moved
        return f"{clock(at)}发生的。", _fact("occurred", _elapsed(at - start))
    if entry.kind == "figure":
        return _figure(plan, data, clean)
    return None


def _spoken(field: str, words: str) -> str:
    """A part of the call as it is said on the telephone."""
    return {"unit": f"我这里是{words}。", "words": words}.get(field, f"{CALL_FIELDS[field]}：{words}")


def _figure(plan: Plan, data: Mapping[str, Any], clean: Clean) -> tuple[str, dict[str, Any]] | None:
    path, value = data["path"], data["value"]
    if value is None or path.endswith(GONE):
        return None
    try:
        shown = f"{label_at(plan, path)}{shown_value(field_at(plan, path), value)}"
    except KeyError:
        return None
    said = f"{shown}，{CERTAINTIES[data['certainty']]}。"
    return clean(said)[:SPOKEN], _fact(path, list(value) if isinstance(value, (list, tuple)) else value, data["certainty"])


def _fact(path: str, value: object, certainty: str = "unverified") -> dict[str, Any]:
    return {"path": path, "value": value if isinstance(value, (bool, int, list)) else str(value), "certainty": certainty}


def _goals(plan: Plan, state: State) -> list[dict[str, Any]]:
    """What was decided and done, as goals without points."""
    kinds = {"start": "declare", "raise": "raise", "lower": "lower"}
    goals: list[dict[str, Any]] = [
        {"kind": "figure", "path": path} for path, _ in figures_on_form(plan, state)
    ][:5]
    for declaration in state.declarations:
        if declaration.action in kinds:
            goals.append({"kind": kinds[declaration.action], "level": declaration.level})
        elif declaration.action in ("end", "refuse"):
            goals.append({"kind": declaration.action})
    own = plan.plan.own_post
    goals += [{"kind": "report", "milestone": m.id} for m in plan.milestones if m.post == own]
    told = [body for body, agency in state.agencies.items() if agency.step != "silent"]
    goals += [{"kind": "tell", "bodies": told[:10]}] if told else []
    unique: list[dict[str, Any]] = []
    for goal in goals:
        if goal not in unique:
            unique.append(goal)
    return unique or [{"kind": "readback"}]


def _weighed(goals: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The goals with a hundred points among them; the readback where none is left."""
    chosen = list(goals) or [{"kind": "readback"}]
    each, more = divmod(100, len(chosen))
    return [{**goal, "event": "event", "points": max(1, each + (index < more))} for index, goal in enumerate(chosen)]


