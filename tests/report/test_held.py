"""Every field of every kind of entry says what it holds, and a copy is clean whatever field a name or a number stands in."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.desk import bulletins, handing
from console.desk.desk import Desk
from console.drill import run as drill
from console.exercise.opening import Begin, begin
from console.incident import commands as c
from console.incident.entry import Entry
from console.incident.fold import APPLY, WORDS_ONLY
from console.incident.held import CALL, HELD, Held, Holds, held_in
from console.incident.state import CALL_FIELDS
from console.report.redact import WHOLE_WORDS, Redactor, redacted, redactor_of
from console.shift import kinds as shift
from console.shift import state as shift_state
from console.warning.enter import ByHand
from tests.exercise.small import SMALL

from .conftest import Clock
from .nights import outage

AT = "2026-11-23T02:10:00+08:00"
LOGS: Mapping[str, tuple[Held, frozenset[str]]] = {
    "event": (HELD, frozenset({"opened", *APPLY}) | WORDS_ONLY),
    "desk": (shift.HELD, frozenset({*shift.KINDS, *shift_state.BASE})),
    "drill": (drill.HELD, frozenset({"drill_started", *drill.APPLY})),
}
NAME, NUMBER = "尤大勇", "13900001234"
KINDS = [(log, kind) for log, (held, _) in LOGS.items() for kind in held]


def entry(kind: str, data: Mapping[str, Any], by: str = NAME) -> Entry:
    """An entry as a log has it."""
    return Entry(1, AT, AT, by, kind, dict(data), "0" * 64, "1" * 64)


@pytest.mark.parametrize("log", LOGS)
def test_every_kind_is_declared_and_no_other(log: str) -> None:
    held, kinds = LOGS[log]
    assert set(held) == kinds
    assert set(CALL) == set(CALL_FIELDS)


@pytest.mark.parametrize("kind", APPLY)
def test_every_field_that_the_fold_reads_is_declared(kind: str) -> None:
    read = set(re.findall(r'data(?:\[|\.get\()"(\w+)"', inspect.getsource(APPLY[kind])))
    assert read <= set(HELD[kind])


def every_command(desk: Desk) -> Iterator[tuple[str, tuple[c.Command, ...]]]:
    """An event in which every command is given once."""
    at = desk.clock.now()
    case = desk.open_event("blackout", f"{NAME}报停电")
    other = desk.open_event("blackout", "另一件")
    first = next(iter(case.plan.end_conditions))
    yield case.id, (
        c.TakeDown("caller", NAME), c.TakeDown("callback", NUMBER), c.Retitle(f"{NAME} {NUMBER}"), c.SetPlaces(("蒙自市",)),
        c.SetFigure("grid_load_mw", 1500, "1500", f"红河供电局调度{NAME}"), c.AddItem("counties", "蒙自市"),
        c.DropItem("counties", "蒙自市"), c.SetInstant("occurred", at - timedelta(minutes=5)), c.ChooseBasis("received", NAME),
        c.ReadBack(f"{NAME}，{NUMBER}", NAME), c.FinishIntake(),
    )  # fmt: skip
    yield case.id, (c.Declare("start", "II", None, f"副指挥长 {NAME}", NAME, f"副指挥长 {NAME}", "电话", at, "一天", NAME, NAME),)
    yield case.id, (
        c.GiveReport("grid-phone", NAME, NUMBER, reporter=f"{NAME}（红河局）", note=NAME), c.GiveReport("county-phone", NAME),
        c.MoveAgency("police", "confirmed", NAME, NUMBER, NAME), c.TryCall("police", "占线", NUMBER), c.DoTask("task:ii-1", NAME, NAME),
        c.AddExtra("instruction", f"找{NAME}", NAME, f"{NAME}副州长"), c.DoExtra("x1", NAME, NAME),
        c.SendPaper("首报", 0, f"{NAME}报 {NUMBER}", f"{NAME}拟", (NAME, "州人民政府"), "传真", NAME, NAME, {"call.site_lead": NAME, "grid_load_mw": 1500}),
        c.Assess(f"水利专家{NAME}", f"{NAME}认为", None), c.Note(f"{NAME} {NUMBER}"), c.Correct(1, NAME), c.Mark(1), c.Link(other.id),
        c.Observe("warning", {"id": "w1", "what": "put", "name": "暴雨红色预警", "issuer": "红河州气象台"}),
        c.Tick(first.id, False, {}, NAME), c.Declare("end", None, None, NAME, NAME, "指挥长", reason=NAME),
    )  # fmt: skip
    seq = next(e.seq for e in desk.case(case.id).entries if e.kind == "task")
    yield case.id, (c.Withdraw(seq, NAME), c.Close(True, NAME))
    yield case.id, (c.Reopen(NAME),)


def test_every_field_that_a_command_writes_is_declared_and_the_whole_night_is_clean(tmp_path: Path) -> None:
    """Every command, with a name and a number in every field that takes words: none of either is left in the copy."""
    desk = Desk(tmp_path, name=NAME, clock=Clock())
    given: set[str] = set()
    event = ""
    for event, commands in every_command(desk):
        desk.do(event, *commands)
        given.update(type(command).__name__ for command in commands)
    assert given == {command.__name__ for command in c.Command.__subclasses__()}
    entries = desk.case(event).entries
    for one in entries:
        assert set(one.data) <= set(held_in(HELD, one.kind, one.data) or ()), one.kind
    text = redacted(event, entries, False, redactor_of(entries, (), desk.plans.values())).decode()
    desk.close()
    assert NAME not in text
    assert NUMBER not in text
    assert WHOLE_WORDS not in text
    for kept in ("红河供电局调度", "副指挥长", "副州长", "红河州气象台", "州人民政府", "暴雨红色预警", "（红河局）", "1500"):
        assert kept in text


def test_what_the_room_and_a_drill_write_is_declared(tmp_path: Path) -> None:
    """A shift with a handover and warnings, and a drill with a call that was answered and asked."""
    clock = Clock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    handing.come_on_duty(desk, "张三", "王五")
    at = clock.now()
    found = bulletins.enter(desk, ByHand("暴雨", "red", "红河州气象台", "蒙自市", at, at + timedelta(hours=12), "雨量150毫米"))
    case = bulletins.open_event(desk, found.id, {})
    step = next(s for s in case.plan.warning_steps if not s.colours or "red" in s.colours)
    bulletins.do_step(desk, found.id, step.id, "张三", "已播")
    bulletins.lift(desk, found.id, "红河州气象台", "结束")
    bulletins.enter(desk, ByHand("暴雨", "blue", "红河州气象台", "蒙自市", at, at + timedelta(minutes=1), "小雨"))
    clock.forward(5)
    bulletins.expire(desk)
    handing.begin(desk, "李四", "王五", ("传真",))
    while (number := handing.under_way(desk).next_question) is not None:
        handing.answer(desk, number, "答")
        handing.judge(desk, number, right=True)
    handing.sign(desk, "张三", "李四")
    handing.begin(desk, "王六", "王五", ())
    handing.drop(desk, "不交了")
    desk.do_room("call", {})
    desk.do_room("call_done", {"event": case.id})
    desk.do_room("recovered", {"text": "取回", "from": "第二处 /media/usb", "entries": 3})
    desk.do_room("sound_tested", {})
    desk.do_room("copy_fault", {"text": "副本"})
    exercise = begin(tmp_path, Begin(SMALL, "张三", 7), real=clock)
    exercise.step_to_next()
    exercise.step()
    exercise.seen()
    exercise.answer()
    exercise.ask("grid_load_mw")
    exercise.tell("remark", {"text": "看"})
    exercise.end("完")
    for held, entries in ((shift.HELD, desk.room.entries), (drill.HELD, exercise.record.entries)):
        for one in entries:
            assert set(one.data) <= set(held_in(held, one.kind, one.data) or ()), (one.kind, one.data)
    assert {e.kind for e in desk.room.entries} >= {"on_duty", "handover_signed", "warning_received", "warning_step", "warning_lifted"}
    exercise.close()
    desk.close()


def marked(holds: Holds) -> Any:
    """Something with the name and the number in it, as a field of that sort may hold it."""
    if isinstance(holds, Mapping):
        return [{name: marked(inner) for name, inner in holds.items()}]
    return {
        "person": NAME, "party": f"副指挥长 {NAME}", "phone": NUMBER, "words": [f"找{NAME}，{NUMBER}"], "figure": {"a": f"{NAME}说 {NUMBER}"},
        "told": {"call.site_lead": NAME, "call.callback": NUMBER, "call.cause": f"{NAME} {NUMBER}", "grid_load_mw": "1500"},
        "plain": 1,
    }[holds]  # fmt: skip


@pytest.mark.parametrize(("log", "kind"), KINDS)
def test_a_name_and_a_number_in_every_field_of_a_kind_are_gone(log: str, kind: str) -> None:
    """Each kind alone, so that what is found in one field is not found thanks to another kind's."""
    held = LOGS[log][0]
    one = entry(kind, {name: marked(holds) for name, holds in held[kind].items()})
    redactor = Redactor(held=held)
    redactor.learn_entry(one)
    text = json.dumps(redactor.entry(one), ensure_ascii=False)
    assert NAME not in text
    assert NUMBER not in text
    assert WHOLE_WORDS not in text


@pytest.mark.parametrize("field", [name for name, holds in CALL.items() if holds != "plain"])
def test_so_is_what_every_field_of_the_call_holds(field: str) -> None:
    known = entry("note", {"text": ""})
    one = entry("intake", {"field": field, "value": f"{NAME} {NUMBER}"})
    text = redacted("e", [known, one], False).decode()
    assert NAME not in text
    assert NUMBER not in text


def test_a_field_or_a_kind_that_nobody_declared_is_taken_out_whole() -> None:
    """Even where nobody is named that the log knows: the worst is assumed."""
    new_field = entry("note", {"text": "一切正常", "who_else": {"deep": ["马秀英"]}}, by="值班员")
    new_kind = entry("chat", {"from": "马秀英", "said": ["马秀英 来过"]}, by="值班员")
    rows = [json.loads(line) for line in redacted("e", [new_field, new_kind], False).decode().splitlines()]
    assert rows[1]["data"] == {"text": "一切正常", "who_else": WHOLE_WORDS}
    assert rows[2]["data"] == {"text": WHOLE_WORDS}
    assert rows[0]["taken"]["whole"] == 2
    assert "不认识的内容2处" in rows[0]["text"]


def test_an_ordinary_night_loses_no_fact(tmp_path: Path) -> None:
    """Figures, times, bodies, clauses and levels of a whole night stand in the copy as they do in the log."""
    desk, case, _ = outage(tmp_path)
    before = "\n".join(json.dumps(e.data, ensure_ascii=False) for e in case.entries)
    redactor = redactor_of(case.entries, (), desk.plans.values())
    after = redacted(case.id, case.entries, False, redactor).decode()
    desk.close()
    for fact in re.findall(r"\d+(?:\.\d+)?(?:兆瓦|万户|户|千伏|%|台|小时)", before):
        assert fact in after
    for body in ("州人民政府", "红河供电局调度", "蒙自市", "个旧市", "屏边县", "附录1 三.1", "州人民医院", "红政办发〔2022〕40号"):
        assert before.count(body) == after.count(body)
    for name in ("李卫东", "陈志明", "赵敏", "周强", "王建国", "张三"):
        assert name not in after
    assert NUMBER not in after
    assert "3055678" not in after
