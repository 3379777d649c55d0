"""Each entry of a log in one Chinese line, for the log screen, the exports and the papers. Pure.

An entry is shown as it was recorded; nothing typed is changed or cut here. Who prints the words makes them safe.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from console.words import blank

from .clock_told import length_words, slow_words
from .due import is_ours, who_told, who_words
from .entry import Entry
from .facts import GONE, NoSuchFact, field_at, item_label, label_at, shown_value
from .fold import KIND_LABELS, done_of
from .state import ACTIONS, AGENCY_STEPS, BASES, CALL_FIELDS, CERTAINTIES, Done
from .times import clock, dated, dated_seconds, instant, minutes_words, moment
from .unfinished import ACTIONS_WORDS

if TYPE_CHECKING:
    from console.plan.model import Plan

Data = dict[str, Any]
EXTRA_TYPES = {"task": "任务", "instruction": "领导指示", "promise": "承诺"}
"""What the three kinds of extra tasks are called."""

_TASK_KINDS = {
    "task": "任务", "risk": "风险提示", "measure": "措施", "follow": "后续", "warning_step": "预警行动",
}

_WARNING_MOVES = {"put": "用于本事件", "changed": "接替原来的预警", "lifted": "已解除"}


def narrate(entry: Entry, plan: Plan) -> str:
    """What the entry says, in one line without its time and writer.

    What the plan of today does not know any more (a body that was removed) is named by its id.
    """
    tell = _TELL.get(entry.kind)
    try:
        if entry.kind in _WHOLE:
            return _WHOLE[entry.kind](entry, plan)
        if tell is not None:
            return tell(entry.data, plan)
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
        pass  # data of another version: shown as it stands
    return _as_it_stands(entry.data)


def kind_label(entry: Entry) -> str:
    """The short name of the entry's kind; a late note is called 补录."""
    if entry.kind == "note" and entry.data.get("late"):
        return "补录"
    return KIND_LABELS.get(entry.kind, entry.kind)


def is_late(entry: Entry) -> bool:
    """Whether the entry tells of something that happened a minute or more before it was written."""
    if entry.at == entry.event_at:
        return False
    try:
        return (instant(entry.at) - instant(entry.event_at)).total_seconds() >= 60
    except ValueError:
        return False


def task_label(task: str, plan: Plan) -> str:
    """The words for a task's key: 「task:ii-1」 is 「任务 传达州政府领导批示...(6.2.2(1))」."""
    kind, _, rest = task.partition(":")
    key, _, turn = rest.partition("#")
    again = f" 第{turn}次" if turn else ""
    step, _, warning = key.partition("@") if kind == "warning_step" else (key, "", "")
    words = _task_words(kind, step, plan)
    of_it = f" {warning}" if words and warning else ""
    return f"{_TASK_KINDS.get(kind, kind)}{again}{of_it} {words or rest}".strip()


def _task_words(kind: str, key: str, plan: Plan) -> str:
    if kind == "task":
        rows = [(t.id, t.text, t.clause) for level in plan.levels for t in level.tasks]
    elif kind == "risk":
        rows = [(r.id, f"{r.system}：{r.ask}", r.clause) for r in plan.risks]
    elif kind == "measure":
        rows = [(m.id, f"{m.system}：{m.text}", m.clause) for m in plan.measures]
    elif kind == "follow":
        rows = [(f.id, f.title, f.clause) for f in plan.follows]
    elif kind == "warning_step":
        rows = [(w.id, w.text, w.clause) for w in plan.warning_steps]
    else:
        return ""
    return next((f"{text}({clause})" for row_id, text, clause in rows if row_id == key), "")


def report_in(entry: Entry, plan: Plan) -> Done:
    """The report that an entry tells of, with who gave it and who took it."""
    return who_told(done_of(entry), ours=is_ours(plan, entry.data["milestone"]))


def milestone_label(milestone_id: str, plan: Plan) -> str:
    """「电网企业 电话报告」; the id where the plan has no such report."""
    try:
        milestone = plan.milestone(milestone_id)
        return f"{plan.post(milestone.post).name} {ACTIONS_WORDS[milestone.action]}"
    except KeyError:
        return milestone_id


def body_label(body_id: str, plan: Plan) -> str:
    """The body's name; the id where the plan has no such body."""
    try:
        return plan.body(body_id).name
    except KeyError:
        return body_id


def _joined(first: str, *parts: str) -> str:
    """`first` and, after commas, what is not empty."""
    return "，".join([first, *(part for part in parts if part)])


def _said(label: str, words: str) -> str:
    return "" if blank(words) else f"{label}：{words}"


def _time(text: str | None) -> str:
    return dated(instant(text)) if text else "未知"


def _opened(data: Data, plan: Plan) -> str:
    drill = "演练 " if data["drill"] else ""
    return f"{drill}接报，开事件「{data['title']}」，预案 {data.get('document') or plan.plan.document}"


def _intake(data: Data, _plan: Plan) -> str:
    return f"{CALL_FIELDS.get(data['field'], data['field'])}：{data['value'] or '(清空)'}"


def _places(data: Data, _plan: Plan) -> str:
    return f"涉及县市：{'、'.join(data['places']) or '(清空)'}"


def _figure(data: Data, plan: Plan) -> str:
    path = data["path"]
    if path.endswith(f".{GONE}"):
        fact, key = path.split(".")[:2]
        return f"{plan.fact(fact).label}{'去掉' if data['value'] else '增加'} {item_label(plan, fact, key)}"
    try:
        field, label = field_at(plan, path), label_at(plan, path)
    except NoSuchFact:
        return f"{path} {data['value']}"
    if isinstance(data["value"], list) and field.type == "list":
        return f"{label}：开始登记"
    before = data.get("before")
    shown = shown_value(field, data["value"])
    change = f"(原 {shown_value(field, before)})" if before is not None else ""
    typed = str(data.get("typed", ""))
    spoken = field.type == "number" or not typed.isascii()  # else 「4」 is a key that was pressed in a list
    said = spoken and not blank(typed) and typed not in (shown, str(data["value"]))
    as_typed = f"照录「{typed}」" if said else ""
    return _joined(f"{label} {shown}{change}", CERTAINTIES.get(data["certainty"], ""), _said("来源", data["source"]),
                   as_typed)


def _instant(data: Data, _plan: Plan) -> str:
    change = f"(原 {_time(data['before'])})" if data.get("before") else ""
    typed = str(data.get("typed", ""))
    said = f"照录「{typed}」" if not typed.isascii() else ""  # 「约23时50分」 is more than the time that was read
    words = f"{BASES[data['which']]}时间 {_time(data['instant'])}{change}"
    return _joined(words, said, _said("原因", data.get("reason", "")))


def _basis(data: Data, _plan: Plan) -> str:
    return _joined(f"计时起点改为{BASES[data['basis']]}时间", _said("原因", data.get("reason", "")))


def _declared(data: Data, _plan: Plan) -> str:
    level = f"{data['level']}级响应" if data["level"] else "响应"
    before = f"(原 {data['before']}级)" if data["before"] else ""
    proposed = f"建议{data['proposed']}级" if data["proposed"] else ""
    return _joined(
        f"{ACTIONS[data['action']]}{level}{before}", _said("决定", data["decided_by"]),
        _said("宣布", data["announced_by"]), _said("依据", data["authority"]), _said("方式", data["channel"]), proposed,
        _said("预计时长", data["duration"]), _said("首批措施", data["measures"]), _said("理由", data["reason"]),
    )


def _milestone(entry: Entry, plan: Plan) -> str:
    data = entry.data
    who = who_words(report_in(entry, plan))
    late = f"迟{minutes_words(timedelta(seconds=data['late_seconds']))}" if data["late_seconds"] else ""
    return _joined(
        milestone_label(data["milestone"], plan), who, data["channel"], late,
        _said("迟报原因", data["late_reason"]), _despite(data), _said("原文", data.get("words", "")), _said("备注", data["note"]),
    )


def _despite(data: Data) -> str:
    """What contradicted what when a report went out all the same, and why it did."""
    doubts = "；".join(data.get("contradictions", ()))
    return _joined(_said("数字矛盾", doubts), _said("仍报出的原因", data.get("despite", ""))) if doubts else ""


def _agency(data: Data, plan: Plan) -> str:
    name = body_label(data["agency"], plan)
    if data.get("tried"):
        return _joined(f"{name} {data['tried']}", _said("号码", data["note"]))
    renew = f"{clock(instant(data['renew_at']))}回访" if data.get("renew_at") else ""
    step = AGENCY_STEPS.get(data["step"], data["step"])
    return _joined(f"{name} {step}", data["name"], data["channel"], data["note"], renew)


def _task(data: Data, plan: Plan) -> str:
    taker = " ".join(part for part in (data.get("body", ""), data.get("name", "")) if part)
    order = f"{data['ordered_by']}下令" if data.get("ordered_by") else ""
    desk = f"原记在值班日志第{data['desk_seq']}条" if data.get("desk_seq") else ""
    return _joined(task_label(data["task"], plan), taker, order, _said("结果", data["note"]), desk)


def _extra(data: Data, _plan: Plan) -> str:
    due = f"{_time(data['due'])}前" if data.get("due") else ""
    kind = EXTRA_TYPES.get(data["type"], data["type"])
    return _joined(f"{kind}：{data['text']}", _said("承办", data["who"]), _said("交办人", data["origin"]), due)


def _extra_done(data: Data, _plan: Plan) -> str:
    late = f"迟{minutes_words(timedelta(seconds=data['late_seconds']))}" if data["late_seconds"] else ""
    return _joined(f"交办{data['id'].lstrip('x')}办结", data.get("name", ""), _said("结果", data["note"]), late,
                   _said("原因", data["late_reason"]))


def _ticked(data: Data, plan: Plan) -> str:
    condition = next((c for c in plan.end_conditions if c.id == data["condition"]), None)
    words = f"{condition.text}({condition.clause})" if condition else data["condition"]
    labels = {f.id: f for f in condition.figures} if condition else {}
    figures = "、".join(
        f"{labels[k].label}{v}{labels[k].unit}" if k in labels else f"{k} {v}" for k, v in data["figures"].items()
    )
    return _joined(f"{'已满足' if data['met'] else '未满足'}：{words}", figures, data["note"],
                   _said("据", data.get("name", "")))


def _correction(data: Data, _plan: Plan) -> str:
    at = data.get("event_at")
    words = f"更正第{data['seq']}条：{data['text']}"
    return words + f"{'，' if data['text'] else ''}发生时间更正为 {dated_seconds(instant(at))}" if at else words


def _closed(data: Data, _plan: Plan) -> str:
    left = f"未办结{len(data['unfinished'])}项：{'；'.join(data['unfinished'])}" if data["unfinished"] else "全部办结"
    return _joined(f"归档，{left}", data["note"])


def _withdrawn(data: Data, plan: Plan) -> str:
    namers = {"milestone": milestone_label, "task": task_label, "agency": body_label}
    namer = namers.get(data["what"])
    about = namer(data["key"], plan) if namer else data["key"]
    return f"撤回第{data['seq']}条({about})，原因：{data['reason']}"


def _console_opened(data: Data, _plan: Plan) -> str:
    since = data.get("down_from")
    return f"值班台重新打开，此前自 {_time(since)} 起没有运行" if since else "值班台打开"


def _clock_jump(data: Data, _plan: Plan) -> str:
    before, after = (data[which][:19].replace("T", " ") for which in ("before", "after"))
    return f"电脑时钟被拨动{data['seconds']:+d}秒，由 {before} 到 {after}"


def _clock_doubt(data: Data, _plan: Plan) -> str:
    pc, newest = (data[which][:16].replace("T", " ") for which in ("pc", "newest"))
    return f"电脑时钟未核对：电脑是 {pc}，上次记下的是 {newest}；从第{data['since']}条起按电脑时钟记"


def _clock_offset(data: Data, _plan: Plan) -> str:
    pc, wall, seconds = data["pc"][:19].replace("T", " "), data["wall"][:19].replace("T", " "), data["seconds"]
    words = f"核对时钟：墙上的钟 {wall}，电脑 {pc}，" + (f"电脑{slow_words(seconds)}，此后按墙上的钟记" if seconds else "此后按电脑时钟记")
    moved = data.get("moved", 0)
    return words + (f"；第{data['since']}条起说的时间都{'加' if moved > 0 else '减'}{length_words(moved)}" if moved else "")


def paper_name(data: Data) -> str:
    """「首报 第1号」; a paper without a number is called by its kind alone."""
    number = data.get("number")
    return f"{data['paper']} 第{number}号" if number else str(data["paper"])


def _paper(data: Data, _plan: Plan) -> str:
    return _joined(
        paper_name(data), _said("送", "、".join(data["to"])), data["channel"],
        _said("接收", data["received_by"]), _said("签发", data["signed_by"]), _despite(data), _said("全文", data["text"]),
    )


def _assessment(data: Data, _plan: Plan) -> str:
    advised = f"建议{data['advised']}级" if data["advised"] else "没有提级别"
    return _joined(f"综合评估：{data['finding']}", advised, _said("参加", data["experts"]))


def _exported(data: Data, _plan: Plan) -> str:
    return f"导出{data.get('format', '')} 到 {data.get('path', '')}"


def _with_text(data: Data, _plan: Plan) -> str:
    text = data.get("text") or data.get("words")
    return str(text) if text else _as_it_stands(data)


def _warning(entry: Entry, plan: Plan) -> str:
    """What a warning did to the event. A lifting says whose it was and when; one that ran out is not called lifted."""
    data = entry.data
    what, name, issuer = str(data.get("what", "")), str(data.get("name", "")), str(data.get("issuer", ""))
    which = f"{data.get('area', '')}{name}({data.get('id', '')})"
    if what == "lifted" and "time" in data:
        told = f"{data['who']} {_on(data, entry)} 解除 {which}"
        issued = _said("发布", issuer if data["who"] != issuer else "")
        return _joined(told, issued, _said("通知", data["notice"]), _said("说明", data["note"]))
    if what == "expired":
        return _joined(f"{which} {_on(data, entry)} 已过期", _said("发布", issuer))
    if what not in _WARNING_MOVES or not name:
        return _with_text(data, plan)
    if what != "lifted" and not _COLOURED.search(name):
        return f"{name}的解除通知 {'用于本事件' if what == 'put' else '收到'}，解除：{issuer}"
    return _joined(f"{name} {_WARNING_MOVES[what]}", _said("发布", issuer))


def _on(data: Data, entry: Entry) -> str:
    return moment(instant(data["time"]), instant(entry.event_at))


_COLOURED = re.compile("[红橙黄蓝]色预警$")
"""A warning's name without a colour is that of a message that cancels (0.1 told it as one that takes another's place)."""


def _as_it_stands(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


_TELL: dict[str, Callable[[Data, Plan], str]] = {
    "opened": _opened, "intake": _intake, "places": _places, "figure": _figure, "instant": _instant, "basis": _basis,
    "titled": lambda d, _p: f"标题改为「{d['title']}」", "declared": _declared,
    "read_back": lambda d, _p: _joined(f"已复述：{d['words']}", _said("对方", d["name"])),
    "intake_finished": lambda _d, _p: "接报完成，转入处置", "agency": _agency, "task": _task, "extra": _extra,
    "extra_done": _extra_done, "ticked": _ticked, "closed": _closed, "withdrawn": _withdrawn,
    "reopened": lambda d, _p: f"重新打开，原因：{d['reason']}", "linked": lambda d, _p: f"与事件 {d['event']} 关联",
    "console_opened": _console_opened, "clock_jump": _clock_jump, "clock_doubt": _clock_doubt, "clock_offset": _clock_offset,
    "paper": _paper, "assessment": _assessment,
    "note": lambda d, _p: str(d["text"]), "correction": _correction,
    "mark": lambda d, _p: f"{'标为要事' if d['on'] else '取消标记'}：第{d['seq']}条", "exported": _exported,
    "recovered": _with_text, "sealed": _with_text, "alarm": _with_text, "drafted": _with_text, "drill": _with_text,
    "copy_fault": _with_text,
}
_WHOLE: dict[str, Callable[[Entry, Plan], str]] = {"milestone": _milestone, "warning": _warning}
"""Kinds that are told by more than their data: when, or in which direction."""
