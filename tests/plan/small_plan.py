"""A plan small enough to read at a glance, for tests that bend it."""

from __future__ import annotations

from pathlib import Path

PLAN = """\
[plan]
id = "small"
name = "小预案"
title = "小预案"
document = "文号"
issued = "2022-01-01"
revision = "1"
own_post = "desk"
office = "办公室"

[[posts]]
id = "desk"
name = "值班室"

[[levels]]
id = "I"
clause = "1"
lead = "指挥长"
posture = "全部"
tasks = [{ id = "t1", clause = "1(1)", text = "会商" }]

[[levels]]
id = "II"
clause = "2"
lead = "副指挥长"
posture = "部分"

[[grades]]
id = "重大"
level = "I"
clause = "1"

[[grades]]
id = "一般"
level = "II"
clause = "2"

[[authorities]]
clause = "3"
levels = ["I", "II"]
actions = ["start"]
"""

FACTS = """\
[[facts]]
id = "load"
label = "负荷"
ask = "负荷?"
type = "number"
unit = "MW"

[[facts]]
id = "shed"
label = "减供"
ask = "减供?"
type = "number"
unit = "MW"
at_most = "load"

[[facts]]
id = "shed_pct"
label = "减供比例"
ask = "比例?"
type = "number"
unit = "%"
share = { part = "shed", whole = "load" }

[[facts]]
id = "severe"
label = "严重"
ask = "严重吗?"
type = "bool"

[[facts]]
id = "colour"
label = "颜色"
ask = "颜色?"
type = "choice"
choices = [{ id = "none", label = "无" }, { id = "red", label = "红" }]

[[facts]]
id = "ahead"
label = "预报"
ask = "预报?"
type = "choices"
empty_unless = "colour"
choices = [{ id = "most", label = "大部" }, { id = "part", label = "部分" }]

[[facts]]
id = "places"
label = "地点"
ask = "哪里?"
type = "list"
key = "kind"

[[facts.fields]]
id = "kind"
label = "种类"
ask = "种类?"
type = "choice"
choices = [{ id = "rain", label = "雨" }, { id = "snow", label = "雪" }]

[[facts.fields]]
id = "many"
label = "县市"
ask = "几个?"
type = "number"
whole_number = true
maximum = 13
includes = ["worst"]

[[facts.fields]]
id = "worst"
label = "最重县市"
ask = "几个最重?"
type = "number"
whole_number = true
maximum = 13

[[facts.fields]]
id = "harm"
label = "影响"
ask = "影响?"
type = "choice"
ordered = true
only = ["rain"]
choices = [{ id = "none", label = "无" }, { id = "some", label = "一定" }, { id = "major", label = "重大" }]
"""

STANDARDS = """\
[[criteria]]
id = "first"
level = "I"
grade = "重大"
clause = "附 一"

[[criteria.any]]
clause = "附 一"
when = "load >= 600 and (shed_pct >= 60 or severe)"
text = "一"

[[criteria]]
id = "second"
level = "II"
grade = "一般"
clause = "附 二"

[[criteria.any]]
clause = "附 二"
when = "40 <= shed_pct < 60"
text = "二"

[[criteria]]
id = "listed"
level = "II"
clause = "附 三"
over = "places"
where = "kind == 'rain'"

[[criteria.any]]
clause = "附 三"
when = "2 <= many <= 5 and harm >= 'some'"
text = "三"

[[remarks]]
id = "hint"
kind = "gap"
clause = "附 四"
when = "colour == 'red' and not ('most' in ahead)"
text = "空当"
advise = "II"
"""

WORK = """\
[[bodies]]
id = "energy"
clause = "4"
name = "能源局"
initials = "nyj"
duties = [{ clause = "4(1)", text = "牵头" }]

[[bodies]]
id = "police"
clause = "4"
name = "公安局"
initials = "gaj"
note = "预案没有写职责"

[[groups]]
id = "supply"
clause = "5"
name = "保电组"
leads = ["energy"]
members = ["police"]

[[sectors]]
id = "power"
name = "电力部门"
bodies = ["energy"]

[[sectors]]
id = "public"
name = "公众"
note = "没有对应单位"

[[milestones]]
id = "phone"
clause = "6"
post = "desk"
action = "phone"
to = ["州政府"]
target = 20
limit = 30

[[report_items]]
id = "figures"
clause = "7"
label = "数字"
facts = ["load", "places"]

[[measures]]
id = "repair"
clause = "8"
system = "电力"
text = "抢修"
by = ["power"]
hazards = ["rain"]

[[readings]]
id = "room"
clause = "9"
question = "怎么读"
reading = "这样读"
why = "因为"
at = ["criterion:first", "fact:places.many"]

[[coverage]]
clause = "9"
title = "条款"
state = "in_force"
where = ["criterion:first", "task:t1", "authority:1", "level:I", "grade:重大", "body:energy"]

[[coverage]]
clause = "10"
title = "附则"
state = "not_here"
reason = "解释权"
"""

FILES = {"plan.toml": PLAN, "facts.toml": FACTS, "standards.toml": STANDARDS, "work.toml": WORK}


def write_plan(folder: Path, **changed: str) -> Path:
    """Write the small plan to `folder`/small; `changed` gives other texts for files, by name without suffix."""
    target = folder / "small"
    target.mkdir(parents=True)
    for name, text in FILES.items():
        (target / name).write_text(changed.get(name.removesuffix(".toml"), text), encoding="utf-8")
    return target
