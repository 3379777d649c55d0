"""The words for the agencies: grouped rows, one in full, and finding by initials. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from textual.content import Content

from console.desk.view import CaseView
from console.incident.clock_told import UNSURE
from console.incident.facts import items_of, list_facts
from console.incident.state import AGENCY_STEPS, Agency, AgencyStep
from console.incident.times import clock, dated, span
from console.incident.unfinished import members
from console.plan.model import Plan
from console.plan.organisation import Body, Group
from console.plan.work import Measure
from console.words import cells, cut, fit

from .text import joined, safe

LADDER: tuple[AgencyStep, ...] = ("silent", "notified", "confirmed", "working", "done")
GROUP = "group:"
"""Row ids of headings begin with this."""
REST = f"{GROUP}rest"

Row = tuple[str, Content]


def next_step(agency: Agency | None) -> AgencyStep:
    """The step that comes after the one an agency stands on; the last stays."""
    at = LADDER.index(agency.step) if agency else 0
    return LADDER[min(at + 1, len(LADDER) - 1)]


def group_bodies(group: Group) -> tuple[str, ...]:
    """The ids of a group's bodies, leads first."""
    return (*group.leads, *(b for b in group.members if b not in group.leads))


def by_group(plan: Plan) -> list[tuple[str, str, list[Body], tuple[str, ...]]]:
    """(row id, heading, bodies listed there, all that belong): a body is listed under the first group that names it."""
    seen: set[str] = set()
    found: list[tuple[str, str, list[Body], tuple[str, ...]]] = []
    known = {body.id: body for body in plan.bodies}
    for group in plan.groups:
        ids = group_bodies(group)
        listed = [known[b] for b in ids if b not in seen]
        seen.update(ids)
        leads = "、".join(known[b].name for b in group.leads)
        found.append((f"{GROUP}{group.id}", f"{group.name}  牵头 {leads}", listed, ids))
    rest = [body for body in plan.bodies if body.id not in seen]
    if rest:
        heading = "其他单位" if plan.groups else "成员单位"
        found.append((REST, heading, rest, tuple(b.id for b in rest)))
    return found


def matches(body: Body, sought: str) -> bool:
    """Whether a body is meant by some initials or part of a name."""
    words = sought.lower()
    return words in body.initials or any(words in name.lower() for name in (body.name, *body.aliases))


def unit_rows(case: CaseView, now: datetime, width: int, marked: Collection[str], sought: str) -> list[Row]:
    """Every agency, by group; with `sought` only those that match, without headings."""
    rows: list[Row] = []
    if sought:
        found = sorted((b for b in case.plan.bodies if matches(b, sought)), key=lambda b: _nearness(b, sought))
        return [(b.id, unit_row(case, b, now, width, b.id in marked)) for b in found]
    for row_id, heading, bodies, belonging in by_group(case.plan):
        told = sum(1 for b in belonging if b in case.state.agencies and case.state.agencies[b].step != "silent")
        before = len(belonging) - len(bodies)
        count = f"  已通知{told}/{len(belonging)}" + (f"，{before}家列在前面" if before else "")
        rows.append((row_id, safe(cut(heading, max(10, width - 1 - cells(count))) + count, "bold underline")))
        rows += [(b.id, unit_row(case, b, now, width, b.id in marked)) for b in bodies]
    return rows


def _nearness(body: Body, sought: str) -> int:
    at = body.initials.find(sought.lower())
    return at if at >= 0 else 99


def unit_row(case: CaseView, body: Body, now: datetime, width: int, marked: bool) -> Content:
    """One agency in one line of `width` cells: its step in a word, its name, then the last that is known of it."""
    agency = case.state.agencies.get(body.id)
    step: AgencyStep = agency.step if agency else "silent"
    name = fit(body.name, 26 if width >= 64 else 18)
    stale = bool(agency and agency.renew_at and agency.renew_at <= now and step != "done")
    tail = cut(_last(agency, now), max(4, width - 12 - cells(name)))
    first = "bold" if marked or (step == "silent" and case.state.level) else ""
    return joined(
        safe("选 " if marked else "   ", "bold reverse" if marked else ""), safe(f"{AGENCY_STEPS[step]} ", first),
        safe(f"{name} ", "bold" if marked else ""), safe(tail, "bold" if stale else ""),
    )  # fmt: skip


def _last(agency: Agency | None, now: datetime) -> str:
    """The last that is known of an agency, in short."""
    if agency is None or not agency.moves:
        return ""
    move = agency.moves[-1]
    if move.tried:
        times = sum(1 for m in agency.moves if m.tried)
        return f"{clock(move.at)} {move.tried}{f' 共{times}次' if times > 1 else ''}"
    words = " ".join(part for part in (clock(move.at), move.name, move.channel if move.channel != "电话" else "") if part)
    if agency.renew_at and agency.step != "done":
        words += f" {'(!)已到回访' if agency.renew_at <= now else '回访'}{clock(agency.renew_at)}"
    return words


def hazards_of(case: CaseView) -> set[str]:
    """The kinds on the form's lists (暴雨, 霜冻); a plan without such lists has none."""
    return {item for fact in list_facts(case.plan) for item in items_of(case.plan, case.state, fact.id)}


def fitting(measures: Iterable[Measure], hazards: set[str]) -> list[Measure]:
    """The measures that belong to the hazards of the event, and those that belong to all."""
    return [m for m in measures if not m.hazards or not hazards or hazards.intersection(m.hazards)]


def unit_detail(case: CaseView, body: Body, now: datetime) -> Content:
    """One agency: where it stands, its groups, its duties and measures with their clauses, what came of the calls."""
    plan = case.plan
    agency = case.state.agencies.get(body.id)
    leads = [g.name + "(牵头)" for g in plan.groups if body.id in g.leads]
    groups = leads + [g.name for g in plan.groups if body.id in g.members and body.id not in g.leads]
    lines = [_standing(agency, now, sure=case.sure)]
    if body.aliases:
        lines.append(f"又名 {'、'.join(body.aliases)}")
    lines += [f"职责 {d.clause}：{d.text}" for d in body.duties]
    if not body.duties:
        lines.append("预案没有写该单位的职责")
    if body.note:
        lines.append(f"说明：{body.note}")
    lines += [f"措施 {m.clause} {m.system}：{m.text}{f'({m.when})' if m.when else ''}"
              for m in fitting(plan.measures_of(body.id), hazards_of(case))]
    lines += _moves(agency) if agency else []
    head = joined(safe(body.name, "bold"), f"  {'、'.join(groups)}" if groups else "")
    return joined(head, safe("\n" + "\n".join(lines), lines=True))


def _standing(agency: Agency | None, now: datetime, *, sure: bool) -> str:
    """Its step as a sentence, and when to ask again."""
    if agency is None or not agency.moves:
        return "还没有通知，回车登记"
    words = f"现在：{AGENCY_STEPS[agency.step]}"
    if agency.renew_at and agency.step != "done":
        late, length = agency.renew_at <= now, span(now - agency.renew_at)
        words += f"，{clock(agency.renew_at)}该再问" + (f"，已过{length}" if late else f"，还有{length}" if sure else f"，{UNSURE}")
    return words


def group_detail(case: CaseView, row_id: str) -> Content:
    """A group as a whole: who leads, what it has to do, every body that belongs with where it stands."""
    heading, belonging = next((h, ids) for name, h, _, ids in by_group(case.plan) if name == row_id)
    group = next((g for g in case.plan.groups if f"{GROUP}{g.id}" == row_id), None)
    lines = [f"任务 {group.clause}：{task}" for task in group.tasks] if group else []
    lines += [group.note] if group and group.note else []
    lines += ["回车：组里还没通知的一次登记", "全组："]
    for body_id in belonging:
        agency = case.state.agencies.get(body_id)
        step: AgencyStep = agency.step if agency else "silent"
        lead = "(牵头)" if group and body_id in group.leads else ""
        lines.append(f"{AGENCY_STEPS[step]} {case.plan.body(body_id).name}{lead}")
    return joined(safe(heading, "bold"), safe("\n" + "\n".join(lines), lines=True))


def totals_words(case: CaseView) -> str:
    """「未通知25 已通知2 已确认2 执行中1 已完成0」, of the members."""
    steps = Counter(case.state.agencies[b.id].step if b.id in case.state.agencies else "silent"
                    for b in members(case.plan))
    return " ".join(f"{words}{steps[step]}" for step, words in AGENCY_STEPS.items())


def group_lines(case: CaseView) -> list[str]:
    """How many of each group were told: 「电力恢复组 3/9」."""
    found = []
    for _, heading, _, ids in by_group(case.plan):
        told = sum(1 for b in ids if b in case.state.agencies and case.state.agencies[b].step != "silent")
        found.append(f"{heading.partition('  ')[0]} {told}/{len(ids)}")
    return found


def silent_of(case: CaseView, row_id: str) -> list[Body]:
    """The bodies of a group that nobody has told yet."""
    belonging = next((ids for name, _, _, ids in by_group(case.plan) if name == row_id), ())
    return [case.plan.body(b) for b in belonging if b not in case.state.agencies or case.state.agencies[b].step == "silent"]


def _moves(agency: Agency) -> list[str]:
    return [f"{dated(m.at)} {m.tried or AGENCY_STEPS[m.step]} {m.name} {m.channel} {m.note} 第{m.seq}条"
            for m in reversed(agency.moves)]
