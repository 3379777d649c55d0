"""What the rows of a plan say about one another: ids that are missing, repeated, or named and not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from .locate import Path as Place
from .organisation import Body, Group, Sector
from .standards import Authority, Criterion, Grade, Level, Remark
from .tables import Finding, Tables
from .work import Coverage, EndCondition, Follow, Measure, Milestone, Reading, ReportItem, WarningStep

_REFERENCED = {
    "criterion": "criteria", "level": "levels", "grade": "grades", "milestone": "milestones",
    "report_item": "report_items", "measure": "measures", "risk": "risks", "body": "bodies", "group": "groups",
    "chair": "chairs", "sector": "sectors", "post": "posts", "warning_step": "warning_steps",
    "warning_content": "warning_contents", "end_condition": "end_conditions", "follow": "follows",
    "passage": "passages", "reading": "readings", "remark": "remarks", "fact": "facts",
}  # fmt: skip


def reference_ids(tables: Tables) -> set[str]:
    """Everything that `coverage.where` and `readings.at` can name, as 「criterion:grid-ii」 or 「authority:1」."""
    found = {f"{kind}:{row_id}" for kind, table in _REFERENCED.items() for row_id in tables.ids(table)}
    found |= {f"warning_colour:{colour}" for colour in tables.ids("warning_colours", "colour")}
    found |= {f"authority:{number}" for number in range(1, tables.count("authorities") + 1)}
    found |= {f"task:{task.id}" for _, level in tables.rows("levels", Level) for task in level.tasks}
    found |= {f"fact:{fact.id}.{field.id}" for fact in tables.facts().values() for field in fact.fields}
    return found


def reference_findings(tables: Tables) -> Iterator[Finding]:
    """Every fault between rows."""
    yield from _repeated(tables)
    yield from _header(tables)
    yield from _standards(tables)
    yield from _command(tables)
    yield from _work(tables)
    yield from _references(tables)


def _missing(place: Place, named: Iterable[str], known: Collection[str], what: str) -> Iterator[Finding]:
    for index, name in enumerate(named):
        if name not in known:
            yield (*place, index), f"{what}「{name}」没有定义"


def _one(place: Place, name: str | None, known: Collection[str], what: str) -> Iterator[Finding]:
    if name is not None and name not in known:
        yield place, f"{what}「{name}」没有定义"


def _repeated(tables: Tables) -> Iterator[Finding]:
    for name in sorted({*_REFERENCED.values()}):
        for index, value in tables.repeated(name):
            yield (name, index, "id"), f"编号「{value}」前面已经用过，编号不能重复"
    for name, key in (("warning_colours", "colour"), ("places", "name")):
        for index, value in tables.repeated(name, key):
            yield (name, index, key), f"「{value}」前面已经有了，不能重复"
    tasks: set[str] = set()
    for place, level in tables.rows("levels", Level):
        for i, task in enumerate(level.tasks):
            if task.id in tasks:
                yield (*place, "tasks", i, "id"), f"任务编号「{task.id}」前面已经用过，编号不能重复"
            tasks.add(task.id)
    figures: set[str] = set()
    for place, condition in tables.rows("end_conditions", EndCondition):
        for i, figure in enumerate(condition.figures):
            if figure.id in figures:
                yield (*place, "figures", i, "id"), f"数字项编号「{figure.id}」前面已经用过，编号不能重复"
            figures.add(figure.id)


def _header(tables: Tables) -> Iterator[Finding]:
    header = tables.header
    if header is None:
        return
    yield from _one(("plan", "own_post"), header.own_post, tables.ids("posts"), "报告单位")
    labels = set(tables.kinds().values())
    if labels and header.warning_hazards and not labels.issuperset(header.warning_hazards):
        for i, name in enumerate(header.warning_hazards):
            if name not in labels:
                yield ("plan", "warning_hazards", i), f"灾种「{name}」不在事实的选项里"


def _standards(tables: Tables) -> Iterator[Finding]:
    levels = tables.ids("levels")
    grades = {grade.id: grade for _, grade in tables.rows("grades", Grade)}
    for place, grade in tables.rows("grades", Grade):
        yield from _one((*place, "level"), grade.level, levels, "响应级别")
    for place, criterion in tables.rows("criteria", Criterion):
        yield from _one((*place, "level"), criterion.level, levels, "响应级别")
        yield from _one((*place, "grade"), criterion.grade, tables.ids("grades"), "事件等级")
        named = grades.get(criterion.grade or "")
        if named and named.level != criterion.level:
            yield (*place, "level"), f"「{named.id}」对应 {named.level}级，这里写的是 {criterion.level}级"
        if not criterion.any:
            yield (*place, "any"), "至少要有一个 [[criteria.any]]，否则这条标准永远达不到"
    for place, authority in tables.rows("authorities", Authority):
        yield from _missing((*place, "levels"), authority.levels, levels, "响应级别")
    for place, remark in tables.rows("remarks", Remark):
        yield from _one((*place, "advise"), remark.advise, levels, "响应级别")
    for place, follow in tables.rows("follows", Follow):
        yield from _missing((*place, "levels"), follow.levels, levels, "响应级别")


def _command(tables: Tables) -> Iterator[Finding]:
    bodies = tables.ids("bodies")
    for place, group in tables.rows("groups", Group):
        yield from _missing((*place, "leads"), group.leads, bodies, "单位")
        yield from _missing((*place, "members"), group.members, bodies, "单位")
        if not group.leads:
            yield (*place, "leads"), "专业组要有牵头单位"
    for place, sector in tables.rows("sectors", Sector):
        yield from _missing((*place, "bodies"), sector.bodies, bodies, "单位")
        if not sector.bodies and not sector.note:
            yield place, f"「{sector.name}」没有对应单位，要在 note 里说明原因"
    names: dict[str, str] = {}
    for place, body in tables.rows("bodies", Body):
        if body.member and not body.duties and not body.note:
            yield place, f"成员单位「{body.name}」没有职责，要在 note 里说明"
        for name in (body.name, *body.aliases):
            other = names.setdefault(name, body.id)
            if other != body.id:
                yield place, f"名称「{name}」已经是「{other}」的名称或别名"


def _work(tables: Tables) -> Iterator[Finding]:
    sectors, kinds, facts = tables.ids("sectors"), tables.kinds(), tables.ids("facts")
    for place, milestone in tables.rows("milestones", Milestone):
        yield from _one((*place, "post"), milestone.post, tables.ids("posts"), "报告单位")
        if milestone.target and milestone.limit and milestone.target > milestone.limit:
            yield (*place, "target"), f"目标 {milestone.target} 分钟不能晚于最迟 {milestone.limit} 分钟"
    for table in ("report_items", "warning_contents"):
        for place, item in tables.rows(table, ReportItem):
            yield from _missing((*place, "facts"), item.facts, facts, "事实")
    for place, measure in tables.rows("measures", Measure):
        yield from _missing((*place, "by"), measure.by, sectors, "部门")
        yield from _missing((*place, "hazards"), measure.hazards, kinds, "灾种")
    for place, step in tables.rows("warning_steps", WarningStep):
        yield from _missing((*place, "by"), step.by, sectors, "部门")
        yield from _missing((*place, "hazards"), step.hazards, kinds, "灾种")


def _references(tables: Tables) -> Iterator[Finding]:
    known = reference_ids(tables)
    bare = {name.partition(":")[2] for name in known}
    for place, row in tables.rows("coverage", Coverage):
        yield from _missing((*place, "where"), row.where, known, "引用")
        if row.state == "not_here" and not row.reason:
            yield place, "不在值班室使用的条款，要在 reason 里写几个字的原因"
        if row.state != "not_here" and not row.where:
            yield place, "要在 where 里写明这一条落在哪里"
    for place, reading in tables.rows("readings", Reading):
        for i, name in enumerate(reading.at):
            if name not in known and name not in bare and not name.startswith("screen:"):
                yield (*place, "at", i), f"引用「{name}」没有定义"
