"""A plan as a list to browse and search: every item with its section, its words and its clause. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .base import COLOURS
from .model import Plan
from .work import Coverage, Milestone

Section = Literal[
    "standards", "levels", "reports", "command", "groups", "measures", "risks", "warnings", "end", "follows",
    "passages", "readings", "coverage",
]
SECTIONS: dict[Section, str] = {
    "standards": "定级标准", "levels": "响应级别与任务", "reports": "报告时限", "command": "指挥部与单位", "groups": "专业组",
    "measures": "措施", "risks": "风险", "warnings": "预警", "end": "终止", "follows": "后续", "passages": "条文",
    "readings": "口径", "coverage": "覆盖表",
}
COVERED: dict[str, str] = {"in_force": "在用", "shown": "只显示", "not_here": "不在本台"}
STAGES: dict[str, str] = {"issue": "发布", "act": "行动", "relay": "插播", "lift": "解除"}
ACTIONS: dict[str, str] = {"phone": "电话报告", "written": "书面报告"}
AUTHORITY: dict[str, str] = {"start": "启动", "change": "调整", "end": "终止"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the plan says."""

    ref: str
    """As coverage and readings name it: 「criterion:grid-ii」."""
    section: Section
    title: str
    text: str
    """Lines of words for the detail."""
    clause: str
    initials: str = ""
    """Pinyin initials that the data give; others are worked out by whoever searches."""
    refs: tuple[str, ...] = ()
    """Items it points to."""


@dataclass(frozen=True, slots=True)
class PlanIndex:
    """Every item of a plan, in the document's order within each section."""

    items: tuple[Item, ...]
    readings: Mapping[str, tuple[Item, ...]]
    """The readings (口径) to be shown with an item, by its ref."""

    def section(self, section: Section) -> tuple[Item, ...]:
        """The items of a section."""
        return tuple(item for item in self.items if item.section == section)

    def find(self, ref: str) -> Item | None:
        """The item of that ref; a fact's field and the like may have none of their own."""
        return next((item for item in self.items if item.ref == ref), None)


def index_of(plan: Plan) -> PlanIndex:
    """Everything a plan says, ready to browse."""
    makers: tuple[Callable[[Plan], Iterator[Item]], ...] = (
        _standards, _levels, _reports, _command, _groups, _measures, _risks, _warnings, _end, _passages, _readings,
    )
    items = [item for make in makers for item in make(plan)]
    titles = {item.ref: item.title for item in items}
    items += [_covered(row, number, titles) for number, row in enumerate(plan.coverage, 1)]
    by_place: dict[str, tuple[Item, ...]] = {}
    for reading, item in zip(plan.readings, [i for i in items if i.section == "readings"], strict=True):
        for place in reading.at:
            by_place[place] = (*by_place.get(place, ()), item)
    return PlanIndex(tuple(items), by_place)


def search(
    items: Sequence[Item], query: str, initials: Mapping[str, str] | None = None
) -> tuple[Item, ...]:
    """The items that hold every word of `query`, those with it in the title first.

    A word of letters is also looked for among pinyin initials: those of the data, and `initials` by ref.
    """
    words = query.strip().lower().split()
    if not words:
        return tuple(items)
    found = []
    for place, item in enumerate(items):
        sound = f"{item.initials} {(initials or {}).get(item.ref, '')}"
        scores = [_score(item, word, sound) for word in words]
        if all(score < _NOT for score in scores):
            found.append((max(scores), place, item))
    return tuple(item for _, _, item in sorted(found, key=lambda hit: hit[:2]))


_NOT = 9


def _score(item: Item, word: str, sound: str) -> int:
    """How well a word fits, lower is better: clause, title, initials, text, nowhere."""
    clause, title = item.clause.lower(), item.title.lower()
    if clause == word:
        return 0
    if title.startswith(word) or (word.isascii() and sound.startswith(word)):
        return 1
    if word in title or clause.startswith(word):
        return 2
    if word.isascii() and word.isalpha() and word in sound:
        return 3
    return 4 if word in item.text.lower() or word in clause else _NOT


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _standards(plan: Plan) -> Iterator[Item]:
    for grade in plan.grades:
        yield Item(f"grade:{grade.id}", "standards", f"{grade.id}事件", f"对应{grade.level}级响应", grade.clause)
    for rule in plan.criteria:
        head = "、".join(part for part in (f"{rule.level}级", rule.grade or "", "可视情况" if rule.may else "") if part)
        branches = _lines(*(f"{n}. {b.text}({b.clause})\n   式子：{b.when}" for n, b in enumerate(rule.any, 1)))
        title = f"{head}：{rule.any[0].text}"
        yield Item(f"criterion:{rule.id}", "standards", title, f"达到下列任何一条:\n{branches}", rule.clause)
    for n, remark in enumerate(plan.remarks, 1):
        advised = f"建议提请按{remark.advise}级考虑" if remark.advise else ""
        text = _lines(remark.text, f"式子：{remark.when}", advised)
        yield Item(f"remark:{remark.id}", "standards", f"提示{n}：{remark.text[:40]}", text, remark.clause)
    for fact in plan.facts:
        fields = _lines(*(f"{f.label}：{f.ask}" for f in fact.fields))
        yield Item(f"fact:{fact.id}", "standards", f"要问：{fact.label}", _lines(fact.ask, fact.note, fields), "")


def _levels(plan: Plan) -> Iterator[Item]:
    for level in plan.levels:
        tasks = _lines(*(f"{n}. {t.text}({t.clause})" for n, t in enumerate(level.tasks, 1)))
        text = _lines(f"牵头：{level.lead}", level.posture, tasks)
        yield Item(f"level:{level.id}", "levels", f"{level.id}级响应", text, level.clause)
        for task in level.tasks:
            yield Item(f"task:{task.id}", "levels", f"{level.id}级任务：{task.text}", task.text, task.clause)
    for n, a in enumerate(plan.authorities, 1):
        what = "、".join(AUTHORITY[x] for x in a.actions)
        named = [("提出", a.proposes), ("决定", a.decides), ("宣布", a.announces)]
        text = _lines(*(f"{word}：{'、'.join(who) or '预案没有写'}" for word, who in named), a.note)
        yield Item(f"authority:{n}", "levels", f"权限：{'、'.join(a.levels)}级{what}", text, a.clause)


def _reports(plan: Plan) -> Iterator[Item]:
    for due in plan.milestones:
        title = f"{plan.post(due.post).name} {ACTIONS[due.action]}"
        text = _lines(due.text, f"报给：{'、'.join(due.to)}", _times(due))
        yield Item(f"milestone:{due.id}", "reports", title, text, due.clause)
    for row in plan.report_items:
        yield Item(f"report_item:{row.id}", "reports", f"报告内容：{row.label}", row.label, row.clause)
    for post in plan.posts:
        yield Item(f"post:{post.id}", "reports", f"报告岗位：{post.name}", post.note or post.name, "")


def _times(due: Milestone) -> str:
    if due.target is None and due.limit is None:
        return "预案没有写时限，只计已过时间"
    parts = [f"力争{due.target}分钟内" if due.target else "", f"最迟{due.limit}分钟" if due.limit else ""]
    return "，".join(part for part in parts if part)


def _command(plan: Plan) -> Iterator[Item]:
    for chair in plan.chairs:
        text = _lines(f"由：{'、'.join(chair.held_by)}", chair.text)
        yield Item(f"chair:{chair.id}", "command", chair.title, text, chair.clause)
    for body in plan.bodies:
        duties = _lines(*(f"{n}. {d.text}({d.clause})" for n, d in enumerate(body.duties, 1)))
        measures = _lines(*(f"- {m.text}({m.clause})" for m in plan.measures_of(body.id)))
        text = _lines(
            "" if body.member else "不在成员单位名单里", f"又称：{'、'.join(body.aliases)}" if body.aliases else "",
            duties, body.note, f"承担的措施:\n{measures}" if measures else "",
        )
        yield Item(f"body:{body.id}", "command", body.name, text, body.clause, body.initials)
    for sector in plan.sectors:
        names = "、".join(plan.body(b).name for b in sector.bodies) or "没有对应的成员单位"
        text = _lines(f"对应：{names}", sector.note)
        refs = tuple(f"body:{b}" for b in sector.bodies)
        yield Item(f"sector:{sector.id}", "command", f"预案所称「{sector.name}」", text, "", refs=refs)


def _groups(plan: Plan) -> Iterator[Item]:
    for group in plan.groups:
        named = [("牵头", group.leads), ("成员", group.members)]
        who = _lines(*(f"{word}：{'、'.join(plan.body(b).name for b in ids)}" for word, ids in named if ids))
        text = _lines(who, *(f"- {task}" for task in group.tasks), group.note)
        refs = tuple(f"body:{b}" for b in (*group.leads, *group.members))
        yield Item(f"group:{group.id}", "groups", group.name, text, group.clause, refs=refs)


def _measures(plan: Plan) -> Iterator[Item]:
    for measure in plan.measures:
        by = "、".join(plan.sector(s).name for s in measure.by)
        text = _lines(measure.text, f"承担：{by}" if by else "", f"条件：{measure.when}" if measure.when else "")
        refs = tuple(f"sector:{s}" for s in measure.by)
        title = f"{measure.system}：{measure.text}"
        yield Item(f"measure:{measure.id}", "measures", title, text, measure.clause, refs=refs)


def _risks(plan: Plan) -> Iterator[Item]:
    for risk in plan.risks:
        text = _lines(f"要问：{risk.ask}", f"可能：{risk.watch}")
        yield Item(f"risk:{risk.id}", "risks", risk.system, text, risk.clause)


def _warnings(plan: Plan) -> Iterator[Item]:
    for row in plan.warning_colours:
        name = COLOURS[row.colour]
        yield Item(f"warning_colour:{row.colour}", "warnings", f"{name}预警", row.means, row.clause)
    for step in plan.warning_steps:
        by = "、".join(plan.sector(s).name for s in step.by if any(x.id == s for x in plan.sectors))
        colours = "、".join(COLOURS[c] for c in step.colours) if len(step.colours) < len(COLOURS) else ""
        text = _lines(
            step.text, f"由：{by}" if by else "", f"颜色：{colours}" if colours else "",
            f"下令：{step.ordered_by}" if step.ordered_by else "",
        )
        yield Item(f"warning_step:{step.id}", "warnings", f"{STAGES[step.stage]}：{step.text}", text, step.clause)
    for item in plan.warning_contents:
        yield Item(f"warning_content:{item.id}", "warnings", f"预警内容：{item.label}", item.label, item.clause)


def _end(plan: Plan) -> Iterator[Item]:
    for end in plan.end_conditions:
        figures = _lines(*(f"{f.label}：达到{f.minimum}{f.unit}以上" for f in end.figures))
        yield Item(f"end_condition:{end.id}", "end", end.text, _lines(end.text, figures), end.clause)
    for follow in plan.follows:
        levels = f"适用：{'、'.join(follow.levels)}级" if follow.levels else ""
        yield Item(f"follow:{follow.id}", "follows", follow.title, _lines(follow.text, levels), follow.clause)


def _passages(plan: Plan) -> Iterator[Item]:
    for row in plan.passages:
        yield Item(f"passage:{row.id}", "passages", row.title, row.text, row.clause)


def _readings(plan: Plan) -> Iterator[Item]:
    for row in plan.readings:
        text = _lines(f"问题：{row.question}", f"口径：{row.reading}", f"理由：{row.why}")
        yield Item(f"reading:{row.id}", "readings", row.question, text, row.clause, refs=row.at)


def _covered(row: Coverage, number: int, titles: Mapping[str, str]) -> Item:
    where = _lines(*(f"-> {titles.get(ref, ref)}" for ref in row.where))
    title = f"{row.clause} {row.title}"
    text = _lines(f"[{COVERED[row.state]}] {row.title}", row.reason, where)
    return Item(f"coverage:{number}", "coverage", title, text, row.clause, refs=row.where)


def with_initials(items: Sequence[Item], initials: Callable[[str], str]) -> dict[str, str]:
    """The pinyin initials of every title, by ref, as `initials` works them out."""
    return {item.ref: initials(item.title) for item in items}


