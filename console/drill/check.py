"""Every problem of a scenario file, with its line: its form, and whether it fits the plans it plays on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from console.incident.amounts import as_decimal
from console.incident.facts import NoSuchFact, field_at, with_value
from console.incident.state import CALL_FIELDS
from console.incident.times import Unreadable
from console.plan.locate import Path as Place
from console.plan.model import Plan
from console.plan.problem import Problem
from console.plan.shape import spoken_fault
from console.plan.toml_text import TomlFile, parse_toml, read_toml
from console.rules.classify import Classifier
from console.rules.facts import FactError

from .check_goals import goal_findings
from .check_when import form_findings, order_findings, plan_findings
from .paths import CALL, OCCURRED, PLACES, unreadable_start
from .scenario import Inject, Scenario, Told, elapsed

Finding = tuple[Place, str]
"""Where in the file, and what was expected."""

MOST_ROWS = 500
"""Injects, answers and goals of one scenario."""


def load_scenario(path: Path, plans: Mapping[str, Plan]) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """The scenario of a file, or None and every problem found, in the order of lines; nothing is raised."""
    read = read_toml(path)
    if isinstance(read, Problem):
        return None, (read,)
    file, tables = read
    return _of_tables(file, tables, plans, path.stem)


def parse_scenario(text: str, plans: Mapping[str, Plan]) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """The same for a scenario's text, as a drill's record keeps it."""
    read = parse_toml("scenario.toml", text)
    return (None, (read,)) if isinstance(read, Problem) else _of_tables(*read, plans, None)


def _of_tables(
    file: TomlFile, tables: Mapping[str, object], plans: Mapping[str, Plan], name: str | None
) -> tuple[Scenario | None, tuple[Problem, ...]]:
    try:
        scenario = Scenario.model_validate(tables)
    except ValidationError as errors:
        return None, _problems(file, [_form(fault) for fault in _own(errors.errors(include_url=False))])
    findings = list(_findings(scenario, plans, name))
    return (None if findings else scenario), _problems(file, findings)


def _own(faults: list[ErrorDetails]) -> list[ErrorDetails]:
    """The faults without those that only follow: a list is not empty because what is in it has a fault."""
    places = [tuple(fault["loc"]) for fault in faults]
    return [
        fault for fault, place in zip(faults, places, strict=True)
        if fault["type"] != "too_short" or not any(len(p) > len(place) and p[: len(place)] == place for p in places)
    ]


def _form(fault: ErrorDetails) -> Finding:
    """A fault of the form, with its place and in words."""
    place = tuple(fault["loc"])
    kind, context, given = fault["type"], fault.get("ctx", {}), fault["input"]
    if "value" in place:  # pydantic tells a fault for every type that a value may have
        return place[: place.index("value") + 1], "须是整数、true 或 false、引号里的文字(不是整数的数也写在引号里)或文字的数组"
    if kind == "string_pattern_mismatch" and "\\d" in str(context.get("pattern", "")):
        return place, f"时间写作「07:30」(两段数字，如分:秒)，现在写的是「{str(given)[:40]}」"
    return place, "至少要有一项" if kind == "too_short" else spoken_fault(kind, context, given)


def _problems(file: TomlFile, findings: list[Finding]) -> tuple[Problem, ...]:
    found = {Problem(file.name, file.line(place), _spoken(place), said) for place, said in findings}
    return tuple(sorted(found))


def _spoken(place: Place) -> str:
    spoken = ""
    for key in place:
        spoken += f"[{key + 1}]" if isinstance(key, int) else f".{key[:60]}" if spoken else key[:60]
    return spoken


def _findings(scenario: Scenario, plans: Mapping[str, Plan], name: str | None) -> Iterator[Finding]:
    if name is not None and scenario.id != name:
        yield ("scenario", "id"), f"须与文件名一致：文件是 {name}.toml"
    if len(scenario.injects) + len(scenario.answers) + len(scenario.goals) > MOST_ROWS:
        yield ("injects",), f"来情、回答、评分点合计不能超过{MOST_ROWS}项"
        return
    for table in ("events", "voices", "injects"):
        counts = Counter(row.id for row in getattr(scenario, table))
        for index, row in enumerate(getattr(scenario, table)):
            if counts[row.id] > 1:
                yield (table, index, "id"), f"编号「{row.id}」重复，每个编号只能用一次"
    unknown = [(i, e) for i, e in enumerate(scenario.events) if e.plan not in plans]
    for index, event in unknown:
        yield ("events", index, "plan"), f"没有「{event.plan}」预案，可用 {'、'.join(plans)}"
    yield from _inject_findings(scenario)
    yield from _answer_findings(scenario)
    yield from order_findings(scenario)
    if not unknown:
        yield from _fact_findings(scenario, plans)
        yield from plan_findings(scenario, plans)
        yield from goal_findings(scenario, plans)


def _inject_findings(scenario: Scenario) -> Iterator[Finding]:
    end = elapsed(f"{scenario.scenario.minutes}:00")
    for index, inject in enumerate(scenario.injects):
        place: Place = ("injects", index)
        if (inject.at is None) == (inject.when is None):
            yield place, "at(什么时候)和 when(什么条件)要写一个，只能写一个"
        if inject.at is not None and not elapsed("00:00") <= elapsed(inject.at) <= end:
            yield (*place, "at"), f"须在演练的0到{scenario.scenario.minutes}分钟之内"
        yield from _channel_findings(scenario, inject, place)
        for key, known, what in (
            (inject.voice, {v.id for v in scenario.voices}, "voice"),
            (inject.event, {e.id for e in scenario.events}, "event"),
        ):
            if key is not None and key not in known:
                yield (*place, what), f"没有编号「{key}」"
        if inject.when is not None:
            yield from form_findings(scenario, inject.id, inject.when, (*place, "when"))
        if inject.done is not None:
            yield from form_findings(scenario, "", inject.done, (*place, "done"))


def _channel_findings(scenario: Scenario, inject: Inject, place: Place) -> Iterator[Finding]:
    if inject.channel == "power_cut":
        if not elapsed("00:10") <= elapsed(inject.dark) <= elapsed("60:00"):
            yield (*place, "dark"), "停电时间须在00:10到60:00之间"
        return
    if not inject.words:
        yield place, "缺少 words: 说了什么"
    if inject.channel in ("phone", "fax", "message") and inject.voice is None:
        yield place, "缺少 voice: 谁说的"
    if inject.tells and inject.event is None:
        yield place, "有 tells 就要写 event: 是哪一件事的"
    if (inject.channel == "warning") != (inject.warning is not None):
        yield place, "channel = \"warning\" 与 [injects.warning] 要一起写"
    if inject.warning is not None:
        with_warnings = {i.id for i in scenario.injects if i.warning is not None and i.id != inject.id}
        lifted = inject.warning.lifts
        if lifted is not None and lifted not in with_warnings:
            yield (*place, "warning", "lifts"), f"没有发过预警的来情「{lifted}」"
        if inject.warning.colour is None and lifted is None:
            yield (*place, "warning"), "没有颜色的只能是解除，要写 lifts"


def _answer_findings(scenario: Scenario) -> Iterator[Finding]:
    voices, events = {v.id for v in scenario.voices}, {e.id for e in scenario.events}
    seen: set[tuple[str, str, str, str]] = set()
    for index, answer in enumerate(scenario.answers):
        place: Place = ("answers", index)
        if answer.voice not in voices:
            yield (*place, "voice"), f"没有编号「{answer.voice}」的人"
        if answer.event not in events:
            yield (*place, "event"), f"没有编号「{answer.event}」的事件"
        key = (answer.voice, answer.event, answer.path, answer.since)
        if key in seen:
            yield place, "同一个人对同一问在同一时刻有两个回答，只留一个"
        seen.add(key)


def _fact_findings(scenario: Scenario, plans: Mapping[str, Plan]) -> Iterator[Finding]:
    events = {e.id: e for e in scenario.events}
    judges = {plan: Classifier(plans[plan]) for plan in {e.plan for e in scenario.events}}
    told: list[tuple[Place, str | None, Told]] = [
        (("injects", i, "tells", j), inject.event, one)
        for i, inject in enumerate(scenario.injects) for j, one in enumerate(inject.tells)
    ]
    told += [(("answers", i), answer.event, answer) for i, answer in enumerate(scenario.answers)]
    for place, event_id, one in told:
        if event_id in events:
            plan = plans[events[event_id].plan]
            if said := wrong_fact(plan, judges[plan.id], one):
                yield (*place, "path"), said


def wrong_fact(plan: Plan, judge: Classifier, told: Told) -> str:
    """What is wrong with a fact that is told, in a sentence; empty where nothing is."""
    if told.path == OCCURRED:
        return unreadable_start(told.value)
    if told.path == PLACES:
        return _wrong_places(plan, told.value)
    if told.path.startswith(CALL):
        return _wrong_words(told)
    try:
        return _wrong_figure(plan, judge, told)
    except NoSuchFact:
        return f"预案「{plan.plan.name}」没有这个事实"
    except FactError as error:
        return str(error)


def _wrong_figure(plan: Plan, judge: Classifier, told: Told) -> str:
    field = field_at(plan, told.path)
    try:
        if field.type == "number" and (isinstance(told.value, (bool, tuple)) or not as_decimal(told.value).is_finite()):
            return f"{field.label}须是数字"
    except Unreadable:
        return f"{field.label}须是数字，不是整数的写在引号里"
    judge.classify(with_value(plan, {}, told.path, told.value))
    return ""


def _wrong_places(plan: Plan, value: object) -> str:
    names = {p.name for p in plan.places}
    wrong = [str(name)[:20] for name in (value if isinstance(value, tuple) else (value,)) if name not in names]
    return f"不是本州的县市：{'、'.join(wrong)}" if wrong else ""


def _wrong_words(told: Told) -> str:
    if told.path.removeprefix(CALL) not in CALL_FIELDS:
        return f"没有这一栏，可用 {'、'.join(CALL + name for name in CALL_FIELDS)}"
    return "" if isinstance(told.value, str) else "这一栏的 value 须是文字"
