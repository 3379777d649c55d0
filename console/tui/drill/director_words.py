"""The words of the director's window about the script: the head, the injects, one of them in full. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.content import Content

from console.drill.expected import VERDICTS
from console.drill.run import STANDINGS
from console.drill.scenario import CHANNELS, Inject, Scenario, When, elapsed
from console.exercise.watching import Planned, Watch
from console.incident.facts import NoSuchFact, label_at
from console.incident.state import CALL_FIELDS
from console.incident.times import clock_seconds, span
from console.plan.model import Plan
from console.words import cut, fit

from ..text import joined, safe

NAMED = {"occurred": "发生时间", "places": "地点"}
"""Facts that no plan has, in words."""


def head_words(watch: Watch) -> Content:
    """The clock with how far the drill is, the pace, which drill and whose."""
    run, about = watch.run, watch.scenario.scenario
    pace = "已结束 " + run.ended_why if run.ended_at else "停着" if run.paused else f"{run.speed}倍速"
    now = watch.clock.now()
    gone = f"{since_start(now - run.started)}/{about.minutes}分钟"
    return joined(
        safe(" 演练 导演 ", "bold reverse"), safe(f" {clock_seconds(now)} {gone} {pace}", "bold"),
        safe(f"  {about.title}  受训人 {run.trainee}  {run.id}"),
    )


def since_start(length: timedelta) -> str:
    """A length of time since the start: 「+07:30」."""
    return f"{'-' if length < timedelta(0) else '+'}{span(length)}"


def title_of(scenario: Scenario, inject: Inject) -> str:
    """What the director calls an inject."""
    if inject.title:
        return inject.title
    if inject.voice is not None:
        voice = scenario.voice(inject.voice)
        return f"{voice.unit} {voice.name}"
    return CHANNELS[inject.channel]


def inject_row(watch: Watch, planned: Planned) -> Content:
    """One inject in a line: when on the clock and since the start, how it stands, whether it was acted on, what it is."""
    at = planned.played.sent_at or planned.at
    when = f"{clock_seconds(at)} {fit(since_start(at - watch.run.started), 8)}" if at else f"{fit('等条件', 8)} {' ' * 8}"
    acted = VERDICTS[planned.expected.verdict] if planned.expected else "    "
    strong = planned.played.standing in ("sent", "seen") or (planned.expected and planned.expected.verdict == "missed")
    title = title_of(watch.scenario, planned.inject)
    return safe(f"{when} {STANDINGS[planned.played.standing]} {acted} {title}", "bold" if strong else "")


def inject_words(watch: Watch, planned: Planned, now: datetime) -> Content:
    """One inject in full: when, who, the words, the condition, what is expected and how that stands, the note."""
    inject, played = planned.inject, planned.played
    title = f"{title_of(watch.scenario, inject)}  {CHANNELS[inject.channel]}  {STANDINGS[played.standing]}\n"
    lines = [safe(title, "bold", lines=True), safe(f"{_times(watch, planned)}\n", lines=True)]
    if inject.voice is not None:
        voice = watch.scenario.voice(inject.voice)
        lines.append(safe(f"{voice.unit} {voice.name}{f'({voice.manner})' if voice.manner else ''}\n", lines=True))
    lines += [safe(f"  {line}\n", lines=True) for line in played.words or inject.words]
    if played.words:
        lines.append(safe("  (话已由导演改过)\n", lines=True))
    if inject.channel == "power_cut":
        lines.append(safe(f"  值班台断电{inject.dark}\n", lines=True))
    if inject.expect:
        lines.append(safe(f"应做：{inject.expect}\n", "bold", lines=True))
        lines.append(safe(f"{expected_words(planned, now)}\n", lines=True))
    if inject.note:
        lines.append(safe(f"导演注：{inject.note}\n", lines=True))
    return joined(*lines)


def _times(watch: Watch, planned: Planned) -> str:
    """When it was to happen and when it did, and what the trainee did about it."""
    inject, played = planned.inject, planned.played
    told = []
    if inject.when is not None:
        told.append(f"条件：{when_words(watch, inject.when)}" + (f"，再过{inject.after}" if elapsed(inject.after) else ""))
    elif inject.at is not None:
        told.append(f"计划 {clock_seconds(watch.run.started + elapsed(inject.at))} +{inject.at}")
    if played.moved:
        told.append(f"{'推后' if played.moved > timedelta(0) else '提前'}{span(played.moved)}")
    if planned.at and not played.sent_at and played.standing == "planned":
        told.append(f"还有{span(planned.at - watch.clock.now())}")
    marks = (("发出", played.sent_at), ("看见", played.seen_at), ("接听" if inject.channel == "phone" else "看过", played.answered_at))
    return "  ".join([*told, *(f"{label} {clock_seconds(at)}" for label, at in marks if at)])


def expected_words(planned: Planned, now: datetime) -> str:
    """How what is expected stands: done when, or how long is left."""
    inject, found = planned.inject, planned.expected
    window = f"{inject.window}内" if inject.window else "没有限时"
    sent = planned.played.sent_at
    if found is None or found.until is None:
        done = f"{VERDICTS[found.verdict]}，" if found else ""
        left = _left(sent + elapsed(inject.window), now) if sent and inject.window else ""
        return f"{done}{window}{left}" + ("" if inject.done else "，导演自己看")
    if found.at is None:
        return f"{VERDICTS[found.verdict]}：{window}{_left(found.until, now)}"
    return f"{VERDICTS[found.verdict]}：{clock_seconds(found.at)}，用时{span(found.at - found.since)}({window})"


def _left(until: datetime, now: datetime) -> str:
    return f"，已过{span(now - until)}" if now > until else f"，{clock_seconds(until)}前，还有{span(until - now)}"


def when_words(watch: Watch, when: When) -> str:
    """A condition in words: events, levels, reports and bodies by their names."""
    words = {
        "opened": "开了事件", "declared": "定级", "ended": "终止", "reported": "报了", "missed": "误了", "notified": "通知了",
        "chased": "又打了",
        "answered": "接了", "asked": "问了", "noted": "记下了", "refused": "定了不启动", "handed_over": "有人接了班",
    }
    name = next(n for n in type(when).model_fields if getattr(when, n) is not None)
    value = getattr(when, name)
    if when.answered is not None:
        return f"{words[name]}「{title_of(watch.scenario, watch.scenario.inject(when.answered))}」"
    if value is True:
        return words[name]
    event = watch.scenario.event(when.event or "")
    detail = _named(watch.plans[event.plan], name, value[1]) if isinstance(value, tuple) else ""
    return f"{cut(event.title, 20)} {words[name]}{detail}"


def _named(plan: Plan, name: str, what: str) -> str:
    """The second half of a condition by its name in the plan."""
    if name == "declared":
        return f"{what}级"
    if name in ("reported", "missed"):
        milestone = plan.milestone(what)
        return f"{plan.post(milestone.post).name}{'电话' if milestone.action == 'phone' else '书面'}报告"
    return plan.body(what).name if name in ("notified", "chased") else fact_name(plan, what)


def fact_name(plan: Plan | None, path: str) -> str:
    """A fact that can be told or asked, in words."""
    if path.startswith("call."):
        return CALL_FIELDS.get(path.removeprefix("call."), path)
    if path in NAMED or plan is None:
        return NAMED.get(path, path)
    try:
        return label_at(plan, path)
    except NoSuchFact:
        return path


def editable(planned: Planned) -> str:
    """The words of an inject, a line each, to be changed."""
    return "\n".join(planned.played.words or planned.inject.words)
